"""The command line as a person runs it, but in this process: what it prints, where, and how it ends."""

import contextlib
import io
import sys
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from inbox_bot.cli.app import code_of_run
from tests.support.builders import readers

ROOT = Path(__file__).resolve().parents[3]
RULES = ROOT / "rules.yaml"
MAILS = ROOT / "inbox_bot" / "demo" / "mails"


@dataclass(frozen=True, kw_only=True)
class Ran:
    """How a command ended."""

    code: int
    out: str
    err: str


def run(*arguments: object) -> Ran:
    """Run `inbox-bot` with these arguments."""
    out, err = io.StringIO(), io.StringIO()
    with (
        mock.patch.object(sys, "argv", ["inbox-bot", *map(str, arguments)]),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
        readers.shared(),
    ):
        code = code_of_run()
    return Ran(code=code, out=out.getvalue(), err=err.getvalue())


def rules_file(folder: Path, **replaced: str) -> Path:
    """The example rules.yaml in a folder of its own, with top-level keys added."""
    text = RULES.read_text(encoding="utf-8") + "".join(f"\n{key}: {value}\n" for key, value in replaced.items())
    path = folder / "rules.yaml"
    path.write_text(text, encoding="utf-8")
    return path
