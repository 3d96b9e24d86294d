"""Applicants that a person turns down: who there are, what was asked and confirmed, and what became of each."""
