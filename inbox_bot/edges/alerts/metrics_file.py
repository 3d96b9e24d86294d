"""The file that node_exporter's textfile collector reads: put in place by rename, so that nobody reads half of it."""

import os
import secrets
from pathlib import Path


def write_metrics(path: Path, text: str) -> None:
    """Put the text there, for everybody to read: the collector runs as another user. Raises OSError.

    While it is written its name ends otherwise than in `.prom`, and the collector passes it over.
    """
    new = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with open(
            os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644), "w", encoding="utf-8", errors="replace"
        ) as file:
            os.fchmod(file.fileno(), 0o644)
            file.write(text)
        new.replace(path)
    except OSError:
        new.unlink(missing_ok=True)
        raise
