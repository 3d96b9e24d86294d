"""A file of agencies, as companies keep one: a table (CSV) with a head, or one agency a line.

Owns reading it, and saying what is wrong with which line. What of it goes onto which list, and how it is written there,
is `listed`'s.
"""

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from inbox_bot.core.rules.agencies.names import agency
from inbox_bot.core.rules.editing.listed import Listed
from inbox_bot.core.rules.model import Rules
from inbox_bot.core.rules.text.problems import Wrong, did_you_mean, nearest, shown, there_are
from inbox_bot.core.rules.written.quantities import day, span
from inbox_bot.core.wording import Sentence, said_by

LISTS = ("approved", "blocked", "never")
LARGEST = 1_000_000  # bytes
LINES_AT_MOST = 10_000
PROBLEMS_TOLD = 20
#: What a column may be called, in lower case. Of several that name the agency the first in this order counts.
_COLUMNS = {
    "domain": ("domain", "website", "web", "url", "domäne"),
    "address": ("address", "email", "e-mail", "mail"),
    "name": ("agency", "name", "firm", "company", "agentur", "firma", "agence", "agencia", "agenzia", "bureau"),
    "list": ("list", "status"),
    "vacancies": ("vacancies", "vacancy"),
    "until": ("until", "valid until", "expires"),
    "owns": ("owns", "ownership"),
}
_NAMING = ("domain", "address", "name")
_ADDRESSES = re.compile(r"(?:^|[,;\s])[^,;\s]+\.[^,;\s]{2,}(?=[,;\s]|$)")  # and domains
_BETWEEN = re.compile(r"[;|,\s]+")


class NotRead(Exception):
    """The file can't be taken over."""

    def __init__(self, *problems: Sentence) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems  #: each with the file, and its line where it is about one


@dataclass(frozen=True, kw_only=True, slots=True)
class Read:
    """An agency of the file."""

    line: int
    into: str  #: the list that it goes onto
    entry: Listed


def read_file(content: bytes, file: str, into: str | None, rules: Rules) -> tuple[Read, ...]:
    """The agencies of a file, each once. `into`: the list for those whose line names none.

    Raises NotRead with every problem.
    """
    problems: list[Sentence] = []

    def report(line: int, message: str) -> None:
        problems.append(Sentence("{file}:{line}: {problem}", file=file, line=line, problem=message))

    text = _text_of(content, file)
    found: dict[str, Read] = {}
    for line, cells in _rows(text, report):
        one = _read(line, cells, into, rules, report)
        if one is None:
            continue
        first = found.setdefault(one.entry.agency.casefold(), one)
        if (first.into, first.entry) != (one.into, one.entry):
            report(
                line,
                Sentence(
                    "{value} is on line {line} already, otherwise; keep one",
                    value=shown(one.entry.agency),
                    line=first.line,
                ),
            )
    if not problems and not found:
        report(1, Sentence("there is no agency in it; write one a line: an address, a domain or a firm's name"))
    if problems:
        more = len(problems) - PROBLEMS_TOLD
        rest = [Sentence("and {number} more", number=more)] if more > 0 else []
        raise NotRead(*problems[:PROBLEMS_TOLD], *rest)
    return tuple(found.values())


def on_lists(rules: Rules) -> dict[str, str]:
    """The list that each agency of rules.yaml is on, by its entry in lower case."""
    agencies = rules.agencies
    lists = {
        "approved": [each.agency for each in agencies.approved],
        "blocked": agencies.blocked,
        "never": agencies.never,
    }
    return {entry.casefold(): name for name, entries in lists.items() for entry in entries}


def _text_of(content: bytes, file: str) -> str:
    if len(content) > LARGEST:
        raise NotRead(Sentence("{file} has more than {number:,} bytes: divide it", file=file, number=LARGEST))
    try:
        text = content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeError:
        text = "\0"
    if "\0" in text:
        raise NotRead(Sentence("{file} is no text: save it as CSV in UTF-8, or with one agency a line", file=file))
    if text.count("\n") > LINES_AT_MOST:
        raise NotRead(Sentence("{file} has more than {number:,} lines: divide it", file=file, number=LINES_AT_MOST))
    return text


def _rows(text: str, report: Callable[[int, str], None]) -> Iterator[tuple[int, dict[str, str]]]:
    """Each line with something in it, its cells by our names of the columns; of a plain list each is a `name`."""
    lines = text.splitlines()
    head = next((number for number, line in enumerate(lines) if line.strip() and not line.startswith("#")), None)
    if head is None:
        return
    sign = max(",;\t", key=lines[head].count)
    columns = _columns_of(next(csv.reader([lines[head]], delimiter=sign)))
    if columns:
        table = csv.reader(lines[head + 1 :], delimiter=sign)
        try:
            for row in table:
                if any(cell.strip() for cell in row) and not row[0].startswith("#"):
                    cells = {name: row[at].strip() for at, name in columns.items() if at < len(row)}
                    yield head + 1 + table.line_num, cells
        except csv.Error:
            report(head + 1 + table.line_num, Sentence("this line is no line of a table; look at its quotation marks"))
        return
    for number, line in enumerate(lines, 1):
        written = line.partition(" #")[0].strip(" ,;\t\"'")
        if len(_ADDRESSES.findall(written)) > 1:
            report(
                number,
                Sentence("this line has several agencies; write one a line, or a first line that names the columns"),
            )
        elif written and not written.startswith("#"):
            yield number, {"name": written}


def _columns_of(head: Iterable[str]) -> dict[int, str]:
    """Which column is what; empty where it is no head of a table of agencies."""
    names = [each.strip().lower() for each in head]
    found: dict[int, str] = {}
    for ours, theirs in _COLUMNS.items():
        at = next((at for at, name in enumerate(names) if name in theirs and at not in found), None)
        if at is not None:
            found[at] = ours
    return found if set(found.values()) & set(_NAMING) else {}


def _read(
    line: int, cells: dict[str, str], into: str | None, rules: Rules, report: Callable[[int, str], None]
) -> Read | None:
    """One agency; None where something is wrong with it, which has been reported."""
    written = next((cells[name] for name in _NAMING if cells.get(name)), "")
    wrong: list[str] = []

    def proven(read: Callable[[object], object], value: str) -> object:
        try:
            return read(value)
        except Wrong as error:
            wrong.append(Sentence("{value}, {problem}", value=shown(value), problem=said_by(error)))
            return None

    name = proven(agency, _without_what_is_around(written))
    for key, reader in (("until", day), ("owns", span)):
        if cells.get(key):
            proven(reader, cells[key])
    onto = cells.get("list", "").lower() or into or ""
    if onto not in LISTS:
        wrong.append(_no_list(onto))
    vacancies = tuple(each for each in _BETWEEN.split(cells.get("vacancies", "")) if each)
    known = [vacancy.id for vacancy in rules.vacancies]
    for each in vacancies:
        if each not in known:
            near = nearest(each, known)
            remedy = did_you_mean(near) if near else there_are(known[:10])
            wrong.append(Sentence("{value} is no vacancy's id; {remedy}", value=shown(each), remedy=remedy))
    limited = vacancies or cells.get("until") or cells.get("owns")
    if limited and onto in LISTS and onto != "approved":
        wrong.append(Sentence("only approved agencies have vacancies, until and owns; leave them empty"))
    there = on_lists(rules).get(str(name).casefold(), onto)
    if name is not None and there != onto and onto in LISTS:
        wrong.append(
            Sentence(
                "{value} is on agencies.{list} in rules.yaml; take it from there first, or leave this line out",
                value=shown(str(name)),
                list=there,
            )
        )
    for each in wrong:
        report(line, each)
    if wrong:
        return None
    entry = Listed(agency=str(name), vacancies=vacancies, until=cells.get("until", ""), owns=cells.get("owns", ""))
    return Read(line=line, into=onto, entry=entry)


def _no_list(onto: str) -> str:
    if onto:
        return Sentence("{value} is none of the lists; write {words}", value=shown(onto), words=", ".join(LISTS))
    return Sentence("nothing says which list it goes onto; say --to approved or --to blocked")


def _without_what_is_around(written: str) -> str:
    """An address without the name beside it, a domain out of a link."""
    if written.endswith(">") and "<" in written:
        return written.rpartition("<")[2][:-1]
    if "://" in written:
        try:
            return (urlsplit(written).hostname or written).removeprefix("www.")
        except ValueError:
            return written
    return written.removeprefix("www.")
