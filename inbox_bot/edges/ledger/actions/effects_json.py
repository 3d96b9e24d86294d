"""An effect as JSON and back, written out field by field: what is read is checked, and only these shapes come out."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

from inbox_bot.core.message.values import Address
from inbox_bot.core.plan.values import Effect, Flag, Move, Notice, SentCopy
from inbox_bot.core.reply.values import Answer, Letter
from inbox_bot.core.words import Template
from inbox_bot.edges.ledger.errors import EffectDamaged

_TEMPLATES = {template.value: template for template in Template}


def to_json(effect: Effect) -> str:
    """The effect as one JSON object, its shape under `effect`."""
    match effect:
        case Move():
            shape: dict[str, object] = {"deed": "move", "folder": list(effect.folder)}
        case Flag():
            shape = {"deed": "flag", "flags": list(effect.flags)}
        case SentCopy():
            shape = {"deed": "sent_copy", "letter": _letter(effect.letter)}
        case Notice():
            shape = {"deed": "tell", "letter": _letter(effect.letter)}
        case Answer():
            shape = {
                "deed": "answer",
                "letter": _letter(effect.letter),
                "template": effect.template.value,
                "language": effect.language,
                "correspondent": effect.correspondent,
                "person": effect.person,
                "vacancy": effect.vacancy,
                "likeness": effect.likeness,
            }
    return json.dumps(shape, separators=(",", ":"))


def from_json(written: str) -> Effect:
    """The effect that `to_json` wrote. Raises EffectDamaged for anything else."""
    try:
        shape = json.loads(written)
        match shape:
            case {"deed": "move"}:
                return Move(folder=_strings(shape, "folder"))
            case {"deed": "flag"}:
                return Flag(flags=_strings(shape, "flags"))
            case {"deed": "sent_copy"}:
                return SentCopy(letter=_read_letter(shape["letter"]))
            case {"deed": "tell"}:
                return Notice(letter=_read_letter(shape["letter"]))
            case {"deed": "answer"}:
                return Answer(
                    letter=_read_letter(shape["letter"]),
                    template=_TEMPLATES[shape["template"]],
                    language=_string(shape, "language"),
                    correspondent=_string(shape, "correspondent"),
                    person=_string(shape, "person"),
                    vacancy=_string_or_none(shape, "vacancy"),
                    likeness=_string(shape, "likeness"),
                )
    except (ValueError, KeyError, TypeError) as error:
        raise EffectDamaged(f"an effect in the ledger can't be read ({type(error).__name__})") from error
    raise EffectDamaged("an effect in the ledger has a shape that this version does not know")


def _letter(letter: Letter) -> dict[str, object]:
    return {
        "sender": [letter.sender.name, letter.sender.address],
        "to": [letter.to.name, letter.to.address],
        "subject": letter.subject,
        "text": letter.text,
        "html": letter.html,
        "message_id": letter.message_id,
        "in_reply_to": letter.in_reply_to,
        "references": list(letter.references),
        "auto_submitted": letter.auto_submitted,
    }


def _read_letter(shape: Mapping[str, Any]) -> Letter:
    return Letter(
        sender=_address(_strings(shape, "sender")),
        to=_address(_strings(shape, "to")),
        subject=_string(shape, "subject"),
        text=_string(shape, "text"),
        html=_string_or_none(shape, "html"),
        message_id=_string(shape, "message_id"),
        in_reply_to=_string_or_none(shape, "in_reply_to"),
        references=_strings(shape, "references"),
        auto_submitted=_auto_submitted(shape["auto_submitted"]),
    )


def _address(pair: Sequence[str]) -> Address:
    name, address = pair
    return Address(name=name, address=address)


def _auto_submitted(value: object) -> Literal["auto-replied", "auto-generated"]:
    match value:
        case "auto-replied":
            return "auto-replied"
        case "auto-generated":
            return "auto-generated"
    raise ValueError(value)


def _checked(shape: Mapping[str, Any], key: str, fits: Callable[[Any], bool]) -> Any:
    value = shape[key]
    if not fits(value):
        raise TypeError(key)
    return value


def _string(shape: Mapping[str, Any], key: str) -> str:
    return str(_checked(shape, key, lambda value: isinstance(value, str)))


def _string_or_none(shape: Mapping[str, Any], key: str) -> str | None:
    value: str | None = _checked(shape, key, lambda value: value is None or isinstance(value, str))
    return value


def _strings(shape: Mapping[str, Any], key: str) -> tuple[str, ...]:
    value = _checked(shape, key, lambda value: isinstance(value, list) and all(isinstance(item, str) for item in value))
    return tuple(value)
