"""What was known before a mail came: its thread and its sender, for judgement."""

from collections.abc import Collection

from sqlalchemy import Connection, and_, bindparam, select, union

from inbox_bot.core.judgement.verdict import EarlierMail, Known
from inbox_bot.core.message.values import Message, Reading
from inbox_bot.core.reply.correspondent import canonical
from inbox_bot.core.words import ActionKind, ActionState, Kind
from inbox_bot.edges.ledger.schema import actions, applications, messages, persons

EARLIER = 50  # mails in `Known`

_MAIL_COLUMNS = (
    messages.c.id,
    messages.c.message_id,
    messages.c.kind,
    messages.c.received_at,
    messages.c.correspondent,
)

#: Mails of the same thread, from the same address, or with an application of the same person.
EARLIER_MAILS = union(
    select(*_MAIL_COLUMNS).where(messages.c.message_id.in_(bindparam("thread", expanding=True))),
    select(
        select(*_MAIL_COLUMNS)
        .where(messages.c.correspondent == bindparam("person"))
        .order_by(messages.c.received_at.desc())
        .limit(EARLIER)
        .subquery()
    ),
    select(
        select(*_MAIL_COLUMNS)
        .join(applications, applications.c.message == messages.c.id)
        .join(persons, persons.c.id == applications.c.person)
        .where(persons.c.canonical == bindparam("person"))
        .order_by(applications.c.at.desc())
        .limit(EARLIER)
        .subquery()
    ),
)

_ANSWER_COLUMNS = (
    actions.c.id,
    actions.c.message_id,
    actions.c.counted_at,
    actions.c.vacancy,
    actions.c.correspondent,
)
_WENT_OUT = and_(
    actions.c.kind.in_((ActionKind.ANSWER, ActionKind.TELL)),
    actions.c.state.in_((ActionState.DONE, ActionState.UNCERTAIN)),
)

#: Our answers and digests of the same thread, and our answers to the same person.
EARLIER_ANSWERS = union(
    select(*_ANSWER_COLUMNS).where(_WENT_OUT, actions.c.message_id.in_(bindparam("thread", expanding=True))),
    select(
        select(*_ANSWER_COLUMNS)
        .where(_WENT_OUT, actions.c.correspondent == bindparam("person"))
        .order_by(actions.c.counted_at.desc())
        .limit(EARLIER)
        .subquery()
    ),
)

#: The mail itself.
ITSELF = select(messages.c.id).where(
    messages.c.mailbox == bindparam("mailbox"), messages.c.raw_hash == bindparam("raw_hash")
)

#: The applications of these mails, in their order.
APPLICATIONS_OF = (
    select(applications.c.message, applications.c.vacancy, applications.c.had_cv)
    .where(applications.c.message.in_(bindparam("messages", expanding=True)))
    .order_by(applications.c.message, applications.c.number)
)


def known_of(connection: Connection, reading: Reading) -> Known:
    """The thread and the same person, newest first."""
    message = reading.message
    sender = message.sender
    person = canonical(sender.address) if sender else ""
    thread = sorted(thread_of(message))
    asked = {"thread": thread or [""], "person": person or "\n"}
    itself = connection.scalar(ITSELF, {"mailbox": reading.mailbox, "raw_hash": reading.raw_hash})
    rows = [row for row in connection.execute(EARLIER_MAILS, asked) if row.id != itself and row.kind is not None]
    applied = _applications_of(connection, [row.id for row in rows])
    mails = [
        EarlierMail(
            message_id=row.message_id,
            kind=row.kind,
            vacancies=tuple(vacancy for vacancy, _ in applied.get(row.id, ()) if vacancy is not None),
            had_cv=any(had_cv for _, had_cv in applied[row.id]) if row.id in applied else None,
            received_at=row.received_at,
            ours=False,
            same_person=bool(person) and (row.correspondent == person or row.message_id not in thread),
            same_thread=row.message_id in thread,
        )
        for row in rows
    ]
    mails += [
        EarlierMail(
            message_id=row.message_id,
            kind=Kind.OWN,
            vacancies=(row.vacancy,) if row.vacancy else (),
            received_at=row.counted_at,
            ours=True,
            same_person=bool(person) and row.correspondent == person,
            same_thread=row.message_id in thread,
        )
        for row in connection.execute(EARLIER_ANSWERS, asked)
    ]
    mails.sort(key=lambda mail: mail.received_at, reverse=True)
    return Known(earlier=tuple(mails[:EARLIER]))


def thread_of(message: Message) -> frozenset[str]:
    """The Message-IDs that a mail says it belongs to."""
    return frozenset((*message.in_reply_to, *message.references))


def _applications_of(connection: Connection, ids: Collection[int]) -> dict[int, list[tuple[str | None, bool]]]:
    """Of each of these mails that has applications: the vacancy of each, and whether a CV came with it."""
    found: dict[int, list[tuple[str | None, bool]]] = {}
    if ids:
        for row in connection.execute(APPLICATIONS_OF, {"messages": list(ids)}):
            found.setdefault(row.message, []).append((row.vacancy, row.had_cv))
    return found
