"""The shelf of applicants whom a person turns down: asked, confirmed, written to once each, or stopped.

A list is kept as it was shown (`asked`), so that what is confirmed is that list and no other. A letter is asked for in
the transaction that takes its applicant off the list, and only while the whole is confirmed and not stopped: so a crash
leaves each applicant either still on the list or with their one letter. What keeps two lists from writing to one person
is the letter's once-key.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from inbox_bot.core.plan.decided.still_open import Applied
from inbox_bot.core.plan.values import Action
from inbox_bot.core.review.declining import AT_ONCE, ApplicantState, DecliningState
from inbox_bot.core.words import ActionState
from inbox_bot.edges.ledger.actions.forgetting import FORGET_PAYLOADS
from inbox_bot.edges.ledger.actions.insert import Asked, ask, check_once
from inbox_bot.edges.ledger.actions.settling import CANCEL_WAITING
from inbox_bot.edges.ledger.database.in_sets import in_sets
from inbox_bot.edges.ledger.database.store import Store
from inbox_bot.edges.ledger.declinings.statements import (
    ALL_LEAVE,
    BECOMES,
    BY_LETTER,
    CONFIRMED_ONES,
    DECLINED,
    DECLINING,
    DECLININGS_ABOUT,
    ENDED,
    FINISH,
    FORGET_DECLINED,
    FORGET_DECLINING,
    FREE_DECLINE_KEYS,
    LEAVES,
    NEW_DECLINED,
    NEW_DECLINING,
    NEXT_OPEN,
    PERSONS_OF,
    SHOWN,
    TURNS,
    UNSENT,
    WAITING_LETTERS,
)
from inbox_bot.edges.ledger.declinings.values import DeclinedRow, DecliningRow, Listed
from inbox_bot.edges.ledger.history import applicants
from inbox_bot.edges.ledger.history.statements import SENT_SINCE
from inbox_bot.edges.ledger.reports import BEGINNING


@dataclass(frozen=True, kw_only=True, slots=True)
class Stopped:
    """What was stopped."""

    row: DecliningRow
    stopped: int  #: to whom nothing goes
    gone: int  #: letters that went out before, or may have


class Declinings:
    """Applicants whom a person turns down. Each method is one transaction."""

    def __init__(self, store: Store, key: bytes) -> None:
        """`key` is the ledger's: of a letter, hashes of its long lines are kept."""
        self._store = store
        self._key = key

    def applied_for(self, vacancy: str, *, since: datetime = BEGINNING) -> tuple[Applied, ...]:
        """The applications for a vacancy since then, oldest first; at most `AT_ONCE`."""
        with self._store.reading() as connection:
            return applicants.applied_for(connection, vacancy, since, AT_ONCE)

    def applied_with(self, message: int) -> tuple[Applied, ...]:
        """All that the people who apply with a mail sent for the same."""
        with self._store.reading() as connection:
            return applicants.applied_with(connection, message)

    def applied_by(self, person: str, vacancy: str | None) -> tuple[Applied, ...]:
        """One person's applications for a vacancy, or for none in particular."""
        with self._store.reading() as connection:
            return applicants.applied_by(connection, person, vacancy)

    def turns(self, person: str, vacancy: str | None) -> int:
        """How many letters turned this person down for this before, and went out or will."""
        with self._store.reading() as connection:
            return int(connection.execute(TURNS, {"of_person": person, "of_vacancy": vacancy or ""}).scalar_one())

    def letters_since(self, since: datetime) -> int:
        """How many answers went out since then, or may have; with those that turn somebody down and wait to go."""
        with self._store.reading() as connection:
            sent = connection.execute(SENT_SINCE, {"since": since, "but": [applicants.NO_ACTION]}).scalar_one()
            return int(sent + connection.execute(WAITING_LETTERS).scalar_one())

    def shown(
        self, listed: Sequence[Listed], at: datetime, *, by: str, vacancy: str | None, message: int | None = None
    ) -> int:
        """Somebody was shown whom closing a vacancy, or one mail, turns down. An older list of theirs is forgotten."""
        with self._store.writing() as connection:
            about = {"of_vacancy": vacancy or "", "of_message": message or 0}
            for old in connection.scalars(SHOWN, {"whose": by, **about}).all():
                connection.execute(FORGET_DECLINED, {"of_declining": old})
                connection.execute(FORGET_DECLINING, {"of_declining": old})
            row = {"vacancy": vacancy, "message": message, "by": by, "state": DecliningState.ASKED, "asked_at": at}
            number = int(connection.execute(NEW_DECLINING, row).scalar_one())
            _list(connection, number, listed)
        return number

    def about(
        self, states: Iterable[DecliningState], *, vacancy: str | None, message: int | None = None
    ) -> tuple[DecliningRow, ...]:
        """What is on record about a vacancy, or about one mail, in these states; the newest first."""
        asked = {"of_vacancy": vacancy or "", "of_message": message or 0, "states": list(states)}
        with self._store.reading() as connection:
            return tuple(map(_row, connection.execute(DECLININGS_ABOUT, asked)))

    def one(self, declining: int) -> DecliningRow | None:
        """One of them."""
        with self._store.reading() as connection:
            found = connection.execute(DECLINING, {"of_declining": declining}).one_or_none()
        return None if found is None else _row(found)

    def confirmed(self) -> tuple[DecliningRow, ...]:
        """What is confirmed and goes on, oldest first."""
        with self._store.reading() as connection:
            return tuple(map(_row, connection.execute(CONFIRMED_ONES)))

    def ended_between(self, start: datetime, end: datetime) -> tuple[DecliningRow, ...]:
        """What ended from `start` to before `end`: done, stopped, or not begun."""
        with self._store.reading() as connection:
            return tuple(map(_row, connection.execute(ENDED, {"start": start, "end": end})))

    def listed(self, declining: int) -> tuple[DeclinedRow, ...]:
        """The people of a list, with what became of their letters."""
        with self._store.reading() as connection:
            return tuple(map(_declined, connection.execute(DECLINED, {"of_declining": declining})))

    def confirm(self, declining: int, at: datetime, *, begins_at: datetime) -> bool:
        """What was shown is confirmed; False where it is no longer to be."""
        with self._store.writing() as connection:
            statement = BECOMES.values(confirmed_at=at, begins_at=begins_at)
            asked = {"of_declining": declining, "seen": DecliningState.ASKED, "state_now": DecliningState.WAITING}
            return connection.execute(statement, asked).first() is not None

    def stop(self, declining: int, at: datetime, *, by: str) -> Stopped | None:
        """Whoever has not been written to is not; None where there was nothing to stop."""
        with self._store.writing() as connection:
            statement = BECOMES.values(ended_at=at, ended_by=by)
            asked = {"of_declining": declining, "seen": DecliningState.WAITING, "state_now": DecliningState.UNDONE}
            if connection.execute(statement, asked).first() is None:
                return None
            about = {"of_declining": declining}
            left = connection.execute(ALL_LEAVE, {**about, "state_now": ApplicantState.STOPPED}).rowcount
            unsent = connection.scalars(UNSENT, about).all()
            for letter in unsent:
                connection.execute(CANCEL_WAITING, {"action": letter})
                connection.execute(FREE_DECLINE_KEYS, {"action": letter})
            if unsent:
                connection.execute(FORGET_PAYLOADS, {"actions": list(unsent)})
            listed = [_declined(each) for each in connection.execute(DECLINED, about)]
            row = _row(connection.execute(DECLINING, about).one())
        gone = sum(each.letter is not None and each.letter is not ActionState.CANCELLED for each in listed)
        return Stopped(row=row, stopped=left + len(unsent), gone=gone)

    def hold(self, declining: int, why: str, at: datetime) -> bool:
        """It is not begun, and is to be confirmed again; False where it was stopped."""
        with self._store.writing() as connection:
            statement = BECOMES.values(why=why, ended_at=at)
            asked = {"of_declining": declining, "seen": DecliningState.WAITING, "state_now": DecliningState.HELD}
            if connection.execute(statement, asked).first() is None:
                return False
            connection.execute(ALL_LEAVE, {"of_declining": declining, "state_now": ApplicantState.STOPPED})
        return True

    def next_open(self, mailbox: str, at: datetime, count: int) -> tuple[DeclinedRow, ...]:
        """Whom to write to next, of what is confirmed and whose hour is over."""
        asked = {"at": at, "of_mailbox": mailbox, "count": count}
        with self._store.reading() as connection:
            return tuple(_declined(each) for each in connection.execute(NEXT_OPEN, asked))

    def write(self, whom: DeclinedRow, message: int, fingerprint: str, planned: Sequence[Action], at: datetime) -> bool:
        """Asks for somebody's letter, and takes them off the list; False where it was stopped meanwhile.

        `message` is the number of the mail that is answered. Raises OnceConflict where they are written to already.
        """
        with self._store.writing() as connection:
            if not _leave(connection, whom, ApplicantState.WRITTEN):
                return False
            check_once(connection, [once for action in planned for once in action.once_keys])
            asked = Asked(message=message, mailbox=whom.mailbox, fingerprint=fingerprint, actions=planned)
            [letter, *_] = ask(connection, self._key, [asked], at)
            connection.execute(BY_LETTER, {**_of(whom), "letter": letter})
        return True

    def spare(self, whom: DeclinedRow, why: str) -> None:
        """Nobody writes to them."""
        with self._store.writing() as connection:
            _leave(connection, whom, ApplicantState.SPARED, why)

    def finish(self, at: datetime) -> None:
        """What has nobody left to write to is done."""
        with self._store.writing() as connection:
            connection.execute(FINISH, {"at": at})


def _list(connection: Connection, declining: int, listed: Sequence[Listed]) -> None:
    keys = [each.person for each in listed]
    numbers: dict[str, int] = {}
    for some in in_sets(keys):
        for row in connection.execute(PERSONS_OF, {"keys": some}):
            numbers[row.canonical] = row.id
    rows = [
        {
            "declining": declining,
            "person": numbers[each.person],
            "vacancy": each.vacancy or "",
            "mailbox": each.mailbox,
            "message": each.message,
            "state": ApplicantState.KEPT if each.kept else ApplicantState.OPEN,
        }
        for each in listed
        if each.person in numbers
    ]
    if rows:
        connection.execute(NEW_DECLINED, rows)


def _leave(connection: Connection, whom: DeclinedRow, state: ApplicantState, why: str | None = None) -> bool:
    asked = {**_of(whom), "state_now": state, "because": why}
    return connection.execute(LEAVES, asked).first() is not None


def _of(whom: DeclinedRow) -> dict[str, object]:
    return {"of_declining": whom.declining, "whose": whom.person, "of_vacancy": whom.vacancy or ""}


def _row(row: Row[Any]) -> DecliningRow:
    return DecliningRow(
        id=row.id,
        vacancy=row.vacancy,
        message=row.message,
        by=row.by,
        state=row.state,
        why=row.why,
        asked_at=row.asked_at,
        confirmed_at=row.confirmed_at,
        begins_at=row.begins_at,
        ended_at=row.ended_at,
        ended_by=row.ended_by,
    )


def _declined(row: Row[Any]) -> DeclinedRow:
    return DeclinedRow(
        declining=row.declining,
        person=row.canonical,
        vacancy=row.vacancy or None,
        mailbox=row.mailbox,
        message=row.message,
        state=row.state,
        why=row.why,
        letter=getattr(row, "letter", None),
        letter_why=getattr(row, "letter_why", None),
    )
