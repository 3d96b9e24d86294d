"""The shelf of erasures. Each method is one transaction, but for `scrub`, which clears what deleted rows leave behind.

`begin` erases everything that the ledger says of some mails, and keeps the trail to their other copies; whoever follows
it says what was done (`progress`), and when no copy is left `finish` forgets the trail, and by which bytes the mails
were known. It is done when `scrub` has cleared the database's files as well. A crash between any two of them leaves an
erasure that is not done, and is taken up again from where it was.
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from inbox_bot.core.erasure.values import Candidate, Erasure, Kept, Receipt, Stays, Trail, Why
from inbox_bot.core.message.safe import line
from inbox_bot.core.message.values import Location
from inbox_bot.edges.ledger.actions import effects_json
from inbox_bot.edges.ledger.database.store import Store
from inbox_bot.edges.ledger.erasures import disclosing, finding
from inbox_bot.edges.ledger.erasures import erasing_statements as do
from inbox_bot.edges.ledger.erasures.trail_json import (
    receipt_from_json,
    receipt_to_json,
    trail_from_json,
    trail_to_json,
)
from inbox_bot.edges.ledger.introductions.erasing import hashes_of, introducing, without_subjects
from inbox_bot.edges.ledger.location_rows import location_of

BY_LIMIT = 200  # characters of who asked
NEWEST = 100


class Erasures:
    """See the module."""

    def __init__(self, store: Store, key: bytes) -> None:
        """`key` is the ledger's: by it candidates are known whom agencies introduced."""
        self._store = store
        self._key = key

    def candidates(self, *, address: str = "", name: str = "", mail: int | None = None) -> tuple[Candidate, ...]:
        """Who may be meant by a canonical address, a name, or the number of a mail; nobody where none is known."""
        with self._store.reading() as connection:
            if mail is not None:
                return finding.candidates_of_mail(connection, mail)
            if address:
                return finding.candidates_of_address(connection, address)
            return finding.candidates_of_name(connection, name.lower())

    def kept_of(self, whom: Candidate, but: Collection[str]) -> Kept:
        """Every copy of somebody's mails that the ledger knows of. `but`: canonical addresses of ours."""
        with self._store.reading() as connection:
            introduced = introducing(connection, self._key, address=_own_address(whom), names=whom.names)
            introduced = tuple(mail for mail in introduced if mail not in whom.mails)
            kept = finding.kept_of(connection, whom, but, introduced)
        return replace(kept, stays=(*kept.stays, *((mail, Stays.INTRODUCES) for mail in introduced)))

    def introduced(self, *, address: str = "", name: str = "") -> Candidate | None:
        """Who is known by agencies' mails alone, by their canonical address or their name; None: nobody is."""
        with self._store.reading() as connection:
            found = introducing(connection, self._key, address=address, names=(name,))
        if not found:
            return None
        return Candidate(person=None, address=address, is_shared=False, names=(name,) if name else (), mails=())

    def kept_of_mails(self, mails: Sequence[int], *, to_trash: bool) -> Kept:
        """Every copy of these mails that the ledger knows of, but for what went to others: too many to write to."""
        with self._store.reading() as connection:
            return replace(finding.kept_of_mails(connection, mails, to_trash=to_trash), elsewhere=())

    def rows_of(self, whom: Candidate, trail: Trail) -> dict[str, list[dict[str, object]]]:
        """What each table says of somebody's mails, of their address, and of agencies' mails that introduced them."""
        hashed = hashes_of(self._key, address=_own_address(whom), names=whom.names)
        with self._store.reading() as connection:
            return disclosing.rows_of(connection, trail, hashed)

    def begin(
        self,
        reference: str,
        kept: Kept,
        at: datetime,
        *,
        why: Why,
        by: str | None,
        mailboxes: Sequence[str],
        files: Collection[str] = (),
    ) -> Erasure | None:
        """Erases all that the ledger says of these mails. `files`: that lie in the folders besides;
        `mailboxes`: in which copies are to be looked for.

        None where a mail is being read or a letter about one of them is being sent: then nothing was done, and it is
        to be tried again in a moment.
        """
        with self._store.writing() as connection:
            if connection.dialect.name != "sqlite":
                connection.execute(do.NOBODY_TAKES_IN)
            if connection.execute(do.IN_HAND).first() is not None:
                return None
            numbers = [mail.number for mail in kept.trail.mails]
            if numbers and connection.execute(do.UNDER_WAY, {"mails": numbers}).first() is not None:
                return None
            discarded = _discarded(connection, numbers)
            trail = replace(kept.trail, files=tuple(sorted({*kept.trail.files, *files, *discarded})))
            asked = connection.execute(do.FORGET_REQUESTS, {"mails": numbers}).rowcount if numbers else 0
            introduced = [mail for mail, stays in kept.stays if stays is Stays.INTRODUCES]
            rows = asked + _erase(connection, trail, introduced, at, why)
            pending = tuple(dict.fromkeys((*mailboxes, *(mail.mailbox for mail in trail.mails))))
            receipt = Receipt(rows=rows, requests=asked, elsewhere=kept.elsewhere, stays=kept.stays, pending=pending)
            erasure = Erasure(
                reference=reference,
                why=why,
                by=by and line(by, BY_LIMIT),
                asked_at=at,
                done_at=None,
                trail=trail,
                receipt=receipt,
            )
            connection.execute(
                do.NEW_ERASURE,
                {
                    "reference": reference,
                    "why": why,
                    "by": erasure.by,
                    "asked_at": at,
                    "done_at": None,
                    "trail": trail_to_json(trail),
                    "receipt": receipt_to_json(receipt),
                },
            )
        return erasure

    def one(self, reference: str) -> Erasure | None:
        """One erasure."""
        with self._store.reading() as connection:
            row = connection.execute(do.ERASURE, {"of_reference": reference}).one_or_none()
        return None if row is None else _erasure(row)

    def raw_hashes(self, mails: Collection[int] | None) -> dict[int, str]:
        """By which bytes these mails are known, or (None) all that were not erased."""
        asked = {} if mails is None else {"mails": list(mails)}
        with self._store.reading() as connection:
            rows = connection.execute(do.RAW_HASHES if mails is None else do.RAW_HASHES_OF, asked)
            return {row.id: row.raw_hash for row in rows}

    def unfinished(self) -> tuple[Erasure, ...]:
        """What is still to be done elsewhere, oldest first."""
        with self._store.reading() as connection:
            return tuple(map(_erasure, connection.execute(do.UNFINISHED)))

    def newest(self) -> tuple[Erasure, ...]:
        """The newest hundred."""
        with self._store.reading() as connection:
            return tuple(map(_erasure, connection.execute(do.NEWEST, {"count": NEWEST})))

    def places(self, trail: Trail, mailbox: str) -> dict[Location, int]:
        """Where the trail's mails lie in a mailbox as far as is known, each with its number."""
        numbers = [mail.number for mail in trail.mails if mail.mailbox == mailbox]
        if not numbers:
            return {}
        with self._store.reading() as connection:
            return {location_of(row): row.message for row in connection.execute(do.PLACES_OF, {"mails": numbers})}

    def known_at(self, mailbox: str, folder: str, uidvalidity: int, uids: Collection[int]) -> dict[int, int]:
        """Of these UIDs those at which a mail is known to lie, each with the mail's number."""
        asked = {"of_mailbox": mailbox, "of_folder": folder, "number": uidvalidity, "uids": list(uids)}
        with self._store.reading() as connection:
            return {row.uid: row.message for row in connection.execute(do.KNOWN_AT, asked)}

    def progress(self, erasure: Erasure) -> None:
        """What was done by now, and what is left to do."""
        with self._store.writing() as connection:
            trail = None if erasure.trail is None else trail_to_json(erasure.trail)
            now = {"receipt_now": receipt_to_json(erasure.receipt), "trail_now": trail}
            connection.execute(do.PROGRESS, {"of_reference": erasure.reference, **now})

    def finish(self, erasure: Erasure, at: datetime) -> Erasure:
        """No copy is left: what led to them is forgotten, and by which bytes the mails were known."""
        receipt = replace(erasure.receipt, pending=())
        numbers = [mail.number for mail in erasure.trail.mails] if erasure.trail is not None else []
        with self._store.writing() as connection:
            asked = {"of_reference": erasure.reference, "receipt_now": receipt_to_json(receipt)}
            ended = connection.execute(do.FINISH, asked).first()
            if ended is not None and numbers:
                connection.execute(do.UNKNOW_OTHERWISE, {"mails": numbers})
                connection.execute(do.LEAVE_PLACES, {"mails": numbers, "at": at})
                connection.execute(do.UNKNOW, {"mails": numbers})
        return replace(erasure, receipt=receipt, trail=None)

    def scrub(self, at: datetime) -> tuple[str, ...] | None:
        """Clears what deleted rows leave in the database's files; gives back what was finished, and is done by it.

        None where a file stays as it is for now: somebody reads it, or the disk is full. Whoever has the ledger open
        meanwhile waits.
        """
        with self._store.reading() as connection:
            finished = list(connection.scalars(do.TO_SCRUB))
        if not self._store.scrub():
            return None
        if finished:
            with self._store.writing() as connection:
                connection.execute(do.DONE, {"references": finished, "at": at})
        return tuple(finished)


def _erase(connection: Connection, trail: Trail, introduced: Sequence[int], at: datetime, why: Why) -> int:
    """Everything that the ledger says of these mails; how many rows that were."""
    numbers = [mail.number for mail in trail.mails]
    these, rows = {"mails": numbers}, _without_waiting_digests(connection, trail)
    if numbers:
        persons = list(connection.scalars(do.APPLICANTS_OF, these))
        rows += without_subjects(connection, numbers, introduced)
        statements = (*(do.OF_INTRODUCTIONS if why is Why.ASKED else ()), *do.OF_THESE_MAILS)
        rows += sum(connection.execute(statement, these).rowcount for statement in statements)
        rows += connection.execute(do.EMPTY_MAILS, {**these, "at": at}).rowcount
        if persons:
            rows += connection.execute(do.FORGET_PERSONS, {"persons": persons}).rowcount
    elif introduced:
        rows += without_subjects(connection, (), introduced)
    ids = [*(mail.message_id for mail in trail.mails if mail.message_id), *trail.letters, *trail.sent]
    if ids:
        rows += connection.execute(do.FORGET_REFERENCES, {"ids": ids}).rowcount
        rows += connection.execute(do.FORGET_SENT, {"ids": [*trail.letters, *trail.sent]}).rowcount
    if trail.address:
        about = {"address": trail.address}
        rows += connection.execute(do.UNLEARN_ADDRESS, about).rowcount
        rows += connection.execute(do.FORGET_AGENCY, about).rowcount
        rows += connection.execute(do.FORGET_CORRESPONDENTS, {"ids": [trail.address]}).rowcount
    return rows


def _own_address(whom: Candidate) -> str:
    """By which they alone are known; "" where that is nobody's, or several people's."""
    return "" if whom.is_shared else whom.address


def _discarded(connection: Connection, numbers: Sequence[int]) -> set[str]:
    """What was filed at an old place, or for a plan that came out otherwise, and is to be deleted yet."""
    asked = {"mails": list(numbers)}
    found = connection.scalars(do.DISCARDS_OF, asked) if numbers else ()
    effects = (effects_json.from_json(written) for written in found)
    left_over = connection.scalars(do.LEFT_OVER_OF, asked) if numbers else ()
    return {
        *(path for effect in effects for path in getattr(effect, "paths", ())),
        *(path for written in left_over for path in json.loads(written)),
    }


def _without_waiting_digests(connection: Connection, trail: Trail) -> int:
    """A digest that names one of them and has not gone out is composed anew."""
    words = {each.casefold() for each in (*trail.names, *(mail.writer for mail in trail.mails), trail.address) if each}
    naming = [
        row.action for row in connection.execute(do.DIGESTS_WAITING) if any(word in _said(row.effect) for word in words)
    ]
    if not naming:
        return 0
    asked = {"digests": naming}
    for statement in (do.CANCEL_DIGESTS, do.FREE_DIGESTS, do.UNENCLOSE_DIGESTS, do.FORGET_DIGESTS):
        connection.execute(statement, asked)
    return len(naming)


def _said(effect: str) -> str:
    letter = getattr(effects_json.from_json(effect), "letter", None)
    if letter is None:
        return ""
    return "\n".join((letter.text, letter.html or "", *(file.text for file in letter.files))).casefold()


def _erasure(row: Row[Any]) -> Erasure:
    return Erasure(
        reference=row.reference,
        why=row.why,
        by=row.by,
        asked_at=row.asked_at,
        done_at=row.done_at,
        trail=None if row.trail is None else trail_from_json(row.trail),
        receipt=receipt_from_json(row.receipt),
    )
