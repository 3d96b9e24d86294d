"""What a put said is durable is durable, whatever an earlier put left behind."""

import errno
import os
import stat
import threading
from pathlib import Path

import pytest

from inbox_bot.edges.filing import durable

FILES = {
    "baker/2027/Ann Lee-1/cv.pdf": b"a",
    "baker/2027/Ann Lee-1/message.eml": b"b",
    "baker/2026/Bo Poe-2/cv.pdf": b"c",
    "nurse/2027/Cy Roe-3/cv.pdf": b"d",
    ".raw/ab/abcd.eml": b"e",
}
FOLDERS = {
    *(".", "filed", "filed/baker", "filed/baker/2027", "filed/baker/2027/Ann Lee-1", "filed/baker/2026"),
    *("filed/baker/2026/Bo Poe-2", "filed/nurse", "filed/nurse/2027", "filed/nurse/2027/Cy Roe-3"),
    *("filed/.raw", "filed/.raw/ab"),
}


class Flushes:
    """Which folders were flushed; the k-th flush of a folder fails."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, below: Path) -> None:
        self.flushed: list[str] = []
        self.failing: int | None = None
        self._below = below
        self._folders = 0
        self._lock = threading.Lock()
        self._fsync = os.fsync
        monkeypatch.setattr(os, "fsync", self._flush)

    def fail_next(self) -> None:
        self.failing = self._folders + 1

    def _flush(self, descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            with self._lock:
                self._folders += 1
                if self._folders == self.failing:
                    raise OSError(errno.EIO, "Input/output error")
                path = Path(f"/proc/self/fd/{descriptor}").readlink()
                self.flushed.append(path.relative_to(self._below).as_posix())
        self._fsync(descriptor)


@pytest.fixture
def flushes(monkeypatch, tmp_path):
    return Flushes(monkeypatch, tmp_path)


@pytest.fixture
def files(tmp_path):
    return {tmp_path / "filed" / name: content for name, content in FILES.items()}


def test_a_put_flushes_every_folder_down_to_its_files(flushes, files, tmp_path):
    durable.write_all(files, tmp_path)
    assert sorted(flushes.flushed) == sorted(FOLDERS)


@pytest.mark.parametrize("k", range(1, len(FOLDERS) + 1))
def test_where_the_kth_flush_of_a_folder_failed_the_next_put_flushes_them_all(flushes, files, tmp_path, k):
    flushes.failing = k
    with pytest.raises(OSError, match="Input/output"):
        durable.write_all(files, tmp_path)
    assert all(path.read_bytes() == content for path, content in files.items())
    flushes.flushed.clear()
    durable.write_all(files, tmp_path)
    assert set(flushes.flushed) == FOLDERS


def test_what_a_killed_daemon_had_renamed_but_not_flushed_is_flushed(flushes, files, tmp_path):
    for path, content in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    durable.write_all(files, tmp_path)
    assert set(flushes.flushed) == FOLDERS


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_of_somebody_else_around_the_tree_need_not_be_opened(flushes, files, tmp_path):
    (tmp_path / "filed").mkdir()
    tmp_path.chmod(0o111)
    try:
        durable.write_all(files, tmp_path)
    finally:
        tmp_path.chmod(0o700)
    assert set(flushes.flushed) == FOLDERS - {"."}


@pytest.mark.parametrize(
    ("deleted", "flushed"),
    [
        ("baker/2027/Ann Lee-1/cv.pdf", "filed/baker/2027/Ann Lee-1"),  # its mail is there yet
        ("baker/2026/Bo Poe-2/cv.pdf", "filed/baker"),  # its folder and its year went with it
        ("nurse/2027/Cy Roe-3/cv.pdf", "filed"),
        ("baker/2031/Nobody-9/cv.pdf", "filed/baker"),  # there is none: an earlier try may have left it so
        ("nobody/2031/Nobody-9/cv.pdf", "filed"),
    ],
)
def test_what_is_deleted_is_flushed_where_its_name_was(flushes, files, tmp_path, deleted, flushed):
    durable.write_all(files, tmp_path)
    flushes.flushed.clear()
    durable.remove(tmp_path / "filed" / deleted, tmp_path / "filed")
    assert not (tmp_path / "filed" / deleted).exists()
    assert flushes.flushed == [flushed]


@pytest.mark.parametrize("deleted", list(FILES))
def test_where_the_flush_of_a_deletion_failed_the_next_one_flushes_again(flushes, files, tmp_path, deleted):
    durable.write_all(files, tmp_path)
    path = tmp_path / "filed" / deleted
    flushes.fail_next()
    with pytest.raises(OSError, match="Input/output"):
        durable.remove(path, tmp_path / "filed")
    flushes.flushed.clear()
    durable.remove(path, tmp_path / "filed")
    assert len(flushes.flushed) == 1


def test_nothing_is_flushed_where_nothing_was_ever_filed(flushes, tmp_path):
    durable.remove(tmp_path / "filed" / "baker" / "cv.pdf", tmp_path / "filed")
    assert flushes.flushed == []


@pytest.mark.parametrize("is_there", [True, False])
def test_what_a_kill_left_of_a_file_on_its_way_is_deleted_with_it(files, tmp_path, is_there):
    durable.write_all(files, tmp_path)
    cv = tmp_path / "filed" / "baker/2027/Ann Lee-1/cv.pdf"
    cv.with_name(".cv.pdf.part").write_bytes(b"half")
    if not is_there:
        cv.unlink()
    durable.remove(cv, tmp_path / "filed")
    assert [path.name for path in cv.parent.iterdir()] == ["message.eml"]
