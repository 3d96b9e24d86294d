"""`inbox-bot move-to`: ledger and files go to another place, and back."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from inbox_bot.cli.asking import say_why
from inbox_bot.cli.deciding.rules_text import write
from inbox_bot.cli.exit_codes import WRONG
from inbox_bot.cli.language import wording
from inbox_bot.cli.options import RulesFile
from inbox_bot.cli.waiting import waiting
from inbox_bot.core.rules.editing.filing_lines import with_filing
from inbox_bot.core.rules.editing.ledger_line import with_ledger
from inbox_bot.core.rules.editing.places import NotWritable
from inbox_bot.core.rules.filing import BUCKET_URL
from inbox_bot.core.rules.model import Rules
from inbox_bot.core.wording import Sentence
from inbox_bot.edges import rules_file
from inbox_bot.pipeline.installation import ledger_place
from inbox_bot.pipeline.upkeep.moving import Moved, files_move, move
from inbox_bot.pipeline.upkeep.moving_files import InTheWay


def command(
    ledger: Annotated[
        str | None,
        typer.Option("--ledger", metavar="FILE|URL", help="Where to: postgresql://host/database, or a file."),
    ] = None,
    files: Annotated[
        str | None,
        typer.Option(
            "--files", metavar="FOLDER|URL", help="Where the applications go: s3://bucket/prefix, or a folder."
        ),
    ] = None,
    rules: RulesFile = Path("rules.yaml"),
) -> None:
    """Move ledger or files to PostgreSQL and a bucket, or back: all compared, and rules.yaml names the new places.

    The daemon has to be stopped for it. Broken off, it goes on when it is called again, and until it is done the old
    places are those in use. Afterwards the old ledger can't be opened any more, so that nobody is answered twice. The
    old ledger and the old files hold personal data: delete them once you don't need them.

    Example: inbox-bot move-to --ledger postgresql:///inbox_bot
    """
    if ledger is None and files is None:
        raise typer.BadParameter(Sentence("say one of --ledger and --files, or both"))
    loaded = rules_file.read(rules)
    folder = rules.absolute().parent
    text = rules_file.text_of(rules)
    try:
        becomes = _text(text, loaded, ledger, files)
    except NotWritable as error:
        say_why(error)
        raise typer.Exit(WRONG) from None
    moved = rules_file.proven(becomes, rules)
    if ledger is not None and ledger_place(loaded, folder) == ledger_place(moved, folder):
        typer.echo(wording().say("the ledger is there already: {place}", place=ledger))
    if files is not None and not files_move(loaded, moved, folder):
        typer.echo(wording().say("the files are there already: {place}", place=files))
    if ledger_place(loaded, folder) == ledger_place(moved, folder) and not files_move(loaded, moved, folder):
        return
    with waiting(wording().say("moving")) as bar:
        try:
            done = move(
                loaded,
                moved,
                folder,
                datetime.now(UTC),
                named=lambda: write(rules, text, becomes),
                files=bar.reached,
                rows=bar.reached,
            )
        except InTheWay as error:
            say_why(error)
            raise typer.Exit(WRONG) from None
    _tell(done, loaded, rules)


def _text(text: str, loaded: Rules, ledger: str | None, files: str | None) -> str:
    """rules.yaml's text with the new places. Raises NotWritable.

    Into a bucket goes what is in the folder, and not what is beside it: that stays, and so the folder is named too.
    """
    if ledger is not None:
        text = with_ledger(text, ledger)
    if files is not None:
        into_a_bucket = files.startswith(BUCKET_URL) and loaded.filing.bucket is None
        text = with_filing(text, files, loaded.filing.to if into_a_bucket else None)
    return text


def _tell(done: Moved, loaded: Rules, rules: Path) -> None:
    say, folder = wording().say, rules.absolute().parent
    if done.files is not None:
        typer.echo(
            wording().plural(
                "{number} file is copied and compared; {file} names the new place.",
                "{number} files are copied and compared; {file} names the new place.",
                done.files,
                file=str(rules),
            )
        )
        typer.echo(
            say(
                "The old files are there yet, and nobody is erased from them any more; delete them: {place}",
                place=loaded.filing.to,
            ),
            err=True,
        )
    if done.rows is not None:
        typer.echo(
            wording().plural(
                "{number} row is moved and compared; {file} names the new ledger.",
                "{number} rows are moved and compared; {file} names the new ledger.",
                done.rows,
                file=str(rules),
            )
        )
        typer.echo(
            say(
                "The old one can't be opened any more; delete it once you don't need it: {place}",
                place=ledger_place(loaded, folder),
            ),
            err=True,
        )
