"""A secret or a certificate ends, and somebody hears of it in time."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from inbox_bot.core.alarms import AlarmKind
from inbox_bot.core.rules.model import Flow, Provider, SignInSettings
from inbox_bot.edges import rules_file
from inbox_bot.edges.filing import LocalFolders
from inbox_bot.edges.ledger import Ledger
from inbox_bot.pipeline.installation import Installation
from inbox_bot.pipeline.upkeep.sign_in_ends import due_on, note_ends
from tests.unit.cli.running import ROOT

TODAY = date(2026, 11, 29)


@pytest.mark.parametrize(
    ("days", "due"),
    [
        (31, None),
        (30, AlarmKind.SIGN_IN_ENDS),
        (15, AlarmKind.SIGN_IN_ENDS),
        (14, AlarmKind.SIGN_IN_ENDS_SOON),
        (0, AlarmKind.SIGN_IN_ENDS_SOON),
        (-40, AlarmKind.SIGN_IN_ENDS_SOON),
    ],
)
def test_a_month_and_a_fortnight_before(days, due):
    assert due_on(TODAY + timedelta(days=days), TODAY) is due


def test_what_has_no_known_end_is_not_spoken_of():
    assert due_on(None, TODAY) is None


def test_an_alarm_comes_goes_on_as_another_and_ends_when_it_was_seen_to(tmp_path):
    rules = rules_file.read(ROOT / "rules.yaml")

    def on(day, ends):
        signin = SignInSettings(
            provider=Provider.MICROSOFT, flow=Flow.APP, client_id="c", tenant="t", client_secret_ends=ends
        )
        mailbox = rules.mailboxes[0].model_copy(update={"signin": signin})
        installation = Installation(
            rules=replace(rules, mailboxes=(mailbox,)),
            folder=tmp_path,
            ledger=ledger,
            filing=LocalFolders(tmp_path),
            reading=None,
            now=lambda: datetime(day.year, day.month, day.day, 9, tzinfo=UTC),
        )
        note_ends(installation)
        return [(each.alarm.kind, each.alarm.sentence) for each in ledger.alarms.raised()]

    ends = date(2027, 1, 31)
    with Ledger.open(str(tmp_path / "ledger.db")) as ledger:
        assert on(date(2026, 12, 31), ends) == []
        ((kind, sentence),) = on(date(2027, 1, 2), ends)
        assert kind is AlarmKind.SIGN_IN_ENDS
        assert "until 2027-01-31" in sentence
        ((kind, _),) = on(date(2027, 1, 20), ends)
        assert kind is AlarmKind.SIGN_IN_ENDS_SOON
        assert on(date(2027, 1, 20), date(2028, 1, 1)) == []
