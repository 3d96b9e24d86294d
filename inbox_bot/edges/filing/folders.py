"""The store on local folders: a tree that a person can browse."""

import contextlib
import hashlib
import io
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from inbox_bot.core.message import safe
from inbox_bot.core.wording import Sentence
from inbox_bot.edges.filing import durable
from inbox_bot.edges.filing.contract import Entry, FilingFailed, NotFiled

SPOOL = ".spool"  # what is below it is on its way in, and filed nowhere


class LocalFolders:
    """Files below one folder: a `Filing`."""

    def __init__(self, root: Path) -> None:
        """`root` is made at the first put; its parent has to exist."""
        self.root = root

    def put(self, files: Mapping[str, bytes]) -> None:
        """Each as a file at its path, with the folders it needs; see `durable`."""
        try:
            root = self.root.resolve()
            durable.write_all({self._below(path, root): content for path, content in files.items()}, self.root.parent)
        except OSError as error:
            why = str(error.strerror or error)
            sentence = Sentence("documents can't be filed below {folder}: {why}", folder=str(self.root), why=why)
            raise FilingFailed(sentence) from error

    def open(self, path: str) -> BinaryIO:
        """The file."""
        try:
            return self._below(path).open("rb")
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError) as error:
            raise NotFiled(Sentence("{file} is not below {root}", file=safe.line(path), root=str(self.root))) from error
        except OSError as error:
            raise self._unreadable(path, error) from error

    def exists(self, path: str) -> bool:
        """Whether there is such a file; a folder is none."""
        return self._below(path).is_file()

    def size(self, path: str) -> int:
        """The file's size."""
        with self.open(path) as file:
            return file.seek(0, io.SEEK_END)

    def digest(self, path: str) -> str:
        """Reads the file."""
        try:
            with self.open(path) as file:
                return hashlib.sha256(file.read()).hexdigest()
        except OSError as error:
            raise self._unreadable(path, error) from error

    def delete(self, path: str) -> None:
        """The file, and the folders that it leaves empty; see `durable`."""
        file = self._below(path)
        try:
            durable.remove(file, self.root)
        except NotADirectoryError:
            return
        except OSError as error:
            raise FilingFailed(
                Sentence("{file} can't be deleted: {why}", file=safe.line(path), why=str(error.strerror or error))
            ) from error

    def listed(self, below: str = "") -> Iterator[Entry]:
        """Every file but those on their way in, hidden ones too: a `.part` is what a kill left of one.

        A link is nothing filed.
        """
        folder = self._below(below)
        if not folder.is_dir():
            return
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(self.root)
            if path.is_file() and not path.is_symlink() and SPOOL not in name.parts[:1]:
                with contextlib.suppress(FileNotFoundError):  # deleted meanwhile
                    written_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
                    yield Entry(path=name.as_posix(), written_at=written_at)

    def check(self) -> str:
        """Tries to write; makes nothing that stays."""
        existing = next(folder for folder in (self.root.absolute(), *self.root.absolute().parents) if folder.exists())
        if not existing.is_dir():
            raise FilingFailed(Sentence("{folder} is not a folder: name another under filing.to", folder=str(existing)))
        try:
            with TemporaryDirectory(prefix=".inbox-bot-check-", dir=existing):
                return str(self.root)
        except OSError as error:
            raise FilingFailed(
                Sentence(
                    "{folder} can't be written to ({why}): give this user the right",
                    folder=str(existing),
                    why=error.strerror,
                )
            ) from error

    def _unreadable(self, path: str, error: OSError) -> FilingFailed:
        why = str(error.strerror or error)
        return FilingFailed(Sentence("{file} can't be read: {why}", file=safe.line(path), why=why))

    def _below(self, path: str, root: Path | None = None) -> Path:
        """The file behind a path; `root`: ours, resolved. Raises FilingFailed where it would be outside the root."""
        if "\0" in path or not (self.root / path).resolve().is_relative_to(root or self.root.resolve()):
            raise FilingFailed(Sentence("{file} is outside {root}", file=safe.line(path), root=str(self.root)))
        return self.root / path
