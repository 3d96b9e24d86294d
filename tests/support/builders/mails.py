"""Mails for tests, built fluently: `a_mail().from_("Ann Lee <ann@example.org>").subject("CV").attach("cv.pdf", b"…")`.

Writes the bytes itself, so that a test sees on the wire what it says, also where the standard library would repair or
refuse it. Each call gives a new builder: a half-built mail can be shared.
"""

import base64
import hashlib
import quopri
from dataclasses import dataclass, replace
from email.header import Header
from typing import Self

from inbox_bot.core.message.parse import parse
from inbox_bot.core.message.values import Message
from inbox_bot.core.unpack.stage import unpack


@dataclass(frozen=True, kw_only=True)
class _Attached:
    name: str | None
    content: bytes
    type: str
    disposition: str | None
    fields: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class MailBuilder:
    """A mail in the making. `bytes()` gives it as fetched by IMAP (CRLF), `message()` as read."""

    fields: tuple[tuple[str, str], ...] = (
        ("Received", "from mx.example.org by mx.example.com; Mon, 1 Jun 2026 09:30:05 +0000"),
        ("From", "Ann Lee <ann.lee@example.org>"),
        ("To", "recruitment@example.com"),
        ("Subject", "Application"),
        ("Date", "Mon, 01 Jun 2026 09:30:00 +0000"),
        ("Message-ID", "<first@example.org>"),
        ("MIME-Version", "1.0"),
    )
    plain: str | None = None
    markup: str | None = None
    attached: tuple[_Attached, ...] = ()

    def header(self, name: str, value: str) -> Self:
        """The field with this value, instead of those of that name. Beyond ASCII it is written as encoded words."""
        return self.without(name).another(name, value)

    def another(self, name: str, value: str) -> Self:
        """One more field of this name."""
        return replace(self, fields=(*self.fields, (name, value)))

    def without(self, *names: str) -> Self:
        """No field of these names."""
        lowered = {name.lower() for name in names}
        return replace(self, fields=tuple(field for field in self.fields if field[0].lower() not in lowered))

    def from_(self, value: str) -> Self:
        """Who wrote it: `Ann Lee <ann@example.org>`."""
        return self.header("From", value)

    def to(self, *values: str) -> Self:
        """To whom."""
        return self.header("To", ", ".join(values))

    def cc(self, *values: str) -> Self:
        """To whom as well."""
        return self.header("Cc", ", ".join(values))

    def reply_to(self, *values: str) -> Self:
        """Where answers are wished to."""
        return self.header("Reply-To", ", ".join(values))

    def return_path(self, value: str) -> Self:
        """The envelope's sender, without brackets; "" is the null path. On top, as the delivering server writes it."""
        bare = self.without("Return-Path")
        return replace(bare, fields=(("Return-Path", f"<{value}>"), *bare.fields))

    def subject(self, value: str) -> Self:
        """The subject."""
        return self.header("Subject", value)

    def date(self, value: str) -> Self:
        """The Date field, as written: `Mon, 01 Jun 2026 09:30:00 +0000`."""
        return self.header("Date", value)

    def id(self, value: str) -> Self:
        """The Message-ID, with its angle brackets."""
        return self.header("Message-ID", value)

    def replying_to(self, *ids: str) -> Self:
        """In-Reply-To the last of these ids, References all of them."""
        return self.header("In-Reply-To", ids[-1]).header("References", " ".join(ids))

    def text(self, value: str) -> Self:
        """The plain body."""
        return replace(self, plain=value)

    def html(self, value: str) -> Self:
        """The HTML body; with `text`, the two are alternatives."""
        return replace(self, markup=value)

    def attach(
        self,
        name: str | None,
        content: bytes,
        type: str = "application/octet-stream",
        disposition: str | None = "attachment",
        fields: tuple[tuple[str, str], ...] = (),
    ) -> Self:
        """One more part. `name` None: no file name; `disposition` None: no such field; `fields`: any others."""
        part = _Attached(name=name, content=content, type=type, disposition=disposition, fields=fields)
        return replace(self, attached=(*self.attached, part))

    def forwarding(self, mail: "MailBuilder", name: str | None = None) -> Self:
        """A mail within, as message/rfc822."""
        return self.attach(name, mail.bytes(), "message/rfc822", "attachment" if name else None)

    def bytes(self) -> bytes:
        """The mail as IMAP hands it out: CRLF line ends, 7-bit but for fields that a test gave raw."""
        lines = [_field(name, value) for name, value in self.fields]
        return b"\r\n".join(lines) + b"\r\n" + self._entity()

    def message(self) -> Message:
        """The mail as the product reads it."""
        return read_mail(self.bytes())

    def _entity(self) -> bytes:
        if not self.attached:
            return self._body()
        body = [] if self.plain is None and self.markup is None else [self._body()]
        return _multipart("mixed", [*body, *map(_part, self.attached)])

    def _body(self) -> bytes:
        if self.plain is not None and self.markup is not None:
            return _multipart("alternative", [_text("plain", self.plain), _text("html", self.markup)])
        if self.markup is not None:
            return _text("html", self.markup)
        return _text("plain", self.plain or "")


def read_mail(raw: bytes) -> Message:
    """A mail as the product reads it: its parts, and those of what it holds. Raises TooComplex."""
    return unpack(parse(raw))


def a_mail() -> MailBuilder:
    """A short application without a body, from Ann Lee to recruitment@example.com, to be changed as a test needs it."""
    return MailBuilder()


def _field(name: str, value: str) -> bytes:
    if value.isascii():
        return f"{name}: {value}".encode("ascii")
    # The display name alone is encoded: an address in an encoded word is none (RFC 2047 §5).
    words, bracket, address = (
        value.partition(" <") if name.lower() in ("from", "to", "cc", "reply-to") else (value, "", "")
    )
    if not address.isascii():
        return f"{name}: {value}".encode()
    return f"{name}: {Header(words, 'utf-8').encode(linesep=chr(13) + chr(10))}{bracket}{address}".encode("ascii")


def _multipart(subtype: str, entities: list[bytes]) -> bytes:
    # The boundary comes from what it delimits: no mail within has the same, and building twice gives the same bytes.
    boundary = b"=_" + hashlib.sha256(b"\n".join(entities)).hexdigest()[:24].encode("ascii")
    head = b'Content-Type: multipart/%s; boundary="%s"\r\n\r\n' % (subtype.encode("ascii"), boundary)
    return head + b"".join(b"--%s\r\n%s\r\n" % (boundary, entity) for entity in entities) + b"--%s--\r\n" % boundary


def _text(subtype: str, text: str) -> bytes:
    head = f'Content-Type: text/{subtype}; charset="utf-8"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'
    content = quopri.encodestring(text.replace("\r\n", "\n").encode("utf-8", "surrogatepass"))
    return head.encode("ascii") + content.replace(b"\n", b"\r\n")


def _part(attached: _Attached) -> bytes:
    fields = [f"Content-Type: {attached.type}"]
    if attached.disposition is not None:
        fields.append(f"Content-Disposition: {attached.disposition}{_filename(attached.name)}")
    elif attached.name is not None:
        fields[0] += _filename(attached.name).replace("filename", "name")
    fields += [f"{name}: {value}" for name, value in attached.fields]
    if attached.type.startswith("message/"):
        return "\r\n".join(fields).encode("ascii") + b"\r\n\r\n" + attached.content
    fields.append("Content-Transfer-Encoding: base64")
    content = base64.encodebytes(attached.content).replace(b"\n", b"\r\n")
    return "\r\n".join(fields).encode("ascii") + b"\r\n\r\n" + content


def _filename(name: str | None) -> str:
    if name is None:
        return ""
    if name.isascii() and name.isprintable():
        escaped = name.replace("\\", "\\\\").replace('"', '\\"')
        return f'; filename="{escaped}"'
    percent = "".join(f"%{byte:02X}" for byte in name.encode("utf-8", "surrogatepass"))
    return f"; filename*=utf-8''{percent}"
