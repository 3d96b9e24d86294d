"""All that the ledger has of mails with an outcome, some at a time."""

from collections.abc import Iterator
from datetime import timedelta

from inbox_bot.edges.ledger import Ledger, MailRow

SLICE = timedelta(days=30)  # whose mails are known by number at once


def every_mail(ledger: Ledger) -> Iterator[MailRow]:
    """Every mail with an outcome, some hundred at a time. Raises LedgerError."""
    span = ledger.reports.seen_from_to()
    if span is None:
        return
    begin, last = span
    while begin <= last:
        yield from ledger.reports.each_received_between(begin, begin + SLICE)
        begin += SLICE
