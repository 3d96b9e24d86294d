"""rules.yaml is replaced by a changed text: whole or not at all, its rights and owner kept, where it is good."""

import os
import stat
from collections.abc import Callable
from pathlib import Path

from inbox_bot.core.wording import Sentence, said_by
from inbox_bot.edges.new_files import FOR_US, NotMade, make, write

ROOT = 0
COPIES_AT_MOST = 99  # of rules.yaml, each from before a change that a program made


class NotWritten(Exception):
    """rules.yaml is as it was. Its text says why."""


def may_write_rules(path: Path) -> bool:
    """Whether the file is ours to write: another's stays theirs, though its folder be open to us."""
    real = path.resolve()
    try:
        owner = real.stat().st_uid
    except OSError:
        return False
    is_ours = os.geteuid() in (owner, ROOT)
    return is_ours and os.access(real, os.W_OK) and os.access(real.parent, os.W_OK)


def keep_copy(path: Path, was: str) -> Path:
    """Make a copy of rules.yaml beside it, with its rights, under a name that is free; the copy's path.

    Raises NotWritten.
    """
    real = path.resolve()
    try:
        rights = stat.S_IMODE(real.stat().st_mode)
        taken = {each.name for each in real.parent.iterdir()}
    except OSError as error:
        raise NotWritten(Sentence("{file} can't be copied: {why}", file=str(path), why=error.strerror)) from None
    names = (f"{real.name}.before{number}" for number in ("", *(f"-{again}" for again in range(2, COPIES_AT_MOST + 1))))
    name = next((each for each in names if each not in taken), None)
    if name is None:
        raise NotWritten(
            Sentence("there are {number} copies of {file}: take some away", number=COPIES_AT_MOST, file=str(path))
        )
    copy = real.with_name(name)
    try:
        make(copy, was.encode(), rights=rights)
    except NotMade as error:
        raise NotWritten(said_by(error)) from None
    return copy


def write_rules(path: Path, was: str, becomes: str, check: Callable[[Path], object]) -> None:
    """Put `becomes` in the place of `was`. `check` reads the new file first, and raises where it is not good.

    Raises NotWritten where the file is not what it was, or can't be written; and what `check` raises.
    """
    real = path.resolve()  # a link stays one
    new = real.with_name(f".{real.name}.new")
    try:
        if real.read_bytes() != was.encode():
            raise NotWritten(Sentence("{file} was changed meanwhile: try again", file=str(path)))
        before = real.stat()
        write(new, becomes.encode(), FOR_US)
        try:
            check(new)
            if (before.st_uid, before.st_gid) != (os.geteuid(), new.stat().st_gid):
                os.chown(new, before.st_uid, before.st_gid)  # root's command leaves the daemon's file the daemon's
            new.chmod(stat.S_IMODE(before.st_mode))
            new.replace(real)
        finally:
            new.unlink(missing_ok=True)
    except OSError as error:
        raise NotWritten(Sentence("{file} can't be written: {why}", file=str(path), why=error.strerror)) from None
