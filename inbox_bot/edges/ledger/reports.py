"""What happened in a period, and what is open: for the digest and for `status`.

Invariant: for every period, cut on `seen_at`: received = first outcomes + waiting. A message has one row a mailbox, and
its `first_outcome` is set once, in the transaction that takes it out of waiting.
"""

from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Select, and_, bindparam, func, or_, select, union, union_all

from inbox_bot.core.words import ActionKind, ActionState, Kind, Outcome
from inbox_bot.edges.ledger import tallies
from inbox_bot.edges.ledger.database.in_sets import in_sets
from inbox_bot.edges.ledger.database.store import Store
from inbox_bot.edges.ledger.mail_rows import mails_where
from inbox_bot.edges.ledger.schema import (
    BOUNCED,
    FAILED,
    HELD_ANSWER,
    OPEN_SOMEWHERE,
    REFUSED_ANSWER,
    REQUEST,
    UNRECOGNISED,
    UNSURE,
    actions,
    answers,
    applications,
    correspondence,
    decisions,
    folders,
    locations,
    messages,
    once_keys,
    outcome_changes,
    person_links,
    scans,
)
from inbox_bot.edges.ledger.values import (
    Counts,
    MailRow,
    Month,
    OpenItems,
    StatusCounts,
    UnansweredRow,
    WaitingRow,
)

#: Mails that need a person, as long as they lie somewhere: whoever dealt with one moved or deleted it.
OPEN = and_(
    OPEN_SOMEWHERE,
    select(locations.c.id).where(locations.c.message == messages.c.id, locations.c.gone_at.is_(None)).exists(),
)

#: The numbers of the mails that were first seen in a period, oldest first.
RECEIVED = (
    select(messages.c.id)
    .where(messages.c.seen_at >= bindparam("start"), messages.c.seen_at < bindparam("end"))
    .order_by(messages.c.seen_at, messages.c.id)
)

THESE = messages.c.id.in_(bindparam("numbers", expanding=True))

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

#: The mails that those answers are to.
WITH_STUCK = messages.c.id.in_(select(actions.c.message).where(STUCK))

#: The mails about which people decided something in a period.
PUT_RIGHT = messages.c.id.in_(
    select(decisions.c.message).where(
        decisions.c.at >= bindparam("start"), decisions.c.at < bindparam("end"), decisions.c.means.is_not(None)
    )
)

#: The numbers of the mails about which people decided something in a period, oldest first.
RIGHTED = select(messages.c.id).where(PUT_RIGHT).order_by(messages.c.seen_at, messages.c.id)

#: The mails of a period of which it is not clear whether their applicants applied before.
PERHAPS = and_(
    messages.c.seen_at >= bindparam("start"),
    messages.c.seen_at < bindparam("end"),
    messages.c.id.in_(select(person_links.c.message).where(UNSURE)),
)

_request = actions.alias("request")
_further = actions.alias("further")
_theirs = applications.alias("theirs")
_taken_back = messages.alias("taken_back")

_REMINDED = (
    select(_further.c.id)
    .where(
        _further.c.message == _request.c.message,
        _further.c.kind == ActionKind.ANSWER,
        _further.c.id > _request.c.id,
        _further.c.state != ActionState.CANCELLED,
    )
    .exists()
)

#: The mails whose senders were asked for a CV in a period, and have sent none since, nor taken their application back.
ASKED_IN_VAIN = (
    select(_request.c.message)
    .join(answers, answers.c.action == _request.c.id)
    .join(applications, applications.c.message == _request.c.message)
    .where(
        REQUEST,
        answers.c.counted_at >= bindparam("start"),
        answers.c.counted_at < bindparam("end"),
        answers.c.bounced_at.is_(None),
        _request.c.state == ActionState.DONE,
        ~select(_theirs.c.id)
        .where(
            _theirs.c.person == applications.c.person,
            _theirs.c.id > applications.c.id,
            _theirs.c.had_cv,
            func.coalesce(_theirs.c.vacancy, "") == func.coalesce(applications.c.vacancy, ""),
        )
        .exists(),
        ~select(_taken_back.c.id)
        .join(correspondence, correspondence.c.message == _taken_back.c.id)
        .where(
            correspondence.c.application == func.coalesce(applications.c.joins, applications.c.id),
            _taken_back.c.kind == Kind.WITHDRAWAL,
        )
        .exists(),
    )
)

_own = applications.alias("own")
_letters = correspondence.alias("letters")

#: The applications that a mail brought, adds to, or belongs to.
_FIRST_OF_IT = union(
    select(func.coalesce(_own.c.joins, _own.c.id)).where(_own.c.message == bindparam("of_message")),
    select(func.coalesce(_own.c.joins, _own.c.id))
    .join(_letters, _letters.c.application == _own.c.id)
    .where(_letters.c.message == bindparam("of_message")),
)
_OF_THE_STORY = union(
    select(applications.c.id).where(applications.c.id.in_(_FIRST_OF_IT)),
    select(applications.c.id).where(applications.c.joins.in_(_FIRST_OF_IT)),
)

#: The mails of the applications that a mail has to do with: the first, what was added, and letters about them.
STORY = messages.c.id.in_(
    union(
        select(applications.c.message).where(applications.c.id.in_(_OF_THE_STORY)),
        select(correspondence.c.message).where(correspondence.c.application.in_(_OF_THE_STORY)),
    )
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

#: How many mails wait to be recognised.
SCANS_COUNT = (
    select(func.count())
    .select_from(scans)
    .join(messages, messages.c.id == scans.c.message)
    .where(UNRECOGNISED, messages.c.outcome.is_(None))
)

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

#: When a mailbox was first looked into.
FIRST_CONTACT = select(func.min(folders.c.first_contact_at, type_=folders.c.first_contact_at.type))

#: When the oldest and the newest mail were first seen: one step each in the index.
SEEN_FROM_TO = select(
    select(func.min(messages.c.seen_at, type_=messages.c.seen_at.type)).scalar_subquery(),
    select(func.max(messages.c.seen_at, type_=messages.c.seen_at.type)).scalar_subquery(),
)

#: How many answers came back.
BOUNCED_COUNT = select(func.count(answers.c.action)).where(BOUNCED)

#: The greatest key that begins so of a mail to a reviewer that went out, or is on the way. A mail that was refused has
#: given its keys up, and one that is uncertain may not have arrived.
ARRIVING_NOTICE = (
    select(once_keys.c.key)
    .where(
        once_keys.c.key >= bindparam("begin"),
        once_keys.c.key < bindparam("beyond"),
        select(actions.c.id)
        .where(
            actions.c.id == once_keys.c.action,
            actions.c.kind == ActionKind.TELL,
            actions.c.state.in_((ActionState.PENDING, ActionState.DOING, ActionState.DONE)),
        )
        .exists(),
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
            return mails_where(connection, and_(messages.c.seen_at >= start, messages.c.seen_at < end))

    def each_received_between(self, start: datetime, end: datetime) -> Iterator[MailRow]:
        """The same, some hundred at a time, so that very many are never held at once; each as it is at its turn."""
        yield from self._some_at_a_time(RECEIVED, start, end)

    def _some_at_a_time(self, which: Select[Any], start: datetime, end: datetime) -> Iterator[MailRow]:
        with self._store.reading() as connection:
            numbers = connection.scalars(which, {"start": start, "end": end}).all()
        for some in in_sets(numbers):
            with self._store.reading() as connection:
                mails = mails_where(connection, THESE, {"numbers": some})
            yield from mails

    def seen_from_to(self) -> tuple[datetime, datetime] | None:
        """When the oldest and the newest mail were first seen; None where there is none."""
        with self._store.reading() as connection:
            first, last = connection.execute(SEEN_FROM_TO).one()
        return None if first is None else (first, last)

    def mail(self, mailbox: str, raw_hash: str) -> MailRow | None:
        """One mail with what became of it; None where it was never seen."""
        with self._store.reading() as connection:
            found = mails_where(connection, and_(messages.c.mailbox == mailbox, messages.c.raw_hash == raw_hash))
        return found[0] if found else None

    def mail_by_number(self, number: int) -> MailRow | None:
        """The mail that people know by this number; None where there is none."""
        with self._store.reading() as connection:
            found = mails_where(connection, messages.c.id == number)
        return found[0] if found else None

    def story_of(self, number: int) -> tuple[MailRow, ...]:
        """All mails of the applications that this one brought, adds to or is about, itself among them, in order."""
        with self._store.reading() as connection:
            return mails_where(connection, STORY, {"of_message": number})

    def each_put_right_between(self, start: datetime, end: datetime) -> Iterator[MailRow]:
        """The mails about which people decided something from `start` to before `end`, as `each_received_between`."""
        yield from self._some_at_a_time(RIGHTED, start, end)

    def perhaps_one(self, start: datetime, end: datetime) -> tuple[MailRow, ...]:
        """The mails first seen from `start` to before `end` whose applicants perhaps applied before, oldest first."""
        with self._store.reading() as connection:
            return mails_where(connection, PERHAPS, {"start": start, "end": end})

    def without_a_cv(self, start: datetime, end: datetime, *, reminded: bool | None = None) -> tuple[MailRow, ...]:
        """The mails whose senders were asked for a CV from `start` to before `end`, in vain so far, oldest first.

        `reminded`: only those who were asked once more, or were not; None: both.
        """
        statement = ASKED_IN_VAIN
        if reminded is not None:
            statement = statement.where(_REMINDED if reminded else ~_REMINDED)
        with self._store.reading() as connection:
            return mails_where(connection, messages.c.id.in_(statement), {"start": start, "end": end})

    def told_until(self, begin: str) -> str | None:
        """What is behind `begin` in the greatest key of a mail to a reviewer that went out, or is on the way."""
        with self._store.reading() as connection:
            key = connection.scalar(ARRIVING_NOTICE, {"begin": begin, "beyond": f"{begin}\U0010ffff"})
        return None if key is None else str(key).removeprefix(begin)

    def failed(self) -> tuple[MailRow, ...]:
        """The mails that could not be read, wherever they are now, oldest first."""
        with self._store.reading() as connection:
            return mails_where(connection, and_(FAILED))

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

        Mails that need a person and are still somewhere, and mails with answers that are stuck: held, but for the
        reasons in `quiet` (`waiting_answers` counts those); uncertain; due and refused, or come back, not before
        `since`.
        """
        asked = {"quiet": list(quiet), "since": since}
        with self._store.reading() as connection:
            return OpenItems(mails=mails_where(connection, OPEN), answered=mails_where(connection, WITH_STUCK, asked))

    def waiting_answers(self) -> tuple[WaitingRow, ...]:
        """How many answers wait, by what for: for a person, or until a limit lets them go."""
        with self._store.reading() as connection:
            return tallies.waiting(connection)

    def unanswered(self, start: datetime, end: datetime) -> tuple[UnansweredRow, ...]:
        """How many of those who applied from `start` to before `end` no person has answered, by vacancy."""
        with self._store.reading() as connection:
            return tallies.unanswered(connection, start, end)

    def unanswered_mails(self, start: datetime, end: datetime, limit: int) -> tuple[MailRow, ...]:
        """The newest mails of the `limit` who have waited longest, of those that `unanswered` counts."""
        with self._store.reading() as connection:
            found = tallies.unanswered_mails(connection, start, end, limit)
            return mails_where(connection, messages.c.id.in_(found))

    def month(self, start: datetime, end: datetime) -> Month:
        """The numbers of the mails first seen from `start` to before `end`."""
        with self._store.reading() as connection:
            return tallies.month(connection, start, end)

    def first_contact_at(self) -> datetime | None:
        """When a mailbox was first looked into; None where none ever was."""
        with self._store.reading() as connection:
            met: datetime | None = connection.scalar(FIRST_CONTACT)
        return met

    def status_counts(self) -> StatusCounts:
        """How much waits, or went wrong, now: nothing that is done is counted."""
        with self._store.reading() as connection:
            stuck = connection.execute(STUCK_COUNTS).all()
            return StatusCounts(
                waiting=connection.execute(WAITING_COUNT).scalar_one(),
                scans=connection.execute(SCANS_COUNT).scalar_one(),
                left_alone=connection.execute(LEFT_ALONE).scalar_one(),
                review=connection.execute(REVIEW_COUNT).scalar_one(),
                failed=connection.execute(FAILED_COUNT).scalar_one(),
                actions={(row.kind, row.state): row.n for row in stuck},
                bounced=connection.execute(BOUNCED_COUNT).scalar_one(),
            )
