"""An effect as JSON and back: one table says how each field of each kind is written, and what is read is checked by it.

Only these shapes come out: whatever else is in the ledger is damage.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from inbox_bot.core.message.values import Address
from inbox_bot.core.plan.effects import EFFECTS, Discard, Effect, Flag, Move, Notice, SentCopy, TellHook, Unflag
from inbox_bot.core.reply.values import Answer, Enclosure, Letter, Look, TextFile
from inbox_bot.core.rules.hooks import HookEvent
from inbox_bot.core.words import Template
from inbox_bot.edges.ledger.errors import EffectDamaged


@dataclass(frozen=True, kw_only=True, slots=True)
class Codec:
    """How a field is written as JSON, and read again: `read` raises ValueError, KeyError or TypeError."""

    write: Callable[[Any], object]
    read: Callable[[Any], object]


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(type(value).__name__)
    return value


def _string_or_none(value: object) -> str | None:
    return None if value is None else _string(value)


def _strings(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError(type(value).__name__)
    return tuple(map(_string, value))


def _address(value: object) -> Address:
    name, address = _strings(value)
    return Address(name=name, address=address)


def _auto_submitted(value: object) -> str:
    if value not in ("auto-replied", "auto-generated"):  # RFC 3834 §5
        raise ValueError(value)
    return _string(value)


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(type(value).__name__)
    return value


def _list(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError(type(value).__name__)
    return value


def _text_file(value: object) -> TextFile:
    name, type_, text = _strings(value)
    return TextFile(name=name, type=type_, text=text)


def _enclosure(value: object) -> Enclosure:
    message, document = _list(value)
    if not isinstance(document, int) or not (message is None or isinstance(message, int)):
        raise TypeError(type(document).__name__)
    return Enclosure(message=message, document=document)


def _look(value: object) -> Look:
    language, colour, link = _strings(value)
    return Look(language=language, colour=colour, link=link)


_TEMPLATES = {template.value: template for template in Template}
STRING = Codec(write=str, read=_string)
STRING_OR_NONE = Codec(write=lambda value: value, read=_string_or_none)
STRINGS = Codec(write=list, read=_strings)
ADDRESS = Codec(write=lambda address: [address.name, address.address], read=_address)
FILES = Codec(
    write=lambda files: [[each.name, each.type, each.text] for each in files],
    read=lambda value: tuple(map(_text_file, _list(value))),
)
ENCLOSURES = Codec(
    write=lambda enclosures: [[each.message, each.document] for each in enclosures],
    read=lambda value: tuple(map(_enclosure, _list(value))),
)
LOOK = Codec(
    write=lambda look: None if look is None else [look.language, look.colour, look.link],
    read=lambda value: None if value is None else _look(value),
)
TEMPLATE = Codec(write=lambda template: template.value, read=lambda value: _TEMPLATES[value])
NUMBER = Codec(write=int, read=_number)
EVENT = Codec(write=lambda event: event.value, read=lambda value: HookEvent(_string(value)))
LETTER_FIELDS = {
    "sender": ADDRESS,
    "to": ADDRESS,
    "subject": STRING,
    "text": STRING,
    "html": STRING_OR_NONE,
    "message_id": STRING,
    "in_reply_to": STRING_OR_NONE,
    "references": STRINGS,
    "auto_submitted": Codec(write=str, read=_auto_submitted),
    "files": FILES,
    "enclosures": ENCLOSURES,
    "look": LOOK,
}
#: Fields that letters of earlier versions do not have: nothing of the kind goes with them.
_LATER = frozenset({"files", "enclosures", "look"})
LETTER = Codec(
    write=lambda letter: _written(letter, LETTER_FIELDS), read=lambda shape: Letter(**_read(shape, LETTER_FIELDS))
)

#: How each field of each kind of effect is written.
FIELDS: Mapping[type[Effect], Mapping[str, Codec]] = {
    Move: {"folder": STRINGS},
    Flag: {"flags": STRINGS},
    Unflag: {"flags": STRINGS},
    Discard: {"paths": STRINGS},
    SentCopy: {"letter": LETTER},
    Notice: {"letter": LETTER},
    TellHook: {"hook": STRING, "event": EVENT, "mail": NUMBER, "at": STRING},
    Answer: {
        "letter": LETTER,
        "template": TEMPLATE,
        "language": STRING,
        "correspondent": STRING,
        "person": STRING,
        "vacancy": STRING_OR_NONE,
        "likeness": STRING,
    },
}
_BY_KIND = {effect.kind.value: effect for effect in EFFECTS}


def to_json(effect: Effect) -> str:
    """The effect as one JSON object, its kind under `effect`."""
    shape = {"effect": effect.kind.value} | _written(effect, FIELDS[type(effect)])
    return json.dumps(shape, separators=(",", ":"))


def from_json(written: str) -> Effect:
    """The effect that `to_json` wrote. Raises EffectDamaged for anything else."""
    try:
        shape = json.loads(written)
        effect = _BY_KIND[shape["effect"]]
        return effect(**_read(shape, FIELDS[effect]))
    except (ValueError, KeyError, TypeError) as error:
        raise EffectDamaged(f"an effect in the ledger can't be read ({type(error).__name__})") from error


def _written(value: object, fields: Mapping[str, Codec]) -> dict[str, object]:
    return {name: codec.write(getattr(value, name)) for name, codec in fields.items()}


def _read(shape: Mapping[str, Any], fields: Mapping[str, Codec]) -> dict[str, Any]:
    return {name: codec.read(shape[name]) for name, codec in fields.items() if name in shape or name not in _LATER}
