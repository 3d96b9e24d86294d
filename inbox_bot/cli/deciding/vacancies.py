"""`inbox-bot vacancies`: the vacancies in rules.yaml, listed, opened, closed, and taken from a careers page."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from inbox_bot.cli.asking import say_why
from inbox_bot.cli.deciding.rules_text import put_in
from inbox_bot.cli.exit_codes import DOWN, WRONG
from inbox_bot.cli.language import wording
from inbox_bot.cli.options import Json, RulesFile
from inbox_bot.core.careers.changes import Changes, changes_of
from inbox_bot.core.careers.reading import read_page
from inbox_bot.core.careers.values import NotUnderstood
from inbox_bot.core.careers.writing import with_agencies, with_open, with_vacancies
from inbox_bot.core.message import safe
from inbox_bot.core.rules.editing.places import NotWritable
from inbox_bot.core.rules.model import Rules, Vacancy
from inbox_bot.core.wording import Sentence
from inbox_bot.edges import rules_file
from inbox_bot.edges.careers import PageDown, content_of

DOES = ("list", "import", "open", "close")


def command(
    does: Annotated[str, typer.Argument(metavar="list|import|open|close", help="What to do; left out: list.")] = "list",
    what: Annotated[
        list[str] | None,
        typer.Argument(metavar="PAGE|ID", help="The page to import, else careers.page; or vacancies by their ids."),
    ] = None,
    rules: RulesFile = Path("rules.yaml"),
    as_json: Json = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """List the vacancies, open or close them, or take them from your careers page.

    `import FILE|URL` reads a page: JobPosting (JSON-LD), HTML, Markdown or Personio's feed. Without one it reads the
    page that rules.yaml names (`careers.page`). It shows what it would write into rules.yaml, and asks. What you have
    written stays as it is, to the byte: new vacancies are put behind it, and what the page says otherwise is only told.
    Of a URL only that host is asked, over HTTPS.

    Example: inbox-bot vacancies import https://www.example.com/careers
    """
    if does not in DOES:
        raise typer.BadParameter(
            Sentence("{word} is not one of {words}", word=safe.line(does, 60), words=", ".join(DOES))
        )
    named = what or []
    loaded = rules_file.read(rules)
    if does == "list":
        _list(loaded, as_json=as_json)
        return
    if does == "import" and not named and loaded.careers is not None:
        named = [loaded.careers.page]
    if not named or (does == "import" and len(named) > 1):
        raise typer.BadParameter(
            Sentence("say which: one page to import (or write careers.page into rules.yaml), or the vacancies' ids")
        )
    try:
        if does == "import":
            text = rules_file.text_of(rules)
            changes = [(rules, text, _imported(text, named[0], loaded, rules.absolute().parent))]
        else:
            changes = list(_opened(rules, named, is_open=does == "open"))
    except (NotWritable, NotUnderstood) as error:
        say_why(error)
        raise typer.Exit(WRONG) from None
    except PageDown as error:
        say_why(error)
        raise typer.Exit(DOWN) from None
    for file, text, becomes in changes:
        put_in(rules, text, becomes, yes=yes, part=None if file == rules else file)


def _opened(rules: Path, ids: Sequence[str], *, is_open: bool) -> Iterator[tuple[Path, str, str]]:
    """The files that these vacancies stand in, with their texts as they are and as they become. Raises NotWritable."""
    by_file: dict[Path, list[str]] = {}
    for id in ids:
        by_file.setdefault(rules_file.file_with_vacancy(rules, id), []).append(id)
    for file, theirs in by_file.items():
        text = becomes = rules_file.text_of(file)
        for id in theirs:
            becomes = with_open(becomes, id, is_open=is_open)
        yield file, text, becomes


def _imported(text: str, page: str, rules: Rules, folder: Path) -> str:
    careers = rules.careers
    authority = careers.ca if careers is not None and careers.page == page else None
    read = read_page(content_of(page, folder / authority if authority else None))
    changes = changes_of(read, rules.vacancies)
    said = wording()
    typer.echo(
        said.say("On the page: {number}; new: {new}", number=len(read.vacancies), new=len(changes.new)), err=True
    )
    for line in _told(changes):
        typer.echo(line, err=True)
    return with_agencies(with_vacancies(text, changes.new), changes.agencies)


def _told(changes: Changes) -> Iterator[str]:
    """What is otherwise, and stays as it is."""
    say = wording().say
    for each in changes.differs:
        values = {"id": each.id, "key": each.key, "here": each.here, "page": each.page}
        if each.here:
            yield say("{id}: {key} is {here}, and {page} on the page", **values)
        else:
            yield say("{id}: {key} is {page} on the page, and not said here", **values)
    for id in changes.reopened:
        yield say("{id} is on the page, and closed here; to open it: vacancies open {id}", id=id)
    for id in changes.gone:
        yield say("{id} is not on the page; to close it: vacancies close {id}", id=id)


def _list(rules: Rules, *, as_json: bool) -> None:
    today = datetime.now(ZoneInfo(rules.company.timezone)).date()
    for vacancy in rules.vacancies:
        is_open = vacancy.is_open(today)
        if as_json:
            typer.echo(json.dumps(_as_object(vacancy, is_open=is_open)))
            continue
        state = wording().say("open") if is_open else wording().say("closed")
        typer.echo(f"{vacancy.id}  {state}  {safe.line(vacancy.title)}  {safe.line(vacancy.location)}".rstrip())


def _as_object(vacancy: Vacancy, *, is_open: bool) -> dict[str, object]:
    return {
        "id": vacancy.id,
        "title": vacancy.title,
        "open": is_open,
        "location": vacancy.location,
        "positions": vacancy.positions,
        "closes": vacancy.closes.isoformat() if vacancy.closes else None,
    }
