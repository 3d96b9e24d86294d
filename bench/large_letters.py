"""What it costs to read a large letter of each kind that is looked at closely: `python -m bench.large_letters`.

Each is 900 kB of what the finders look for: files written into a text, parts behind a closing line, HTML beside a stub,
links, pictures' addresses, lists, notices. CPU seconds of parsing and of reading the documents, the dearest first.
"""

import base64
import binascii
import os
import time
from collections.abc import Mapping

from inbox_bot.core.documents.collect import documents_of
from tests.support.builders.mails import read_mail

SIZE = 900_000  # bytes
_HEADER = b"From: ann@example.org\nTo: jobs@example.com\nSubject: CV\nMIME-Version: 1.0\n"
_MIXED = b'Content-Type: multipart/mixed; boundary="b"\n\n--b\n\nDear all\n--b--\n'


def main() -> None:
    """Print a line a letter."""
    spent = []
    for name, raw in letters().items():
        begun = time.process_time()
        message = read_mail(raw)
        parsed = time.process_time() - begun
        documents_of(message)
        spent.append((time.process_time() - begun, parsed, name, len(message.parts)))
    print(f"{'CPU s':>6} {'parse':>6}  letter")
    for whole, parsed, name, parts in sorted(spent, reverse=True):
        print(f"{whole:6.2f} {parsed:6.2f}  {name} ({parts} parts)")
    print(f"slowest_letter_s={max(spent)[0]:.2f}")


def letters() -> Mapping[str, bytes]:
    """The letters, by what they are made of."""
    uu = b"begin 644 cv.pdf\n" + b"".join(binascii.b2a_uu(os.urandom(45)) for _ in range(SIZE // 62)) + b"`\nend\n"
    return {
        "a uuencoded file": _text(uu),
        "beginnings of uuencoded files": _repeated(b"begin 644 x\nabc\n\n"),
        "a file in base64": _text(base64.encodebytes(b"%PDF-1.4" + os.urandom(SIZE * 3 // 4))),
        "base64 that is too short": _repeated((b"A" * 70 + b"\n") * 3 + b"\n"),
        "beginnings of armour": _repeated(b"-----BEGIN PGP MESSAGE-----\n"),
        "beginnings of armour in HTML": _repeated(b"<p>-----BEGIN PGP MESSAGE-----", b"text/html"),
        "beginnings of yEnc": _repeated(b"=ybegin name=x\n"),
        "notes on BinHex": _repeated(b"(This file must be converted with BinHex 4.0)\n"),
        "pictures' addresses": _repeated(b'<img src="data:image/png;base64,AAAA">', b"text/html"),
        "words behind the closing line": _HEADER + _MIXED + _filled(b"words\n"),
        "delimiters behind the closing line": _HEADER
        + _MIXED
        + b"--b\nContent-Type: text/plain\n\n"
        + _filled(b"--x\n"),
        "a multipart without its header": _text(b"--x\nContent-Type: text/plain\n\n" + _filled(b"words\n")),
        "HTML beside a stub": _alternative(b"html", _filled(b"<p>word and word</p>")),
        "HTML that a text was cut off from": _alternative(_filled(b"word and ", 2), _filled(b"word and ", 2) + b"more"),
        "links": _repeated(b"https://we.tl/t-a cv.pdf "),
        "links in HTML": _repeated(b"<a href='https://we.tl/t-a'>cv.pdf</a>", b"text/html"),
        "links that don't end": _repeated(b"<a href='https://we.tl/t-a'>", b"text/html"),
        "pictures of the letter": _repeated(b"<img src=cid:x width=1>", b"text/html"),
        "Russian in KOI8-R without a label": _text(_filled("Опыт работы инженер ".encode("koi8_r")), b"text/plain"),
        "a numbered CV": _repeated(b"1. Experience\n2. Education\n"),
        "a mail that is attached": _attached(
            b"From: a@b\nTo: b@c\nDate: x\nSubject: y\n\n" + _filled(b"words\n"), b"x.eml"
        ),
        "a gateway's notice": _attached(_filled(b"attachment removed "), b"x.txt"),
        "numbers of glyphs": _attached(_filled(b"XUUL FXOX "), b"x.txt"),
        "nothing that shows": _text(_filled("\u200b".encode())),
    }


def _filled(piece: bytes, share: int = 1) -> bytes:
    return piece * (SIZE // share // len(piece))


def _text(content: bytes, type_: bytes = b"text/plain; charset=utf-8") -> bytes:
    return _HEADER + b"Content-Type: " + type_ + b"\n\n" + content


def _repeated(piece: bytes, type_: bytes = b"text/plain; charset=utf-8") -> bytes:
    return _text(_filled(piece), type_)


def _attached(content: bytes, name: bytes) -> bytes:
    disposition = b'Content-Disposition: attachment; filename="' + name + b'"\n'
    return _HEADER + b"Content-Type: application/octet-stream\n" + disposition + b"\n" + content


def _alternative(plain: bytes, markup: bytes) -> bytes:
    parts = b"--b\nContent-Type: text/plain\n\n" + plain + b"\n--b\nContent-Type: text/html\n\n" + markup + b"\n--b--\n"
    return _HEADER + b'Content-Type: multipart/alternative; boundary="b"\n\n' + parts


if __name__ == "__main__":
    main()
