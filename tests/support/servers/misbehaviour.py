"""How the tests' SMTP server can be told to misbehave, and where in the conversation."""

from dataclasses import dataclass
from enum import Enum


class At(Enum):
    """Where in the conversation the server misbehaves: in place of its answer to…"""

    CONNECT = "CONNECT"  #: the connection: no greeting
    EHLO = "EHLO"
    HELO = "HELO"
    STARTTLS = "STARTTLS"
    AUTH = "AUTH"
    MAIL = "MAIL"
    RCPT = "RCPT"
    DATA = "DATA"  #: the verb, before anything of the mail
    BODY = "BODY"  #: the mail's first line, long before the final dot (only what ends the connection)
    DOT = "DOT"  #: the final dot
    RSET = "RSET"
    NOOP = "NOOP"
    QUIT = "QUIT"


class Then(Enum):
    """What follows the words."""

    STAY = "stay"  #: the conversation goes on
    CLOSE = "close"  #: the connection is closed in order (FIN)
    RESET = "reset"  #: the connection is reset (RST)


@dataclass(frozen=True)
class Say:
    """Answer these words, and do nothing of what was asked. At `DOT`, 2xx takes the mail."""

    reply: str
    then: Then = Then.STAY


@dataclass(frozen=True)
class Drop:
    """Close without a word. At `DOT`, `takes` says whether the mail was taken nevertheless."""

    reset: bool = False
    takes: bool = True


@dataclass(frozen=True)
class HalfALine:
    """Write the beginning of an answer, no line end, and close. (smtplib takes `250 2.0.0 ta` for a whole answer.)"""

    words: str = "250 2.0.0 ta"
    takes: bool = True


@dataclass(frozen=True)
class Hang:
    """Say nothing until `release`, then go on as if nothing had been."""


Misbehaviour = Say | Drop | HalfALine | Hang
SHUT_DOWN = Say("421 4.3.2 shutting down", Then.CLOSE)


def takes_the_mail(how: Misbehaviour | None) -> bool:
    """Whether a mail whose final dot meets this was taken nevertheless."""
    match how:
        case Say():
            return how.reply.startswith("2")
        case Drop() | HalfALine():
            return how.takes
        case _:
            return True
