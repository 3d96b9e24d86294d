"""Backup and restore: the ledger (its key is in it), the filed applications, rules.yaml and the templates.

A backup is made while the daemon runs. The order makes it whole: the ledger first, by SQLite's own online backup, then
the files. Documents are durable before the ledger names them, so whatever the copied ledger names is there to be
copied; what came in meanwhile is a file that nobody refers to, which the next poll puts to the same place.

A restored ledger may be older than the mailbox: what was about to be sent when the copy was made has perhaps been sent
since. So every mail that waited to go out is `uncertain` after a restore, and only a person sends it again.
"""

import contextlib
import hashlib
import io
import json
import os
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path, PurePosixPath

from inbox_bot import __version__
from inbox_bot.edges.ledger import Ledger, LedgerOlder
from inbox_bot.edges.ledger.migrate import copy_of
from inbox_bot.edges.rules_file import TEMPLATE_SUFFIXES

FORMAT = 1
ARCHIVES = (".tar", ".tar.gz", ".tgz")
LEDGER, RULES, MANIFEST = "ledger.db", "rules.yaml", "manifest.json"
FILING, TEMPLATES = "applications", "templates"
PART = ".part"  # the end of a name that is not whole yet, here and in filing
AFTER_RESTORE = "it waited to be sent when the backup was made, and may have been sent since"

#: What a restored ledger can't know: whether these went out after it was copied.
MAY_HAVE_GONE_OUT = """
    UPDATE actions SET state = 'uncertain', note = ?
    WHERE kind IN ('answer', 'tell') AND state IN ('pending', 'doing')
"""


class BackupFailed(Exception):
    """The backup could not be made, or the restore done; the text says why. Nothing half-made bears the name."""


class BackupRefused(Exception):
    """What was asked for would overwrite or mix something; the text says what to do. Nothing was written."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Places:
    """Where an installation keeps what a backup holds."""

    rules: Path
    templates: Path
    ledger: Path
    filing: Path


@dataclass(kw_only=True, slots=True)
class _Backup:
    """A backup being written: a folder, or an archive."""

    folder: Path | None = None
    archive: tarfile.TarFile | None = None
    hashes: dict[str, str] = field(default_factory=dict)

    def add(self, path: Path, name: str) -> None:
        """Copy a file; one that is gone meanwhile is left out."""
        with contextlib.suppress(FileNotFoundError), path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
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
            self.hashes[name] = _hash(file, size)

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


def back_up(places: Places, to: Path, at: datetime) -> int:
    """Copy everything to a new folder, or to an archive where the name ends so; returns the number of files.

    Raises BackupRefused (the place is taken), BackupFailed (disk full, unreadable), LedgerError.
    """
    is_archive = to.name.endswith(ARCHIVES)
    if to.is_symlink() or (to.exists() and (is_archive or not to.is_dir() or any(to.iterdir()))):
        raise BackupRefused(f"{to} is there already: name a new folder, or a new file that ends in .tar.gz")
    if to.resolve().is_relative_to(places.filing.resolve()):
        raise BackupRefused(f"{to} lies within the filed applications: a backup belongs elsewhere")
    Ledger.open(places.ledger, lock=False).close()  # says what is wrong with it, in its own words
    part = to.with_name(f".{to.name}{PART}")
    try:
        to.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _new(part, is_archive) as backup:
            _fill(backup, places, part)
            backup.end(at)
        if to.is_dir():
            to.rmdir()
        part.rename(to)
        os.sync()
    except (OSError, sqlite3.Error) as error:
        raise BackupFailed(f"the backup to {to} failed: {_said(error)}") from error
    finally:
        _remove(part)
    return len(backup.hashes)


def _fill(backup: _Backup, places: Places, part: Path) -> None:
    copied = part.with_name(f"{part.name}.ledger")
    try:
        copy_of(places.ledger, copied)
        backup.add(copied, LEDGER)
    finally:
        copied.unlink(missing_ok=True)
    for path in _files_below(places.filing):
        backup.add(path, f"{FILING}/{path.relative_to(places.filing).as_posix()}")
    for path in _files_below(places.templates):
        if path.suffix in TEMPLATE_SUFFIXES:
            backup.add(path, f"{TEMPLATES}/{path.relative_to(places.templates).as_posix()}")
    backup.add(places.rules, RULES)


@contextlib.contextmanager
def _new(part: Path, is_archive: bool) -> Iterator[_Backup]:
    _remove(part)
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


@contextlib.contextmanager
def opened(backup: Path) -> Iterator[Path]:
    """A backup's folder, unpacked for as long as the `with` goes on where it is an archive, with every file proven.

    Raises BackupRefused where it is none, or where a file in it is missing, changed or not of it.
    """
    with contextlib.ExitStack() as stack:
        folder = backup
        try:
            if backup.is_file():
                folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="inbox-bot-restore-")))
                with tarfile.open(backup) as archive:
                    archive.extractall(folder, filter="data")
            _prove(backup, folder)
        except (OSError, tarfile.TarError, EOFError) as error:
            raise BackupRefused(f"{backup} can't be read as a backup: {_said(error)}") from error
        yield folder


def _prove(backup: Path, folder: Path) -> None:
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
        made, hashes = manifest["format"], dict(manifest["files"])
    except (FileNotFoundError, NotADirectoryError):
        raise BackupRefused(f"{backup} is no backup of inbox-bot, or one that was not finished") from None
    except (ValueError, KeyError, TypeError):
        raise BackupRefused(f"{backup} is damaged: {MANIFEST} can't be read") from None
    if made != FORMAT:
        raise BackupRefused(f"{backup} was made by another version ({manifest.get('inbox_bot')}): use that one")
    found = {path.relative_to(folder).as_posix(): path for path in _files_below(folder)} if folder.is_dir() else {}
    found.pop(MANIFEST, None)
    for name in sorted(hashes.keys() | found.keys()):
        if name not in hashes:
            raise BackupRefused(f"{backup} is damaged: {len(found)} files are there, {len(hashes)} belong to it")
        if name not in found or _hash_of(found[name]) != hashes[name]:
            raise BackupRefused(
                f"{backup} is damaged: a file of it is missing or changed ({PurePosixPath(name).parent})"
            )


def put_back(folder: Path, places: Places) -> int:
    """Put a proven backup where an installation will look for it; returns the number of files.

    Raises BackupRefused where anything else is there, BackupFailed, LedgerError (a newer schema, a damaged file).
    """
    taken = _taken(folder, places)
    if taken:
        raise BackupRefused("this place is not empty; move away, or name another with --rules: " + ", ".join(taken))
    restoring = places.ledger.with_name(f".{places.ledger.name}{PART}")
    number = 0
    try:
        for source, target in (
            (folder / FILING, places.filing),
            (folder / TEMPLATES, places.templates),
        ):
            for path in _files_below(source):
                _copy(path, target / path.relative_to(source))
                number += 1
        if not places.rules.exists():
            _copy(folder / RULES, places.rules)
        places.ledger.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
        _remove(restoring)
        restoring.touch(mode=0o600)
        shutil.copyfile(folder / LEDGER, restoring)
        with contextlib.suppress(LedgerOlder):  # the first `run` migrates it
            Ledger.open(restoring, lock=False).close()
        _hold_what_may_have_gone_out(restoring)
        restoring.rename(places.ledger)  # last: without a ledger, nothing here is taken for an installation
        os.sync()
    except (OSError, sqlite3.Error) as error:
        raise BackupFailed(f"the restore failed: {_said(error)}; remove what it wrote and try again") from error
    finally:
        for end in ("", "-wal", "-shm"):
            restoring.with_name(restoring.name + end).unlink(missing_ok=True)
    return number + 2


def _taken(folder: Path, places: Places) -> list[str]:
    """What stands in the way of a restore. A rules.yaml or template with the very same text doesn't."""
    taken = [str(places.ledger)] if places.ledger.exists() else []
    if any(_files_below(places.filing)):
        taken.append(str(places.filing))
    pairs = [(folder / RULES, places.rules)]
    pairs += [
        (folder / TEMPLATES / path.relative_to(places.templates), path)
        for path in _files_below(places.templates)
        if path.suffix in TEMPLATE_SUFFIXES
    ]
    for kept, there in pairs:
        if there.exists() and not (kept.is_file() and there.is_file() and kept.read_bytes() == there.read_bytes()):
            taken.append(str(there))
    return taken


def _hold_what_may_have_gone_out(ledger: Path) -> None:
    with contextlib.closing(sqlite3.connect(ledger)) as connection, connection:
        connection.execute(MAY_HAVE_GONE_OUT, (AFTER_RESTORE,))


def _copy(source: Path, target: Path) -> None:
    if target.exists():
        return
    target.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def _files_below(folder: Path) -> Iterator[Path]:
    """Every whole, ordinary file; links are nobody's here, and followed nowhere."""
    for place, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = Path(place, name)
            if not name.endswith(PART) and path.is_file() and not path.is_symlink():
                yield path


def _hash(file: io.BufferedReader, size: int) -> str:
    digest = hashlib.sha256()
    while size > 0 and (some := file.read(min(size, 1_000_000))):
        digest.update(some)
        size -= len(some)
    return digest.hexdigest()


def _hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _remove(part: Path) -> None:
    if part.is_dir() and not part.is_symlink():
        shutil.rmtree(part, ignore_errors=True)
    else:
        with contextlib.suppress(OSError):
            part.unlink()


def _said(error: Exception) -> str:
    return (error.strerror or str(error)) if isinstance(error, OSError) else str(error)
