"""Carries mail between us and those we duel with: what our SMTP server took goes to whom it is for."""

from collections.abc import Iterator, Mapping, Sequence
from email.message import EmailMessage

from tests.support.builders.at_work import Company, read
from tests.support.servers.smtp import Kept, SmtpServer
from tests.world.duels.opponents import Opponent

#: Fields by which our answers say what they are; some gateways let none of them through.
MARKS = ("auto-submitted", "x-auto-response-suppress", "x-inbox-bot")


class Post:
    """What a server took, each mail handed out once."""

    def __init__(self, smtp: SmtpServer) -> None:
        self._smtp = smtp
        self._read = len(smtp.kept)

    def new(self) -> Iterator[Kept]:
        """What was taken since the last time."""
        taken = self._smtp.kept[self._read :]
        self._read += len(taken)
        yield from taken


def one_round(
    company: Company,
    post: Post,
    opponents: Sequence[Opponent],
    number: int,
    last: Mapping[str, EmailMessage],
) -> dict[str, EmailMessage]:
    """Every opponent writes, answered or not, and we work; our letters of this round, by the opponent's name.

    `last` are the letters of the round before.
    """
    names = {}
    for opponent in opponents:
        mail = opponent(number, last.get(opponent.__name__))
        names[mail.message().senders[0].address] = opponent.__name__
        company.receives(mail)
    assert company.poll() == ()
    return {names[kept.recipients[0]]: read(kept) for kept in post.new() if kept.recipients[0] in names}


def delivered(kept: Kept) -> bytes:
    """A mail as the server that delivers it leaves it: with the envelope's sender on top (RFC 5321 §4.4)."""
    return f"Return-Path: <{kept.sender}>\r\n".encode() + kept.content


def without(mail: bytes, *names: str) -> bytes:
    """The mail as a gateway leaves it that takes these fields out."""
    head, gap, body = mail.partition(b"\r\n\r\n")
    fields: list[bytes] = []
    for line in head.split(b"\r\n"):
        if line[:1] in (b" ", b"\t") and fields:
            fields[-1] += b"\r\n" + line
        else:
            fields.append(line)
    kept = [field for field in fields if field.partition(b":")[0].decode().lower() not in names]
    return b"\r\n".join(kept) + gap + body
