"""The digest of the demo's mails, as a person reads it: beside this file as text and as HTML, in English and in German.

    UPDATE_SNAPSHOTS=1 .venv/bin/python -m pytest tests/unit/digest/test_the_demos_digest.py

writes them anew, for a look at what changed. Times are replaced, since the demo's day is today.
"""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from inbox_bot.demo.expected import EXPECTED
from inbox_bot.demo.run import DemoRun, run_demo
from inbox_bot.digest.compose import pages
from inbox_bot.digest.gather import gather
from inbox_bot.digest.period import Period
from inbox_bot.digest.values import Digest
from inbox_bot.edges.ledger import Ledger
from tests.support.digests import everything_in
from tests.unit.digest.days import rules
from tests.unit.digest.snapshots import assert_reads_as

_TIMES = re.compile(
    r"\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d{1,2} [A-Z][a-z]{2}(?:, \d{2}:\d{2})?"
    r"|\b(?:Mo|Di|Mi|Do|Fr|Sa|So), \d{1,2}\. [A-Z][a-zä]{2,3}(?:, \d{2}:\d{2})?"
    r"|\b(?:today|heute), \d{2}:\d{2}|\b1 (?:day|Tag)(?= ·)"  # it may run over midnight
)


@pytest.fixture(scope="module")
def demo(tmp_path_factory) -> DemoRun:
    return run_demo(tmp_path_factory.mktemp("demo") / "run", datetime.now(UTC), lambda name, mail: None)


def in_german(demo: DemoRun) -> Digest:
    """What the same reviewer would be told with `language: de`."""
    reviewer = rules().reviewers[0].model_copy(update={"language": "de"})
    told = replace(rules(), reviewers=(reviewer,))
    period = Period(day=demo.digest.ends.date(), begins=demo.digest.begins, ends=demo.digest.ends)
    with Ledger.open(demo.folder / "ledger.db", lock=False) as ledger:
        return gather(ledger, told, reviewer, period)


@pytest.mark.parametrize(("number", "name"), [(0, "the-demos-digest.html"), (1, "the-demos-digest.txt")])
@pytest.mark.parametrize("language", ["en", "de"])
def test_it_reads_as_it_did(demo, number, name, language):
    digest = demo.digest if language == "en" else in_german(demo)
    name = name if language == "en" else name.replace(".", f".{language}.")
    page = _TIMES.sub("(a time)", pages(digest, rules())[number])
    assert_reads_as(name, page)


def test_every_mail_of_the_demo_stands_in_it_once(demo):
    assert demo.digest.received == len(EXPECTED) == len(everything_in(demo.digest))
    assert demo.digest.received == sum(count.number for count in demo.digest.counts) + demo.digest.waiting
    assert demo.digest.answered == len(demo.received)
