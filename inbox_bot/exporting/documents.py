"""The documents of what is handed on, in one archive: each under the path that the table names for it."""

import os
import shutil
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from inbox_bot.core.wording import Sentence
from inbox_bot.edges.filing import Filing, NotFiled
from inbox_bot.edges.new_files import FOR_US
from inbox_bot.exporting.rows import Page

_OLDEST = (1980, 1, 1, 0, 0, 0)  # a year before it can't be written (APPNOTE 4.4.6)


class IsThere(Exception):
    """The archive's file is there already."""


class Documents:
    """A zip archive that grows with the pages; documents are not compressed: most are already."""

    def __init__(self, archive: zipfile.ZipFile, filing: Filing) -> None:
        self._archive = archive
        self._filing = filing
        self.number = 0  #: of documents that are in it
        self.missing: list[str] = []  #: the paths of those that the ledger knows, and that are filed no more

    def along(self, pages: Iterable[Page]) -> Iterator[Page]:
        """The pages, as they come, the documents of each put in before it is handed on. Raises FilingFailed."""
        for page in pages:
            for row in page.rows:
                for document in row.documents:
                    self._put(document.path or "", max(_OLDEST, row.received_at.timetuple()[:6]))
            yield page

    def _put(self, path: str, moment: tuple[int, ...]) -> None:
        if path in self._archive.NameToInfo:
            return
        try:
            source = self._filing.open(path)
        except NotFiled:
            self.missing.append(path)
            return
        entry = zipfile.ZipInfo(path, date_time=(*moment,))  # type: ignore[arg-type]
        entry.external_attr = FOR_US << 16
        with source, self._archive.open(entry, "w", force_zip64=True) as target:
            shutil.copyfileobj(source, target)
        self.number += 1


@contextmanager
def documents_in(file: Path, filing: Filing) -> Iterator[Documents]:
    """An archive at `file`, for its owner alone; it is there whole, or not at all. Raises IsThere, OSError."""
    if file.exists():
        raise IsThere(Sentence("{file} is there already, and stays as it is", file=str(file)))
    part = file.with_name(f".{file.name}.part")
    part.unlink(missing_ok=True)
    try:
        with open(os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, FOR_US), "w+b") as target:
            with zipfile.ZipFile(target, "w") as archive:
                yield Documents(archive, filing)
            target.flush()
            os.fsync(target.fileno())
        part.replace(file)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
