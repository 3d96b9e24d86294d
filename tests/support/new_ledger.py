"""Writes what the migrations make of an empty SQLite database, as one text: `make new-ledger`.

A new ledger is made from it (`inbox_bot/edges/ledger/migrate.py`); what revisions came after it run behind it.
"""

import sqlite3
import tempfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from inbox_bot.edges.ledger.database.store import Store
from inbox_bot.edges.ledger.migrate import NEW_LEDGER, REVISIONS, upgrade

_MADE = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid"


def text_of(revision: str) -> str:
    """The statements that make a database of this revision, in the order in which its tables came to be."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "ledger.db")
        store = Store(file, lock=True)
        with store.writing() as connection:
            upgrade(connection, revision, datetime.now(UTC))
        store.close()
        with closing(sqlite3.connect(file)) as made:
            statements = [statement for (statement,) in made.execute(_MADE)]
    statements.append(f"INSERT INTO alembic_version (version_num) VALUES ('{revision}')")
    return "".join(f"{statement.strip()};\n" for statement in statements)


if __name__ == "__main__":
    NEW_LEDGER.write_text(text_of(REVISIONS[-1]), encoding="utf-8")
