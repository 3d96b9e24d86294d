"""What the commands that only try something show."""
