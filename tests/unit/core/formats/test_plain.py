"""Plain text: the charset is told from the bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox_bot.core.formats.extract import TEXT_LIMIT, clean
from inbox_bot.core.formats.plain import read_plain
from inbox_bot.core.words import Problem

TEXT = "Lebenslauf: Größe, Übung, naïve café"


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_text_is_read_in_its_charset(charset):
    assert read_plain(TEXT.encode(charset)).text == TEXT


def test_text_is_cut_at_a_million_characters():
    assert len(read_plain(b"a" * (TEXT_LIMIT + 10)).text) == TEXT_LIMIT


def test_bytes_that_are_no_text_are_damaged():
    assert read_plain(bytes(range(1, 32)) * 50).problem is Problem.DAMAGED


@pytest.mark.parametrize(
    ("untidy", "tidy"),
    [
        ("a\r\nb\rc", "a\nb\nc"),
        ("a\x00b\x07c", "abc"),
        ("a\ud800b", "ab"),
        ("a\n\n\n\n\n\nb", "a\n\n\nb"),
        ("  a \n", "a"),
    ],
)
def test_text_is_cleaned(untidy, tidy):
    assert clean(untidy) == tidy


@given(st.binary(max_size=300))
def test_any_bytes_are_text_that_can_be_stored_or_damaged(content):
    extract = read_plain(content)
    assert extract.text.encode("utf-8").decode() == extract.text
