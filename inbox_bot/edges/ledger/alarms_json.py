"""An alarm's parameters in the ledger: a JSON object, a moment in it as `{"moment": "2026-03-02T09:30:00+00:00"}`."""

import json
from collections.abc import Mapping
from datetime import datetime

from inbox_bot.core.alarms import Parameter
from inbox_bot.edges.ledger.errors import LedgerDamaged


def parameters_to_json(parameters: Mapping[str, Parameter]) -> str:
    """As it is written."""
    written = {
        name: {"moment": value.isoformat()} if isinstance(value, datetime) else value
        for name, value in parameters.items()
    }
    return json.dumps(written, separators=(",", ":"))


def parameters_from_json(written: str) -> dict[str, Parameter]:
    """What was written. Raises LedgerDamaged."""
    try:
        return {str(name): _parameter(value) for name, value in json.loads(written).items()}
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise LedgerDamaged(f"what an alarm says can't be read: {written[:80]!r}") from error


def _parameter(value: object) -> Parameter:
    if isinstance(value, dict):
        return datetime.fromisoformat(value["moment"])
    if isinstance(value, str | int):
        return value
    raise TypeError(f"{value!r} is no parameter of an alarm")
