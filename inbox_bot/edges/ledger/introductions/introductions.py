"""The shelf of introductions.

Who is known twice is found anew each time it is asked, and so is as things are: a decision that is taken back takes it
along, and so does the erasure of a person.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from inbox_bot.core.introduction.meetings import sameness
from inbox_bot.core.message.safe import line
from inbox_bot.core.person import sketch
from inbox_bot.core.person.names import name_key
from inbox_bot.core.person.values import KeyKind, Sketch
from inbox_bot.core.public_domains import is_public
from inbox_bot.edges.ledger.database.in_sets import in_sets
from inbox_bot.edges.ledger.database.store import Store
from inbox_bot.edges.ledger.introductions import statements
from inbox_bot.edges.ledger.introductions.rows import keyed_sketch, terms_of
from inbox_bot.edges.ledger.introductions.values import (
    AppliedRow,
    IntroductionRow,
    MailOnRecord,
    Meeting,
    PapersRow,
    RefusalRow,
)

BY_LIMIT = 200  # characters of who said so
_Ends = tuple[int, int, int, int]  # message and number of the introduction, of what it meets; -1: an application


class Introductions:
    """Whom agencies presented. Any method may raise LedgerUnavailable or LedgerDamaged."""

    def __init__(self, store: Store, key: bytes) -> None:
        """`key` is the ledger's: the hashes of candidates are made with it."""
        self._store = store
        self._key = key

    def newest(self, count: int) -> tuple[IntroductionRow, ...]:
        """The newest introductions, the newest first."""
        with self._store.reading() as connection:
            return _introductions(connection, connection.execute(statements.NEWEST, {"count": count}).all())

    def on_record(self, message: int) -> MailOnRecord | None:
        """All that is on record of an agency's mail; None where that is none, or nobody presents anybody by it."""
        with self._store.reading() as connection:
            rows = connection.execute(statements.OF_MAILS, {"messages": [message]}).all()
            if not rows:
                return None
            first = rows[0]
            passed_on = connection.execute(statements.PASSED_ON, {"of_message": message}).one()
            return MailOnRecord(
                message=message,
                mailbox=first.mailbox,
                raw_hash=first.raw_hash,
                size_bytes=first.size_bytes,
                message_id=first.message_id,
                received_line=first.received_line,
                header=tuple((first.header or "").split("\n")) if first.header else (),
                introductions=_introductions(connection, rows),
                papers=tuple(
                    PapersRow(filename=row.filename, type=row.type, sha256=row.sha256, path=row.path)
                    for row in connection.execute(statements.DOCUMENTS_OF, {"of_message": message})
                ),
                filed=passed_on.filed,
                enclosed=passed_on.enclosed,
            )

    def met_between(self, start: datetime, end: datetime) -> tuple[Meeting, ...]:
        """Who came in from `start` to before `end`, introduced or by themselves, and is known otherwise, of any day."""
        return self._met(statements.MET_IN, {"start": start, "end": end})

    def met_by(self, message: int) -> tuple[Meeting, ...]:
        """Where else the candidates of one mail are known from."""
        return self._met(statements.MET_BY, {"messages": [message]})

    def write_refusal(self, action: int, letter: str, at: datetime) -> None:
        """A refusal goes to the server now, and so: before it does, so that no crash loses what was said."""
        with self._store.writing() as connection:
            connection.execute(statements.FORGET_REFUSAL, {"of_action": action})
            connection.execute(statements.NEW_REFUSAL, {"action": action, "letter": letter, "at": at})

    def settle(self, message: int, at: datetime, *, by: str | None) -> bool:
        """What is in dispute about an agency's mail by now is no longer; False where it is no agency's mail."""
        with self._store.writing() as connection:
            asked = {"of_message": message, "at": at, "who": by and line(by, BY_LIMIT)}
            return connection.execute(statements.SETTLE, asked).first() is not None

    def reopen(self, message: int) -> bool:
        """What was in dispute is so again; False where it is no agency's mail."""
        with self._store.writing() as connection:
            asked = {"of_message": message, "at": None, "who": None}
            return connection.execute(statements.SETTLE, asked).first() is not None

    def _met(self, statement: Any, asked: Mapping[str, object]) -> tuple[Meeting, ...]:
        with self._store.reading() as connection:
            return tuple(_meetings(connection, self._key, statement, asked))


def in_dispute(connection: Connection, key: bytes, since: datetime) -> frozenset[int]:
    """The mails of introductions in dispute, and all applications of those whom they concern.

    In dispute is an introduction of somebody who certainly is the same that another agency introduced, or that applied,
    where the later of the two came on this day or after, and nobody has settled it since. `key` is the ledger's.
    """
    found: set[int] = set()
    for each in _meetings(connection, key, statements.IN_DISPUTE, {"since": since}):
        if each.sameness.is_sure:
            found |= {each.introduced.message, each.met.message}
    for some in in_sets(sorted(found)):
        found.update(connection.scalars(statements.APPLICATIONS_OF_THE_SAME, {"messages": some}))
    return frozenset(found)


def _meetings(connection: Connection, key: bytes, statement: Any, asked: Mapping[str, object]) -> Iterable[Meeting]:
    found: dict[_Ends, set[KeyKind]] = {}
    for row in connection.execute(statement, asked):
        ends = (row.introduced, row.number, row.met, row.other)
        if row.other >= 0 and (row.met, row.other) < (row.introduced, row.number):
            ends = (row.met, row.other, row.introduced, row.number)  # each pair once
        found.setdefault(ends, set()).add(row.kind)
    if not found:
        return
    agencys = {end for one, number, met, other in found for end in ((one, number), (met, other)) if end[1] >= 0}
    rows = [
        row
        for some in in_sets(sorted({each for each, _ in agencys}))
        for row in connection.execute(statements.OF_MAILS, {"messages": some})
    ]
    introduced = {(each.message, each.number): each for each in _introductions(connection, rows)}
    sketches = {(row.message, row.number): sketch.read(row.sketch or "") for row in rows}
    applicants = sorted({met for _, _, met, other in found if other < 0})
    applied: dict[int, AppliedRow] = {}
    for some in in_sets(applicants):
        applied |= _applied(connection, some)
        sketches |= {(message, -1): each for message, each in _sketches(connection, key, some).items()}
    for (message, number, met, other), kinds in found.items():
        one = introduced.get((message, number))
        another = introduced.get((met, other)) if other >= 0 else applied.get(met)
        if one is None or another is None or _is_one_agencys(one, another):
            continue
        mine, theirs = sketches.get((message, number), ()), sketches.get((met, other), ())
        same = sameness(kinds, mine, theirs, both_named=_is_named(one) and _is_named(another))
        if same is not None:
            yield Meeting(introduced=one, met=another, sameness=same)


def _sketches(connection: Connection, key: bytes, messages: Sequence[int]) -> dict[int, Sketch]:
    rows = connection.execute(statements.SKETCHES, {"messages": messages})
    return {row.message: sketch.read(keyed_sketch(key, sketch.read(row.sketch))) for row in rows}


def _is_one_agencys(one: IntroductionRow, another: IntroductionRow | AppliedRow) -> bool:
    """Whether the same agency presented both, from whichever of its addresses; a public mail service is no agency."""
    if isinstance(another, AppliedRow):
        return False
    return one.agency == another.agency or (one.domain == another.domain and not is_public(one.domain))


def _is_named(known: IntroductionRow | AppliedRow) -> bool:
    """Whether a full name is known."""
    return bool(name_key(known.name)) if isinstance(known, AppliedRow) else KeyKind.NAME in known.known_by


def _applied(connection: Connection, messages: Sequence[int]) -> dict[int, AppliedRow]:
    rows = connection.execute(statements.APPLICANTS, {"messages": messages})
    return {
        row.id: AppliedRow(
            message=row.id, mailbox=row.mailbox, name=row.name, vacancy=row.vacancy, received_at=row.received_at
        )
        for row in rows
    }


def _introductions(connection: Connection, rows: Sequence[Row[Any]]) -> tuple[IntroductionRow, ...]:
    if not rows:
        return ()
    known: dict[int, set[KeyKind]] = {}
    refusals: dict[int, list[RefusalRow]] = {}
    for some in in_sets([row.id for row in rows]):
        for row in connection.execute(statements.KEYS_OF, {"introductions": some}):
            known.setdefault(row.introduction, set()).add(row.kind)
    for some in in_sets(sorted({row.message for row in rows})):
        for row in connection.execute(statements.REFUSALS_OF, {"messages": some}):
            refusals.setdefault(row.message, []).append(_refusal(row))
    return tuple(
        IntroductionRow(
            message=row.message,
            number=row.number,
            mailbox=row.mailbox,
            agency=row.agency,
            domain=row.domain,
            firm=row.firm,
            consultant=row.consultant,
            vacancy=row.vacancy,
            received_at=row.received_at,
            listed=row.listed,
            known_by=tuple(kind for kind in KeyKind if kind in known.get(row.id, ())),
            terms=terms_of(row.terms),
            outcome=row.outcome,
            refusals=tuple(refusals.get(row.message, ())),
        )
        for row in rows
    )


def _refusal(row: Any) -> RefusalRow:
    return RefusalRow(
        action=row.id,
        state=row.state,
        why=row.why,
        to=row.to_address or "",
        message_id=row.message_id or "",
        letter=row.letter or "",
        reply=row.note or "",
        planned_at=row.planned_at,
        tried_at=row.tried_at,
        done_at=row.done_at,
    )
