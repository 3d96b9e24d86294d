"""A letter as the bytes that go out (RFC 5322, RFC 2045, RFC 2047, RFC 3834 §3.1).

Written by hand rather than by Python's email package: which of its versions folds which header safely differs (cpython
121650 lets a decoded subject write a Bcc field on 3.11 and 3.12.1), and smtplib passes bare CR and LF on as they are.
Here every value passes `safe.header`, every line ends in CRLF, and the set of fields is fixed.
"""

import base64
import hashlib
import quopri
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from urllib.parse import quote

from inbox_bot.core.domains import comparable, split_address
from inbox_bot.core.message import safe
from inbox_bot.core.message.values import Address
from inbox_bot.core.reply.letter.page import page_of
from inbox_bot.core.reply.values import Attachment, Letter

LINE = 76  # octets of a header line where it can be folded (RFC 5322 §2.1.1 says 78)
WORD_OCTETS = 42  # of UTF-8 in one encoded word, which may have 75 characters (RFC 2047 §2)
VALUE_LIMIT = 400  # characters of a subject or name: what is longer is cut
_ATEXT = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]*")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_ID = re.compile(r"<[!-;=?-~]{1,480}>")
NAME_PIECE = 60  # characters of a file's name on one line
_PIECES = re.compile(rf"(?:%..|[^%]){{1,{NAME_PIECE // 3}}}")  # RFC 2231 §7: an escape is not divided
QUOTED_CHARSET = "utf-8''"
_TYPE = re.compile(r"[a-z0-9][a-z0-9.+-]{0,60}/[a-z0-9][a-z0-9.+-]{0,90}")
_IN_A_NAME = re.compile(r"[A-Za-z0-9 ._()-]")
_NOTICE = "notice"
_LEDGER = re.compile(r"; ?ledger=([0-9a-f]{8})(?![0-9a-f])")
_OUTLOOKS_MARK = re.compile(r"\A[^:\s\d]{1,3}: *")
_NOT_IN_ADDRESS = re.compile(r"[\x00-\x20\x7f-\x9f()<>\[\]:;\\,\"\ud800-\udfff\u2028\u2029]")


def to_wire(letter: Letter, date: datetime, enclosed: Sequence[Attachment] = ()) -> bytes:
    """The letter as a mail, lines ended by CRLF only. Same letter and date, same bytes.

    `enclosed`: the documents that its enclosures stand for; they go behind the letter's own files. Raises ValueError
    where an address or id can't be written: they come from parsed values, so that is a bug.
    """
    fields = [
        ("Date", format_datetime(date.astimezone(UTC))),
        ("From", _mailbox("From", letter.sender)),
        ("To", _mailbox("To", letter.to)),
        ("Subject", _unstructured("Subject", letter.subject)),
        ("Message-ID", _identifier(letter.message_id)),
    ]
    if letter.in_reply_to:
        fields.append(("In-Reply-To", _identifier(letter.in_reply_to)))
    if letter.references:
        fields.append(("References", "\r\n ".join(_identifier(each) for each in letter.references)))
    if letter.in_reply_to and (topic := _outlooks_topic(letter.subject)):
        fields.append(("Thread-Topic", _unstructured("Thread-Topic", topic)))
    fields += [
        ("Auto-Submitted", letter.auto_submitted),
        ("X-Auto-Response-Suppress", "All"),
        ("X-Inbox-Bot", _marker(letter)),
        ("MIME-Version", "1.0"),
    ]
    own = (Attachment(name=each.name, type=each.type, content=each.text.encode()) for each in letter.files)
    attached = [*own, *enclosed]
    typed, body = _written(letter)
    if attached:
        mixed = _boundary(letter, "files")
        parts = [_lines(typed) + b"\r\n" + body, *(_attached(each, number) for number, each in enumerate(attached, 1))]
        typed = [("Content-Type", f'multipart/mixed;\r\n boundary="{mixed}"')]
        body = _parts(mixed, parts)
    return _lines([*fields, *typed]) + b"\r\n" + body


def _outlooks_topic(subject: str) -> str:
    """Their topic, where Outlook can't tell it by our subject; "" where it can.

    It leaves out one mark of one to three characters ([MS-OXCMAIL] 2.2.3.2.6.1): of "CV: Ann Lee" its topic is "Ann
    Lee", and of "Re: CV: Ann Lee" it would be "CV: Ann Lee", another conversation's.
    """
    theirs = subject.removeprefix("Re: ")
    topic = _OUTLOOKS_MARK.sub("", theirs, count=1)
    return "" if topic in (theirs, "") or theirs == subject else topic


def ledger_of(marker: str) -> str:
    """The ledger that an X-Inbox-Bot field names; "" where it names none. Anybody can write it."""
    found = _LEDGER.search(marker)
    return found[1] if found else ""


def is_note(marker: str) -> bool:
    """Whether an X-Inbox-Bot field is of a mail that one inbox_bot leaves for another, not of an answer."""
    return marker.startswith(f"{_NOTICE};")


def needs_smtputf8(letter: Letter) -> bool:
    """Whether an address has a local part beyond ASCII: only servers that offer SMTPUTF8 take it (RFC 6531)."""
    return not (letter.to.local.isascii() and letter.sender.local.isascii())


def _marker(letter: Letter) -> str:
    kind = "answer" if letter.auto_submitted == "auto-replied" else _NOTICE
    return f"{kind}; ledger={letter.ledger}" if letter.ledger else kind


def _lines(fields: list[tuple[str, str]]) -> bytes:
    return b"".join(f"{name}: {value}\r\n".encode() for name, value in fields)


def _text_fields(subtype: str) -> list[tuple[str, str]]:
    return [
        ("Content-Type", f"text/{subtype}; charset=utf-8"),
        ("Content-Transfer-Encoding", "quoted-printable"),
    ]


def _written(letter: Letter) -> tuple[list[tuple[str, str]], bytes]:
    """What is written, without files: the fields that say what it is, and its body."""
    html = letter.html
    if html is None and letter.look is not None:
        html = page_of(letter.text, letter.subject, letter.look)
    if html is None:
        return _text_fields("plain"), _quoted_printable(letter.text)
    boundary = _boundary(letter)
    parts = [_part(subtype, text) for subtype, text in (("plain", letter.text), ("html", html))]
    return [("Content-Type", f'multipart/alternative;\r\n boundary="{boundary}"')], _parts(boundary, parts)


def _boundary(letter: Letter, what: str = "") -> str:
    """What divides the parts: made of what is written, so that letters that say the same are the same.

    It can't stand in a part: no line of quoted-printable or base64 has "=_" in it (RFC 2045 §6.7).
    """
    written = f"{letter.text}{letter.html or ''}{what}"
    return "=_" + hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _part(subtype: str, text: str) -> bytes:
    return _lines(_text_fields(subtype)) + b"\r\n" + _quoted_printable(text)


def _parts(boundary: str, parts: Sequence[bytes]) -> bytes:
    divided = b"".join(f"--{boundary}\r\n".encode() + part for part in parts)
    return divided + f"--{boundary}--\r\n".encode()


def _attached(attachment: Attachment, number: int) -> bytes:
    """A file (RFC 2183), its name in ASCII and as RFC 2231 §4 has it, its bytes in base64 (RFC 2045 §6.8)."""
    kind = attachment.type if _TYPE.fullmatch(attachment.type) else "application/octet-stream"
    name = safe.filename(attachment.name, f"document-{number}")
    plain = "".join(each if _IN_A_NAME.fullmatch(each) else "_" for each in name)
    pieces = _PIECES.findall(quote(name, safe=""))
    lines = base64.encodebytes(attachment.content).replace(b"\n", b"\r\n")
    named = "".join(
        f";\r\n filename*{at}*={QUOTED_CHARSET if at == 0 else ''}{piece}" for at, piece in enumerate(pieces)
    )
    return (
        _lines(
            [
                ("Content-Type", f'{kind};\r\n name="{plain[-NAME_PIECE:]}"'),
                ("Content-Transfer-Encoding", "base64"),
                ("Content-Disposition", f"attachment{named}"),
            ]
        )
        + b"\r\n"
        + lines
    )


def _quoted_printable(text: str) -> bytes:
    """Text as quoted-printable (RFC 2045 §6.7), ended by CRLF; control characters but tabs left out."""
    unified = _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    encoded = quopri.encodestring(unified.encode("utf-8"))
    return encoded.rstrip(b"\n").replace(b"\n", b"\r\n") + b"\r\n"


def _unstructured(name: str, value: str) -> str:
    """A header value as ASCII: folded at spaces where it is ASCII, else as encoded words."""
    safe_value = safe.header(value, VALUE_LIMIT)
    if safe_value.isascii() and all(len(word) < LINE for word in safe_value.split(" ")):
        return _folded(safe_value.split(" "), len(name) + 2)
    return "\r\n ".join(_encoded_words(safe_value))


def _mailbox(name: str, address: Address) -> str:
    """A display name and an address (RFC 5322 §3.4); the name is quoted or encoded as it needs."""
    local, domain = split_address(address.address)
    addr_spec = f"{local}@{comparable(domain)}"
    if not (local and domain and comparable(domain).isascii()) or _NOT_IN_ADDRESS.search(addr_spec) or "@" in local:
        raise ValueError("the address can't be written into a header")
    shown = safe.header(address.name, VALUE_LIMIT)
    if not shown:
        return f"<{addr_spec}>" if len(addr_spec) > LINE else addr_spec
    if not (shown.isascii() and len(shown) < LINE):
        return "\r\n ".join([*_encoded_words(shown), f"<{addr_spec}>"])
    phrase = shown if _ATEXT.fullmatch(shown) else '"' + re.sub(r'(["\\])', r"\\\1", shown) + '"'
    gap = " " if len(name) + len(phrase) + len(addr_spec) + 5 <= LINE else "\r\n "
    return f"{phrase}{gap}<{addr_spec}>"


def _identifier(value: str) -> str:
    if not _ID.fullmatch(value):
        raise ValueError("the message id can't be written into a header")
    return value


def _folded(words: list[str], used: int) -> str:
    lines: list[str] = []
    line = ""
    for word in words:
        room = LINE - (used if not lines else 1)
        if line and len(line) + 1 + len(word) > room:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return "\r\n ".join([*lines, line])


def _encoded_words(value: str) -> Iterator[str]:
    """UTF-8 in base64 encoded words, cut between characters (RFC 2047 §5: no character may be split)."""
    chunk = b""
    for character in value:
        octets = character.encode("utf-8", "replace")
        if len(chunk) + len(octets) > WORD_OCTETS:
            yield _encoded_word(chunk)
            chunk = b""
        chunk += octets
    yield _encoded_word(chunk)


def _encoded_word(octets: bytes) -> str:
    return f"=?utf-8?b?{base64.b64encode(octets).decode('ascii')}?="
