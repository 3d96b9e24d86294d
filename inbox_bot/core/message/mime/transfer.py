"""Content-Transfer-Encoding to bytes (RFC 2045 §6): damage costs what is damaged, not the rest."""

import binascii
import re

_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/=]+")
_UU_BEGIN = re.compile(rb"(?:^|(?<=\n))begin [0-7]{3,4} [^\n]{0,500}\n")


def decoded(content: bytes, encoding: str) -> bytes:
    """The bytes that `content` stands for. An unknown encoding leaves it as it is (RFC 2045 §6.4). Never raises."""
    name = encoding.split("(")[0].strip(" \t\"'").lower()
    if name == "base64":
        return _base64(content)
    if name == "quoted-printable":
        return binascii.a2b_qp(content)
    if name in ("x-uuencode", "uuencode", "uue", "x-uue"):
        return _uuencoded(content)
    return content


def _base64(content: bytes) -> bytes:
    try:
        return binascii.a2b_base64(content)
    except binascii.Error:
        digits = _NOT_BASE64.sub(b"", content).partition(b"=")[0]
        digits = digits[: len(digits) - (len(digits) % 4 == 1)]
        return binascii.a2b_base64(digits + b"=" * (-len(digits) % 4))


def _uuencoded(content: bytes) -> bytes:
    lines = content.replace(b"\r\n", b"\n")
    begin = _UU_BEGIN.search(lines)
    if begin is None:
        return content
    found = bytearray()
    for line in lines[begin.end() :].split(b"\n"):
        if line.strip() == b"end":
            break
        if not line:  # binascii takes it for 32 zeros
            continue
        try:
            found += binascii.a2b_uu(line)
        except binascii.Error:
            # Some encoders pad the last group: as many characters as the length at the line's start asks for.
            expected = ((line[0] - 32) & 63) * 4 // 3 + 2 if line else 0
            try:
                found += binascii.a2b_uu(line[: expected + 1])
            except binascii.Error:
                continue
    return bytes(found)
