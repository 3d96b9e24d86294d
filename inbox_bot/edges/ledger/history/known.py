"""What was known before a mail came: its thread and its sender, for judgement."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, bindparam, false, func, select, true, union, union_all

from inbox_bot.core.judgement.taught import same_person_as
from inbox_bot.core.judgement.vacancy.wordings import wordings_of
from inbox_bot.core.judgement.verdict import EarlierApplication, EarlierMail, Known
from inbox_bot.core.message.values import Reading
from inbox_bot.core.person.whose import is_known_by
from inbox_bot.core.plan.filed.cvs import brings_a_cv
from inbox_bot.core.plan.values import Planned
from inbox_bot.core.reply.correspondents.correspondent import canonical
from inbox_bot.core.words import ActionState, Kind
from inbox_bot.edges.ledger.history.wordings import Sent, sent_with
from inbox_bot.edges.ledger.lessons.facts import facts_for
from inbox_bot.edges.ledger.people.holders import other_name_of
from inbox_bot.edges.ledger.schema import (
    actions,
    answers,
    applications,
    correspondence,
    messages,
    persons,
    sent_mails,
    sent_references,
)

EARLIER = 50  # mails in `Known`

_MAIL_COLUMNS = (
    messages.c.id,
    messages.c.message_id,
    messages.c.kind,
    messages.c.received_at,
    messages.c.correspondent,
    messages.c.raw_hash,
    messages.c.mailbox,
    messages.c.wording,
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
    func.coalesce(actions.c.done_at, actions.c.planned_at).label("sent_at"),
    answers.c.vacancy,
    answers.c.correspondent,
    actions.c.message,
)
_WENT_OUT = actions.c.state.in_((ActionState.DONE, ActionState.UNCERTAIN))

#: Our answers and digests of the same thread, and our answers to the same person.
EARLIER_ANSWERS = union(
    select(*_ANSWER_COLUMNS)
    .outerjoin(answers, answers.c.action == actions.c.id)
    .where(_WENT_OUT, actions.c.message_id.in_(bindparam("thread", expanding=True))),
    select(
        select(*_ANSWER_COLUMNS)
        .join(answers, answers.c.action == actions.c.id)
        .where(_WENT_OUT, answers.c.correspondent == bindparam("person"))
        .order_by(answers.c.counted_at.desc())
        .limit(EARLIER)
        .subquery()
    ),
)

#: The mail itself; one with an outcome is looked at again, since a person decided about it.
ITSELF = select(messages.c.id, messages.c.outcome, messages.c.seen_at).where(
    messages.c.mailbox == bindparam("mailbox"), messages.c.raw_hash == bindparam("raw_hash")
)

#: Letters that people wrote by hand, of the same thread, with the mails that they answer.
EARLIER_BY_HAND = (
    select(sent_mails.c.message_id, sent_mails.c.at, messages.c.id.label("message"))
    .join(sent_references, sent_references.c.message_id == sent_mails.c.message_id)
    .join(messages, messages.c.message_id == sent_references.c.refers_to)
    .where(sent_mails.c.message_id.in_(bindparam("thread", expanding=True)))
    .order_by(sent_mails.c.at.desc())
    .limit(EARLIER)
)

_APPLICATION_COLUMNS = (
    applications.c.id.label("application"),
    applications.c.number,
    applications.c.name,
    applications.c.vacancy,
    applications.c.had_cv,
    persons.c.canonical,
    messages.c.raw_hash,
)

#: The applications that these mails brought, or that they belong to, in their order.
APPLICATIONS_OF = union_all(
    select(applications.c.message.label("letter"), true().label("brought"), *_APPLICATION_COLUMNS)
    .join(persons, persons.c.id == applications.c.person)
    .join(messages, messages.c.id == applications.c.message)
    .where(applications.c.message.in_(bindparam("messages", expanding=True))),
    select(correspondence.c.message.label("letter"), false().label("brought"), *_APPLICATION_COLUMNS)
    .join(applications, applications.c.id == correspondence.c.application)
    .join(persons, persons.c.id == applications.c.person)
    .join(messages, messages.c.id == applications.c.message)
    .where(correspondence.c.message.in_(bindparam("messages", expanding=True))),
).order_by("letter", "application")


def known_of(
    connection: Connection, key: bytes, reading: Reading, planned: Planned | None = None, also: str = ""
) -> Known:
    """The thread and the same person, newest first; with `planned`, as if the batch so far were committed.

    `key` is the ledger's. `also`: by whom the ledger knows the person, where that is not their address.

    Of a mail that is looked at again only what came before it: neither itself, nor our answer to it, nor what followed.
    """
    sender = reading.message.sender
    person = canonical(sender.address) if sender else ""
    thread = reading.message.thread
    itself: Any = connection.execute(ITSELF, {"mailbox": reading.mailbox, "raw_hash": reading.raw_hash}).one_or_none()
    by = itself.seen_at if itself is not None and itself.outcome is not None else None
    number = None if itself is None else itself.id
    sent = sent_with(key, reading, person)
    facts = facts_for(connection, person, wordings_of(reading.message), by=by, not_of=number)
    mails = [
        *_earlier(connection, itself, person, thread, sent),
        *_of_the_batch(planned, reading, person, thread, sent),
    ]
    same = same_person_as(facts, person)
    known_by = other_name_of(connection, person, None if by is None else number)
    for another in {also, known_by, same.lesson.means if same is not None else ""} - {"", None}:
        theirs = [
            *_earlier(connection, itself, another or "", frozenset(), sent),
            *_of_the_batch(planned, reading, another or "", frozenset(), sent),
        ]
        known = {(mail.message_id, mail.received_at) for mail in mails}
        mails += [mail for mail in theirs if (mail.message_id, mail.received_at) not in known]
    mails.sort(key=lambda mail: mail.received_at, reverse=True)
    return Known(earlier=tuple(mails[:EARLIER]), facts=facts, writer=person if facts else "")


def _earlier(
    connection: Connection, itself: Any, person: str, thread: Collection[str], sent: Sent
) -> Iterator[EarlierMail]:
    """The thread, and what is a person's, in no particular order. `itself`: the mail's row, where it has one."""
    found = _rows_before(connection, itself, person, thread)
    applied = _applications_of(connection, found.messages, person)
    yield from (_theirs(row, applied, person, thread, sent) for row in found.mails)
    yield from (_our_answer(row, applied, person, thread) for row in found.answers)
    yield from (_by_hand(row, applied) for row in found.by_hand)


@dataclass(frozen=True, kw_only=True, slots=True)
class _RowsBefore:
    """The rows of what came before a mail."""

    mails: list[Any]
    answers: list[Any]  #: ours
    by_hand: list[Any]  #: what people answered

    @property
    def messages(self) -> set[int]:
        """The mails that are spoken of."""
        answered = (row.message for row in (*self.answers, *self.by_hand) if row.message is not None)
        return {*(row.id for row in self.mails), *answered}


def _rows_before(connection: Connection, itself: Any, person: str, thread: Collection[str]) -> _RowsBefore:
    asked = {"thread": sorted(thread) or [""], "person": person or "\n"}
    own = None if itself is None else int(itself.id)
    again = None if itself is None or itself.outcome is None else own
    by_hand = connection.execute(EARLIER_BY_HAND, {"thread": asked["thread"]}) if thread else ()
    return _RowsBefore(
        mails=[
            row
            for row in connection.execute(EARLIER_MAILS, asked)
            if row.kind is not None and row.id != own and _came_before(row.id, again)
        ],
        answers=[row for row in connection.execute(EARLIER_ANSWERS, asked) if _came_before(row.message, again)],
        by_hand=[row for row in by_hand if _came_before(row.message, again)],
    )


def _theirs(row: Row[Any], applied: "_Applied", person: str, thread: Collection[str], sent: Sent) -> EarlierMail:
    brought = applied.brought(row.id)
    return EarlierMail(
        message_id=row.message_id,
        kind=row.kind,
        vacancies=_vacancies(brought),
        had_cv=any(one.had_cv for one in brought) if brought else None,
        received_at=row.received_at,
        ours=False,
        same_person=bool(person) and (row.correspondent == person or row.message_id not in thread),
        same_thread=row.message_id in thread,
        applications=applied.all(row.id),
        raw_hash=row.raw_hash,
        number=row.id,
        mailbox=row.mailbox,
        presents=_presented(brought) if sent.is_from(row.correspondent) else (),
        same_letter=sent.is_same_letter(row.correspondent, row.wording, row.mailbox),
    )


def _our_answer(row: Row[Any], applied: "_Applied", person: str, thread: Collection[str]) -> EarlierMail:
    return EarlierMail(
        message_id=row.message_id,
        kind=Kind.OWN,
        vacancies=(row.vacancy,) if row.vacancy else (),
        received_at=row.sent_at,
        ours=True,
        same_person=bool(person) and row.correspondent == person,
        same_thread=row.message_id in thread,
        applications=applied.all(row.message),
    )


def _by_hand(row: Row[Any], applied: "_Applied") -> EarlierMail:
    return EarlierMail(
        message_id=row.message_id,
        kind=Kind.OTHER,
        vacancies=_vacancies(applied.all(row.message)),
        received_at=row.at,
        ours=True,
        same_person=False,
        same_thread=True,
        applications=applied.all(row.message),
    )


def _came_before(message: int | None, again: int | None) -> bool:
    """Whether a mail, or an answer to it, was there before the one that is looked at again; None: this one is new."""
    return again is None or message is None or message < again


def _of_the_batch(
    planned: Planned | None, reading: Reading, person: str, thread: Collection[str], sent: Sent
) -> Iterator[EarlierMail]:
    """The mails that were planned before this one and are not committed yet."""
    for mail in planned.mails if planned is not None else ():
        message = mail.reading.message
        wrote = canonical(message.sender.address) if message.sender is not None else ""
        of_sender = bool(person) and wrote == person
        same_thread = message.message_id in thread
        applied = tuple(
            EarlierApplication(
                raw_hash=mail.reading.raw_hash,
                number=one.number,
                name=one.applicant.name,
                vacancy=one.vacancy,
                had_cv=brings_a_cv(mail.reading, one.documents),
                is_senders=is_known_by(one.person, person),
            )
            for one in mail.plan.applications
        )
        if of_sender or same_thread or any(one.is_senders for one in applied):
            yield EarlierMail(
                message_id=message.message_id,
                kind=mail.verdict.kind,
                vacancies=_vacancies(applied),
                had_cv=any(one.had_cv for one in applied) if applied else None,
                received_at=mail.reading.received_at,
                ours=False,
                same_person=of_sender or not same_thread,
                same_thread=same_thread,
                applications=applied or (() if mail.plan.about is None else (mail.plan.about,)),
                raw_hash=mail.reading.raw_hash,
                mailbox=mail.reading.mailbox,
                presents=_presented(applied) if sent.is_from(wrote) else (),
                same_letter=sent.is_same_letter(wrote, mail.wording, mail.reading.mailbox),
            )


def _presented(found: Iterable[EarlierApplication]) -> tuple[str, ...]:
    return tuple(one.name for one in found if one.name is not None and one.had_cv)


def _vacancies(found: Iterable[EarlierApplication]) -> tuple[str, ...]:
    return tuple(one.vacancy for one in found if one.vacancy is not None)


class _Applied:
    """The applications of mails: those that each brought, and the one that it belongs to."""

    def __init__(self, found: Mapping[int, Sequence[tuple[bool, EarlierApplication]]]) -> None:
        self._found = found

    def brought(self, message: int) -> tuple[EarlierApplication, ...]:
        """Those that came with the mail."""
        return tuple(one for came_with_it, one in self._found.get(message, ()) if came_with_it)

    def all(self, message: int | None) -> tuple[EarlierApplication, ...]:
        """The same, and the one that it belongs to."""
        return tuple(one for _, one in self._found.get(-1 if message is None else message, ()))


def _applications_of(connection: Connection, ids: Collection[int], person: str) -> _Applied:
    found: dict[int, list[tuple[bool, EarlierApplication]]] = {}
    for row in connection.execute(APPLICATIONS_OF, {"messages": sorted(ids)}) if ids else ():
        application = EarlierApplication(
            raw_hash=row.raw_hash,
            number=row.number,
            name=row.name,
            vacancy=row.vacancy,
            had_cv=row.had_cv,
            is_senders=is_known_by(row.canonical, person),
        )
        found.setdefault(row.letter, []).append((row.brought, application))
    return _Applied(found)
