"""Mails that Outlook saved or attached as .msg files: written out as the mail that they were (MS-OXMSG).

A .msg is a compound file with a stream a property. What it holds is put together as MIME, so that it is read as every
mail within a mail is: who wrote, what they typed, what is attached, mails in it included. olefile reads the compound
file.
"""

import base64
import io
import re
import struct
from collections.abc import Iterator
from urllib.parse import quote

import olefile

from inbox_bot.core.message.mime.charsets import decode
from inbox_bot.core.message.values import Part
from inbox_bot.core.unpack.budget import DEPTH, Budget
from inbox_bot.core.unpack.contents import Contents, section_in
from inbox_bot.core.unpack.opened import MAIL
from inbox_bot.core.unpack.rtf_letters import letter_in
from inbox_bot.core.words import Problem

_STREAM = "__substg1.0_"
_ATTACHMENT = "__attach_version1.0_"
# Properties by their tags (MS-OXPROPS).
_HEADERS, _SUBJECT, _BODY, _HTML, _RTF = "007D", "0037", "1000", "1013", "1009"
_SENDER_NAME, _SENDER_ADDRESSES = "0C1A", ("5D01", "0C1F")
_TO = "0E04"
_NAMES, _DATA = ("3707", "3704", "3001"), "3701"
_UNICODE, _EIGHT_BIT, _BINARY, _OBJECT = "001F", "001E", "0102", "000D"
_MIME_FIELD = re.compile(r"(?:content-[a-z-]+|mime-version)[ \t]*:", re.IGNORECASE)
_LINE_ENDS = re.compile(r"[\r\n]+")
_HEADER_LIMIT = 200_000  # characters
_FAULTS = (OSError, struct.error, ValueError, IndexError, KeyError, TypeError, AttributeError, RecursionError)


class _TooMuch(Exception):
    """More than is left of the mail's budget."""


def open_msg(part: Part, budget: Budget) -> Contents:
    """The mail that it was, as one part. Problems: `damaged`, `too_large`."""
    try:
        with olefile.OleFileIO(io.BytesIO(part.content)) as compound:
            content = _Writer(compound, budget).mail((), 0)
    except _TooMuch:
        return Contents(problem=Problem.TOO_LARGE)
    except _FAULTS:
        return Contents(problem=Problem.DAMAGED)
    mail = Part(
        section=section_in(part, "1"),
        filename=f"{part.filename.removesuffix('.msg')}.eml",
        type=MAIL,
        declared_type=MAIL,
        disposition="attachment",
        content_id="",
        content=content,
    )
    return Contents(parts=(mail,))


class _Writer:
    """Writes the mail in a storage of a compound file."""

    def __init__(self, compound: olefile.OleFileIO, budget: Budget) -> None:
        self._compound = compound
        self._paths = {tuple(path) for path in compound.listdir(streams=True, storages=True)}
        self._bytes_left, self._parts_left = budget.room, budget.parts_left

    def mail(self, storage: tuple[str, ...], depth: int) -> bytes:
        """The whole of it, attachments included. Raises _TooMuch."""
        boundary = f"=_{depth}_{len(storage)}_{self._parts_left}".encode()
        pieces = [self._header(storage), b'Content-Type: multipart/mixed; boundary="%s"\r\n' % boundary]
        for entity in (self._letter(storage), *self._attachments(storage, depth)):
            pieces.append(b"\r\n--%s\r\n%s" % (boundary, entity))
        return b"".join([*pieces, b"\r\n--%s--\r\n" % boundary])

    def _header(self, storage: tuple[str, ...]) -> bytes:
        """As it came; of a mail that never travelled, from what is known of it."""
        written = self._text(storage, _HEADERS)[:_HEADER_LIMIT]
        if written:
            return "".join(f"{line}\r\n" for line in _fields(written)).encode("utf-8", "replace")
        address = next(filter(None, (self._text(storage, tag) for tag in _SENDER_ADDRESSES)), "")
        sender = f'"{self._text(storage, _SENDER_NAME)}" <{address}>' if "@" in address else ""
        fields = {"From": sender, "To": self._text(storage, _TO), "Subject": self._text(storage, _SUBJECT)}
        lines = (f"{name}: {_LINE_ENDS.sub(' ', value)[:1_000]}\r\n" for name, value in fields.items() if value)
        return "".join(lines).encode("utf-8", "replace")

    def _letter(self, storage: tuple[str, ...]) -> bytes:
        """Its text, else its HTML, else what its RTF says."""
        text = self._text(storage, _BODY)
        html = b"" if text else self._stream(storage, _HTML, _BINARY) or self._text(storage, _HTML).encode()
        if html:
            return b"Content-Type: text/html\r\n" + _in_base64(html)
        text = text or letter_in(self._stream(storage, _RTF, _BINARY))
        return b"Content-Type: text/plain; charset=utf-8\r\n" + _in_base64(text.encode("utf-8", "replace"))

    def _attachments(self, storage: tuple[str, ...], depth: int) -> Iterator[bytes]:
        places = sorted(
            path
            for path in self._paths
            if len(path) == len(storage) + 1 and path[:-1] == storage and path[-1].startswith(_ATTACHMENT)
        )
        for place in places:
            name = next(filter(None, (self._text(place, tag) for tag in _NAMES)), "")
            inner = (*place, f"{_STREAM}{_DATA}{_OBJECT}")
            if self._stream(place, _DATA, _BINARY):
                yield _named(b"application/octet-stream", name) + _in_base64(self._stream(place, _DATA, _BINARY))
            elif inner in self._paths and depth < DEPTH:
                self._count(b"")
                yield _named(b"message/rfc822", f"{name}.eml") + b"\r\n" + self.mail(inner, depth + 1)

    def _text(self, storage: tuple[str, ...], tag: str) -> str:
        wide = self._stream(storage, tag, _UNICODE)
        if wide:
            return wide.decode("utf-16-le", "replace").replace("\0", "")
        return decode(self._stream(storage, tag, _EIGHT_BIT).rstrip(b"\0"))

    def _stream(self, storage: tuple[str, ...], tag: str, kind: str) -> bytes:
        path = (*storage, f"{_STREAM}{tag}{kind}")
        if path not in self._paths:
            return b""
        if self._compound.get_size(list(path)) > self._bytes_left:
            raise _TooMuch
        content: bytes = self._compound.openstream(list(path)).read()
        self._count(content if tag == _DATA else b"")
        return content

    def _count(self, content: bytes) -> None:
        self._bytes_left -= len(content)
        self._parts_left -= 1
        if self._parts_left < 0:
            raise _TooMuch


def _fields(header: str) -> Iterator[str]:
    """The lines of a header, but for those that said how the mail was divided."""
    kept = False
    for line in header.splitlines():
        if not line.strip():
            continue
        if line[:1] not in " \t":
            kept = ":" in line and _MIME_FIELD.match(line) is None
        if kept:
            yield line


def _named(media_type: bytes, name: str) -> bytes:
    written = quote(name[:255]).encode()
    return b"Content-Type: %s\r\nContent-Disposition: attachment; filename*=utf-8''%s\r\n" % (media_type, written)


def _in_base64(content: bytes) -> bytes:
    return b"Content-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(content)
