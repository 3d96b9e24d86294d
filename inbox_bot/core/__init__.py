"""Judging and planning: pure functions on frozen values. No clock, network, disk or database is reachable from here."""
