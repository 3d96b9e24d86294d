"""`inbox-bot digest --preview`: the digest as it would be written now."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from inbox_bot.cli.html_page import write_page
from inbox_bot.cli.language import wording
from inbox_bot.cli.options import RulesFile
from inbox_bot.core.rules.model import Reviewer, Rules
from inbox_bot.core.wording import Sentence
from inbox_bot.digest.compose import pages
from inbox_bot.digest.gather import gather
from inbox_bot.digest.period import today_so_far
from inbox_bot.digest.send import last_told, send_as_test
from inbox_bot.edges import rules_file
from inbox_bot.edges.ledger import Ledger
from inbox_bot.pipeline.installation import ledger_place


def command(
    rules: RulesFile = Path("rules.yaml"),
    preview: Annotated[bool, typer.Option("--preview", help="Print it, and send nothing.")] = False,
    reviewer: Annotated[str | None, typer.Option(metavar="EMAIL", help="Whose digest. [default: the first's]")] = None,
    html: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the HTML page there as well.")] = None,
    send_test: Annotated[
        bool, typer.Option("--send-test", help="Mail it to this one reviewer, beside the one of the day.")
    ] = False,
) -> None:
    """Show what happened since the last digest. The daemon sends it by itself, at the hour in rules.yaml.

    Example: inbox-bot digest --preview --html digest.html
    """
    if not preview and not send_test:
        raise typer.BadParameter(
            Sentence("say --preview or --send-test: the daemon sends the digest by itself, once a day")
        )
    loaded = rules_file.read(rules)
    chosen = _chosen(loaded, reviewer)
    at = datetime.now(UTC)
    with Ledger.open(ledger_place(loaded, rules.absolute().parent), lock=False) as ledger:
        period = today_so_far(chosen, loaded.company.timezone, at, last_told(ledger, chosen))
        digest = gather(ledger, loaded, chosen, period)
        if send_test:
            send_as_test(ledger, loaded, chosen, digest, at)
    page, text = pages(digest, loaded)
    if html is not None:
        write_page(html, page)
    if preview:
        typer.echo(text)
    if send_test:
        said = wording().say("a test goes to {reviewer}: the daemon or the next poll sends it", reviewer=chosen.email)
        typer.echo(said, err=True)


def _chosen(rules: Rules, email: str | None) -> Reviewer:
    found = [each for each in rules.reviewers if email is None or email.lower() == each.email.lower()]
    if not found:
        known = ", ".join(each.email for each in rules.reviewers)
        raise typer.BadParameter(
            Sentence("rules.yaml has no reviewer {email}; there are {known}", email=email, known=known)
        )
    return found[0]
