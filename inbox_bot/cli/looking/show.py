"""`inbox-bot show`: one mail: what came, what was decided by whom and why, what went out, where it lies."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from inbox_bot.cli.deciding.answers_list import as_object as answer_object
from inbox_bot.cli.deciding.answers_list import line as answer_line
from inbox_bot.cli.exit_codes import NEEDS_A_PERSON
from inbox_bot.cli.language import wording
from inbox_bot.cli.mail_numbers import named
from inbox_bot.cli.options import Json, RulesFile
from inbox_bot.core.erasure.requests import due_of
from inbox_bot.core.message import safe
from inbox_bot.core.message.values import Location
from inbox_bot.core.review.said import sentences_of
from inbox_bot.core.review.written import as_shape
from inbox_bot.core.rules.model import Rules
from inbox_bot.core.wording import Wording
from inbox_bot.core.words import Outcome, Reason
from inbox_bot.edges import rules_file
from inbox_bot.edges.ledger import DecisionRow, Ledger, LinkRow, MailRow, RequestRow
from inbox_bot.pipeline.installation import ledger_place

INDENT = "  "


def command(
    ids: Annotated[list[str], typer.Argument(metavar="ID…", help="Mails by their numbers, as the digest shows them.")],
    rules: RulesFile = Path("rules.yaml"),
    as_json: Json = False,
) -> None:
    """Show one mail: what came, what was decided about it by whom and why, what went out, and where it is.

    Example: inbox-bot show 12
    """
    meant = [named(each).mail for each in ids]
    loaded = rules_file.read(rules)
    missing = False
    with Ledger.open(ledger_place(loaded, rules.absolute().parent), lock=False) as ledger:
        for number in meant:
            mail = ledger.reports.mail_by_number(number)
            if mail is None:
                none = wording().say("there is no mail #{number}", number=number)
                typer.echo(f"inbox-bot: {none}", err=True)
                missing = True
                continue
            decisions = ledger.decisions.of_mail(number)
            places = ledger.intake.locations_of(mail.mailbox, mail.raw_hash)
            story = ledger.reports.story_of(number)
            asked = ledger.requests.of_mail(number)
            if as_json:
                typer.echo(
                    json.dumps({**as_object(mail, decisions, places, story), "requests": request_objects(asked)})
                )
            else:
                told = lines(mail, decisions, places, loaded, wording())
                asks = request_lines(asked, loaded, wording())
                typer.echo("\n".join([*told, *asks, *story_lines(story, wording())]))
    if missing:
        raise typer.Exit(NEEDS_A_PERSON)


def lines(
    mail: MailRow, decisions: tuple[DecisionRow, ...], places: tuple[Location, ...], rules: Rules, wording: Wording
) -> Iterator[str]:
    """A mail for a person."""
    say = wording.say
    titles = rules.titles()
    yield f"#{mail.id}  {safe.line(mail.sender, 80)}  {safe.line(mail.subject, 80)}"
    yield INDENT + say("Arrived: {moment}", moment=mail.received_at)
    yield INDENT + say("Now: {sentences}", sentences=_now(mail, wording))
    for application in mail.applications:
        who = safe.line(application.name or application.email or "")
        title = titles.get(application.vacancy or "", application.vacancy) or say("none")
        yield INDENT + say("Applicant: {name}; vacancy: {title}", name=who, title=safe.line(title))
        if application.folder:
            yield INDENT + say("Filed in: {folder}", folder=application.folder)
    if mail.link is not None:
        yield INDENT + linked_line(mail.link, wording)
    for place in places:
        yield INDENT + say("In the mailbox: {folder}", folder=safe.line(place.folder))
    if not decisions:
        yield INDENT + say("It was decided before decisions were put on record.")
    for decision in decisions:
        yield from (INDENT + line for line in decision_lines(decision, titles, wording))
    for answer in mail.answers:
        yield INDENT + answer_line(answer, wording)


def story_lines(story: tuple[MailRow, ...], wording: Wording) -> Iterator[str]:
    """What came of an application, mail by mail in order; nothing where there is one mail alone."""
    if len(story) > 1:
        yield INDENT + wording.say("All that came of the application:")
    for mail in story if len(story) > 1 else ():
        yield f"{INDENT * 2}{wording.moment(mail.received_at)}  #{mail.id}  {_now(mail, wording)}"
        yield from (f"{INDENT * 2}{answer_line(answer, wording)}" for answer in mail.answers)


def request_lines(asked: tuple[RequestRow, ...], rules: Rules, wording: Wording) -> Iterator[str]:
    """What a mail asks for about its writer's data, and whether that is settled."""
    for row in asked:
        day = wording.whole_date(due_of(row.asked_at, rules.company.timezone))
        if row.settled_at is None:
            yield INDENT + wording.say("It {asks}: to be answered by {day}.", asks=row.right, day=day)
        else:
            by = safe.line(row.settled_by or "") or "–"
            yield INDENT + wording.say(
                "It {asks}: settled {moment} by {by}.", asks=row.right, moment=row.settled_at, by=by
            )


def request_objects(asked: tuple[RequestRow, ...]) -> list[dict[str, Any]]:
    """The same for a program."""
    return [
        {
            "asks_for": row.right.value,
            "quote": row.quote,
            "settled_at": None if row.settled_at is None else row.settled_at.isoformat(),
            "settled_by": row.settled_by,
        }
        for row in asked
    ]


def linked_line(link: LinkRow, wording: Wording) -> str:
    """Whether its applicant applied before, and by what that shows."""
    because = ", ".join(wording.of(each) for each in link.because) or wording.say("a person said so")
    return wording.say("#{number}: {says} ({because})", number=link.other, says=link.says, because=because)


def decision_lines(decision: DecisionRow, titles: dict[str, str], wording: Wording) -> Iterator[str]:
    """Who decided what, when and why."""
    say = wording.say
    yield f"{wording.moment(decision.at)}  {_who(decision, wording)}"
    if decision.decision is not None:
        yield from (f"{INDENT}{wording.repeat(each)}" for each in sentences_of(decision.decision, titles))
    if decision.undoes is not None:
        yield INDENT + say("The last decision is taken back.")
    for finding in decision.evidence:
        yield f"{INDENT}{safe.line(str(finding['rule']), 60)}: {safe.line(str(finding['quote']), 120)}"


def as_object(
    mail: MailRow, decisions: tuple[DecisionRow, ...], places: tuple[Location, ...], story: tuple[MailRow, ...]
) -> dict[str, Any]:
    """The contract of `show --json`: one object a mail. No number in it says how good an applicant is."""
    return {
        "id": mail.id,
        "message_id": mail.message_id,
        "from": mail.sender,
        "subject": mail.subject,
        "received_at": mail.received_at.isoformat(),
        "kind": mail.kind.value if mail.kind else None,
        "outcome": mail.outcome.value if mail.outcome else None,
        "reason": mail.reason.value if mail.reason else None,
        "applications": [
            {"name": each.name, "email": each.email, "vacancy": each.vacancy, "folder": each.folder}
            for each in mail.applications
        ],
        "link": None
        if mail.link is None
        else {"mail": mail.link.other, "says": mail.link.says.value, "because": [*mail.link.because]},
        "story": [each.id for each in story],
        "places": [place.folder for place in places],
        "decisions": [_decision_object(each) for each in decisions],
        "answers": [answer_object(each) for each in mail.answers],
    }


def _decision_object(decision: DecisionRow) -> dict[str, Any]:
    return {
        "at": decision.at.isoformat(),
        "means": decision.means.value if decision.means else "judged",
        "by": decision.by,
        "judge": decision.judge,
        "rule": decision.rule,
        "wanted": None if decision.decision is None else as_shape(decision.decision),
        "undoes": decision.undoes,
        "evidence": [{name: each[name] for name in ("about", "rule", "quote")} for each in decision.evidence],
        "was": decision.was,
        "became": decision.became,
    }


def _now(mail: MailRow, wording: Wording) -> str:
    if mail.outcome is None:
        return wording.say("It waits to be read.")
    words: list[Outcome | Reason | None] = [mail.outcome, mail.reason]
    return " ".join(wording.of(word) for word in words if word is not None)


def _who(decision: DecisionRow, wording: Wording) -> str:
    if decision.means is not None:
        how = wording.of(decision.means)
        return f"{safe.line(decision.by, 80)}: {how}" if decision.by else how
    if decision.rule:
        return wording.say("The rule “{rule}” of rules.yaml decided.", rule=safe.line(decision.rule))
    return wording.say("inbox_bot {version} judged it.", version=decision.judge or "")
