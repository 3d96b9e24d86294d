"""A user's own cases: mails without names, each with what is to become of it."""
