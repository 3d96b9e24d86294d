"""Ledger and files move to another place, from a file to PostgreSQL, from a folder into a bucket, or back.

Each step may be the last one; the same move, asked for again, goes on. At no moment can two ledgers be opened, and no
daemon is at work meanwhile: the ledger's lock is held.

1. The files are copied and compared (`moving_files`). They stay where they are as well.
2. The rows move (`ledger/database/moving.py`): from then on the old ledger says where they are, and can't be opened.
3. Beside the new one are put: the tokens that mailboxes are signed in with, what was said of alarms, and the list of
   what was erased, put together with one that is there.
4. rules.yaml names the new places. That is the caller's, while the lock is held yet.
5. What lay beside the old ledger is deleted. The old ledger stays: it is the way back, should the new one be lost at
   once.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from inbox_bot.core.rules.model import Rules
from inbox_bot.core.wording import Sentence
from inbox_bot.edges.ledger import Ledger, LedgerOlder, LedgerUnavailable
from inbox_bot.pipeline.installation import (
    beside_tokens,
    erased_file,
    filing_folder,
    filing_of,
    ledger_place,
    said_file,
)
from inbox_bot.pipeline.privacy.erased_list import put_together
from inbox_bot.pipeline.upkeep.moving_files import move_files

BESIDE = (".json", ".sent-back.json")  # of each mailbox: its tokens, and the letter that proves its way out


Progress = Callable[[int, int], None]


@dataclass(frozen=True, kw_only=True, slots=True)
class Moved:
    """What is at another place now; None where that was not asked for."""

    files: int | None
    rows: int | None


def _unheard(done: int, total: int) -> None:
    """Where nobody waits for it."""


def move(
    rules: Rules,
    moved: Rules,
    folder: Path,
    at: datetime,
    *,
    named: Callable[[], None],
    files: Progress = _unheard,
    rows: Progress = _unheard,
) -> Moved:
    """Move what `moved` says is elsewhere than `rules` do; `folder` is rules.yaml's.

    `named` writes the new places into rules.yaml. `files` and `rows` hear how many are done, and of how many. Raises
    LedgerMissing where there is none, LedgerInUse where a daemon has either, LedgerMoved, LedgerOccupied,
    LedgerDamaged, LedgerUnavailable, InTheWay, FilingFailed.
    """
    old, new = ledger_place(rules, folder), ledger_place(moved, folder)
    number: dict[str, int] = {}
    with suppress(LedgerOlder):
        Ledger.open(old, lock=False, moving=True).close()  # none is made where there is none
    with Ledger.open(old, now=at, moving=True) as ledger:
        if files_move(rules, moved, folder):
            number["files"] = move_files(filing_of(rules, folder), filing_of(moved, folder), ledger, files)
        if old != new:
            number["rows"] = ledger.move_to(new, at, rows)
        _put_beside(rules, moved, folder)
        named()
    for was, becomes in _beside(rules, moved, folder):
        if becomes.exists():
            with suppress(OSError):
                was.unlink(missing_ok=True)
    return Moved(files=number.get("files"), rows=number.get("rows"))


def files_move(rules: Rules, moved: Rules, folder: Path) -> bool:
    """Whether applications are elsewhere by the one than by the other."""
    return _filed_in(rules, folder) != _filed_in(moved, folder)


def _filed_in(rules: Rules, folder: Path) -> tuple[object, ...]:
    filing = rules.filing
    if filing.bucket is None:
        return (filing_folder(rules, folder).resolve(),)
    return filing.bucket, filing.prefix


def _put_beside(rules: Rules, moved: Rules, folder: Path) -> None:
    was = erased_file(rules, folder)
    try:
        for was, becomes in _beside(rules, moved, folder):
            if was.exists():
                becomes.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                shutil.copy2(was, becomes)
        was, becomes = erased_file(rules, folder), erased_file(moved, folder)
        if was != becomes:
            put_together(becomes, (was,))
    except OSError as error:
        raise LedgerUnavailable(
            Sentence("{file} can't be put beside the new ledger: {why}", file=str(was), why=error.strerror)
        ) from error


def _beside(rules: Rules, moved: Rules, folder: Path) -> Iterator[tuple[Path, Path]]:
    """Files beside the ledger, and where they will be: where that is another place."""
    pairs = [(said_file(rules, folder), said_file(moved, folder))]
    for each in rules.mailboxes:
        for kept in BESIDE:
            pairs.append((beside_tokens(rules, each, folder, kept), beside_tokens(moved, each, folder, kept)))
    yield from ((was, becomes) for was, becomes in pairs if was != becomes)
