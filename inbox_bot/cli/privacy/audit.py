"""`inbox-bot audit`: where there is anything about people, how old it is, and what should not be there any longer."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import typer

from inbox_bot.cli.exit_codes import NEEDS_A_PERSON
from inbox_bot.cli.language import wording
from inbox_bot.cli.options import Json, RulesFile
from inbox_bot.cli.privacy.purposes import PERIODS
from inbox_bot.core.erasure.periods import period_of
from inbox_bot.core.message import safe
from inbox_bot.core.rules.model import Mode, Rules
from inbox_bot.core.wording import Wording
from inbox_bot.edges import rules_file
from inbox_bot.edges.ledger import Ledger
from inbox_bot.edges.ledger.erasures.auditing import Amount
from inbox_bot.pipeline.installation import ledger_place, utc_now
from inbox_bot.pipeline.privacy.auditing import Audit, audit

FILES_SHOWN = 20


def command(rules: RulesFile = Path("rules.yaml"), as_json: Json = False) -> None:
    """Show where there is anything about people, how much and how old, and whether it should still be there.

    It looks at the files and at the ledger; of the mailbox it says what the ledger knows. Ends with 1 where something
    was kept longer than `keep` in rules.yaml says, or may be read by people who should not.

    Example: inbox-bot audit
    """
    loaded, folder = rules_file.read(rules), rules.absolute().parent
    with Ledger.open(ledger_place(loaded, folder), lock=False) as ledger:
        found = audit(ledger, loaded, folder, utc_now())
        standing = ledger.expiring.standing()
    is_confirmed = standing is not None and standing.confirmed_at is not None
    if as_json:
        typer.echo(json.dumps(as_object(found)))
    else:
        typer.echo("\n".join(lines(found, loaded, wording(), is_confirmed=is_confirmed)))
    if not found.is_well:
        raise typer.Exit(NEEDS_A_PERSON)


def lines(found: Audit, rules: Rules, wording: Wording, *, is_confirmed: bool) -> Iterator[str]:
    """For a person: what is wrong first."""
    say = wording.say
    yield from _wrong(found, rules, wording, is_confirmed=is_confirmed)
    yield say("Files:")
    for what, amount in (
        (say("documents of applications"), found.documents),
        (say("copies of mails that belong to no application"), found.raw),
        (say("what was made out on scans"), found.recognised),
        (say("mails that are being read"), found.spool),
    ):
        yield f"  {what}: {_said(amount, wording)}"
    yield say("Mails, and how long each is kept:")
    for outcome, amount in found.outcomes.items():
        if outcome is None:
            waiting = say("waiting: {amount}", amount=_said(amount, wording))
            yield f"  {waiting}"
        else:
            kept = period_of(PERIODS[outcome], rules.keep, wording)
            yield f"  {outcome.value}: {_said(amount, wording)}; {kept}"
    yield say("Folders of the mailboxes, as far as the ledger knows:")
    for (mailbox, name), amount in found.folders.items():
        yield f"  {safe.line(mailbox, 80)}, {safe.line(name, 80)}: {_said(amount, wording)}"
    for mailbox, amount in found.in_sent.items():
        sent = say("{mailbox}, sent mails: {amount}", mailbox=safe.line(mailbox, 80), amount=_said(amount, wording))
        yield f"  {sent}"
    yield say("Rows in the ledger:")
    yield "  " + ", ".join(f"{name} {number}" for name, number in found.rows.items() if number)
    yield say("Not looked at: backups, and what people copied elsewhere. The log and the metrics name nobody.")


def as_object(found: Audit) -> dict[str, Any]:
    """The contract of `audit --json`: one object."""
    files = {"documents": found.documents, "raw": found.raw, "recognised": found.recognised, "spool": found.spool}
    return {
        "ok": found.is_well,
        "kept_too_long": {kept.value: number for kept, number in found.kept_too_long.items()},
        "open_to_others": [str(path) for path in found.open_to_others],
        "files": {name: _amount(amount) for name, amount in files.items()},
        "mails": {
            "waiting" if outcome is None else outcome.value: _amount(each) for outcome, each in found.outcomes.items()
        },
        "folders": [
            {"mailbox": mailbox, "folder": name, **_amount(amount)} for (mailbox, name), amount in found.folders.items()
        ],
        "sent": [{"mailbox": mailbox, **_amount(amount)} for mailbox, amount in found.in_sent.items()],
        "rows": dict(found.rows),
    }


def _wrong(found: Audit, rules: Rules, wording: Wording, *, is_confirmed: bool) -> Iterator[str]:
    for kept, number in found.kept_too_long.items():
        yield wording.say(
            "KEPT TOO LONG: {number}, {what}. {remedy}",
            number=number,
            what=wording.of(kept),
            remedy=_why_still_there(rules, wording, is_confirmed=is_confirmed),
        )
    for path in found.open_to_others[:FILES_SHOWN]:
        yield wording.say("OPEN TO OTHERS: {file}. Take their rights: chmod go= FILE", file=safe.line(str(path), 300))
    if (more := len(found.open_to_others) - FILES_SHOWN) > 0:
        yield wording.plural("and {number} more such file", "and {number} more such files", more)
    if rules.keep is None:
        yield wording.say("rules.yaml has no keep: nothing is ever erased by itself")
    if found.is_well and rules.keep is not None:
        yield wording.say("Nothing was kept longer than rules.yaml says, and nothing is open to others.")


def _why_still_there(rules: Rules, wording: Wording, *, is_confirmed: bool) -> str:
    if not is_confirmed:
        return wording.say("Nobody has confirmed keep yet: inbox-bot keep")
    if rules.mode is Mode.OBSERVE:
        return wording.say("While mode is observe, nothing is erased.")
    return wording.say("The daemon erases it, unless it is down or a mailbox is: inbox-bot status")


def _said(amount: Amount, wording: Wording) -> str:
    if amount.oldest is None:
        return str(amount.number)
    return wording.say("{number}, the oldest of {day}", number=amount.number, day=wording.whole_date(amount.oldest))


def _amount(amount: Amount) -> dict[str, Any]:
    return {"number": amount.number, "oldest": _iso(amount.oldest)}


def _iso(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()
