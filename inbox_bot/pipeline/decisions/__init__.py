"""What people decide, carried out the way everything else is."""
