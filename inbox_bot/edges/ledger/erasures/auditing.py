"""The shelf of what there is about people: how much, how old, and where. Each method is one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, func, literal, select, union_all

from inbox_bot.core.erasure.retention import Kept, LetGo
from inbox_bot.core.words import Outcome
from inbox_bot.edges.ledger.database.store import Store
from inbox_bot.edges.ledger.erasures.expiring import kept_by
from inbox_bot.edges.ledger.personal import personal_columns
from inbox_bot.edges.ledger.schema import LIVE, locations, messages, metadata, sent_mails

#: How many rows each table with personal columns has.
ROWS = union_all(
    *(
        select(literal(name).label("name"), func.count().label("number")).select_from(metadata.tables[name])
        for name in personal_columns()
    )
)

#: How many mails became what, and when the oldest of each came; without an outcome: what waits.
BY_OUTCOME = select(
    messages.c.outcome, func.count().label("number"), func.min(messages.c.received_at).label("oldest")
).group_by(messages.c.outcome)

#: In which folder how many mails lie, and when the oldest came.
BY_FOLDER = (
    select(
        locations.c.mailbox,
        locations.c.folder,
        func.count(locations.c.message.distinct()).label("number"),
        func.min(messages.c.received_at).label("oldest"),
    )
    .join(messages, messages.c.id == locations.c.message)
    .where(LIVE)
    .group_by(locations.c.mailbox, locations.c.folder)
    .order_by(locations.c.mailbox, locations.c.folder)
)

#: Of how many mails in each mailbox's Sent it is known to whom they went, and when the oldest did.
IN_SENT = (
    select(sent_mails.c.mailbox, func.count().label("number"), func.min(sent_mails.c.at).label("oldest"))
    .group_by(sent_mails.c.mailbox)
    .order_by(sent_mails.c.mailbox)
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Amount:
    """How much there is, and from when the oldest of it is; None: there is none."""

    number: int
    oldest: datetime | None


class Auditing:
    """See the module."""

    def __init__(self, store: Store, key: bytes) -> None:
        """`key` is the ledger's."""
        self._store = store
        self._key = key

    def rows(self) -> Mapping[str, int]:
        """How many rows each table with personal columns has, by the tables' names."""
        with self._store.reading() as connection:
            return {row.name: row.number for row in connection.execute(ROWS)}

    def by_outcome(self) -> Mapping[Outcome | None, Amount]:
        """The mails of each outcome; None: those that wait."""
        with self._store.reading() as connection:
            return {row.outcome: _amount(row) for row in connection.execute(BY_OUTCOME)}

    def by_folder(self) -> Mapping[tuple[str, str], Amount]:
        """The mails in each folder, by mailbox and folder: as far as they are known to lie there."""
        with self._store.reading() as connection:
            return {(row.mailbox, row.folder): _amount(row) for row in connection.execute(BY_FOLDER)}

    def in_sent(self) -> Mapping[str, Amount]:
        """The mails in each mailbox's Sent, as far as they were looked at."""
        with self._store.reading() as connection:
            return {row.mailbox: _amount(row) for row in connection.execute(IN_SENT)}

    def kept_too_long(self, what: LetGo) -> Mapping[Kept, int]:
        """How many mails are there that `keep` had let go by then."""
        with self._store.reading() as connection:
            found = list(kept_by(connection, self._key, what).values())
        return {kept: found.count(kept) for kept in Kept if kept in found}


def _amount(row: Row[tuple[object, ...]]) -> Amount:
    return Amount(number=row.number, oldest=row.oldest)
