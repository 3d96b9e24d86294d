"""`inbox-bot read`: the document readers alone, in the cage."""

import errno
import json
import stat
from pathlib import Path
from typing import Annotated, Any

import typer

from inbox_bot.cli.exit_codes import WRONG
from inbox_bot.cli.language import wording
from inbox_bot.cli.options import Json
from inbox_bot.cli.trial.document_tree import lines_of
from inbox_bot.core.message import safe
from inbox_bot.core.message.values import Document, Finding
from inbox_bot.core.words import Problem, Remark
from inbox_bot.edges.reading.pool import ReadDocument, ReadingPool
from inbox_bot.edges.reading.scans.offered import scan_reader


def command(
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="Documents, or mails that carry some.")],
    as_json: Json = False,
) -> None:
    """Read documents as the daemon would, and say what came out: a line a document.

    Ends with 2 when a file can't be opened.

    Example: inbox-bot read cv.pdf
    """
    not_opened = False
    with ReadingPool(workers=1, scan_reader=scan_reader()) as pool:
        for path in files:
            why, found = _documents(path, pool)
            if as_json:
                for read in found:
                    typer.echo(json.dumps(as_object(path, read)))
            elif not why:
                for line in lines_of(found, _named(path), wording()):
                    typer.echo(line)
            if why:
                not_opened = True
                typer.echo(f"inbox-bot: {_named(path)}: {why}", err=True)
            elif not found:
                none = wording().say("{file}: there is no document in it", file=_named(path))
                typer.echo(f"inbox-bot: {none}", err=True)
    if not_opened:
        raise typer.Exit(WRONG)


def _documents(path: Path, pool: ReadingPool) -> tuple[str, list[ReadDocument]]:
    """The documents of a file; of one that can't be opened, why, and a document that can't be read."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise IsADirectoryError(errno.EISDIR, "It is not a file")
        return "", pool.read_documents(path)
    except OSError as error:
        why = error.strerror or type(error).__name__
    unread = Document(
        section="",
        filename=path.name,
        type="application/octet-stream",
        problem=Problem.DAMAGED,
        findings=(Finding(remark=Remark.NOT_OPENED, detail=why),),
    )
    return why, [ReadDocument(document=unread, seconds=0.0)]


def as_object(path: Path, read: ReadDocument) -> dict[str, Any]:
    """The contract of `read --json`: one object a document."""
    document = read.document
    return {
        "file": str(path),
        "path": document.section,
        "within": [{"path": each.section, "name": each.name, "type": each.type} for each in read.within],
        "type": document.type,
        "role": document.role.value,
        "characters": document.characters,
        "text": document.text,
        "problem": document.problem.value if document.problem else None,
        "findings": [finding.words for finding in document.findings],
        "seconds": round(read.seconds, 4),
    }


def _named(path: Path) -> str:
    return safe.line(str(path), 400)
