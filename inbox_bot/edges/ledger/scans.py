"""The shelf of mails that wait until their scans are recognised: how often that was begun, and whether it is done.

What was made out is no text of the ledger's: it is kept beside the applications (`pipeline/scans`). The attempt is
committed before it begins, as that of reading is; a mail whose recognition takes the daemon down each time is judged
without it in the end.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select, update

from inbox_bot.edges.ledger.database.store import Store
from inbox_bot.edges.ledger.database.upsert import insert_missing
from inbox_bot.edges.ledger.intake import seen
from inbox_bot.edges.ledger.schema import messages, scans

#: How far the recognition of these mails is.
STANDING = (
    select(messages.c.raw_hash, scans.c.attempts, scans.c.recognised_at)
    .join(scans, scans.c.message == messages.c.id)
    .where(messages.c.mailbox == bindparam("mailbox"), messages.c.raw_hash.in_(bindparam("hashes", expanding=True)))
)

#: The messages that these mails are.
MESSAGES = select(messages.c.id).where(
    messages.c.mailbox == bindparam("mailbox"), messages.c.raw_hash.in_(bindparam("hashes", expanding=True))
)

_OF = select(messages.c.id).where(
    messages.c.mailbox == bindparam("of_mailbox"), messages.c.raw_hash == bindparam("of_hash")
)

#: Recognition begins.
BEGIN = update(scans).where(scans.c.message.in_(_OF)).values(attempts=scans.c.attempts + 1)

#: Recognition was ended by somebody else.
BROKE_OFF = update(scans).where(scans.c.message.in_(_OF)).values(attempts=scans.c.attempts - 1)

#: Recognition is done.
DONE = update(scans).where(scans.c.message.in_(_OF)).values(recognised_at=bindparam("at"))


@dataclass(frozen=True, kw_only=True, slots=True)
class ScanStanding:
    """How far the recognition of a mail's scans is."""

    attempts: int  #: how often it was begun
    is_done: bool


class Scans:
    """Mails that wait for it. Any method may raise LedgerUnavailable (nothing was written) or LedgerDamaged."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def hold(self, mailbox: str, raw_hashes: Collection[str], at: datetime) -> None:
        """Mails in hand wait until their scans are recognised; the attempt to read them does not count."""
        with self._store.writing() as connection:
            found = connection.scalars(MESSAGES, {"mailbox": mailbox, "hashes": list(raw_hashes)}).all()
            insert_missing(connection, scans, [{"message": each, "attempts": 0, "queued_at": at} for each in found])
            seen.requeue(connection, mailbox, raw_hashes, counted=False)

    def standing(self, mailbox: str, raw_hashes: Collection[str]) -> dict[str, ScanStanding]:
        """How far each of these mails is, by raw hash; those that were never held are left out."""
        if not raw_hashes:
            return {}
        with self._store.reading() as connection:
            rows = connection.execute(STANDING, {"mailbox": mailbox, "hashes": list(raw_hashes)})
            return {
                row.raw_hash: ScanStanding(attempts=row.attempts, is_done=row.recognised_at is not None) for row in rows
            }

    def begin(self, mailbox: str, raw_hash: str) -> bool:
        """Recognition begins: what becomes of the daemon now is counted. False where the mail was erased."""
        with self._store.writing() as connection:
            return bool(connection.execute(BEGIN, {"of_mailbox": mailbox, "of_hash": raw_hash}).rowcount)

    def broke_off(self, mailbox: str, raw_hash: str) -> None:
        """It was not the mail's fault that it came to nothing."""
        with self._store.writing() as connection:
            connection.execute(BROKE_OFF, {"of_mailbox": mailbox, "of_hash": raw_hash})

    def done(self, mailbox: str, raw_hash: str, at: datetime) -> bool:
        """What could be made out is kept: the mail is read again with it. False where the mail was erased."""
        with self._store.writing() as connection:
            return bool(connection.execute(DONE, {"of_mailbox": mailbox, "of_hash": raw_hash, "at": at}).rowcount)
