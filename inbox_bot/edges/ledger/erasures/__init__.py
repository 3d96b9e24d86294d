"""The shelf of erasures: what is known of somebody, erased in one transaction, and what is still to do elsewhere."""
