"""The shelf of what people taught by deciding. Only reads: what is taught is written with the decision."""

from datetime import datetime

from inbox_bot.core.judgement.taught import Fact
from inbox_bot.edges.ledger.database.store import Store
from inbox_bot.edges.ledger.lessons import statements
from inbox_bot.edges.ledger.lessons.facts import fact_of


class Lessons:
    """What was taught. Any method may raise LedgerUnavailable or LedgerDamaged."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self) -> tuple[Fact, ...]:
        """Every fact that stands, oldest first."""
        with self._store.reading() as connection:
            return tuple(map(fact_of, connection.execute(statements.ALL)))

    def of_domain(self, domain: str) -> tuple[Fact, ...]:
        """The newest facts about a domain."""
        with self._store.reading() as connection:
            return tuple(map(fact_of, connection.execute(statements.OF_DOMAIN, {"at_domain": domain})))

    def between(self, start: datetime, end: datetime) -> tuple[Fact, ...]:
        """What was taught from `start` to before `end`, and stands, with all that was taught of the same before."""
        with self._store.reading() as connection:
            rows = connection.execute(statements.BETWEEN, {"start": start, "end": end}).all()
            if not rows:
                return ()
            asked = {
                "abouts": sorted({row.about for row in rows}),
                "domains": sorted({row.domain for row in rows if row.domain is not None}),
                "end": end,
            }
            return tuple(map(fact_of, connection.execute(statements.OF_THESE, asked)))
