"""`inbox-bot explain`: what would become of a mail, and why."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from inbox_bot.cli.options import Json, RulesFile
from inbox_bot.core.judgement.verdict import Applicant, Evidence
from inbox_bot.core.message import safe
from inbox_bot.edges import rules_file
from inbox_bot.edges.reading.pool import ReadingPool
from inbox_bot.pipeline.explain import Explained, explain


def command(
    messages: Annotated[list[Path], typer.Argument(help="Mails as files (.eml).", exists=True, dir_okay=False)],
    rules: RulesFile = Path("rules.yaml"),
    as_json: Json = False,
    at: Annotated[
        datetime | None, typer.Option(help="As if the mail arrived then, in UTC.", show_default="now")
    ] = None,
) -> None:
    """Say what live mode would do with a mail, and which words decided. Touches nothing.

    Each file is judged alone, as by a fresh installation that receives it now.

    Example: inbox-bot explain mail.eml
    """
    loaded = rules_file.read(rules)
    moment = at.replace(tzinfo=UTC) if at else datetime.now(UTC)
    console = Console(highlight=False)
    with ReadingPool(cage=loaded.reading.cage) as pool:
        for explained in explain(messages, loaded, pool, moment):
            if as_json:
                typer.echo(json.dumps(as_object(explained)))
            else:
                show(explained, console)


def as_object(explained: Explained) -> dict[str, Any]:
    """The contract of `explain --json`: one object a mail."""
    reading, verdict, plan = explained.reading, explained.verdict, explained.plan
    return {
        "file": str(explained.file),
        "kind": verdict.kind.value,
        "outcome": plan.outcome.value,
        "reason": plan.reason.value if plan.reason else None,
        "rule": plan.rule,
        "vacancy": {
            "id": verdict.vacancy.id,
            "confidence": round(verdict.vacancy.confidence, 3),
            "evidence": [_evidence(each) for each in verdict.vacancy.evidence],
            "alternatives": [
                {"id": other.id, "confidence": round(other.confidence, 3)} for other in verdict.vacancy.alternatives
            ],
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
            "send": plan.reply.send,
            "template": plan.reply.template.value if plan.reply.template else None,
            "to": plan.reply.to,
            "why": plan.reply.why,
        },
    }


def show(explained: Explained, console: Console) -> None:
    """The same for a person at a terminal."""
    reading, verdict, plan = explained.reading, explained.verdict, explained.plan
    table = Table(show_header=False, box=None, padding=(0, 2, 0, 2))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")

    def row(name: str, value: str) -> None:
        table.add_row(name, Text(value))

    reason = f": {plan.reason.sentence}" if plan.reason else ""
    row("outcome", f"{plan.outcome}{reason}")
    row("kind", f"{verdict.kind}  ({verdict.kind.sentence})")
    for found in verdict.kind_evidence:
        row("", _because(found))
    if plan.rule:
        row("rule", plan.rule)
    row("vacancy", f"{verdict.vacancy.id or 'none'}  {verdict.vacancy.confidence:.0%}")
    for found in verdict.vacancy.evidence:
        row("", _because(found))
    for other in verdict.vacancy.alternatives[:3]:
        row("", f"or {other.id}  {other.confidence:.0%}")
    row("agency", f"{'yes' if verdict.agency.flagged else 'no'}  {verdict.agency.score:.0%}")
    for found in verdict.agency.evidence:
        row("", _because(found))
    applicant = verdict.applicant
    row(
        "applicant", ", ".join(part for part in (applicant.name, applicant.email, applicant.phone) if part) or "unknown"
    )
    for document in reading.documents:
        state = document.problem.sentence if document.problem else f"{document.characters} characters"
        row("document", f"{safe.line(document.filename)}  {document.role}  {state}")
    answer = f"{plan.reply.template} to {plan.reply.to}" if plan.reply.send else f"none: {plan.reply.why}"
    row("answer", answer)
    console.print(Text(str(explained.file), style="bold"))
    console.print(table)
    console.print()


def _because(found: Evidence) -> str:
    return f"“{found.quote}”  {found.rule.replace('_', ' ')} {found.weight:+.2f}"


def _evidence(found: Evidence) -> dict[str, Any]:
    return {"rule": found.rule, "quote": found.quote, "weight": round(found.weight, 3)}


def _applicant(applicant: Applicant) -> dict[str, Any]:
    return {
        "name": applicant.name,
        "email": applicant.email,
        "phone": applicant.phone,
        "language": applicant.language,
    }
