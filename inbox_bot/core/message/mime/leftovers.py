"""Files that are written into a text: uuencoded, armoured, in base64, yEnc or BinHex, as a picture's address in HTML.

Programs from before MIME put a file below the letter; gateways that lose a part's header, and people who paste a mail,
leave it there. A reader sees a page of signs, and a machine found no CV. Each such block becomes a part of its own, and
the text is what is left. Linear: each line is looked at a bounded number of times.

uuencode: IEEE Std 1003.1-2017, uuencode; armour: RFC 9580 §6.2, RFC 7468 §9 (CMS); data addresses: RFC 2397.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from inbox_bot.core.message.mime import sniff, transfer

BLOCKS = 50  # of one text: somebody's CV is among the first
YENC, BINHEX = "application/x-yenc", "application/mac-binhex40"
BASE64_LINES = 4  # lines of full length: fewer are a key or an id
_MARKS = (b"begin", b"-----BEGIN ", b"=ybegin ", b"BinHex", b"data:image/")
_UU = re.compile(
    rb"^begin(?P<base64>-base64)? [0-7]{3,4} (?P<name>[^\r\n]{1,255})\r?\n"
    rb"(?P<body>(?:(?!end|====)[^\r\n]{1,400}(?:\r?\n|\Z))+)"
    rb"(?:`?\r?\n)?(?:(?:end|====)[ \t]*(?:\r?\n|\Z))?",
    re.MULTILINE,
)
_ARMOUR = re.compile(
    rb"(?:^|(?<=>))-----BEGIN (?P<what>PGP MESSAGE|PKCS7|CMS)-----(?P<body>.*?)(?:-----END (?P=what)-----|\Z)",
    re.MULTILINE | re.DOTALL,
)
_YENC = re.compile(
    rb"^=ybegin [^\r\n]{0,200}name=(?P<name>[^\r\n]{1,255})\r?\n.*?(?:^=yend[^\r\n]{0,200}|\Z)",
    re.MULTILINE | re.DOTALL,
)
_BINHEX = re.compile(rb"^\(This file must be converted with BinHex[^\r\n]{0,40}\r?\n\s{0,10}:[^:]{60,}:?", re.MULTILINE)
_BASE64 = re.compile(
    rb"(?:^[A-Za-z0-9+/]{60,76}[ \t]{0,2}\r?\n){%d,}+(?:[A-Za-z0-9+/]{1,76}={0,2}[ \t]{0,2}(?:\r?\n|\Z))?"
    % BASE64_LINES,
    re.MULTILINE,
)
_NAME_ABOVE = re.compile(rb"(?:file)?name\*?=\"?(?P<name>[^\"\r\n;]{1,255})", re.IGNORECASE)
_DATA = re.compile(rb"data:(?P<type>image/[a-z+.-]{2,20});base64,(?P<body>[A-Za-z0-9+/=\s%]{100,})", re.IGNORECASE)
_ABOVE = 600  # bytes above a block in which its header may still be
_TAG = re.compile(rb"<[^<>]{0,500}>")
_TEXTS = frozenset({"text/plain", "text/html", sniff.UNKNOWN})


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """A file that was written into a text, and where."""

    begin: int
    end: int
    name: bytes  #: as written; empty where nothing names it
    content: bytes  #: decoded; of what can't be decoded here, as it stands
    type: str = ""  #: of what can't be decoded here; "" where the bytes tell


def blocks_in(content: bytes) -> tuple[Block, ...]:
    """The files in a text, in order, none over another; at most 50."""
    found: list[Block] = []
    end = 0
    for block in sorted(_every(content), key=lambda block: (block.begin, -block.end)):
        if block.begin >= end and len(found) < BLOCKS:
            found.append(block)
            end = block.end
    return tuple(found)


def without(content: bytes, blocks: tuple[Block, ...]) -> bytes:
    """The text that is left where its files are taken out."""
    kept, at = [], 0
    for block in blocks:
        kept.append(content[at : block.begin])
        at = block.end
    return b"".join([*kept, content[at:]])


def _every(content: bytes) -> Iterator[Block]:
    if any(mark in content for mark in _MARKS):
        yield from _uuencoded(content)
        yield from _armoured(content)
        for match in _YENC.finditer(content):
            yield Block(begin=match.start(), end=match.end(), name=match["name"].strip(), content=match[0], type=YENC)
        for match in _BINHEX.finditer(content):
            yield Block(begin=match.start(), end=match.end(), name=b"", content=match[0], type=BINHEX)
        for match in _DATA.finditer(content):
            picture = transfer.decoded(match["body"].replace(b"%2B", b"+").replace(b"%2F", b"/"), "base64")
            yield Block(begin=match.start(), end=match.end(), name=b"", content=picture)
    for match in _BASE64.finditer(content):
        file = transfer.decoded(match[0], "base64")
        if sniff.type_of(file) not in _TEXTS:
            above = list(_NAME_ABOVE.finditer(content, max(0, match.start() - _ABOVE), match.start()))
            name = above[-1]["name"] if above else b""
            yield Block(begin=match.start(), end=match.end(), name=name.strip(), content=file)


def _uuencoded(content: bytes) -> Iterator[Block]:
    for match in _UU.finditer(content):
        body = match["body"]
        if not _is_uuencoded(body) and b"&" in body:  # in HTML some of its signs are written as words
            body = html.unescape(body.decode("latin-1")).encode("latin-1", "replace")
        if match["base64"]:
            file = transfer.decoded(body, "base64")
        elif _is_uuencoded(body):
            file = transfer.decoded(b"begin 644 x\n" + body, "x-uuencode")
        else:  # "begin 644 things at once", in a letter
            continue
        yield Block(begin=match.start(), end=match.end(), name=match["name"].strip(), content=file)


def _is_uuencoded(body: bytes) -> bool:
    """Whether the first line is as long as its first character says, give or take what editors strip or pad."""
    line = body.split(b"\n", 1)[0].rstrip(b"\r")
    if not line or not 0x20 <= line[0] <= 0x60:
        return False
    needed = ((line[0] - 0x20 & 0x3F) + 2) // 3 * 4
    return needed > 0 and needed - 3 <= len(line) - 1 <= needed + 2


def _armoured(content: bytes) -> Iterator[Block]:
    for match in _ARMOUR.finditer(content):
        block = _TAG.sub(b"", match[0]) if b"<" in match[0] else match[0]
        yield Block(begin=match.start(), end=match.end(), name=b"", content=block)
