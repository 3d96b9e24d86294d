"""Old Word files: the text that a person sees, whatever the pieces it is in; or a named problem."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox_bot.core.documents.collect import documents_of
from inbox_bot.core.formats.extract import Extract
from inbox_bot.core.formats.office.doc import read_doc, without_fields
from inbox_bot.core.message.mime.sniff import type_of
from inbox_bot.core.message.values import Finding
from inbox_bot.core.words import Problem, Remark, Role
from tests.support.builders.documents import CV, a_body, a_compound_file, a_doc, a_message, a_part

ENCRYPTED = 0x0100


def test_a_cv_in_an_old_word_file_is_read():
    content = a_doc(CV.replace("\n", "\r"))
    assert type_of(content) == "application/msword"
    (document,) = documents_of(a_message(a_body("My CV is attached."), a_part(content, "cv.doc")))
    assert (document.role, document.problem, document.text) == (Role.CV, None, CV.strip())


def test_pieces_in_a_code_page_and_in_unicode_are_one_text():
    assert read_doc(a_doc("Resume of Zoë Łukasiewicz, Київ")).text == "Resume of Zoë Łukasiewicz, Київ"


def test_headers_come_first_and_comments_are_nobody_s_text():
    assert read_doc(a_doc("body", header="Ann Lee\r", comment="is she real?")).text.split() == ["Ann", "Lee", "body"]


def test_cells_lines_and_pages_keep_words_apart():
    assert read_doc(a_doc("a\x07b\x0bc\x0cd\x1ee\x1ff")).text == "a\tb\nc\nd-ef"


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ('see \x13 HYPERLINK "http://x" \x14my page\x15 there', "see my page there"),
        ("page \x13 PAGE \x15of", "page of"),
        ("\x13 IF \x13 MERGEFIELD a \x14b\x15 \x14result\x15.", "result."),
        ("\x13 A \x14 \x13 B \x14inner\x15 outer\x15", " inner outer"),
        ("never \x13 closed", "never "),
        ("a\x15b\x14c", "abc"),
    ],
)
def test_the_instruction_of_a_field_is_not_seen(written, text):
    assert without_fields(written) == text


def test_macros_are_remarked_on():
    assert read_doc(a_doc("text", Macros=b"x")).findings == (Finding(remark=Remark.MACROS),)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (a_doc("text", flags=ENCRYPTED), Problem.ENCRYPTED),
        (a_doc("text", version=0x65), Problem.UNSUPPORTED),
        (a_compound_file(WordDocument=b"\xdc\xa5\x68\0"), Problem.UNSUPPORTED),
        (a_compound_file(WordDocument=bytes(100)), Problem.DAMAGED),
        (a_compound_file(Workbook=b"x"), Problem.DAMAGED),
        (a_doc("text")[:600], Problem.DAMAGED),
        (a_doc("\r\r"), Problem.UNSUPPORTED),
        (a_doc("\x01\x01", Data=b"a picture"), Problem.SCANNED),
        (b"", Problem.DAMAGED),
    ],
    ids=["locked", "Word 95", "Word 6", "no Word", "a workbook", "cut", "empty", "a picture", "nothing"],
)
def test_what_has_no_text_says_why(content, problem):
    assert read_doc(content) == Extract(problem=problem)


def test_a_piece_table_that_lies_gives_no_more_than_there_is():
    content = bytearray(a_doc("x" * 3_000))
    table = content.index(b"\x02\x1c\0\0\0")  # where 28 bytes of places and pieces begin
    for index in range(3):
        content[table + 5 + 4 * index : table + 9 + 4 * index] = (index * 0x7FFFFFF0).to_bytes(4, "little")
    assert set(read_doc(bytes(content)).text) <= set("x\0")


@given(st.data())
def test_whatever_is_wrong_with_the_bytes_it_is_text_or_a_problem(data):
    content = bytearray(a_doc(CV))
    for at in data.draw(st.lists(st.integers(0, len(content) - 1), max_size=8)):
        content[at] = data.draw(st.integers(0, 255))
    extract = read_doc(bytes(content[: data.draw(st.integers(0, len(content)))]))
    assert extract.text or extract.problem
