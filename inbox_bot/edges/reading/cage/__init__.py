"""The cage around a reader: limits, Landlock, seccomp, and what has to be loaded before it closes."""
