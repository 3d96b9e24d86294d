"""Multiparts that the e-mail parser left in one piece, or stopped reading too early.

The parser needs the boundary in the header, on one line, and stops at the first closing line. Software that folds the
boundary or leaves it out, that encodes a whole multipart (RFC 2045 §6.4 forbids it), loses its header on the way, or
writes a closing line between letter and CV, would hide the CV. What is divided here has delimiter lines with the fields
of a part below them; words behind the last closing line stay what they are, no part (RFC 2046 §5.1.1).
"""

import email
import re
from email.message import Message as Node

from inbox_bot.core.message.mime import spans, transfer
from inbox_bot.core.message.mime.encoded_words import raw_text
from inbox_bot.core.message.mime.opening import fields_of
from inbox_bot.core.message.mime.parameters import value_and_parameters

_LOOKED_AT = 100_000  # bytes of a multipart in which a first delimiter line is looked for
_LOST_ABOVE = 300  # bytes that a text without its header may have above its first delimiter line
_PART = re.compile(
    rb"^--(?P<boundary>[^\r\n]{1,200}?)[ \t]{0,20}\r?\n"
    rb"(?:[A-Za-z-]{1,40}:[^\r\n]{0,998}\r?\n){0,5}?Content-[A-Za-z-]{2,30}:",
    re.IGNORECASE | re.MULTILINE,
)
_FIELDS = re.compile(
    rb"^Content-[A-Za-z-]{2,30}:[^\r\n]{0,998}\r?\n(?:(?:[ \t]|Content-)[^\r\n]{0,998}\r?\n){0,20}\r?\n",
    re.IGNORECASE | re.MULTILINE,
)
_FIELDS_OF_A_PART = 2  # fields that words don't have by chance
_FIELD_LINE = re.compile(rb"[A-Za-z-]{1,40}:|[ \t]|\s*$|This is a multi-?part", re.IGNORECASE)
_QUOTED_FIELD = re.compile(rb"^Content-[A-Za-z-]{2,30}:[^\r\n]{0,200}=3D", re.IGNORECASE | re.MULTILINE)
_ENCODINGS = ("base64", "quoted-printable")
Divided = tuple[Node, bytes, spans.Span | None]  #: a node, the bytes that it was parsed from, where in them it is


def divided(node: Node, raw: bytes, span: spans.Span | None) -> Divided:
    """The node, parsed again with the boundary that its lines show, where the parser could not divide it."""
    if span is None:
        return node, raw, span
    declared, parameters = value_and_parameters((fields_of(node, "content-type") or [""])[0])
    start, end = spans.body_span(raw, span)
    content = raw[start:end]
    if declared.startswith("multipart/"):
        encoding = _encoding(node)
        if node.is_multipart() and not (encoding == _ENCODINGS[1] and _QUOTED_FIELD.search(content, 0, _LOOKED_AT)):
            return node, raw, span
        boundary = _boundary_in(content, parameters.get("boundary", ""))
        if encoding in _ENCODINGS and (boundary is None or node.is_multipart()):
            content = transfer.decoded(content, encoding)
            boundary = _boundary_in(content, parameters.get("boundary", ""))
    elif declared in ("", "text/plain") and not node.is_multipart():
        declared, boundary = "multipart/mixed", _lost_boundary(content)
    else:
        return node, raw, span
    again = _parsed(content, declared, boundary) if boundary is not None else None
    return again or (node, raw, span)


def beside(node: Node) -> tuple[Divided, ...]:
    """What is before a multipart's first line and behind its closing one, as multiparts, if it has a part's fields."""
    outside = [text for text in (node.preamble, node.epilogue) if text and "Content-" in text]
    found = [_outside(text.encode("ascii", "surrogateescape")) for text in outside]
    return tuple(each for each in found if each is not None)


def _outside(content: bytes) -> Divided | None:
    first = _PART.search(content, 0, _LOOKED_AT)
    if first is not None:
        boundary = _quotable(first["boundary"])
        return _parsed(content[first.start() :], "multipart/mixed", boundary) if boundary is not None else None
    fields = _FIELDS.search(content, 0, _LOOKED_AT)  # the delimiter line is lost
    if fields is None or fields.group().lower().count(b"content-") < _FIELDS_OF_A_PART:
        return None
    return _parsed(b"--part\r\n" + content[fields.start() :], "multipart/mixed", b"part")


def _parsed(content: bytes, declared: str, boundary: bytes) -> Divided | None:
    written = b'Content-Type: %s; boundary="%s"\r\n' % (declared.encode("ascii", "replace"), boundary)
    try:
        again = email.message_from_bytes(written + b"\r\n" + content)
    except (UnicodeError, LookupError, ValueError):  # a boundary further in, in a charset that raises
        return None
    if not again.is_multipart():
        return None
    return again, written + b"\r\n" + content, (0, len(written) + 2 + len(content))


def _boundary_in(content: bytes, declared: str) -> bytes | None:
    """The boundary whose delimiter lines are there: the declared one, else what the first such line says."""
    shown = [line[2:].rstrip() for line in content[:_LOOKED_AT].splitlines() if line.startswith(b"--")]
    if declared.encode("utf-8", "replace") in shown:
        return _quotable(declared.encode("utf-8", "replace"))
    first = next((line for line in shown if line), None)
    return _quotable(first) if first is not None and first + b"--" in content else None


def _lost_boundary(content: bytes) -> bytes | None:
    """The boundary of a multipart whose header was lost, so that it passes for a text; None where it is a text."""
    first = _PART.search(content, 0, _LOOKED_AT) if b"Content-" in content[:_LOOKED_AT] else None
    if first is None or first.start() > _LOST_ABOVE:
        return None
    if not all(_FIELD_LINE.match(line) for line in content[: first.start()].splitlines()):
        return None
    return _quotable(first["boundary"]) if content.count(b"\n--" + first["boundary"]) >= 1 else None


def _quotable(boundary: bytes) -> bytes | None:
    return boundary if 0 < len(boundary) <= 200 and not set(boundary) & set(b'"\\\r\n') else None


def _encoding(node: Node) -> str:
    written = raw_text((fields_of(node, "content-transfer-encoding") or [""])[0])
    return written.split("(")[0].strip(" \t\"'").lower()
