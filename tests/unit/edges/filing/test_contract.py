"""Each store keeps to the contract: folders, a bucket, and one in memory, which shows that no more is asked for."""

import hashlib
import io
import posixpath
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

import pytest

from inbox_bot.edges.filing import Entry, Filing, FilingFailed, LocalFolders, NotFiled
from tests.support.servers.s3 import S3
from tests.unit.edges.filing.contract import CV, FilingContract


class InMemory:
    """The smallest store there is."""

    def __init__(self) -> None:
        self._files: dict[str, bytes] = {}

    def put(self, files: Mapping[str, bytes]) -> None:
        self._files |= {_inside(path): content for path, content in files.items()}

    def open(self, path: str) -> BinaryIO:
        if not self.exists(path):
            raise NotFiled(path)
        return io.BytesIO(self._files[path])

    def exists(self, path: str) -> bool:
        return _inside(path) in self._files

    def delete(self, path: str) -> None:
        self._files.pop(_inside(path), None)

    def size(self, path: str) -> int:
        with self.open(path) as file:
            return len(file.read())

    def digest(self, path: str) -> str:
        with self.open(path) as file:
            return hashlib.sha256(file.read()).hexdigest()

    def listed(self, below: str = "") -> Iterator[Entry]:
        for path in sorted(self._files):
            if path.startswith(f"{below}/" if below else ""):
                yield Entry(path=path, written_at=datetime.now(UTC))

    def check(self) -> str:
        return "memory"


def _inside(path: str) -> str:
    if path.startswith("/") or "\0" in path or posixpath.normpath(path).startswith(".."):
        raise FilingFailed(f"{path!r} is outside")
    return path


class TestLocalFolders(FilingContract):
    @pytest.fixture
    def store(self, tmp_path: Path) -> Filing:
        return LocalFolders(tmp_path / "filed")

    def test_an_emptied_folder_is_removed_and_the_root_stays(self, store: LocalFolders):
        store.put({CV: b"cv", ".raw/ab/abcd.eml": b"mail"})
        store.delete(CV)
        assert [path.name for path in store.root.iterdir()] == [".raw"]
        store.delete(".raw/ab/abcd.eml")
        assert store.root.is_dir()

    def test_where_nothing_can_be_written_it_says_what_to_do(self, tmp_path: Path):
        (tmp_path / "file").write_text("x")
        with pytest.raises(FilingFailed, match=r"not a folder: name another under filing\.to"):
            LocalFolders(tmp_path / "file" / "filed").check()

    def test_a_link_that_leads_out_of_the_root_is_not_followed(self, store: LocalFolders, tmp_path: Path):
        store.put({CV: b"cv"})
        (tmp_path / "secret").write_text("secret")
        (store.root / "link").symlink_to(tmp_path)
        with pytest.raises(FilingFailed, match="outside"):
            store.open("link/secret")


class TestInMemory(FilingContract):
    @pytest.fixture
    def store(self) -> Filing:
        return InMemory()


class TestBucket(FilingContract):
    @pytest.fixture
    def store(self, s3: S3) -> Filing:
        return s3.bucket("applications")


class TestBucketWithVersions(FilingContract):
    @pytest.fixture
    def store(self, s3: S3) -> Filing:
        return s3.bucket("applications", versions=True)
