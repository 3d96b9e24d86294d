"""Mails with something wrong in them, as many as are wanted: number n is the same mail each time.

Whole mails are bent as transports, gateways and strangers bend them: bytes lost, doubled and changed, lines in another
order, one mail's end on another's beginning, and what a header or a body may say put where it does not belong.
"""

import random
from collections.abc import Callable, Sequence
from functools import cache

from inbox_bot.demo.samples import samples
from tests.support.builders.documents import a_docx, a_pdf, a_zip, paragraph
from tests.support.builders.locked import a_locked_docx, a_locked_pdf
from tests.support.builders.mails import a_mail

LARGEST = 300_000  # bytes: what doubles again and again is cut
_SAID = (
    *(b"\r\n", b"\n", b"\r", b"\0", b"--", b"=\r\n", b"=?utf-8?q?=0ABcc:_x=40y.example?=", b"=?x?b?====?=", b"\x1b$B"),
    *(b"Content-Type: message/rfc822\r\n\r\n", b'Content-Type: multipart/mixed; boundary=""\r\n', b"; charset=utf-7"),
    *(b"Content-Transfer-Encoding: base64\r\n", b"Content-Transfer-Encoding: x-uuencode\r\n", b"begin 644 cv.doc\n"),
    *(b"Content-Disposition: attachment; filename*0*=utf-8''%ff; filename*1=\"../x\"\r\n", b"charset=idna", b"%00"),
    *(
        b"From: ",
        b"To: undisclosed-recipients:;",
        b"Date: 32 Foo 0000 99:99:99 +9999\r\n",
        b"Message-ID: <\r\n",
        b"<<>>@",
    ),
    *(b"Auto-Submitted: auto-replied\r\n", b"Return-Path: <>\r\n", b"In-Reply-To: <a@b> <c@d>\r\n", b"Passwort: abc"),
    *(
        b"PK\x03\x04",
        b"%PDF-1.7\n",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"{\\rtf1",
        b"<html>" * 20,
        b"\xef\xbb\xbf",
        b"\xff\xfe",
    ),
)


def mutated(number: int) -> bytes:
    """Mail number `number`: one of ours, changed in one to eight ways."""
    chance = random.Random(number)
    mail = chance.choice(_mails())
    for _ in range(chance.randint(1, 8)):
        mail = chance.choice(_WAYS)(mail, chance)[:LARGEST]
    return mail


@cache
def _mails() -> tuple[bytes, ...]:
    papers = (
        ("cv.pdf", a_pdf()),
        ("cv.docx", a_docx(paragraph("Curriculum vitae. Ada Example, ada@example.org"))),
        ("cv.zip", a_zip(b"Curriculum vitae. Ada Example, ada@example.org")),
        ("locked.pdf", a_locked_pdf("Sommer26")),
        ("locked.docx", a_locked_docx("Sommer26")),
    )
    letter = a_mail().subject("Application: Infrastructure engineer").text("I apply.\n\nPassword: Sommer26\n\nAda")
    return (
        *(sample.raw for sample in samples()),
        *(letter.attach(name, content).bytes() for name, content in papers),
        a_mail().text("Please see below.").forwarding(letter.attach(*papers[0])).bytes(),
    )


def _span(mail: bytes, chance: random.Random, longest: int) -> tuple[int, int]:
    begin = chance.randrange(len(mail) + 1)
    return begin, min(len(mail), begin + chance.randint(1, longest))


def _bytes_change(mail: bytes, chance: random.Random) -> bytes:
    changed = bytearray(mail)
    for _ in range(chance.randint(1, 30)):
        if changed:
            changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _some_is_lost(mail: bytes, chance: random.Random) -> bytes:
    begin, end = _span(mail, chance, 2_000)
    return mail[:begin] + mail[end:]


def _some_is_doubled(mail: bytes, chance: random.Random) -> bytes:
    begin, end = _span(mail, chance, 2_000)
    return mail[:end] + mail[begin:end] * chance.choice((1, 1, 2, 50)) + mail[end:]


def _something_is_said(mail: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(mail) + 1) if chance.random() < 0.5 else chance.randrange(min(len(mail), 1_000) + 1)
    return mail[:at] + chance.choice(_SAID) + mail[at:]


def _lines_change_places(mail: bytes, chance: random.Random) -> bytes:
    lines = mail.split(b"\n")
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return b"\n".join(lines)


def _ends_as_another(mail: bytes, chance: random.Random) -> bytes:
    other = chance.choice(_mails())
    return mail[: chance.randrange(len(mail) + 1)] + other[chance.randrange(len(other)) :]


def _breaks_off(mail: bytes, chance: random.Random) -> bytes:
    return mail[: chance.randrange(len(mail) + 1)]


_WAYS: Sequence[Callable[[bytes, random.Random], bytes]] = (
    *(_bytes_change, _some_is_lost, _some_is_doubled, _something_is_said, _something_is_said),
    *(_lines_change_places, _ends_as_another, _breaks_off),
)
