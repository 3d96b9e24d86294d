"""Makes a backup: a new folder, or a new archive, that bears its name only when it is whole."""

import contextlib
import io
import json
import os
import shutil
import sqlite3
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from inbox_bot import __version__
from inbox_bot.core.wording import Sentence
from inbox_bot.edges.filing import NotFiled
from inbox_bot.edges.ledger import Ledger
from inbox_bot.edges.ledger.migrate import copy_of
from inbox_bot.pipeline.upkeep.backup.installed_at import (
    ARCHIVES,
    ERASED,
    FILING,
    FORMAT,
    LEDGER,
    MANIFEST,
    PART,
    RULES,
    BackupFailed,
    BackupRefused,
    InstalledAt,
    files_below,
    hash_of_file,
    is_text_of,
    remove,
    said,
)


@dataclass(kw_only=True, slots=True)
class _Backup:
    """A backup being written: a folder, or an archive."""

    folder: Path | None = None
    archive: tarfile.TarFile | None = None
    hashes: dict[str, str] = field(default_factory=dict)

    def add(self, path: Path, name: str) -> None:
        """Copy a file; one that is gone meanwhile is left out."""
        with contextlib.suppress(FileNotFoundError), path.open("rb") as file:
            self.add_open(file, name)

    def add_open(self, file: BinaryIO, name: str) -> None:
        """Copy what is open."""
        size = file.seek(0, io.SEEK_END)
        file.seek(0)
        if self.folder is not None:
            target = self.folder / name
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with target.open("xb") as out:
                shutil.copyfileobj(file, out)
                os.fsync(out.fileno())
        if self.archive is not None:
            member = tarfile.TarInfo(name)
            member.size, member.mode = size, 0o600
            self.archive.addfile(member, file)
        file.seek(0)
        self.hashes[name] = hash_of_file(file, size)

    def end(self, at: datetime) -> None:
        """Write what is in it; without this last file it is no backup."""
        manifest = {"format": FORMAT, "inbox_bot": __version__, "made_at": at.isoformat(), "files": self.hashes}
        content = json.dumps(manifest, indent=1).encode()
        if self.folder is not None:
            (self.folder / MANIFEST).write_bytes(content)
        if self.archive is not None:
            member = tarfile.TarInfo(MANIFEST)
            member.size, member.mode = len(content), 0o600
            self.archive.addfile(member, io.BytesIO(content))


def back_up(installed_at: InstalledAt, to: Path, at: datetime) -> int:
    """Copy everything to a new folder, or to an archive where the name ends so; returns the number of files.

    Raises BackupRefused (the place is taken), BackupFailed (disk full, unreadable), LedgerError, FilingFailed.
    """
    is_archive = to.name.endswith(ARCHIVES)
    if to.is_symlink() or (to.exists() and (is_archive or not to.is_dir() or any(to.iterdir()))):
        raise BackupRefused(
            Sentence("{to} is there already: name a new folder, or a new file that ends in .tar.gz", to=str(to))
        )
    filed = installed_at.filing_folder
    if filed is not None and to.resolve().is_relative_to(filed.resolve()):
        raise BackupRefused(Sentence("{to} is among the filed applications: a backup belongs elsewhere", to=str(to)))
    Ledger.open(installed_at.ledger, lock=False).close()  # says what is wrong with it, in its own words
    part = to.with_name(f".{to.name}{PART}")
    try:
        to.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _new(part, is_archive) as backup:
            _fill(backup, installed_at, part)
            backup.end(at)
        if to.is_dir():
            to.rmdir()
        part.rename(to)
        os.sync()
    except (OSError, sqlite3.Error) as error:
        raise BackupFailed(Sentence("the backup to {to} failed: {why}", to=str(to), why=said(error))) from error
    finally:
        remove(part)
    return len(backup.hashes)


def _fill(backup: _Backup, installed_at: InstalledAt, part: Path) -> None:
    copied = part.with_name(f"{part.name}.ledger")
    try:
        copy_of(installed_at.ledger, copied)
        backup.add(copied, LEDGER)
    finally:
        copied.unlink(missing_ok=True)
    for entry in installed_at.filing.listed():
        if not entry.path.endswith(PART):
            with contextlib.suppress(NotFiled), installed_at.filing.open(entry.path) as file:
                backup.add_open(file, f"{FILING}/{entry.path}")
    for name, texts in installed_at.texts.items():
        for path in files_below(texts):
            if is_text_of(name, path):
                backup.add(path, f"{name}/{path.relative_to(texts).as_posix()}")
    backup.add(installed_at.erased, ERASED)
    backup.add(installed_at.rules, RULES)


@contextlib.contextmanager
def _new(part: Path, is_archive: bool) -> Iterator[_Backup]:
    remove(part)
    if not is_archive:
        part.mkdir(mode=0o700)
        yield _Backup(folder=part)
        return
    part.touch(mode=0o600)
    with part.open("r+b") as file:
        with tarfile.open(fileobj=file, mode="w" if part.name.endswith(f".tar{PART}") else "w:gz") as archive:
            yield _Backup(archive=archive)
        file.flush()
        os.fsync(file.fileno())
