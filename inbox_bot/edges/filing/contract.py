"""What any store of filed documents keeps to: the pipeline knows no other than this.

Paths are relative, with "/" between their parts, and never lead out of the store. `tests/unit/edges/filing/contract.py`
is the suite that each store has to pass.
"""

from collections.abc import Iterator, Mapping
from typing import BinaryIO, Protocol


class FilingFailed(Exception):
    """Something can't be filed, read or made durable (disk full, read-only, no permission, a failed fsync)."""


class NotFiled(FilingFailed):
    """Nothing is filed under this path."""


class Filing(Protocol):
    """Where documents are kept."""

    def put(self, files: Mapping[str, bytes]) -> None:
        """Keep each file under its path. When it returns, all of them are durable; each is there whole or not at all.

        A file that is there with these very bytes stays as it is; one with others is replaced. Raises FilingFailed.
        """

    def open(self, path: str) -> BinaryIO:
        """What is filed under a path, to be read and closed. Raises NotFiled, FilingFailed."""

    def exists(self, path: str) -> bool:
        """Whether something is filed under a path. Raises FilingFailed."""

    def delete(self, path: str) -> None:
        """Nothing is filed under the path any more, nor was there anything: both are well. Durable when it returns.

        Raises FilingFailed: it may be there or not, and deleting it again makes it sure.
        """

    def listed(self) -> Iterator[str]:
        """Every path under which something is filed, in their order. Raises FilingFailed."""

    def check(self) -> str:
        """Where it files, for a person to read. Raises FilingFailed, with the remedy, where it can't."""
