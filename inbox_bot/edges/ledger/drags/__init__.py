"""The shelf of moves that we did not make: which mail was met where, and what that meant."""
