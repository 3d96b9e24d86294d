"""`inbox-bot agencies import`: a file's agencies, put on the lists of rules.yaml."""

import json
from pathlib import Path

import typer

from inbox_bot.cli.asking import say_why
from inbox_bot.cli.deciding.rules_text import put_in, write
from inbox_bot.cli.exit_codes import WRONG
from inbox_bot.cli.language import wording
from inbox_bot.core.message import safe
from inbox_bot.core.rules.editing.agency_file import LARGEST, LISTS, NotRead, Read, on_lists, read_file
from inbox_bot.core.rules.editing.listed import with_listed
from inbox_bot.core.rules.editing.places import NotWritable
from inbox_bot.core.wording import Sentence
from inbox_bot.edges import rules_file


def import_agencies(rules: Path, file: Path, into: str | None, *, as_json: bool, yes: bool) -> None:
    """Put a file's agencies on the lists. With `as_json` an object each, and nothing is written but with `yes`."""
    if into is not None and into not in LISTS:
        word, words = safe.line(into, 60), ", ".join(LISTS)
        raise typer.BadParameter(Sentence("{word} is not one of {words}", word=word, words=words))
    loaded = rules_file.read(rules)
    text = becomes = rules_file.text_of(rules)
    try:
        found = read_file(_content(file), safe.line(str(file), 200), into, loaded)
        there = on_lists(loaded)
        new = [each for each in found if each.entry.agency.casefold() not in there]
        for key in LISTS:
            becomes = with_listed(becomes, key, [each.entry for each in new if each.into == key])
    except NotRead as error:
        for problem in error.problems:
            typer.echo(wording().repeat(problem), err=True)
        typer.echo(wording().say("nothing was written"), err=True)
        raise typer.Exit(WRONG) from None
    except NotWritable as error:
        say_why(error)
        raise typer.Exit(WRONG) from None
    if as_json:
        for each in found:
            typer.echo(json.dumps(_as_object(each, is_new=each in new)))
        if yes and becomes != text:
            write(rules, text, becomes)
        return
    typer.echo(wording().say("In the file: {number}; new: {new}", number=len(found), new=len(new)), err=True)
    put_in(rules, text, becomes, yes=yes)


def _content(file: Path) -> bytes:
    """A byte more than is read of any, so that a larger one is told. Raises NotRead."""
    try:
        with file.open("rb") as opened:
            return opened.read(LARGEST + 1)
    except OSError as error:
        raise NotRead(
            Sentence("{file} can't be read: {why}", file=safe.line(str(file), 200), why=error.strerror or "")
        ) from None


def _as_object(read: Read, *, is_new: bool) -> dict[str, object]:
    """The contract of `agencies import --json`: one object an agency."""
    entry = read.entry
    return {
        "agency": entry.agency,
        "list": read.into,
        "vacancies": list(entry.vacancies),
        "until": entry.until or None,
        "owns": entry.owns or None,
        "line": read.line,
        "new": is_new,
    }
