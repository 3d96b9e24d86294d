"""Personal data: every copy of what somebody sent is found, shown, and erased."""
