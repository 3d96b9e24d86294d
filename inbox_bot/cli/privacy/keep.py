"""`inbox-bot keep`: what rules.yaml's `keep` lets go, shown, and confirmed by a person."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from inbox_bot.cli.asking import agreed
from inbox_bot.cli.language import wording
from inbox_bot.cli.options import Json, RulesFile
from inbox_bot.cli.privacy.said import NAMED
from inbox_bot.cli.user import user
from inbox_bot.core.erasure.periods import asked_in_words
from inbox_bot.core.erasure.retention import fingerprint_of
from inbox_bot.core.rules.keep import USUAL
from inbox_bot.core.rules.model import Rules
from inbox_bot.core.wording import Wording
from inbox_bot.edges import rules_file
from inbox_bot.edges.ledger import Ledger
from inbox_bot.pipeline.installation import ledger_place, utc_now
from inbox_bot.pipeline.privacy.retaining import Outlook, look


def command(
    rules: RulesFile = Path("rules.yaml"),
    as_json: Json = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Show what `keep` in rules.yaml lets go within a week, and confirm it once.

    A new or changed `keep` erases nothing before that; nor does any where nobody has looked for two weeks, since the
    clock may have jumped. Never erased is what waits, needs a person, is held, or is still to be sent, nor what is in
    dispute with an agency.

    Example: inbox-bot keep
    """
    loaded = rules_file.read(rules)
    said = wording()
    with Ledger.open(ledger_place(loaded, rules.absolute().parent), lock=False) as ledger:
        outlook = look(ledger, loaded, utc_now())
        numbers = ledger.expiring.numbers()
        if as_json:
            typer.echo(json.dumps(as_object(outlook, numbers)))
        else:
            typer.echo("\n".join(lines(outlook, numbers, loaded, said)))
        if outlook is None or outlook.is_confirmed:
            return
        question = said.say("From now on, erase what keep lets go, each a week after it was told?")
        if not (yes if as_json else agreed(question, yes)):
            return
        ledger.expiring.confirm(fingerprint_of(loaded), utc_now(), by=user() or "-")
    if not as_json:
        typer.echo(said.say("Confirmed."))


def lines(outlook: Outlook | None, numbers: tuple[int, ...], rules: Rules, wording: Wording) -> Iterator[str]:
    """For a person."""
    say = wording.say
    if outlook is None or rules.keep is None:
        yield say("rules.yaml has no keep: nothing is ever erased by itself")
        return
    yield say("keep names: {keys}; nothing else is erased", keys=", ".join(rules.keep.named()) or "-")
    if rules.keep.country is not None:
        usual = USUAL[rules.keep.country]
        country = rules.keep.country.value.upper()
        yield say("times of {country} {why} ({source})", country=country, why=usual.why, source=usual.source)
    if asked := asked_in_words(rules.keep, wording):
        yield asked
        yield say(
            "to be asked next: {waiting}; asked, and not answered: {unanswered}; kept longer: {agreed}",
            waiting=outlook.asked.waiting,
            unanswered=outlook.asked.unanswered,
            agreed=outlook.asked.agreed,
        )
    for each in outlook.about_to_go:
        yield say(
            "{number} within a week: {what}, told since {moment}",
            number=each.number,
            what=wording.of(each.kept),
            moment=each.first_at,
        )
    if numbers:
        yield say("mails: {numbers}", numbers=_shown(numbers))
    else:
        yield say("nothing goes within a week")
    if outlook.in_dispute:
        yield say(
            "kept back, since an introduction is in dispute: {numbers}; where it is settled, say so: "
            "inbox-bot agencies settle ID",
            numbers=_shown(outlook.in_dispute),
        )
    if outlook.undated:
        yield say(
            "closed without a date, so that their applications stay for ever: {vacancies}; write closes: DATE",
            vacancies=", ".join(outlook.undated),
        )
    standing = outlook.standing
    if standing.confirmed_at is not None:
        yield say("confirmed by {who}, {moment}", who=standing.confirmed_by or "-", moment=standing.confirmed_at)


def _shown(numbers: tuple[int, ...]) -> str:
    return ", ".join(f"#{number}" for number in numbers[:NAMED]) + (", …" if len(numbers) > NAMED else "")


def as_object(outlook: Outlook | None, numbers: tuple[int, ...]) -> dict[str, object]:
    """The contract of `keep --json`: one object."""
    if outlook is None:
        return {"keep": False}
    confirmed_at = outlook.standing.confirmed_at
    return {
        "keep": True,
        "confirmed_at": None if confirmed_at is None else confirmed_at.isoformat(),
        "about_to_go": {each.kept.value: each.number for each in outlook.about_to_go},
        "mails": list(numbers),
        "undated": list(outlook.undated),
        "in_dispute": list(outlook.in_dispute),
        "asked": {
            "waiting": outlook.asked.waiting,
            "unanswered": outlook.asked.unanswered,
            "agreed": outlook.asked.agreed,
        },
    }
