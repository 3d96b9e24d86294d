"""Files that are there after a power cut, and others that are not: temp file, fsync, rename, fsync of the folder.

A batch is made durable together: its files are flushed by several threads, which lets the file system put many flushes
into one commit of its journal (measured: 50 mails' files in a third of the time).

A file that is there was flushed before it got its name; whether its name is durable, nobody can tell: the fsync of its
folder may have failed, or a kill came before it. So every put flushes the folders of all its files, new or not, up to
the one that the tree is in. A folder that has nothing to flush costs next to nothing.
"""

import itertools
import os
from collections.abc import Callable, Collection, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

FLUSHES_AT_ONCE = 16
Item = TypeVar("Item")


def write_all(files: Mapping[Path, bytes], below: Path) -> None:
    """Put every file at its path, each whole or not at all. Raises OSError; a failed fsync is never taken for success.

    Folders that are missing between `below` and a file are made. A file that is there with these very bytes is left
    as it is. After an error some files may be there and others not, but none is half there. What a kill leaves of a
    file, `.<name>.part`, is written over when the same file is put again.
    """
    folders = _make_folders({path.parent for path in files}, below)
    temporary = {path: _part_of(path) for path in files if not _is_there(path, files)}
    try:
        for path, part in temporary.items():
            part.write_bytes(files[path])
        _each(_flush, temporary.values())
        for path, part in temporary.items():
            part.replace(path)
    except BaseException:
        for part in temporary.values():
            part.unlink(missing_ok=True)
        raise
    _each(_flush, folders)


def remove(path: Path, root: Path) -> None:
    """Take a file away, and the folders below `root` that it leaves empty. Durable when it returns. Raises OSError.

    So is what a kill left of it while it was put. Also where there is no such file: an earlier try may have taken it
    away, and could not flush.
    """
    path.unlink(missing_ok=True)
    _part_of(path).unlink(missing_ok=True)
    folder = path.parent
    while folder != root and _is_empty(folder):
        folder.rmdir()
        folder = folder.parent
    while folder != root and not folder.is_dir():
        folder = folder.parent
    if folder.is_dir():
        _flush(folder)


def _part_of(path: Path) -> Path:
    """Where a file is written before it gets its name."""
    return path.with_name(f".{path.name}.part")


def _is_empty(folder: Path) -> bool:
    return folder.is_dir() and not any(folder.iterdir())


def _is_there(path: Path, files: Mapping[Path, bytes]) -> bool:
    content = files[path]
    return path.is_file() and path.stat().st_size == len(content) and path.read_bytes() == content


def _make_folders(folders: Iterable[Path], below: Path) -> set[Path]:
    """Make what is missing; gives back every folder that a put may have given an entry.

    `below` is among them only if this user may write it: another's got no entry from us.
    """
    chains = [_chain(folder, below) for folder in folders]
    for chain in chains:
        for level in reversed(chain):
            if not level.is_dir():
                level.mkdir(mode=0o750, exist_ok=True)
    return {folder for chain in chains for folder in chain} | ({below} if os.access(below, os.W_OK) else set())


def _chain(folder: Path, below: Path) -> list[Path]:
    """The folder and those above it, up to `below`, which is left out."""
    return [folder, *itertools.takewhile(lambda level: level != below, folder.parents)] if folder != below else []


def _flush(path: Path) -> None:
    """Make a file's bytes, or the names in a folder, durable."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _each(work: Callable[[Item], None], items: Collection[Item]) -> None:
    if items:
        with ThreadPoolExecutor(min(FLUSHES_AT_ONCE, len(items))) as threads:
            list(threads.map(work, items))
