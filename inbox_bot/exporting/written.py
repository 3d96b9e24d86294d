"""The table as bytes: CSV (RFC 4180), a JSON object a line, or a workbook (Office Open XML, ECMA-376).

Each is given the pages as they come, and gives back bytes as soon as it has any; the workbook has them at the end, and
keeps its rows in a temporary file until then.
"""

import json
import tempfile
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from inbox_bot.core.message import safe
from inbox_bot.core.wording import Sentence, Wording
from inbox_bot.digest.table import MARK, as_csv, harmless
from inbox_bot.exporting.columns import CELL_LIMIT, cells, head
from inbox_bot.exporting.rows import Page, Row

ROWS_OF_A_SHEET = 1_048_576  # with the head's; Excel reads no more
_PIECE = 1 << 20  # bytes

#: Pages in, bytes out.
Written = Callable[[Iterable[Page], Wording], Iterator[bytes]]


class TooManyRows(Exception):
    """More applications than a sheet has rows."""


def csv(pages: Iterable[Page], wording: Wording) -> Iterator[bytes]:
    """A table that any spreadsheet opens; a cell that it would take for a formula begins with an apostrophe."""
    yield f"{MARK}{as_csv([head(wording)], CELL_LIMIT)}".encode()
    for page in pages:
        yield as_csv(map(cells, page.rows), CELL_LIMIT).encode()


def json_lines(pages: Iterable[Page], _wording: Wording) -> Iterator[bytes]:
    """An object a line, for a program: its texts are as the applicant wrote them."""
    for page in pages:
        yield "".join(f"{json.dumps(as_object(row))}\n" for row in page.rows).encode()


def xlsx(pages: Iterable[Page], wording: Wording) -> Iterator[bytes]:
    """A workbook of one sheet. Each cell is a text, also one that looks like a formula. Raises TooManyRows."""
    import xlsxwriter  # takes a tenth of a second, which no other form needs

    with tempfile.TemporaryFile() as file, tempfile.TemporaryDirectory() as folder:
        book = xlsxwriter.Workbook(file, {"constant_memory": True, "tmpdir": folder})
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 0)
        bold, quoted = book.add_format({"bold": True}), book.add_format({"quote_prefix": True})
        for column, title in enumerate(head(wording)):
            sheet.write_string(0, column, title, bold)
        at = 0
        for page in pages:
            for row in page.rows:
                at += 1
                if at >= ROWS_OF_A_SHEET:
                    raise TooManyRows(
                        Sentence(
                            "a sheet has {number} rows, and there are more applications: say --since and --until, "
                            "or take --csv",
                            number=ROWS_OF_A_SHEET,
                        )
                    )
                for column, cell in enumerate(safe.line(text, CELL_LIMIT) for text in cells(row)):
                    # Marked as text, or whoever edits the cell makes it a formula.
                    sheet.write_string(at, column, cell, None if harmless(cell) == cell else quoted)
        book.close()
        file.seek(0)
        while piece := file.read(_PIECE):
            yield piece


def as_object(row: Row) -> dict[str, Any]:
    """The contract of `export --json`: one object an application (docs/export.md)."""
    return {
        "mail": row.mail,
        "application": row.number,
        "received_at": row.received_at.isoformat(),
        "standing": row.standing.value,
        "outcome": row.outcome.value if row.outcome else None,
        "reason": row.reason.value if row.reason else None,
        "vacancy": row.vacancy,
        "vacancy_title": row.title if row.vacancy else None,
        "name": row.name or None,
        "email": row.email or None,
        "phone": row.phone or None,
        "language": row.language,
        "source": row.source or None,
        "subject": row.line.subject,
        "why": row.line.why,
        "documents": [
            {
                "file": document.path,
                "filename": document.filename,
                "type": document.type,
                "role": document.role.value,
                "problem": document.problem.value if document.problem else None,
            }
            for document in row.documents
        ],
    }
