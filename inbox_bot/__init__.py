"""inbox_bot looks after a company's recruitment mailbox."""

__version__ = "0.1.0"
