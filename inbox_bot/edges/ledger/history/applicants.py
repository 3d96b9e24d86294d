"""Who applied for a vacancy, and what became of each application since: what closing it goes by.

Read when a list is made, when a letter is planned and when it goes out, so that all three go by the same.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, bindparam, func, or_, select

from inbox_bot.core.domains import domain_of
from inbox_bot.core.plan.decided.still_open import Applied
from inbox_bot.core.reply.correspondents.correspondent import canonical
from inbox_bot.core.reply.doubts import DOUBTS
from inbox_bot.core.reply.why import Hold
from inbox_bot.core.words import ActionKind, ActionState, Outcome, Reason, Template
from inbox_bot.edges.ledger.history.statements import TAKEN_BACK
from inbox_bot.edges.ledger.schema import (
    UNSURE,
    actions,
    answers,
    applications,
    correspondence,
    correspondents,
    locations,
    messages,
    person_links,
    persons,
    sent_mails,
    sent_references,
)

#: A letter in one of these states went out, may have, or will.
LIVE = (ActionState.PENDING, ActionState.DOING, ActionState.DONE, ActionState.UNCERTAIN)
#: An answer that is held for one of these is held since it is not clear who wrote.
_DOUBTFUL = sorted(each.value for each in (*DOUBTS, Hold.AGENCY_POLICY, Hold.NEEDS_REVIEW))

_ours = actions.alias("ours")
_letter = messages.alias("letter")
_their_letters = correspondence.alias("their_letters")
_beside = applications.alias("beside")
_root = func.coalesce(applications.c.joins, applications.c.id)

_IS_OURS = select(actions.c.id).where(actions.c.message_id == sent_mails.c.message_id).exists()

_REPLIES_TO_MAIL, _REPLIES_TO_OURS, _REPLIES_TO_LETTER = (
    select(sent_mails.c.message_id)
    .join(sent_references, sent_references.c.message_id == sent_mails.c.message_id)
    .where(sent_references.c.refers_to == replied_to, ~_IS_OURS)
    .exists()
    for replied_to in (messages.c.message_id, _ours.c.message_id, _letter.c.message_id)
)

#: Somebody replied to the mail, to an answer of ours to it, or to a letter that belongs to the application.
_ANSWERED = or_(
    messages.c.answered_flag,
    _REPLIES_TO_MAIL,
    select(_ours.c.id).where(_ours.c.message == messages.c.id, _REPLIES_TO_OURS).exists(),
    select(_their_letters.c.message)
    .join(_letter, _letter.c.id == _their_letters.c.message)
    .where(_their_letters.c.application == _root, _REPLIES_TO_LETTER)
    .exists(),
)

_IS_SOMEWHERE = and_(
    ~_letter.c.nowhere,
    select(locations.c.id).where(locations.c.message == _letter.c.id, locations.c.gone_at.is_(None)).exists(),
)

#: A letter that belongs to the application, or another mail from their address, waits for a person.
_PRESSES = or_(
    select(_their_letters.c.message)
    .join(_letter, _letter.c.id == _their_letters.c.message)
    .where(
        _their_letters.c.application == _root,
        _letter.c.outcome == Outcome.CORRESPONDENCE,
        _letter.c.reason == Reason.APPLICANT_WRITES,
        _IS_SOMEWHERE,
    )
    .exists(),
    select(_letter.c.id)
    .where(
        _letter.c.correspondent == persons.c.canonical,
        _letter.c.outcome.in_((Outcome.REVIEW, Outcome.FAILED)),
        _letter.c.id > messages.c.id,
        _IS_SOMEWHERE,
    )
    .exists(),
)

_IN_DOUBT = or_(
    select(person_links.c.message).where(person_links.c.message == messages.c.id, UNSURE).exists(),
    select(_beside.c.id).where(_beside.c.message == messages.c.id, _beside.c.person != applications.c.person).exists(),
)

_HELD = (
    select(_ours.c.id)
    .where(
        _ours.c.message == messages.c.id,
        _ours.c.kind == ActionKind.ANSWER,
        _ours.c.state == ActionState.HELD,
        _ours.c.why.in_(_DOUBTFUL),
    )
    .exists()
)

_BOUNCED, _CAME_BACK = (
    select(func.max(correspondents.c.bounced_at, type_=correspondents.c.bounced_at.type))
    .where(
        or_(correspondents.c.canonical == persons.c.canonical, correspondents.c.canonical == messages.c.correspondent)
    )
    .scalar_subquery(),
    select(func.max(answers.c.bounced_at, type_=answers.c.bounced_at.type))
    .join(_ours, _ours.c.id == answers.c.action)
    .where(_ours.c.message == messages.c.id)
    .scalar_subquery(),
)

_TURNED_DOWN = and_(
    answers.c.template == Template.DECLINE,
    func.coalesce(answers.c.vacancy, "") == func.coalesce(applications.c.vacancy, ""),
    _ours.c.state.in_(LIVE),
    _ours.c.id != bindparam("but"),
)
_DECLINED, _DECLINED_BY_MAIL = (
    select(func.max(_ours.c.planned_at, type_=_ours.c.planned_at.type))
    .join(answers, answers.c.action == _ours.c.id)
    .where(_TURNED_DOWN, which)
    .scalar_subquery()
    for which in (answers.c.person == persons.c.canonical, _ours.c.message == messages.c.id)
)

#: Of these outcomes applications are on record that somebody may still have to hear about.
_APPLIES = or_(
    messages.c.outcome.in_((Outcome.FILED, Outcome.SPECULATIVE, Outcome.REVIEW, Outcome.AGENCY)),
    and_(messages.c.outcome == Outcome.CORRESPONDENCE, messages.c.reason == Reason.MISSING_CV),
)

_APPLIED = (
    select(
        applications.c.vacancy,
        applications.c.name,
        applications.c.at,
        persons.c.canonical.label("person"),
        messages.c.id.label("mail"),
        messages.c.mailbox,
        messages.c.raw_hash,
        messages.c.correspondent,
        messages.c.received_at,
        messages.c.kind,
        messages.c.outcome,
        messages.c.reason,
        TAKEN_BACK.label("withdrawn"),
        _ANSWERED.label("answered"),
        _PRESSES.label("presses"),
        _IN_DOUBT.label("in_doubt"),
        _HELD.label("held"),
        _BOUNCED.label("bounced_at"),
        _CAME_BACK.label("came_back_at"),
        _DECLINED.label("declined_at"),
        _DECLINED_BY_MAIL.label("declined_by_mail_at"),
    )
    .join(persons, persons.c.id == applications.c.person)
    .join(messages, messages.c.id == applications.c.message)
    .where(_APPLIES)
    .order_by(applications.c.id)
)

#: Everybody's applications for a vacancy, in the order in which they came.
APPLIED_FOR = _APPLIED.where(
    applications.c.vacancy == bindparam("of_vacancy"), applications.c.at >= bindparam("since_then")
).limit(bindparam("limit"))

#: One person's for a vacancy, or for none in particular.
APPLIED_BY = _APPLIED.where(
    persons.c.canonical == bindparam("of_person"),
    func.coalesce(applications.c.vacancy, "") == bindparam("of_vacancy"),
)

#: Whose applications a mail brought, and for what.
BROUGHT = (
    select(persons.c.canonical.label("person"), applications.c.vacancy)
    .join(persons, persons.c.id == applications.c.person)
    .where(applications.c.message == bindparam("of_message"))
    .order_by(applications.c.number)
)

_REFERRED_TO = or_(
    select(messages.c.id).where(messages.c.message_id == sent_references.c.refers_to).exists(),
    select(_ours.c.id).where(_ours.c.message_id == sent_references.c.refers_to).exists(),
)

#: To whom people wrote since a moment in mails that belong to no mail of ours: what they belong to says more.
WRITTEN_TO = select(sent_mails.c.to_addresses, sent_mails.c.at).where(
    sent_mails.c.at >= bindparam("since"),
    func.lower(sent_mails.c.to_addresses).contains(bindparam("to")),
    ~_IS_OURS,
    ~select(sent_references.c.message_id)
    .where(sent_references.c.message_id == sent_mails.c.message_id, _REFERRED_TO)
    .exists(),
)

NO_ACTION = -1


def applied_for(connection: Connection, vacancy: str, since: datetime, limit: int) -> tuple[Applied, ...]:
    """The applications for a vacancy since then, oldest first; at most so many."""
    asked = {"of_vacancy": vacancy, "but": NO_ACTION, "limit": limit, "since_then": since}
    rows: list[Any] = list(connection.execute(APPLIED_FOR, asked))
    return _applied(connection, rows, to="@")


def applied_by(connection: Connection, person: str, vacancy: str | None, but: int = NO_ACTION) -> tuple[Applied, ...]:
    """One person's applications for a vacancy; `but`: a letter that is not asked about."""
    asked = {"of_person": person, "of_vacancy": vacancy or "", "but": but}
    rows: list[Any] = list(connection.execute(APPLIED_BY, asked))
    return _applied(connection, rows, to=None)


def applied_with(connection: Connection, message: int) -> tuple[Applied, ...]:
    """All that the people who apply with a mail sent for the same."""
    brought = dict.fromkeys((row.person, row.vacancy) for row in connection.execute(BROUGHT, {"of_message": message}))
    return tuple(each for person, vacancy in brought for each in applied_by(connection, person, vacancy))


def _applied(connection: Connection, rows: Sequence[Any], *, to: str | None) -> tuple[Applied, ...]:
    written = _written_to(connection, rows, to)
    return tuple(
        Applied(
            person=row.person,
            vacancy=row.vacancy,
            mail=row.mail,
            mailbox=row.mailbox,
            raw_hash=row.raw_hash,
            name=row.name,
            address=row.correspondent or "",
            at=row.at,
            kind=row.kind,
            outcome=row.outcome,
            reason=row.reason,
            withdrawn=bool(row.withdrawn),
            answered_by_hand=bool(row.answered)
            or any(written[each] >= row.received_at for each in (row.person, row.correspondent) if each in written),
            presses=bool(row.presses),
            in_doubt=bool(row.in_doubt),
            held=bool(row.held),
            bounced_at=_later(row.bounced_at, row.came_back_at),
            declined_at=_later(row.declined_at, row.declined_by_mail_at),
        )
        for row in rows
    )


def _written_to(connection: Connection, rows: Sequence[Any], to: str | None) -> dict[str, datetime]:
    """When a person last wrote to each of these applicants. `to`: what each address has; None: their own domains."""
    wanted = {each for row in rows for each in (row.person, row.correspondent) if each}
    if not wanted:
        return {}
    since = min(row.received_at for row in rows)
    found: dict[str, datetime] = defaultdict(lambda: since)
    for part in _parts(wanted) if to is None else (to,):
        for row in connection.execute(WRITTEN_TO, {"since": since, "to": part}):
            for address in row.to_addresses.split(", "):
                if (whom := canonical(address)) in wanted:
                    found[whom] = max(found[whom], row.at)
    return dict(found)


def _parts(addresses: Collection[str]) -> list[str]:
    return sorted({f"@{domain_of(address)}" for address in addresses})


def _later(*moments: datetime | None) -> datetime | None:
    return max((moment for moment in moments if moment is not None), default=None)
