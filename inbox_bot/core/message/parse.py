"""Raw bytes to a `Message`.

The tree comes from mail-parser (`opening.py`); names, charsets, encoded words and transfer encodings are read by this
room, since no library's reading of them is both complete and bounded. A mail within the mail is a part, closed: what
holds parts itself is opened by `core/unpack`.

Runs in a caged worker under a deadline. Reading takes about 9 times the mail's size in memory, 6 times for large ones.
"""

import re
from dataclasses import replace

from inbox_bot.core.message.addresses import addresses
from inbox_bot.core.message.ids import REFERENCES_LIMIT, message_id, message_ids
from inbox_bot.core.message.links import as_part, links_in
from inbox_bot.core.message.mime import bounds, sniff
from inbox_bot.core.message.mime.bounds import TooComplex
from inbox_bot.core.message.mime.charsets import clean
from inbox_bot.core.message.mime.encoded_words import decoded, raw_text, unfolded
from inbox_bot.core.message.mime.opening import Header, opened, opened_header
from inbox_bot.core.message.mime.picture_size import picture_size
from inbox_bot.core.message.mime.tree import Entity, entity_of
from inbox_bot.core.message.text.alt_texts import alt_texts
from inbox_bot.core.message.text.body import body_text, letters_of
from inbox_bot.core.message.text.passwords import told_apart
from inbox_bot.core.message.text.quotes import split
from inbox_bot.core.message.text.shown import shown_widths
from inbox_bot.core.message.values import Address, Message, Part

HEADER_VALUE = 4_096  # characters of a field that are kept
HEADERS_ONLY_BYTES = 256_000  # of the header of a mail whose body is not read
_RECIPIENT_FIELDS = ("to", "cc", "bcc", "resent-to", "resent-cc", "resent-bcc")
_BOM = b"\xef\xbb\xbf"
_ANGLES = re.compile(r"[^<]*<([^<>]*)>")
_COMMENT = re.compile(r"\([^()]*\)")


def parse(raw: bytes, within: str = "") -> Message:
    """Read a mail, or the one that is the part with the section `within`; what it encloses stays closed.

    Raises TooComplex, and nothing else, whatever the bytes.
    """
    try:
        return told_apart(_read(raw, within))
    except RecursionError as error:
        raise TooComplex("nested too deep") from error


def parse_headers(raw: bytes) -> Message:
    """Read the header alone, of a mail whose body was not fetched or can't be read; up to its first 256,000 bytes.

    Never raises.
    """
    header = bounds.header_of(raw.removeprefix(_BOM))[:HEADERS_ONLY_BYTES]
    return told_apart(_with_header(opened_header(header + b"\r\n\r\n"), Message()))


def _read(raw: bytes, within: str) -> Message:
    bounds.check(raw)
    raw = raw.removeprefix(_BOM)
    tree, header = opened(raw)
    root = entity_of(tree, raw, within)
    del tree  # it is as large as the mail
    parts = [_part(leaf) for leaf in root.leaves()]
    texts, markups = letters_of(root)
    parts = [*_as_shown(parts, shown_widths(markups)), *_linked(texts, markups, parts)]
    text = body_text(root)
    said = split(text)
    return _with_header(
        header,
        Message(
            text=text,
            typed=said.typed,
            quoted=said.quoted,
            signature=said.signature,
            alt_texts=alt_texts(markups),
            parts=tuple(parts),
        ),
    )


def _with_header(header: Header, message: Message) -> Message:
    """The message with what its header says."""
    fields: dict[str, list[str]] = {}
    headers: list[tuple[str, str]] = []
    for name, value in header.fields:
        fields.setdefault(name.lower(), []).append(value)
        headers.append((clean(name.lower()), unfolded(raw_text(value))[:HEADER_VALUE]))

    def every_address(*names: str) -> tuple[Address, ...]:
        return tuple(address for name in names for value in fields.get(name, ()) for address in addresses(value))

    def first(name: str) -> str | None:
        values = fields.get(name)
        return unfolded(raw_text(values[0])) if values else None

    def ids(name: str) -> tuple[str, ...]:
        return tuple(found for value in fields.get(name, ()) for found in message_ids(raw_text(value)))

    senders = every_address("sender")
    return replace(
        message,
        senders=every_address("from"),
        from_fields=len(fields.get("from", ())),
        sender_field=senders[0] if senders else None,
        reply_to=every_address("reply-to"),
        recipients=every_address(*_RECIPIENT_FIELDS),
        return_path=_return_path(first("return-path")),
        subject=decoded(first("subject") or ""),
        message_id=message_id(first("message-id") or ""),
        in_reply_to=ids("in-reply-to")[:REFERENCES_LIMIT],
        references=ids("references")[-REFERENCES_LIMIT:],
        date=header.date,
        headers=tuple(headers),
        defects=header.defects,
    )


def _part(leaf: Entity) -> Part:
    return Part(
        section=leaf.section,
        filename=leaf.filename or f"part-{leaf.section}.{sniff.extension_of(leaf.type)}",
        type=leaf.type,
        declared_type=leaf.declared_type,
        disposition=leaf.disposition,
        content_id=leaf.content_id,
        content=leaf.content,
        charset=leaf.parameters.get("charset", ""),
        pixels=picture_size(leaf.content, leaf.type),
    )


def _as_shown(parts: list[Part], widths: dict[str, int]) -> list[Part]:
    if not widths:
        return parts
    return [replace(part, shown_width=widths.get(part.content_id, 0)) if part.content_id else part for part in parts]


def _linked(texts: tuple[str, ...], markups: tuple[str, ...], parts: list[Part]) -> list[Part]:
    """A part for each link that stands for a file, with a section below that of the letter: `1!link1`."""
    section = parts[0].section if parts else ""
    links = links_in(texts, markups) if parts else ()
    return [as_part(link, f"{section}!link{number}") for number, link in enumerate(links, start=1)]


def _return_path(value: str | None) -> str | None:
    if value is None:
        return None
    bare = _COMMENT.sub("", value)
    angles = _ANGLES.match(bare)
    return (angles.group(1) if angles else bare).strip()
