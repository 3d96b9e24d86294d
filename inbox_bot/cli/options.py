"""The options that several commands share, so that they mean the same everywhere."""

from pathlib import Path
from typing import Annotated

import typer

RulesFile = Annotated[
    Path,
    typer.Option(
        "--rules",
        metavar="FILE",
        help="The rules.yaml in force.",
        envvar="INBOX_BOT_RULES",
        readable=False,  # not typer's to ask: `status` and `health` do without, and the others say what is wrong
    ),
]
Json = Annotated[bool, typer.Option("--json", help="One JSON object a line, for a program to read.")]
