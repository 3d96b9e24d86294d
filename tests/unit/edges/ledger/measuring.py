"""How much a database looks at: what it did, not how its plan is worded, and no time.

On SQLite, the steps of its machine, on a file that was never analysed. On PostgreSQL, the rows that each node of the
plan gave or threw away, as often as it ran.
"""

import json
from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, event

from inbox_bot.edges.ledger import Ledger
from inbox_bot.edges.ledger.schema import metadata


def visited(ledger: Ledger, call: Callable[[], object]) -> int:
    """What the statements that this call sends look at."""
    store = ledger._store
    sent: list[tuple[str, Any]] = []
    watched: list[Any] = []
    steps = 0

    def step() -> int:
        nonlocal steps
        steps += 1
        return 0

    def note(_connection: object, cursor: Any, sql: str, values: Any, _context: object, _many: bool) -> None:
        sent.append((sql, values))
        if store.path is not None:
            cursor.connection.set_progress_handler(step, 1)
            watched.append(cursor.connection)

    event.listen(store.engine, "before_cursor_execute", note)
    try:
        call()
    finally:
        event.remove(store.engine, "before_cursor_execute", note)
        for connection in watched:
            connection.set_progress_handler(None, 0)
    if store.path is not None:
        return steps
    with store.engine.connect() as connection:
        return sum(_rows(connection, sql, values) for sql, values in sent if sql.startswith(("SELECT", "WITH")))


def _rows(connection: Connection, sql: str, values: Any) -> int:
    [[plan]] = connection.exec_driver_sql(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", values)
    [found] = plan if isinstance(plan, list) else json.loads(plan)
    return _of_node(found["Plan"])


def _of_node(node: dict[str, Any]) -> int:
    loops = node["Actual Loops"]
    rows = sum(node.get(name, 0) for name in ("Actual Rows", "Rows Removed by Filter", "Rows Removed by Index Recheck"))
    return int(rows * loops) + sum(_of_node(child) for child in node.get("Plans", ()))


def multiply(ledger: Ledger, table: str, count: int, **unlike: str) -> None:
    """Copies a table's last row `count` times; `unlike` are its columns that differ, in SQL over `n` (from 1)."""
    names = [column.name for column in metadata.tables[table].columns if column.name != "id" or "id" in unlike]
    values = [unlike.get(name, name) for name in names]
    key = next(iter(metadata.tables[table].primary_key)).name
    with ledger._store.writing() as connection:
        connection.exec_driver_sql(
            f"WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < {count})"
            f" INSERT INTO {table} ({', '.join(names)}) SELECT {', '.join(values)}"
            f" FROM n, (SELECT * FROM {table} ORDER BY {key} DESC LIMIT 1) AS last"
        )
