"""The ledger's shelf of what was before: what bears on one mail's verdict and plan."""
