"""The MIME tree of one mail as values: its entities with their places, decoded names and decoded bytes.

Walks the `.message` of mail-parser. An enclosed mail (message/rfc822) is a leaf here: its bytes are found again in the
raw mail, and it is read on its own.
"""

import email
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from email.message import Message as Node

from inbox_bot.core.message.mime import bounds, leftovers, sniff, spans, transfer
from inbox_bot.core.message.mime.division import beside, divided
from inbox_bot.core.message.mime.encoded_words import decoded, raw_text, unfolded
from inbox_bot.core.message.mime.opening import fields_of
from inbox_bot.core.message.mime.parameters import value_and_parameters
from inbox_bot.core.message.mime.signed import content_in

#: Types whose content is a mail, or the header of one.
ENCLOSING_TYPES = frozenset(
    {"message/rfc822", "message/global", "message/news", "text/rfc822-headers", "message/rfc822-headers"}
)
#: What the bytes don't show: a mail, half of a mail, and where a file is that isn't here (RFC 2046 §5.2).
_TYPES_AS_DECLARED = {
    **dict.fromkeys(ENCLOSING_TYPES, "message/rfc822"),
    "message/partial": "message/partial",
    "message/external-body": "message/external-body",
}
WORDS_BESIDE = 300  # bytes beside a file that an attached text consists of: "cv.uue", with what its program wrote
DIVIDED_DEPTH = 6  # levels of the tree down to which a multipart is parsed again where the parser can't divide it
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
    root, raw, span = divided(root, raw, span)
    return _entity(root, raw, span, prefix if _is_multipart(root) else _below(prefix, 1), "text/plain")


def _entity(node: Node, raw: bytes, span: spans.Span | None, section: str, default_type: str) -> Entity:
    if section.count(".") < DIVIDED_DEPTH:
        node, raw, span = divided(node, raw, span)
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
    signed = content_in(content) if section.count(".") < DIVIDED_DEPTH else None
    if signed is not None:
        bounds.check(signed)
        inner = _entity(email.message_from_bytes(signed), signed, (0, len(signed)), _below(section, 1), "text/plain")
        return replace(described, children=(inner,))
    by_bytes = _TYPES_AS_DECLARED.get(declared) or sniff.type_of(content)
    leaf = replace(described, content=content, type=by_bytes)
    return replace(leaf, type="message/rfc822") if _is_a_mail(leaf) else _with_blocks(leaf)


def _with_children(described: Entity, node: Node, raw: bytes, span: spans.Span | None) -> Entity:
    found = spans.child_spans(raw, span, node) if span is not None else None
    default_type = "message/rfc822" if described.declared_type == "multipart/digest" else "text/plain"
    children = [
        _entity(child, raw, found[index] if found else None, _below(described.section, index + 1), default_type)
        for index, child in enumerate(_payload_list(node))
    ]
    for more in beside(node) if described.section.count(".") < DIVIDED_DEPTH else ():
        children.append(_entity(*more, _below(described.section, len(children) + 1), default_type))
    return replace(described, children=tuple(children))


def _is_a_mail(leaf: Entity) -> bool:
    """Whether an attached file is a mail that nobody declared to be one, as Outlook on the web and uploads do."""
    if leaf.type not in ("text/plain", sniff.UNKNOWN) or not sniff.is_mail(leaf.content):
        return False
    if leaf.filename.lower().endswith(".eml") or not leaf.declared_type.startswith("text/"):
        return True
    return leaf.disposition == "attachment" and leaf.declared_type != "text/html"


def _with_blocks(leaf: Entity) -> Entity:
    """The text with the files that are written into it as parts beside it: sections `1!1`, `1!2` of section `1`."""
    if leaf.type not in ("text/plain", "text/html"):
        return leaf
    blocks = leftovers.blocks_in(leaf.content)
    if not blocks:
        return leaf
    files = tuple(_file(leaf, block, number) for number, block in enumerate(blocks, start=1))
    rest = leftovers.without(leaf.content, blocks)
    is_a_file = leaf.filename != "" or leaf.disposition == "attachment"
    if is_a_file and len(rest.strip()) > WORDS_BESIDE:  # a file of its own, that has others in it
        return leaf
    kept = () if is_a_file else (replace(leaf, content=rest),)
    return replace(leaf, declared_type="multipart/mixed", type="", content=b"", children=(*kept, *files))


def _file(leaf: Entity, block: leftovers.Block, number: int) -> Entity:
    named_by_leaf = leaf.filename if not leaf.declared_type.startswith("text/") else ""
    return Entity(
        section=f"{leaf.section}!{number}",
        declared_type=sniff.UNKNOWN,
        parameters={},
        disposition="attachment",
        filename=decoded(block.name.decode("utf-8", "replace")) or named_by_leaf,
        content_id="",
        content=block.content,
        type=block.type or sniff.type_of(block.content),
    )


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
