"""Which mails were erased, in a file beside the ledger: for a ledger that takes another's place.

A backup holds what was erased after it was made. So each erasure is noted, for the ledger's owner alone: a line with
its reference, its moment, why it was done, and keyed hashes of the bytes of its mails, and of agencies' mails that stay
without the words that named the person. The key is the ledger's: without that
ledger, or a backup of it, nobody can tell from the file who is meant. A backup takes the file along; a restore puts it
together with the one that is there.
"""

import fcntl
import json
import os
from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from inbox_bot.core.erasure.values import Erasure, Stays, Why
from inbox_bot.edges.ledger import Ledger

_WHYS = {each.value: each for each in Why}
_HASHED = "erased mail:{}"  # before a mail's raw hash: no other hash by the ledger's key is the same


@dataclass(frozen=True, kw_only=True, slots=True)
class Noted:
    """An erasure, as the file knows it."""

    reference: str
    asked_at: datetime
    mails: frozenset[str]  #: keyed hashes of their bytes
    why: Why = Why.ASKED
    to_trash: bool = False  #: mails were moved to Trash, not deleted at once
    introduced: frozenset[str] = frozenset()  #: the same of agencies' mails that stay without what they said of them


def hashed(raw_hash: str, ledger: Ledger) -> str:
    """What stands in the file for a mail's bytes."""
    return ledger.history.keyed(_HASHED.format(raw_hash))


def noted_in(file: Path) -> tuple[Noted, ...]:
    """What a file says, each erasure once. A line that broke off says nothing, nor does a file that is not there.

    Raises OSError for one that can't be read.
    """
    found: dict[str, Noted] = {}
    with suppress(FileNotFoundError):
        for line in file.read_text(encoding="utf-8", errors="replace").splitlines():
            with suppress(ValueError, KeyError, TypeError):
                shape = json.loads(line)
                found[str(shape["reference"])] = Noted(
                    reference=str(shape["reference"]),
                    asked_at=datetime.fromisoformat(shape["asked_at"]),
                    mails=frozenset(map(str, shape["mails"])),
                    why=_WHYS[shape.get("why", Why.ASKED)],  # a version before noted no other
                    to_trash=bool(shape.get("to_trash", False)),
                    introduced=frozenset(map(str, shape.get("introduced", ()))),
                )
    return tuple(found.values())


def note(erasure: Erasure, ledger: Ledger, file: Path) -> None:
    """Note an erasure, as long as its mails are known; once, however often. Raises OSError."""
    if erasure.trail is not None:
        introduced = [number for number, why in erasure.receipt.stays if why is Stays.INTRODUCES]
        noted = Noted(
            reference=erasure.reference,
            asked_at=erasure.asked_at,
            mails=_hashes([mail.number for mail in erasure.trail.mails], ledger),
            why=erasure.why,
            to_trash=erasure.trail.to_trash,
            introduced=_hashes(introduced, ledger),
        )
        _add(file, [noted])


def put_together(file: Path, others: Iterable[Path]) -> None:
    """The file, with what others know besides. Raises OSError."""
    found = [each for other in others for each in noted_in(other)]
    if found:
        _add(file, found)


def unknown_to(ledger: Ledger, file: Path) -> tuple[Noted, ...]:
    """What a ledger does not know to be erased: it is one of before. Raises LedgerError, OSError."""
    return tuple(each for each in noted_in(file) if ledger.erasures.one(each.reference) is None)


def _hashes(mails: Collection[int], ledger: Ledger) -> frozenset[str]:
    return frozenset(hashed(each, ledger) for each in ledger.erasures.raw_hashes(mails).values())


def _add(file: Path, erasures: Iterable[Noted]) -> None:
    file.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
    descriptor = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
    with open(descriptor, "ab") as out:
        fcntl.flock(out, fcntl.LOCK_EX)
        known = {each.reference for each in noted_in(file)}
        for each in erasures:
            if each.reference not in known:
                known.add(each.reference)
                said = {
                    "reference": each.reference,
                    "asked_at": each.asked_at.isoformat(),
                    "why": each.why.value,
                    "to_trash": each.to_trash,
                    "mails": sorted(each.mails),
                    "introduced": sorted(each.introduced),
                }
                out.write(f"\n{json.dumps(said)}\n".encode())  # a line of its own, whatever broke off before it
        out.flush()
        os.fsync(out.fileno())
