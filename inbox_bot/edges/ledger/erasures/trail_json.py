"""A trail and a receipt as JSON and back. Raises LedgerDamaged for what this version did not write."""

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from typing import Any, TypeVar

from inbox_bot.core.erasure.values import Elsewhere, Got, InFolder, Receipt, Stays, TracedMail, Trail
from inbox_bot.core.wording import Sentence
from inbox_bot.edges.ledger.errors import LedgerDamaged

T = TypeVar("T")


def trail_to_json(trail: Trail) -> str:
    """As one object."""
    return json.dumps(asdict(trail), separators=(",", ":"))


def trail_from_json(written: str) -> Trail:
    """What `trail_to_json` wrote."""
    return _read(written, _trail)


def receipt_to_json(receipt: Receipt) -> str:
    """As one object."""
    return json.dumps(asdict(receipt), separators=(",", ":"), default=datetime.isoformat)


def receipt_from_json(written: str) -> Receipt:
    """What `receipt_to_json` wrote."""
    return _read(written, _receipt)


def _read(written: str, made: Callable[[dict[str, Any]], T]) -> T:
    try:
        return made(json.loads(written))
    except (ValueError, KeyError, TypeError) as error:
        raise LedgerDamaged(
            Sentence("an erasure in the ledger can't be read ({error})", error=type(error).__name__)
        ) from error


_GOT = {got.value: got for got in Got}
_STAYS = {why.value: why for why in Stays}


def _trail(shape: dict[str, Any]) -> Trail:
    return Trail(
        mails=tuple(TracedMail(**each) for each in shape["mails"]),
        address=shape["address"],
        spellings=tuple(shape["spellings"]),
        names=tuple(shape["names"]),
        letters=tuple(shape["letters"]),
        sent=tuple(shape["sent"]),
        digests=tuple(shape["digests"]),
        files=tuple(shape["files"]),
        to_trash=shape["to_trash"],
    )


def _elsewhere(shape: dict[str, Any]) -> Elsewhere:
    last_at = datetime.fromisoformat(shape["last_at"])
    return Elsewhere(to=shape["to"], got=_GOT[shape["got"]], number=shape["number"], last_at=last_at)


def _receipt(shape: dict[str, Any]) -> Receipt:
    return Receipt(
        rows=shape["rows"],
        requests=shape.get("requests", 0),
        files=shape["files"],
        folders=tuple(InFolder(**each) for each in shape["folders"]),
        elsewhere=tuple(map(_elsewhere, shape["elsewhere"])),
        stays=tuple((number, _STAYS[why]) for number, why in shape["stays"]),
        pending=tuple(shape["pending"]),
    )
