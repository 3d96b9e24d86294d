"""Proves a backup, and puts it back into an empty place; the ledger comes last."""

import contextlib
import json
import os
import shutil
import sqlite3
import tarfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from inbox_bot.core.wording import Sentence
from inbox_bot.edges.filing import Filing
from inbox_bot.edges.ledger import Ledger, LedgerOlder
from inbox_bot.pipeline.privacy.erased_list import noted_in, put_together, unknown_to
from inbox_bot.pipeline.upkeep.backup.installed_at import (
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
    hash_of,
    is_text_of,
    remove,
    said,
)
from inbox_bot.pipeline.upkeep.backup.unpacking import unpacked

PUT_AT_ONCE = 20  # files, which are in memory meanwhile
AFTER_RESTORE = "it waited to be sent when the backup was made, and may have been sent since"

#: What a restored ledger can't know: whether these went out after it was copied.
MAY_HAVE_GONE_OUT = """
    UPDATE actions SET state = 'uncertain', note = ?
    WHERE kind IN ('answer', 'tell') AND state IN ('pending', 'doing')
"""


@contextlib.contextmanager
def opened(backup: Path, near: Path) -> Iterator[Path]:
    """A backup's folder, unpacked for as long as the `with` goes on where it is an archive, with every file proven.

    `near`: the folder that it is restored to. Raises BackupRefused where it is none, or where a file in it is missing,
    changed or not of it; BackupFailed where it can't be unpacked there.
    """
    with contextlib.ExitStack() as stack:
        folder = backup
        try:
            if backup.is_file():
                folder = stack.enter_context(unpacked(backup, near))
            _prove(backup, folder)
        except tarfile.ReadError:  # its text lists every packer that was tried
            raise BackupRefused(
                Sentence("{backup} is no .tar or .tar.gz, or a damaged one", backup=str(backup))
            ) from None
        except (OSError, tarfile.TarError, EOFError) as error:
            raise BackupRefused(
                Sentence("{backup} can't be read as a backup: {why}", backup=str(backup), why=said(error))
            ) from error
        yield folder


def _prove(backup: Path, folder: Path) -> None:
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
        made, hashes = manifest["format"], dict(manifest["files"])
    except (FileNotFoundError, NotADirectoryError):
        raise BackupRefused(
            Sentence("{backup} is no backup of inbox-bot, or one that was not finished", backup=str(backup))
        ) from None
    except (ValueError, KeyError, TypeError):
        raise BackupRefused(
            Sentence("{backup} is damaged: {file} can't be read", backup=str(backup), file=MANIFEST)
        ) from None
    if made != FORMAT:
        raise BackupRefused(
            Sentence(
                "{backup} was made by another version ({version}): use that one",
                backup=str(backup),
                version=str(manifest.get("inbox_bot")),
            )
        )
    found = {path.relative_to(folder).as_posix(): path for path in files_below(folder)} if folder.is_dir() else {}
    found.pop(MANIFEST, None)
    for name in sorted(hashes.keys() | found.keys()):
        if name not in hashes:
            raise BackupRefused(
                Sentence(
                    "{backup} is damaged: {found} files are there, {known} belong to it",
                    backup=str(backup),
                    found=len(found),
                    known=len(hashes),
                )
            )
        if name not in found or hash_of(found[name]) != hashes[name]:
            raise BackupRefused(
                Sentence(
                    "{backup} is damaged: a file of it is missing or changed ({folder})",
                    backup=str(backup),
                    folder=str(PurePosixPath(name).parent),
                )
            )


@dataclass(frozen=True, kw_only=True, slots=True)
class Restored:
    """What is back."""

    files: int
    erasures: int  #: that the backup does not know: they are done again at the first start, before anything else


def restore(folder: Path, installed_at: InstalledAt, erased: Sequence[Path] = ()) -> Restored:
    """Put a proven backup where an installation will look for it. `erased`: further lists of what was erased.

    Raises BackupRefused where anything else is there, BackupFailed, FilingFailed, LedgerError (a newer schema, a
    damaged file).
    """
    taken = _taken(folder, installed_at)
    if taken:
        raise BackupRefused("this place is not empty; move away, or name another with --rules: " + ", ".join(taken))
    restoring = installed_at.ledger.with_name(f".{installed_at.ledger.name}{PART}")
    number = 0
    try:
        number += _put_back(folder / FILING, installed_at.filing)
        for name, texts in installed_at.texts.items():
            for path in files_below(folder / name):
                _copy(path, texts / path.relative_to(folder / name))
                number += 1
        if not installed_at.rules.exists():
            _copy(folder / RULES, installed_at.rules)
        installed_at.ledger.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
        remove(restoring)
        restoring.touch(mode=0o600)
        shutil.copyfile(folder / LEDGER, restoring)
        put_together(installed_at.erased, (folder / ERASED, *erased))
        again = len(noted_in(installed_at.erased))
        with contextlib.suppress(LedgerOlder), Ledger.open(restoring, lock=False) as ledger:  # `run` migrates it
            again = len(unknown_to(ledger, installed_at.erased))
        _hold_what_may_have_gone_out(restoring)
        restoring.rename(installed_at.ledger)  # last: without a ledger, nothing here is taken for an installation
        os.sync()
    except (OSError, sqlite3.Error) as error:
        raise BackupFailed(
            Sentence("the restore failed: {why}; remove what it wrote and try again", why=said(error))
        ) from error
    finally:
        for end in ("", "-wal", "-shm"):
            restoring.with_name(restoring.name + end).unlink(missing_ok=True)
    return Restored(files=number + 2, erasures=again)


def _taken(folder: Path, installed_at: InstalledAt) -> list[str]:
    """What stands in the way of a restore. A rules.yaml or template with the very same text doesn't.

    Nor does a bucket: it outlives the machine that the ledger was on. What is in it stays, and what isn't is put there.
    """
    taken = [str(installed_at.ledger)] if installed_at.ledger.exists() else []
    if installed_at.filing_folder is not None and any(files_below(installed_at.filing_folder)):
        taken.append(str(installed_at.filing_folder))
    pairs = [(folder / RULES, installed_at.rules)]
    pairs += [
        (folder / name / path.relative_to(texts), path)
        for name, texts in installed_at.texts.items()
        for path in files_below(texts)
        if is_text_of(name, path)
    ]
    for kept, there in pairs:
        if there.exists() and not (kept.is_file() and there.is_file() and kept.read_bytes() == there.read_bytes()):
            taken.append(str(there))
    return taken


def _put_back(source: Path, filing: Filing) -> int:
    """Put there what isn't; how many files the backup has."""
    names = [path.relative_to(source).as_posix() for path in files_below(source)]
    missing = [name for name in names if not filing.exists(name)]
    for begin in range(0, len(missing), PUT_AT_ONCE):
        filing.put({name: (source / name).read_bytes() for name in missing[begin : begin + PUT_AT_ONCE]})
    return len(names)


def _hold_what_may_have_gone_out(ledger: Path) -> None:
    with contextlib.closing(sqlite3.connect(ledger)) as connection, connection:
        connection.execute(MAY_HAVE_GONE_OUT, (AFTER_RESTORE,))


def _copy(source: Path, target: Path) -> None:
    if target.exists():
        return
    target.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
    shutil.copyfile(source, target)
