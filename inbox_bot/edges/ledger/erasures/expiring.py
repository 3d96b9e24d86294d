"""The shelf of what `keep` lets go: told beforehand, confirmed by a person, erased in batches.

Each method is one transaction.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from inbox_bot.core.erasure.retention import REMAINS, Kept, LetGo
from inbox_bot.core.erasure.values import Receipt, Why
from inbox_bot.core.message.safe import line
from inbox_bot.edges.ledger.consents.rows import kept_longer
from inbox_bot.edges.ledger.database.in_sets import in_sets
from inbox_bot.edges.ledger.database.store import Store
from inbox_bot.edges.ledger.erasures import expiring_statements as ask
from inbox_bot.edges.ledger.erasures import remains
from inbox_bot.edges.ledger.erasures.erasing_statements import NEW_ERASURE
from inbox_bot.edges.ledger.erasures.finding import with_deliveries
from inbox_bot.edges.ledger.erasures.trail_json import receipt_to_json
from inbox_bot.edges.ledger.introductions.introductions import in_dispute


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """How it stands with `keep`."""

    fingerprint: str
    since: datetime  #: when it was first seen so
    looked_at: datetime
    confirmed_at: datetime | None
    confirmed_by: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class AboutToGo:
    """Mails that are about to be erased, or what is left of some that were."""

    kept: Kept
    number: int
    first_at: datetime  #: since when that is told of the first of them


class Expiring:
    """See the module."""

    def __init__(self, store: Store, key: bytes) -> None:
        """`key` is the ledger's: by it candidates are compared whom agencies introduced."""
        self._store = store
        self._key = key

    def standing(self) -> Standing | None:
        """How it stood at the last look; None: nobody has looked."""
        with self._store.reading() as connection:
            row = connection.execute(ask.RETENTION).one_or_none()
        if row is None:
            return None
        return Standing(
            fingerprint=row.fingerprint,
            since=row.since,
            looked_at=row.looked_at,
            confirmed_at=row.confirmed_at,
            confirmed_by=row.confirmed_by,
        )

    def look(self, fingerprint: str, at: datetime, *, trusted: timedelta) -> None:
        """What rules.yaml says now. Where it says something else, a person has to confirm it, and nothing is told yet.

        So it is where nobody has looked for longer than `trusted`, or the last look lies ahead: the clock may have
        jumped.
        """
        standing = self.standing()
        with self._store.writing() as connection:
            if standing is None:
                row = {"id": 1, "fingerprint": fingerprint, "since": at, "looked_at": at}
                connection.execute(ask.NEW_RETENTION, row)
                return
            jumped = not timedelta(days=-1) < at - standing.looked_at < trusted
            if jumped or standing.fingerprint != fingerprint:
                connection.execute(ask.ASK, {"now_fingerprint": fingerprint, "at": at})
                connection.execute(ask.STAY_ALL)
            else:
                connection.execute(ask.LOOKED, {"at": at})

    def confirm(self, fingerprint: str, at: datetime, *, by: str) -> bool:
        """A person has seen what goes; False where rules.yaml says something else by now."""
        with self._store.writing() as connection:
            asked = {"seen_fingerprint": fingerprint, "at": at, "who": line(by, 200)}
            return connection.execute(ask.CONFIRM, asked).first() is not None

    def take_back(self, fingerprint: str) -> bool:
        """A person wants nothing to go after all; False where that was not confirmed, or rules.yaml says otherwise."""
        with self._store.writing() as connection:
            return connection.execute(ask.TAKE_BACK, {"seen_fingerprint": fingerprint}).first() is not None

    def announce(self, soon: LetGo, at: datetime) -> tuple[int, ...]:
        """What is about to go is told from now on; what is not about to go any longer isn't.

        Gives back the mails that would go, but are in dispute with an agency.
        """
        with self._store.writing() as connection:
            remains.note_erased(connection, at)
            wanted = of_its_kind(connection, soon)
            held_back = in_dispute_of(connection, self._key, wanted, soon)
            wanted = {mail: kept for mail, kept in wanted.items() if mail not in held_back}
            told = {row.message: row.kept for row in connection.execute(ask.EXPIRING)}
            there = {mail for mail, kept in told.items() if wanted.get(mail) is kept}
            gone = sorted(told.keys() - there)
            for some in in_sets(gone):
                connection.execute(ask.STAY, {"mails": some})
            new = [
                {"message": mail, "kept": kept, "announced_at": at}
                for mail, kept in wanted.items()
                if mail not in there
            ]
            if new:
                connection.execute(ask.ANNOUNCE, new)
        return tuple(sorted(held_back))

    def applications(self, soon: LetGo) -> frozenset[int]:
        """The mails that bring applications and were kept long enough by then, whoever is asked or has agreed."""
        with self._store.reading() as connection:
            found = kept_by(connection, self._key, replace(soon, at=None))
        return frozenset(mail for mail, kept in found.items() if kept in (Kept.FILED, Kept.SPECULATIVE))

    def about_to_go(self) -> tuple[AboutToGo, ...]:
        """How many of each."""
        with self._store.reading() as connection:
            return tuple(
                AboutToGo(kept=row.kept, number=row.number, first_at=row.first_at)
                for row in connection.execute(ask.ABOUT_TO_GO)
            )

    def numbers(self) -> tuple[int, ...]:
        """The mails that are about to go."""
        with self._store.reading() as connection:
            return tuple(row.message for row in connection.execute(ask.EXPIRING) if row.kept not in REMAINS)

    def due(self, now: LetGo, told_before: datetime, count: int) -> tuple[int, ...]:
        """Mails that may go: told long enough ago, and kept long enough. With their letters and further deliveries."""
        with self._store.reading() as connection:
            due = self._due(connection, now, told_before)
            mails = [mail for mail, kept in due.items() if kept not in REMAINS][:count]
            if not mails:
                return ()
            letters = connection.scalars(ask.LETTERS_TO, {"mails": mails})
            return with_deliveries(connection, {*mails, *letters})

    def remains_due(self, now: LetGo, told_before: datetime, count: int) -> Mapping[Kept, tuple[int, ...]]:
        """Erased mails of which nothing is to be left, told long enough ago, by what ends; empty: none."""
        with self._store.reading() as connection:
            due = self._due(connection, now, told_before)
        some = [mail for mail, kept in due.items() if kept in REMAINS][:count]
        found = {each: tuple(mail for mail in some if due[mail] is each) for each in REMAINS}
        return {kept: mails for kept, mails in found.items() if mails}

    def end(self, reference: str, left: Mapping[Kept, Collection[int]], at: datetime) -> None:
        """What is left of erased mails ends: an erasure that is done when the database's files are cleared as well."""
        with self._store.writing() as connection:
            rows = remains.end(connection, left)
            erasure = {"reference": reference, "why": Why.KEPT_LONG_ENOUGH, "by": None, "asked_at": at, "done_at": None}
            receipt = receipt_to_json(Receipt(rows=rows))
            connection.execute(NEW_ERASURE, {**erasure, "trail": None, "receipt": receipt})

    def _due(self, connection: Connection, now: LetGo, told_before: datetime) -> dict[int, Kept]:
        """What may go and was told long enough ago as what it is."""
        wanted = kept_by(connection, self._key, now)
        told = connection.execute(ask.TOLD_BEFORE, {"told_before": told_before}).all()
        return {row.message: wanted[row.message] for row in told if wanted.get(row.message) is row.kept}

    def raw_before(self, before: datetime, count: int) -> Mapping[int, str]:
        """Copies on disk that are kept no longer, by their mails."""
        with self._store.reading() as connection:
            found = connection.execute(ask.RAW_BEFORE, {"before": before, "count": count})
            return {row.id: row.raw_path for row in found}

    def raw_gone(self, mails: Collection[int]) -> None:
        """They are deleted."""
        with self._store.writing() as connection:
            connection.execute(ask.RAW_GONE, {"mails": list(mails)})


def kept_by(connection: Connection, key: bytes, what: LetGo) -> dict[int, Kept]:
    """The mails that may go, each with what has its time in `keep`. `key` is the ledger's."""
    wanted = of_its_kind(connection, what)
    held_back = in_dispute_of(connection, key, wanted, what)
    return {mail: kept for mail, kept in wanted.items() if mail not in held_back}


def in_dispute_of(connection: Connection, key: bytes, mails: Collection[int], what: LetGo) -> frozenset[int]:
    """Those of some mails that are in dispute with an agency."""
    if not mails or what.disputed_since is None:
        return frozenset()
    return in_dispute(connection, key, what.disputed_since).intersection(mails)


def of_its_kind(connection: Connection, what: LetGo) -> dict[int, Kept]:
    """The mails that were kept long enough, each with what has its time in `keep`; also those in dispute.

    Not those of whoever is asked whether they may be kept longer, or has agreed to it.
    """
    befores = {
        Kept.FILED: what.filed_before if what.vacancies else None,
        Kept.SPECULATIVE: what.speculative_before,
        Kept.AGENCY: what.agency_before,
        Kept.NOT_AN_APPLICATION: what.others_before,
        Kept.INTRODUCTIONS: what.introductions_before,
        Kept.ANSWERED: what.answered_before,
    }
    found: dict[int, Kept] = {}
    for kept, before in befores.items():
        if before is None:
            continue
        asked: dict[str, object] = {"before": before}
        if kept is Kept.FILED:
            asked["vacancies"] = sorted(what.vacancies)
        found |= dict.fromkeys(connection.scalars(ask.BY_KIND[kept], asked), kept)
    stay = kept_longer(connection, what.at) if found and what.at is not None else frozenset()
    return {mail: kept for mail, kept in found.items() if mail not in stay}
