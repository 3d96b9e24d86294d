"""The body of a mail as text: which parts are the body, and what they say.

Plain text is preferred; HTML is turned to text where there is no plain part, or one that only stands for it (`stub`).
Where nothing in the mail is its text, an attached text is: Exchange makes ATT00001.txt of a letter.
"""

import re

from inbox_bot.core.message.mime.charsets import TEXT_LIMIT, decode
from inbox_bot.core.message.mime.tree import Entity
from inbox_bot.core.message.safe import shows
from inbox_bot.core.message.text.flowed import unflowed
from inbox_bot.core.message.text.html_text import declared_charset, text_of, torn
from inbox_bot.core.message.text.program_names import is_named_by_a_program
from inbox_bot.core.message.text.stub import may_stand_for, stands_for_html

_BODY_TYPES = frozenset(
    {"text/plain", "text/html", "text/markdown", "text/x-markdown", "text/enriched", "text/richtext"}
)
#: What the bytes of a text may look like; a PDF that is declared text/plain is a document.
_TEXT_LIKE = frozenset({"text/plain", "text/html", "application/xml", "image/svg+xml", "application/octet-stream"})
_LINE_END = re.compile(r"\r\n|\r")
_CVS_NAME = re.compile(
    r"(?<![^\W_])(?:cv|resume|résumé|resumé|curriculum|vitae|lebenslauf|vita|currículo|levensloop|[zż]yciorys)(?![^\W\d_])",
    re.IGNORECASE,
)


def body_text(root: Entity) -> str:
    """The body, at most 1,000,000 characters, lines ended by \\n; "" where there is none."""
    for named, attached in ((False, False), (True, False), (True, True)):
        text = _joined(_texts(root, plain_only=False, named=named, attached=attached))
        if text:
            return text[:TEXT_LIMIT]
    return ""


def letters_of(root: Entity) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """All plain texts, and all HTML, that the mail itself says: also the one of two that is not read as its body."""
    texts: list[str] = []
    markups: list[str] = []
    for leaf in root.leaves():
        if _is_body(leaf, named=True, attached=False):
            (markups if _is_html(leaf) else texts).append(_decoded(leaf))
    return tuple(texts), tuple(markups)


def _texts(entity: Entity, *, plain_only: bool, named: bool, attached: bool) -> list[str]:
    """The texts below an entity, in order. `named`: inline text with a file name counts too (Apple Mail shows it)."""
    if not entity.is_multipart:
        if not _is_body(entity, named=named, attached=attached) or (plain_only and _is_html(entity)):
            return []
        return [_text(entity)]
    if entity.declared_type == "multipart/alternative":
        return _best_alternative(entity, plain_only=plain_only, named=named, attached=attached)
    children = entity.children
    if entity.declared_type in ("multipart/related", "multipart/signed", "multipart/report"):
        children = children[:1]  # what follows is pictures, a signature, a report for machines
    texts: list[str] = []
    room = TEXT_LIMIT
    for child in children:
        if room <= 0:
            break
        found = _texts(child, plain_only=plain_only, named=named, attached=attached)
        texts += found
        room -= sum(map(len, found))
    return texts


def _best_alternative(entity: Entity, *, plain_only: bool, named: bool, attached: bool) -> list[str]:
    for child in entity.children:
        texts = _texts(child, plain_only=True, named=named, attached=attached)
        if plain := _joined(texts):
            return texts if plain_only else _letter_of(entity, plain, texts)
    if plain_only:
        return []
    # RFC 2046 §5.1.4: the last one is the richest.
    for child in reversed(entity.children):
        texts = _texts(child, plain_only=False, named=named, attached=attached)
        if _joined(texts):
            return texts
    return []


def _letter_of(entity: Entity, plain: str, texts: list[str]) -> list[str]:
    """The plain text of a letter, or that of the HTML beside it where the plain one only stands for it."""
    for leaf in entity.leaves():
        if not _is_html(leaf) or not _is_body(leaf, named=True, attached=False):
            continue
        markup = _decoded(leaf)
        if may_stand_for(plain, torn(markup)) and stands_for_html(plain, letter := text_of(markup)):
            return [letter]
    return texts


def _is_body(entity: Entity, *, named: bool, attached: bool) -> bool:
    # A multipart without any delimiter line is text (RFC 2046 §5.1 gives it no meaning, people gave it words).
    undivided = entity.declared_type.startswith("multipart/") and entity.type == "text/plain"
    by_program = is_named_by_a_program(entity.filename)
    return (
        (entity.declared_type in _BODY_TYPES or undivided)
        and entity.type in _TEXT_LIKE
        and (entity.disposition != "attachment" or by_program or (attached and not _CVS_NAME.search(entity.filename)))
        and (named or not entity.filename or by_program)
    )


def _is_html(entity: Entity) -> bool:
    return entity.declared_type == "text/html" or entity.type == "text/html"


def _text(entity: Entity) -> str:
    text = _decoded(entity)
    if _is_html(entity):
        return text_of(text)
    if entity.parameters.get("format", "").lower() == "flowed":
        return unflowed(text, delsp=entity.parameters.get("delsp", "").lower() == "yes")
    return text


def _decoded(entity: Entity) -> str:
    charset = entity.parameters.get("charset", "")
    if _is_html(entity):
        charset = charset or declared_charset(entity.content)
    return _LINE_END.sub("\n", decode(entity.content, charset))


def _joined(texts: list[str]) -> str:
    return "\n\n".join(stripped for text in texts if (stripped := text.strip("\n").rstrip()) and shows(stripped))
