"""A `start` that was changed after first contact, as `status` and `check` tell of it."""

from pathlib import Path

import pytest

from inbox_bot.cli.looking.status import as_object, lines
from inbox_bot.core.rules.load import load
from inbox_bot.core.rules.model import Rules
from inbox_bot.edges import catalogues, rules_file
from inbox_bot.edges.ledger import Ledger
from inbox_bot.health.check import check_starts
from inbox_bot.health.status import status_of
from tests.support.servers.installation import ROOT
from tests.unit.health.test_alive import NOW

EXAMPLE = (ROOT / "rules.yaml").read_text()


def rules_with(start: str) -> Rules:
    return load(EXAMPLE.replace("\n  # start: now", f"\n  start: {start}"), rules_file.templates(ROOT / "templates"))


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A ledger that met INBOX under `start: now`, where seven mails lay."""
    path = tmp_path / "ledger.db"
    with Ledger.open(path) as ledger:
        ledger.intake.first_contact(
            "recruitment", "INBOX", uidvalidity=1, start_uid=8, left_alone=7, at=NOW, start="now"
        )
    return path


SAID = (
    "INBOX: start: all has no effect, since it was now at first contact; `inbox-bot take-in --since DATE` takes "
    "earlier mail in (left alone: 7)"
)


def test_status_says_it_for_a_person_and_for_a_program(place):
    with Ledger.open(place, lock=False) as ledger:
        changed = status_of(ledger, rules_with("all"), NOW)
        unchanged = status_of(ledger, rules_with("now"), NOW)
    assert lines(changed)[-1] == f"mailbox recruitment: {SAID}"
    assert as_object(changed)["start_without_effect"] == [
        {"mailbox": "recruitment", "folder": "INBOX", "start": "all", "was": "now"}
    ]
    assert not changed.needs_person
    assert unchanged.starts == ()
    assert as_object(unchanged)["start_without_effect"] == []


def test_it_is_said_in_german_as_well(place):
    with Ledger.open(place, lock=False) as ledger:
        [*_, last] = lines(status_of(ledger, rules_with("all"), NOW), catalogues.wordings().of("de"))
    assert "bewirkt nichts" in last
    assert "inbox-bot take-in --since" in last


def test_check_says_it_and_holds_nobody_up(place, tmp_path):
    [found] = check_starts(str(place), rules_with("all"))
    assert (found.ok, found.what, found.sentence) == (True, "mailbox recruitment", SAID)
    assert list(check_starts(str(place), rules_with("now"))) == []
    assert list(check_starts(str(tmp_path / "none.db"), rules_with("all"))) == []
