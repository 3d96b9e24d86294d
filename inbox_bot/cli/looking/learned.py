"""`inbox-bot learned`: what inbox_bot has learned from decisions."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import typer

from inbox_bot.cli.language import wording
from inbox_bot.cli.options import Json, RulesFile
from inbox_bot.core.judgement.taught import Teaches
from inbox_bot.core.message import safe
from inbox_bot.core.review.learned import Learned, learned_from
from inbox_bot.core.rules.model import Rules
from inbox_bot.core.wording import Wording
from inbox_bot.edges import rules_file
from inbox_bot.edges.ledger import Ledger
from inbox_bot.pipeline.installation import ledger_place

SHOWN = 100  # characters of an address, or a title


def command(rules: RulesFile = Path("rules.yaml"), as_json: Json = False) -> None:
    """List what was learned from decisions, from the first one on: addresses of agencies, wordings of titles, persons.

    Each goes with the decision that taught it: `inbox-bot undo` takes both back. What rules.yaml says outranks it.

    Example: inbox-bot learned
    """
    loaded = rules_file.read(rules)
    with Ledger.open(ledger_place(loaded, rules.absolute().parent), lock=False) as ledger:
        found = learned_from(ledger.lessons.all())
    if as_json:
        for one in found:
            typer.echo(json.dumps(as_object(one)))
        return
    if not found:
        typer.echo(wording().say("nothing was learned: no decision says anything of later mails"))
    for line in lines(found, loaded, wording()):
        typer.echo(line)


def lines(found: tuple[Learned, ...], rules: Rules, wording: Wording) -> Iterator[str]:
    """A line for each, and where it comes from."""
    titles = rules.titles()
    for one in found:
        last = wording.say(
            "mails decided so: {number}, the last one #{mail} of {who}, {moment}",
            number=one.mails,
            mail=one.newest.message,
            who=safe.line(one.newest.who, 60),
            moment=one.newest.at,
        )
        yield f"{_said(one, titles, wording)}  ({last})"


def _said(one: Learned, titles: Mapping[str, str], wording: Wording) -> str:
    about = safe.line(f"*@{one.about}" if one.is_domain else one.about, SHOWN)
    means = one.means or ""
    match one.teaches:
        case Teaches.AGENCY:
            return wording.say("{address}: an agency writes from there", address=about)
        case Teaches.NO_AGENCY:
            return wording.say("{address}: no agency writes from there", address=about)
        case Teaches.WELCOME:
            return wording.say("{address}: an agency's, and whom it introduced was filed", address=about)
        case Teaches.TITLE:
            return wording.say(
                "“{words}”: means {title}", words=about, title=safe.line(titles.get(means, means), SHOWN)
            )
        case Teaches.PERSON:
            return wording.say("{address}: the same person as {other}", address=about, other=safe.line(means, SHOWN))


def as_object(one: Learned) -> dict[str, Any]:
    """The contract of `learned --json`: one object a line."""
    return {
        "teaches": one.teaches.value,
        "about": one.about,
        "is_domain": one.is_domain,
        "means": one.means,
        "mails": one.mails,
        "contradicted": one.contradicted,
        "last": {
            "mail": one.newest.message,
            "who": one.newest.who,
            "at": one.newest.at.isoformat(),
            "moved": one.newest.moved,
        },
    }
