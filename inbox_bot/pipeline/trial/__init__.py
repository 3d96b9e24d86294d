"""Trying without doing: what would become of real mail, or of kept mail under other rules. Nothing here writes."""
