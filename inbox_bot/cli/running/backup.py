"""`inbox-bot backup`: a copy of everything, made while the daemon runs."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from inbox_bot.cli.language import wording
from inbox_bot.cli.options import RulesFile
from inbox_bot.core.rules.model import Rules
from inbox_bot.core.wording import Sentence
from inbox_bot.edges import rules_file
from inbox_bot.pipeline.installation import erased_file, filing_folder, filing_of, ledger_place
from inbox_bot.pipeline.upkeep.backup import BackupRefused, InstalledAt, back_up


def command(
    to: Annotated[Path, typer.Argument(metavar="FOLDER|FILE.tar.gz", help="A new folder, or a new archive.")],
    rules: RulesFile = Path("rules.yaml"),
) -> None:
    """Copy ledger, filed applications, rules.yaml and templates, while the daemon goes on. `restore` puts them back.

    Passwords are not in it: they stand where rules.yaml says. It holds personal data: keep it as you keep the mailbox.

    Example: inbox-bot backup /var/backups/inbox-bot-2026-11-24.tar.gz
    """
    loaded = rules_file.read(rules)
    installed_at = installed_at_of(loaded, rules.absolute())
    number = back_up(installed_at, to.absolute(), datetime.now(UTC))
    made = wording().say(
        "{number} files are in {place}: the ledger, the applications, rules.yaml and the templates. No passwords.",
        number=number,
        place=str(to),
    )
    typer.echo(made)


def installed_at_of(rules: Rules, path: Path) -> InstalledAt:
    """Where an installation with these rules keeps what it has. Raises BackupRefused where the ledger is no file."""
    folder = path.parent
    ledger = ledger_place(rules, folder)
    filed = filing_folder(rules, folder) if rules.filing.bucket is None else None
    if "://" in ledger:
        raise BackupRefused(
            Sentence(
                "the ledger is on PostgreSQL, which has its own backup. First `pg_dump --format=custom "
                "--file=ledger.dump DATABASE`, then copy {filing}, {file} and its templates; to restore, "
                "`pg_restore --dbname=DATABASE ledger.dump` before the first start",
                filing=str(filed or rules.filing.to),
                file=str(path),
            )
        )
    return InstalledAt(
        rules=path,
        templates=folder / rules.answers.templates,
        ledger=Path(ledger),
        filing=filing_of(rules, folder),
        filing_folder=filed,
        erased=erased_file(rules, folder),
        letters=tuple(folder / each for each in sorted({each.templates for each in rules.mailboxes if each.templates})),
    )
