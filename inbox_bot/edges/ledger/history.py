"""What is known when a mail is judged and planned, and when one of its actions is claimed."""

import hashlib
import hmac
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, Select, and_, bindparam, func, or_, select, union

from inbox_bot.core.judgement.verdict import EarlierMail, Known, Verdict
from inbox_bot.core.message.values import Message, Reading
from inbox_bot.core.plan.values import Planned, PlannedMail
from inbox_bot.core.reply.correspondent import canonical
from inbox_bot.core.reply.likeness import likeness, person_of
from inbox_bot.core.reply.values import History, PastAnswer, PastApplication
from inbox_bot.core.words import ActionKind, ActionState, Kind, Outcome, Role, Template
from inbox_bot.edges.ledger.commit import domain_of
from inbox_bot.edges.ledger.errors import NoSuchAction
from inbox_bot.edges.ledger.schema import (
    actions,
    applications,
    breaker,
    correspondents,
    folders,
    locations,
    messages,
    meta,
    persons,
    sent_mails,
    sent_references,
)

ANSWERS_WINDOW = timedelta(days=8)  # the longest limit is 7 days; a day for clocks and time zones
DOMAIN_WINDOW = timedelta(hours=1)
APPLICATIONS = 50  # of one person; who sends more is a matter for people
EARLIER = 50  # mails in `Known`

_ANSWER_COLUMNS = (
    actions.c.id,
    actions.c.answer_of,
    actions.c.template,
    actions.c.state,
    actions.c.counted_at,
    actions.c.message_id,
    actions.c.subject,
    actions.c.correspondent,
    actions.c.person,
    actions.c.vacancy,
    actions.c.likeness,
)
_STANDS = and_(actions.c.kind == ActionKind.ANSWER.value, actions.c.state != ActionState.CANCELLED.value)


def _answers_to(column: str, parameter: str, since: str) -> Select[tuple[object, ...]]:
    return select(*_ANSWER_COLUMNS).where(
        _STANDS,
        actions.c[column].in_(bindparam(parameter, expanding=True)),
        actions.c.counted_at >= bindparam(since),
    )


#: The answers that the limits count: each arm has its index.
PAST_ANSWERS = union(
    _answers_to("person", "persons", "since"),
    _answers_to("correspondent", "correspondents", "since"),
    _answers_to("likeness", "likenesses", "since"),
    _answers_to("domain", "domains", "since_an_hour"),
    select(*_ANSWER_COLUMNS).where(_STANDS, actions.c.message_id.in_(bindparam("referred_to", expanding=True))),
    select(*_ANSWER_COLUMNS).where(_STANDS, actions.c.answer_of == bindparam("fingerprint")),
)

#: Our answers that went out, or may have, since a moment.
SENT_SINCE = select(func.count()).where(
    actions.c.kind == ActionKind.ANSWER.value,
    actions.c.tried_at >= bindparam("since"),
    actions.c.state.in_((ActionState.DONE.value, ActionState.DOING.value, ActionState.UNCERTAIN.value)),
    actions.c.id != bindparam("but"),
)

#: The first delivery of the same sending that came to an outcome of its own.
SAME_SENDING = (
    select(messages.c.raw_hash, messages.c.outcome)
    .where(
        messages.c.fingerprint == bindparam("fingerprint"),
        messages.c.outcome.is_not(None),
        messages.c.outcome.not_in((Outcome.FAILED.value, Outcome.EXPUNGED.value)),
        or_(messages.c.mailbox != bindparam("mailbox"), messages.c.raw_hash != bindparam("raw_hash")),
    )
    .order_by(messages.c.id)
    .limit(1)
)

#: A mail in Sent that refers to this one and is not ours.
ANSWERED_BY_HAND = (
    select(sent_mails.c.message_id)
    .join(sent_references, sent_references.c.message_id == sent_mails.c.message_id)
    .where(
        sent_references.c.refers_to == bindparam("message_id"),
        ~select(actions.c.id).where(actions.c.message_id == sent_mails.c.message_id).exists(),
    )
    .limit(1)
)

#: Whether a message was known under UIDs that its folder no longer uses.
BEFORE_RESCAN = (
    select(locations.c.id)
    .join(folders, and_(folders.c.mailbox == locations.c.mailbox, folders.c.folder == locations.c.folder))
    .where(locations.c.message == bindparam("message"), locations.c.uidvalidity != folders.c.uidvalidity)
    .limit(1)
)

#: A person's applications, newest first.
PAST_APPLICATIONS = (
    select(applications.c.vacancy, applications.c.at, applications.c.had_cv, messages.c.raw_hash, messages.c.mailbox)
    .join(persons, persons.c.id == applications.c.person)
    .join(messages, messages.c.id == applications.c.message)
    .where(persons.c.canonical == bindparam("person"), applications.c.message != bindparam("but"))
    .order_by(applications.c.at.desc(), applications.c.id.desc())
    .limit(APPLICATIONS)
)

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
    select(*_MAIL_COLUMNS)
    .join(applications, applications.c.message == messages.c.id)
    .join(persons, persons.c.id == applications.c.person)
    .where(persons.c.canonical == bindparam("person")),
)

#: Our answers of the same thread, or to the same person.
EARLIER_ANSWERS = union(
    select(*_ANSWER_COLUMNS).where(_STANDS, actions.c.message_id.in_(bindparam("thread", expanding=True))),
    select(
        select(*_ANSWER_COLUMNS)
        .where(_STANDS, actions.c.correspondent == bindparam("person"))
        .order_by(actions.c.counted_at.desc())
        .limit(EARLIER)
        .subquery()
    ),
)

_SENT_STATES = (ActionState.DONE, ActionState.UNCERTAIN)


def key_of(connection: Connection) -> bytes:
    """The ledger's secret."""
    return bytes.fromhex(connection.execute(select(meta.c.value).where(meta.c.name == "key")).scalar_one())


def fingerprint_of(key: bytes, content_hash: str) -> str:
    """The keyed hash of what the sender wrote: nobody can tell from a ledger's copy what was sent, nor forge a match."""
    return hmac.new(key, content_hash.encode(), hashlib.sha256).hexdigest()


def fingerprint_of_reading(key: bytes, reading: Reading) -> str:
    """A mail that could not be read is like itself only."""
    return fingerprint_of(key, reading.content_hash or f"unread:{reading.mailbox}:{reading.raw_hash}")


def known_of(connection: Connection, reading: Reading) -> Known:
    """The thread and the same person, newest first."""
    message = reading.message
    sender = message.sender
    person = canonical(sender.address) if sender else ""
    thread = sorted(_thread(message))
    asked = {"thread": thread or [""], "person": person or "\n"}
    itself = connection.scalar(
        select(messages.c.id).where(messages.c.mailbox == reading.mailbox, messages.c.raw_hash == reading.raw_hash)
    )
    rows = [row for row in connection.execute(EARLIER_MAILS, asked) if row.id != itself and row.kind is not None]
    vacancies = _vacancies_of(connection, [row.id for row in rows])
    mails = [
        EarlierMail(
            message_id=row.message_id,
            kind=Kind(row.kind),
            vacancies=vacancies.get(row.id, ()),
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
        if ActionState(row.state) in _SENT_STATES
    ]
    mails.sort(key=lambda mail: mail.received_at, reverse=True)
    return Known(earlier=tuple(mails[:EARLIER]))


def history_of(
    connection: Connection,
    key: bytes,
    reading: Reading,
    verdict: Verdict,
    at: datetime,
    *,
    planned: Planned | None = None,
    but_action: int | None = None,
) -> History:
    """Everything that bears on a plan for this mail, `planned` (the batch so far) included.

    `but_action` is the answer that is being planned again: it does not stand in its own way.
    """
    message = reading.message
    fingerprint = fingerprint_of_reading(key, reading)
    correspondents_ = {canonical(address.address) for address in (*message.senders, *message.reply_to)} - {""}
    history = _history(
        connection,
        at,
        fingerprint=fingerprint,
        mailbox=reading.mailbox,
        raw_hash=reading.raw_hash,
        message_id=message.message_id,
        person=person_of(reading, verdict),
        correspondents_=correspondents_,
        likeness_=likeness(reading),
        thread=_thread(message),
        but_action=but_action,
    )
    return _with_batch(history, planned.mails, reading, verdict) if planned is not None else history


def history_of_action(connection: Connection, action: int, at: datetime) -> History:
    """Everything that bears on carrying an action out now, but the action itself. Raises NoSuchAction."""
    row = connection.execute(select(actions).where(actions.c.id == action)).one_or_none()
    if row is None:
        raise NoSuchAction(f"there is no action {action}")
    mail = connection.execute(select(messages).where(messages.c.id == row.message)).one_or_none()
    return _history(
        connection,
        at,
        fingerprint=row.answer_of or (mail.fingerprint if mail else "") or "",
        mailbox=mail.mailbox if mail else "",
        raw_hash=mail.raw_hash if mail else "",
        message_id=mail.message_id if mail else None,
        person=row.person or "",
        correspondents_={row.correspondent} if row.correspondent else set(),
        likeness_=row.likeness or "",
        thread=frozenset(),
        but_action=action,
    )


def _history(
    connection: Connection,
    at: datetime,
    *,
    fingerprint: str,
    mailbox: str,
    raw_hash: str,
    message_id: str | None,
    person: str,
    correspondents_: Collection[str],
    likeness_: str,
    thread: Collection[str],
    but_action: int | None,
) -> History:
    row = connection.execute(
        select(messages).where(messages.c.mailbox == mailbox, messages.c.raw_hash == raw_hash)
    ).one_or_none()
    earlier = connection.execute(
        SAME_SENDING, {"fingerprint": fingerprint, "mailbox": mailbox, "raw_hash": raw_hash}
    ).one_or_none()
    answers = connection.execute(
        PAST_ANSWERS,
        {
            "persons": [person] if person else [],
            "correspondents": sorted(correspondents_),
            "likenesses": [likeness_] if likeness_ else [],
            "domains": sorted({domain_of(address) for address in correspondents_}),
            "referred_to": sorted(thread),
            "fingerprint": fingerprint,
            "since": at - ANSWERS_WINDOW,
            "since_an_hour": at - DOMAIN_WINDOW,
        },
    )
    past = connection.execute(PAST_APPLICATIONS, {"person": person, "but": -1 if row is None else row.id})
    by_hand = message_id is not None and (
        connection.execute(ANSWERED_BY_HAND, {"message_id": message_id}).first() is not None
    )
    before_rescan = row is not None and connection.execute(BEFORE_RESCAN, {"message": row.id}).first() is not None
    return History(
        fingerprint=fingerprint,
        first_seen_at=at if row is None else row.seen_at,
        attempts=1 if row is None else max(row.attempts, 1),
        known_as=None if earlier is None else Outcome(earlier.outcome),
        copy_of=None if earlier is None else earlier.raw_hash,
        answers=tuple(
            PastAnswer(
                answer_of=answer.answer_of,
                template=Template(answer.template),
                state=ActionState(answer.state),
                at=answer.counted_at,
                message_id=answer.message_id,
                subject=answer.subject,
                correspondent=answer.correspondent,
                person=answer.person,
                vacancy=answer.vacancy,
                likeness=answer.likeness,
                referred_to=answer.message_id in thread,
            )
            for answer in sorted(answers, key=lambda answer: answer.id)
            if answer.id != but_action
        ),
        applications=tuple(
            PastApplication(vacancy=one.vacancy, at=one.at, had_cv=one.had_cv, raw_hash=one.raw_hash) for one in past
        ),
        answered_by_hand=by_hand or (row is not None and row.answered_flag),
        seen_before_rescan=before_rescan,
        bounced_at=connection.scalar(
            select(func.max(correspondents.c.bounced_at)).where(correspondents.c.canonical.in_(correspondents_))
        ),
        sent_last_hour=connection.execute(
            SENT_SINCE, {"since": at - timedelta(hours=1), "but": -1 if but_action is None else but_action}
        ).scalar_one(),
        breaker_open=bool(connection.scalar(select(breaker.c.open))),
    )


def _with_batch(history: History, before: Iterable[PlannedMail], reading: Reading, verdict: Verdict) -> History:
    """The history as it will be when the batch's earlier mails are committed."""
    known_as, copy_of = history.known_as, history.copy_of
    person = person_of(reading, verdict)
    batch = Planned()
    new: list[PastApplication] = []
    for mail in before:
        batch.add(mail)
        if mail.fingerprint == history.fingerprint and known_as is None:
            known_as, copy_of = mail.plan.outcome, mail.reading.raw_hash
        new += [
            PastApplication(
                vacancy=application.vacancy,
                at=history.first_seen_at,
                had_cv=any(mail.reading.documents[index].role is Role.CV for index in application.documents),
                raw_hash=mail.reading.raw_hash,
            )
            for application in mail.plan.applications
            if person and application.person == person
        ]
    return replace(
        history,
        known_as=known_as,
        copy_of=copy_of,
        applications=(*reversed(new), *history.applications),
    ).with_(batch.answers())


def _thread(message: Message) -> frozenset[str]:
    return frozenset((*message.in_reply_to, *message.references))


def _vacancies_of(connection: Connection, ids: Collection[int]) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    if ids:
        rows = connection.execute(
            select(applications.c.message, applications.c.vacancy)
            .where(applications.c.message.in_(ids), applications.c.vacancy.is_not(None))
            .order_by(applications.c.message, applications.c.number)
        )
        for row in rows:
            found[row.message] = (*found.get(row.message, ()), row.vacancy)
    return found
