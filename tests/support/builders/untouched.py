"""Nothing may be written below a folder: what is there before and after is compared, and each try is told meanwhile.

An audit hook of Python's sees what is opened to be written, made, renamed and removed, also where root would be let.
It can't be taken out again, so there is one, which listens while a test asks it to.
"""

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_CHANGES = {"os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.link", "os.symlink", "os.chmod", "os.utime"}
_watched: list[tuple[str, list[str]]] = []


def _hear(event: str, arguments: tuple[object, ...]) -> None:
    if not _watched:
        return
    folder, told = _watched[-1]
    if event == "open" and len(arguments) > 2 and isinstance(arguments[2], int) and arguments[2] & _WRITES:
        tried = arguments[:1]
    elif event in _CHANGES:
        tried = arguments[:2]
    elif event == "sqlite3.connect" and "mode=ro" not in str(arguments[0]):
        tried = arguments[:1]
    else:
        return
    told += [
        f"{event} {path}" for path in tried if folder in os.fsdecode(path if isinstance(path, bytes) else str(path))
    ]


sys.addaudithook(_hear)


@contextlib.contextmanager
def untouched(folder: Path) -> Iterator[None]:
    """Fails where something below the folder is written, or was tried to be."""
    before, told = _seen(folder), list[str]()
    _watched.append((str(folder), told))
    try:
        yield
    finally:
        _watched.pop()
    assert told == []
    assert _seen(folder) == before


def _seen(folder: Path) -> dict[str, tuple[int, int, bytes]]:
    found = {}
    for path in sorted(folder.rglob("*")):
        told = path.lstat()
        found[str(path)] = (told.st_mode, told.st_mtime_ns, path.read_bytes() if path.is_file() else b"")
    return found
