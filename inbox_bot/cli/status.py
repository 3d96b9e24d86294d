"""`inbox-bot status`: how things stand, at a glance."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typer

from inbox_bot.cli.options import Json, RulesFile
from inbox_bot.edges import rules_file
from inbox_bot.edges.ledger import Ledger
from inbox_bot.health.status import Status, status_of
from inbox_bot.pipeline.house import ledger_place


def command(rules: RulesFile = Path("rules.yaml"), as_json: Json = False) -> None:
    """Say how the mailbox is polled, what came in today, and what waits for a person. Ends with 1 on an alarm.

    Example: inbox-bot status
    """
    loaded = rules_file.read(rules)
    with Ledger.open(ledger_place(loaded, rules.absolute().parent), lock=False) as ledger:
        status = status_of(ledger, loaded, datetime.now(UTC))
    if as_json:
        typer.echo(json.dumps(as_object(status)))
    else:
        for line in lines(status):
            typer.echo(line)
    if status.needs_person:
        raise typer.Exit(1)


def lines(status: Status) -> list[str]:
    """For a person: alarms first."""
    today = ", ".join(f"{number} {outcome.value}" for outcome, number in status.today.items()) or "nothing"
    polls = []
    for poll in status.polls:
        last = f"{poll.polled_at:%Y-%m-%d %H:%M} UTC" if poll.polled_at else "never"
        trouble = f"; since {poll.problem_since:%Y-%m-%d %H:%M} UTC: {poll.problem}" if poll.problem else ""
        polls.append(f"mailbox {poll.mailbox}: last polled {last}{trouble}")
    return [
        *(f"ALARM since {alarm.since:%Y-%m-%d %H:%M} UTC: {alarm.sentence}" for alarm in status.alarms),
        f"mode: {status.mode}",
        *polls,
        f"today: {status.received_today} received: {today}",
        f"waiting to be read: {status.waiting}; in review: {status.review}; failed: {status.failed}",
        f"answers: {status.held} held, {status.uncertain} uncertain",
        f"left alone at first contact: {status.left_alone}",
    ]


def as_object(status: Status) -> dict[str, Any]:
    """For a program."""
    return {
        "mode": status.mode,
        "mailboxes": [
            {
                "name": poll.mailbox,
                "last_poll": _moment(poll.polled_at),
                "problem": poll.problem,
                "problem_since": _moment(poll.problem_since),
            }
            for poll in status.polls
        ],
        "today": {outcome.value: number for outcome, number in status.today.items()},
        "received_today": status.received_today,
        "waiting": status.waiting,
        "review": status.review,
        "failed": status.failed,
        "held": status.held,
        "uncertain": status.uncertain,
        "left_alone": status.left_alone,
        "alarms": [
            {"name": alarm.name, "since": _moment(alarm.since), "sentence": alarm.sentence} for alarm in status.alarms
        ],
    }


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
