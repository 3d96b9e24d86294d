"""What `status` and `health` need to know of rules.yaml, also while it is broken.

A daemon keeps its last good rules when the file breaks under it, and that is just when a person asks how things stand.
So where the file does not load, the ledger's place is still looked for in its text, line by line.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from inbox_bot.core.rules.model import Rules
from inbox_bot.core.rules.text.problems import RulesError
from inbox_bot.edges import rules_file

USUAL_LEDGER = "./ledger.db"
READ_BYTES = 1_000_000
_LEDGER = re.compile(r"""^ledger:[ \t]+(?P<quote>["']?)(?P<place>[^"'#\s]+)(?P=quote)[ \t]*(?:#.*)?$""", re.MULTILINE)


@dataclass(frozen=True, kw_only=True, slots=True)
class RulesAsFound:
    """What is known of rules.yaml."""

    ledger: str  #: the file or URL
    rules: Rules | None  #: None: it is broken
    problem: str = ""  #: then the first thing that is wrong with it


def rules_as_found(path: Path) -> RulesAsFound:
    """Look at rules.yaml as far as it goes; raises nothing."""
    try:
        rules = rules_file.read(path)
    except RulesError as error:
        return RulesAsFound(
            ledger=_in(path.absolute().parent, _named(path)), rules=None, problem=error.problems[0].sentence
        )
    return RulesAsFound(ledger=_in(path.absolute().parent, rules.ledger), rules=rules)


def _in(folder: Path, ledger: str) -> str:
    return ledger if "://" in ledger else str(folder / ledger)


def _named(path: Path) -> str:
    try:
        with path.open("rb") as file:
            text = file.read(READ_BYTES).decode("utf-8", "replace")
    except OSError:
        return USUAL_LEDGER
    found = _LEDGER.search(text)
    return found["place"] if found else USUAL_LEDGER
