"""Alarms reach people by ways of their own, over real lines: whatever a way answers, nothing is said twice or lost."""

import json
import stat
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from inbox_bot import log
from inbox_bot.core.alarms import Alarm, AlarmKind
from inbox_bot.core.rules.alarm import AlarmMail, AlarmSendmail, AlarmSettings
from inbox_bot.core.rules.model import Security
from inbox_bot.core.rules.servers import Secret
from inbox_bot.edges import rules_file
from inbox_bot.edges.alerts import ways
from inbox_bot.edges.ledger import Ledger, LedgerError
from inbox_bot.health.telling import Teller
from tests.support.servers.alert import AlertServer
from tests.support.servers.dovecot import certificate_in
from tests.support.servers.misbehaviour import At, Say
from tests.support.servers.smtp import SmtpServer
from tests.unit.cli.running import ROOT

AT = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
ALARM = Alarm(kind=AlarmKind.OUTBOX, about="recruitment", parameters={"problem": "The SMTP server is down"})


@pytest.fixture
def monitoring(tmp_path) -> Iterator[AlertServer]:
    certificate_in(tmp_path)
    with AlertServer(tmp_path) as server:
        yield server


@pytest.fixture
def second() -> Iterator[SmtpServer]:
    with SmtpServer() as server:
        yield server


@pytest.fixture
def ledger(tmp_path) -> Iterator[Ledger]:
    with Ledger.open(str(tmp_path / "ledger.db")) as ledger:
        yield ledger


@pytest.fixture
def capture_log(monkeypatch):
    """Every event and its fields."""
    events = []
    monkeypatch.setattr(log, "_event", lambda _level, name, **fields: events.append((name, fields)))
    return events


class Told:
    """A daemon's teller, with clocks that a test turns."""

    def __init__(self, folder, ledger, alarm):
        self.folder, self.ledger = folder, ledger
        self.rules = replace(rules_file.read(ROOT / "rules.yaml"), alarm=alarm)
        self.at, self.steady = AT, 1_000.0
        self.start()

    def start(self):
        self.teller = Teller(self.folder, self.folder / "said.json", monotonic=lambda: self.steady)

    def pass_(self, **time):
        self.at += timedelta(**time)
        self.steady += timedelta(**time).total_seconds()
        self.teller.tell(self.ledger, self.rules, self.at)

    def polled(self):
        self.ledger.notices.note_poll("recruitment", self.at, None)


@pytest.fixture
def told(tmp_path, ledger, monitoring, second):
    (tmp_path / "webhook").write_text(f"{monitoring.url}/hook/s3cret\n")
    (tmp_path / "ping").write_text(f"{monitoring.url}/ping\n")
    mail = AlarmMail(
        host=second.host, port=second.port, security=Security.NONE, to=("admin@example.net",), from_="bot@example.net"
    )
    ca = next(str(path) for path in tmp_path.glob("*ca*"))
    return Told(
        tmp_path,
        ledger,
        AlarmSettings(
            webhook=Secret(source="file", name="webhook"), ping=Secret(source="file", name="ping"), ca=ca, mail=mail
        ),
    )


def subjects(second):
    return [kept.content.partition(b"Subject: ")[2].partition(b"\r\n")[0].decode() for kept in second.kept]


def test_each_way_says_the_beginning_and_the_end_once(told, ledger, monitoring, second):
    ledger.alarms.raise_(ALARM, AT)
    for _ in range(10):
        told.pass_(seconds=30)
    ledger.alarms.clear(AlarmKind.OUTBOX, AT, about="recruitment")
    for _ in range(60):
        told.pass_(seconds=30)
    assert [(each["alarm"], each["state"]) for each in monitoring.posted] == [
        ("outbox:recruitment", "raised"),
        ("outbox:recruitment", "cleared"),
    ]
    assert "The SMTP server is down" in monitoring.posted[0]["text"]
    assert subjects(second) == [
        "inbox_bot: alarm outbox:recruitment",
        "inbox_bot: the alarm outbox:recruitment is over",
    ]
    assert [kept.sender for kept in second.kept] == ["bot@example.net"] * 2


def test_a_restart_says_nothing_twice(told, ledger, monitoring, second):
    ledger.alarms.raise_(ALARM, AT)
    told.pass_(seconds=30)
    told.start()
    told.pass_(seconds=30)
    assert (len(monitoring.posted), len(second.kept)) == (1, 1)
    assert stat.S_IMODE((told.folder / "said.json").stat().st_mode) == 0o600


@pytest.mark.parametrize("status", [500, 404, 302])
def test_a_webhook_that_answers_wrongly_is_tried_again_in_growing_pauses_and_holds_up_no_mail(
    told, ledger, monitoring, second, status
):
    monitoring.status = status
    ledger.alarms.raise_(ALARM, AT)
    for _ in range(120):
        told.pass_(seconds=30)
    assert len(second.kept) == 1
    assert 4 <= monitoring.tries <= 8
    monitoring.status = 200
    for _ in range(31):
        told.pass_(seconds=30)
    assert [each["state"] for each in monitoring.posted] == ["raised"]


def test_a_webhook_that_never_answers_costs_seconds(told, ledger, monitoring, second, monkeypatch):
    monkeypatch.setattr(ways, "WAIT_S", 0.2)
    released = threading.Event()
    monitoring.before = lambda: released.wait(20)
    ledger.alarms.raise_(ALARM, AT)
    told.pass_(seconds=30)
    released.set()
    assert len(second.kept) == 1


def test_a_webhook_that_answers_ten_megabytes_is_heard_out_for_ten_kilobytes(told, ledger, monitoring):
    monitoring.content = b"x" * 10_000_000
    ledger.alarms.raise_(ALARM, AT)
    told.pass_(seconds=30)
    assert len(monitoring.posted) == 1


def test_a_second_mail_server_that_is_broken_as_well_is_tried_again(told, ledger, monitoring, second):
    second.at(At.MAIL, Say("451 4.3.0 not now"), times=2)
    ledger.alarms.raise_(ALARM, AT)
    for _ in range(30):
        told.pass_(seconds=30)
    assert (len(second.kept), len(monitoring.posted)) == (1, 1)


def test_the_ping_goes_while_all_is_well_and_stops_when_polling_does(told, monitoring):
    for _ in range(20):
        told.polled()
        told.pass_(seconds=30)
    assert 9 <= monitoring.pings <= 11
    before = monitoring.pings
    for _ in range(60):
        told.pass_(seconds=30)
    assert monitoring.pings <= before + 6, "five minutes after the last good poll it is not well any longer"


def test_a_ping_server_that_is_down_for_a_day_is_no_storm_and_is_logged_once(told, monitoring, capture_log):
    monitoring.status = 503
    for _ in range(24 * 30):
        told.polled()
        told.pass_(minutes=2)
    assert monitoring.tries <= 24 * 4 + 3
    assert [event for event, fields in capture_log if event == "alert.failed"] == ["alert.failed"]


def test_polling_that_hangs_and_tells_nobody_is_an_alarm_after_its_time(told, monitoring):
    told.polled()
    told.pass_(seconds=30)
    told.pass_(minutes=110)
    assert monitoring.posted == []
    told.pass_(minutes=11)
    ((name, state),) = [(each["alarm"], each["state"]) for each in monitoring.posted]
    assert (name, state) == ("poll:recruitment", "raised")


def test_a_start_after_a_week_of_rest_and_a_clock_that_jumps_are_no_silence(told, monitoring):
    told.polled()
    told.at += timedelta(days=7)
    told.start()
    told.pass_(seconds=30)
    told.at += timedelta(days=365)
    told.pass_(seconds=30)
    assert monitoring.posted == []


@pytest.mark.parametrize("way", ["reading", "writing"])
def test_a_ledger_that_is_broken_is_said_by_the_ways_that_do_not_need_it(told, ledger, monitoring, second, way):
    if way == "reading":

        class Broken:
            def __getattr__(self, name):
                raise LedgerError("the database is down")

        told.ledger = Broken()
        told.pass_(seconds=30)
    else:
        told.teller.tell(ledger, told.rules, told.at, ledger_is_down=True)
    assert [each["alarm"] for each in monitoring.posted] == ["ledger"]
    assert len(second.kept) == 1


def test_the_address_of_a_webhook_is_in_no_log_and_no_file(told, ledger, monitoring, capture_log):
    monitoring.status = 500
    ledger.alarms.raise_(ALARM, AT)
    told.pass_(seconds=30)
    assert "s3cret" not in json.dumps(capture_log)
    assert not (told.folder / "said.json").exists() or "s3cret" not in (told.folder / "said.json").read_text()


def test_an_address_without_tls_is_not_asked(told, ledger, second):
    (told.folder / "webhook").write_text("http://127.0.0.1:1/hook")
    ledger.alarms.raise_(ALARM, AT)
    told.pass_(seconds=30)
    assert len(second.kept) == 1


def test_a_program_of_this_machine_says_it_once_although_all_other_ways_are_broken(told, ledger, monitoring, second):
    monitoring.status = 500
    second.at(At.MAIL, Say("451 4.3.0 not now"), times=1_000)
    program = told.folder / "sendmail"
    program.write_text(f"#!/bin/sh\ncat >> '{told.folder}/mails'\n")
    program.chmod(0o755)
    way = AlarmSendmail(program=str(program), to=("admin@example.net",), from_="bot@example.net")
    told.rules = replace(told.rules, alarm=told.rules.alarm.model_copy(update={"sendmail": way}))
    ledger.alarms.raise_(ALARM, AT)
    for _ in range(3):
        told.pass_(seconds=30)
    told.start()
    told.pass_(seconds=30)
    mails = (told.folder / "mails").read_text()
    assert mails.count("Subject: inbox_bot: alarm outbox:recruitment\n") == 1
    assert "\nAuto-Submitted: auto-generated\n" in mails


def test_the_numbers_are_written_at_each_look_and_a_folder_that_is_missing_holds_up_no_way(
    told, ledger, monitoring, capture_log
):
    told.rules = replace(told.rules, alarm=told.rules.alarm.model_copy(update={"metrics": "numbers/inbox_bot.prom"}))
    ledger.alarms.raise_(ALARM, AT)
    told.pass_(seconds=30)
    told.pass_(seconds=30)
    assert len(monitoring.posted) == 1
    assert capture_log.count(("alert.failed", {"way": "metrics"})) == 1
    (told.folder / "numbers").mkdir()
    told.polled()
    told.pass_(seconds=60)
    numbers = (told.folder / "numbers" / "inbox_bot.prom").read_text()
    assert "inbox_bot_health_ratio 1\n" in numbers
    assert 'inbox_bot_alarm_since_timestamp_seconds{alarm="outbox:recruitment"}' in numbers
