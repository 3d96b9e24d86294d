"""The board of alarms: said once when something goes wrong, once when it is over, and readable whoever wrote it."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import bindparam, text

from inbox_bot.core.alarms import Alarm, AlarmKind
from inbox_bot.core.wording import Sentence
from inbox_bot.edges.catalogues import wordings
from inbox_bot.edges.ledger import Ledger, LedgerDamaged
from inbox_bot.edges.ledger.columns import Utc
from inbox_bot.edges.ledger.database.store import Store
from inbox_bot.edges.ledger.migrate import upgrade
from tests.unit.edges.ledger.building import AT, DAY, HOUR

LONG = timedelta(days=3)
AWAY = Sentence("nobody listens there")


def down(problem: str = "The server is away.", mailbox: str = "jobs") -> Alarm:
    return Alarm(kind=AlarmKind.POLL, about=mailbox, parameters={"problem": problem})


def test_an_alarm_is_new_once_until_it_ends(ledger: Ledger):
    assert ledger.alarms.raise_(down(), AT)
    assert not ledger.alarms.raise_(down("It is still away."), AT + HOUR)
    ledger.alarms.notified(AlarmKind.POLL, AT + HOUR, about="jobs")
    [raised] = ledger.alarms.raised()
    assert (raised.alarm.sentence, raised.since, raised.notified_at) == ("It is still away.", AT, AT + HOUR)
    assert ledger.alarms.clear(AlarmKind.POLL, AT + DAY, about="jobs")
    assert not ledger.alarms.clear(AlarmKind.POLL, AT + DAY, about="jobs")
    assert ledger.alarms.raised() == ()
    assert ledger.alarms.raise_(down(), AT + 2 * DAY)
    assert [(again.since, again.notified_at) for again in ledger.alarms.raised()] == [(AT + 2 * DAY, None)]


def test_its_beginning_and_its_end_are_logged_by_its_name(ledger: Ledger, caplog: pytest.LogCaptureFixture):
    with caplog.at_level("INFO", "inbox_bot"):
        for _ in range(2):
            ledger.alarms.raise_(down(), AT)
        for _ in range(2):
            ledger.alarms.clear(AlarmKind.POLL, AT, about="jobs")
    said = [(record.getMessage(), record.__dict__["fields"]["alarm"]) for record in caplog.records]
    assert said == [("alarm.raised", "poll:jobs"), ("alarm.cleared", "poll:jobs")]


def test_two_kinds_of_a_topic_are_one_alarm(ledger: Ledger):
    ledger.alarms.raise_(down(), AT)
    full = Alarm(kind=AlarmKind.NOTHING_TAKEN_IN, about="jobs", parameters={"problem": "no space"})
    assert not ledger.alarms.raise_(full, AT)
    [raised] = ledger.alarms.raised()
    assert raised.alarm == full
    assert ledger.alarms.find(AlarmKind.POLL, "jobs") == raised
    assert ledger.alarms.clear(AlarmKind.POLL, AT, about="jobs")


def test_it_comes_back_as_it_went_in(ledger: Ledger):
    for alarm in (
        Alarm(kind=AlarmKind.RESTORED, about="jobs", parameters={"moment": AT}),
        Alarm(kind=AlarmKind.EMPTIED, about="jobs/INBOX", parameters={"number": 12, "folder": "Süß {0}"}),
        Alarm(kind=AlarmKind.BREAKER, parameters={"number": 300}),
    ):
        ledger.alarms.raise_(alarm, AT)
        found = ledger.alarms.find(alarm.kind, alarm.about)
        assert found is not None
        assert found.alarm == alarm


def test_notices_end_after_three_days_and_those_of_one_mailbox_alone(ledger: Ledger):
    for about in ("jobs/INBOX", "jobs2/INBOX", "jobs"):
        ledger.alarms.raise_(Alarm(kind=AlarmKind.RENUMBERED, about=about, parameters={"folder": "INBOX"}), AT)
    ledger.alarms.raise_(down(), AT)
    ledger.alarms.expire(AlarmKind.RENUMBERED, AT + LONG - HOUR, mailbox="jobs")
    assert len(ledger.alarms.raised()) == 4
    ledger.alarms.expire(AlarmKind.RENUMBERED, AT + LONG, mailbox="jobs")
    assert {each.alarm.name for each in ledger.alarms.raised()} == {"uids:jobs2/INBOX", "poll:jobs"}
    ledger.alarms.expire(AlarmKind.RENUMBERED, AT + LONG)
    assert {each.alarm.name for each in ledger.alarms.raised()} == {"poll:jobs"}


def test_an_alarm_of_another_version_is_read_as_far_as_it_goes(ledger: Ledger):
    """Its sentence has other parameters than ours: what it was given is said, and nothing breaks."""
    ledger.alarms.raise_(down(), AT)
    with ledger._store.writing() as connection:
        connection.execute(text("""UPDATE alarms SET parameters = '{"server":"imap.example","code":"NO"}'"""))
    [raised] = ledger.alarms.raised()
    assert raised.alarm.sentence == "imap.example; NO"
    with ledger._store.writing() as connection:
        connection.execute(text("UPDATE alarms SET parameters = 'away'"))
    with pytest.raises(LedgerDamaged, match="what an alarm says"):
        ledger.alarms.raised()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def empty_place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where no ledger is yet."""
    if request.param == "sqlite":
        return str(tmp_path / "ledger.db")
    return str(request.getfixturevalue("postgres").place())


def test_what_an_older_version_raised_keeps_its_words_and_ends_by_its_name(empty_place: str):
    store = Store(empty_place, lock=True)
    raised = text("INSERT INTO alarms (name, sentence, since, told_at) VALUES (:name, :sentence, :since, :since)")
    with store.writing() as connection:
        upgrade(connection, "0002", AT)
        connection.execute(text("INSERT INTO meta VALUES ('key', :key)"), {"key": "00" * 32})
        for name, sentence in (
            ("account:jobs", "The mail server of jobs refuses us."),
            ("uids:jobs/INBOX", "The mail server numbered the mails anew."),
            ("disk", "The disk is full."),
        ):
            asked = raised.bindparams(bindparam("since", type_=Utc()))
            connection.execute(asked, {"name": name, "sentence": sentence, "since": AT})
    store.close()
    with Ledger.open(empty_place, now=AT) as ledger:
        account, uids, disk = ledger.alarms.raised()
        assert (account.alarm.kind, account.alarm.about) == (AlarmKind.ACCOUNT, "jobs")
        assert account.alarm.sentence == "The mail server of jobs refuses us."
        assert (account.since, account.notified_at) == (AT, AT)
        assert (uids.alarm.name, uids.alarm.kind) == ("uids:jobs/INBOX", AlarmKind.RENUMBERED)
        assert (disk.alarm.name, disk.alarm.sentence) == ("disk", "The disk is full.")
        assert not ledger.alarms.raise_(account.alarm, AT + HOUR)
        assert ledger.alarms.find(AlarmKind.ACCOUNT, "jobs") == account
        now = Alarm(
            kind=AlarmKind.ACCOUNT_WITHOUT_SENDER,
            about="jobs",
            parameters={"reply": "550 no", "address": "a@b.example"},
        )
        assert not ledger.alarms.raise_(now, AT + HOUR)
        found = ledger.alarms.find(AlarmKind.ACCOUNT, "jobs")
        assert found is not None
        assert found.alarm == now
        for each in ledger.alarms.raised():
            assert ledger.alarms.clear(each.alarm.kind, AT, about=each.alarm.about)


def test_a_sentence_within_an_alarm_can_be_said_in_another_language_after_a_restart(ledger: Ledger):
    why = Sentence("The IMAP server {host}:{port} can't be used: {why}", host="imap.example", port="993", why=AWAY)
    ledger.alarms.raise_(down(why), AT)
    ledger.notices.note_poll("jobs", AT, why)
    [raised] = ledger.alarms.raised()
    assert raised.alarm.sentence == "The IMAP server imap.example:993 can't be used: nobody listens there"
    german = raised.alarm.said_in(wordings().of("de"))
    assert german == "Der IMAP-Server imap.example:993 ist nicht nutzbar: dort nimmt niemand Verbindungen an"
