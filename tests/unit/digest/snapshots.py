"""Pages that are kept as they read, beside their tests.

    UPDATE_SNAPSHOTS=1 .venv/bin/python -m pytest tests/unit/digest

writes them anew, for a look at what changed.
"""

import os
from pathlib import Path

HERE = Path(__file__).parent


def assert_reads_as(name: str, page: str) -> None:
    """The page is what the file of this name says."""
    if os.environ.get("UPDATE_SNAPSHOTS"):
        (HERE / name).write_text(page, encoding="utf-8")
    assert page == (HERE / name).read_text(encoding="utf-8")
