"""The main thread's round: clocks that jump, servers that were down, the service manager's watchdog."""

import itertools
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from inbox_bot.core.alarms import Alarm, AlarmKind
from inbox_bot.daemon import Daemon
from inbox_bot.daemon.daemon import HANGS_S
from inbox_bot.digest.gather import gather
from inbox_bot.digest.period import today_so_far
from inbox_bot.edges import rules_file
from inbox_bot.edges.ledger import LedgerDamaged, LedgerInUse, LedgerUnavailable
from inbox_bot.edges.mailbox import MailboxDown
from tests.support.servers.installation import ROOT


@dataclass
class Clocks:
    """Both clocks, moved by a test."""

    wall: datetime = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
    steady: float = 1000.0

    def pass_(self, seconds: float) -> None:
        self.wall += timedelta(seconds=seconds)
        self.steady += seconds


class Polled:
    """Stands for polling: notes when, fails when told to."""

    def __init__(self, clocks: Clocks) -> None:
        self.clocks = clocks
        self.at: list[float] = []
        self.fails: Exception | None = None

    def __call__(self, *arguments: object) -> None:
        self.at.append(self.clocks.steady)
        if self.fails is not None:
            raise self.fails


@pytest.fixture
def clocks() -> Clocks:
    return Clocks()


@pytest.fixture
def polled(clocks: Clocks, monkeypatch: pytest.MonkeyPatch) -> Polled:
    polled = Polled(clocks)
    monkeypatch.setattr("inbox_bot.daemon.polls.poll", polled)
    return polled


@pytest.fixture
def daemon(tmp_path: Path, clocks: Clocks, polled: Polled, installation_at: Callable[..., Any]) -> Iterator[Daemon]:
    """A daemon that was not started: nothing ticks but what a test moves."""
    rules = rules_file.read(ROOT / "rules.yaml")
    with installation_at(rules, tmp_path, now=lambda: clocks.wall) as installation:
        yield Daemon(installation, monotonic=lambda: clocks.steady)


def poll(daemon: Daemon, polled: Polled, soon: Callable[..., bool]) -> None:
    number = len(polled.at)
    daemon.poll_now()
    assert soon(lambda: len(polled.at) > number and daemon.is_idle())


@pytest.mark.parametrize("jump", [timedelta(hours=-1), timedelta(days=1), timedelta(days=3650), timedelta(minutes=2)])
def test_a_wall_clock_that_jumps_wakes_all_jobs_once(daemon, clocks, polled, soon, caplog, jump):
    clocks.wall += jump
    daemon.look_around()
    assert soon(lambda: len(polled.at) == 1)
    assert [record.message for record in caplog.records].count("clock.jumped") == 1
    clocks.pass_(5)
    daemon.look_around()
    assert [record.message for record in caplog.records].count("clock.jumped") == 1


@pytest.mark.parametrize("drift", [0, 30, -30])
def test_clocks_that_drift_apart_slowly_are_no_jump(daemon, clocks, polled, caplog, drift):
    clocks.wall += timedelta(seconds=drift)
    clocks.pass_(3600)
    daemon.look_around()
    assert "clock.jumped" not in [record.message for record in caplog.records]
    assert polled.at == []


def test_a_server_that_is_down_is_asked_again_ever_later_on_the_steady_clock(daemon, clocks, polled, soon):
    polled.fails = MailboxDown("no route", temporary=True)
    poll(daemon, polled, soon)
    for _ in range(2000):
        clocks.pass_(5)
        number = len(polled.at)
        due = daemon.is_mailbox_due()
        daemon.look_around()
        if due:
            assert soon(lambda: len(polled.at) > number and daemon.is_idle())  # noqa: B023
    waits = [later - earlier for earlier, later in itertools.pairwise(polled.at)]
    assert waits[0] <= 5
    assert all(1.05 * later >= earlier for earlier, later in itertools.pairwise(waits[:6]))
    assert 900 <= waits[-1] <= 900 * 1.5 + 5


def test_a_refused_login_is_tried_every_quarter_of_an_hour_and_is_an_alarm_until_it_works(daemon, clocks, polled, soon):
    polled.fails = MailboxDown("wrong password", temporary=False, code="AUTHENTICATIONFAILED")
    poll(daemon, polled, soon)
    (raised,) = daemon.installation.ledger.alarms.raised()
    assert (raised.alarm.name, raised.alarm.sentence) == ("poll:recruitment", "wrong password")
    clocks.pass_(14 * 60)
    assert not daemon.is_mailbox_due()
    clocks.pass_(61)
    assert daemon.is_mailbox_due()
    polled.fails = None
    daemon.look_around()
    assert soon(lambda: daemon.installation.ledger.alarms.raised() == ())


def test_a_server_that_stays_away_is_an_alarm_after_the_time_in_the_rules(daemon, clocks, polled, soon):
    polled.fails = MailboxDown("no route", temporary=True)
    poll(daemon, polled, soon)
    clocks.pass_(119 * 60)
    poll(daemon, polled, soon)
    assert daemon.installation.ledger.alarms.raised() == ()
    clocks.pass_(60)
    poll(daemon, polled, soon)
    assert [each.alarm.name for each in daemon.installation.ledger.alarms.raised()] == ["poll:recruitment"]


def test_an_error_of_ours_is_a_problem_of_the_poll_and_its_text_stays_out_of_the_log(daemon, polled, soon, caplog):
    polled.fails = KeyError("ada@example.org")
    poll(daemon, polled, soon)
    (state,) = daemon.installation.ledger.notices.poll_states()
    assert "KeyError" in state.problem
    assert "ada" not in str([record.__dict__.get("fields") for record in caplog.records])


def test_a_ledger_that_is_down_is_told_once_and_when_it_is_back(daemon, polled, soon, caplog):
    caplog.set_level("INFO", logger="inbox_bot")
    polled.fails = LedgerUnavailable("locked")
    for _ in range(3):
        poll(daemon, polled, soon)
    polled.fails = None
    poll(daemon, polled, soon)
    events = [record.message for record in caplog.records]
    assert (events.count("intake.stopped"), events.count("intake.resumed")) == (1, 1)


def test_a_job_that_only_reads_does_not_say_that_a_ledger_is_back_that_takes_no_mail(daemon, polled, soon, caplog):
    caplog.set_level("INFO", logger="inbox_bot")
    polled.fails = LedgerUnavailable("database or disk is full")
    poll(daemon, polled, soon)
    daemon._jobs._hooks.run()
    assert daemon._jobs.ledger_is_down
    assert "intake.resumed" not in [record.message for record in caplog.records]


def test_a_job_that_takes_no_mail_in_does_not_say_that_none_is_taken_in(daemon, polled, soon, caplog, monkeypatch):
    caplog.set_level("INFO", logger="inbox_bot")

    def locked(installation, told):
        raise LedgerUnavailable("locked")

    monkeypatch.setattr("inbox_bot.daemon.upkeep.tell_reviewers", locked)
    daemon._jobs._digest.run()
    poll(daemon, polled, soon)
    events = [record.message for record in caplog.records]
    assert ("ledger.not_reached" in events, "intake.stopped" in events) == (True, False)
    assert not daemon._jobs.ledger_is_down


@pytest.mark.parametrize("fatal", [LedgerInUse("another daemon"), LedgerDamaged("malformed")])
def test_a_ledger_that_is_another_daemons_or_broken_ends_us(daemon, polled, fatal, monkeypatch):
    monkeypatch.setattr("inbox_bot.daemon.daemon.signal.signal", lambda number, handler: None)
    polled.fails = fatal
    with pytest.raises(type(fatal)):
        daemon.run()


@pytest.mark.sqlite("a file rots")
def test_a_ledger_whose_file_rots_under_us_ends_us_within_a_day(daemon, clocks, monkeypatch):
    found: list[str] = []
    monkeypatch.setattr("inbox_bot.edges.ledger.database.proof.damage", lambda *_: tuple(found))
    check = daemon._jobs._prove.run
    check()
    found.append("row 7 missing from index")
    check()
    assert daemon._jobs.broken is None  # it was checked a moment ago
    clocks.wall += timedelta(days=1)
    check()
    assert isinstance(daemon._jobs.broken, LedgerDamaged)


def test_the_watchdog_is_fed_while_polls_get_on_and_no_longer_when_one_hangs(daemon, clocks, polled, soon, monkeypatch):
    told: list[str] = []
    monkeypatch.setattr("inbox_bot.edges.notify.notify", lambda *lines: told.extend(lines))
    poll(daemon, polled, soon)
    daemon.look_around()
    assert "WATCHDOG=1" in told
    clocks.pass_(HANGS_S + 1)  # a poll began, and nothing was heard of it since
    told.clear()
    daemon.look_around()
    assert "WATCHDOG=1" not in told
    poll(daemon, polled, soon)
    daemon.look_around()
    assert "WATCHDOG=1" in told


def test_what_does_not_end_when_its_line_is_cut_is_not_waited_for(daemon, polled, soon, monkeypatch, caplog):
    monkeypatch.setattr("inbox_bot.daemon.daemon.GRACE_S", 0.05)
    monkeypatch.setattr("inbox_bot.daemon.daemon.CUT_S", 0.05)
    hangs, go_on = threading.Event(), threading.Event()

    def hang(*arguments: object) -> None:
        hangs.set()
        assert go_on.wait(20)

    monkeypatch.setattr("inbox_bot.daemon.polls.poll", hang)
    daemon.start()
    assert hangs.wait(20)
    assert not daemon.stop()
    assert "daemon.cut_off" in [record.message for record in caplog.records]
    go_on.set()
    assert soon(daemon.is_idle)


def test_what_broke_while_nobody_looked_is_in_the_next_digest(daemon, clocks):
    installation = daemon.installation
    installation.ledger.alarms.raise_(
        Alarm(kind=AlarmKind.RULES, parameters={"problem": "rules.yaml:1:1: …"}), clocks.wall
    )
    clocks.pass_(60)
    reviewer = installation.rules.reviewers[0]
    digest = gather(
        installation.ledger, installation.rules, reviewer, today_so_far(reviewer, "Europe/London", clocks.wall)
    )
    assert digest.alarms == ("The last good rules stay in force: rules.yaml:1:1: …",)
    daemon.start()  # the file was good when the daemon was started anew
    assert installation.ledger.alarms.raised() == ()
    assert daemon.stop()
