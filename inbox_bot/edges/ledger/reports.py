"""What happened in a period, and what is open: for the digest and for `status`.

Invariant: for every period, cut on `seen_at`: received = first outcomes + waiting. A message has one row a mailbox, and
its `first_outcome` is set once, in the transaction that takes it out of waiting.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, bindparam, func, select, union_all

from inbox_bot.core.words import ActionKind, ActionState
from inbox_bot.edges.ledger.actions.decisions import ANSWERS, answer_rows
from inbox_bot.edges.ledger.schema import (
    OPEN_OUTCOMES,
    actions,
    applications,
    documents,
    folders,
    locations,
    messages,
    outcome_changes,
)
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
    OPEN_OUTCOMES,
    select(locations.c.id).where(locations.c.message == messages.c.id, locations.c.gone_at.is_(None)).exists(),
)

#: Answers that only a person moves on.
STUCK = actions.c.id.in_(
    union_all(
        select(actions.c.id).where(
            actions.c.state.in_((ActionState.HELD, ActionState.UNCERTAIN, ActionState.REFUSED)),
            actions.c.kind == ActionKind.ANSWER,
        ),
        select(actions.c.id).where(actions.c.bounced_at.is_not(None)),
    )
)

_IN_PERIOD = and_(messages.c.seen_at >= bindparam("start"), messages.c.seen_at < bindparam("end"))

#: First outcomes of what was received in a period; null: it waits.
FIRST_OUTCOMES = (
    select(messages.c.first_outcome, func.count().label("n")).where(_IN_PERIOD).group_by(messages.c.first_outcome)
)


def received_between(connection: Connection, start: datetime, end: datetime) -> tuple[MailRow, ...]:
    """The mails first seen from `start` to before `end`, oldest first."""
    return _mails(connection, and_(messages.c.seen_at >= start, messages.c.seen_at < end))


def mail(connection: Connection, mailbox: str, raw_hash: str) -> MailRow | None:
    """One mail; None where it was never seen."""
    found = _mails(connection, and_(messages.c.mailbox == mailbox, messages.c.raw_hash == raw_hash))
    return found[0] if found else None


def counts_between(connection: Connection, start: datetime, end: datetime) -> Counts:
    """The sum of a period."""
    period = {"start": start, "end": end}
    rows = connection.execute(FIRST_OUTCOMES, period).all()
    changes = connection.execute(
        select(outcome_changes.c.was, outcome_changes.c.became, func.count().label("n"))
        .where(outcome_changes.c.at >= start, outcome_changes.c.at < end)
        .group_by(outcome_changes.c.was, outcome_changes.c.became)
    )
    return Counts(
        received=sum(row.n for row in rows),
        outcomes={row.first_outcome: row.n for row in rows if row.first_outcome is not None},
        waiting=sum(row.n for row in rows if row.first_outcome is None),
        changes={(row.was, row.became): row.n for row in changes},
    )


def waiting_count(connection: Connection) -> int:
    """How many messages have no outcome now."""
    return connection.execute(select(func.count()).where(messages.c.outcome.is_(None))).scalar_one()


def open_items(connection: Connection) -> OpenItems:
    """What needs a person: mails in review or failed that still lie somewhere, and answers that are stuck."""
    return OpenItems(mails=_mails(connection, OPEN), answers=answer_rows(connection, ANSWERS.where(STUCK)))


def status_counts(connection: Connection) -> StatusCounts:
    """How much there is of what, now."""
    outcomes = connection.execute(
        select(messages.c.outcome, func.count().label("n")).group_by(messages.c.outcome)
    ).all()
    states = connection.execute(
        select(actions.c.kind, actions.c.state, func.count().label("n")).group_by(actions.c.kind, actions.c.state)
    )
    return StatusCounts(
        received=sum(row.n for row in outcomes),
        waiting=sum(row.n for row in outcomes if row.outcome is None),
        left_alone=connection.scalar(select(func.coalesce(func.sum(folders.c.left_alone), 0))) or 0,
        outcomes={row.outcome: row.n for row in outcomes if row.outcome is not None},
        actions={(row.kind, row.state): row.n for row in states},
        bounced=connection.scalar(select(func.count()).where(actions.c.bounced_at.is_not(None))) or 0,
    )


def _mails(connection: Connection, which: ColumnElement[bool]) -> tuple[MailRow, ...]:
    rows = connection.execute(select(messages).where(which).order_by(messages.c.seen_at, messages.c.id)).all()
    chosen = select(messages.c.id).where(which).scalar_subquery()
    of_application: dict[int, list[DocumentRow]] = {}
    of_none: dict[int, list[DocumentRow]] = {}
    found = select(documents).where(documents.c.message.in_(chosen)).order_by(documents.c.number)
    for row in connection.execute(found):
        where = of_none if row.application is None else of_application
        key = row.message if row.application is None else row.application
        where.setdefault(key, []).append(_document(row))
    by_message: dict[int, list[ApplicationRow]] = {}
    applied = select(applications).where(applications.c.message.in_(chosen)).order_by(applications.c.number)
    for row in connection.execute(applied):
        by_message.setdefault(row.message, []).append(_application(row, of_application.get(row.id, ())))
    answers: dict[tuple[str, str], list[AnswerRow]] = {}
    for answer in answer_rows(
        connection,
        ANSWERS.where(actions.c.message.in_(chosen), actions.c.state != ActionState.CANCELLED),
    ):
        answers.setdefault((answer.mailbox, answer.raw_hash), []).append(answer)
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
            answers=tuple(answers.get((row.mailbox, row.raw_hash), ())),
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
        name=row.name,
        email=row.email,
        phone=row.phone,
        language=row.language,
        vacancy=row.vacancy,
        confidence=row.confidence,
        source=row.source,
        folder=row.folder,
        had_cv=row.had_cv,
        documents=tuple(found),
    )
