"""`inbox-bot check`: everything that a daemon will need, tried before it starts."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from inbox_bot.cli.exit_codes import NEEDS_A_PERSON
from inbox_bot.cli.language import wording
from inbox_bot.cli.options import RulesFile
from inbox_bot.core.reply.refusal import about
from inbox_bot.core.rules.model import MailboxSettings, Rules
from inbox_bot.core.wording import Sentence
from inbox_bot.edges import rules_file
from inbox_bot.edges.outbox import Outbox, OutboxDown, Refused, Sent, Uncertain
from inbox_bot.health.check import (
    CheckResult,
    check_cage,
    check_filing,
    check_ledger,
    check_mailbox,
    check_outbox,
    check_rules,
    check_sign_in,
)
from inbox_bot.health.remedies import refused_letter
from inbox_bot.pipeline.installation import (
    filing_of,
    ledger_place,
    open_installation,
    open_mailbox,
    open_outbox,
    spool_folder,
    tokens_of,
)
from inbox_bot.pipeline.outgoing.own_letter import send_to_itself
from inbox_bot.pipeline.upkeep import reconcile

BESIDE_THE_MARK = " " * 8


def command(
    rules: RulesFile = Path("rules.yaml"),
    deeply: Annotated[
        bool, typer.Option("--deep", help="Compare mailbox, ledger and files too, and repair what can be.")
    ] = False,
    send: Annotated[
        bool, typer.Option("--send", help="Send a mail from each mailbox to itself: some servers say no only then.")
    ] = False,
) -> None:
    """Try rules.yaml, login, folders, SMTP, ledger and filing: each is ok, or it says what to do. Changes nothing.

    With --send, one mail goes from each mailbox to itself. With --deep, mailbox, ledger and files are compared, and
    repaired; the daemon has to be stopped for it. Ends with 1 when something needs a person. Example: inbox-bot check
    """
    loaded = rules_file.read(rules)
    folder = rules.absolute().parent
    console = Console(highlight=False)
    wrong, said = 0, wording()
    found: Iterator[CheckResult | reconcile.Reconciled] = chain(
        findings(loaded, folder, send=send), compared(loaded, folder) if deeply else ()
    )
    for finding in found:
        mark = Text("ok   ", style="green") if finding.ok else Text(said.say("to do"), style="bold red")
        sentence = said.repeat(finding.sentence).replace("\n", f"\n{BESIDE_THE_MARK}")
        console.print(mark, Text(f" {finding.what}: {sentence}"), sep="", soft_wrap=True)
        wrong += not finding.ok
    if wrong:
        to_do = said.say("{number} to do: put it right, then check again", number=wrong)
        typer.echo(f"inbox-bot: {to_do}", err=True)
        raise typer.Exit(NEEDS_A_PERSON)
    well = said.say("all is well; it starts with: inbox-bot run")
    typer.echo(f"inbox-bot: {well}", err=True)


def compared(rules: Rules, folder: Path) -> Iterator[reconcile.Reconciled]:
    """Each comparison of mailbox, ledger and files as it is made."""
    with open_installation(rules, folder) as installation:
        yield from reconcile.deep(installation)


def findings(rules: Rules, folder: Path, *, send: bool = False) -> Iterator[CheckResult]:
    """Each thing as it is tried; with `send`, a mail from each mailbox to itself too."""
    yield check_rules(rules, datetime.now(UTC), wording())
    yield check_cage(rules)
    yield check_ledger(ledger_place(rules, folder))
    yield check_filing(filing_of(rules, folder))
    for mailbox in rules.mailboxes:
        yield from _of_mailbox(rules, mailbox, folder, send=send)


def _of_mailbox(rules: Rules, mailbox: MailboxSettings, folder: Path, *, send: bool) -> Iterator[CheckResult]:
    """Token, IMAP, SMTP; a server that would be shown a token is left out where none can be had."""
    tokens, has_token = tokens_of(rules, mailbox, folder), True
    if tokens is not None:
        signed_in = check_sign_in(mailbox, tokens)
        yield signed_in
        has_token = signed_in.ok
    if has_token or not mailbox.is_signed_in_to(mailbox.imap):
        with open_mailbox(mailbox, folder, spool_folder(rules, folder), tokens) as box:
            yield from check_mailbox(mailbox, box)
    if has_token or not mailbox.is_signed_in_to(mailbox.smtp):
        with open_outbox(mailbox, folder, tokens) as outbox:
            ready = check_outbox(mailbox, outbox, rules.answers.bounce_address or "")
            yield ready
            if send and ready.ok:
                yield sent_to_itself(rules, mailbox, outbox)


def sent_to_itself(rules: Rules, mailbox: MailboxSettings, outbox: Outbox) -> CheckResult:
    """Whether the mail server takes a mail whole."""
    what = f"smtp {mailbox.name}"
    try:
        result = send_to_itself(outbox, rules, mailbox, datetime.now(UTC))
    except OutboxDown as down:
        return CheckResult(what=what, ok=False, sentence=down.sentence)
    match result:
        case Sent():
            return CheckResult(
                what=what,
                ok=True,
                sentence=Sentence("a mail to {address} was taken: look whether it arrives", address=mailbox.address),
            )
        case Refused():
            said = f"{result.code} {result.reply}" if result.code else result.reply
            refused = Sentence(
                "a mail from {address} to itself is refused: {answer}; {remedy}",
                address=mailbox.address,
                answer=said,
                remedy=refused_letter(about(result.verb, result.code, result.reply), mailbox, mailbox.smtp),
            )
            return CheckResult(what=what, ok=False, sentence=refused)
        case Uncertain():
            unknown = Sentence(
                "whether a mail to {address} was taken is not known: {why}", address=mailbox.address, why=result.reply
            )
            return CheckResult(what=what, ok=False, sentence=unknown)
