"""How much a database looks at: what it did, not how its plan is worded, and no time.

On SQLite, the steps of its machine, on a file that was never analysed. On PostgreSQL, the rows that each node of the
plan gave or threw away, as often as it ran: what was asked is asked once more, and taken back.
"""

import json
from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, event

from inbox_bot.edges.ledger import Ledger


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
    asked = [(sql, values) for sql, values in sent if sql.startswith(("SELECT", "WITH", "UPDATE", "DELETE"))]
    with store.engine.connect() as connection:
        return sum(_rows(connection, sql, values) for sql, values in asked)


def _rows(connection: Connection, sql: str, values: Any) -> int:
    with connection.begin() as transaction:
        [[plan]] = connection.exec_driver_sql(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", values)
        transaction.rollback()
    [found] = plan if isinstance(plan, list) else json.loads(plan)
    return _of_node(found["Plan"])


def _of_node(node: dict[str, Any]) -> int:
    loops = node["Actual Loops"]
    rows = sum(node.get(name, 0) for name in ("Actual Rows", "Rows Removed by Filter", "Rows Removed by Index Recheck"))
    return int(rows * loops) + sum(_of_node(child) for child in node.get("Plans", ()))
