"""Bytes to entities: the tree of parts (RFC 2045, RFC 2046), their types by their bytes, charsets, encoded words."""
