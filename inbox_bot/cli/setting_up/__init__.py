"""The commands that set an installation up, how `init` talks with whoever begins, and what it leaves behind."""
