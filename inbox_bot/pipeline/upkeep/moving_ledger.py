"""The ledger moves to another place, from a file to PostgreSQL or back, with the files that are kept beside it.

Each step may be the last one; the same move, asked for again, goes on. At no moment can two ledgers be opened.

1. The rows move (`edges/ledger/moving.py`): from then on the old ledger says where they are, and can't be opened.
2. Beside the new one are put: the tokens that mailboxes are signed in with, what was said of alarms, and the list of
   what was erased, put together with one that is there.
3. rules.yaml names the new place. That is the caller's.
4. The old files are deleted. The old ledger stays where it is: it is the way back, should the new one be lost at once.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from inbox_bot.core.rules.model import Rules
from inbox_bot.core.wording import Sentence
from inbox_bot.edges.ledger import Ledger, LedgerOlder, LedgerUnavailable
from inbox_bot.pipeline.installation import beside_tokens, erased_file, ledger_place, said_file
from inbox_bot.pipeline.privacy.erased_list import put_together

BESIDE = (".json", ".sent-back.json")  # of each mailbox: its tokens, and the letter that proves its way out


def move_ledger(
    rules: Rules,
    folder: Path,
    place: str,
    at: datetime,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> int:
    """Move the ledger of these rules to `place`, with what is kept beside it; returns how many rows it has.

    `place`: as rules.yaml says it. `progress` hears how many rows are done, and of how many. Raises LedgerMissing where
    there is none, LedgerInUse where a daemon has either, LedgerMoved, LedgerOccupied, LedgerDamaged, LedgerUnavailable.
    """
    old, moved = ledger_place(rules, folder), replace(rules, ledger=place)
    with suppress(LedgerOlder):
        Ledger.open(old, lock=False, moving=True).close()  # none is made where there is none
    with Ledger.open(old, now=at, moving=True) as ledger:
        number = ledger.move_to(ledger_place(moved, folder), at, progress)
    try:
        for was, becomes in _beside(rules, moved, folder):
            if was.exists():
                becomes.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                shutil.copy2(was, becomes)
        was = erased_file(rules, folder)
        put_together(erased_file(moved, folder), (was,))
    except OSError as error:
        raise LedgerUnavailable(
            Sentence("{file} can't be put beside the new ledger: {why}", file=str(was), why=error.strerror)
        ) from error
    return number


def clear_up(rules: Rules, folder: Path, place: str) -> None:
    """Delete what lay beside the old ledger, once rules.yaml names the new one."""
    for was, becomes in _beside(rules, replace(rules, ledger=place), folder):
        if becomes.exists():
            with suppress(OSError):
                was.unlink(missing_ok=True)


def _beside(rules: Rules, moved: Rules, folder: Path) -> Iterator[tuple[Path, Path]]:
    """Files beside the ledger, and where they will be: where that is another place."""
    pairs = [(said_file(rules, folder), said_file(moved, folder))]
    for each in rules.mailboxes:
        for kept in BESIDE:
            pairs.append((beside_tokens(rules, each, folder, kept), beside_tokens(moved, each, folder, kept)))
    yield from ((was, becomes) for was, becomes in pairs if was != becomes)
