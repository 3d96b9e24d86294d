"""`inbox-bot explain`: what would become of a mail, and why."""

import contextlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from inbox_bot.cli.exit_codes import WRONG
from inbox_bot.cli.language import wording
from inbox_bot.cli.options import Json, RulesFile
from inbox_bot.cli.trial.documents import remarks_on, state_of
from inbox_bot.core.judgement.vacancy.guess import AHEAD
from inbox_bot.core.judgement.verdict import Applicant, Comparison, Evidence, VacancyFinding, VacancyMatch, Verdict
from inbox_bot.core.message import safe
from inbox_bot.core.message.values import Reading
from inbox_bot.core.plan.values import Held, Plan, ReplyDecision, Sends
from inbox_bot.core.wording import ENGLISH, Sentence, Wording
from inbox_bot.edges import rules_file
from inbox_bot.edges.ledger import Ledger
from inbox_bot.pipeline.explain import Explained, explain
from inbox_bot.pipeline.installation import ledger_place, open_reading

MANY = 20  # mails: a second reader takes half a second of CPU to start, which it has to save first


def command(
    messages: Annotated[list[Path], typer.Argument(metavar="MESSAGE.eml", help="Mails as files.")],
    rules: RulesFile = Path("rules.yaml"),
    as_json: Json = False,
    at: Annotated[
        str | None,
        typer.Option(metavar="TIME", help="As if the mail arrived then: 2026-11-24 or 2026-11-24T09:30, in UTC."),
    ] = None,
    with_ledger: Annotated[
        bool, typer.Option("--with-ledger", help="With what the ledger knows: earlier mails, answers, applications.")
    ] = False,
) -> None:
    """Say what live mode would do with a mail, and which words decided. Touches nothing.

    Each file is judged alone, as by a fresh installation that receives it now. Ends with 2 when a file can't be opened.

    Example: inbox-bot explain mail.eml
    """
    moment = _moment(at)
    loaded = rules_file.read(rules)
    console = Console(highlight=False)
    folder, not_opened = rules.absolute().parent, False
    with contextlib.ExitStack() as stack:
        ledger = None
        if with_ledger:
            place = ledger_place(loaded, folder)
            ledger = stack.enter_context(Ledger.open(place, lock=False))
        pool = stack.enter_context(open_reading(loaded, folder, workers=1 if len(messages) < MANY else 2))
        for explained in explain(messages, loaded, pool, moment, ledger):
            if as_json:
                typer.echo(json.dumps(as_object(explained)))
            elif not explained.not_opened:
                show(explained, console, wording())
            if explained.not_opened:
                not_opened = True
                typer.echo(f"inbox-bot: {safe.line(str(explained.file), 400)}: {explained.not_opened}", err=True)
    if not_opened:
        raise typer.Exit(WRONG)


def _moment(at: str | None) -> datetime:
    if at is None:
        return datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        wrong = Sentence("--at: {time} is not a time; write it like 2026-11-24 or 2026-11-24T09:30", time=repr(at))
        raise typer.BadParameter(wrong) from None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def as_object(explained: Explained) -> dict[str, Any]:
    """The contract of `explain --json`: one object a mail."""
    judged = judged_as_object(explained.reading, explained.verdict, explained.plan)
    return {"file": str(explained.file), **judged}


def judged_as_object(reading: Reading, verdict: Verdict, plan: Plan) -> dict[str, Any]:
    """What was judged and planned of one mail."""
    reply = plan.reply
    return {
        "kind": verdict.kind.value,
        "outcome": plan.outcome.value,
        "reason": plan.reason.value if plan.reason else None,
        "rule": plan.rule,
        "vacancy": {
            "id": verdict.vacancy.id,
            "confidence": round(verdict.vacancy.confidence, 3),
            "evidence": [_evidence(each) for each in verdict.vacancy.evidence],
            "alternatives": [
                {
                    "id": other.id,
                    "confidence": round(other.confidence, 3),
                    "evidence": [_evidence(each) for each in other.evidence],
                }
                for other in verdict.vacancy.alternatives
            ],
            "comparison": _comparison(verdict.vacancy.comparison),
        },
        "agency": {
            "flagged": verdict.agency.flagged,
            "score": round(verdict.agency.score, 3),
            "evidence": [_evidence(each) for each in verdict.agency.evidence],
        },
        "applicant": _applicant(verdict.applicant),
        "applications": [
            {
                "vacancy": application.vacancy,
                "applicant": _applicant(application.applicant),
                "documents": list(application.documents),
            }
            for application in plan.applications
        ],
        "documents": [
            {
                "filename": document.filename,
                "type": document.type,
                "role": document.role.value,
                "characters": document.characters,
                "problem": document.problem.value if document.problem else None,
            }
            for document in reading.documents
        ],
        "reply": {
            "send": isinstance(reply, Sends),
            "template": reply.template.value if isinstance(reply, Sends | Held) else None,
            "to": reply.to if isinstance(reply, Sends | Held) else None,
            "why": reply.template.sentence if isinstance(reply, Sends) else reply.why.value,
        },
    }


def show(explained: Explained, console: Console, wording: Wording = ENGLISH) -> None:
    """The same for a person at a terminal: the decision first, each with the words it rests on."""
    table = Table(show_header=False, box=None, padding=(0, 2, 0, 2))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for row in (*_decisions(explained, wording), *_documents(explained.reading, wording)):
        table.add_row(row.name, Text(row.value))
        for found in row.evidence:
            table.add_row("", Text(_because(found), style="dim"))
    table.add_row(wording.say("answer"), Text(_answer(explained.plan.reply, wording)))
    console.print(Text(safe.line(str(explained.file), 400), style="bold"), soft_wrap=True)
    console.print(table)
    console.print()


@dataclass(frozen=True, kw_only=True, slots=True)
class _Row:
    name: str
    value: str
    evidence: tuple[Evidence, ...] = ()


def _decisions(explained: Explained, wording: Wording) -> Iterator[_Row]:
    """What was decided of the mail, and of whom it comes from."""
    verdict, plan, say = explained.verdict, explained.plan, wording.say
    reason = f": {wording.of(plan.reason)}" if plan.reason else ""
    yield _Row(name=say("outcome"), value=f"{plan.outcome}{reason}")
    if plan.rule:
        yield _Row(name=say("rule"), value=plan.rule)
    shown_below = verdict.kind_evidence == verdict.agency.evidence
    kind = f"{verdict.kind}: {wording.of(verdict.kind)}"
    yield _Row(name=say("kind"), value=kind, evidence=() if shown_below else verdict.kind_evidence)
    others = verdict.vacancy.alternatives[:3]
    said_of_others = any(other.evidence == verdict.vacancy.evidence for other in others)
    because = () if said_of_others else verdict.vacancy.evidence
    yield _Row(name=say("vacancy"), value=_vacancy(verdict.vacancy, wording), evidence=because)
    for other in others:
        yield _Row(
            name="", value=say("or {vacancy}, {share}", vacancy=other.id, share=_share(other)), evidence=other.evidence
        )
    if verdict.vacancy.comparison is not None:
        yield from _how_near(verdict.vacancy.comparison, wording)
    agency = verdict.agency
    flagged = say("yes") if agency.flagged else say("no")
    score = f", {agency.score:.0%}" if agency.score else ""
    yield _Row(name=say("agency"), value=f"{flagged}{score}", evidence=agency.evidence)
    applicant = verdict.applicant
    known = ", ".join(filter(None, (applicant.name, applicant.email, applicant.phone)))
    yield _Row(name=say("applicant"), value=safe.line(known) or say("unknown"))


def _how_near(found: Comparison, wording: Wording) -> Iterator[_Row]:
    """How near the CV's own words came to another decision, and what would have changed it."""
    share = f"{found.reaches:.0%}"
    likeness = wording.say(
        "{vacancy} has {share} of the likeness that filing takes", vacancy=found.vacancy, share=share
    )
    beside = wording.say("no other vacancy is like the CV")
    if found.runner_up is not None and found.ahead is not None:
        times, enough = f"{found.ahead:.1f}", f"{AHEAD:.1f}"
        beside = wording.say(
            "it is {times} times as alike as {vacancy}, and filing takes {enough}",
            times=times,
            vacancy=found.runner_up,
            enough=enough,
        )
    yield _Row(name=wording.say("compared"), value=f"{likeness}; {beside}")
    if found.lack is not None:
        yield _Row(name="", value=wording.say("it was not filed by the CV: {lack}", lack=found.lack))


def _vacancy(finding: VacancyFinding, wording: Wording) -> str:
    if not finding.id:
        return wording.say("none")
    return wording.say("{vacancy}, {share} certain", vacancy=finding.id, share=_share(finding))


def _share(found: VacancyFinding | VacancyMatch) -> str:
    return f"{found.confidence:.0%}"


def _documents(reading: Reading, wording: Wording) -> Iterator[_Row]:
    for document in reading.documents:
        role = document.role.value.replace("_", " ")
        value = f"{safe.line(document.filename)}: {role}, {state_of(document, wording)}{remarks_on(document, wording)}"
        yield _Row(name=wording.say("document"), value=value)


def _answer(reply: ReplyDecision, wording: Wording) -> str:
    match reply:
        case Sends():
            return wording.say("{template} to {address}", template=reply.template.value, address=safe.line(reply.to))
        case Held():
            return wording.say("held ({template}): {why}", template=reply.template.value, why=reply.hold)
        case _:
            return wording.say("none: {why}", why=reply.why)


def _because(found: Evidence) -> str:
    return f"“{safe.line(found.quote)}”  ({found.rule.replace('_', ' ')}, {found.weight:+.2f})"


def _comparison(found: Comparison | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "vacancy": found.vacancy,
        "reaches": round(found.reaches, 3),
        "runner_up": found.runner_up,
        "ahead": None if found.ahead is None else round(found.ahead, 3),
        "ahead_to_be_filed": AHEAD,
        "lack": found.lack,
    }


def _evidence(found: Evidence) -> dict[str, Any]:
    return {"rule": found.rule, "quote": found.quote, "weight": round(found.weight, 3)}


def _applicant(applicant: Applicant) -> dict[str, Any]:
    return {
        "name": applicant.name,
        "email": applicant.email,
        "phone": applicant.phone,
        "language": applicant.language,
    }
