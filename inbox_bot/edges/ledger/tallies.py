"""Sums over many rows, for the digest: answers that wait, applicants nobody has answered, and a month in numbers.

Each looks at a stretch of time, or at what waits now: none reads the whole ledger, however long it has been kept.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, bindparam, case, func, or_, select, union_all

from inbox_bot.core.reply.why import Hold
from inbox_bot.core.words import ActionKind, ActionState, Kind, Outcome, Reason, Template
from inbox_bot.edges.ledger.schema import (
    HELD_ANSWER,
    actions,
    answers,
    applications,
    correspondence,
    messages,
    sent_mails,
    sent_references,
)
from inbox_bot.edges.ledger.values import CameBy, Month, MonthRow, UnansweredRow, WaitingRow

_APPLIED = messages.c.outcome.in_((Outcome.FILED, Outcome.SPECULATIVE))
_IN_MONTH = and_(messages.c.seen_at >= bindparam("start"), messages.c.seen_at < bindparam("end"))
_FOR_A_DOMAIN = (Hold.DOMAIN_RATE.value, Hold.KEPT_BACK.value)
_ACKNOWLEDGING = (Template.ACKNOWLEDGEMENT, Template.SPECULATIVE, Template.VACANCY_CLOSED)

#: Answers that are held, and those that a limit puts off, by what they wait for; where a domain is the reason, by it.
WAITING_ANSWERS = (
    select(
        actions.c.mailbox,
        actions.c.state,
        actions.c.why,
        answers.c.vacancy,
        case((actions.c.why.in_(_FOR_A_DOMAIN), answers.c.domain), else_="").label("of_domain"),
        func.count().label("n"),
        func.max(actions.c.due_at).label("until"),
    )
    .join(answers, answers.c.action == actions.c.id)
    .where(
        actions.c.id.in_(
            union_all(
                select(actions.c.id).where(HELD_ANSWER),
                select(actions.c.id).where(
                    actions.c.kind == ActionKind.ANSWER,
                    actions.c.state == ActionState.PENDING,
                    actions.c.why.is_not(None),
                ),
            )
        )
    )
    .group_by(actions.c.mailbox, actions.c.state, actions.c.why, answers.c.vacancy, "of_domain")
)


_theirs = applications.alias("theirs")
_mail = messages.alias("mail")
_ours = actions.alias("ours")
_letter = messages.alias("letter")

#: A mail in Sent that is none of our letters refers to the mail, or to our answer to it.
_REPLIES_TO_MAIL, _REPLIES_TO_OURS = (
    select(sent_mails.c.message_id)
    .join(sent_references, sent_references.c.message_id == sent_mails.c.message_id)
    .where(
        sent_references.c.refers_to == replied_to,
        ~select(actions.c.id).where(actions.c.message_id == sent_mails.c.message_id).exists(),
    )
    .exists()
    for replied_to in (_mail.c.message_id, _ours.c.message_id)
)

#: Somebody replied to a mail of this applicant's, or to an answer of ours to it.
_ANSWERED = (
    select(_theirs.c.id)
    .join(_mail, _mail.c.id == _theirs.c.message)
    .where(
        _theirs.c.person == applications.c.person,
        or_(_REPLIES_TO_MAIL, select(_ours.c.id).where(_ours.c.message == _mail.c.id, _REPLIES_TO_OURS).exists()),
    )
    .exists()
)

#: The applicant has taken the application back.
_WITHDRAWN = (
    select(correspondence.c.message)
    .join(_letter, _letter.c.id == correspondence.c.message)
    .where(correspondence.c.application == applications.c.id, _letter.c.reason == Reason.WITHDRAWAL)
    .exists()
)

#: An application of a time that no person has answered.
_IS_UNANSWERED = and_(_IN_MONTH, _APPLIED, ~_ANSWERED, ~_WITHDRAWN)

#: Of the applicants of a time, how many no person has answered, by vacancy.
UNANSWERED = (
    select(messages.c.mailbox, applications.c.vacancy, func.count(applications.c.person.distinct()).label("n"))
    .join(applications, applications.c.message == messages.c.id)
    .where(_IS_UNANSWERED)
    .group_by(messages.c.mailbox, applications.c.vacancy)
)

#: The newest mail of each of them, of those who wait longest first.
UNANSWERED_MAILS = (
    select(func.max(messages.c.id))
    .join(applications, applications.c.message == messages.c.id)
    .where(_IS_UNANSWERED)
    .group_by(messages.c.mailbox, applications.c.vacancy, applications.c.person)
    .order_by(func.min(messages.c.id))
    .limit(bindparam("limit"))
)

#: Who brought an application: a colleague is not named.
_CAME_BY = case((messages.c.kind == Kind.REFERRAL, ""), else_=func.coalesce(applications.c.source, ""))

#: How many applied in a month, by mailbox, vacancy, the kind of mail that brought them, and the board or agency.
APPLIED = (
    select(
        messages.c.mailbox,
        applications.c.vacancy,
        messages.c.kind,
        _CAME_BY.label("came_by"),
        func.count(applications.c.person.distinct()).label("n"),
    )
    .join(applications, applications.c.message == messages.c.id)
    .where(_IN_MONTH, _APPLIED)
    .group_by(messages.c.mailbox, applications.c.vacancy, messages.c.kind, _CAME_BY)
)

#: When the applications of a month came, and when they were acknowledged.
ACKNOWLEDGED = (
    select(messages.c.mailbox, applications.c.vacancy, messages.c.received_at, actions.c.done_at)
    .join(applications, applications.c.message == messages.c.id)
    .join(actions, actions.c.message == messages.c.id)
    .join(answers, answers.c.action == actions.c.id)
    .where(_IN_MONTH, _APPLIED, actions.c.state == ActionState.DONE, answers.c.template.in_(_ACKNOWLEDGING))
)

#: When the applications of a month came, and each reply of a person's to the mail itself.
REPLIED = (
    select(
        messages.c.id,
        messages.c.mailbox,
        applications.c.vacancy,
        messages.c.received_at,
        sent_mails.c.at.label("done_at"),
    )
    .join(applications, applications.c.message == messages.c.id)
    .join(sent_references, sent_references.c.refers_to == messages.c.message_id)
    .join(sent_mails, sent_mails.c.message_id == sent_references.c.message_id)
    .where(
        _IN_MONTH,
        _APPLIED,
        ~select(_ours.c.id).where(_ours.c.message_id == sent_mails.c.message_id).exists(),
    )
)

#: A refusal of this mail went out.
_REFUSED = (
    select(_ours.c.id)
    .join(answers, answers.c.action == _ours.c.id)
    .where(
        _ours.c.message == messages.c.id,
        _ours.c.state == ActionState.DONE,
        answers.c.template == Template.AGENCY_REJECTION,
    )
    .exists()
)

#: How many mails of agencies came in a month, and how many of them were refused.
AGENCIES = (
    select(messages.c.mailbox, func.count().label("n"), func.sum(case((_REFUSED, 1), else_=0)).label("refused"))
    .where(_IN_MONTH, messages.c.outcome == Outcome.AGENCY)
    .group_by(messages.c.mailbox)
)


def waiting(connection: Connection) -> tuple[WaitingRow, ...]:
    """The answers that wait, by what for."""
    return tuple(
        WaitingRow(
            mailbox=row.mailbox,
            state=row.state,
            why=row.why,
            vacancy=row.vacancy,
            domain=row.of_domain,
            number=row.n,
            until=row.until,
        )
        for row in connection.execute(WAITING_ANSWERS)
    )


def unanswered(connection: Connection, start: datetime, end: datetime) -> tuple[UnansweredRow, ...]:
    """How many who applied between the two nobody has answered, by vacancy."""
    rows = connection.execute(UNANSWERED, {"start": start, "end": end})
    return tuple(UnansweredRow(mailbox=row.mailbox, vacancy=row.vacancy, number=row.n) for row in rows)


def unanswered_mails(connection: Connection, start: datetime, end: datetime, limit: int) -> tuple[int, ...]:
    """The newest mails of the `limit` who applied between the two and have waited longest for a person's answer."""
    return tuple(connection.execute(UNANSWERED_MAILS, {"start": start, "end": end, "limit": limit}).scalars())


def month(connection: Connection, start: datetime, end: datetime) -> Month:
    """What came in between the two, and how soon it was answered."""
    period = {"start": start, "end": end}
    acknowledged = _times(connection.execute(ACKNOWLEDGED, period))
    first: dict[tuple[int, str | None], Any] = {}
    for reply in connection.execute(REPLIED, period):
        earlier = first.setdefault((reply.id, reply.vacancy), reply)
        if reply.done_at < earlier.done_at:
            first[reply.id, reply.vacancy] = reply
    replied = _times(first.values())
    applied: dict[tuple[str, str | None], list[CameBy]] = defaultdict(list)
    for row in connection.execute(APPLIED, period):
        applied[row.mailbox, row.vacancy].append(CameBy(kind=row.kind, source=row.came_by, number=row.n))
    agencies = connection.execute(AGENCIES, period).all()
    return Month(
        rows=tuple(
            MonthRow(
                mailbox=mailbox,
                vacancy=vacancy,
                came_by=tuple(came_by),
                acknowledged_in=tuple(acknowledged.get((mailbox, vacancy), ())),
                answered_in=tuple(replied.get((mailbox, vacancy), ())),
            )
            for (mailbox, vacancy), came_by in applied.items()
        ),
        agencies={row.mailbox: row.n for row in agencies},
        refused={row.mailbox: row.refused for row in agencies},
    )


def _times(rows: Iterable[Any]) -> dict[tuple[str, str | None], list[timedelta]]:
    found: dict[tuple[str, str | None], list[timedelta]] = defaultdict(list)
    for row in rows:
        if row.done_at is not None:
            found[row.mailbox, row.vacancy].append(max(row.done_at - row.received_at, timedelta()))
    return found
