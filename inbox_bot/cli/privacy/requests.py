"""`inbox-bot requests`: what people ask for about their data, and by when the law wants an answer."""

import json
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import typer

from inbox_bot.cli.exit_codes import NEEDS_A_PERSON
from inbox_bot.cli.language import wording
from inbox_bot.cli.options import Json, RulesFile
from inbox_bot.core.erasure.requests import DONE_BY, due_of
from inbox_bot.core.message import safe
from inbox_bot.core.wording import Wording
from inbox_bot.core.words import Right
from inbox_bot.edges import rules_file
from inbox_bot.edges.ledger import Ledger, MailRow, RequestRow
from inbox_bot.pipeline.installation import ledger_place, utc_now


def command(rules: RulesFile = Path("rules.yaml"), as_json: Json = False) -> None:
    """List what people ask for about their data and nobody has settled, with the day by which it is to be answered.

    A request is access, erasure, correction or objection (GDPR, articles 15 to 17 and 21). It is open until somebody
    says that it is settled: `inbox-bot settle`, or an answer to the digest. Ends with 1 where one is overdue.

    Example: inbox-bot requests
    """
    loaded = rules_file.read(rules)
    zone = loaded.company.timezone
    today = utc_now().astimezone(ZoneInfo(zone)).date()
    is_overdue = False
    with Ledger.open(ledger_place(loaded, rules.absolute().parent), lock=False) as ledger:
        rows = ledger.requests.open()
        for row in rows:
            due = due_of(row.asked_at, zone)
            is_overdue = is_overdue or today > due
            mail = ledger.reports.mail_by_number(row.message)
            if as_json:
                typer.echo(json.dumps(as_object(row, mail, due, today)))
            else:
                typer.echo(line(row, mail, due, today, wording()))
                into = f" {row.message}.zip" if row.right is Right.ACCESS else ""
                typer.echo(f"  inbox-bot {DONE_BY[row.right]} {row.message}{into}")
    if not rows and not as_json:
        typer.echo(wording().say("nobody asks for anything about their data"))
    if is_overdue:
        raise typer.Exit(NEEDS_A_PERSON)


def line(row: RequestRow, mail: MailRow | None, due: date, today: date, wording: Wording) -> str:
    """One request for a person."""
    who = safe.line(mail.sender if mail is not None else "", 80)
    said = wording.say(
        "#{number} {who} {asks}: to be answered by {day}.",
        number=row.message,
        who=who,
        asks=wording.of(row.right),
        day=wording.whole_date(due),
    )
    overdue = wording.say("OVERDUE")
    return f"{said} {overdue}" if today > due else said


def as_object(row: RequestRow, mail: MailRow | None, due: date, today: date) -> dict[str, Any]:
    """The contract of `requests --json`: one object a request."""
    return {
        "id": row.message,
        "asks_for": row.right.value,
        "from": mail.sender if mail is not None else None,
        "asked_at": row.asked_at.isoformat(),
        "due": due.isoformat(),
        "overdue": today > due,
        "quote": row.quote,
    }
