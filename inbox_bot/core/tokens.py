"""The tokens in our mails to reviewers: made here, and known again here.

A token is `ib-261129-` and 26 letters: a day, and 130 bits of a keyed hash (RFC 2104) over what it stands for. So
nothing has to be kept of it but that it was used, and none can be made without the ledger's key:

- a *reply token* stands for a reviewer and a day. It is in the subject of what we send them that day.
- a *link token* stands for a reviewer, a day, one mail and one thing to be done with it. It is in the link's text, and
  is good once.
- a *confirmation token* stands for a reviewer and what is to be confirmed, good once.

A token is worth nothing from anybody else, and is no proof that it is them: `review/proof` asks that.
"""

import base64
import hmac
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

GOOD_FOR = timedelta(days=14)
TOKENS_READ = 200  #: of one mail
_LETTERS = 26  # of base32: 130 bits
_FORM = re.compile(rf"(?<![\w-])ib-(?P<day>[0-9]{{6}})-(?P<mark>[a-z2-7]{{{_LETTERS}}})(?![\w-])", re.IGNORECASE)

#: The ledger's keyed hash of a text, as hexadecimal digits.
Keyed = Callable[[str], str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Token:
    """A token as it is written in a mail. Anybody can write one."""

    day: date  #: the day that it says it was made for
    written: str  #: in lower case

    def is_good(self, at: datetime) -> bool:
        """Whether it is young enough. Its day is a local one, and so may be tomorrow."""
        return timedelta(days=-2) <= at.date() - self.day <= GOOD_FOR


def reply_token(keyed: Keyed, reviewer: str, day: date) -> str:
    """What the subject of our mails to a reviewer carries on a day."""
    return _made(keyed, day, "reply", reviewer.lower())


def link_token(keyed: Keyed, reviewer: str, day: date, number: int, action: str) -> str:
    """What the link for one thing to be done with one mail carries; `action` is `Order.action`."""
    return _made(keyed, day, "link", reviewer.lower(), str(number), action)


def confirmation_token(keyed: Keyed, reviewer: str, day: date, asked: str) -> str:
    """What the mail carries that asks for a confirmation; `asked` names what is to be confirmed, and is used once."""
    return _made(keyed, day, "confirm", reviewer.lower(), asked)


def tokens_in(text: str) -> tuple[Token, ...]:
    """The tokens that a text has, each once; what only looks like one included."""
    found: dict[Token, None] = {}
    for written in _FORM.finditer(text):
        if (day := _day(written["day"])) is not None:
            found[Token(day=day, written=written[0].lower())] = None
        if len(found) == TOKENS_READ:
            break
    return tuple(found)


def is_same(token: Token, made: str) -> bool:
    """Whether it is the one that we made; in a time that says nothing of where they differ."""
    return hmac.compare_digest(token.written, made)


def _made(keyed: Keyed, day: date, *parts: str) -> str:
    # A line each: no part can be taken for two, since neither an address nor a verb has a line end.
    spoken = "\n".join(("token", day.isoformat(), *(part.replace("\n", " ") for part in parts)))
    mark = base64.b32encode(bytes.fromhex(keyed(spoken))).decode("ascii").lower()[:_LETTERS]
    return f"ib-{day:%y%m%d}-{mark}"


def _day(written: str) -> date | None:
    try:
        return date(2000 + int(written[:2]), int(written[2:4]), int(written[4:]))
    except ValueError:
        return None
