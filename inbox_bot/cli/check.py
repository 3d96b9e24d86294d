"""`inbox-bot check`: everything that a daemon will need, tried before it starts."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import typer
from rich.console import Console
from rich.text import Text

from inbox_bot.cli.options import RulesFile
from inbox_bot.core.rules.model import Rules
from inbox_bot.edges import rules_file
from inbox_bot.health.check import (
    Finding,
    check_cage,
    check_filing,
    check_ledger,
    check_mailbox,
    check_outbox,
    check_rules,
)
from inbox_bot.pipeline.house import filing_of, ledger_place, open_mailbox, open_outbox


def command(rules: RulesFile = Path("rules.yaml")) -> None:
    """Try rules.yaml, login, folders, SMTP, ledger and filing: each is ok, or it says what to do. Changes nothing.

    Ends with 1 when something needs a person. Example: inbox-bot check
    """
    loaded = rules_file.read(rules)
    console = Console(highlight=False)
    wrong = 0
    for finding in findings(loaded, rules.absolute().parent):
        mark = Text("ok   ", style="green") if finding.ok else Text("to do", style="bold red")
        console.print(mark, Text(f" {finding.what}: {finding.sentence}"), sep="", soft_wrap=True)
        wrong += not finding.ok
    if wrong:
        raise typer.Exit(1)


def findings(rules: Rules, folder: Path) -> Iterator[Finding]:
    """Each thing as it is tried."""
    yield check_rules(rules)
    yield check_cage(rules)
    yield check_ledger(ledger_place(rules, folder))
    yield check_filing(filing_of(rules, folder))
    with TemporaryDirectory(prefix="inbox-bot-") as spool:
        for mailbox in rules.mailboxes:
            with open_mailbox(mailbox, folder, Path(spool)) as box:
                yield from check_mailbox(mailbox, box)
            with open_outbox(mailbox, folder) as outbox:
                yield check_outbox(mailbox, outbox)
