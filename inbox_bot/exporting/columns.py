"""The columns of the table: those of the digest's, and behind them what a program asks for."""

from inbox_bot.core.wording import Wording
from inbox_bot.digest import table
from inbox_bot.exporting.rows import Row

CELL_LIMIT = 2_000  # characters of a cell; of a spreadsheet's cell 32,767 are kept
BETWEEN = "; "  # files of one cell


def head(wording: Wording) -> tuple[str, ...]:
    """What stands above them."""
    say = wording.say
    return (
        *table.head(wording),
        say("Applicant"),
        say("E-mail"),
        say("Phone"),
        say("Vacancy"),
        say("Language"),
        say("Source"),
        say("Files"),
    )


def cells(row: Row) -> tuple[str, ...]:
    """A row's texts, as they are: whoever writes them makes them harmless."""
    files = BETWEEN.join(document.path or "" for document in row.documents)
    said = (row.name, row.email, row.phone, row.vacancy or "", row.language, row.source, files)
    return (*table.cells_of(row.title, row.line), *said)
