"""Ledgers on PostgreSQL for workers that share one: new ones are copied, since their schema takes seconds to make."""

import secrets
from functools import cached_property

import psycopg

from inbox_bot.edges.ledger import Ledger
from tests.support.servers.postgres import Postgres


class SharedLedgers:
    """Of one server."""

    def __init__(self, postgres: Postgres) -> None:
        self.postgres = postgres

    @cached_property
    def _made(self) -> str:
        where = self.postgres.database()
        Ledger.open(where).close()
        return where

    def new(self) -> str:
        """The URL of an empty ledger with a key of its own."""
        where = self.postgres.database(self._made)
        with psycopg.connect(where) as connection:
            connection.execute("UPDATE meta SET value = %s WHERE name = 'key'", (secrets.token_hex(32),))
        return where

    def copy(self, where: str) -> str:
        """The URL of a copy of a ledger as it is now; nobody may have that one open."""
        return self.postgres.database(where)

    def drop(self, where: str) -> None:
        """It is needed no more, whoever has it open."""
        with self.postgres.connect() as connection:
            connection.execute(f"DROP DATABASE {where.rpartition('/')[2]} WITH (FORCE)")
