"""OpenDocument texts: what a person sees, in whatever part of the package it is; or a named problem."""

import zipfile

import pytest

from inbox_bot.core.documents.collect import documents_of
from inbox_bot.core.formats.extract import Extract
from inbox_bot.core.formats.office.opendocument import read_flat_odt, read_odt
from inbox_bot.core.formats.read import read_part
from inbox_bot.core.message.mime.sniff import FLAT_ODT, type_of
from inbox_bot.core.words import Problem, Remark, Role
from tests.support.builders.documents import CV, a_body, a_message, a_part, an_odt

HIDING = '<style:style style:name="T1"><style:text-properties text:display="none"/></style:style>'
FLAT = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<office:document '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'office:mimetype="application/vnd.oasis.opendocument.text"><office:body><office:text>'
    "<text:p>Ann Lee</text:p></office:text></office:body></office:document>"
)
BOXED = "<draw:frame><draw:text-box><text:p>boxed</text:p></draw:text-box></draw:frame>"


def remarks(extract: Extract) -> set[Remark]:
    return {finding.remark for finding in extract.findings}


def paragraphs(text: str) -> str:
    return "".join(f"<text:p>{line}</text:p>" for line in text.splitlines())


def test_a_cv_in_an_opendocument_is_read():
    content = an_odt(paragraphs(CV))
    assert type_of(content) == "application/vnd.oasis.opendocument.text"
    (document,) = documents_of(a_message(a_body("My CV is attached."), a_part(content, "cv.odt")))
    assert (document.role, document.problem) == (Role.CV, None)
    assert document.text.split() == CV.split()


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<text:h>Skills</text:h><text:p>Python</text:p>", "Skills\n\nPython"),
        ('<text:p>a<text:s text:c="3"/>b<text:tab/>c<text:line-break/>d</text:p>', "a   b\tc\nd"),
        ("<text:p>Ann <text:span>L<text:span>ee</text:span></text:span>!</text:p>", "Ann Lee!"),
        (f"<text:p>x{BOXED}y</text:p>", "x\nboxed\ny"),
        ("<text:p>seen<office:annotation><text:p>a comment</text:p></office:annotation></text:p>", "seen"),
        ("<text:tracked-changes><text:p>deleted</text:p></text:tracked-changes><text:p>kept</text:p>", "kept"),
        ('<text:p>a<text:s text:c="999999999"/>b</text:p>', "a b"),
        ("outside<text:p>inside</text:p>", "inside"),
    ],
)
def test_what_a_person_sees_is_read(body, text):
    assert read_odt(an_odt(body)).text == text


def test_hidden_text_counts_for_nothing_and_is_remarked_on():
    hidden = f'<text:span text:style-name="T1">{"hidden" * 9}</text:span>'
    extract = read_odt(an_odt(f"<text:p>seen{hidden}</text:p>", HIDING))
    assert (extract.text, remarks(extract)) == ("seen", {Remark.HIDDEN_TEXT})


@pytest.mark.parametrize(
    ("content", "remark"),
    [
        (an_odt("<text:p>x</text:p>", Basic__Standard__Module1_xml=b"<x/>"), Remark.MACROS),
        (an_odt("<text:p>x</text:p><script:event-listener/>"), Remark.ACTIVE_CONTENT),
        (an_odt('<text:p>x<draw:image xlink:href="http://x.example/p.png"/></text:p>'), Remark.EXTERNAL_CONTENT),
    ],
    ids=["macros", "active", "external"],
)
def test_what_would_run_or_fetch_something_is_remarked_on(content, remark):
    assert remarks(read_odt(content)) == {remark}


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (an_odt(""), Problem.UNSUPPORTED),
        (an_odt("<text:p><draw:image/></text:p>"), Problem.SCANNED),
        (an_odt("<text:p>x</text:p>")[:-30], Problem.DAMAGED),
        (an_odt("<text:p>" * 300), Problem.UNSAFE),
    ],
    ids=["empty", "a picture", "cut", "too deep"],
)
def test_what_has_no_text_says_why(content, problem):
    assert read_odt(content) == Extract(problem=problem)


def test_one_that_needs_a_password_is_encrypted():
    locked = an_odt("<text:p>x</text:p>", **{"META-INF__manifest_xml": b"<manifest:encryption-data/>"})
    assert read_part(a_part(locked)).problem is Problem.ENCRYPTED


def test_an_opendocument_in_one_file_is_read():
    assert type_of(FLAT.encode()) == FLAT_ODT
    assert read_part(a_part(FLAT.encode(), "cv.fodt")).text == "Ann Lee"
    assert read_flat_odt(FLAT.encode()[:-20]).problem is Problem.DAMAGED
    assert read_flat_odt(b"<!DOCTYPE x [<!ENTITY a 'b'>]><x/>").problem is Problem.UNSAFE


def test_a_package_whose_first_entry_is_another_is_still_told(tmp_path):
    place = tmp_path / "cv.odt"
    with zipfile.ZipFile(place, "w") as package:
        package.writestr("content.xml", "<x/>")
        package.writestr("META-INF/manifest.xml", "<x/>")
    assert type_of(place.read_bytes()) == "application/vnd.oasis.opendocument.text"
