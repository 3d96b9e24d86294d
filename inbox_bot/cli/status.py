"""`inbox-bot status`: how things stand, at a glance."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typer

from inbox_bot.cli.options import Json, RulesFile
from inbox_bot.edges.ledger import Ledger
from inbox_bot.health.rules_as_found import rules_as_found
from inbox_bot.health.status import Status, status_of


def command(rules: RulesFile = Path("rules.yaml"), as_json: Json = False) -> None:
    """Say how the mailbox is polled, what came in today, and what waits for a person. Ends with 1 on an alarm.

    Example: inbox-bot status
    """
    known = rules_as_found(rules)
    with Ledger.open(known.ledger, lock=False) as ledger:
        status = status_of(ledger, known.rules, datetime.now(UTC), known.problem)
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
    unsent = f"{status.held} held, {status.uncertain} uncertain"
    polls = []
    for poll in status.polls:
        last = f"{poll.polled_at:%Y-%m-%d %H:%M} UTC" if poll.polled_at else "never"
        trouble = f"; since {poll.problem_since:%Y-%m-%d %H:%M} UTC: {poll.problem}" if poll.problem else ""
        polls.append(f"mailbox {poll.mailbox}: last polled {last}{trouble}")
    return [
        *(f"ALARM since {raised.since:%Y-%m-%d %H:%M} UTC: {raised.alarm.sentence}" for raised in status.alarms),
        *([f"rules.yaml is broken: {status.rules_problem}"] if status.rules_problem else []),
        f"health: {status.health.sentence}",
        f"mode: {status.mode or 'what the last good rules.yaml said'}",
        *polls,
        f"today: {status.received_today} received: {today}",
        f"waiting to be read: {status.waiting}; in review: {status.review}; failed: {status.failed}",
        f"answers: {unsent}, {status.refused} refused, {status.bounced} came back",
        *(
            [f"mails to reviewers that may not have arrived, ever: {status.untold}; the log says why"]
            if status.untold
            else []
        ),
        f"left alone at first contact: {status.left_alone}",
    ]


def as_object(status: Status) -> dict[str, Any]:
    """For a program."""
    return {
        "mode": status.mode,
        "healthy": status.health.ok,
        "health": status.health.sentence,
        "rules_problem": status.rules_problem or None,
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
        "refused": status.refused,
        "bounced": status.bounced,
        "untold": status.untold,
        "left_alone": status.left_alone,
        "alarms": [
            {"name": raised.alarm.name, "since": _moment(raised.since), "sentence": raised.alarm.sentence}
            for raised in status.alarms
        ],
    }


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
