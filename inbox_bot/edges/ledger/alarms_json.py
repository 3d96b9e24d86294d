"""What is said of a fault, in the ledger: an alarm's parameters as a JSON object; of a poll, its problem alone.

A moment in it is `{"moment": "2026-03-02T09:30:00+00:00"}`. A sentence of ours keeps what it was made of, so
that it can be said in another language: `{"sentence": "can't reach {host}", "with": {"host": …}}`. Other text is as it
came.
"""

import json
from collections.abc import Mapping
from datetime import datetime

from inbox_bot.core.alarms import Parameter
from inbox_bot.core.wording import Sentence
from inbox_bot.edges.ledger.errors import LedgerDamaged


def parameters_to_json(parameters: Mapping[str, Parameter]) -> str:
    """As it is written."""
    return json.dumps(_written(parameters), separators=(",", ":"))


def parameters_from_json(written: str) -> dict[str, Parameter]:
    """What was written. Raises LedgerDamaged."""
    try:
        return {str(name): _parameter(value) for name, value in json.loads(written).items()}
    except (ValueError, TypeError, LookupError, AttributeError) as error:
        raise _unreadable(written) from error


def problem_to_json(problem: str) -> str:
    """What a poll ended with, as it is written."""
    return json.dumps(_as_json(problem), separators=(",", ":"))


def problem_from_json(written: str) -> str:
    """What was written. Raises LedgerDamaged."""
    if not written.startswith(('"', "{")):  # the bare English of an earlier version, until the next poll
        return written
    try:
        problem = _parameter(json.loads(written))
    except (ValueError, TypeError, LookupError, AttributeError) as error:
        raise _unreadable(written) from error
    return problem if isinstance(problem, str) else str(problem)


def _unreadable(written: str) -> LedgerDamaged:
    return LedgerDamaged(Sentence("what an alarm says can't be read: {text}", text=repr(written[:80])))


def _written(parameters: Mapping[str, object]) -> dict[str, object]:
    return {name: _as_json(value) for name, value in parameters.items()}


def _as_json(value: object) -> object:
    match value:
        case datetime():
            return {"moment": value.isoformat()}
        case Sentence():
            return {"sentence": value.template, "with": _written(value.values)}
        case str() | int():
            return value
    return str(value)


def _parameter(value: object) -> Parameter:
    if isinstance(value, dict) and "sentence" in value:
        filled = {name: _parameter(each) for name, each in value["with"].items()}
        return Sentence(value["sentence"], **filled)
    if isinstance(value, dict):
        return datetime.fromisoformat(value["moment"])
    if isinstance(value, str | int):
        return value
    raise TypeError(f"{value!r} is no parameter of an alarm")
