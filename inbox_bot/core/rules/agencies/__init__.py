"""`agencies:`: which agencies the company works with, which never, and how each is written."""
