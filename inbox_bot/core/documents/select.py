"""Which parts of a mail are documents: what a person would save, not what carries or decorates the mail.

Left out are the body's own text, pictures that belong to the layout (logos, tracking pixels), signatures and calling
cards (.p7s, .asc, .vcf, .ics), delivery reports, and what was unpacked as such: its own parts are looked at.
What was attached and can't be read is a document too, an empty file and half of a mail that was sent in pieces.
"""

import re

from inbox_bot.core.documents.pictures import ICON_BYTES, is_attached_by_hand, is_page, is_picture
from inbox_bot.core.message.mime.sealed import ENCRYPTED
from inbox_bot.core.message.text.program_names import is_named_by_a_program
from inbox_bot.core.message.values import Message, Part
from inbox_bot.core.unpack.opened import OPENED

BODY_TYPES = frozenset({"text/plain", "text/html", "text/enriched", "text/richtext"})
_ENVELOPE_TYPES = frozenset(
    {
        "message/rfc822",
        "message/global",
        "message/delivery-status",
        "message/disposition-notification",
        "message/feedback-report",
        "text/rfc822-headers",
        "application/pgp-signature",
        "application/pkcs7-signature",
        "application/x-pkcs7-signature",
        "text/calendar",
        "text/vcard",
        "text/x-vcard",
        "text/directory",
        "application/ics",
        "application/pgp-keys",
        "application/pgp-encrypted",
    }
)
_COMPANION_NAMES = re.compile(
    r"\.(?:p7s|sig|vcf|ics)$|^(?:signature|publickey[^/]*|0x[0-9a-f]{8,40}|openpgp[^/]*)\.asc$", re.IGNORECASE
)
_GENERATED_NAME = re.compile(r"^part-[\d.!]+\.\w+$")


def document_parts(message: Message) -> tuple[Part, ...]:
    """The parts that are documents, in the mail's order.

    Where a mail has none, the pictures that somebody attached to it are looked at, however small: they may be the CV.
    """
    bodies = body_places(message)
    others = tuple(part for part in message.parts if part.section not in bodies)
    documents = tuple(part for part in others if _is_document(part))
    return documents or tuple(part for part in others if is_attached_by_hand(part))


def body_places(message: Message) -> frozenset[str]:
    """The places of the body's text, here and in the mails inside.

    A text without a name is the body's. One with a name is too, where it comes first in its mail and nobody said that
    it is attached: some programs name the body.
    """
    sections = set()
    seen: set[str] = set()  # mails whose first leaf has been passed
    for part in message.parts:
        if _is_envelope(part):
            continue
        mail = _enclosing(part.section, message.enclosed_sections)
        named = _is_named(part) and not is_named_by_a_program(part.filename)
        if _may_be_body(part) and not _is_in_container(part, mail) and (mail not in seen or not named):
            sections.add(part.section)
        seen.add(mail)
    return frozenset(sections)


def body_part(message: Message, within: str = "") -> Part | None:
    """The part that has the text of a mail: its plain text, else its HTML; None where it has no text.

    Of the mail itself, or of the one inside whose section is `within`.
    """
    bodies = body_places(message)
    own = [
        part
        for part in message.parts
        if part.section in bodies
        and _enclosing(part.section, message.enclosed_sections) == within
        and part.content.strip()
    ]
    own.sort(key=lambda part: _text_type(part) != "text/plain")
    return own[0] if own else None


def _may_be_body(part: Part) -> bool:
    attached = part.disposition == "attachment" and not is_named_by_a_program(part.filename)
    return not attached and _text_type(part) in BODY_TYPES


def _is_in_container(part: Part, mail: str) -> bool:
    """Whether it is a file of a container, or written into a text: a mail's own parts have numbers alone."""
    return "!" in part.section[len(mail) :]


def _text_type(part: Part) -> str:
    """The declared type where the bytes agree that it is text: plain text may begin like HTML."""
    if part.type.startswith("text/") or not part.content.strip():
        return part.declared_type if part.declared_type in BODY_TYPES else part.type
    return part.type


def _is_document(part: Part) -> bool:
    if _is_envelope(part) or _is_opened(part):
        return False
    if part.closed is not None:
        return True
    if not part.content.strip():
        return part.disposition == "attachment" and _is_named(part)
    if part.type.startswith("image/"):
        return is_page(part) or _is_large_and_attached(part)
    if part.type.startswith("text/") and part.declared_type in BODY_TYPES:
        return _is_named(part) or part.disposition == "attachment"
    return not part.type.startswith(("audio/", "video/"))


def _is_opened(part: Part) -> bool:
    """A container whose files stand for it."""
    return part.type in OPENED and part.closed is None


def _is_large_and_attached(part: Part) -> bool:
    """A picture in the shape of no page that somebody attached: a portrait, a cutting."""
    if part.disposition != "attachment" or not is_picture(part) or part.content_id:
        return False
    return len(part.content) >= ICON_BYTES and re.search(r"\blogo\b", part.filename, re.IGNORECASE) is None


def _is_envelope(part: Part) -> bool:
    return (
        part.type in _ENVELOPE_TYPES
        or part.declared_type in _ENVELOPE_TYPES
        or (part.type not in ENCRYPTED and bool(_COMPANION_NAMES.search(part.filename)))
    )


def _is_named(part: Part) -> bool:
    return bool(part.filename) and not _GENERATED_NAME.match(part.filename)


def _enclosing(section: str, enclosed_sections: tuple[str, ...]) -> str:
    """The place of the innermost mail that a place is in; "" is the outermost."""
    holders = [holder for holder in enclosed_sections if section.startswith(f"{holder}.")]
    return max(holders, key=len, default="")
