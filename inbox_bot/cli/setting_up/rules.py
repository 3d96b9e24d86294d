"""`inbox-bot rules upgrade`: rules.yaml of an earlier version, written as this version has it."""

from collections.abc import Mapping
from itertools import chain
from pathlib import Path
from typing import Annotated

import typer

from inbox_bot.cli.deciding.rules_text import put_in, show
from inbox_bot.cli.exit_codes import NEEDS_A_PERSON
from inbox_bot.cli.language import wording
from inbox_bot.cli.options import RulesFile
from inbox_bot.core.message import safe
from inbox_bot.core.rules.text.problems import RulesError
from inbox_bot.core.rules.upgrading.upgraded import Upgraded, upgraded
from inbox_bot.core.wording import Sentence
from inbox_bot.edges import rules_file

DOES = ("upgrade",)


def command(
    does: Annotated[str, typer.Argument(metavar="upgrade", help="What to do.")],
    rules: RulesFile = Path("rules.yaml"),
    only_check: Annotated[
        bool, typer.Option("--check", help="Only say what there is to do; ends with 1 where there is anything.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Bring rules.yaml of an earlier version to this one, where keys are called or written otherwise by now.

    It says what becomes of which line and why, shows the difference, and asks. Your remarks, your order and all else
    stay to the byte; the file as it was lies beside it. What no program can decide is named with its line and what to
    do, and then nothing is written.

    Example: inbox-bot rules upgrade
    """
    if does not in DOES:
        raise typer.BadParameter(
            Sentence("{word} is not one of {words}", word=safe.line(does, 60), words=", ".join(DOES))
        )
    files = [rules, *rules_file.part_files(rules)]
    texts = {file: rules_file.text_of(file) for file in files}
    found = {
        file: upgraded(text, rules.name if file == rules else f"{file.parent.name}/{file.name}")
        for file, text in texts.items()
    }
    for each in chain.from_iterable(one.done for one in found.values()):
        typer.echo(wording().repeat(each.sentence), err=True)
    _proven(found, rules)
    changed = [file for file in files if found[file].text != texts[file]]
    if only_check and changed:
        for file in changed:
            show(texts[file], found[file].text)
        raise typer.Exit(NEEDS_A_PERSON)
    for file in changed or [rules]:
        part = None if file == rules else file
        put_in(rules, texts[file], found[file].text, yes=yes, with_copy=True, part=part)


def _proven(found: Mapping[Path, Upgraded], rules: Path) -> None:
    """Raise RulesError with all that would still be wrong, each place once."""
    left = chain.from_iterable(each.left for each in found.values())
    problems = {(each.file, each.line, each.column): each for each in left}
    try:
        rules_file.proven(found[rules].text, rules, {file: each.text for file, each in found.items()})
    except RulesError as error:
        problems = {(each.file, each.line, each.column): each for each in error.problems} | problems
    if problems:
        raise RulesError(tuple(sorted(problems.values())))
