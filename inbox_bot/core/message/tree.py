"""The MIME tree of one mail as values: its entities with their places, decoded names and decoded bytes.

Walks the `.message` of mail-parser. An enclosed mail (message/rfc822) is a leaf here: its bytes are found again in the
raw mail, and it is read on its own.
"""

import email
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from email.message import Message as Node

from inbox_bot.core.message import sniff, spans, transfer
from inbox_bot.core.message.encoded_words import decoded, raw_text, unfolded
from inbox_bot.core.message.parameters import value_and_parameters

#: Types whose content is a mail, or the header of one.
ENCLOSING_TYPES = frozenset(
    {"message/rfc822", "message/global", "message/news", "text/rfc822-headers", "message/rfc822-headers"}
)
DIVIDED_DEPTH = 6  # levels of the tree down to which a multipart is parsed again where the parser can't divide it
_LOOKED_AT = 100_000  # bytes of a multipart in which a first delimiter line is looked for
_TOKEN = re.compile(r"[a-z0-9!#$&^_.+-]{1,127}/[a-z0-9!#$&^_.+-]{1,127}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Entity:
    """One node of the tree (RFC 2045 §2.4): a multipart with children, or a leaf with content."""

    section: str  #: as IMAP numbers body parts; of the outermost multipart it is the prefix
    declared_type: str
    parameters: dict[str, str]  #: of the Content-Type field
    disposition: str  #: "attachment", "inline" or ""
    filename: str  #: decoded; "" where there is none
    content_id: str
    content: bytes = field(default=b"", repr=False)
    type: str = ""  #: by the bytes; "" of a multipart
    children: tuple["Entity", ...] = ()

    @property
    def is_multipart(self) -> bool:
        """Whether it has children and no content."""
        return self.type == ""

    def leaves(self) -> Iterator["Entity"]:
        """The leaves, in the tree's order."""
        if not self.is_multipart:
            yield self
        for child in self.children:
            yield from child.leaves()


def entity_of(root: Node, raw: bytes, prefix: str) -> Entity:
    """The whole tree. `raw` is what `root` was parsed from; `prefix` the place of the mail that encloses it, or ""."""
    span: spans.Span | None = (0, len(raw))
    if not root.is_multipart():
        root, raw, span = _divided(root, raw, span)
    return _entity(root, raw, span, prefix if _is_multipart(root) else _below(prefix, 1), "text/plain")


def fields_of(node: Node, name: str) -> list[str]:
    """The values of the fields of that name (lower case), as the parser keeps them: folded, raw."""
    return [str(value) for field_name, value in node.raw_items() if field_name.lower() == name]


def _entity(node: Node, raw: bytes, span: spans.Span | None, section: str, default_type: str) -> Entity:
    if not node.is_multipart() and section.count(".") < DIVIDED_DEPTH:
        node, raw, span = _divided(node, raw, span)
    written = (fields_of(node, "content-type") or [""])[0]
    value, parameters = value_and_parameters(written)
    declared = value if _TOKEN.fullmatch(value) else default_type
    disposition, disposition_parameters = value_and_parameters((fields_of(node, "content-disposition") or [""])[0])
    described = Entity(
        section=section,
        declared_type=declared,
        parameters=parameters,
        disposition=_disposition(disposition),
        filename=disposition_parameters.get("filename") or parameters.get("name") or "",
        content_id=_content_id((fields_of(node, "content-id") or [""])[0]),
    )
    if _is_multipart(node):
        return _with_children(described, node, raw, span)
    content = _content(node, raw, span)
    by_bytes = "message/rfc822" if declared in ENCLOSING_TYPES else sniff.type_of(content)
    return replace(described, content=content, type=by_bytes)


def _with_children(described: Entity, node: Node, raw: bytes, span: spans.Span | None) -> Entity:
    found = spans.child_spans(raw, span, node) if span is not None else None
    default_type = "message/rfc822" if described.declared_type == "multipart/digest" else "text/plain"
    children = tuple(
        _entity(child, raw, found[index] if found else None, _below(described.section, index + 1), default_type)
        for index, child in enumerate(_payload_list(node))
    )
    return replace(described, children=children)


def _divided(node: Node, raw: bytes, span: spans.Span | None) -> tuple[Node, bytes, spans.Span | None]:
    """A multipart that the parser left in one piece, parsed again with the boundary that its lines show.

    The parser needs the boundary in the header, on one line. Software that folds it, or leaves it out, would hide a CV.
    """
    declared, parameters = value_and_parameters((fields_of(node, "content-type") or [""])[0])
    if span is None or not declared.startswith("multipart/"):
        return node, raw, span
    start, end = spans.body_span(raw, span)
    content = raw[start:end]
    boundary = _boundary_in(content, parameters.get("boundary", ""))
    if boundary is None:
        return node, raw, span
    written = b'Content-Type: %s; boundary="%s"\r\n' % (declared.encode("ascii", "replace"), boundary)
    try:
        again = email.message_from_bytes(written + b"\r\n" + content)
    except (UnicodeError, LookupError, ValueError):  # a boundary further in, in a charset that raises
        return node, raw, span
    if not again.is_multipart():
        return node, raw, span
    return again, written + b"\r\n" + content, (0, len(written) + 2 + len(content))


def _boundary_in(content: bytes, declared: str) -> bytes | None:
    """The boundary whose delimiter lines are there: the declared one, else what the first such line says."""
    shown = [line[2:].rstrip() for line in content[:_LOOKED_AT].splitlines() if line.startswith(b"--")]
    if declared.encode("utf-8", "replace") in shown:
        return _quotable(declared.encode("utf-8", "replace"))
    first = next((line for line in shown if line), None)
    return _quotable(first) if first is not None and first + b"--" in content else None


def _quotable(boundary: bytes) -> bytes | None:
    return boundary if 0 < len(boundary) <= 200 and not set(boundary) & set(b'"\\\r\n') else None


def _is_multipart(node: Node) -> bool:
    return node.is_multipart() and node.get_content_maintype() == "multipart"


def _payload_list(node: Node) -> list[Node]:
    payload = node.get_payload()
    return [child for child in payload if isinstance(child, Node)] if isinstance(payload, list) else []


def _content(node: Node, raw: bytes, span: spans.Span | None) -> bytes:
    encoding = raw_text((fields_of(node, "content-transfer-encoding") or [""])[0])
    if not node.is_multipart():
        return transfer.decoded(_as_on_the_wire(node), encoding)
    if span is not None:
        start, end = spans.body_span(raw, span)
        return transfer.decoded(raw[start:end], encoding)
    return b"\n".join(_written(child) for child in _payload_list(node))


def _as_on_the_wire(leaf: Node) -> bytes:
    # Without these fields the parser hands out the bytes untouched: with them, a charset it doesn't know raises, and
    # an encoding with a comment or a blank behind it is not decoded. Nobody reads them after this.
    del leaf["content-type"]
    del leaf["content-transfer-encoding"]
    content = leaf.get_payload(decode=True)
    leaf.set_payload("")  # the bytes are needed once, not twice
    return content if isinstance(content, bytes) else b""


def _written(node: Node) -> bytes:
    try:
        return node.as_bytes()
    except Exception:  # the generator raises on what the parser let pass (KeyError, UnicodeError, HeaderParseError, …)
        return b""


def _below(section: str, number: int) -> str:
    return f"{section}.{number}" if section else str(number)


def _disposition(value: str) -> str:
    # RFC 2183 §2.8: an unknown disposition is to be treated as attachment.
    return value if value in ("", "inline") else "attachment"


def _content_id(value: str) -> str:
    return decoded(unfolded(raw_text(value))).strip("<> \t")[:1_000]
