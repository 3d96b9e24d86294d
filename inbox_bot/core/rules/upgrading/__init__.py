"""rules.yaml of an earlier version, brought to today's: its text is changed where a step says so, and nowhere else."""
