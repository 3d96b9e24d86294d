"""`run --dry-run`: a line a mail with what would become of it, and the sum."""

import json
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import typer
from rich.cells import set_cell_size

from inbox_bot.cli.exit_codes import DONE, DOWN
from inbox_bot.cli.language import wording
from inbox_bot.cli.trial.explain import judged_as_object
from inbox_bot.cli.waiting import waiting
from inbox_bot.core.message import safe
from inbox_bot.core.plan.values import Held, Sends
from inbox_bot.core.rules.model import MailboxSettings, Mode, Rules
from inbox_bot.core.wording import said_by
from inbox_bot.core.words import Outcome
from inbox_bot.edges.ledger import Ledger, LedgerMissing
from inbox_bot.edges.mailbox import MailboxDown, SpoolFailed, UidValidityChanged
from inbox_bot.edges.secrets import SecretMissing
from inbox_bot.pipeline.installation import ledger_place, open_mailbox, open_reading, tokens_of, utc_now
from inbox_bot.pipeline.summary import summary_of
from inbox_bot.pipeline.trial.dry_run import DryRun, Tried
from inbox_bot.pipeline.trial.scratch import scratch_folder

WIDTHS = (16, 28, 18, 26)  # cells, of when, who, outcome and vacancy


@dataclass
class Sum:
    """What all of it comes to."""

    outcomes: Counter[Outcome] = field(default_factory=Counter)
    answered: int = 0
    held: int = 0
    copies: int = 0
    bugs: int = 0
    not_given: int = 0

    def add(self, tried: Tried) -> None:
        """One more mail."""
        if tried.mail is None:
            self.copies += tried.is_copy
            self.bugs += not tried.is_copy
            return
        self.outcomes[tried.mail.plan.outcome] += 1
        self.answered += isinstance(tried.mail.plan.reply, Sends)
        self.held += isinstance(tried.mail.plan.reply, Held)


def show_dry_run(rules: Rules, folder: Path, since: date | None, *, as_json: bool, newest: int | None = None) -> int:
    """Look into every mailbox, print what would become of its mail, or of the newest, and the sum; the exit code."""
    counted = Sum()
    problems: list[str] = []
    with ExitStack() as stack:
        scratch = stack.enter_context(scratch_folder())
        reading = stack.enter_context(open_reading(rules, folder))
        ledger = _ledger(rules, folder, stack)
        for mailbox in rules.mailboxes:
            box = stack.enter_context(open_mailbox(mailbox, folder, scratch, tokens_of(rules, mailbox, folder)))
            run = DryRun(
                rules=rules,
                settings=mailbox,
                box=box,
                reading=reading,
                ledger=ledger,
                since=since,
                newest=newest,
                at=utc_now(),
            )
            try:
                with waiting(wording().say("looking")) as bar:
                    for tried in run.mails():
                        bar.reached(run.progress.done, run.progress.total)
                        counted.add(tried)
                        bar.line(_told(tried, rules, as_json=as_json))
            except (MailboxDown, SecretMissing, SpoolFailed) as error:
                problems.append(wording().repeat(said_by(error)))
            except UidValidityChanged as error:
                said = wording().say("{folder} was numbered anew meanwhile: try again", folder=safe.line(error.folder))
                problems.append(said)
            counted.not_given += run.not_given
    if as_json:
        typer.echo(json.dumps({"sum": _as_object(counted)}))
    else:
        _print_sum(counted, rules.mailboxes, rules.mode, since)
    for problem in problems:
        typer.echo(f"inbox-bot: {problem}", err=True)
    return DOWN if problems else DONE


def _ledger(rules: Rules, folder: Path, stack: ExitStack) -> Ledger | None:
    try:
        return stack.enter_context(Ledger.open(ledger_place(rules, folder), read_only=True))
    except LedgerMissing:
        return None


def _told(tried: Tried, rules: Rules, *, as_json: bool) -> str:
    """A line about a mail."""
    if as_json:
        return json.dumps(_mail_as_object(tried))
    said = wording()
    local = tried.raw.received_at.astimezone(ZoneInfo(rules.company.timezone))
    when = f"{local:%Y-%m-%d %H:%M}"
    if tried.mail is None:
        why = said.say("the same bytes once more") if tried.is_copy else said.say("it brings out a bug: it would wait")
        cells, why, answer = (when, "", "-", ""), why, ""
    else:
        found = summary_of(tried.mail, said)
        cells, why, answer = (when, found.who, found.outcome, found.vacancy), found.why or "-", found.answer
    row = "  ".join(set_cell_size(cell, width) for cell, width in zip(cells, WIDTHS, strict=True))
    answered = said.say("answer {state}", state=answer)
    return f"{row}  {why}; {answered}" if answer else f"{row}  {why}"


def _mail_as_object(tried: Tried) -> dict[str, Any]:
    location = tried.raw.location
    where = {
        "mailbox": location.mailbox,
        "folder": location.folder,
        "uid": location.uid,
        "received_at": tried.raw.received_at.isoformat(),
        "copy": tried.is_copy,
    }
    mail = tried.mail
    return where if mail is None else where | judged_as_object(mail.reading, mail.verdict, mail.plan)


def _as_object(counted: Sum) -> dict[str, Any]:
    return {
        "mails": counted.outcomes.total() + counted.copies + counted.bugs,
        "outcomes": {outcome.value: number for outcome, number in sorted(counted.outcomes.items())},
        "copies": counted.copies,
        "bugs": counted.bugs,
        "not_given": counted.not_given,
        "answers": {"sent": counted.answered, "held": counted.held},
    }


def _print_sum(counted: Sum, mailboxes: tuple[MailboxSettings, ...], mode: Mode, since: date | None) -> None:
    say = wording().say
    mails = counted.outcomes.total() + counted.copies + counted.bugs
    if mails == 0 and since is None and any(each.start == "now" for each in mailboxes):
        typer.echo(
            say("No mail is there that would be taken in. What came earlier is looked at with: --since 2027-02-28")
        )
        return
    typer.echo()
    typer.echo(say("Mails: {number}", number=mails))
    for outcome, number in counted.outcomes.most_common():
        typer.echo(f"{number:7}  {outcome.value:<20}{wording().of(outcome)}")
    others = {
        say("the same bytes once more"): counted.copies,
        say("it brings out a bug: it would wait"): counted.bugs,
    }
    for said, number in others.items():
        if number:
            typer.echo(f"{number:7}  {said}")
    if counted.not_given:
        typer.echo(say("The server lists {number} more, and did not give them.", number=counted.not_given))
    typer.echo(say("Answers: {sent} would be sent, {held} held", sent=counted.answered, held=counted.held))
    if mode is Mode.OBSERVE:
        typer.echo(say("That is what `mode: live` would do. rules.yaml says `observe`: nothing is moved or answered."))
    typer.echo(say("Nothing was written, moved or sent."))
