"""An alarm is said once when it begins and once when it has ended; and what can wait lets people sleep."""

import random
import re
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox_bot.core.alarms import Alarm, AlarmKind
from inbox_bot.core.alarms_told import CAN_WAIT, QUIET, SaidAlarm, news_of

LONDON, NEW_YORK = ZoneInfo("Europe/London"), ZoneInfo("America/New_York")
MONDAY = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def an_alarm(kind=AlarmKind.OUTBOX, about="jobs"):
    return Alarm(kind=kind, about=about, parameters=dict.fromkeys(kind.parameters, "x"))


class Listener:
    """Somebody who is told, minute by minute."""

    def __init__(self, zone=LONDON):
        self.said, self.heard, self.zone = {}, [], zone

    def look(self, at, *alarms):
        news, self.said = news_of([(alarm, at) for alarm in alarms], self.said, at, self.zone)
        self.heard += [(each.name, each.begins) for each in news]
        return news


def test_once_when_it_begins_and_once_when_it_has_been_away_for_a_while():
    somebody = Listener()
    for minute in range(30):
        somebody.look(MONDAY + minute * MINUTE, an_alarm())
    assert somebody.heard == [("outbox:jobs", True)]
    for minute in range(30, 60):
        somebody.look(MONDAY + minute * MINUTE)
    assert somebody.heard == [("outbox:jobs", True), ("outbox:jobs", False)]


def test_one_that_comes_and_goes_every_minute_for_a_day_is_one():
    somebody = Listener()
    for minute in range(24 * 60):
        somebody.look(MONDAY + minute * MINUTE, *([an_alarm()] if minute % 2 else []))
    for minute in range(24 * 60, 25 * 60):
        somebody.look(MONDAY + minute * MINUTE)
    assert somebody.heard == [("outbox:jobs", True), ("outbox:jobs", False)]


def test_what_is_said_at_its_end_is_what_was_wrong():
    somebody = Listener()
    somebody.look(MONDAY, an_alarm(AlarmKind.NOT_GIVEN))
    somebody.look(MONDAY + MINUTE)
    (over,) = somebody.look(MONDAY + MINUTE + QUIET)
    assert "mails in" in over.sentence
    assert over.since == MONDAY


@pytest.mark.parametrize(
    ("at", "zone", "heard"),
    [
        (datetime(2026, 3, 2, 3, 0, tzinfo=UTC), LONDON, False),
        (datetime(2026, 3, 2, 8, 0, tzinfo=UTC), LONDON, True),
        (datetime(2026, 3, 2, 17, 59, tzinfo=UTC), LONDON, True),
        (datetime(2026, 3, 2, 18, 0, tzinfo=UTC), LONDON, False),
        (datetime(2026, 3, 7, 12, 0, tzinfo=UTC), LONDON, False),  # a Saturday
        (datetime(2026, 3, 2, 12, 0, tzinfo=UTC), NEW_YORK, False),
        (datetime(2026, 3, 2, 14, 0, tzinfo=UTC), NEW_YORK, True),
    ],
)
def test_what_can_wait_is_said_by_day_and_the_rest_at_once(at, zone, heard):
    assert (Listener(zone).look(at, an_alarm(AlarmKind.SIGN_IN_ENDS)) != ()) is heard
    assert Listener(zone).look(at, an_alarm(AlarmKind.OUTBOX)) != ()


def test_what_waited_over_the_weekend_and_ended_meanwhile_is_never_said():
    somebody = Listener()
    saturday = datetime(2026, 3, 7, 12, 0, tzinfo=UTC)
    somebody.look(saturday, an_alarm(AlarmKind.RENUMBERED))
    somebody.look(saturday + timedelta(days=2))
    assert somebody.heard == []


def test_a_clock_that_jumps_says_nothing_twice():
    somebody = Listener()
    somebody.look(MONDAY, an_alarm())
    somebody.look(MONDAY + MINUTE)
    somebody.look(MONDAY - timedelta(days=30))
    somebody.look(MONDAY - timedelta(days=30) + MINUTE, an_alarm())
    somebody.look(MONDAY + timedelta(days=3000), an_alarm())
    assert somebody.heard == [("outbox:jobs", True)]


def test_no_alarm_that_stops_mail_or_letters_waits_for_the_morning():
    stops = {AlarmKind.POLL, AlarmKind.OUTBOX, AlarmKind.ACCOUNT, AlarmKind.DOUBT, AlarmKind.LEDGER, AlarmKind.BREAKER}
    assert not {kind.topic for kind in stops} & CAN_WAIT
    assert {kind.topic for kind in AlarmKind} >= CAN_WAIT


@given(st.lists(st.tuples(st.integers(1, 2_000), st.sets(st.sampled_from(["a", "b"])), st.booleans()), max_size=60))
def test_over_any_time_with_any_restarts_each_beginning_has_one_end_and_nothing_is_false(steps):
    """In what is heard of an alarm, beginnings and ends take turns; and a beginning is heard only while it stands."""
    somebody, at = Listener(), MONDAY
    for minutes, standing, restarts in steps:
        at += minutes * MINUTE
        news = somebody.look(at, *(an_alarm(about=about) for about in sorted(standing)))
        assert {each.name.partition(":")[2] for each in news if each.begins} <= standing
        assert not {each.name.partition(":")[2] for each in news if not each.begins} & standing
        if restarts:
            somebody.said = dict(somebody.said)  # what the file keeps
    for about in ("outbox:a", "outbox:b"):
        heard = [begins for name, begins in somebody.heard if name == about]
        assert heard == [number % 2 == 0 for number in range(len(heard))]


ROOT = Path(__file__).resolve().parents[3]
LOOK = timedelta(minutes=10)
YEAR = range(365 * 24 * 6)


def incidents(chance, kind):
    """Of one kind in a year: when it begins and ends, at all hours; some come and go for a while."""
    at = 0
    while (at := at + chance.randrange(1, 60 * 24 * 6)) < YEAR.stop:
        lasts = chance.choice([1, 2, 30, 6 * 24 * 4])
        flaps = chance.random() < 0.3
        for look in range(at, min(at + lasts, YEAR.stop)):
            if not flaps or look % 2:
                yield look
        at += lasts


def test_a_year_with_nights_weekends_and_restarts_has_no_false_alarm_and_misses_none():
    """Every ten minutes, over both changes of the clock. What was said is kept over restarts as the file keeps it."""
    chance = random.Random(27)
    kinds = [AlarmKind.POLL, AlarmKind.LEDGER, AlarmKind.RULES, AlarmKind.UNDELIVERED, AlarmKind.SIGN_IN_ENDS]
    stands = {an_alarm(kind).name: frozenset(incidents(chance, kind)) for kind in kinds}
    alarms = {an_alarm(kind).name: an_alarm(kind) for kind in kinds}
    waits = {name for name, alarm in alarms.items() if alarm.kind.topic in CAN_WAIT}
    somebody, told = Listener(NEW_YORK), dict.fromkeys(alarms, False)
    away = dict.fromkeys(alarms, timedelta(days=1))
    for look in YEAR:
        at = MONDAY + look * LOOK
        local = at.astimezone(NEW_YORK)
        is_day = local.weekday() < 5 and time(8) <= local.time() < time(18)
        standing = {name for name, looks in stands.items() if look in looks}
        for each in somebody.look(at, *(alarms[name] for name in sorted(standing))):
            assert each.begins is not told[each.name], "beginnings and ends take turns"
            assert each.begins is (each.name in standing), "none is false"
            assert not each.begins or is_day or each.name not in waits, "what can wait lets people sleep"
            told[each.name] = each.begins
        for name in alarms:
            away[name] = timedelta(0) if name in standing else away[name] + LOOK
            if name in standing and (is_day or name not in waits):
                assert told[name], "none is missed, or late"
            if away[name] > QUIET + LOOK:
                assert not told[name], "its end is said"
        if chance.random() < 0.01:
            kept = {name: (said.since, said.sentence, said.away_since) for name, said in somebody.said.items()}
            somebody.said = {
                name: SaidAlarm(since=since, sentence=sentence, away_since=gone)
                for name, (since, sentence, gone) in kept.items()
            }
    assert all(sum(name == heard for heard, _ in somebody.heard) > 3 for name in alarms)


def test_each_alarm_has_its_line_in_the_runbook_with_what_it_means_and_what_to_do():
    page = (ROOT / "docs" / "alarms.md").read_text(encoding="utf-8").partition("\n## ")[0]
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in page.splitlines() if line.startswith("| `")
    ]
    assert sorted(row[0].strip("`") for row in rows) == sorted({kind.topic for kind in AlarmKind})
    assert all(len(row) == 4 and all(row) for row in rows)
    waiting = re.search(r"What can wait \((.*?)\)", (ROOT / "docs" / "alarms.md").read_text(encoding="utf-8"), re.S)
    assert set(re.findall(r"`(\w+)`", waiting[1])) == set(CAN_WAIT)
