"""The shelf of what people ask for about their data. Each method is one transaction.

A request is open from the transaction that gives its mail an outcome until a person says that it is settled; nothing
else closes it, whatever becomes of the mail, but the erasure of who asked.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Row

from inbox_bot.edges.ledger.database.store import Store
from inbox_bot.edges.ledger.requests import statements as do
from inbox_bot.edges.ledger.requests.values import RequestRow


class Requests:
    """Any method may raise LedgerUnavailable (nothing was written) or LedgerDamaged."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def open(self) -> tuple[RequestRow, ...]:
        """What is open, the oldest first."""
        with self._store.reading() as connection:
            return tuple(map(_request, connection.execute(do.OPEN)))

    def of_mail(self, message: int) -> tuple[RequestRow, ...]:
        """What a mail asks for, settled or not."""
        with self._store.reading() as connection:
            return tuple(map(_request, connection.execute(do.OF_MAIL, {"of_message": message})))

    def settled_between(self, start: datetime, end: datetime) -> tuple[RequestRow, ...]:
        """What people settled from `start` to before `end`."""
        with self._store.reading() as connection:
            return tuple(map(_request, connection.execute(do.SETTLED_BETWEEN, {"start": start, "end": end})))

    def standing(self) -> tuple[int, datetime | None]:
        """How many are open, and when the oldest of them came; None where none is."""
        with self._store.reading() as connection:
            row = connection.execute(do.STANDING).one()
        return int(row.number), row.oldest

    def settle(self, message: int, at: datetime, *, by: str | None) -> bool:
        """All that a mail asks for is settled; False where nothing of it was open."""
        with self._store.writing() as connection:
            return connection.execute(do.SETTLE, {"of_message": message, "at": at, "by": by}).first() is not None

    def reopen(self, message: int, at: datetime) -> bool:
        """What was settled last of what a mail asks for is open again; False where nothing was settled."""
        with self._store.writing() as connection:
            rows = map(_request, connection.execute(do.OF_MAIL, {"of_message": message}))
            last = max((row.settled_at for row in rows if row.settled_at is not None), default=None)
            if last is None:
                return False
            asked = {"of_message": message, "last": last, "at": at}
            return connection.execute(do.REOPEN, asked).first() is not None


def _request(row: Row[Any]) -> RequestRow:
    return RequestRow(
        message=row.message,
        right=row.asks_for,
        asked_at=row.asked_at,
        quote=row.quote,
        settled_at=row.settled_at,
        settled_by=row.settled_by,
        reopened_at=row.reopened_at,
    )
