"""How things stand, in numbers: a text that Prometheus reads, each metric with its help, its type and its unit."""

import re
from datetime import UTC, datetime

import pytest

from inbox_bot.core.alarms import Alarm, AlarmKind
from inbox_bot.core.words import ActionState, Outcome
from inbox_bot.edges.alerts import metrics_file, write_metrics
from inbox_bot.edges.ledger import PollState
from inbox_bot.health.alive import Health
from inbox_bot.health.metrics import Standing, metrics_of
from tests.unit.cli.running import ROOT

AT = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
STANDING = Standing(
    today={Outcome.FILED: 3},
    waiting=0,
    review=2,
    failed=1,
    stuck={ActionState.HELD: 4, ActionState.UNCERTAIN: 0, ActionState.REFUSED: 0},
)
#: The text format 0.0.4: a comment, or a name, labels and a value.
LINE = re.compile(r'(# (HELP|TYPE|UNIT) [a-z_]+ .+|[a-z_]+(\{[a-z]+="([^"\\\n]|\\[\\"n])*"\})? [0-9.e+]+)')


def text_of(*alarms, standing=STANDING, ok=True):
    polls = [
        PollState(mailbox="jobs", tried_at=AT, polled_at=AT, problem=None, problem_since=None),
        PollState(mailbox="never", tried_at=AT, polled_at=None, problem="down", problem_since=AT),
    ]
    return metrics_of(Health(ok=ok, sentence=""), polls, [(each, AT) for each in alarms], standing)


def values_of(text):
    return dict(line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))


def test_each_metric_has_its_help_its_type_and_its_unit_before_its_values():
    text = text_of(Alarm(kind=AlarmKind.OUTBOX, about="jobs", parameters={"problem": "down"}))
    assert all(LINE.fullmatch(line) for line in text.splitlines())
    assert text.endswith("\n")
    names = list(dict.fromkeys(re.split(r"[{ ]", line)[0] for line in text.splitlines() if not line.startswith("#")))
    for name in names:
        [unit] = re.findall(rf"^# UNIT {name} (\w+)$", text, re.M)
        assert name.endswith(f"_{unit}")
        assert re.search(rf"^# HELP {name} .+\n# TYPE {name} gauge\n# UNIT {name} .+\n{name}", text, re.M)
    documented = set(re.findall(r"`(inbox_bot_\w+)`", (ROOT / "docs" / "alarms.md").read_text()))
    assert set(names) == documented


def test_what_the_numbers_say():
    values = values_of(text_of(Alarm(kind=AlarmKind.OUTBOX, about="jobs", parameters={"problem": "down"})))
    assert values["inbox_bot_health_ratio"] == "1"
    assert values['inbox_bot_last_poll_timestamp_seconds{mailbox="jobs"}'] == f"{AT.timestamp():.0f}"
    assert 'inbox_bot_last_poll_timestamp_seconds{mailbox="never"}' not in values
    assert values['inbox_bot_alarm_since_timestamp_seconds{alarm="outbox:jobs"}'] == f"{AT.timestamp():.0f}"
    assert values['inbox_bot_received_today_messages{outcome="filed"}'] == "3"
    assert values['inbox_bot_received_today_messages{outcome="review"}'] == "0"
    assert values['inbox_bot_stuck_answers{state="held"}'] == "4"


def test_a_folder_of_any_name_is_one_line():
    alarm = Alarm(kind=AlarmKind.EMPTIED, about='jobs/A "b"\\c\nd', parameters={"number": 10, "folder": "x"})
    text = text_of(alarm)
    assert all(LINE.fullmatch(line) for line in text.splitlines())
    assert r'{alarm="emptied:jobs/A \"b\"\\c\nd"}' in text


def test_a_ledger_that_can_not_be_read_leaves_health_and_the_alarm():
    text = text_of(Alarm(kind=AlarmKind.LEDGER, parameters={"problem": "gone"}), standing=None, ok=False)
    assert {name.partition("{")[0] for name in values_of(text)} == {
        "inbox_bot_health_ratio",
        "inbox_bot_last_poll_timestamp_seconds",
        "inbox_bot_alarm_since_timestamp_seconds",
    }
    assert values_of(text)["inbox_bot_health_ratio"] == "0"


def test_the_file_is_put_in_place_whole_for_everybody_to_read(tmp_path):
    path = tmp_path / "inbox_bot.prom"
    write_metrics(path, "old 1\n")
    with path.open() as reader:
        write_metrics(path, "new 1\n")
        assert reader.read() == "old 1\n"
    assert path.read_text() == "new 1\n"
    assert path.stat().st_mode & 0o777 == 0o644
    assert [each.name for each in tmp_path.iterdir()] == ["inbox_bot.prom"]


def test_a_write_that_fails_leaves_the_old_file_and_nothing_beside_it(tmp_path, monkeypatch):
    path = tmp_path / "inbox_bot.prom"
    write_metrics(path, "old 1\n")

    def full(*_):
        assert not [each for each in tmp_path.iterdir() if each.suffix == ".prom" and each != path]
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(metrics_file.os, "fchmod", full)
    with pytest.raises(OSError, match="No space"):
        write_metrics(path, "new 1\n")
    assert [(each.name, each.read_text()) for each in tmp_path.iterdir()] == [("inbox_bot.prom", "old 1\n")]
