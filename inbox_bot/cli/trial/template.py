"""`inbox-bot template`: the letters, looked at before anybody gets one."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from inbox_bot.cli.deciding.answers_list import line
from inbox_bot.cli.deciding.corrections import INDENT, text_of
from inbox_bot.cli.exit_codes import NEEDS_A_PERSON, WRONG
from inbox_bot.cli.language import wording
from inbox_bot.cli.options import RulesFile
from inbox_bot.core.message import safe
from inbox_bot.core.reply.letter.compose import is_written
from inbox_bot.core.reply.letter.page import page_of
from inbox_bot.core.reply.values import Answer
from inbox_bot.core.rules.model import Rules
from inbox_bot.core.rules.text.problems import did_you_mean, nearest, there_are
from inbox_bot.core.wording import Sentence
from inbox_bot.core.words import Template
from inbox_bot.edges import rules_file
from inbox_bot.edges.ledger import Ledger, LedgerMissing
from inbox_bot.edges.outbox import OutboxDown, Sent
from inbox_bot.pipeline import preview
from inbox_bot.pipeline.installation import ledger_place, utc_now


class What(StrEnum):
    """What may stand after `template`."""

    PREVIEW = "preview"
    SEND_TEST = "send-test"


def command(
    what: Annotated[What, typer.Argument(help="Show it, or send it to a reviewer.")],
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="The template, like acknowledgement.")] = None,
    rules: RulesFile = Path("rules.yaml"),
    with_: Annotated[Path | None, typer.Option("--with", metavar="MESSAGE.eml", help="About this mail.")] = None,
    last: Annotated[int | None, typer.Option(min=1, max=1_000, help="The newest letters, as of today.")] = None,
    language: Annotated[
        str | None, typer.Option(metavar="de", help="In this language. Left out: the mail's, or the company's.")
    ] = None,
    to: Annotated[str | None, typer.Option(metavar="ADDRESS", help="Which reviewer gets the test.")] = None,
    html: Annotated[Path | None, typer.Option(metavar="FILE", help="Write its HTML part there, too.")] = None,
) -> None:
    """Show a letter as an applicant would get it, or send it to a reviewer as a test. No applicant is written to.

    `preview NAME` writes to a sample applicant, `--with MESSAGE.eml` to the one who wrote that mail, and `--last 5`
    shows the five newest letters as they would be written today. `send-test NAME` goes to a reviewer, and nobody else.

    Example: inbox-bot template preview acknowledgement --language de
    """
    loaded = rules_file.read(rules)
    template = None if name is None else _template(name)
    if last is not None:
        if what is not What.PREVIEW or with_ is not None:
            raise typer.BadParameter(Sentence("--last is for preview, and without --with"))
        _show_last(loaded, rules.absolute().parent, template, last)
        return
    if template is None:
        raise typer.BadParameter(Sentence("which? {remedy}", remedy=there_are(list(Template))))
    answer = _answer(loaded, rules.absolute().parent, template, with_, language)
    letter = answer.letter
    if html is not None and letter.look is not None:
        html.write_text(page_of(letter.text, letter.subject, letter.look), encoding="utf-8")
    if what is What.SEND_TEST:
        _send(answer, to or loaded.reviewers[0].email, loaded, rules.absolute().parent)
    else:
        typer.echo("\n".join(text_of(letter, wording())))


def _template(name: str) -> Template:
    found = next((each for each in Template if each == name), None)
    if found is not None:
        return found
    near = nearest(name, list(Template))
    remedy = did_you_mean(near) if near else there_are(list(Template))
    raise typer.BadParameter(Sentence("there is no template {name}; {remedy}", name=safe.line(name, 60), remedy=remedy))


def _answer(rules: Rules, folder: Path, template: Template, file: Path | None, language: str | None) -> Answer:
    at = utc_now()
    found: Answer | str | None
    if file is None:
        found = preview.sample(rules, template, language or rules.company.language, at)
    else:
        found = preview.about_a_file(file, rules, folder, template, language, at)
    if isinstance(found, str):
        typer.echo(f"inbox-bot: {safe.line(str(file), 400)}: {found}", err=True)
        raise typer.Exit(WRONG)
    if found is None:
        nobody = wording().say("there is nobody to answer: the mail has no sender")
        typer.echo(f"inbox-bot: {nobody}", err=True)
        raise typer.Exit(NEEDS_A_PERSON)
    if not is_written(found):
        failed = wording().say(
            "the template fails with what this mail has; `inbox-bot check` names faults in templates"
        )
        typer.echo(f"inbox-bot: {failed}", err=True)
        raise typer.Exit(NEEDS_A_PERSON)
    return found


def _show_last(rules: Rules, folder: Path, template: Template | None, count: int) -> None:
    try:
        ledger = Ledger.open(ledger_place(rules, folder), lock=False)
    except LedgerMissing:
        return
    with ledger:
        for shown in preview.last(ledger, rules, folder, template, count, utc_now()):
            typer.echo(line(shown.row, wording()))
            if shown.answer is None:
                typer.echo(INDENT + wording().say("Its mail is kept no longer, so what it would say is not known."))
            else:
                typer.echo("\n".join(text_of(shown.answer.letter, wording())))
            typer.echo("")


def _send(answer: Answer, to: str, rules: Rules, folder: Path) -> None:
    if to.lower() not in {each.email.lower() for each in rules.reviewers}:
        remedy = there_are([each.email for each in rules.reviewers])
        raise typer.BadParameter(
            Sentence(
                "{address} is no reviewer of rules.yaml, and a test goes to nobody else; {remedy}",
                address=safe.line(to, 100),
                remedy=remedy,
            )
        )
    try:
        result = preview.send_test(answer.letter, to, rules, folder, utc_now())
    except OutboxDown as down:
        typer.echo(f"inbox-bot: {wording().repeat(down.sentence)}", err=True)
        raise typer.Exit(NEEDS_A_PERSON) from None
    if isinstance(result, Sent):
        typer.echo(wording().say("the letter was sent to {address}, as a test", address=safe.line(to, 100)))
        return
    refused = wording().say("the mail server did not take it: {answer}", answer=safe.line(result.reply, 200))
    typer.echo(f"inbox-bot: {refused}", err=True)
    raise typer.Exit(NEEDS_A_PERSON)
