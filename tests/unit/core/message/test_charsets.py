"""Text in the charset that somebody named, else in the one that its letters speak for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox_bot.core.message.mime.charset_guess import guessed
from inbox_bot.core.message.mime.charsets import decode, wide_codec
from inbox_bot.core.message.mime.sniff import type_of
from inbox_bot.core.message.parse import parse
from inbox_bot.core.message.text.html_text import declared_charset
from tests.support.texts import CHINESE, GERMAN, GREEK, IN_CHARSETS, POLISH, RUSSIAN


@pytest.mark.parametrize(
    ("text", "charset"),
    IN_CHARSETS,
)
def test_a_text_that_nobody_named_the_charset_of_is_read_by_its_letters(text, charset):
    assert decode(text.encode(charset)) == text


@pytest.mark.parametrize("text", ["She’s a “naïve” café manager – résumé • 5 £", "Größe, naïve café", "caf\xe9"])
def test_western_text_of_several_languages_stays_western(text):
    assert decode(text.encode("cp1252")) == text


def test_the_declared_charset_outranks_the_letters():
    assert decode("Łódź i Żywiec".encode("cp1250"), "windows-1250") == "Łódź i Żywiec"


@pytest.mark.parametrize("text", [GERMAN, POLISH, RUSSIAN, GREEK, CHINESE + "\nn 2019 - 2023\n", "Plain words"])
@pytest.mark.parametrize("charset", ["utf-16-le", "utf-16-be", "utf-16", "utf-8", "utf-8-sig", "utf-32"])
def test_unicode_is_read_with_its_mark_and_without(text, charset):
    assert decode(text.encode(charset)) == text


def test_utf_16_without_a_mark_is_text_and_zeros_in_anything_else_are_not():
    assert type_of("Curriculum vitae\n2019 - 2023".encode("utf-16-be")) == "text/plain"
    assert type_of("<html><body>CV</body></html>".encode("utf-16-le")) == "text/html"
    assert wide_codec(bytes(range(256)) * 4) is None
    assert wide_codec(b"\0" * 100) is None
    assert type_of(bytes(100)) == "application/octet-stream"


@pytest.mark.parametrize(
    ("page", "charset"),
    [
        (b'<html><head><meta charset="windows-1251">', "windows-1251"),
        (b"<meta http-equiv=Content-Type content='text/html; charset=koi8-r'>", "koi8-r"),
        (b'<?xml version="1.0" encoding="ISO-8859-2"?><html>', "ISO-8859-2"),
        (b"<html><p>charset=utf-16</p>", ""),
        (b"<html>" + b" " * 5_000 + b'<meta charset="utf-7">', ""),
    ],
)
def test_a_page_says_its_charset_near_its_top(page, charset):
    assert declared_charset(page) == charset


def test_a_letter_in_html_is_read_in_the_charset_that_its_page_names():
    body = f'<html><head><meta charset="koi8-r"></head><body>{RUSSIAN}</body></html>'.encode("koi8_r")
    raw = b"From: a@b.example\nContent-Type: text/html\nContent-Transfer-Encoding: 8bit\n\n" + body
    assert parse(raw).text == RUSSIAN


@given(st.binary(max_size=400), st.sampled_from(["", "utf-8", "koi8-r", "utf-16", "no-such", "idna"]))
def test_any_bytes_in_any_charset_are_text_that_can_be_stored(content, charset):
    text = decode(content, charset)
    assert text.encode("utf-8").decode("utf-8") == text


@given(st.binary(max_size=400))
def test_a_guess_is_a_charset_that_reads(content):
    assert isinstance(content.decode(guessed(content), "replace"), str)
