"""The shelf of what reviewers order by mail: which mails wait, which links were used, what has to be confirmed.

What an order does to a mail is recorded where every decision is. Here is only what makes each order happen once: a mail
that orders has a row from the transaction that gave it its outcome on, and the row says whether it was followed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, func, select, update

from inbox_bot.core.reply.values import Letter
from inbox_bot.core.review.reviewer_mail import Refusal, ReviewerMailState
from inbox_bot.edges.ledger.actions.decisions import add_notice
from inbox_bot.edges.ledger.database.store import Store
from inbox_bot.edges.ledger.database.upsert import insert_missing, upsert
from inbox_bot.edges.ledger.errors import StateChanged
from inbox_bot.edges.ledger.keyed import keyed
from inbox_bot.edges.ledger.schema import (
    UNFOLLOWED,
    messages,
    put_off,
    questions,
    reviewer_mails,
    used_tokens,
)

#: A mailbox's mails of which nobody has looked what they order, in the order in which they came.
WAITING_MAILS = (
    select(reviewer_mails.c.message, reviewer_mails.c.at, messages.c.raw_hash)
    .join(messages, messages.c.id == reviewer_mails.c.message)
    .where(UNFOLLOWED, reviewer_mails.c.mailbox == bindparam("mailbox"))
    .order_by(reviewer_mails.c.message)
)

#: Certain mails that order, in the order in which they came.
THESE_MAILS = (
    select(reviewer_mails.c.message, reviewer_mails.c.at, messages.c.raw_hash)
    .join(messages, messages.c.id == reviewer_mails.c.message)
    .where(reviewer_mails.c.message.in_(bindparam("messages", expanding=True)))
    .order_by(reviewer_mails.c.message)
)

#: Say what became of a mail that orders; no row where another has said so already.
CLOSE = (
    update(reviewer_mails)
    .where(reviewer_mails.c.message == bindparam("mail"), reviewer_mails.c.state == bindparam("seen"))
    .values(
        state=bindparam("becomes"),
        reviewer=bindparam("whose"),
        why=bindparam("because"),
        orders=bindparam("number"),
    )
)

#: Whether a link was used.
USED = select(used_tokens.c.token).where(used_tokens.c.token == bindparam("used"))

#: What a reviewer was asked.
QUESTION = select(questions).where(questions.c.reviewer == bindparam("whose"))

#: A question is answered.
ANSWERED = delete(questions).where(questions.c.reviewer == bindparam("whose"), questions.c.asked == bindparam("was"))

#: How much a reviewer has ordered since a moment.
ORDERED = select(func.coalesce(func.sum(reviewer_mails.c.orders), 0)).where(
    reviewer_mails.c.at >= bindparam("since"),
    reviewer_mails.c.reviewer == bindparam("whose"),
    reviewer_mails.c.state != ReviewerMailState.REFUSED,
)

#: The mails of a period of which nothing was done, in the order in which they came.
REFUSED_MAILS = (
    select(reviewer_mails.c.message, reviewer_mails.c.mailbox, reviewer_mails.c.why, messages.c.sender)
    .join(messages, messages.c.id == reviewer_mails.c.message)
    .where(
        reviewer_mails.c.at >= bindparam("start"),
        reviewer_mails.c.at < bindparam("end"),
        reviewer_mails.c.state == ReviewerMailState.REFUSED,
    )
    .order_by(reviewer_mails.c.message)
)

#: What a reviewer does not want to see at a moment.
PUT_OFF = select(put_off.c.message).where(
    put_off.c.until > bindparam("moment"), put_off.c.reviewer == bindparam("whose")
)


@dataclass(frozen=True, kw_only=True, slots=True)
class OrderingMail:
    """A reviewer's mail that orders something."""

    id: int
    raw_hash: str
    at: datetime  #: when it came: what it decides is decided at that time, however often it is tried


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """What a reviewer was asked to say yes to."""

    asked: str
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class RefusedMail:
    """A mail that says it is a reviewer's, and of which nothing was done."""

    id: int
    mailbox: str
    sender: str
    why: Refusal


@dataclass(frozen=True, kw_only=True, slots=True)
class Closing:
    """What became of a mail that orders."""

    mail: int
    becomes: ReviewerMailState
    seen: ReviewerMailState = ReviewerMailState.WAITING
    reviewer: str | None = None
    why: Refusal | None = None
    orders: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class OwnMail:
    """A letter of ours to a reviewer, and the once-key that makes it one."""

    letter: Letter
    once_key: str
    mailbox: str


class Reviewing:
    """What reviewers order by mail. Each method is one transaction."""

    def __init__(self, store: Store, key: bytes) -> None:
        """`key` is the ledger's: of a link that was used, a keyed hash is kept."""
        self._store = store
        self._key = key

    def waiting(self, mailbox: str) -> tuple[OrderingMail, ...]:
        """The mails of which nobody has looked what they order, in the order in which they came."""
        with self._store.asking() as connection:
            rows = connection.execute(WAITING_MAILS, {"mailbox": mailbox}).all()
        return tuple(OrderingMail(id=row.message, raw_hash=row.raw_hash, at=row.at) for row in rows)

    def mails(self, ids: Sequence[int]) -> tuple[OrderingMail, ...]:
        """Certain mails that order."""
        with self._store.reading() as connection:
            rows = connection.execute(THESE_MAILS, {"messages": list(ids)}).all()
        return tuple(OrderingMail(id=row.message, raw_hash=row.raw_hash, at=row.at) for row in rows)

    def is_used(self, token: str) -> bool:
        """Whether a link was used before."""
        with self._store.reading() as connection:
            return connection.execute(USED, {"used": keyed(self._key, f"used:{token}")}).first() is not None

    def question(self, reviewer: str) -> Question | None:
        """What the reviewer was asked; None where nothing is open."""
        with self._store.reading() as connection:
            row = connection.execute(QUESTION, {"whose": reviewer.lower()}).one_or_none()
        return None if row is None else Question(asked=row.asked, at=row.at)

    def ordered_since(self, reviewer: str, since: datetime) -> int:
        """How much a reviewer has ordered since a moment."""
        with self._store.reading() as connection:
            return int(connection.execute(ORDERED, {"whose": reviewer.lower(), "since": since}).scalar_one())

    def put_off(self, message: int, reviewer: str, until: datetime) -> None:
        """The reviewer does not want to see this mail before that."""
        with self._store.writing() as connection:
            upsert(connection, put_off, {"message": message, "reviewer": reviewer.lower(), "until": until})

    def unseen_by(self, reviewer: str, at: datetime) -> frozenset[int]:
        """The mails that the reviewer does not want to see at a moment."""
        with self._store.reading() as connection:
            return frozenset(connection.scalars(PUT_OFF, {"whose": reviewer.lower(), "moment": at}))

    def refused_between(self, start: datetime, end: datetime) -> tuple[RefusedMail, ...]:
        """The mails from `start` to before `end` of which nothing was done."""
        with self._store.reading() as connection:
            rows = connection.execute(REFUSED_MAILS, {"start": start, "end": end}).all()
        return tuple(
            RefusedMail(id=row.message, mailbox=row.mailbox, sender=row.sender or "", why=row.why) for row in rows
        )

    def close(
        self,
        closings: Sequence[Closing],
        at: datetime,
        *,
        tokens: Sequence[str] = (),
        letters: Sequence[OwnMail] = (),
        asks: tuple[str, str] | None = None,
        answered: tuple[str, str] | None = None,
    ) -> None:
        """Says what became of mails, with what goes with it, all or nothing.

        `tokens` are used up, `letters` are due, `asks` puts a question to a reviewer in the place of an older one, and
        `answered` takes one away (both as reviewer and what is asked). Raises StateChanged where another has said so.
        """
        with self._store.writing() as connection:
            for closing in closings:
                _close(connection, closing)
            used = [
                {"token": keyed(self._key, f"used:{token}"), "message": closings[0].mail, "at": at} for token in tokens
            ]
            insert_missing(connection, used_tokens, used)
            if asks is not None:
                upsert(connection, questions, {"reviewer": asks[0].lower(), "asked": asks[1], "at": at})
            if answered is not None:
                connection.execute(ANSWERED, {"whose": answered[0].lower(), "was": answered[1]})
            for mail in letters:
                add_notice(connection, self._key, mail.letter, mail.once_key, at, mail.mailbox, None)


def _close(connection: Connection, closing: Closing) -> None:
    found = connection.execute(
        CLOSE,
        {
            "mail": closing.mail,
            "seen": closing.seen,
            "becomes": closing.becomes,
            "whose": None if closing.reviewer is None else closing.reviewer.lower(),
            "because": closing.why,
            "number": closing.orders,
        },
    )
    if not found.rowcount:
        raise StateChanged(f"mail {closing.mail} was followed by another")
