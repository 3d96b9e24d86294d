"""Letters that Outlook keeps in RTF alone, in .msg files and in winmail.dat: what their writer typed."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox_bot.core.message.values import Message
from inbox_bot.core.unpack.rtf_letters import letter_in, unpacked
from inbox_bot.core.unpack.stage import unpack
from tests.support.builders.documents import a_part
from tests.unit.core.unpack.test_outlook import a_msg, a_property, a_tnef, attached, attribute

#: The example of MS-OXRTFCP §4.1.1, and that of §4.1.2, which refers to what it is about to write.
SIMPLE = "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
CROSSING = "1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0"
HTML = (
    rb"{\rtf1\ansi\ansicpg1252\fromhtml1 {\*\htmltag64 <p>}\htmlrtf {\htmlrtf0 I apply{\*\htmltag116 <br>}\htmlrtf\line"
    rb"\htmlrtf0 as a baker{\*\htmltag84 &eacute;}\htmlrtf \'e9\htmlrtf0{\*\htmltag72 </p>}}"
)


def plain(rtf: bytes) -> bytes:
    return struct.pack("<IIII", len(rtf) + 12, len(rtf), 0x414C454D, 0) + rtf


def in_tnef(tag: int, kind: int, value: bytes) -> bytes:
    return a_tnef() + attribute(0x00069003, struct.pack("<I", 1) + a_property(tag, kind, value), 1)


def as_the_whole_mail(content: bytes) -> Message:
    return unpack(Message(parts=(a_part(content, "winmail.dat", section="1"),)))


@pytest.mark.parametrize(
    ("packed", "rtf"),
    [(SIMPLE, b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"), (CROSSING, b"{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}")],
)
def test_it_is_unpacked_as_the_specification_does(packed: str, rtf: bytes):
    assert unpacked(bytes.fromhex(packed)) == rtf


def test_what_was_html_has_its_lines_and_none_of_its_tags():
    assert [line for line in letter_in(plain(HTML)).splitlines() if line] == ["I apply", "as a baker"]


def test_the_letter_of_a_msg_that_has_no_other_is_read():
    (mail,) = attached("a.msg", a_msg(body="", **{"__substg1.0_10090102": bytes.fromhex(SIMPLE)})).enclosed
    assert mail.typed == "hello world"


@pytest.mark.parametrize(
    "content",
    [
        in_tnef(0x1009, 0x0102, bytes.fromhex(SIMPLE)),
        in_tnef(0x1013, 0x0102, b"<html><body><p>hello <b>world</b></p></body></html>"),
        in_tnef(0x1000, 0x001F, "hello world\0".encode("utf-16-le")),
        a_tnef(letter="hello world"),
    ],
    ids=["RTF", "HTML", "text", "attribute"],
)
def test_the_letter_of_a_mail_that_is_a_winmail_dat_is_the_mail_s(content: bytes):
    assert as_the_whole_mail(content).typed == "hello world"
    assert attached("winmail.dat", content).typed == "Please see the attached."


@given(st.binary(max_size=200), st.sampled_from([0x75465A4C, 0x414C454D, 1]), st.integers(0, 2**32 - 1))
def test_whatever_is_packed_something_comes_out(content: bytes, how: int, size: int):
    letter_in(struct.pack("<IIII", 0, size, how, 0) + content)
    letter_in(content)
