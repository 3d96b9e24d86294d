"""A digest looks at each mail of a busy day, and of the months before, so many times: with twice the mails, twice as
much, on both databases.
"""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from inbox_bot.core.rules.model import Reviewer
from inbox_bot.digest.gather import gather
from inbox_bot.digest.period import Period
from inbox_bot.edges.ledger import Ledger
from tests.support.builders.company import example_rules
from tests.unit.edges.ledger.building import AT, DAY, INBOX, MAILBOX, UIDVALIDITY
from tests.unit.edges.ledger.many_rows import REVIEWER, add_mails
from tests.unit.edges.ledger.measuring import visited

SOME, TWICE = 350, 700  # mails in seventy days
KEPT = 70 * DAY
BESIDES = 1_000  # whichever of two equally good ways a database takes
RULES = replace(
    example_rules(),
    mailboxes=tuple(each.model_copy(update={"name": MAILBOX}) for each in example_rules().mailboxes),
    reviewers=(Reviewer(email=REVIEWER),),
)


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def kept(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Ledger]]:
    """Two ledgers of the seventy days up to now, one with twice the mails of the other."""
    ledgers = []
    for mails in (SOME, TWICE):
        if request.param == "sqlite":
            place = str(tmp_path_factory.mktemp("kept") / "ledger.db")
        else:
            place = str(request.getfixturevalue("postgres").place())
        ledger = Ledger.open(place, now=AT)
        ledger.intake.first_contact(MAILBOX, INBOX, uidvalidity=UIDVALIDITY, start_uid=1, left_alone=0, at=AT)
        add_mails(ledger, mails, begins=AT - KEPT, lasts=KEPT)
        ledgers.append(ledger)
    yield ledgers
    for ledger in ledgers:
        ledger.close()


PERIODS = {
    "a day": Period(day=AT.date(), begins=AT - DAY, ends=AT),
    "thirty days": Period(day=AT.date(), begins=AT - 30 * DAY, ends=AT.replace(month=2, day=28)),
    "the first of a month": Period(day=AT.date(), begins=AT - 2 * DAY, ends=AT - DAY),
}


@pytest.mark.parametrize("period", PERIODS.values(), ids=list(PERIODS))
def test_with_twice_the_mails_a_digest_looks_at_twice_as_much(kept, period):
    received = []

    def written(ledger: Ledger) -> None:
        digest = gather(ledger, RULES, RULES.reviewers[0], period)
        received.append(digest.received)

    some, twice = (visited(ledger, lambda: written(ledger)) for ledger in kept)  # noqa: B023
    assert received[1] == pytest.approx(2 * received[0], abs=1)
    assert some > received[0]
    assert twice <= 2.1 * some + BESIDES
