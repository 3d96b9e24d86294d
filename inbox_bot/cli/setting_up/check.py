"""`inbox-bot check`: everything that a daemon will need, tried before it starts."""

import contextlib
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
from inbox_bot.cli.setting_up.made import command_as_typed
from inbox_bot.core.reply.letter.refusal import about
from inbox_bot.core.reply.letter.survived import lost
from inbox_bot.core.reply.values import Letter
from inbox_bot.core.rules.model import MailboxSettings, Rules, WayOut
from inbox_bot.core.wording import Sentence
from inbox_bot.edges import rules_file
from inbox_bot.edges.mailbox import Mailbox, MailboxDown
from inbox_bot.edges.outbox import Outbox, OutboxDown, Refused, Sent, Uncertain
from inbox_bot.health.check import (
    CheckResult,
    check_cage,
    check_filing,
    check_keep,
    check_ledger,
    check_mailbox,
    check_move,
    check_moves,
    check_outbox,
    check_reports,
    check_rules,
    check_sign_in,
    check_starts,
    with_remedy,
)
from inbox_bot.health.check_hooks import check_hooks
from inbox_bot.health.proven import check_proof
from inbox_bot.health.remedies import refused_letter
from inbox_bot.health.scanner import check_scanner
from inbox_bot.health.scans import check_scans
from inbox_bot.pipeline.installation import (
    filing_of,
    ledger_place,
    open_installation,
    open_mailbox,
    open_outbox,
    scanner_of,
    spool_folder,
    tokens_of,
)
from inbox_bot.pipeline.outgoing.own_letter import came_back, letter_to_itself, send_own
from inbox_bot.pipeline.outgoing.proven_way import note_what_came_back
from inbox_bot.pipeline.upkeep import reconcile

RULES = Path("rules.yaml")
ARRIVES_S = 30.0  # for a mail to itself to arrive
BESIDE_THE_MARK = " " * 8


def command(
    rules: RulesFile = RULES,
    deeply: Annotated[
        bool, typer.Option("--deep", help="Compare mailbox, ledger and files too, and repair what can be.")
    ] = False,
    send: Annotated[
        bool, typer.Option("--send", help="Send a mail from each mailbox to itself: some servers say no only then.")
    ] = False,
    write: Annotated[
        bool, typer.Option("--write", help="Move a mail of ours between two folders of ours, which go again.")
    ] = False,
) -> None:
    """Try rules.yaml, login, folders, SMTP, ledger and filing: each is ok, or it says what to do. Changes nothing.

    With --send, one mail goes from each mailbox to itself, and what its server left of it is told. With --write, a mail
    of ours is moved between two folders, which are deleted again. With --deep, mailbox, ledger and files are compared,
    and repaired; the daemon has to be stopped for it. Ends with 1 when something needs a person.
    Example: inbox-bot check
    """
    loaded = rules_file.read(rules)
    folder = rules.absolute().parent
    console = Console(highlight=False)
    wrong, said = 0, wording()
    found: Iterator[CheckResult | reconcile.Reconciled] = chain(
        findings(loaded, folder, send=send, write=write), compared(loaded, folder) if deeply else ()
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
    run = f"{command_as_typed()} run" if rules == RULES else f"{command_as_typed()} run --rules {rules}"
    well = said.say("all is well; it starts with: {command}", command=run)
    typer.echo(f"inbox-bot: {well}", err=True)


def compared(rules: Rules, folder: Path) -> Iterator[reconcile.Reconciled]:
    """Each comparison of mailbox, ledger and files as it is made."""
    with open_installation(rules, folder) as installation:
        yield from reconcile.deep(installation)


def findings(rules: Rules, folder: Path, *, send: bool = False, write: bool = False) -> Iterator[CheckResult]:
    """Each thing as it is tried; with `send`, a mail from each mailbox to itself too, with `write` a move."""
    yield check_rules(rules, datetime.now(UTC), wording())
    yield check_cage(rules)
    yield check_scans(rules, folder)
    yield from check_scanner(scanner_of(rules, folder), datetime.now(UTC))
    yield check_ledger(ledger_place(rules, folder))
    yield from check_starts(ledger_place(rules, folder), rules)
    yield check_filing(filing_of(rules, folder))
    yield from check_keep(rules, datetime.now(UTC), wording())
    yield from check_hooks(rules, folder)
    for mailbox in rules.mailboxes:
        yield from _of_mailbox(rules, mailbox, folder, send=send, write=write)


def _of_mailbox(
    rules: Rules, mailbox: MailboxSettings, folder: Path, *, send: bool, write: bool
) -> Iterator[CheckResult]:
    """Token, IMAP, SMTP; a server that would be shown a token is left out where none can be had."""
    tokens, has_token = tokens_of(rules, mailbox, folder), True
    if tokens is not None:
        signed_in = check_sign_in(mailbox, tokens)
        yield signed_in
        has_token = signed_in.ok
    with (
        open_mailbox(mailbox, folder, spool_folder(rules, folder), tokens) as box,
        open_outbox(mailbox, folder, tokens) as outbox,
    ):
        is_read = False
        if has_token or not mailbox.is_signed_in_to(mailbox.imap):
            found = list(check_mailbox(mailbox, box))
            yield from found
            yield from check_moves(rules, mailbox, box)
            is_read = all(each.ok for each in found)
        if is_read:
            yield check_proof(rules, mailbox, box)
        if is_read and write:
            yield check_move(mailbox, box)
        if has_token or not mailbox.is_signed_in_to(mailbox.smtp):
            ready = check_outbox(mailbox, outbox, rules.answers.envelope or "")
            yield ready
            yield from check_reports(rules, mailbox)
            if send and ready.ok:
                yield sent_to_itself(rules, mailbox, folder, outbox, box if is_read else None)


def sent_to_itself(
    rules: Rules, mailbox: MailboxSettings, folder: Path, outbox: Outbox, box: Mailbox | None
) -> CheckResult:
    """Whether the mail server takes a mail whole, and what it leaves of it, where the mailbox can be read."""
    what, at = f"smtp {mailbox.name}", datetime.now(UTC)
    letter = letter_to_itself(mailbox, at, rules.wordings.of(rules.company.language))
    try:
        result = send_own(outbox, rules, letter, at)
    except OutboxDown as down:
        return CheckResult(what=what, ok=False, sentence=with_remedy(down, mailbox, mailbox.smtp))
    match result:
        case Sent():
            return CheckResult(what=what, ok=True, sentence=_what_came_back(rules, mailbox, folder, box, letter))
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


def _what_came_back(
    rules: Rules, mailbox: MailboxSettings, folder: Path, box: Mailbox | None, letter: Letter
) -> Sentence:
    fields = None
    with contextlib.suppress(MailboxDown):
        fields = came_back(box, letter, ARRIVES_S) if box is not None else None
    if fields is None:
        return Sentence("a mail to {address} was taken: look whether it arrives", address=mailbox.address)
    gone = lost(fields, letter, rules.answers.envelope or "")
    if mailbox.signin is not None and mailbox.signin.send is WayOut.GRAPH:
        note_what_came_back(rules, mailbox, folder, gone, datetime.now(UTC))
    if not gone:
        return Sentence("a mail to {address} came back as it was written", address=mailbox.address)
    return Sentence(
        "a mail to {address} came back, but its mail server changed or took away {fields}",
        address=mailbox.address,
        fields=", ".join(gone),
    )
