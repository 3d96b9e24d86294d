"""What a client says to log in with a bearer token: OAUTHBEARER (RFC 7628), or its older form XOAUTH2. Pure.

XOAUTH2 is Google's and Microsoft's (developers.google.com/gmail/imap/xoauth2-protocol); Exchange Online has it alone.
IMAP and SMTP carry the same words.
"""

import json
from collections.abc import Collection
from dataclasses import dataclass

from inbox_bot.core.message import safe

ERROR_LIMIT = 200  # characters
OAUTHBEARER = "OAUTHBEARER"
XOAUTH2 = "XOAUTH2"


@dataclass(frozen=True, kw_only=True, slots=True)
class Bearer:
    """One login with a token."""

    mechanism: str
    first: str  #: the initial response
    after_error: str  #: what a server waits for once it has told its error as a challenge (RFC 7628 §3.2.3)


class Speaker:
    """Says the words of a login, one at each challenge: what imaplib and smtplib take for a conversation."""

    def __init__(self, bearer: Bearer) -> None:
        self._words = iter((bearer.first, bearer.after_error))
        self.error = ""  #: what the server told as a challenge, as one inert line; its NO says less

    def __call__(self, challenge: bytes | None = None) -> str:
        """The next word. Whatever else a challenge says than nothing, it can only be an error (RFC 7628 §3.2.2)."""
        if challenge:
            self.error = _told(challenge)
        return next(self._words, "")


def _told(challenge: bytes) -> str:
    """`status`, and the scope that is wanted, out of the error's JSON; "" where it has none."""
    try:
        fields = json.loads(challenge)
    except (ValueError, RecursionError):
        return ""
    told = [str(fields.get(name, "")) for name in ("status", "scope")] if isinstance(fields, dict) else []
    return safe.line(", ".join(filter(None, told)), ERROR_LIMIT)


def bearer_of(offered: Collection[str], *, user: str, token: str, host: str, port: int) -> Bearer | None:
    """How to log in with a token where these mechanisms are offered; None where none of them takes one."""
    names = {name.upper() for name in offered}
    if OAUTHBEARER in names:
        # RFC 7628 §3.1; RFC 5801 §4: `=` and `,` are escaped within the name.
        name = user.replace("=", "=3D").replace(",", "=2C")
        first = f"n,a={name},\x01host={host}\x01port={port}\x01auth=Bearer {token}\x01\x01"
        return Bearer(mechanism=OAUTHBEARER, first=first, after_error="\x01")
    if XOAUTH2 in names:
        return Bearer(mechanism=XOAUTH2, first=f"user={user}\x01auth=Bearer {token}\x01\x01", after_error="")
    return None
