"""A ledger moves between a file and PostgreSQL: every row, once, and at most one of the two is ever in use."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text

from inbox_bot.core.words import ActionKind, ActionState
from inbox_bot.edges.ledger import Ledger, LedgerDamaged, LedgerInUse, LedgerMoved, LedgerOccupied, LedgerUnavailable
from inbox_bot.edges.ledger.database import moving as room
from inbox_bot.edges.ledger.schema import metadata
from tests.support.servers.postgres import Postgres
from tests.unit.edges.ledger.building import AT, a_mail, take_in, take_in_with_answer
from tests.unit.edges.ledger.conftest import empty
from tests.unit.edges.ledger.many_rows import add_a_year

pytestmark = [pytest.mark.postgres, pytest.mark.sqlite("moves between a file and PostgreSQL")]

Rows = dict[str, list[Any]]


@pytest.fixture
def file(sqlite_place: Path) -> Path:
    """A ledger with a year behind it, and an answer that is being sent."""
    with Ledger.open(sqlite_place) as ledger:
        take_in_with_answer(ledger, "ann", to="zoë@example.org")
        add_a_year(ledger, 40)
        take_in_with_answer(ledger, "bob", uid=2, to="bob@example.org", state=ActionState.HELD, why="observe")
        assert ledger.actions.claim([ActionKind.ANSWER], AT) is not None
    return sqlite_place


@pytest.fixture(scope="module")
def one_server(postgres: Postgres) -> str:
    return postgres.place()


@pytest.fixture
def server(one_server: str) -> str:
    """An empty ledger on PostgreSQL."""
    with Ledger.open(one_server, moving=True) as ledger, ledger._store.writing() as connection:
        connection.execute(room.IN_USE)
    empty(one_server)
    return one_server


def nobody(done: int, total: int) -> None:
    """Waits for it."""


def move(old: Path | str, new: Path | str, progress: Callable[[int, int], None] = nobody) -> int:
    with Ledger.open(old, moving=True) as ledger:
        return ledger.move_to(new, AT, progress)


def rows_of(where: Path | str) -> Rows:
    """All that a ledger holds, but for how it stands."""
    with Ledger.open(where, lock=False, moving=True) as ledger, ledger._store.reading() as connection:
        found = {table.name: sorted(map(repr, connection.execute(select(table)))) for table in metadata.sorted_tables}
    found["meta"] = [row for row in found["meta"] if room.STANDING not in row]
    return found


def can_be_opened(where: Path | str) -> bool:
    try:
        Ledger.open(where).close()
    except LedgerMoved:
        return False
    return True


def test_every_row_is_there_after_a_move_and_back(file: Path, server: str):
    before = rows_of(file)
    assert move(file, server) == sum(len(rows) for name, rows in before.items() if name != "meta")
    assert rows_of(server) == before
    assert move(server, file) == move(file, server)
    assert rows_of(server) == before


def test_a_ledger_that_was_moved_says_where_it_is(file: Path, server: str):
    move(file, server)
    for lock in (True, False):
        with pytest.raises(LedgerMoved, match=r"no longer in use.*PostgreSQL at 127\.0\.0\.1"):
            Ledger.open(file, lock=lock)
    move(server, file)
    with pytest.raises(LedgerMoved, match=r"ledger\.db"):
        Ledger.open(server)
    assert can_be_opened(file)


def test_the_moved_ledger_is_the_same_one_and_goes_on_with_new_numbers(file: Path, server: str):
    with Ledger.open(file) as ledger:
        name, open_before = ledger.name, [row.id for row in ledger.actions.answers()]
    move(file, server)
    with Ledger.open(server) as ledger:
        assert ledger.name == name
        assert ledger.recover().uncertain == 1, "what was being sent may have gone out, wherever the ledger is"
        new = take_in_with_answer(ledger, "carl", uid=9, to="carl@example.org")
        assert new > max(open_before)
        assert ledger.intake.note_seen([a_mail("ann", 1)], AT).fresh == (), "a mail that is known is not read again"


def test_progress_ends_where_it_said_it_would(file: Path, server: str):
    heard: list[tuple[int, int]] = []
    total = move(file, server, lambda done, of: heard.append((done, of)))
    assert heard[-1] == (total, total)
    assert [done for done, _ in heard] == sorted(done for done, _ in heard)


def test_a_place_that_holds_another_ledger_is_left_alone(file: Path, server: str):
    with Ledger.open(server) as other:
        take_in(other, "dora")
    before = rows_of(server)
    with pytest.raises(LedgerOccupied, match="holds something already"):
        move(file, server)
    assert rows_of(server) == before
    assert can_be_opened(file)
    assert can_be_opened(server)


def test_a_copy_of_the_ledger_that_is_in_use_is_not_overwritten(file: Path, tmp_path: Path):
    copy = tmp_path / "copy.db"
    copy.write_bytes(file.read_bytes())
    with pytest.raises(LedgerOccupied):
        move(copy, file)
    assert can_be_opened(file)


def test_a_daemon_at_either_end_is_left_alone(file: Path, server: str):
    with Ledger.open(server), pytest.raises(LedgerInUse):
        move(file, server)
    with Ledger.open(file), pytest.raises(LedgerInUse):
        move(file, server)
    assert can_be_opened(file)


class Killed(BaseException):
    """The move ends here."""


def dying(step: str, monkeypatch: pytest.MonkeyPatch) -> Callable[[int, int], None]:
    """What is told of the progress, or the step after which it ends."""

    def stop(*_: object) -> None:
        raise Killed

    if step == "rows":
        return lambda done, total: stop() if done > total / 2 else None
    if step == "compared":
        whole = room._copy
        monkeypatch.setattr(room, "_copy", lambda *given: (whole(*given), stop()))
    if step == "emptied":
        monkeypatch.setattr(room, "_copy", stop)
    if step == "the old one says so":
        monkeypatch.setattr(room, "IN_USE", text("SELECT nothing FROM nowhere"))
    return nobody


@pytest.mark.parametrize("back", [False, True])
@pytest.mark.parametrize("step", ["emptied", "rows", "compared", "the old one says so"])
def test_a_move_that_is_broken_off_leaves_one_ledger_at_most_and_goes_on(
    file: Path, server: str, step: str, back: bool, monkeypatch: pytest.MonkeyPatch
):
    old, new = (server, file) if back else (file, server)
    if back:
        move(file, server)
    before = rows_of(old)
    with monkeypatch.context() as broken, pytest.raises((Killed, Exception)):
        move(old, new, dying(step, broken))
    assert can_be_opened(old) == (step != "the old one says so")
    assert not can_be_opened(new), "it is not whole, or nobody has said so yet"
    move(old, new)
    assert (can_be_opened(old), can_be_opened(new)) == (False, True)
    assert rows_of(new) == before
    move(old, new)
    assert rows_of(new) == before, "once more changes nothing"


def test_what_came_after_a_move_that_was_broken_off_is_moved_too(
    file: Path, server: str, monkeypatch: pytest.MonkeyPatch
):
    with pytest.raises(Killed):
        move(file, server, dying("rows", monkeypatch))
    with Ledger.open(file) as ledger:
        take_in(ledger, "erna", uid=7)
    before = rows_of(file)
    move(file, server)
    assert rows_of(server) == before


def test_a_command_can_not_write_while_its_ledger_moves(file: Path, server: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("inbox_bot.edges.ledger.database.store.BUSY_TIMEOUT_MS", 50)
    refused: list[str] = []

    def releases(done: int, total: int) -> None:
        with Ledger.open(file, lock=False, moving=True) as command, closing(command):
            try:
                command.notices.set_breaker(True, AT)
            except LedgerUnavailable:
                refused.append("locked")

    move(file, server, releases)
    assert refused


def test_a_row_that_postgresql_can_not_keep_is_named_and_the_old_ledger_goes_on(file: Path, server: str):
    with Ledger.open(file) as ledger, ledger._store.writing() as connection:
        connection.execute(text("UPDATE messages SET subject = 'a' || char(0) || 'b' WHERE id = 1"))
    with pytest.raises(LedgerDamaged, match="messages"):
        move(file, server)
    assert can_be_opened(file)
