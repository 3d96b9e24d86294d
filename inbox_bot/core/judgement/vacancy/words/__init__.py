"""Titles as people write them, and the words that occupations are called by."""
