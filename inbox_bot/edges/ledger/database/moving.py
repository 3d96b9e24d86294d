"""A ledger moves to another database, SQLite or PostgreSQL: all rows, compared, and only one of the two ever in use.

How each of them stands is in its `meta`. Whatever ends a move between two steps, at most one of them can be opened; the
same move, asked for again, goes on.

| step | the old one | the new one |
|---|---|---|
| before | in use | empty, or left by an earlier move of the same ledger |
| 1. what is in the new one is deleted, and the ledger's key put there | in use | `coming` |
| 2. rows are copied, table by table, then compared | in use, nobody can write to it | `coming` |
| 3. the old one says where its rows are | `moved` | `coming` |
| 4. the new one is whole | `moved` | in use |
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Integer,
    Table,
    bindparam,
    delete,
    func,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.exc import DataError, IntegrityError

from inbox_bot.core.wording import Sentence
from inbox_bot.edges.ledger.database.store import Store
from inbox_bot.edges.ledger.errors import LedgerDamaged, LedgerMoved, LedgerOccupied
from inbox_bot.edges.ledger.schema import breaker, meta, metadata

SOME_AT_ONCE = {"yield_per": 1_000}  # rows in memory

STANDING, KEY = "standing", "key"  # names in `meta`
COMING, MOVED = "coming", "moved to "

#: How a ledger stands: no row where it is in use.
HOW_IT_STANDS = select(meta.c.value).where(meta.c.name == STANDING)

#: The secret, which a moved ledger keeps: by it the two are one.
SECRET = select(meta.c.value).where(meta.c.name == KEY)

#: From now on it stands so.
STANDS = insert(meta).values(name=STANDING, value=bindparam("standing"))

#: It is in use.
IN_USE = delete(meta).where(meta.c.name == STANDING)

#: The sequence that numbers a table's new rows. Only on PostgreSQL.
SEQUENCE_OF = select(func.pg_get_serial_sequence(bindparam("table"), bindparam("column")))

#: The next row gets the next number; `counted` false: this one. Only on PostgreSQL.
GOES_ON_AFTER = select(
    func.setval(bindparam("sequence"), bindparam("highest", type_=BigInteger), bindparam("counted", type_=Boolean))
)

TABLES = tuple(metadata.sorted_tables)
_ITS_OWN = (meta, breaker)  # of a new ledger: their rows are no content

# Of each table alike.
ROWS_OF = {table: select(table) for table in TABLES}
HOW_MANY_IN = {table: select(func.count()).select_from(table) for table in TABLES}
NEW_ROWS_IN = {table: insert(table) for table in TABLES}
EMPTY = {table: delete(table) for table in TABLES}

#: What rows say of others of their table, by table and column.
POINTING = {
    (table, column): (
        select(*table.primary_key.columns, column).where(column.is_not(None)),
        update(table)
        .where(*[key == bindparam("of_row") for key in table.primary_key.columns])
        .values({column.name: bindparam("points_to")}),
    )
    for table in TABLES
    for column in table.columns
    if any(key.column.table is table for key in column.foreign_keys)
}

#: Tables whose rows PostgreSQL numbers, each with its highest number.
HIGHEST_IN = {
    table: (column, select(func.max(column)))
    for table in TABLES
    for column in table.primary_key.columns
    if len(table.primary_key.columns) == 1 and isinstance(column.type, Integer)
}


def refuse_moved(store: Store) -> None:
    """Raises LedgerMoved where this ledger is not in use: its rows are elsewhere, or not all here yet."""
    with store.reading() as connection:
        standing = _standing(connection)
    if standing is None:
        return
    if standing == COMING:
        raise LedgerMoved(
            Sentence("the ledger {name} is not whole: a move to it was broken off; ask for it again", name=store.name)
        )
    raise LedgerMoved(
        Sentence(
            "the ledger {name} is no longer in use: it was moved, and is now {place}; name that one in rules.yaml",
            name=store.name,
            place=standing.removeprefix(MOVED),
        )
    )


def move(old: Store, new: Store, progress: Callable[[int, int], None]) -> int:
    """Move all rows, and say in the old ledger where they are; returns how many there are. Both stores are locked.

    `progress` hears how many rows are done, and of how many. Raises LedgerOccupied where the new place holds anything
    else, LedgerMoved where the old one is not in use, LedgerDamaged where a row can't be kept there or came otherwise,
    LedgerUnavailable: asked for again, the move goes on.
    """
    with old.writing() as source:  # a person's command that would write meanwhile waits, or is told that it can't
        _shut(source)
        tables = [table for table in TABLES if table is not meta]
        total = sum(_count(source, table) for table in tables)
        if not _was_left_at_the_end(source, new):
            refuse_moved(old)
            _refuse_occupied(source, new)
            _empty(source, new)
            _copy(source, new, tables, total, progress)
            source.execute(STANDS, {"standing": MOVED + new.name})
    with new.writing() as target:
        target.execute(IN_USE)
    return total


def _was_left_at_the_end(source: Connection, new: Store) -> bool:
    """Whether an earlier move between the two came to its third step."""
    with new.reading() as target:
        is_this_ledger = target.scalar(SECRET) == source.scalar(SECRET)
        return is_this_ledger and _standing(source) == MOVED + new.name and _standing(target) in (COMING, None)


def _refuse_occupied(source: Connection, new: Store) -> None:
    """Raises LedgerOccupied where the place holds more than what a move of this very ledger left there."""
    with new.reading() as target:
        if target.scalar(SECRET) == source.scalar(SECRET) and _standing(target) is not None:
            return
        if any(_count(target, table) for table in TABLES if table not in _ITS_OWN):
            raise LedgerOccupied(
                Sentence("the ledger {name} holds something already: name a place that is empty", name=new.name)
            )


def _standing(connection: Connection) -> str | None:
    standing: str | None = connection.scalar(HOW_IT_STANDS)
    return standing


def _shut(source: Connection) -> None:
    """Nobody writes until this transaction ends: on SQLite it began so."""
    if source.dialect.name == "postgresql":
        names = ", ".join(f'"{table.name}"' for table in metadata.sorted_tables)
        source.execute(text(f"LOCK TABLE {names} IN EXCLUSIVE MODE"))


def _count(connection: Connection, table: Table) -> int:
    return int(connection.scalar(HOW_MANY_IN[table]) or 0)


def _empty(source: Connection, new: Store) -> None:
    """Nothing is left there but what makes it this ledger, and that it is coming."""
    rows = source.execute(ROWS_OF[meta]).all()
    with new.writing() as target:
        for table in reversed(TABLES):
            target.execute(EMPTY[table])
        target.execute(NEW_ROWS_IN[meta], [row._asdict() for row in rows])
        target.execute(STANDS, {"standing": COMING})


def _copy(
    source: Connection, new: Store, tables: Sequence[Table], total: int, progress: Callable[[int, int], None]
) -> None:
    done = 0
    for table in tables:
        later = [column for of, column in POINTING if of is table]
        try:
            with new.writing() as target:
                for some in _some_of(source, table):
                    target.execute(
                        NEW_ROWS_IN[table], [row | dict.fromkeys(each.name for each in later) for row in some]
                    )
                    done += len(some)
                    progress(done, total)
                for column in later:
                    _point(source, target, table, column)
                _count_on(target, table)
        except (DataError, IntegrityError) as error:
            raise LedgerDamaged(
                Sentence(
                    "a row of {table} can't be kept by the ledger {name}: {why}",
                    table=table.name,
                    name=new.name,
                    why=type(error.orig).__name__,
                )
            ) from error
        with new.reading() as target:
            if _sum_of(source, table) != _sum_of(target, table):
                raise LedgerDamaged(
                    Sentence("the rows of {table} came otherwise to {name}", table=table.name, name=new.name)
                )


def _some_of(connection: Connection, table: Table) -> Iterator[list[dict[str, Any]]]:
    """The rows, some at a time."""
    rows = connection.execute(ROWS_OF[table], execution_options=SOME_AT_ONCE)
    for some in rows.mappings().partitions():
        yield [dict(row) for row in some]


def _point(source: Connection, target: Connection, table: Table, column: Column[Any]) -> None:
    """What a row says of another one of its table: once all of them are there, whichever came first."""
    asked, told = POINTING[table, column]
    pointing = [{"of_row": row[0], "points_to": row[1]} for row in source.execute(asked)]
    if pointing:
        target.execute(told, pointing)


def _count_on(target: Connection, table: Table) -> None:
    """PostgreSQL numbers new rows by a sequence of its own, which goes on after the highest number."""
    if target.dialect.name != "postgresql" or table not in HIGHEST_IN:
        return
    column, asked = HIGHEST_IN[table]
    sequence = target.scalar(SEQUENCE_OF, {"table": table.name, "column": column.name})
    if sequence is not None:
        highest = target.scalar(asked)
        target.execute(GOES_ON_AFTER, {"sequence": sequence, "highest": highest or 1, "counted": highest is not None})


def _sum_of(connection: Connection, table: Table) -> int:
    """The rows as one number, in whatever order they come: two databases sort words differently."""
    total = 0
    for row in connection.execute(ROWS_OF[table], execution_options=SOME_AT_ONCE):
        total += int.from_bytes(hashlib.sha256(repr(tuple(row)).encode("utf-8", "surrogatepass")).digest())
    return total
