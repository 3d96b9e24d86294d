"""What happened in a period, and what is open: for the digest and for `status`.

Invariant: for every period, cut on `seen_at`: received = first outcomes + waiting. A message has one row a mailbox, and
its `first_outcome` is set once, in the transaction that takes it out of waiting.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, bindparam, func, or_, select, union_all

from inbox_bot.core.words import ActionKind, ActionState, Outcome
from inbox_bot.edges.ledger.actions.decisions import ANSWERS, answer_rows
from inbox_bot.edges.ledger.schema import (
    BOUNCED,
    FAILED,
    HELD_ANSWER,
    OPEN_SOMEWHERE,
    REFUSED_ANSWER,
    actions,
    answers,
    applications,
    correspondence,
    documents,
    folders,
    locations,
    messages,
    once_keys,
    outcome_changes,
)
from inbox_bot.edges.ledger.store import Store
from inbox_bot.edges.ledger.values import (
    AnswerRow,
    ApplicationRow,
    Counts,
    DocumentRow,
    MailRow,
    OpenItems,
    StatusCounts,
)

#: Mails that need a person, as long as they lie somewhere: whoever dealt with one moved or deleted it.
OPEN = and_(
    OPEN_SOMEWHERE,
    select(locations.c.id).where(locations.c.message == messages.c.id, locations.c.gone_at.is_(None)).exists(),
)

BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)

#: Answers that only a person moves on: held, but for what need not press, uncertain, refused or come back since then.
STUCK = actions.c.id.in_(
    union_all(
        select(actions.c.id).where(
            HELD_ANSWER, or_(actions.c.why.is_(None), actions.c.why.not_in(bindparam("quiet", expanding=True)))
        ),
        select(actions.c.id).where(actions.c.kind == ActionKind.ANSWER, actions.c.state == ActionState.UNCERTAIN),
        select(actions.c.id).where(REFUSED_ANSWER, actions.c.due_at >= bindparam("since")),
        select(answers.c.action).where(BOUNCED, answers.c.bounced_at >= bindparam("since")),
    )
)

#: How many answers are held, by mailbox and reason.
HELD_COUNTS = (
    select(actions.c.mailbox, actions.c.why, func.count().label("n"))
    .where(HELD_ANSWER)
    .group_by(actions.c.mailbox, actions.c.why)
)

_IN_PERIOD = and_(messages.c.seen_at >= bindparam("start"), messages.c.seen_at < bindparam("end"))

#: First outcomes of what was received in a period; null: it waits.
FIRST_OUTCOMES = (
    select(messages.c.first_outcome, func.count().label("n")).where(_IN_PERIOD).group_by(messages.c.first_outcome)
)

#: The changes of outcomes that were made in a period.
CHANGES = (
    select(outcome_changes.c.was, outcome_changes.c.became, func.count().label("n"))
    .where(outcome_changes.c.at >= bindparam("start"), outcome_changes.c.at < bindparam("end"))
    .group_by(outcome_changes.c.was, outcome_changes.c.became)
)

#: How many messages have no outcome.
WAITING_COUNT = select(func.count()).where(messages.c.outcome.is_(None))

#: How many mails are in review, and still somewhere.
REVIEW_COUNT = select(func.count()).select_from(messages).where(OPEN, messages.c.outcome == Outcome.REVIEW)

#: How many mails could not be read, wherever they are now.
FAILED_COUNT = select(func.count()).select_from(messages).where(FAILED)

#: How many letters of which kind did not go out, or perhaps not.
STUCK_COUNTS = (
    select(actions.c.kind, actions.c.state, func.count().label("n"))
    .where(
        actions.c.kind.in_((ActionKind.ANSWER, ActionKind.TELL)),
        actions.c.state.in_((ActionState.HELD, ActionState.UNCERTAIN, ActionState.REFUSED)),
    )
    .group_by(actions.c.kind, actions.c.state)
)

#: How many mails were there at first contact, and were left alone.
LEFT_ALONE = select(func.coalesce(func.sum(folders.c.left_alone), 0))

#: How many answers came back.
BOUNCED_COUNT = select(func.count(answers.c.action)).where(BOUNCED)

#: Mails with what became of them, oldest first; which ones is said by a condition on `messages`.
MAILS = select(messages).order_by(messages.c.seen_at, messages.c.id)

_IDS = select(messages.c.id)

#: The documents of mails, in the order of the reading.
DOCUMENTS = select(documents).order_by(documents.c.number)

#: The applications of mails, in their order.
APPLICATIONS = select(applications).order_by(applications.c.number)

#: The application that each of the letters belongs to.
BELONGING = select(correspondence.c.message.label("letter"), applications).join(
    applications, applications.c.id == correspondence.c.application
)


#: The greatest key that begins so of a mail to a reviewer that went out, or is on the way. A mail that was refused has
#: given its keys up, and one that is uncertain may not have arrived.
ARRIVING_NOTICE = (
    select(once_keys.c.key)
    .join(actions, actions.c.id == once_keys.c.action)
    .where(
        once_keys.c.key >= bindparam("begin"),
        once_keys.c.key < bindparam("beyond"),
        actions.c.kind == ActionKind.TELL,
        actions.c.state.in_((ActionState.PENDING, ActionState.DOING, ActionState.DONE)),
    )
    .order_by(once_keys.c.key.desc())
    .limit(1)
)


class Reports:
    """What happened, and what is open. Each method is one transaction that only reads."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def received_between(self, start: datetime, end: datetime) -> tuple[MailRow, ...]:
        """The mails first seen from `start` to before `end`, oldest first."""
        with self._store.reading() as connection:
            return _mails(connection, and_(messages.c.seen_at >= start, messages.c.seen_at < end))

    def mail(self, mailbox: str, raw_hash: str) -> MailRow | None:
        """One mail with what became of it; None where it was never seen."""
        with self._store.reading() as connection:
            found = _mails(connection, and_(messages.c.mailbox == mailbox, messages.c.raw_hash == raw_hash))
        return found[0] if found else None

    def mail_by_number(self, number: int) -> MailRow | None:
        """The mail that people know by this number; None where there is none."""
        with self._store.reading() as connection:
            found = _mails(connection, messages.c.id == number)
        return found[0] if found else None

    def told_until(self, begin: str) -> str | None:
        """What is behind `begin` in the greatest key of a mail to a reviewer that went out, or is on the way."""
        with self._store.reading() as connection:
            key = connection.scalar(ARRIVING_NOTICE, {"begin": begin, "beyond": f"{begin}\U0010ffff"})
        return None if key is None else str(key).removeprefix(begin)

    def failed(self) -> tuple[MailRow, ...]:
        """The mails that could not be read, wherever they are now, oldest first."""
        with self._store.reading() as connection:
            return _mails(connection, and_(FAILED))

    def counts_between(self, start: datetime, end: datetime) -> Counts:
        """The sum of a period: received = first outcomes + waiting."""
        period = {"start": start, "end": end}
        with self._store.reading() as connection:
            rows = connection.execute(FIRST_OUTCOMES, period).all()
            changes = connection.execute(CHANGES, period).all()
        return Counts(
            received=sum(row.n for row in rows),
            outcomes={row.first_outcome: row.n for row in rows if row.first_outcome is not None},
            waiting=sum(row.n for row in rows if row.first_outcome is None),
            changes={(row.was, row.became): row.n for row in changes},
        )

    def waiting_count(self) -> int:
        """How many messages have no outcome now."""
        with self._store.reading() as connection:
            return connection.execute(WAITING_COUNT).scalar_one()

    def open_items(self, quiet: Collection[str] = (), since: datetime = BEGINNING) -> OpenItems:
        """What needs a person, whatever day it came in.

        Mails that need a person and are still somewhere, and answers that are stuck: held, but for the reasons in
        `quiet`; uncertain; due and refused, or come back, not before `since`.
        """
        asked = {"quiet": list(quiet), "since": since}
        with self._store.reading() as connection:
            return OpenItems(
                mails=_mails(connection, OPEN), answers=answer_rows(connection, ANSWERS.where(STUCK), asked)
            )

    def held_counts(self) -> Mapping[tuple[str | None, str | None], int]:
        """How many answers are held, by mailbox and reason."""
        with self._store.reading() as connection:
            return {(row.mailbox, row.why): row.n for row in connection.execute(HELD_COUNTS)}

    def status_counts(self) -> StatusCounts:
        """How much waits, or went wrong, now: nothing that is done is counted."""
        with self._store.reading() as connection:
            stuck = connection.execute(STUCK_COUNTS).all()
            return StatusCounts(
                waiting=connection.execute(WAITING_COUNT).scalar_one(),
                left_alone=connection.execute(LEFT_ALONE).scalar_one(),
                review=connection.execute(REVIEW_COUNT).scalar_one(),
                failed=connection.execute(FAILED_COUNT).scalar_one(),
                actions={(row.kind, row.state): row.n for row in stuck},
                bounced=connection.execute(BOUNCED_COUNT).scalar_one(),
            )


def _mails(connection: Connection, which: ColumnElement[bool]) -> tuple[MailRow, ...]:
    rows = connection.execute(MAILS.where(which)).all()
    chosen = _IDS.where(which).scalar_subquery()
    of_application: dict[int, list[DocumentRow]] = {}
    of_none: dict[int, list[DocumentRow]] = {}
    for row in connection.execute(DOCUMENTS.where(documents.c.message.in_(chosen))):
        where = of_none if row.application is None else of_application
        key = row.message if row.application is None else row.application
        where.setdefault(key, []).append(_document(row))
    by_message: dict[int, list[ApplicationRow]] = {}
    for row in connection.execute(APPLICATIONS.where(applications.c.message.in_(chosen))):
        by_message.setdefault(row.message, []).append(_application(row, of_application.get(row.id, ())))
    belonging = {
        row.letter: _application(row, ())
        for row in connection.execute(BELONGING.where(correspondence.c.message.in_(chosen)))
    }
    answered: dict[tuple[str, str], list[AnswerRow]] = {}
    for answer in answer_rows(
        connection,
        ANSWERS.where(actions.c.message.in_(chosen), actions.c.state != ActionState.CANCELLED),
    ):
        answered.setdefault((answer.mailbox, answer.raw_hash), []).append(answer)
    return tuple(
        MailRow(
            id=row.id,
            mailbox=row.mailbox,
            raw_hash=row.raw_hash,
            size_bytes=row.size_bytes,
            received_at=row.received_at,
            seen_at=row.seen_at,
            attempts=row.attempts,
            message_id=row.message_id,
            sender=row.sender or "",
            subject=row.subject or "",
            kind=row.kind,
            outcome=row.outcome,
            first_outcome=row.first_outcome,
            reason=row.reason,
            rule=row.rule,
            reply_why=row.reply_why,
            raw_path=row.raw_path,
            applications=tuple(by_message.get(row.id, ())),
            documents=tuple(of_none.get(row.id, ())),
            answers=tuple(answered.get((row.mailbox, row.raw_hash), ())),
            about=belonging.get(row.id),
            quote=row.quote or "",
        )
        for row in rows
    )


def _document(row: Row[Any]) -> DocumentRow:
    return DocumentRow(
        filename=row.filename,
        type=row.type,
        role=row.role,
        problem=row.problem,
        characters=row.characters,
        path=row.path,
    )


def _application(row: Row[Any], found: Sequence[DocumentRow]) -> ApplicationRow:
    return ApplicationRow(
        number=row.number,
        name=row.name,
        email=row.email,
        phone=row.phone,
        language=row.language,
        vacancy=row.vacancy,
        source=row.source,
        folder=row.folder,
        had_cv=row.had_cv,
        documents=tuple(found),
    )
