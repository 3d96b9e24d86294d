"""`inbox-bot read`: the document readers alone, in the cage."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from inbox_bot.cli.options import Json
from inbox_bot.core.message import safe
from inbox_bot.edges.reading.pool import ReadDocument, ReadingPool


def command(
    files: Annotated[
        list[Path], typer.Argument(help="Documents, or mails that carry some.", exists=True, dir_okay=False)
    ],
    as_json: Json = False,
) -> None:
    """Read documents as the daemon would, and say what came out: a line a document.

    Example: inbox-bot read cv.pdf
    """
    with ReadingPool() as pool:
        for path in files:
            for read in pool.read_documents(path):
                typer.echo(json.dumps(as_object(path, read)) if as_json else _line(path, read))


def as_object(path: Path, read: ReadDocument) -> dict[str, Any]:
    """The contract of `read --json`: one object a document."""
    document = read.document
    return {
        "file": str(path),
        "path": document.place,
        "type": document.type,
        "role": document.role.value,
        "characters": document.characters,
        "text": document.text,
        "problem": document.problem.value if document.problem else None,
        "findings": list(document.findings),
        "seconds": round(read.seconds, 4),
    }


def _line(path: Path, read: ReadDocument) -> str:
    document = read.document
    state = document.problem.sentence if document.problem else f"{document.characters} characters"
    findings = f"  ({', '.join(document.findings)})" if document.findings else ""
    return f"{path}  {safe.line(document.filename)}  {document.type}  {document.role}  {state}{findings}"
