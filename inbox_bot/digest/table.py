"""Every mail of a digest as a table (CSV, RFC 4180), for a day that is too long to be told.

A spreadsheet takes a cell that begins with `=`, `+`, `-` or `@` for a formula and runs it: such a cell gets an
apostrophe (OWASP, "CSV Injection"), for Python's own writer leaves it as it is.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from inbox_bot.core.message import safe
from inbox_bot.core.wording import Wording
from inbox_bot.digest.values import Digest, Line

CELL_SHOWN = 70  # characters of a cell; a thousand mails are to stay below a megabyte
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
MARK = "\ufeff"  # first in the file: Excel takes a file without it for one of the old code pages


def table(digest: Digest, wording: Wording) -> str:
    """The mails of all lists, one a row, each once for every list it is in."""
    rows = (cells_of(name, line) for name, line in _lines(digest, wording))
    return MARK + as_csv([head(wording), *rows], CELL_SHOWN)


def as_csv(rows: Iterable[Sequence[str]], limit: int) -> str:
    """Rows as CSV, no cell a formula, and none longer than `limit` characters."""
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerows(
        [harmless(safe.line(cell, limit)) for cell in row] for row in rows
    )
    return written.getvalue()


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.lstrip(" ").startswith(_FORMULA) else cell


def head(wording: Wording) -> tuple[str, ...]:
    """What stands above the columns."""
    say = wording.say
    return (
        say("List"),
        say("Number"),
        say("Received"),
        say("From"),
        say("Subject"),
        say("State"),
        say("Why"),
        say("Documents"),
        say("Folder"),
    )


def cells_of(name: str, line: Line) -> tuple[str, ...]:
    """A mail's row; `name`: of the list that it is in."""
    said = (line.who, line.subject, line.state, line.why, line.documents, line.folder or line.beside)
    return (name, f"#{line.number}", line.received, *said)


def _lines(digest: Digest, wording: Wording) -> Iterator[tuple[str, Line]]:
    for line in digest.needs_person:
        yield wording.say("Needs you"), line
    for group in digest.applications:
        for line in group.lines:
            yield group.title, line
    for line in digest.agencies:
        yield wording.say("Agencies"), line
    for line in digest.others:
        yield wording.say("The rest"), line
