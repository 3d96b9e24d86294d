"""`mailbox.signin`: how a token is had for a mail server that takes no password."""
