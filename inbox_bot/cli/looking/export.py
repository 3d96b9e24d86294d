"""`inbox-bot export`: the applications that were filed, as a table."""

import contextlib
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from inbox_bot.cli.exit_codes import NEEDS_A_PERSON
from inbox_bot.cli.language import wording
from inbox_bot.cli.options import Json, RulesFile
from inbox_bot.cli.waiting import Waiting, waiting
from inbox_bot.core.message import safe
from inbox_bot.core.rules.model import Rules
from inbox_bot.core.wording import Sentence, said_by
from inbox_bot.edges import rules_file
from inbox_bot.edges.filing import Filing
from inbox_bot.edges.ledger import BEGINNING, Ledger, Wanted
from inbox_bot.exporting.documents import Documents, IsThere, documents_in
from inbox_bot.exporting.rows import Page, pages
from inbox_bot.exporting.written import TooManyRows, Written, csv, json_lines, xlsx
from inbox_bot.pipeline.installation import filing_of, ledger_place

MISSING_SHOWN = 5  # paths
ENDLESS = datetime(9999, 1, 1, tzinfo=UTC)


def command(
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help="The first day of the mail that is meant.")
    ] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", help="The last day of it.")] = None,
    vacancy: Annotated[str | None, typer.Option("--vacancy", metavar="ID", help="For this vacancy only.")] = None,
    as_csv: Annotated[bool, typer.Option("--csv", help="A table that any spreadsheet opens.")] = False,
    as_json: Json = False,
    as_xlsx: Annotated[bool, typer.Option("--xlsx", help="A workbook, for Excel and LibreOffice.")] = False,
    with_documents: Annotated[
        Path | None, typer.Option("--with-documents", metavar="FILE.zip", help="Write their documents there as well.")
    ] = None,
    rules: RulesFile = Path("rules.yaml"),
) -> None:
    """Write the applications that were filed, one a row: the digest's columns, and behind them what a program asks for.

    What waits for a person is left out, and so is what came from agencies that you did not approve. It is personal
    data: keep it as you keep the mailbox. Ends with 1 where a document is filed no more, though the ledger names it.

    Example: inbox-bot export --since 2026-11-01 --csv > applications.csv
    """
    written = _form(as_csv=as_csv, as_json=as_json, as_xlsx=as_xlsx)
    loaded = rules_file.read(rules)
    wanted = _wanted(loaded, since, until, vacancy)
    folder = rules.absolute().parent
    filing = filing_of(loaded, folder)
    with Ledger.open(ledger_place(loaded, folder), lock=False) as ledger, contextlib.ExitStack() as stack:
        _ask_whether_known(ledger, loaded, vacancy)
        archive = None
        if with_documents is not None:
            archive = _archive(stack, with_documents, filing)
        total = ledger.exports.number(wanted)
        with waiting(wording().say("writing the applications"), total) as bar:
            found: Iterable[Page] = pages(ledger, loaded, wanted, wording(), datetime.now(UTC))
            if not sys.stdout.isatty():  # there the table itself shows how far it is
                found = _counted(found, total, bar)
            _write(written, found if archive is None else archive.along(found))
    if archive is not None and _tell(archive, with_documents):
        raise typer.Exit(NEEDS_A_PERSON)


def _form(*, as_csv: bool, as_json: bool, as_xlsx: bool) -> Written:
    chosen = [form for form, is_asked in ((csv, as_csv), (json_lines, as_json), (xlsx, as_xlsx)) if is_asked]
    if len(chosen) != 1:
        raise typer.BadParameter(Sentence("say one of --csv, --json and --xlsx"))
    if as_xlsx and sys.stdout.isatty():
        raise typer.BadParameter(
            Sentence("--xlsx is nothing to read in a terminal: inbox-bot export --xlsx > applications.xlsx")
        )
    return chosen[0]


def _wanted(rules: Rules, since: str | None, until: str | None, vacancy: str | None) -> Wanted:
    """The days in the company's time zone, both whole."""
    start = BEGINNING if since is None else rules.midnight(_day(since))
    end = ENDLESS if until is None else rules.midnight(_day(until) + timedelta(days=1))
    if start >= end:
        raise typer.BadParameter(Sentence("--since is later than --until"))
    return Wanted(start=start, end=end, vacancy=vacancy)


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise typer.BadParameter(Sentence("--since and --until: write a day like 2026-11-24")) from None


def _ask_whether_known(ledger: Ledger, rules: Rules, vacancy: str | None) -> None:
    """A vacancy that rules.yaml names no more may have applications yet; a misspelt one has none."""
    if vacancy is None or rules.vacancy(vacancy) is not None:
        return
    if not ledger.exports.number(Wanted(start=BEGINNING, end=ENDLESS, vacancy=vacancy)):
        known = ", ".join(each.id for each in rules.vacancies)
        raise typer.BadParameter(
            Sentence(
                "nobody applied for a vacancy {id}, and rules.yaml has none; there are {known}",
                id=safe.line(vacancy),
                known=known,
            )
        )


def _archive(stack: contextlib.ExitStack, file: Path, filing: Filing) -> Documents:
    try:
        return stack.enter_context(documents_in(file, filing))
    except IsThere as error:
        raise typer.BadParameter(said_by(error)) from None


def _counted(found: Iterable[Page], total: int, bar: Waiting) -> Iterator[Page]:
    mails = 0
    for page in found:
        yield page
        mails += page.mails
        bar.reached(mails, total)


def _write(written: Written, found: Iterable[Page]) -> None:
    try:
        for piece in written(found, wording()):
            typer.echo(piece, nl=False)
    except TooManyRows as error:
        raise typer.BadParameter(said_by(error)) from None


def _tell(archive: Documents, file: Path | None) -> bool:
    """How many documents are in the archive, and which are not; whether there are such."""
    say = wording().say
    typer.echo(say("{number} documents are in {file}", number=archive.number, file=str(file)), err=True)
    for path in archive.missing[:MISSING_SHOWN]:
        typer.echo(say("filed no more: {file}", file=safe.line(path)), err=True)
    if len(archive.missing) > MISSING_SHOWN:
        typer.echo(say("{number} more are filed no more", number=len(archive.missing) - MISSING_SHOWN), err=True)
    return bool(archive.missing)
