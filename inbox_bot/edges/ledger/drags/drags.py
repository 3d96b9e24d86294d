"""The shelf of moves that we did not make. Each method is one transaction.

A move is `noticed` together with the place where the mail was met, so that a crash forgets none; what it means is found
out afterwards, and settled. One that means nothing leaves no row.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from inbox_bot.core.message.values import Location
from inbox_bot.core.review.moves import DragState, Question
from inbox_bot.core.words import Kind, Outcome, Reason
from inbox_bot.edges.ledger.database.store import Store
from inbox_bot.edges.ledger.drags import statements
from inbox_bot.edges.ledger.drags.values import Drag, KnownMail, WaitingLetter
from inbox_bot.edges.ledger.intake.cursor import known_uids
from inbox_bot.edges.ledger.intake.locations import moved, open_places
from inbox_bot.edges.ledger.intake.noticing import FOLDERS_OF, note_met
from inbox_bot.edges.ledger.location_rows import location_of

LATELY = timedelta(hours=1)
SENDERS_MAILS_ASKED = 50
ASKED_FOR = timedelta(days=14)  # a question that nobody answered is asked no longer


class Drags:
    """Moves of known mails. Any method may raise LedgerUnavailable (nothing was written) or LedgerDamaged."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def with_ids(self, mailbox: str, message_ids: Collection[str]) -> tuple[KnownMail, ...]:
        """The mails that have one of these Message-IDs."""
        return self._known(statements.WITH_IDS, {"mailbox": mailbox, "ids": list(message_ids)})

    def with_hashes(self, mailbox: str, raw_hashes: Collection[str]) -> tuple[KnownMail, ...]:
        """The mails that have these bytes."""
        return self._known(statements.WITH_HASHES, {"mailbox": mailbox, "hashes": list(raw_hashes)})

    def in_sent(self, message_ids: Collection[str]) -> frozenset[str]:
        """Those of these Message-IDs that a mail in Sent has: ours, or written by hand."""
        with self._store.reading() as connection:
            return frozenset(connection.scalars(statements.IN_SENT, {"ids": list(message_ids)}))

    def folders_of(self, message: int) -> tuple[str, ...]:
        """The folders that a mail was ever met in, the last one first."""
        with self._store.reading() as connection:
            return tuple(connection.scalars(FOLDERS_OF, {"of_message": message}))

    def note(self, met: Sequence[tuple[Location, int]], at: datetime) -> None:
        """Mails were met at places where the ledger did not have them: each with its number.

        Where it has them by now, we moved them there ourselves after that look.
        """
        if met:
            with self._store.writing() as connection:
                note_met(connection, _not_there_yet(connection, met), {message for _, message in met}, at)

    def found_again(self, met: Sequence[tuple[Location, int]], at: datetime) -> None:
        """Mails lie in the folder that the ledger had them in, under other numbers: nobody moved them."""
        if met:
            with self._store.writing() as connection:
                note_met(connection, _not_there_yet(connection, met), (), at)

    def note_along(self, met: Sequence[tuple[Location, int]], at: datetime) -> None:
        """The same of mails that only went along with another one: that decides, and who moved them has seen them."""
        if met:
            with self._store.writing() as connection:
                note_met(connection, _not_there_yet(connection, met), (), at)
                self._deal_with(connection, [location for location, _ in met], at)

    @staticmethod
    def _deal_with(connection: Connection, locations: Sequence[Location], at: datetime) -> None:
        open_there = {
            each
            for folder, uidvalidity in {(each.folder, each.uidvalidity) for each in locations}
            for each in open_places(connection, locations[0].mailbox, folder, uidvalidity)
        }
        for location in open_there.intersection(locations):
            moved(connection, location, None, at)

    def unsettled(self, raw_hashes: Collection[str]) -> frozenset[str]:
        """Those of these mails that somebody moved, and it is not known yet what that means."""
        with self._store.reading() as connection:
            return frozenset(connection.scalars(statements.UNSETTLED_HASHES, {"hashes": list(raw_hashes)}))

    def noticed(self, mailbox: str) -> tuple[Drag, ...]:
        """The moves whose meaning is not known yet, oldest first."""
        return self._in_state(mailbox, DragState.NOTICED)

    def asked(self, mailbox: str) -> tuple[Drag, ...]:
        """The moves that a person is asked about, oldest first."""
        return self._in_state(mailbox, DragState.ASKED)

    def settle(self, drag: Drag, became: DragState, *, asked_first: bool = False) -> None:
        """It decided something, or took something back; what was asked about the mail before is answered by it."""
        with self._store.writing() as connection:
            _settle(connection, drag.id, became, None, asked_first)
            if became is DragState.UNDID and drag.undoes is not None:
                _settle(connection, drag.undoes, DragState.TAKEN_BACK, None, False)
            connection.execute(statements.FORGET_ASKED, {"of_message": drag.message, "of_drag": drag.id})

    def ask(self, drag: Drag, question: Question) -> None:
        """A person is asked about it; what was asked about the mail before is asked no longer, but for its copies."""
        with self._store.writing() as connection:
            _settle(connection, drag.id, DragState.ASKED, question, False)
            if question is not Question.COPY:
                connection.execute(statements.FORGET_ASKED, {"of_message": drag.message, "of_drag": drag.id})

    def forget(self, drag: Drag) -> None:
        """It means nothing."""
        with self._store.writing() as connection:
            connection.execute(statements.FORGET, {"of_drag": drag.id})

    def forget_old(self, at: datetime) -> None:
        """Questions that nobody answered for two weeks are asked no longer."""
        with self._store.writing() as connection:
            connection.execute(statements.FORGET_OLD, {"before": at - ASKED_FOR})

    def look_again(self, drag: Drag) -> None:
        """What stood in the way of knowing what it means has changed."""
        with self._store.writing() as connection:
            _settle(connection, drag.id, DragState.NOTICED, None, False)

    def was_moved_by_us(self, keys: Collection[str]) -> bool:
        """Whether one of these moves (by once_key) was asked for, and was made or is on its way."""
        with self._store.reading() as connection:
            return bool(connection.scalar(statements.MOVED_BY_US, {"keys": list(keys)}))

    def was_put_aside(self, message: int) -> bool:
        """Whether we move, or moved, a further copy of this mail to where copies go."""
        with self._store.reading() as connection:
            return bool(connection.scalar(statements.PUT_ASIDE, {"of_message": message}))

    def waiting_letters(self, mailbox: str) -> tuple[WaitingLetter, ...]:
        """Answers that wait for a further look at their mail, oldest first."""
        with self._store.reading() as connection:
            rows = connection.execute(statements.LETTERS, {"of_mailbox": mailbox}).all()
            return tuple(_letter(connection, row) for row in rows)

    def let_go(self, actions: Collection[int]) -> None:
        """These letters may go out now."""
        with self._store.writing() as connection:
            connection.execute(statements.LET_GO, {"actions": list(actions)})

    def hold(self, actions: Collection[int], why: str) -> None:
        """These letters are held for a person."""
        with self._store.writing() as connection:
            connection.execute(statements.HOLD, {"actions": list(actions), "because": why})

    def _known(self, statement: Any, asked: Mapping[str, object]) -> tuple[KnownMail, ...]:
        with self._store.reading() as connection:
            return tuple(KnownMail(**row._mapping) for row in connection.execute(statement, asked))

    def _in_state(self, mailbox: str, state: DragState) -> tuple[Drag, ...]:
        asked = {"of_mailbox": mailbox, "in_state": state}
        with self._store.reading() as connection:
            return tuple(_drag(connection, row) for row in connection.execute(statements.UNSETTLED_OF, asked).all())


def _not_there_yet(connection: Connection, met: Sequence[tuple[Location, int]]) -> list[tuple[Location, int]]:
    uids: dict[tuple[str, str, int], list[int]] = {}
    for place, _ in met:
        uids.setdefault((place.mailbox, place.folder, place.uidvalidity), []).append(place.uid)
    known = {where: known_uids(connection, *where, min(some), max(some)) for where, some in uids.items()}
    return [each for each in met if each[0].uid not in known[each[0].mailbox, each[0].folder, each[0].uidvalidity]]


def _settle(connection: Connection, drag: int, became: DragState, question: Question | None, asked_first: bool) -> None:
    asked = {"of_drag": drag, "became": became, "asked": question, "hold": asked_first}
    connection.execute(statements.SETTLE, asked)


def _drag(connection: Connection, row: Any) -> Drag:
    of_mail = {"of_message": row.message, "of_correspondent": row.correspondent}
    here = Location(mailbox=row.mailbox, folder=row.folder, uidvalidity=row.uidvalidity, uid=row.uid)
    places = [location_of(each) for each in connection.execute(statements.PLACES_OF, of_mail)]
    decided = connection.execute(statements.DECIDED_OF, of_mail).all()
    last = next((each for each in decided if each.state is DragState.DECIDED), None)
    back = last is not None and (last.folder, last.was) == (row.was, row.folder)
    return Drag(
        id=row.id,
        message=row.message,
        mailbox=row.mailbox,
        raw_hash=row.raw_hash,
        message_id=row.message_id,
        location=here,
        was=row.was,
        elsewhere=tuple(each for each in places if each != here),
        received_at=row.received_at,
        seen_at=row.seen_at,
        state=row.state,
        question=row.question,
        kind=row.kind,
        outcome=row.outcome,
        reason=row.reason,
        vacancy=connection.scalar(statements.FIRST_VACANCY, of_mail),
        has_cv=bool(connection.scalar(statements.HAS_CV, of_mail)),
        belongs=bool(connection.scalar(statements.BELONGS, of_mail)),
        had_letter=bool(connection.scalar(statements.HAD_LETTER, of_mail)),
        agency_sign=_is_perhaps_an_agency(connection, row),
        undoes=last.id if last is not None and back else None,
        undoes_of=last.seen_at if last is not None and back else None,
        decided_lately=sum(each.seen_at > row.seen_at - LATELY for each in decided),
    )


def _is_perhaps_an_agency(connection: Connection, row: Any) -> bool:
    """Whether the mail, or one of the last of its sender's, was taken for an agency's, or doubted to be one."""
    if row.correspondent is None:
        return False
    asked = {"of_correspondent": row.correspondent, "count": SENDERS_MAILS_ASKED}
    return any(
        mail.outcome is Outcome.AGENCY or mail.kind is Kind.AGENCY or mail.reason is Reason.UNSURE_AGENCY
        for mail in connection.execute(statements.SENDERS_MAILS, asked)
    )


def _letter(connection: Connection, row: Any) -> WaitingLetter:
    of_mail = {"of_message": row.message}
    places = [location_of(each) for each in connection.execute(statements.PLACES_OF, of_mail)]
    return WaitingLetter(
        action=row.id,
        mailbox=row.mailbox,
        raw_hash=row.raw_hash,
        planned_at=row.planned_at,
        location=places[-1] if places else None,
        asked_first=bool(connection.scalar(statements.LAST_DECIDED, of_mail)),
    )
