"""`inbox-bot privacy`: the record of processing, for whoever is in charge of data protection."""

from pathlib import Path
from typing import Annotated

import typer

from inbox_bot.cli.html_page import write_page
from inbox_bot.cli.language import wording
from inbox_bot.cli.options import RulesFile
from inbox_bot.cli.privacy.sheet import Sheet
from inbox_bot.core.introduction.pages import as_html, as_text
from inbox_bot.edges import rules_file
from inbox_bot.edges.ledger.personal import personal_columns
from inbox_bot.pipeline.installation import utc_now


def command(
    rules: RulesFile = Path("rules.yaml"),
    html: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="Write it as a page there, to print.")
    ] = None,
    text: Annotated[bool, typer.Option("--text", help="As text, which it is without --html.")] = False,
) -> None:
    """Print the record of processing: which data, what for, how long, where, who sees them, what a machine decides.

    It says what rules.yaml and the program's own tables say, and leaves to you what only your company can say. It reads
    neither the mailbox nor the ledger.

    Example: inbox-bot privacy --html record.html
    """
    said = wording()
    sheet = Sheet(rules_file.read(rules), personal_columns(), said, utc_now())
    sections = sheet.sections()
    if html is not None:
        write_page(html, as_html(sheet.title, sections, said.language))
    if html is None or text:
        typer.echo(as_text(sheet.title, sections))
