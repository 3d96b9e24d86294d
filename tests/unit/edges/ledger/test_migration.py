"""An older ledger is brought to today's schema whole, after its copy, and logged; or refused, and left as it was."""

import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, MetaData, text

from inbox_bot.core.reply.letter.quotes import passages_of_letter
from inbox_bot.core.words import ActionKind, ActionState
from inbox_bot.edges.ledger import Ledger, LedgerDamaged, LedgerOlder, LedgerUnavailable
from inbox_bot.edges.ledger.database.store import Store
from inbox_bot.edges.ledger.keyed import keyed
from inbox_bot.edges.ledger.migrate import REVISIONS, upgrade
from tests.support.builders.counting import everything_in
from tests.support.servers.postgres import Postgres
from tests.unit.edges.ledger.a_year import DAYS, KEY, LAST, MAILS, SAID, Year
from tests.unit.edges.ledger.building import AT, DAY, MAILBOX, a_reading, a_verdict, hash_of
from tests.unit.edges.ledger.killing import killed_while

ANSWERS = DAYS * MAILS
OLDER = REVISIONS[: REVISIONS.index("0005")]  # what each action held was beside it for ever
#: of people: in what they wrote, in our answers, in the digests
PERSONAL = ("@example.org", "@company.example", "Ann", "My application")


class Years:
    """A year's ledger of each older schema, made once: each test has a copy of it, or of what its migration left."""

    def __init__(self, postgres: Postgres | None, folder: Path) -> None:
        """On PostgreSQL, or as files in this folder."""
        self._postgres = postgres
        self._folder = folder
        self._numbers = count(1)
        self.filled = cache(self._filled)
        self._migrated = cache(self._migrate)

    def empty(self) -> str:
        if self._postgres is not None:
            return self._postgres.database()
        folder = self._folder / str(next(self._numbers))
        folder.mkdir()
        return str(folder / "ledger.db")

    def older(self, revision: str) -> str:
        return self._copy(self.filled(revision)[0])

    def migrated(self, revision: str) -> str:
        return self._copy(self._migrated(revision))

    def _filled(self, revision: str) -> tuple[str, dict[str, list[dict[str, Any]]]]:
        """Where it is, and its rows as they were written."""
        where = self.empty()
        with closing(Store(where, lock=True)) as store, store.writing() as connection:
            upgrade(connection, revision, AT)
            year = Year(connection)
            year.fill()
        return where, year.rows

    def _migrate(self, revision: str) -> str:
        where = self.older(revision)
        Ledger.open(where, now=AT).close()
        return where

    def _copy(self, where: str) -> str:
        if self._postgres is not None:
            return self._postgres.database(where)
        path = self.empty()
        shutil.copy(where, path)
        return path


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Years:
    return Years(None, tmp_path_factory.mktemp("years"))


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def years(request: pytest.FixtureRequest, files: Years, tmp_path_factory: pytest.TempPathFactory) -> Years:
    if request.param == "sqlite":
        return files
    return Years(request.getfixturevalue("postgres"), tmp_path_factory.getbasetemp())


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
def test_a_year_s_ledger_is_migrated_whole(years: Years, revision: str):
    _, rows = years.filled(revision)
    with Ledger.open(years.migrated(revision), now=AT) as ledger:
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
def test_no_payload_of_a_finished_effect_is_left_and_every_open_one_is(years: Years, revision: str):
    with Ledger.open(years.migrated(revision), now=AT) as ledger:
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


def test_nothing_of_anybody_is_in_the_table_of_what_was_done(years: Years):
    """Nor anywhere else in it that this schema does not mark as personal."""
    with Ledger.open(years.migrated("0002"), now=AT) as ledger:
        columns = "id, kind, state, why, note"
        said = [str(row) for row in asked(ledger, f"SELECT {columns} FROM actions")]
        said += [str(row) for row in asked(ledger, "SELECT template, vacancy, likeness, passages FROM answers")]
        assert [row for row in said for word in PERSONAL if word in row] == []


@pytest.mark.parametrize("revision", OLDER)
def test_what_is_open_goes_on(years: Years, revision: str):
    with Ledger.open(years.migrated(revision), now=AT) as ledger:
        assert ledger.recover().uncertain == 1  # the one that was being sent
        [taken] = ledger.actions.claim_many([ActionKind.ANSWER], AT, count=1)
        assert SAID in str(taken.action.effect)
        ledger.actions.settle(taken.id, ActionState.DONE, AT)
        copies = ledger.actions.claim_many([ActionKind.SENT_COPY], AT)
        assert [one.raw_hash for one in copies] == [taken.raw_hash]
        [held] = ledger.actions.answers([ActionState.HELD])
        ledger.actions.drop(held.id)


@pytest.mark.parametrize("revision", OLDER)
def test_answers_of_eight_days_are_recognised_and_older_ones_forgotten(years: Years, revision: str):
    with Ledger.open(years.migrated(revision), now=AT) as ledger:
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


def test_a_migration_is_logged(years: Years, caplog: pytest.LogCaptureFixture):
    where = years.older("0001")
    with caplog.at_level("INFO", logger="inbox_bot"):
        Ledger.open(where, now=AT).close()
        Ledger.open(where, now=AT).close()
    of_migrations = [record.message for record in caplog.records if record.message.startswith("ledger.migrat")]
    assert of_migrations == ["ledger.migrating", "ledger.migrated"]


def test_a_ledger_that_is_made_anew_was_not_migrated(tmp_path: Path, caplog: pytest.LogCaptureFixture):
    with caplog.at_level("INFO", logger="inbox_bot"):
        Ledger.open(tmp_path / "ledger.db", now=AT).close()
    assert caplog.records == []


@pytest.mark.sqlite("a file is copied first")
@pytest.mark.parametrize("revision", OLDER)
def test_a_sqlite_ledger_is_copied_first_and_the_copy_is_whole(files: Years, revision: str):
    path = Path(files.older(revision))
    before = everything(str(path))
    Ledger.open(path, now=AT).close()
    copy = path.with_name(f"ledger.db.schema-{revision}-20260302T093000Z")
    assert everything(str(copy)) == before
    assert not list(path.parent.glob("*.part"))


DAMAGED = ["", "{", "[]", '{"deed":"unheard_of"}', '{"deed":"answer"}', '{"deed":"move","folder":"Filed"}']


@pytest.mark.parametrize("damaged", DAMAGED)
def test_what_can_not_be_read_and_may_be_owed_stops_it_and_says_where(years: Years, damaged: str):
    where = years.older("0002")
    with closing(Store(where, lock=True)) as store, store.writing() as connection:
        damages = text("UPDATE actions SET deed = :deed WHERE kind = 'answer' AND state = 'held' RETURNING id")
        action = connection.scalar(damages, {"deed": damaged})
    before = everything(where)
    with pytest.raises(
        LedgerDamaged, match=rf"can't be migrated to schema {REVISIONS[-1]}.* action {action} .*left as it was"
    ):
        Ledger.open(where, now=AT)
    assert everything(where) == before


@pytest.mark.sqlite("a file is copied first")
def test_without_room_for_the_copy_nothing_is_migrated(files: Years, monkeypatch: pytest.MonkeyPatch):
    path = Path(files.older("0002"))

    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    with monkeypatch.context() as patch:
        patch.setattr("inbox_bot.edges.ledger.migrate.copy_of", full)
        with pytest.raises(LedgerUnavailable, match="not migrated without a copy: database or disk is full"):
            Ledger.open(path, now=AT)
    with pytest.raises(LedgerOlder, match="0002"):
        Ledger.open(path, lock=False)
    assert not list(path.parent.glob("*.schema-*"))


#: what a migration was about to do when it was killed
STEPS = ("create_table", "drop_index", "create_index")


@pytest.mark.parametrize("revision", OLDER)
def test_a_migration_that_is_killed_in_the_middle_has_not_happened(years: Years, revision: str):
    where = years.older(revision)
    before = everything(where)
    for step in STEPS:
        killed_while(where, step)
        assert everything(where) == before, step
    with Ledger.open(where, now=AT + timedelta(minutes=1)) as ledger:
        assert len(ledger.actions.answers()) == ANSWERS


@pytest.mark.sqlite("a file is copied first")
def test_a_kill_while_the_copy_is_made_leaves_no_half_copy_under_its_name(files: Years):
    path = Path(files.older("0002"))
    killed_while(str(path), "copy")
    assert not [one for one in path.parent.glob("*.schema-*") if one.suffix != ".part"]
    Ledger.open(path, now=AT).close()
    [copy] = path.parent.glob("*.schema-*")
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT count(*) FROM messages").fetchone() == (ANSWERS,)


def test_mails_that_were_dealt_with_leave_the_index_of_what_is_open(years: Years):
    """In review and nowhere any more; in review and somewhere; and filed, which says nothing of where it is."""
    where = years.empty()
    store = Store(where, lock=True)
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
    with Ledger.open(where, now=AT) as ledger:
        assert asked(ledger, "SELECT id FROM messages WHERE nowhere") == [(1,)]
        assert [mail.raw_hash for mail in ledger.reports.open_items().mails] == [hash_of("2")]
        assert ledger.reports.status_counts().review == 1
