"""RTF: what a person sees, in its code pages and in Unicode; nothing of what carries it; or a named problem."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox_bot.core.documents.collect import documents_of
from inbox_bot.core.formats.extract import Extract
from inbox_bot.core.formats.office.rtf import DEPTH_LIMIT, TOKENS_LIMIT, read_rtf
from inbox_bot.core.message.values import Finding
from inbox_bot.core.words import Problem, Remark, Role
from tests.support.builders.documents import CV, a_body, a_message, a_part


def rtf(body: str) -> bytes:
    return rf"{{\rtf1\ansi\ansicpg1252 {body}}}".encode("latin-1")


def test_a_cv_in_rtf_is_read():
    content = rtf(CV.replace("\n", "\\par\n"))
    (document,) = documents_of(a_message(a_body("My CV is attached."), a_part(content, "cv.rtf")))
    assert (document.role, document.problem, document.text) == (Role.CV, None, CV.strip())


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r"Ann\par Lee\line x\tab y", "Ann\nLee\nx\ty"),
        ("Ann\r\nLee", "AnnLee"),
        (r"{\b Ann} {\i{\ul Lee}}", "Ann Lee"),
        (r"a\{b\}c\\d\~e\_f\-g", "a{b}c\\d\xa0e-fg"),
        (r"M\'fcller \u321?ukasz \u-10179?\u-8704?", "Müller Łukasz 😀"),
        (r"\uc2 \u321??ukasz", "Łukasz"),
        (r"{\uc0 \u321 ukasz}\u321?", "ŁukaszŁ"),
        (r"\u321\'a3ukasz", "Łukasz"),
        (r"{\fonttbl{\f0 Arial;}{\f1\fcharset204 Arial Cyr;}}{\f1\'cf\'f0\'e8}\f0 \'e9", "Приé"),
        (r"{\fonttbl{\f1\fcharset128 MS;}}\f1\'83\'65\'83\'58", "テス"),
        (r"{\colortbl;\red0;}{\stylesheet{\s1 Heading;}}{\info{\title secret}}seen", "seen"),
        (r"{\pict\pngblip 89504e47{\*\blipuid 00}}seen", "seen"),
        (r"{\pict\bin6 {}{}{}}seen", "seen"),
        (r"{\*\unknown not seen}seen", "seen"),
        (r"{\shp{\*\shpinst{\sp{\sn a}{\sv b}}{\shptxt boxed}}}", "boxed"),
        (r'{\field{\*\fldinst HYPERLINK "http://x"}{\fldrslt my page}}', "my page"),
        (r"{\header Ann Lee\par}body{\footnote  a note}", "Ann Lee\nbody a note"),
        (r"a\cell b\cell\row c", "a\tb\t\nc"),
        (r"{\annotation a comment}seen", "seen"),
        (r"{\deleted gone}kept", "kept"),
        (r"\ldblquote q\rdblquote\emdash\bullet", "“q”—•"),
        (r"unclosed {\b group", "unclosed group"),
    ],
)
def test_what_a_person_sees_is_read(body, text):
    assert read_rtf(rtf(body)).text == text


def test_hidden_text_counts_for_nothing_and_is_remarked_on():
    extract = read_rtf(rtf(r"seen{\v " + "hidden" * 9 + r"}\v0  too"))
    assert extract == Extract(text="seen too", findings=(Finding(remark=Remark.HIDDEN_TEXT, detail="hidden" * 9),))


def test_an_object_is_remarked_on_and_not_opened():
    extract = read_rtf(rtf(r"{\object\objemb{\*\objclass Package}{\*\objdata 0105}{\result shown}}"))
    assert extract == Extract(text="shown", findings=(Finding(remark=Remark.EMBEDDED_FILES),))


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"no RTF", Problem.DAMAGED),
        (rtf(""), Problem.UNSUPPORTED),
        (rtf(r"{\pict 89504e47}"), Problem.SCANNED),
        (rtf("{" * (DEPTH_LIMIT + 1)), Problem.UNSAFE),
        (rtf(r"\b" * (TOKENS_LIMIT + 1)), Problem.UNSAFE),
    ],
    ids=["no RTF", "empty", "a picture", "too deep", "too many words"],
)
def test_what_has_no_text_says_why(content, problem):
    assert read_rtf(content) == Extract(problem=problem)


def test_a_picture_of_fifty_megabytes_is_passed_over():
    assert read_rtf(rtf(r"{\pict " + "89504e47" * 6_000_000 + "}seen")).text == "seen"


@given(st.binary(max_size=300))
def test_whatever_the_bytes_it_is_text_or_a_problem(content):
    extract = read_rtf(b"{\\rtf1 " + content)
    assert extract.text or extract.problem
