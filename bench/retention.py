"""How much work it is to let 10,000 mails go: `python -m bench.retention`. CPU time, on a ledger in a file.

The mailbox is none: what a server takes is its own. What is counted is the ledger, trail and files.
"""

import tempfile
import time
from datetime import timedelta
from pathlib import Path

from inbox_bot.core.erasure.retention import ANNOUNCED, UNSEEN, LetGo
from inbox_bot.core.erasure.values import Why
from inbox_bot.edges.ledger import Ledger
from inbox_bot.pipeline.privacy.retaining import AT_ONCE
from tests.unit.edges.ledger.building import AT, DAY, MAILBOX
from tests.unit.edges.ledger.many_rows import add_a_year

MAILS = 10_000


def main() -> None:
    """Prints the seconds of CPU, and what is left."""
    with tempfile.TemporaryDirectory() as folder, Ledger.open(Path(folder, "ledger.db")) as ledger:
        ledger.notices.note_poll(MAILBOX, AT, None)
        add_a_year(ledger, MAILS)
        began = time.process_time()
        now = LetGo(
            vacancies=frozenset({"baker"}),
            filed_before=AT,
            speculative_before=AT,
            agency_before=AT,
            others_before=AT,
            raw_before=None,
        )
        ledger.expiring.look("f", AT, trusted=UNSEEN)
        ledger.expiring.announce(now, AT)
        later, batches = AT + ANNOUNCED + timedelta(days=1), 0
        while mails := ledger.expiring.due(now, later - ANNOUNCED, AT_ONCE):
            kept = ledger.erasures.kept_of_mails(mails, to_trash=True)
            erasure = ledger.erasures.begin(f"{batches}", kept, later, why=Why.KEPT_LONG_ENOUGH, by=None, mailboxes=())
            assert erasure is not None
            ledger.erasures.finish(erasure, later)
            batches += 1
        ledger.erasures.scrub()
        counts = ledger.reports.counts_between(AT - 600 * DAY, AT)
        print(f"{batches} batches, {time.process_time() - began:.1f} s of CPU, {counts.received} still counted")  # noqa: T201


if __name__ == "__main__":
    main()
