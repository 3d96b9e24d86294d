"""May this mail be answered by a machine, to whom, and with what (RFC 3834, RFC 5230)."""
