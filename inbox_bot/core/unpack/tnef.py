"""winmail.dat: what Outlook and Exchange make of attachments for others of their kind (MS-OXTNEF).

A stream of attributes. An attachment begins with its rendering; then come its name, its bytes and its properties,
which may name it better or hold a mail. The letter is in the mail's own text beside it; of a mail within, and of one
between two programs of that kind, it is here alone, in text, HTML or RTF.
"""

import struct
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

from inbox_bot.core.message.mime.charsets import decode
from inbox_bot.core.message.text.html_text import text_of
from inbox_bot.core.message.values import Part
from inbox_bot.core.unpack.budget import Budget
from inbox_bot.core.unpack.contents import Contents
from inbox_bot.core.unpack.members import Member, parts_of
from inbox_bot.core.unpack.rtf_letters import letter_in
from inbox_bot.core.words import Problem

_BEGINS = 6  # bytes: signature and key
_RENDERING, _TITLE, _DATA, _PROPERTIES, _BODY = 0x9002, 0x8010, 0x800F, 0x9005, 0x800C
_PROPERTIES_OF_MAIL = 0x9003
_TEXT, _HTML, _RTF = 0x1000, 0x1013, 0x1009
_SIGNATURE = b"\x78\x9f\x3e\x22"
# Properties by their tags (MS-OXPROPS), and how wide values of fixed size are (MS-OXCDATA §2.11.1).
_LONG_NAME, _SHORT_NAME, _SHOWN_NAME, _OBJECT = 0x3707, 0x3704, 0x3001, 0x3701
_STRING, _WIDE_STRING, _BINARY, _IS_OBJECT, _MANY = 0x001E, 0x001F, 0x0102, 0x000D, 0x1000
_WIDTHS = {0x02: 4, 0x03: 4, 0x04: 4, 0x05: 8, 0x06: 8, 0x07: 8, 0x0A: 4, 0x0B: 4, 0x14: 8, 0x40: 8, 0x48: 16}
_NAMED = 0x8000  # tags from which a property has a name of its own
_IID_BYTES = 16  # before an object's bytes
_ATTRIBUTES_LIMIT = 100_000


@dataclass(slots=True)
class _Attachment:
    title: str = ""
    name: str = ""
    content: bytes = b""
    is_file: bool = False  #: it says what is in it, be it nothing


class _Broken(Exception):
    """What follows can't be told from anything else."""


def open_tnef(part: Part, budget: Budget) -> Contents:
    """Its attachments; of a mail within, its letter too. What comes before a damage is kept.

    Problem: `damaged` (nothing in it can be told). It can't unfold to more than it is: the budget stays the stage's.
    """
    members = list(_members(part.content))
    if next(_attributes(part.content), None) is None:
        return Contents(problem=Problem.DAMAGED)
    letter = _letter(part.content)
    if "!" not in part.section:
        return Contents(parts=parts_of(part, members), letter=letter)
    said = [Member(name="letter.txt", content=letter.encode("utf-8", "replace"))] if letter else []
    return Contents(parts=parts_of(part, [*said, *members]))


def _letter(content: bytes) -> str:
    """What the writer typed: as text, else as HTML, else as RTF."""
    found: dict[int, str] = {}
    for name, value in _attributes(content):
        if name == _BODY:
            found.setdefault(_TEXT, decode(value.rstrip(b"\0")))
        elif name == _PROPERTIES_OF_MAIL:
            with suppress(_Broken, struct.error):  # what came before holds
                for tag, kind, held in _properties(value):
                    if tag in _SAYS and kind in (_STRING, _WIDE_STRING, _BINARY):
                        found.setdefault(tag, _SAYS[tag](kind, held))
    return next((found[tag].strip() for tag in _SAYS if found.get(tag, "").strip()), "")


def _html(kind: int, value: bytes) -> str:
    return text_of(decode(value) if kind == _BINARY else _text(kind, value))


def _members(content: bytes) -> Iterator[Member]:
    """Each is a piece of the whole: together they are no larger than it is."""
    current: _Attachment | None = None
    for name, value in _attributes(content):
        if name == _RENDERING:
            yield from _as_member(current)
            current = _Attachment()
        elif current is None:
            continue
        elif name == _TITLE:
            current.title = decode(value.rstrip(b"\0"))
        elif name == _DATA:
            current.content, current.is_file = value, True
        elif name == _PROPERTIES:
            _take_properties(current, value)
    yield from _as_member(current)


def _as_member(attachment: _Attachment | None) -> Iterator[Member]:
    if attachment is not None and (attachment.content or attachment.is_file):
        yield Member(name=attachment.name or attachment.title, content=attachment.content)


def _attributes(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Each attribute's name and bytes, up to the end or a damage (MS-OXTNEF §2.1.3.1)."""
    at = _BEGINS
    for _ in range(_ATTRIBUTES_LIMIT):
        if at + 9 > len(content) or content[at] not in (1, 2):
            return
        attribute, length = struct.unpack_from("<II", content, at + 1)
        yield attribute & 0xFFFF, content[at + 9 : at + 9 + length]
        at += 9 + length + 2


def _take_properties(attachment: _Attachment, content: bytes) -> None:
    names: dict[int, str] = {}
    with suppress(_Broken, struct.error):  # what came before holds
        for tag, kind, value in _properties(content):
            if kind in (_STRING, _WIDE_STRING):
                names[tag] = _text(kind, value)
            elif tag == _OBJECT and kind == _IS_OBJECT and value[_IID_BYTES:].startswith(_SIGNATURE):
                attachment.content = value[_IID_BYTES:]
            elif tag == _OBJECT and kind in (_BINARY, _IS_OBJECT) and not attachment.content:
                attachment.content = value[_IID_BYTES:] if kind == _IS_OBJECT else value
    attachment.name = names.get(_LONG_NAME) or names.get(_SHORT_NAME) or names.get(_SHOWN_NAME) or ""


def _text(kind: int, value: bytes) -> str:
    if kind == _WIDE_STRING:
        return value.decode("utf-16-le", "replace").rstrip("\0")
    return decode(value.rstrip(b"\0"))


#: What a letter is read from, the best first.
_SAYS: Mapping[int, Callable[[int, bytes], str]] = {_TEXT: _text, _HTML: _html, _RTF: lambda _, value: letter_in(value)}


def _properties(content: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Each property's tag, kind and first value (MS-OXTNEF §2.1.3.4). Raises _Broken, struct.error."""
    (number,) = struct.unpack_from("<I", content)
    at = 4
    for _ in range(min(number, _ATTRIBUTES_LIMIT)):
        kind, tag = struct.unpack_from("<HH", content, at)
        at += 4
        if tag >= _NAMED:
            at = _behind_name(content, at)
        is_many, kind = bool(kind & _MANY), kind & ~_MANY
        first, at = _values(content, at, kind, is_many=is_many)
        yield tag, kind, first


def _behind_name(content: bytes, at: int) -> int:
    by_name, length = struct.unpack_from("<II", content, at + 16)
    return at + 24 + (_padded(length) if by_name else 0)


def _values(content: bytes, at: int, kind: int, *, is_many: bool) -> tuple[bytes, int]:
    """The first value, and where the property ends."""
    is_variable = kind in (_STRING, _WIDE_STRING, _BINARY, _IS_OBJECT)
    if not is_variable and kind not in _WIDTHS:
        raise _Broken
    number = 1
    if is_many or is_variable:
        (number,) = struct.unpack_from("<I", content, at)
        at += 4
    first = b""
    for index in range(number):
        length = _WIDTHS.get(kind, 0)
        if is_variable:
            (length,) = struct.unpack_from("<I", content, at)
            at += 4
        if at + length > len(content):
            raise _Broken
        if not index:
            first = content[at : at + length]
        at += _padded(length)
    return first, at


def _padded(length: int) -> int:
    return (length + 3) & ~3
