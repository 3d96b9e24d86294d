"""The text of a mail: what the writer typed, apart from quotes, signatures and what programs put around it."""
