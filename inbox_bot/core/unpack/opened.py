"""Which types are opened: asked by the daemon too, which opens nothing and loads none of what opens them."""

MAIL = "message/rfc822"
TAR = "application/x-tar"
TNEF = "application/ms-tnef"
ZIP = "application/zip"
GZIP = "application/gzip"
OUTLOOK = "application/vnd.ms-outlook"

#: What `stage.UNPACKERS` has an unpacker for.
OPENED = frozenset({MAIL, TAR, TNEF, ZIP, GZIP, OUTLOOK})
