"""Untrusted text is inert wherever it is written."""

import email
import email.policy
import unicodedata
from email.message import EmailMessage

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from inbox_bot.core.message import safe

DOUBLE_ENCODED = "Hi =?utf-8?q?=0ABcc:_spy=40x.org?= 😀"

# What an attacker would write, mixed with any text at all.
fragments = st.sampled_from(
    [
        "\r\n",
        "\n",
        "\r",
        "\x0b",
        "\x85",
        "\u2028",
        "\u2029",
        "\0",
        "\ud800",
        "\udfff",
        "\u202e",
        "\u2066",
        "\ufeff",
        "\u200d",
        "\u200c",
        "\u0301",
        "\U000e0041",
        "=?",
        "?=",
        "=?utf-8?q?=0ABcc:_spy=40x.org?=",
        "=?utf-8?b?Cg==?=",
        "?q?",
        "=",
        "?",
        "=?utf-8?q?=3D=3Futf-8=3Fq=3F=0A=3F=3D?=",
        "😀",
        "👩🏽‍💻",
        "Bcc: a@b.c",
        " ",
        "\t",
        "…",
        ":",
        "é",
        "字",
    ]
)
hostile = st.lists(st.one_of(fragments, st.text(max_size=20), st.characters()), max_size=40).map("".join)


def written_and_read(value: str) -> EmailMessage:
    written = EmailMessage(policy=email.policy.SMTP)
    written["Subject"] = value
    written["X-Last"] = "yes"
    return email.message_from_bytes(written.as_bytes(), policy=email.policy.default)


@given(hostile)
@example(DOUBLE_ENCODED)
@example("Hi =?utf-8?q?=?utf-8?q?=0ABcc:_a=40b.c?=?= 😀")
@example("=" * 60 + "?" * 60)
@example("a" * 500 + "é")
@settings(max_examples=400, deadline=None)
def test_a_header_value_stays_one_header_on_this_python(untrusted):
    value = safe.header(untrusted)
    read = written_and_read(value)
    assert read.keys() == ["Subject", "X-Last"]
    assert read["X-Last"] == "yes"
    assert "\n" not in read["Subject"]
    assert "\r" not in read["Subject"]


def test_a_double_encoded_newline_writes_no_second_header():
    assert safe.header(DOUBLE_ENCODED) == "Hi 😀"


@pytest.mark.parametrize(
    ("untrusted", "inert"),
    [
        ("Ann\r\nBcc: spy@x.org", "Ann Bcc: spy@x.org"),
        ("a\u0085b\u2028c\u2029d", "a b c d"),
        ("CV\u202efdp.exe", "CVfdp.exe"),  # right-to-left override
        ("a\0b\x1b[31mc", "a b [31mc"),
        ("lone \ud83d surrogate", "lone surrogate"),
        ("  many \t\n spaces  ", "many spaces"),
        ("tag \U000e0068\U000e0069 text", "tag text"),  # text that only machines see
        ("\u3164\u115f", ""),  # a name that looks empty is
        ("\ufeffBOM", "BOM"),
    ],
)
def test_a_line_is_inert(untrusted, inert):
    assert safe.line(untrusted) == inert


@pytest.mark.parametrize(
    "name",
    [
        "Łukasz Żółć",
        "José Ñandú",
        "Nguyễn Văn Ánh",
        "Дарья Ёлкина",
        "Γιώργος Ψαράς",
        "مریم نوری‌زاده",
        "יוסי כהן",
        "राहुल शर्मा",
        "ক্‌ষ",
        "สมชาย ใจดี",
        "王小明",
        "たなか さくら",
        "김민준",
        "👩🏽‍💻 Ann",
        "🏳️‍🌈",
        "❤️",
        "O'Brien-Smith",
        "Dr. Ann (née Lee)",
        "ཀྵྨ",
        "አበበ",
    ],
)
def test_names_of_all_scripts_and_emoji_survive(name):
    assert safe.line(name) == name
    assert safe.header(name) == name
    assert safe.filename(f"{name}.pdf") == f"{unicodedata.normalize('NFC', name)}.pdf"


def test_a_flood_of_combining_marks_is_cut():
    assert safe.line("a" + "\u0301" * 1_000 + "b") == "a" + "\u0301" * safe.MARKS_LIMIT + "b"


def test_a_long_line_says_that_it_was_cut():
    assert safe.line("x" * 4_096, limit=10) == "xxxxxxxxx…"


@given(hostile, st.integers(min_value=2, max_value=200))
@settings(max_examples=300, deadline=None)
def test_a_line_is_bounded_can_be_written_and_is_stable(untrusted, limit):
    value = safe.line(untrusted, limit)
    assert len(value) <= limit
    value.encode("utf-8")  # would raise on a lone surrogate
    assert not any(unicodedata.category(character) in ("Cc", "Zl", "Zp", "Cs", "Co") for character in value)
    assert not set(value) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
    assert safe.line(value, limit) == value
    assert safe.header(safe.header(untrusted, limit), limit) == safe.header(untrusted, limit)


@pytest.mark.parametrize(
    ("untrusted", "stored"),
    [
        ("CV Ann Lee.pdf", "CV Ann Lee.pdf"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("....a/../../etc/x.pdf", "a_.._.._etc_x.pdf"),
        (r"C:\Users\ann\cv.docx", "C__Users_ann_cv.docx"),
        (r"\\server\share\cv.doc", "__server_share_cv.doc"),
        ("", "document"),
        (".", "document"),
        ("..", "document"),
        ("\0", "document"),
        ("CON", "document_CON"),
        ("con.pdf", "document_con.pdf"),
        ("nul.tar.gz", "document_nul.tar.gz"),
        ("LPT1.txt", "document_LPT1.txt"),
        ("COM¹.txt", "document_COM¹.txt"),
        ("console.pdf", "console.pdf"),
        ("cv.pdf. . .", "cv.pdf"),
        ("-rf.pdf", "rf.pdf"),
        ("=cmd|' /C calc'!A0.csv", "cmd_' _C calc'!A0.csv"),
        ("@SUM(1).csv", "SUM(1).csv"),
        ("cv\u202efdp.exe", "cvfdp.exe"),
        ("cv\r\n.pdf", "cv.pdf"),
        ("cafe\u0301.pdf", "café.pdf"),
        ("x" * 4_096 + ".pdf", "x" * 116 + ".pdf"),
        ("é" * 300 + ".docx", "é" * 57 + ".docx"),
        ("report.2026 final version", "report.2026 final version"),
    ],
)
def test_a_file_name_stays_where_it_is_put(untrusted, stored):
    assert safe.filename(untrusted) == stored


@given(st.one_of(hostile, st.lists(st.sampled_from([*"./\\-+=@ :~", "con", "nul", "…"]), max_size=30).map("".join)))
@settings(max_examples=400, deadline=None)
def test_a_file_name_is_always_usable(untrusted):
    name = safe.filename(untrusted)
    assert name
    assert name == safe.filename(name)
    assert len(name.encode("utf-8")) <= safe.FILENAME_LIMIT_BYTES
    assert not set(name) & set('/\\:*?"<>|\0\n\r')
    assert name[0] not in " .-=+@"
    assert name[-1] not in " ."
    assert name == unicodedata.normalize("NFC", name)


def test_of_ascii_what_can_be_printed_stays_and_controls_are_blanks():
    printable = "".join(map(chr, range(0x21, 0x7F)))
    assert safe.line(printable) == printable
    for code in (*range(0x20), 0x7F):
        assert safe.line(f"a{chr(code)}b") == "a b"
