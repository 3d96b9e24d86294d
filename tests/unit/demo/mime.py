"""MIME written out by hand, so that a mail's bytes are the same on every Python and look as some program's do.

Every function gives a MIME part: its own header fields, a blank line, its content; lines end in CRLF.
"""

import base64
import quopri
from collections.abc import Sequence

CRLF = "\r\n"


def text(body: str, *, charset: str = "utf-8", encoding: str = "quoted-printable", subtype: str = "plain") -> bytes:
    """A text part in a charset and a transfer encoding (RFC 2045 §6)."""
    raw = body.strip("\n").replace("\n", CRLF).encode(charset) + b"\r\n"
    if encoding == "quoted-printable":
        raw = quopri.encodestring(raw.replace(b"\r\n", b"\n")).replace(b"\n", b"\r\n")
    elif encoding == "base64":
        raw = base64_lines(raw)
    return _part([f"Content-Type: text/{subtype}; charset={charset}", f"Content-Transfer-Encoding: {encoding}"], raw)


def attachment(content: bytes, type_: str, name: str | None, *fields: str, disposition: str = "attachment") -> bytes:
    """A file in base64; `name` is written into both fields as it is given: encode it first where it needs it."""
    named = f"; name={name}" if name else ""
    placed = f"; filename={name}" if name else ""
    own = [f"Content-Type: {type_}{named}", "Content-Transfer-Encoding: base64"]
    if disposition:
        own.append(f"Content-Disposition: {disposition}{placed}")
    return _part([*own, *fields], base64_lines(content))


def part(fields: Sequence[str], body: str) -> bytes:
    """Any part, its content as it stands."""
    return _part(fields, body.strip("\n").replace("\n", CRLF).encode("ascii") + b"\r\n")


def enclosed(mail: bytes) -> bytes:
    """A mail in a mail (message/rfc822, RFC 2046 §5.2.1)."""
    return _part(["Content-Type: message/rfc822", "Content-Disposition: attachment"], mail)


def multipart(subtype: str, boundary: str, *parts: bytes, preamble: str = "") -> bytes:
    """Several parts in one (RFC 2046 §5.1); `subtype` may carry parameters."""
    delimiter = f"--{boundary}".encode()
    inside = b"".join(delimiter + b"\r\n" + part_.rstrip(b"\r\n") + b"\r\n\r\n" for part_ in parts)
    lead = f"{preamble}{CRLF}".encode() if preamble else b""
    return _part([f'Content-Type: multipart/{subtype}; boundary="{boundary}"'], lead + inside + delimiter + b"--\r\n")


def mail(fields: str, body: bytes) -> bytes:
    """A whole mail: its own fields (an indented line continues one), MIME-Version, and those of its body."""
    head = fields.strip("\n").replace("\n", CRLF).encode("ascii")
    return head + b"\r\nMIME-Version: 1.0\r\n" + body


def word(words: str, charset: str = "utf-8", encoding: str = "Q") -> str:
    """One encoded word (RFC 2047); the caller keeps it under 75 characters."""
    raw = words.encode(charset)
    if encoding == "B":
        return f"=?{charset}?B?{base64.b64encode(raw).decode()}?="
    safe = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-"
    coded = "".join(chr(byte) if byte in safe else "_" if byte == 32 else f"={byte:02X}" for byte in raw)
    return f"=?{charset}?Q?{coded}?="


def base64_lines(raw: bytes) -> bytes:
    """Base64 in lines of 76 characters."""
    return base64.encodebytes(raw).replace(b"\n", b"\r\n")


def _part(fields: Sequence[str], content: bytes) -> bytes:
    return CRLF.join(fields).encode("ascii") + b"\r\n\r\n" + content
