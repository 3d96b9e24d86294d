"""`inbox-bot restore`: a backup put back into an empty place."""

from pathlib import Path
from typing import Annotated

import typer

from inbox_bot.cli.language import wording
from inbox_bot.cli.options import RulesFile
from inbox_bot.cli.running.backup import installed_at_of
from inbox_bot.core.rules.load import load
from inbox_bot.core.rules.templates.names import PAGES
from inbox_bot.core.rules.upgrading.upgraded import upgraded
from inbox_bot.edges.rules_file import part_files, templates
from inbox_bot.pipeline.upkeep.backup import PARTS, RULES, TEMPLATES, opened, restore


def command(
    backup: Annotated[Path, typer.Argument(metavar="FOLDER|FILE.tar.gz", help="What `backup` made.")],
    rules: RulesFile = Path("rules.yaml"),
    erased: Annotated[
        list[Path] | None,
        typer.Option(
            "--erased",
            metavar="FILE",
            help="What was erased since: `ledger.erased` of a newer backup, or `ledger.db.erased`. Several times.",
            exists=True,
            dir_okay=False,
        ),
    ] = None,
) -> None:
    """Put a backup back, into an empty place: rules.yaml there, all else where it says. Nothing is overwritten.

    Answers that waited to be sent when the backup was made are uncertain afterwards: they may have gone out since. Who
    was erased since is erased again at the first start, as far as the list beside the ledger knows.

    Example: inbox-bot restore /var/backups/inbox-bot-2026-11-24.tar.gz --rules /etc/inbox-bot/rules.yaml
    """
    with opened(backup.absolute(), near=rules.absolute().parent) as folder:
        file = f"{backup.name}/{RULES}"
        text, *others = (
            upgraded(each.read_text(encoding="utf-8-sig"), file).text  # they are put back as they were
            for each in (folder / RULES, *part_files(folder / RULES))
        )
        parts = dict(zip((f"{PARTS}/{each.name}" for each in part_files(folder / RULES)), others, strict=True))
        letters = {name: source for name, source in templates(folder / TEMPLATES).items() if name not in PAGES}
        loaded = load(text, letters, file=file, parts=parts)
        installed_at = installed_at_of(loaded, rules.absolute())
        restored = restore(folder, installed_at, erased or ())
    places = ", ".join(
        map(str, (installed_at.rules, installed_at.ledger, installed_at.filing_folder or loaded.filing.to))
    )
    typer.echo(wording().say("{number} files are back: {places}.", number=restored.files, places=places))
    if restored.erasures:
        typer.echo(
            wording().plural(
                "{number} erasure is newer than the backup: it is done again at the first start, before anything else.",
                "{number} erasures are newer than the backup: they are done again at the first start, before anything "
                "else.",
                restored.erasures,
            )
        )
    check = f"inbox-bot check --rules {rules}"
    typer.echo(wording().say("Put the passwords where rules.yaml says, then: {command}", command=check), err=True)
