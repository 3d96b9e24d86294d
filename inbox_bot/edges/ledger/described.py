"""What a mail says of itself, as columns of `messages`: written when it is decided, and again when it is read again."""

from typing import Any

from sqlalchemy import BindParameter, bindparam

_NAMES = [
    "fingerprint",
    "trace",
    "substance",
    "wording",
    "message_id",
    "correspondent",
    "sender",
    "subject",
    "kind",
    "quote",
    "raw_path",
]

#: The columns, each with the parameter of its name.
DESCRIPTION: dict[str, BindParameter[Any]] = {name: bindparam(name) for name in _NAMES}
