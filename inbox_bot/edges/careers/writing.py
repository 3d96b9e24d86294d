"""rules.yaml is replaced by a changed text: whole or not at all, with its rights, and only where that is good."""

import os
import stat
from collections.abc import Callable
from pathlib import Path

from inbox_bot.core.wording import Sentence


class NotWritten(Exception):
    """rules.yaml is as it was. Its text says why."""


def write_rules(path: Path, was: str, becomes: str, check: Callable[[Path], object]) -> None:
    """Put `becomes` in the place of `was`. `check` reads the new file first, and raises where it is not good.

    Raises NotWritten where the file is not what it was, or can't be written; and what `check` raises.
    """
    real = path.resolve()  # a link stays one
    new = real.with_name(f".{real.name}.new")
    try:
        if real.read_bytes() != was.encode():
            raise NotWritten(Sentence("{file} was changed meanwhile: try again", file=str(path)))
        mode = stat.S_IMODE(real.stat().st_mode)
        descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
        try:
            with open(descriptor, "wb") as file:
                file.write(becomes.encode())
                file.flush()
                os.fsync(file.fileno())
            check(new)
            new.chmod(mode)
            new.replace(real)
        finally:
            new.unlink(missing_ok=True)
    except OSError as error:
        raise NotWritten(Sentence("{file} can't be written: {why}", file=str(path), why=error.strerror)) from None
