"""DOC (Word 97 to 2007) as text, by its piece table, with olefile for the compound file around it.

A document's text is one stretch of characters that pieces make up, in the order in which they are read: the body, then
footnotes, headers, comments, endnotes and text boxes (MS-DOC §2.4.1). Each piece is in a code page or in UTF-16. What
stands before a field's mark is its instruction and not its text. Macros are remarked on, never run.
"""

import io
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass

import olefile

from inbox_bot.core.formats.extract import TEXT_LIMIT, Extract, Hyperlink, clean
from inbox_bot.core.formats.links import links_of_fields
from inbox_bot.core.message.values import Finding
from inbox_bot.core.words import Problem, Remark

STREAM_LIMIT = 100_000_000  # bytes of a stream that is read
_TEXT_STREAM = "WordDocument"
_WORD_97, _IS_WORD = 0x00C1, 0xA5EC  # nFib from which there is a piece table; wIdent (MS-DOC §2.5.1)
_OLDER = frozenset({0xA5DB, 0xA5DC, 0xA59B, 0xA697, 0xA699})  # Word 2.0 to 95
_ENCRYPTED, _WHICH_TABLE = 0x0100, 0x0200  # of the flags at 0x0A
_LENGTHS, _PIECE_TABLE = 0x4C, 0x01A2  # where fibRgLw97 has its character counts, fibRgFcLcb97 its fcClx
_COMPRESSED, _OFFSET = 0x40000000, 0x3FFFFFFF  # of FcCompressed (§2.9.73)
_FIELD = re.compile("[\x13\x14\x15]")
_AS_TEXT = str.maketrans(
    {"\x07": "\t", "\r": "\n", "\x0b": "\n", "\x0c": "\n", "\x1e": "-", "\x1f": None, "\x01": None, "\x08": None}
)


class _NotRead(Exception):
    """Why there is no text."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


@dataclass(frozen=True, kw_only=True, slots=True)
class _Stretch:
    """A part of the document's characters, by where it begins and ends."""

    begin: int
    end: int


def read_doc(content: bytes) -> Extract:
    """The text: headers, body with tables, text boxes, notes; comments are left out.

    Problems: `encrypted`, `unsupported` (Word 95 and older), `damaged`, `unsafe` (it claims more than it is), `scanned`
    (pictures and no text).
    """
    try:
        with olefile.OleFileIO(io.BytesIO(content)) as compound:
            text, links = _text_of(compound)
            macros = compound.exists("Macros") or compound.exists("_VBA_PROJECT_CUR")
            pictured = compound.exists("Data")
    except _NotRead as why:
        return Extract(problem=why.problem)
    except (OSError, struct.error, ValueError, IndexError, KeyError, TypeError, AttributeError, RecursionError):
        return Extract(problem=Problem.DAMAGED)
    findings = (Finding(remark=Remark.MACROS),) if macros else ()
    if not text:
        return Extract(problem=Problem.SCANNED if pictured else Problem.UNSUPPORTED, findings=findings)
    return Extract(text=text, findings=findings, links=links)


def _text_of(compound: olefile.OleFileIO) -> tuple[str, tuple[Hyperlink, ...]]:
    """What is seen, and where the fields lead."""
    main = _stream(compound, _TEXT_STREAM)
    ident, version = struct.unpack_from("<HH", main)
    (flags,) = struct.unpack_from("<H", main, 0x0A)
    if ident in _OLDER or (ident == _IS_WORD and version < _WORD_97):
        raise _NotRead(Problem.UNSUPPORTED)
    if ident != _IS_WORD:
        raise _NotRead(Problem.DAMAGED)
    if flags & _ENCRYPTED:
        raise _NotRead(Problem.ENCRYPTED)
    table = _stream(compound, "1Table" if flags & _WHICH_TABLE else "0Table")
    characters = "".join(_pieces(main, table))
    stretches = _stretches(struct.unpack_from("<8i", main, _LENGTHS))
    whole = "\n".join(characters[each.begin : each.end] for each in stretches)
    return clean(without_fields(whole).translate(_AS_TEXT)), links_of_fields(whole)


def _stream(compound: olefile.OleFileIO, name: str) -> bytes:
    if not compound.exists(name):
        raise _NotRead(Problem.DAMAGED)
    if compound.get_size(name) > STREAM_LIMIT:
        raise _NotRead(Problem.UNSAFE)
    content: bytes = compound.openstream(name).read()
    return content


def _pieces(main: bytes, table: bytes) -> Iterator[str]:
    """The characters in their order; what lies about where they are ends them."""
    at, length = struct.unpack_from("<II", main, _PIECE_TABLE)
    clx = table[at : at + length]
    at = 0
    while clx[at] == 1:  # a Prc, formatting (§2.9.209)
        at += 3 + int.from_bytes(clx[at + 1 : at + 3], "little", signed=True)
        if at < 3:
            raise _NotRead(Problem.DAMAGED)
    if clx[at] != 2:  # the Pcdt (§2.9.178)
        raise _NotRead(Problem.DAMAGED)
    (size,) = struct.unpack_from("<I", clx, at + 1)
    plc = clx[at + 5 : at + 5 + size]
    number = (len(plc) - 4) // 12
    positions = struct.unpack_from(f"<{number + 1}I", plc)
    left = 2 * TEXT_LIMIT
    for index in range(number):
        (where,) = struct.unpack_from("<I", plc, 4 * (number + 1) + 8 * index + 2)
        characters = min(positions[index + 1] - positions[index], left)
        if characters <= 0:
            break
        left -= characters
        if where & _COMPRESSED:
            begin = (where & _OFFSET) // 2
            yield main[begin : begin + characters].decode("cp1252", "replace")
        else:
            yield main[where : where + 2 * characters].decode("utf-16-le", "replace")


def _stretches(lengths: tuple[int, ...]) -> tuple[_Stretch, ...]:
    """Headers first, since a name may stand there; then the body, text boxes and notes; no comments."""
    places = []
    at = 0
    for length in lengths:
        places.append(_Stretch(begin=at, end=at + max(0, length)))
        at += max(0, length)
    body, footnotes, headers, _macros, _comments, endnotes, boxes, boxes_in_headers = places
    return headers, boxes_in_headers, body, boxes, footnotes, endnotes


def without_fields(text: str) -> str:
    """The text without the instructions of its fields, however nested: `\\x13 instruction \\x14 result \\x15`."""
    kept: list[str] = []
    open_: list[bool] = []  # of each open field, whether its result has begun
    at = 0
    for mark in _FIELD.finditer(text):
        if all(open_):
            kept.append(text[at : mark.start()])
        at = mark.end()
        if mark[0] == "\x13":
            open_.append(False)
        elif open_ and mark[0] == "\x14":
            open_[-1] = True
        elif open_:
            open_.pop()
    return "".join([*kept, text[at:] if all(open_) else ""])
