"""Files that are there after a power cut: temp file, fsync, rename, fsync of the folder."""

import os
from pathlib import Path


def write(path: Path, content: bytes) -> None:
    """Put `content` at `path`, whole or not at all. Raises OSError; a failed fsync is never taken for success.

    The folder has to exist (see `make_folders`). A file that is there with these very bytes is left as it is.
    """
    if path.is_file() and path.stat().st_size == len(content) and path.read_bytes() == content:
        return
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with temporary.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def make_folders(folder: Path, below: Path) -> None:
    """Create `folder` and what is missing between it and `below`, each made durable. Raises OSError."""
    missing = []
    level = folder
    while level != below and not level.is_dir():
        missing.append(level)
        level = level.parent
    for level in reversed(missing):
        level.mkdir(mode=0o750, exist_ok=True)
        sync_folder(level.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in `folder` durable. Raises OSError."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
