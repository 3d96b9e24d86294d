"""Files that are written into a text become parts of their own; the text is what is left."""

import base64
import binascii
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox_bot.core.message.mime.leftovers import BINHEX, YENC, blocks_in, without
from inbox_bot.core.message.mime.sealed import PGP_MESSAGE
from inbox_bot.core.message.mime.sniff import type_of
from tests.support.builders.mails import a_mail

PDF = b"%PDF-1.4\n" + bytes(range(256)) * 3


def uuencoded(content: bytes, name: str = "cv.pdf") -> bytes:
    lines = [binascii.b2a_uu(content[at : at + 45]) for at in range(0, len(content), 45)]
    return f"begin 644 {name}\n".encode() + b"".join(lines) + b"`\nend\n"


@pytest.mark.parametrize(
    "block",
    [
        uuencoded(PDF),
        uuencoded(PDF).replace(b"\n", b"\r\n"),
        uuencoded(PDF).replace(b"`\nend\n", b""),
        uuencoded(PDF).replace(b"&", b"&amp;").replace(b"<", b"&lt;").replace(b">", b"&gt;"),
        b"begin-base64 644 cv.pdf\n" + base64.encodebytes(PDF) + b"====\n",
        b'Content-Type: application/pdf; name="cv.pdf"\n\n' + base64.encodebytes(PDF),
    ],
    ids=["uuencode", "CRLF", "cut off", "in HTML", "uuencode -m", "base64 below what is left of a header"],
)
def test_a_file_in_a_letter_is_decoded_and_named(block):
    text = b"Dear all,\n\n" + block + b"\nAnn\n"
    (found,) = blocks_in(text)
    assert (found.name, found.content[: len(PDF)]) == (b"cv.pdf", PDF)
    assert without(text, (found,)).startswith(b"Dear all,")
    assert without(text, (found,)).endswith(b"\nAnn\n")


@pytest.mark.parametrize(
    ("block", "media_type"),
    [
        (b"-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----\n", PGP_MESSAGE),
        (b"-----BEGIN PGP MESSAGE-----\n\nhQEMA, and the rest was cut off", PGP_MESSAGE),
        (b"=ybegin line=128 size=9 name=cv.pdf\n)J)J)J\n=yend size=9\n", YENC),
        (b"(This file must be converted with BinHex 4.0)\n:" + b"R0!3!N!" * 20 + b":\n", BINHEX),
    ],
)
def test_what_can_not_be_decoded_here_is_a_part_of_a_type_that_says_so(block, media_type):
    (found,) = blocks_in(b"Dear all,\n" + block)
    assert (found.type or type_of(found.content)) == media_type


def test_a_picture_in_the_address_of_an_image_is_a_part():
    picture = b"\x89PNG\r\n\x1a\n" + bytes(200)
    page = b'<p>CV:</p><img src="data:image/png;base64,' + base64.b64encode(picture) + b'">'
    (found,) = blocks_in(page)
    assert found.content == picture


@pytest.mark.parametrize(
    "text",
    [
        b"begin 644 things at once\nand end them all\nend\n",
        b"begin\nend\n",
        b"I know -----BEGIN PGP MESSAGE----- from work",
        b"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nDear all\n-----BEGIN PGP SIGNATURE-----\n\niQ\n",
        base64.encodebytes(b"These are words in base64, and words are no file. " * 20),
        b"AAAAB3NzaC1yc2EAAAADAQABAAABAQC7" + b"a" * 60 + b"\n",
        b"(This file must be converted with BinHex 4.0) is what it said\n",
    ],
)
def test_words_are_no_file(text):
    assert blocks_in(text) == ()


def test_two_files_in_one_letter_are_two_parts_beside_its_text():
    message = a_mail().text(f"Dear all\n\n{uuencoded(PDF).decode()}\n{uuencoded(PDF, 'b.pdf').decode()}").message()
    assert [(part.section, part.filename) for part in message.parts] == [
        ("1", "part-1.txt"),
        ("1!1", "cv.pdf"),
        ("1!2", "b.pdf"),
    ]
    assert message.typed == "Dear all"


@given(
    st.lists(st.sampled_from([b"begin 644 x\n", b"M" * 61 + b"\n", b"end\n", b"-----BEGIN PGP MESSAGE-----\n", b"a\n"]))
)
def test_blocks_are_in_order_and_never_overlap(pieces):
    blocks = blocks_in(b"".join(pieces))
    assert all(one.end <= other.begin for one, other in itertools.pairwise(blocks))


def test_a_file_that_ends_with_the_text_is_whole():
    (found,) = blocks_in(b"Dear all\n\n" + uuencoded(PDF).replace(b"`\nend\n", b"").rstrip(b"\n"))
    assert found.content == PDF


def test_an_attached_text_that_is_one_file_is_that_file_and_one_that_only_has_some_stays_itself():
    alone = a_mail().text("CV").attach("cv.uue", uuencoded(PDF), "text/plain").message()
    assert [part.filename for part in alone.parts] == ["part-1.txt", "cv.pdf"]
    notes = b"What I have written about mail. " * 20 + b"\n" + uuencoded(PDF)
    among = a_mail().text("Notes").attach("notes.txt", notes, "text/plain").message()
    assert [part.filename for part in among.parts] == ["part-1.txt", "notes.txt"]
