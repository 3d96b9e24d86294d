"""Vacancies in a table whose first row says what its columns are: title, place, day of closing.

A row is a vacancy because its column says so, in whatever language its title is. So a table without such a row gives
nothing, nor does a row that spans the columns ("no vacancies at the moment").
"""

from collections.abc import Iterator, Sequence

import lxml.html

from inbox_bot.core.careers.blocks import Block, What, tree_of
from inbox_bot.core.careers.words import Column, column_of, without_genders
from inbox_bot.core.message import safe

Row = tuple[str, str, Block]  #: a title, its place, and where it links to

MOST_COLUMNS = 12


def in_tables(markup: str) -> list[Row]:
    """The rows of every such table of a page. Never raises: what can't be parsed has none."""
    tree = tree_of(markup)
    if tree is None:
        return []
    return [row for table in tree.iter("table") if table.find(".//table") is None for row in _rows(table)]


def _rows(table: lxml.html.HtmlElement) -> Iterator[Row]:
    rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")]
    columns = [column_of(_text(cell)) for cell in rows[0]] if rows else []
    if Column.TITLE not in columns or not 2 <= len(columns) <= MOST_COLUMNS:
        return
    for cells in rows[1:]:
        said = [_text(cell) for cell in cells]
        title = without_genders(_in_column(Column.TITLE, columns, said))
        if len(cells) == len(columns) and title:
            link = next((each.get("href") or "" for each in cells[columns.index(Column.TITLE)].iter("a")), "")
            block = Block(what=What.TEXT, text=" ".join(said), link=link, linked=title)
            yield safe.line(title, 200), safe.line(_in_column(Column.PLACE, columns, said), 100), block


def _in_column(which: Column, columns: Sequence[Column | None], said: Sequence[str]) -> str:
    return next((text for column, text in zip(columns, said, strict=False) if column is which), "")


def _text(cell: lxml.html.HtmlElement) -> str:
    return " ".join(" ".join(cell.itertext()).split())
