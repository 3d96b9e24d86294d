"""Files go to another place whole, and a move that broke off goes on where it was."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from inbox_bot.edges.filing import FilingFailed, LocalFolders
from inbox_bot.pipeline.upkeep import moving_files
from inbox_bot.pipeline.upkeep.moving_files import InTheWay, move_files
from tests.unit.edges.filing.contract import CV, MAIL, paths_in
from tests.unit.edges.filing.test_contract import InMemory

FILES = {CV: b"cv", MAIL: b"mail", ".raw/ab/abcd.eml": b"raw", ".scans/ab/abcd.json": b"{}"}


@pytest.fixture(autouse=True)
def ledger(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """What a ledger names: paths."""
    ledger = SimpleNamespace(names=[])
    monkeypatch.setattr(moving_files, "every_mail", lambda of: of.names)
    monkeypatch.setattr(moving_files, "paths_of", lambda named: {named})
    return ledger


@pytest.fixture
def source(tmp_path: Path) -> LocalFolders:
    source = LocalFolders(tmp_path / "applications")
    source.put(FILES)
    return source


def test_all_of_it_is_there_and_stays_where_it_was(source: LocalFolders, ledger):
    target, heard = InMemory(), []
    assert move_files(source, target, ledger, lambda done, total: heard.append((done, total))) == 4
    assert paths_in(target) == paths_in(source) == sorted(FILES)
    assert {path: target.open(path).read() for path in FILES} == FILES
    assert heard[0] == (4, 4)


def test_what_broke_off_goes_on_and_copies_nothing_twice(source: LocalFolders, ledger, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(moving_files, "TOGETHER", 1)
    target, put = InMemory(), InMemory.put
    copied: list[str] = []

    def breaks(self, files):
        if len(copied) == 2:
            raise FilingFailed("the store does not answer in time")
        copied.extend(files)
        put(self, files)

    monkeypatch.setattr(InMemory, "put", breaks)
    with pytest.raises(FilingFailed):
        move_files(source, target, ledger)
    first = list(copied)
    copied.clear()
    monkeypatch.setattr(InMemory, "put", lambda self, files: (copied.extend(files), put(self, files)))
    assert move_files(source, target, ledger) == 4
    assert sorted([*first, *copied]) == sorted(FILES)


def test_a_place_with_an_old_copy_is_refused_for_people_in_it_may_be_erased(source: LocalFolders, ledger):
    target = InMemory()
    target.put({"baker/2024/Eve-deadbeef/cv.pdf": b"erased since"})
    with pytest.raises(InTheWay, match=r"not at the old one \(1\), the first: baker/2024/Eve-deadbeef/cv\.pdf"):
        move_files(source, target, ledger)
    assert len(paths_in(target)) == 1


def test_what_a_late_listing_lacks_is_known_by_the_ledger(
    source: LocalFolders, ledger, monkeypatch: pytest.MonkeyPatch
):
    ledger.names = [CV, MAIL, "baker/2031/Nobody-00000000/cv.pdf"]
    listed = LocalFolders.listed
    monkeypatch.setattr(
        source, "listed", lambda below="": (each for each in listed(source, below) if each.path != CV), raising=False
    )
    target = InMemory()
    assert move_files(source, target, ledger) == 4
    assert target.open(CV).read() == b"cv"


def test_what_is_erased_or_changed_meanwhile_is_so_at_the_new_place(source: LocalFolders, ledger):
    target, once = InMemory(), iter([None])

    def meanwhile(done: int, total: int) -> None:
        if next(once, 0) is None:
            source.delete(CV)
            source.put({MAIL: b"another"})

    assert move_files(source, target, ledger, meanwhile) == 3
    assert paths_in(target) == paths_in(source)
    assert target.open(MAIL).read() == b"another"


def test_other_bytes_at_the_new_place_end_it(source: LocalFolders, ledger, monkeypatch: pytest.MonkeyPatch):
    put = InMemory.put
    monkeypatch.setattr(InMemory, "put", lambda self, files: put(self, dict.fromkeys(files, b"other")))
    with pytest.raises(FilingFailed, match="has other bytes at the new place"):
        move_files(source, InMemory(), ledger)
