"""PDFs that hold files, data and filled-in forms: each is found, and none costs the PDF."""

import io
import zlib

import pypdf
import pytest
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from inbox_bot.core.documents.collect import documents_of
from inbox_bot.core.documents.select import document_parts
from inbox_bot.core.formats.pdf.files import files_in
from inbox_bot.core.formats.pdf.reader import read_pdf
from inbox_bot.core.message.values import Finding, Message
from inbox_bot.core.unpack.budget import Budget
from inbox_bot.core.unpack.stage import unpack
from inbox_bot.core.words import Problem, Remark, Role
from tests.support.builders.documents import CV, a_part, a_pdf, page_pdf

LETTER = b"Dear Sir or Madam, please find my CV attached. Kind regards, Ada"
COVER = "For the best experience, open this PDF portfolio in Acrobat X or Adobe Reader X, or later."
EUROPASS = b"""<?xml version="1.0" encoding="UTF-8"?>
<Candidate xmlns="http://www.europass.eu/1.0" xmlns:oa="http://www.openapplications.org/oagis/9"
 xmlns:hr="http://www.hr-xml.org/3"><CandidateSupplier><PersonContact><PersonName><oa:GivenName>Nobody</oa:GivenName>
 </PersonName></PersonContact></CandidateSupplier><CandidatePerson><PersonName><oa:GivenName>Zo\xc3\xab</oa:GivenName>
 <hr:FamilyName>Example-B\xc3\xa4r</hr:FamilyName></PersonName><Communication><ChannelCode>Email</ChannelCode>
 <oa:URI>zoe@example.org</oa:URI></Communication><Communication><ChannelCode>Telephone</ChannelCode>
 <UseCode>mobile</UseCode><CountryDialing>49</CountryDialing><oa:DialNumber>151 5550123</oa:DialNumber></Communication>
 </CandidatePerson><CandidateProfile><PersonName><oa:GivenName>A referee</oa:GivenName></PersonName></CandidateProfile>
</Candidate>"""
SKILLS_PASSPORT = b"""<SkillsPassport xmlns="http://europass.cedefop.europa.eu/Europass"><LearnerInfo><Identification>
<PersonName><FirstName>Zo\xc3\xab</FirstName><Surname>Example-B\xc3\xa4r</Surname></PersonName><ContactInfo><Email><Contact>
zoe@example.org</Contact></Email><TelephoneList><Telephone><Contact>
+49 151 5550123</Contact></Telephone></TelephoneList></ContactInfo></Identification></LearnerInfo></SkillsPassport>"""


def a_pdf_with(files: dict[str, bytes], text: str = CV, *, password: str = "") -> bytes:
    writer = pypdf.PdfWriter(io.BytesIO(a_pdf(text)))
    for name, content in files.items():
        writer.add_attachment(name, content)
    if password:
        writer.encrypt("", owner_password=password, algorithm="AES-256")
    return written(writer)


def written(writer: pypdf.PdfWriter) -> bytes:
    held = io.BytesIO()
    writer.write(held)
    return held.getvalue()


def pinned(name: str, content: bytes) -> bytes:
    """A PDF with the file pinned to its page, and not in its list of files."""
    writer = pypdf.PdfWriter(io.BytesIO(a_pdf()))
    stream = DecodedStreamObject()
    stream.set_data(content)
    stream[NameObject("/Type")] = NameObject("/EmbeddedFile")
    specification = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Filespec"),
            NameObject("/F"): TextStringObject(name),
            NameObject("/EF"): DictionaryObject({NameObject("/F"): writer._add_object(stream)}),
        }
    )
    note = DictionaryObject(
        {
            NameObject("/Subtype"): NameObject("/FileAttachment"),
            NameObject("/Rect"): ArrayObject(map(NumberObject, (0, 0, 20, 20))),
            NameObject("/FS"): writer._add_object(specification),
        }
    )
    writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(note)])
    return written(writer)


def a_form(*values: tuple[str, str], text: str = "Application form", xfa: bytes = b"") -> bytes:
    writer = pypdf.PdfWriter(io.BytesIO(a_pdf(text)))
    fields = ArrayObject()
    for label, value in values:
        entries = {"/FT": NameObject("/Tx"), "/T": TextStringObject(label), "/V": TextStringObject(value)}
        field = DictionaryObject({NameObject(key): entry for key, entry in entries.items()})
        fields.append(writer._add_object(field))
    form = DictionaryObject({NameObject("/Fields"): fields})
    if xfa:
        packet = DecodedStreamObject()
        packet.set_data(xfa)
        form[NameObject("/XFA")] = ArrayObject([TextStringObject("datasets"), writer._add_object(packet)])
    writer._root_object[NameObject("/AcroForm")] = form
    return written(writer)


def opened(content: bytes, budget: Budget | None = None) -> Message:
    return unpack(Message(parts=(a_part(content, "papers.pdf"),)), budget=budget)


def documents(content: bytes) -> list[tuple[str, Role, Problem | None]]:
    return [(each.filename, each.role, each.problem) for each in documents_of(opened(content))]


def test_files_inside_are_documents_beside_the_pdf():
    message = opened(a_pdf_with({"letter.txt": LETTER, "../../cv 2.pdf": a_pdf()}))
    assert [part.section for part in message.parts] == ["2", "2!cv 2.pdf", "2!letter.txt"]
    assert message.parts[2].content == LETTER
    assert len(document_parts(message)) == 3


def test_a_file_pinned_to_a_page_is_one_too():
    assert [part.section for part in opened(pinned("letter.txt", LETTER)).parts] == ["2", "2!letter.txt"]


def test_what_is_in_a_pdf_that_only_forbids_printing_is_taken_out():
    assert [part.content for part in opened(a_pdf_with({"letter.txt": LETTER}, password="x")).parts][1:] == [LETTER]


@pytest.mark.parametrize("cover", [COVER, " "])
def test_the_cover_of_a_portfolio_is_no_document_beside_what_is_in_it(cover: str):
    content = a_pdf_with({"CV.pdf": a_pdf(), "letter.txt": LETTER}, cover)
    assert documents(content) == [("CV.pdf", Role.CV, None), ("letter.txt", Role.COVER_LETTER, None)]


def test_the_cover_stays_where_nothing_in_the_portfolio_can_be_read():
    content = a_pdf_with({"picture.bin": b"\0\1\2" * 50}, COVER)
    assert [name for name, *_ in documents(content)] == ["papers.pdf", "picture.bin"]


def test_a_file_that_unfolds_to_too_much_costs_itself_alone():
    content = a_pdf_with({"bomb.txt": b"BOMB", "letter.txt": LETTER})
    packed = zlib.compress(bytes(30_000_000), 9)
    reader = pypdf.PdfReader(io.BytesIO(content))
    writer = pypdf.PdfWriter(clone_from=reader)
    for entry in writer._root_object["/Names"]["/EmbeddedFiles"]["/Names"][1::2]:
        stream = entry.get_object()["/EF"]["/F"].get_object()
        if b"BOMB" in stream.get_data():
            stream._data = packed
            stream[NameObject("/Filter")] = NameObject("/FlateDecode")
    bomb_part, letter = opened(written(writer)).parts[1:]
    assert (bomb_part.closed, letter.content) == (Problem.UNSAFE, LETTER)


def test_files_that_the_mail_has_no_room_for_cost_no_other_part():
    content = a_pdf_with({"large.txt": LETTER * 40})
    (pdf, large) = opened(content, Budget(unfolded_bytes=1_000)).parts
    assert (pdf.closed, large.closed) == (None, Problem.TOO_LARGE)
    assert len(opened(content, Budget(parts=1)).parts) == 1


@pytest.mark.parametrize(
    "content",
    [b"%PDF-1.7 /EmbeddedFile", a_pdf_with({"a.txt": b"a"})[:900] + b"/EmbeddedFile", page_pdf(b"/EmbeddedFile")],
)
def test_nothing_comes_out_of_what_is_broken_or_empty(content: bytes):
    assert files_in(content, 1_000_000) == ()
    assert len(opened(content).parts) == 1


@pytest.mark.parametrize("data", [EUROPASS, SKILLS_PASSPORT], ids=["Europass", "Cedefop"])
def test_europass_says_exactly_who_the_cv_is_of(data: bytes):
    content = a_pdf_with({"attachment.xml": data}, "A page in columns that says little\n" * 3)
    assert read_pdf(content).text.splitlines()[:3] == ["Zoë Example-Bär", "zoe@example.org", "+49 151 5550123"]
    assert len(opened(content).parts) == 1


@pytest.mark.parametrize(
    ("name", "content"), [("factur-x.xml", b"<?xml version='1.0'?><rsm:Invoice/>"), ("resume.json", b'{"basics": {}}')]
)
def test_data_of_programs_is_no_document(name: str, content: bytes):
    assert documents(a_pdf_with({name: content})) == [("papers.pdf", Role.CV, None)]


def test_broken_data_of_europass_leaves_the_page():
    content = a_pdf_with({"attachment.xml": EUROPASS.replace(b"?>", b"?><!DOCTYPE a>", 1)})
    assert read_pdf(content).text.startswith("Ada Example")


def test_what_is_filled_into_a_form_is_read_and_labelled_where_the_label_says_something():
    content = a_form(("E-mail", "ada@example.org"), ("f1", "Ada Example"), ("Text12", "Baker"), ("empty", ""))
    assert read_pdf(content).text.splitlines() == [
        "Application form",
        "E-mail: ada@example.org",
        "Ada Example",
        "Baker",
    ]


def test_the_data_of_an_xfa_form_is_read_in_place_of_the_notice_that_its_page_shows():
    data = "".join(f"<TextField1>{line}</TextField1>" for line in CV.splitlines() if line)
    packet = (
        f'<xfa:datasets xmlns:xfa="http://www.xfa.org/schema/xfa-data/1.0/"><xfa:data>{data}</xfa:data></xfa:datasets>'
    )
    content = a_form(text="Please wait... If this message is not eventually replaced", xfa=packet.encode())
    extract = read_pdf(content)
    assert extract.text.split() == CV.split()
    assert Finding(remark=Remark.ACTIVE_CONTENT) in extract.findings


def test_a_form_that_was_not_filled_in_adds_nothing():
    assert read_pdf(a_form(("name", " "), ("f0", ""))).text == "Application form"


def test_a_form_whose_fields_bite_their_tail_ends():
    writer = pypdf.PdfWriter(io.BytesIO(a_form(("name", "Ada"))))
    field = writer._root_object["/AcroForm"]["/Fields"][0]
    field.get_object()[NameObject("/Kids")] = ArrayObject([field, field])
    assert read_pdf(written(writer)).text == "Application form\nname: Ada"


def test_a_cv_in_a_form_is_a_cv():
    lines = [("f", line) for line in CV.splitlines() if line]
    (document,) = documents_of(Message(parts=(a_part(a_form(*lines), "form.pdf"),)))
    assert document.role is Role.CV
