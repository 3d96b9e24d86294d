"""What a person or a poll asks looks at as much after a year as on the first day, on both databases."""

from inbox_bot.core.words import Outcome
from inbox_bot.edges.ledger import Ledger
from tests.unit.edges.ledger.building import take_in
from tests.unit.edges.ledger.measuring import multiply, visited

A_YEAR = 20_000  # mails
UNLIKE = {"raw_hash": "raw_hash || n", "message_id": "message_id || n", "fingerprint": "fingerprint || n"}


def analyse(ledger: Ledger) -> None:
    """What PostgreSQL does by itself every few minutes; SQLite never does."""
    if ledger._store.path is None:
        with ledger._store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("ANALYZE")


def test_failed_mails_are_found_without_reading_the_others(ledger: Ledger):
    take_in(ledger, "poison", outcome=Outcome.FAILED)
    take_in(ledger, "ann", uid=2)
    multiply(ledger, "messages", 200, **UNLIKE)
    analyse(ledger)
    before = visited(ledger, ledger.reports.failed)
    multiply(ledger, "messages", A_YEAR, **(UNLIKE | {"raw_hash": "raw_hash || 'x' || n"}))
    analyse(ledger)
    assert visited(ledger, ledger.reports.failed) <= before
    assert [mail.outcome for mail in ledger.reports.failed()] == [Outcome.FAILED]
