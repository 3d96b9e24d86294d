"""The shelf of the careers page: that it is asked once a day, what it said, and what reviewers said to that.

What a change is, and where it stands after a look, is `core/careers/proposals`'s.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Row, bindparam, insert, select, update

from inbox_bot.core.careers.applied import Piece, piece_from_json, piece_to_json
from inbox_bot.core.careers.proposals import Known, Looked, Standing, from_json, to_json
from inbox_bot.core.wording import Sentence
from inbox_bot.edges.ledger.alarms_json import problem_from_json, problem_to_json
from inbox_bot.edges.ledger.database.store import Store
from inbox_bot.edges.ledger.database.upsert import insert_missing
from inbox_bot.edges.ledger.errors import LedgerDamaged
from inbox_bot.edges.ledger.schema import STANDING, careers_changes, careers_pages

#: How a page is.
CAREERS_PAGE = select(careers_pages).where(careers_pages.c.page == bindparam("which"))

#: Ask a page today. No row: it was asked already.
ASK_PAGE = (
    update(careers_pages)
    .where(careers_pages.c.page == bindparam("which"), careers_pages.c.asked_on != bindparam("today"))
    .values(asked_on=bindparam("today"))
)

#: A page was understood.
PAGE_READ = (
    update(careers_pages)
    .where(careers_pages.c.page == bindparam("which"))
    .values(read_at=bindparam("at"), problem=None, problem_since=None)
)

#: A page was not understood, or could not be had.
PAGE_NOT_READ = (
    update(careers_pages)
    .where(careers_pages.c.page == bindparam("which"))
    .values(problem=bindparam("what"), problem_since=bindparam("since"))
)

#: What stands of a page, in the order in which it was seen.
STANDING_CHANGES = (
    select(careers_changes).where(STANDING, careers_changes.c.page == bindparam("which")).order_by(careers_changes.c.id)
)

#: One change by its number.
CHANGE = select(careers_changes).where(careers_changes.c.id == bindparam("number"))

#: What reviewers decided in a period, in the order in which they did.
DECIDED_CHANGES = (
    select(careers_changes)
    .where(careers_changes.c.decided_at >= bindparam("start"), careers_changes.c.decided_at < bindparam("end"))
    .order_by(careers_changes.c.decided_at, careers_changes.c.id)
)

#: A change that was seen for the first time.
NEW_CHANGE = insert(careers_changes)

#: A change after a look.
CHANGE_SEEN = (
    update(careers_changes)
    .where(careers_changes.c.id == bindparam("number"), careers_changes.c.standing == bindparam("was"))
    .values(standing=bindparam("becomes"), said=bindparam("what"), proposed_at=bindparam("at"))
)

#: The lines for a rules.yaml that we may not write.
CHANGE_BY_HAND = (
    update(careers_changes).where(careers_changes.c.id == bindparam("number")).values(by_hand=bindparam("lines"))
)

#: A reviewer's word. No row: it stands otherwise by now.
DECIDE_CHANGE = (
    update(careers_changes)
    .where(careers_changes.c.id == bindparam("number"), careers_changes.c.standing == bindparam("was"))
    .values(standing=bindparam("becomes"), decided_at=bindparam("at"), by=bindparam("who"), piece=bindparam("what"))
)


@dataclass(frozen=True, kw_only=True, slots=True)
class PageState:
    """How a careers page is."""

    page: str
    asked_on: date
    read_at: datetime | None  #: None: it was never understood
    problem: str | None  #: a Sentence: what the last attempt ended with
    problem_since: datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class ChangeRow:
    """A change, with all that is known of it."""

    page: str
    known: Known
    proposed_at: datetime | None
    by_hand: str  #: the lines for a rules.yaml that we may not write
    decided_at: datetime | None
    by: str | None  #: the reviewer
    piece: Piece | None  #: what was changed in rules.yaml

    @property
    def number(self) -> int:
        """Its number: `#V3`."""
        return self.known.number


class Careers:
    """The careers page. Each method is one transaction."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def ask(self, page: str, today: date) -> bool:
        """Whether the page is to be asked today: once, whoever asks and however often it is started anew."""
        with self._store.writing() as connection:
            if connection.execute(CAREERS_PAGE, {"which": page}).first() is None:
                insert_missing(connection, careers_pages, [{"page": page, "asked_on": ""}])
            return bool(connection.execute(ASK_PAGE, {"which": page, "today": today.isoformat()}).rowcount)

    def page(self, page: str) -> PageState | None:
        """How a page is; None where it was never asked."""
        with self._store.reading() as connection:
            row = connection.execute(CAREERS_PAGE, {"which": page}).one_or_none()
        if row is None:
            return None
        return PageState(
            page=row.page,
            asked_on=date.fromisoformat(row.asked_on),
            read_at=row.read_at,
            problem=None if row.problem is None else problem_from_json(row.problem),
            problem_since=row.problem_since,
        )

    def standing(self, page: str) -> tuple[ChangeRow, ...]:
        """What stands of a page: seen, proposed or left."""
        with self._store.reading() as connection:
            return tuple(map(_change, connection.execute(STANDING_CHANGES, {"which": page})))

    def change(self, number: int) -> ChangeRow | None:
        """A change by its number; None where there is none."""
        with self._store.reading() as connection:
            row = connection.execute(CHANGE, {"number": number}).one_or_none()
        return None if row is None else _change(row)

    def decided_between(self, start: datetime, end: datetime) -> tuple[ChangeRow, ...]:
        """What reviewers decided from `start` to before `end`."""
        with self._store.reading() as connection:
            return tuple(map(_change, connection.execute(DECIDED_CHANGES, {"start": start, "end": end})))

    def note_read(self, page: str, at: datetime, today: date, before: tuple[ChangeRow, ...], looked: Looked) -> None:
        """The page was understood, and this is what stands now; `before` is what stood."""
        rows = {row.number: row for row in before}
        with self._store.writing() as connection:
            connection.execute(PAGE_READ, {"which": page, "at": at})
            for known in looked.changed:
                row = rows[known.number]
                is_new = known.standing is Standing.PROPOSED and row.known.standing is not Standing.PROPOSED
                connection.execute(
                    CHANGE_SEEN,
                    {
                        "number": known.number,
                        "was": row.known.standing,
                        "becomes": known.standing,
                        "what": to_json(known.proposal),
                        "at": at if is_new else row.proposed_at,
                    },
                )
            for proposal, standing in looked.new:
                connection.execute(
                    NEW_CHANGE,
                    {
                        "page": page,
                        "change": proposal.change,
                        "vacancy": proposal.vacancy,
                        "key": proposal.key,
                        "said": to_json(proposal),
                        "standing": standing,
                        "since": today.isoformat(),
                        "proposed_at": at if standing is Standing.PROPOSED else None,
                        "by_hand": "",
                    },
                )

    def note_by_hand(self, lines: Mapping[int, str]) -> None:
        """What is to be put into rules.yaml by hand, by the change's number; "" where we may write it."""
        with self._store.writing() as connection:
            for number, each in lines.items():
                connection.execute(CHANGE_BY_HAND, {"number": number, "lines": each})

    def note_not_read(self, page: str, at: datetime, problem: str) -> datetime:
        """The page could not be had, or was not understood; since when that is so."""
        with self._store.writing() as connection:
            row = connection.execute(CAREERS_PAGE, {"which": page}).one()
            since: datetime = row.problem_since or at
            connection.execute(PAGE_NOT_READ, {"which": page, "what": problem_to_json(problem), "since": since})
        return since

    def decide(
        self, row: ChangeRow, becomes: Standing, at: datetime, *, by: str | None, piece: Piece | None = None
    ) -> bool:
        """A reviewer's word. False where it stands otherwise by now."""
        with self._store.writing() as connection:
            found = connection.execute(
                DECIDE_CHANGE,
                {
                    "number": row.number,
                    "was": row.known.standing,
                    "becomes": becomes,
                    "at": at,
                    "who": by,
                    "what": None if piece is None else piece_to_json(piece),
                },
            )
        return bool(found.rowcount)


def _change(row: Row[tuple[object, ...]]) -> ChangeRow:
    try:
        proposal = from_json(row.said, change=row.change, vacancy=row.vacancy, key=row.key)
        piece = None if row.piece is None else piece_from_json(row.piece)
    except ValueError as error:
        text = repr(row.said[:80])
        raise LedgerDamaged(Sentence("what the careers page said can't be read: {text}", text=text)) from error
    return ChangeRow(
        page=row.page,
        known=Known(number=row.id, proposal=proposal, standing=row.standing, since=date.fromisoformat(row.since)),
        proposed_at=row.proposed_at,
        by_hand=row.by_hand,
        decided_at=row.decided_at,
        by=row.by,
        piece=piece,
    )
