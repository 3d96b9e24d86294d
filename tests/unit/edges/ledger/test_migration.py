"""An older ledger is brought to today's schema whole, after its copy, and logged; or refused, and left as it was."""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, MetaData, text

from inbox_bot.core.reply.letter.quotes import passages_of_letter
from inbox_bot.core.words import ActionKind, ActionState
from inbox_bot.edges.ledger import Ledger, LedgerDamaged, LedgerOlder, LedgerUnavailable
from inbox_bot.edges.ledger.keyed import keyed
from inbox_bot.edges.ledger.migrate import REVISIONS, upgrade
from inbox_bot.edges.ledger.store import Store
from tests.support.builders.counting import everything_in
from tests.unit.edges.ledger.a_year import DAYS, KEY, LAST, MAILS, SAID, Year
from tests.unit.edges.ledger.building import AT, DAY, MAILBOX, a_reading, a_verdict, hash_of
from tests.unit.edges.ledger.killing import killed_while

ANSWERS = DAYS * MAILS
OLDER = REVISIONS[: REVISIONS.index("0005")]  # what each action held was beside it for ever
#: of people: in what they wrote, in our answers, in the digests
PERSONAL = ("@example.org", "@company.example", "Ann", "My application")
Filled = Callable[[str | None], str]


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def empty_place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return str(tmp_path / "ledger.db")
    return str(request.getfixturevalue("postgres").place())


def fill(where: str, revision: str, damaged: str | None = None) -> dict[str, list[dict[str, Any]]]:
    """A year's ledger of an older schema; gives back its rows as they were written."""
    store = Store(where, lock=True)
    with store.writing() as connection:
        upgrade(connection, revision, AT)
        year = Year(connection, damaged)
        year.fill()
    store.close()
    return year.rows


def asked(ledger: Ledger, sql: str) -> list[tuple[Any, ...]]:
    with ledger._store.reading() as connection:
        return [tuple(row) for row in connection.execute(text(sql))]


def everything(where: str) -> dict[str, list[str]]:
    """Every row of every table, as it is now."""
    store = Store(where, lock=False)
    try:
        with store.reading() as connection:
            return {name: _rows(connection, name) for name in sorted(_tables(connection))}
    finally:
        store.close()


def _tables(connection: Connection) -> Iterator[str]:
    from sqlalchemy import inspect

    yield from inspect(connection).get_table_names()


def _rows(connection: Connection, table: str) -> list[str]:
    return sorted(str(tuple(row)) for row in connection.execute(text(f"SELECT * FROM {table}")))


@pytest.mark.parametrize("revision", OLDER)
def test_a_year_s_ledger_is_migrated_whole(empty_place: str, revision: str):
    rows = fill(empty_place, revision)
    with Ledger.open(empty_place, now=AT) as ledger:
        counts = everything_in(ledger)
        assert counts.received == ANSWERS
        assert ledger.reports.status_counts().bounced == 1
        assert {(kind.value, state.value): n for (kind, state), n in counts.actions.items()} == Counter(
            (row["kind"], row["state"]) for row in rows["actions"]
        )
        answers = ledger.actions.answers()
        assert len(answers) == ANSWERS
        assert {one.message_id for one in answers} == {f"<answer{n}@c.example>" for n in range(1, ANSWERS + 1)}
        assert all(one.once_keys == (f"answer:{one.answer_of}",) for one in answers)
        mail = ledger.reports.mail(MAILBOX, hash_of("mail 1"))
        assert mail is not None
        assert [one.to for one in mail.answers] == ["person1@example.org"]
        assert [alarm.notified_at for alarm in ledger.alarms.raised()] == [AT]
        assert ledger.notices.notified_by(["<digest.3@c.example>"]) == ("rita@company.example",)


@pytest.mark.parametrize("revision", OLDER)
def test_no_payload_of_a_finished_effect_is_left_and_every_open_one_is(empty_place: str, revision: str):
    fill(empty_place, revision)
    with Ledger.open(empty_place, now=AT) as ledger:
        ended = asked(
            ledger,
            "SELECT effect FROM payloads JOIN actions ON id = action WHERE state IN ('done', 'refused', 'cancelled')"
            " OR kind = 'tell'",
        )
        assert ended == []
        left = asked(ledger, "SELECT kind, state FROM payloads JOIN actions ON id = action")
        waiting = len({"held", "pending", "doing", "uncertain"} & set(LAST))
        assert Counter(kind for kind, _ in left) == {"answer": waiting, "flag": waiting, "sent_copy": waiting}
        assert len(asked(ledger, "SELECT id FROM actions WHERE state = 'held'")) == 1


def test_nothing_of_anybody_is_in_the_table_of_what_was_done(empty_place: str):
    """Nor anywhere else in it that this schema does not mark as personal."""
    fill(empty_place, "0002")
    with Ledger.open(empty_place, now=AT) as ledger:
        columns = "id, kind, state, why, note"
        said = [str(row) for row in asked(ledger, f"SELECT {columns} FROM actions")]
        said += [str(row) for row in asked(ledger, "SELECT template, vacancy, likeness, passages FROM answers")]
        assert [row for row in said for word in PERSONAL if word in row] == []


@pytest.mark.parametrize("revision", OLDER)
def test_what_is_open_goes_on(empty_place: str, revision: str):
    fill(empty_place, revision)
    with Ledger.open(empty_place, now=AT) as ledger:
        assert ledger.recover().uncertain == 1  # the one that was being sent
        [taken] = ledger.actions.claim_many([ActionKind.ANSWER], AT, count=1)
        assert SAID in str(taken.action.effect)
        ledger.actions.settle(taken.id, ActionState.DONE, AT)
        copies = ledger.actions.claim_many([ActionKind.SENT_COPY], AT)
        assert [one.raw_hash for one in copies] == [taken.raw_hash]
        [held] = ledger.actions.answers([ActionState.HELD])
        ledger.actions.drop(held.id)


@pytest.mark.parametrize("revision", OLDER)
def test_answers_of_eight_days_are_recognised_and_older_ones_forgotten(empty_place: str, revision: str):
    fill(empty_place, revision)
    with Ledger.open(empty_place, now=AT) as ledger:
        kept = asked(ledger, "SELECT action, subject, passages FROM answers WHERE subject IS NOT NULL")
        recent = asked(ledger, "SELECT action FROM answers WHERE NOT subject IS NULL")
        assert 7 * MAILS <= len(kept) == len(recent) <= 9 * MAILS
        [passage] = passages_of_letter(SAID)
        assert {(subject, passages) for _, subject, passages in kept} == {
            ("Re: My application", keyed(bytes.fromhex(KEY), passage))
        }
        quoting = a_reading("reply", sender=f"person{ANSWERS - 6}@example.org", quoted=f"> {SAID}")
        history = ledger.history.of(quoting, a_verdict(), AT)
        assert history.quoted == {keyed(bytes.fromhex(KEY), passage)}
        ledger.actions.forget(AT + 9 * DAY)
        [(left,)] = asked(ledger, "SELECT count(*) FROM answers WHERE subject IS NOT NULL")
        assert left == sum(state in ("pending", "doing") for state in LAST)


def test_a_migration_is_logged(empty_place: str, caplog: pytest.LogCaptureFixture):
    fill(empty_place, "0001")
    with caplog.at_level("INFO", logger="inbox_bot"):
        Ledger.open(empty_place, now=AT).close()
        Ledger.open(empty_place, now=AT).close()
    of_migrations = [record.message for record in caplog.records if record.message.startswith("ledger.migrat")]
    assert of_migrations == ["ledger.migrating", "ledger.migrated"]


def test_a_ledger_that_is_made_anew_was_not_migrated(tmp_path: Path, caplog: pytest.LogCaptureFixture):
    with caplog.at_level("INFO", logger="inbox_bot"):
        Ledger.open(tmp_path / "ledger.db", now=AT).close()
    assert caplog.records == []


@pytest.mark.sqlite("a file is copied first")
@pytest.mark.parametrize("revision", OLDER)
def test_a_sqlite_ledger_is_copied_first_and_the_copy_is_whole(tmp_path: Path, revision: str):
    path = tmp_path / "ledger.db"
    fill(str(path), revision)
    before = everything(str(path))
    Ledger.open(path, now=AT).close()
    copy = path.with_name(f"ledger.db.schema-{revision}-20260302T093000Z")
    assert everything(str(copy)) == before
    assert not list(tmp_path.glob("*.part"))


DAMAGED = ["", "{", "[]", '{"deed":"unheard_of"}', '{"deed":"answer"}', '{"deed":"move","folder":"Filed"}']


@pytest.mark.parametrize("damaged", DAMAGED)
def test_what_can_not_be_read_and_may_be_owed_stops_it_and_says_where(empty_place: str, damaged: str):
    rows = fill(empty_place, "0002", damaged)
    before = everything(empty_place)
    [action] = [row["id"] for row in rows["actions"] if row["kind"] == "answer" and row["state"] == "held"]
    with pytest.raises(
        LedgerDamaged, match=rf"can't be migrated to schema {REVISIONS[-1]}.* action {action} .*left as it was"
    ):
        Ledger.open(empty_place, now=AT)
    assert everything(empty_place) == before


@pytest.mark.sqlite("a file is copied first")
def test_without_room_for_the_copy_nothing_is_migrated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "ledger.db"
    fill(str(path), "0002")

    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    with monkeypatch.context() as patch:
        patch.setattr("inbox_bot.edges.ledger.migrate.copy_of", full)
        with pytest.raises(LedgerUnavailable, match="not migrated without a copy: database or disk is full"):
            Ledger.open(path, now=AT)
    with pytest.raises(LedgerOlder, match="0002"):
        Ledger.open(path, lock=False)
    assert not list(tmp_path.glob("*.schema-*"))


#: what a migration was about to do when it was killed
STEPS = ("create_table", "drop_index", "create_index")


@pytest.mark.parametrize("revision", OLDER)
@pytest.mark.parametrize("step", STEPS)
def test_a_migration_that_is_killed_in_the_middle_has_not_happened(empty_place: str, revision: str, step: str):
    fill(empty_place, revision)
    before = everything(empty_place)
    killed_while(empty_place, step)
    assert everything(empty_place) == before
    with Ledger.open(empty_place, now=AT + timedelta(minutes=1)) as ledger:
        assert len(ledger.actions.answers()) == ANSWERS


@pytest.mark.sqlite("a file is copied first")
def test_a_kill_while_the_copy_is_made_leaves_no_half_copy_under_its_name(tmp_path: Path):
    path = tmp_path / "ledger.db"
    fill(str(path), "0002")
    killed_while(str(path), "copy")
    assert not [one for one in tmp_path.glob("*.schema-*") if one.suffix != ".part"]
    Ledger.open(path, now=AT).close()
    [copy] = tmp_path.glob("*.schema-*")
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT count(*) FROM messages").fetchone() == (ANSWERS,)


def test_mails_that_were_dealt_with_leave_the_index_of_what_is_open(empty_place: str):
    """In review and nowhere any more; in review and somewhere; and filed, which says nothing of where it is."""
    store = Store(empty_place, lock=True)
    with store.writing() as connection:
        upgrade(connection, "0005", AT)
        tables = MetaData()
        tables.reflect(
            connection, only=["meta", "breaker", "mailboxes", "messages", "locations", "once_keys", "actions"]
        )
        naive = store.path is not None
        at = AT.replace(tzinfo=None) if naive else AT
        made = tables.tables
        connection.execute(made["meta"].insert(), {"name": "key", "value": KEY})
        connection.execute(made["breaker"].insert(), {"id": 1, "open": False})
        connection.execute(made["mailboxes"].insert(), {"name": MAILBOX})
        for number, outcome, gone in ((1, "review", True), (2, "review", False), (3, "filed", True)):
            connection.execute(
                made["messages"].insert(),
                {"id": number, "mailbox": MAILBOX, "raw_hash": hash_of(f"{number}"), "size_bytes": 1, "received_at": at}
                | {"seen_at": at, "attempts": 1, "in_hand": False, "alone": False, "answered_flag": False}
                | {"outcome": outcome, "first_outcome": outcome, "outcome_at": at},
            )
            connection.execute(
                made["locations"].insert(),
                {"message": number, "mailbox": MAILBOX, "folder": "INBOX", "uidvalidity": 1, "uid": number}
                | {"seen_at": at, "gone_at": at if gone else None},
            )
    store.close()
    with Ledger.open(empty_place, now=AT) as ledger:
        assert asked(ledger, "SELECT id FROM messages WHERE nowhere") == [(1,)]
        assert [mail.raw_hash for mail in ledger.reports.open_items().mails] == [hash_of("2")]
        assert ledger.reports.status_counts().review == 1
