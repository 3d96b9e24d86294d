"""Pages: the text of its archives; or a named problem."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox_bot.core.documents.collect import documents_of
from inbox_bot.core.formats.extract import Extract
from inbox_bot.core.formats.office.iwa import snappy
from inbox_bot.core.formats.office.pages import read_iwork
from inbox_bot.core.formats.packed.package import PackageUnsafe
from inbox_bot.core.message.mime.sniff import IWORK, type_of
from inbox_bot.core.words import Problem, Role
from tests.support.builders.documents import CV, a_body, a_message, a_pages_file, a_part, an_iwa, varint

OLD = (
    '<?xml version="1.0"?><sl:document xmlns:sl="http://developer.apple.com/namespaces/sl" '
    'xmlns:sf="http://developer.apple.com/namespaces/sf"><sl:title>not seen</sl:title><sf:text-body>'
    "<sf:p>Ann <sf:span>Lee</sf:span><sf:br/></sf:p><sf:p>Python<sf:tab/>SQL</sf:p></sf:text-body></sl:document>"
)


def test_a_cv_in_pages_is_read():
    content = a_pages_file(Index__Document_iwa=an_iwa("a footer", CV), preview=b"x")
    assert type_of(content) == IWORK
    (document,) = documents_of(a_message(a_body("My CV is attached."), a_part(content, "cv.pages")))
    assert (document.role, document.problem, document.text) == (Role.CV, None, f"a footer\n{CV.strip()}")


def test_text_is_in_documents_tables_and_slides_and_in_messages_of_one_type():
    content = a_pages_file(
        Index__Document_iwa=an_iwa("body"),
        Index__Tables__DataList_iwa=an_iwa("cell"),
        Index__Slide1_iwa=an_iwa("slide"),
        Index__Stylesheet_iwa=an_iwa("a style"),
        Index__DocumentStylesheet_iwa=an_iwa("other", kind=401),
    )
    assert read_iwork(content).text.split() == ["body", "cell", "slide"]


def test_an_index_that_is_packed_once_more_is_opened():
    assert read_iwork(a_pages_file(**{"Index.zip": a_pages_file(Index__Document_iwa=an_iwa("body"))})).text == "body"


def test_pages_before_2013_has_its_text_in_xml():
    content = a_pages_file(index_xml=OLD.encode())
    assert type_of(content) == IWORK
    assert read_iwork(content).text == "Ann Lee\n\nPython\tSQL"


@pytest.mark.parametrize(
    ("packed", "text"),
    [
        (b"\x03" + bytes([2 << 2]) + b"abc", b"abc"),
        (b"\x08" + bytes([0]) + b"a" + bytes([3 << 2 | 1, 1]), b"aaaaaaaa"),
        (b"\x06" + bytes([2 << 2]) + b"abc" + bytes([2 << 2 | 2, 3, 0]), b"abcabc"),
        (b"\x46" + bytes([60 << 2, 69]) + b"x" * 70, b"x" * 70),
    ],
    ids=["as it is", "one letter again", "three letters again", "a long piece"],
)
def test_snappy_is_unpacked(packed, text):
    assert snappy(packed, 100) == text


def test_snappy_that_claims_more_than_it_may_is_refused():
    with pytest.raises(PackageUnsafe):
        snappy(varint(1_000_000_000) + b"\0a", 1_000)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (a_pages_file(Index__Document_iwa=an_iwa("")), Problem.UNSUPPORTED),
        (a_pages_file(Index__Document_iwa=an_iwa("body")[:-4]), Problem.DAMAGED),
        (a_pages_file(Index__Document_iwa=b"\0\x06\0\0" + varint(2_000_000_000) + b"\0"), Problem.UNSAFE),
        (a_pages_file(Index__Document_iwa=b"\0\x03\0\0\x08" + bytes([3 << 2 | 1, 9])), Problem.DAMAGED),
        (b"PK\x05\x06", Problem.DAMAGED),
        (a_pages_file(index_xml=b"<!DOCTYPE x><x/>"), Problem.UNSAFE),
    ],
    ids=["empty", "cut", "a bomb", "from before it began", "no package", "a DOCTYPE"],
)
def test_what_has_no_text_says_why(content, problem):
    assert read_iwork(content) == Extract(problem=problem)


@given(st.binary(max_size=200))
def test_whatever_the_bytes_it_is_text_or_a_problem(content):
    extract = read_iwork(a_pages_file(Index__Document_iwa=content))
    assert extract.text or extract.problem
