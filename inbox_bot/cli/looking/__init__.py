"""The commands that show how things stand, and change nothing."""
