"""`inbox-bot status`: how things stand, at a glance."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typer

from inbox_bot.cli.exit_codes import NEEDS_A_PERSON
from inbox_bot.cli.language import wording
from inbox_bot.cli.options import Json, RulesFile
from inbox_bot.core.wording import ENGLISH, Wording
from inbox_bot.edges.ledger import Ledger, PollState, Worker
from inbox_bot.health.rules_as_found import rules_as_found
from inbox_bot.health.status import CareersState, Status, status_of


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
        for line in lines(status, wording()):
            typer.echo(line)
    if status.needs_person:
        raise typer.Exit(NEEDS_A_PERSON)


def lines(status: Status, wording: Wording = ENGLISH) -> list[str]:
    """For a person: alarms first."""
    say = wording.say
    alarms = [
        say("ALARM since {moment}: {alarm}", moment=raised.since, alarm=raised.alarm.sentence)
        for raised in status.alarms
    ]
    broken = [say("rules.yaml is broken: {problem}", problem=status.rules_problem)] if status.rules_problem else []
    counts = [f"{number} {outcome.value}" for outcome, number in status.today.items()]
    untold = say("mails to reviewers that may not have arrived, ever: {number}; the log says why", number=status.untold)
    scans = say("waiting until their scans are recognised: {number}, one after the other", number=status.scans)
    observed = say(
        "filed while observing, and neither moved nor answered: {number}; `inbox-bot observed` lists them",
        number=status.observed,
    )
    erasing = say("erasures that are not finished: {number}; `inbox-bot forget` lists them", number=status.erasing)
    return [
        *alarms,
        *broken,
        *_requests(status, wording),
        say("health: {sentence}", sentence=status.health.sentence),
        say("mode: {mode}", mode=status.mode or say("what the last good rules.yaml said")),
        *(_polled(poll, wording) for poll in status.polls),
        *(_works(worker, wording) for worker in status.workers),
        *([_careers(status.careers, wording)] if status.careers else []),
        say(
            "today: {number} received: {outcomes}",
            number=status.received_today,
            outcomes=", ".join(counts) or say("nothing"),
        ),
        say(
            "waiting to be read: {waiting}; in review: {review}; failed: {failed}",
            waiting=status.waiting,
            review=status.review,
            failed=status.failed,
        ),
        say(
            "answers: {held} held, {uncertain} uncertain, {refused} refused, {bounced} came back",
            held=status.held,
            uncertain=status.uncertain,
            refused=status.refused,
            bounced=status.bounced,
        ),
        *([scans] if status.scans else []),
        *([untold] if status.untold else []),
        *([observed] if status.observed else []),
        *([erasing] if status.erasing else []),
        say("left alone at first contact: {number}", number=status.left_alone),
        *(
            say("mailbox {name}: {sentence}", name=each.mailbox, sentence=wording.repeat(each.sentence))
            for each in status.starts
        ),
    ]


def _requests(status: Status, wording: Wording) -> list[str]:
    """What people ask for about their data; an overdue one like an alarm."""
    if status.requests_due is None:
        return []
    day = wording.whole_date(status.requests_due)
    if status.is_overdue:
        return [
            wording.say(
                "OVERDUE since {day}: somebody asks for something about their data; `inbox-bot requests` lists it",
                day=day,
            )
        ]
    return [
        wording.say(
            "asked for by law: {number}, the first to be answered by {day}; `inbox-bot requests` lists them",
            number=status.requests,
            day=day,
        )
    ]


def _polled(poll: PollState, wording: Wording) -> str:
    last = wording.moment(poll.polled_at) if poll.polled_at else wording.say("never")
    polled = wording.say("mailbox {name}: last polled {last}", name=poll.mailbox, last=last)
    if not poll.problem or not poll.problem_since:
        return polled
    since = wording.say("since {moment}: {problem}", moment=poll.problem_since, problem=poll.problem)
    return f"{polled}; {since}"


def _works(worker: Worker, wording: Wording) -> str:
    mailboxes = ", ".join(worker.has) or wording.say("no mailbox")
    return wording.say("worker {name} looks after {mailboxes}", name=worker.name, mailboxes=mailboxes)


def _careers(careers: CareersState, wording: Wording) -> str:
    page = careers.page
    last = wording.moment(page.read_at) if page.read_at else wording.say("never")
    read = wording.say(
        "careers page: last read {last}; waiting for a word: {number}", last=last, number=careers.proposed
    )
    if not page.problem or not page.problem_since:
        return read
    since = wording.say("since {moment}: {problem}", moment=page.problem_since, problem=page.problem)
    return f"{read}; {since}"


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
        "workers": [
            {"name": each.name, "version": each.version, "mailboxes": list(each.has)} for each in status.workers
        ],
        "careers": _careers_object(status.careers) if status.careers else None,
        "today": {outcome.value: number for outcome, number in status.today.items()},
        "received_today": status.received_today,
        "waiting": status.waiting,
        "scans": status.scans,
        "review": status.review,
        "failed": status.failed,
        "held": status.held,
        "uncertain": status.uncertain,
        "refused": status.refused,
        "bounced": status.bounced,
        "untold": status.untold,
        "left_alone": status.left_alone,
        "observed": status.observed,
        "erasing": status.erasing,
        "requests": status.requests,
        "requests_due": status.requests_due.isoformat() if status.requests_due else None,
        "overdue": status.is_overdue,
        "start_without_effect": [
            {"mailbox": each.mailbox, "folder": each.folder, "start": each.start, "was": each.was}
            for each in status.starts
        ],
        "alarms": [
            {"name": raised.alarm.name, "since": _moment(raised.since), "sentence": raised.alarm.sentence}
            for raised in status.alarms
        ],
    }


def _careers_object(careers: CareersState) -> dict[str, Any]:
    page = careers.page
    return {
        "page": page.page,
        "last_read": _moment(page.read_at),
        "problem": page.problem,
        "problem_since": _moment(page.problem_since),
        "proposed": careers.proposed,
    }


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
