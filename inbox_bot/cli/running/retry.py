"""`inbox-bot retry`: mails that could not be read are read again."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from inbox_bot.cli.exit_codes import NEEDS_A_PERSON
from inbox_bot.cli.language import wording
from inbox_bot.cli.options import RulesFile
from inbox_bot.core.message import safe
from inbox_bot.core.wording import ENGLISH, Wording
from inbox_bot.edges import rules_file
from inbox_bot.edges.ledger import Ledger, MailRow
from inbox_bot.log import reference
from inbox_bot.pipeline.installation import ledger_place


def command(
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="ID", help="Which; without any, the failed mails are listed.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="All that failed.")] = False,
    rules: RulesFile = Path("rules.yaml"),
) -> None:
    """Let mails that could not be read wait again, as if never tried: the next poll, or the daemon, reads them.

    A mail that is no longer on the server is read from its kept bytes. Without IDs, lists what failed.

    Example: inbox-bot retry --all
    """
    loaded = rules_file.read(rules)
    with Ledger.open(ledger_place(loaded, rules.absolute().parent), lock=False) as ledger:
        failed = ledger.reports.failed()
        if not (ids or every):
            for mail in failed:
                typer.echo(line(mail, wording()))
            return
        chosen, unknown = (failed, ()) if every else choose(failed, ids or ())
        for mail in chosen:
            if ledger.intake.retry(mail.mailbox, [mail.raw_hash]):
                typer.echo(wording().say("{id} waits to be read again", id=reference(mail.raw_hash)))
    for identity in unknown:
        none = wording().say("no failed mail is called {id}: `inbox-bot retry` lists them", id=safe.line(identity, 80))
        typer.echo(f"inbox-bot: {none}", err=True)
    if unknown:
        raise typer.Exit(NEEDS_A_PERSON)


def choose(failed: Sequence[MailRow], ids: Sequence[str]) -> tuple[tuple[MailRow, ...], tuple[str, ...]]:
    """The mails that are called so (by the first letters of their hash), and what none, or more than one, is called."""
    chosen: dict[int, MailRow] = {}
    unknown = []
    for identity in ids:
        found = [mail for mail in failed if identity and mail.raw_hash.startswith(identity.lower())]
        if len({mail.raw_hash for mail in found}) == 1:
            chosen.update((mail.id, mail) for mail in found)
        else:
            unknown.append(identity)
    return tuple(chosen.values()), tuple(unknown)


def line(mail: MailRow, wording: Wording = ENGLISH) -> str:
    """A failed mail for a person: what it is called, when it came, why it failed."""
    why = wording.of(mail.reason) if mail.reason else ""
    return f"{reference(mail.raw_hash)}  {mail.received_at:%Y-%m-%d %H:%M} UTC  {mail.size_bytes:>9} bytes  {why}"
