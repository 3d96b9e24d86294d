"""What a backup is made of: names, places, and the files below a folder."""

import contextlib
import hashlib
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from inbox_bot.edges.filing import Filing
from inbox_bot.edges.rules_file import PART_SUFFIXES, TEMPLATE_SUFFIXES, parts_folder

FORMAT = 1
ARCHIVES = (".tar", ".tar.gz", ".tgz")
LEDGER, ERASED, RULES, MANIFEST = "ledger.db", "ledger.erased", "rules.yaml", "manifest.json"
FILING, TEMPLATES, PARTS, LETTERS = "applications", "templates", "rules.d", "letters"
PART = ".part"  # the end of a name that is not whole yet, here and in filing


class BackupFailed(Exception):
    """The backup could not be made, or the restore done; the text says why. Nothing half-made bears the name."""


class BackupRefused(Exception):
    """What was asked for would overwrite or mix something; the text says what to do. Nothing was written."""


@dataclass(frozen=True, kw_only=True, slots=True)
class InstalledAt:
    """Where an installation keeps what a backup holds."""

    rules: Path
    templates: Path
    ledger: Path
    filing: Filing
    filing_folder: Path | None  #: None: applications are in a bucket
    erased: Path  #: where it is noted what was erased
    letters: tuple[Path, ...] = ()  #: the templates of single mailboxes

    @property
    def texts(self) -> dict[str, Path]:
        """What people wrote, besides rules.yaml: the folders, by what they are called in a backup."""
        numbered = {f"{LETTERS}/{number}": folder for number, folder in enumerate(self.letters)}
        return {TEMPLATES: self.templates, PARTS: parts_folder(self.rules)} | numbered


def is_text_of(name: str, path: Path) -> bool:
    """Whether a file in one of `InstalledAt.texts` is what that folder is for."""
    return path.suffix in (PART_SUFFIXES if name == PARTS else TEMPLATE_SUFFIXES)


def files_below(folder: Path) -> Iterator[Path]:
    """Every whole, ordinary file; links are nobody's here, and followed nowhere."""
    for place, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = Path(place, name)
            if not name.endswith(PART) and path.is_file() and not path.is_symlink():
                yield path


def hash_of_file(file: BinaryIO, size: int) -> str:
    """SHA-256 of the next `size` bytes of an open file."""
    digest = hashlib.sha256()
    while size > 0 and (some := file.read(min(size, 1_000_000))):
        digest.update(some)
        size -= len(some)
    return digest.hexdigest()


def hash_of(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def remove(part: Path) -> None:
    """Delete what was not finished, a file or a folder; nothing where there is none."""
    if part.is_dir() and not part.is_symlink():
        shutil.rmtree(part, ignore_errors=True)
    else:
        with contextlib.suppress(OSError):
            part.unlink()


def said(error: Exception) -> str:
    """What went wrong, without the path that nobody asked about."""
    return (error.strerror or str(error)) if isinstance(error, OSError) else str(error)
