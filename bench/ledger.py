"""What a mail costs in a ledger that has been kept for years: nothing more than in an empty one.

    python -m bench.ledger [--mails 1000000]
    python -m bench.ledger --digest

Three ledgers on SQLite, with 0, a tenth and all of so many mails (a million by default) and all that came of them:
places, applications, documents, answers, copies in Sent. They take turns at the ledger's part of a mail's whole way,
from its first sight to its settled answer, in batches of 50; the median batch counts, in time on the clock and in the
processor's. Then what a start, `status` and `answers` take, each the best of some.

With `--digest` it measures nothing but the digest of a day of 1,000 mails, from a ledger of eighty such days, which are
a million rows: that of an ordinary day, and the first of a month, which has the month in numbers.

The largest ledger takes three gigabytes in the folder for temporary files, for as long as it is measured. Ends with one
`name=value` a line; `make bench-long` runs it, too.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select

from inbox_bot.core.plan.effects import Move
from inbox_bot.core.plan.values import PlannedMail
from inbox_bot.core.rules.model import Reviewer
from inbox_bot.core.words import ActionKind, ActionState
from inbox_bot.digest.compose import pages
from inbox_bot.digest.gather import gather
from inbox_bot.digest.period import Period
from inbox_bot.edges.ledger import Ledger, Settlement
from inbox_bot.edges.ledger.schema import metadata
from inbox_bot.health.status import status_of
from tests.support.builders.company import example_rules
from tests.unit.edges.ledger.building import (
    AT,
    DAY,
    HOUR,
    INBOX,
    MAILBOX,
    UIDVALIDITY,
    a_mail,
    a_plan,
    a_reading,
    a_verdict,
    an_action,
    an_answer,
    an_application,
    batch_of,
    filed_of,
    planned,
)
from tests.unit.edges.ledger.many_rows import BEGINS, REVIEWER, add_a_year, add_mails

A_MILLION = 1_000_000  # mails
BATCH = 50  # mails, as `pipeline.intake.batches` takes them in
BATCHES = 15  # of each ledger; the first warms up
TRIES = 5
A_DAY, DAYS_KEPT = 1_000, 80  # mails; days
LISTED = 1_000  # answers
Took = dict[int, list[tuple[float, float]]]  #: by size: seconds on the clock, seconds of the processor


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mails", type=int, default=A_MILLION, help="in the largest ledger (default 1,000,000)")
    parser.add_argument("--digest", action="store_true", help="only the digest of a day of 1,000 mails")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="inbox-bot-bench-ledger-") as scratch:
        found = of_a_digest(Path(scratch)) if asked.digest else measured(Path(scratch), asked.mails)
        for name, value in found.items():
            print(f"{name}={value}")
    return 0


def of_a_digest(folder: Path) -> dict[str, str]:
    """How many rows the ledger has, and how long a digest takes, from the first question to both its pages."""
    mailboxes = tuple(each.model_copy(update={"name": MAILBOX}) for each in example_rules().mailboxes)
    rules = replace(example_rules(), mailboxes=mailboxes, reviewers=(Reviewer(email=REVIEWER),))
    with Ledger.open(folder / "digest.db", now=AT) as ledger:
        ledger.intake.first_contact(MAILBOX, INBOX, uidvalidity=UIDVALIDITY, start_uid=1, left_alone=0, at=AT)
        add_mails(ledger, DAYS_KEPT * A_DAY, begins=AT - DAYS_KEPT * DAY, lasts=DAYS_KEPT * DAY)
        found = {"rows": str(_rows(ledger))}
        for cpu_ms, ms, ends in (
            ("digest_cpu_ms", "digest_ms", AT),
            ("digest_of_a_month_cpu_ms", "digest_of_a_month_ms", AT.replace(day=1)),
        ):
            period = Period(day=ends.date(), begins=ends - DAY, ends=ends)

            def written(period: Period = period) -> None:
                pages(gather(ledger, rules, rules.reviewers[0], period), rules)

            used = time.process_time()
            written()
            found[cpu_ms] = f"{1000 * (time.process_time() - used):.0f}"
            found[ms] = f"{_best(written):.0f}"
    return found


def _rows(ledger: Ledger) -> int:
    counts = [select(func.count()).select_from(table) for table in metadata.sorted_tables]
    with ledger._store.reading() as connection:
        return sum(connection.execute(count).scalar_one() for count in counts)


def measured(folder: Path, mails: int) -> dict[str, str]:
    """Each number by its name."""
    folder.mkdir(exist_ok=True)
    rules = example_rules()
    sizes = (0, mails // 10, mails)
    places = {size: folder / f"{size}.db" for size in sizes}
    for size, place in places.items():
        _fill(place, size)
        print(f"a ledger of {size} mails: {place.stat().st_size / 1e6:.0f} MB", flush=True)
    found = {f"ledger_start_ms_at_{size}": f"{_start(place):.1f}" for size, place in places.items()}
    ledgers = {size: Ledger.open(place, now=AT) for size, place in places.items()}
    try:
        took = _take_turns(ledgers)
        for number, clock in enumerate(("ms", "cpu_ms")):
            of_each = {size: 1000 / BATCH * statistics.median(each[number] for each in took[size]) for size in sizes}
            found |= {f"ledger_{clock}_a_mail_at_{size}": f"{each:.2f}" for size, each in of_each.items()}
            found[f"ledger_{clock}_ratio"] = f"{of_each[mails] / of_each[0]:.2f}"
        for size, ledger in ledgers.items():
            found[f"status_ms_at_{size}"] = f"{_best(lambda: status_of(ledger, rules, AT)):.1f}"  # noqa: B023
            listed = _best(lambda: ledger.actions.newest_answers(None, BEGINS, LISTED))  # noqa: B023
            found[f"answers_ms_at_{size}"] = f"{listed:.1f}"
    finally:
        for ledger in ledgers.values():
            ledger.close()
    return found


def _fill(place: Path, mails: int) -> None:
    with Ledger.open(place, now=AT) as ledger:
        ledger.intake.first_contact(MAILBOX, INBOX, uidvalidity=UIDVALIDITY, start_uid=1, left_alone=0, at=AT)
        if mails:
            add_a_year(ledger, mails)


def _start(place: Path) -> float:
    """Milliseconds until a daemon has the ledger, after an end in which all was closed."""

    def start() -> None:
        with Ledger.open(place, now=AT) as ledger:
            ledger.recover()

    return _best(start)


def _best(call: Callable[[], object]) -> float:
    took = []
    for _ in range(TRIES):
        began = time.monotonic()
        call()
        took.append(time.monotonic() - began)
    return min(took) * 1000


def _take_turns(ledgers: dict[int, Ledger]) -> Took:
    took: Took = {size: [] for size in ledgers}
    for batch in range(BATCHES):
        for size, ledger in ledgers.items():
            began, used = time.monotonic(), time.process_time()
            _one_batch(ledger, range(batch * BATCH + 1, (batch + 1) * BATCH + 1), AT + batch * HOUR)
            if batch:
                took[size].append((time.monotonic() - began, time.process_time() - used))
    return took


def _one_batch(ledger: Ledger, numbers: Iterable[int], at: datetime) -> None:
    """What the pipeline asks of the ledger for a batch of mails, each answered and moved."""
    uids = list(numbers)
    ledger.intake.note_seen([a_mail(f"new {uid}", uid) for uid in uids], at)
    batch = batch_of(*(_planned(ledger, uid, at) for uid in uids))
    ledger.intake.commit(batch, filed_of(*batch.mails), at)
    ledger.intake.advance(MAILBOX, INBOX, uidvalidity=UIDVALIDITY, next_uid=uids[-1] + 1, listed=uids)
    settled: list[Settlement] = []
    while claimed := ledger.actions.claim_many((ActionKind.ANSWER,), at, mailbox=MAILBOX, count=1, settled=settled):
        ledger.history.of_action(claimed[0].id, at)
        settled = [Settlement(id=claimed[0].id, state=ActionState.DONE)]
    moves = ledger.actions.claim_many((ActionKind.MOVE,), at, mailbox=MAILBOX)
    ledger.actions.settle_many([Settlement(id=one.id, state=ActionState.DONE) for one in moves], at)


def _planned(ledger: Ledger, uid: int, at: datetime) -> PlannedMail:
    to = f"new{uid}@place{uid}.example"
    reading, verdict = a_reading(f"new {uid}", sender=to), a_verdict()
    ledger.history.known_of(reading)
    ledger.history.of(reading, verdict, at)
    answer = an_action(an_answer(to, likeness=f"new {uid}"), f"answer:new {uid}", due_at=at)
    move = an_action(Move(folder=("Filed",)), f"move:new {uid}", due_at=at)
    return planned(ledger, reading, a_plan(answer, move, applications=(an_application(to),)), verdict)


if __name__ == "__main__":
    sys.exit(main())
