"""The commands that only try something: the demo, files, real mail, kept mail, the user's own cases."""
