"""What any store of filed documents keeps to: the pipeline knows no other than this.

Paths are relative, with "/" between their parts, and never lead out of the store. `tests/unit/edges/filing/contract.py`
is the suite that each store has to pass.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Protocol


class FilingFailed(Exception):
    """Something can't be filed, read or made durable (disk full, read-only, no permission, a failed fsync)."""


class NotFiled(FilingFailed):
    """Nothing is filed under this path."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """Something that is filed."""

    path: str
    written_at: datetime  #: when it was put there, in UTC


class Filing(Protocol):
    """Where documents are kept."""

    def put(self, files: Mapping[str, bytes]) -> None:
        """Keep each file under its path. When it returns, all of them are durable; each is there whole or not at all.

        A file that is there with these very bytes stays as it is; one with others is replaced. Raises FilingFailed.
        """

    def open(self, path: str) -> BinaryIO:
        """What is filed under a path, whole, to be read and closed. Raises NotFiled, FilingFailed."""

    def exists(self, path: str) -> bool:
        """Whether something is filed under a path. Raises FilingFailed."""

    def size(self, path: str) -> int:
        """How many bytes are filed under a path. Raises NotFiled, FilingFailed."""

    def digest(self, path: str) -> str:
        """SHA-256 of what is filed under a path, in hexadecimal digits. Raises NotFiled, FilingFailed."""

    def delete(self, path: str) -> None:
        """Nothing is filed under the path any more, nor was there anything: both are well. Durable when it returns.

        Raises FilingFailed: it may be there or not, and deleting it again makes it sure.
        """

    def listed(self, below: str = "") -> Iterator[Entry]:
        """All that is filed below a folder, in the order of their paths; "": all that is filed. Raises FilingFailed."""

    def check(self) -> str:
        """Where it files, for a person to read. Raises FilingFailed, with the remedy, where it can't."""
