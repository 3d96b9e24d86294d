"""`inbox-bot answers`, the list: the newest answers, a line or an object each, and how many more there are."""

import json
from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

import typer

from inbox_bot.cli.language import wording
from inbox_bot.core.message import safe
from inbox_bot.core.rules.model import Rules
from inbox_bot.core.rules.text.problems import Wrong
from inbox_bot.core.rules.written.quantities import day, duration
from inbox_bot.core.wording import ENGLISH, Sentence, Wording
from inbox_bot.core.words import ActionState
from inbox_bot.digest.wording import sentence_of
from inbox_bot.edges.ledger import BEGINNING, AnswerRow, Ledger

LISTED = 1_000  # answers, where nobody says how many: a person reads fewer, a program asks for more


def since_when(text: str | None, rules: Rules, at: datetime) -> datetime:
    """The moment that `--since` means: a day's begin in the company's time zone, or so long before `at`."""
    if text is None:
        return BEGINNING
    for read in (duration, day):
        try:
            match read(text):
                case timedelta() as ago:
                    return at - ago
                case date() as begins:
                    return rules.midnight(begins)
        except Wrong:
            continue
    raise typer.BadParameter(Sentence('write a day like 2026-11-24, or a length of time like "7 days"'))


def print_newest(
    ledger: Ledger, states: Collection[ActionState] | None, since: datetime, limit: int, *, as_json: bool
) -> None:
    """The list to stdout; that there are more, and how to see them, to stderr."""
    newest = ledger.actions.newest_answers(states, since, limit)
    for row in newest.rows:
        typer.echo(json.dumps(as_object(row)) if as_json else line(row, wording()))
    if newest.more:
        say = wording().say
        more = say("{number} older ones are not listed", number=newest.more)
        if newest.and_beyond:
            more = say("more than {number} older ones are not listed", number=newest.more)
        typer.echo(f"inbox-bot: {more}: --limit, --since", err=True)


def as_object(row: AnswerRow) -> dict[str, Any]:
    """The contract of `answers --json`: one object an answer."""
    return {
        "id": row.id,
        "state": state_of(row),
        "template": row.template.value,
        "to": row.to,
        "message_id": row.message_id,
        "in_reply_to": row.in_reply_to,
        "why": row.why,
        "note": row.note,
        "bounced": row.bounced_at is not None,
    }


def line(row: AnswerRow, wording: Wording = ENGLISH) -> str:
    """An answer for a person."""
    why = f"  {sentence_of(row.why, wording) or row.why}" if row.why else ""
    note = f"  ({row.note})" if row.note and row.state is not ActionState.DONE else ""
    came_back = wording.say("it came back: the address does not work")
    bounced = f"  {came_back}" if row.bounced_at else ""
    return f"{row.id:>5}  {state_of(row):9}  {row.template.value:22}  {safe.line(row.to, 60)}{why}{note}{bounced}"


def state_of(row: AnswerRow) -> str:
    """The state's word; an answer that is done is called sent."""
    return "sent" if row.state is ActionState.DONE else row.state.value
