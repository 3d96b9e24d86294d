"""The body of a mail as text: which parts are the body, and what they say.

Plain text is preferred; HTML is turned to text where there is no plain part, or only an empty one.
"""

import re

from inbox_bot.core.message.charsets import TEXT_LIMIT, decode
from inbox_bot.core.message.flowed import unflowed
from inbox_bot.core.message.html_text import text_of
from inbox_bot.core.message.tree import Entity

_BODY_TYPES = frozenset(
    {"text/plain", "text/html", "text/markdown", "text/x-markdown", "text/enriched", "text/richtext"}
)
#: What the bytes of a text may look like; a PDF that is declared text/plain is a document.
_TEXT_LIKE = frozenset({"text/plain", "text/html", "application/xml", "image/svg+xml", "application/octet-stream"})
_LINE_END = re.compile(r"\r\n|\r")


def body_text(root: Entity) -> str:
    """The body, at most 1,000,000 characters, lines ended by \\n; "" where there is none."""
    text = _joined(_texts(root, plain_only=False, named=False)) or _joined(_texts(root, plain_only=False, named=True))
    return text[:TEXT_LIMIT]


def _texts(entity: Entity, *, plain_only: bool, named: bool) -> list[str]:
    """The texts below an entity, in order. `named`: inline text with a file name counts too (Apple Mail shows it)."""
    if not entity.is_multipart:
        if not _is_body(entity, named=named) or (plain_only and _is_html(entity)):
            return []
        return [_text(entity)]
    if entity.declared_type == "multipart/alternative":
        return _best_alternative(entity, plain_only=plain_only, named=named)
    children = entity.children
    if entity.declared_type in ("multipart/related", "multipart/signed", "multipart/report"):
        children = children[:1]  # what follows is pictures, a signature, a report for machines
    texts: list[str] = []
    room = TEXT_LIMIT
    for child in children:
        if room <= 0:
            break
        found = _texts(child, plain_only=plain_only, named=named)
        texts += found
        room -= sum(map(len, found))
    return texts


def _best_alternative(entity: Entity, *, plain_only: bool, named: bool) -> list[str]:
    for child in entity.children:
        texts = _texts(child, plain_only=True, named=named)
        if _joined(texts):
            return texts
    if plain_only:
        return []
    # RFC 2046 §5.1.4: the last one is the richest.
    for child in reversed(entity.children):
        texts = _texts(child, plain_only=False, named=named)
        if _joined(texts):
            return texts
    return []


def _is_body(entity: Entity, *, named: bool) -> bool:
    # A multipart without any delimiter line is text (RFC 2046 §5.1 gives it no meaning, people gave it words).
    undivided = entity.declared_type.startswith("multipart/") and entity.type == "text/plain"
    return (
        (entity.declared_type in _BODY_TYPES or undivided)
        and entity.type in _TEXT_LIKE
        and entity.disposition != "attachment"
        and (named or not entity.filename)
    )


def _is_html(entity: Entity) -> bool:
    return entity.declared_type == "text/html" or entity.type == "text/html"


def _text(entity: Entity) -> str:
    text = _LINE_END.sub("\n", decode(entity.content, entity.parameters.get("charset", "")))
    if _is_html(entity):
        return text_of(text)
    if entity.parameters.get("format", "").lower() == "flowed":
        return unflowed(text, delsp=entity.parameters.get("delsp", "").lower() == "yes")
    return text


def _joined(texts: list[str]) -> str:
    return "\n\n".join(stripped for text in texts if (stripped := text.strip("\n").rstrip()) and stripped.strip())
