"""Where in a mail's bytes a node of its MIME tree has its body: the exact bytes of an enclosed mail.

The e-mail parser takes an enclosed mail apart and keeps no bytes of it; writing it out again refolds its header. So
the delimiter lines are found again in the raw bytes, by the parser's own rules (RFC 2046 §5.1.1, RFC 5322 §2.1).
"""

import re
from email.message import Message as Node

_HEADER_LINE = re.compile(rb"From |[\x21-\x39\x3b-\x7e]*:|[\t ]")
_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_BEHIND_BOUNDARY = re.compile(rb"(--)?[ \t]*(?:\r\n|\r|\n|\Z)")
Span = tuple[int, int]


def body_span(raw: bytes, span: Span) -> Span:
    """The body of the entity in `raw[span]`: what follows its header and the blank line."""
    at, end = span
    while at < end:
        line = _LINE.match(raw, at, end)
        if line is None or line.end() == at:
            break
        if not line.group().strip(b"\r\n"):
            return line.end(), end
        if not _HEADER_LINE.match(line.group()):
            return at, end
        at = line.end()
    return at, end


def child_spans(raw: bytes, span: Span, node: Node) -> list[Span] | None:
    """The entities of a multipart's children, headers included; None where the parser told them otherwise."""
    boundary = node.get_boundary()
    children = node.get_payload()
    if not boundary or not isinstance(children, list):
        return None
    marker = b"--" + boundary.encode("utf-8", "surrogateescape")
    start, end = body_span(raw, span)
    spans: list[Span] = []
    opened: int | None = None
    at = start
    while (at := raw.find(marker, at, end)) >= 0:
        begun, at = at, at + len(marker)
        behind = _BEHIND_BOUNDARY.match(raw, at, end)
        if behind is None or (begun > start and raw[begun - 1] not in b"\r\n"):
            at = begun + 1
            continue
        if opened is not None:
            spans.append((opened, _before_line_end(raw, opened, begun)))
        opened = None if behind.group(1) else behind.end()
        if opened is None:
            break
        at = behind.end()
    if opened is not None:
        spans.append((opened, end))
    return spans if len(spans) == len(children) else None


def _before_line_end(raw: bytes, start: int, end: int) -> int:
    """RFC 2046 §5.1.1: the line end before a delimiter belongs to the delimiter."""
    if raw[max(start, end - 2) : end] == b"\r\n":
        return end - 2
    return end - 1 if end > start else end
