"""Files that are made for the first time: each whole or not at all, and none in another's place."""

import contextlib
import errno
import os
from collections.abc import Callable
from pathlib import Path

from inbox_bot.core.wording import Sentence

FOR_ALL, FOR_US = 0o644, 0o600
_NO_LINKS = frozenset({errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS})  # as on vfat, and on some shared folders


class NotMade(Exception):
    """A file was not made, and nothing is where it was to be. Its text says why."""


def make(path: Path, content: bytes, *, rights: int, check: Callable[[Path], object] = lambda _: None) -> None:
    """Make a file that is not there yet. `check` reads it before it gets its name, and raises where it is not good.

    Raises NotMade, also where a file of that name is there; and what `check` raises.
    """
    new = path.with_name(f".{path.name}.new")
    try:
        write(new, content, rights)
        try:
            check(new)
            _name(new, path)
        finally:
            new.unlink(missing_ok=True)
    except FileExistsError:
        raise NotMade(Sentence("{file} is there already, and stays as it is", file=str(path))) from None
    except OSError as error:
        raise NotMade(Sentence("{file} can't be made: {why}", file=str(path), why=error.strerror)) from None


def put_secret(path: Path, secret: str) -> None:
    """Write a secret for its owner alone; another one in the file of that name is replaced. Raises NotMade."""
    new = path.with_name(f".{path.name}.new")
    try:
        write(new, f"{secret}\n".encode(), FOR_US)
        new.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            new.unlink(missing_ok=True)
        raise NotMade(Sentence("{file} can't be made: {why}", file=str(path), why=error.strerror)) from None


def _name(new: Path, path: Path) -> None:
    """Unlike a rename, a link takes no other's place; where the file system has none, it is looked first."""
    try:
        os.link(new, path)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        if path.exists():
            raise FileExistsError from None
        new.replace(path)


def write(path: Path, content: bytes, rights: int) -> None:
    """Write a file anew, durably; one of that name broke off, and goes. Raises OSError: then there is none."""
    with contextlib.suppress(FileNotFoundError):
        path.unlink()
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, rights)
    try:
        with open(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        path.unlink(missing_ok=True)
        raise
