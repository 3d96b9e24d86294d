"""What other systems are to be told: events found on record, each asked for once, and those that were given up.

Whatever becomes of a mail is a row on record (`decisions`), in the transaction that makes it so. So that table is the
list of what happened; how far it was looked through for a hook is its mark, kept beside what it asked for.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select

from inbox_bot.core.plan.values import Action
from inbox_bot.core.words import ActionKind, ActionState
from inbox_bot.edges.ledger.actions.insert import TAKEN_KEYS, Asked, ask
from inbox_bot.edges.ledger.database.store import Store
from inbox_bot.edges.ledger.database.upsert import upsert
from inbox_bot.edges.ledger.errors import OnceConflict
from inbox_bot.edges.ledger.schema import actions, decisions, meta

#: How far what is on record was looked through for a hook.
MARK = select(meta.c.value).where(meta.c.name == bindparam("of_hook"))

#: The newest that is on record.
NEWEST_ON_RECORD = select(func.coalesce(func.max(decisions.c.id), 0))

#: What came on record after a mark, oldest first.
ON_RECORD_AFTER = (
    select(decisions.c.id, decisions.c.message, decisions.c.at, decisions.c.means)
    .where(decisions.c.id > bindparam("mark"))
    .order_by(decisions.c.id)
    .limit(bindparam("count"))
)

#: One row of the record.
ON_RECORD_AT = select(decisions.c.id, decisions.c.message, decisions.c.at, decisions.c.means).where(
    decisions.c.id == bindparam("number")
)

#: The events that were given up in a period, by what was wrong last.
GIVEN_UP = (
    select(actions.c.note, func.count().label("n"))
    .where(
        actions.c.kind == ActionKind.HOOK,
        actions.c.state == ActionState.REFUSED,
        actions.c.tried_at >= bindparam("start"),
        actions.c.tried_at < bindparam("end"),
    )
    .group_by(actions.c.note)
    .order_by(actions.c.note)
)


@dataclass(frozen=True, kw_only=True, slots=True)
class OnRecord:
    """Something was decided about a mail."""

    id: int
    message: int
    at: datetime
    by_a_person: bool


class Hooks:
    """Any method may raise LedgerUnavailable (nothing was written) or LedgerDamaged; each is one transaction."""

    def __init__(self, store: Store, key: bytes) -> None:
        """`key` is the ledger's."""
        self._store = store
        self._key = key

    def after_mark(self, hook: str, count: int) -> tuple[OnRecord, ...] | None:
        """What came on record since the hook's mark, oldest first; None where it has none yet."""
        with self._store.reading() as connection:
            mark = connection.scalar(MARK, {"of_hook": lane_of(hook)})
            if mark is None:
                return None
            rows = connection.execute(ON_RECORD_AFTER, {"mark": int(mark), "count": count}).all()
        return tuple(OnRecord(id=row.id, message=row.message, at=row.at, by_a_person=bool(row.means)) for row in rows)

    def begin(self, hook: str) -> None:
        """From now on: of what is on record already a hook is not told."""
        with self._store.writing() as connection:
            _set_mark(connection, hook, connection.execute(NEWEST_ON_RECORD).scalar_one())

    def on_record(self, number: int) -> OnRecord | None:
        """One row of the record."""
        with self._store.reading() as connection:
            row = connection.execute(ON_RECORD_AT, {"number": number}).one_or_none()
        if row is None:
            return None
        return OnRecord(id=row.id, message=row.message, at=row.at, by_a_person=bool(row.means))

    def ask(self, hook: str, planned: Sequence[Action], mark: int, at: datetime) -> None:
        """Ask for these, but for those that were asked for before, and set the mark."""
        try:
            with self._store.writing() as connection:
                new = _not_asked_yet(connection, planned)
                ask(
                    connection,
                    self._key,
                    [Asked(message=None, mailbox=lane_of(hook), fingerprint=None, actions=new)],
                    at,
                )
                _set_mark(connection, hook, mark)
        except OnceConflict:  # another process was faster, on PostgreSQL: the next look finds its mark
            return

    def given_up(self, start: datetime, end: datetime) -> tuple[tuple[str, int], ...]:
        """What was wrong with the events that were given up from `start` to before `end`, and how many there were."""
        with self._store.reading() as connection:
            rows = connection.execute(GIVEN_UP, {"start": start, "end": end}).all()
        return tuple((row.note or "", row.n) for row in rows)


def _not_asked_yet(connection: Connection, planned: Sequence[Action]) -> list[Action]:
    keys = [once for action in planned for once in action.once_keys]
    taken: Collection[str] = set(connection.scalars(TAKEN_KEYS, {"keys": keys})) if keys else ()
    found: dict[tuple[str, ...], Action] = {}
    for action in planned:
        if not any(once in taken for once in action.once_keys):
            found.setdefault(action.once_keys, action)
    return list(found.values())


def _set_mark(connection: Connection, hook: str, mark: int) -> None:
    upsert(connection, meta, {"name": lane_of(hook), "value": str(mark)})


def lane_of(hook: str) -> str:
    """What stands in a mailbox's place in a hook's actions, and under which name its mark is."""
    return f"hook:{hook}"
