"""What a file says of itself beside what it shows: author, company, manager, template, and its pictures' words."""

import io

import docx
import pytest

from inbox_bot.core.formats.office.docx import read_docx
from inbox_bot.core.formats.office.opendocument import read_odt
from inbox_bot.core.formats.pdf.reader import read_pdf
from inbox_bot.core.formats.read import read_part
from inbox_bot.core.message.values import Origin
from tests.support.builders.documents import (
    CV,
    a_docx,
    a_part,
    a_pdf,
    an_odt,
    page_pdf,
    paragraph,
    relationships,
)

PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
PACKAGE = relationships(
    ("officeDocument", "word/document.xml", False), ("extended-properties", "docProps/app.xml", False)
)


def test_a_word_documents_author_is_whom_it_names():
    document = docx.Document()
    document.add_paragraph("Ann Lee")
    document.core_properties.author, document.core_properties.last_modified_by = "Joan Harper", "jharper"
    written = io.BytesIO()
    document.save(written)
    origin = read_docx(written.getvalue()).origin
    assert (origin.author, origin.changed_by) == ("Joan Harper", "jharper")


def test_a_word_documents_company_manager_and_template_are_read():
    content = a_docx(
        paragraph("Ann Lee"),
        **{
            "_rels__.rels": PACKAGE,
            "docProps__app.xml": f'<Properties xmlns="{PROPERTIES}"><Company>Harper\nRecruitment</Company>'
            "<Manager>J. Harper</Manager><Template>Normal.dotm</Template></Properties>",
            "word___rels__settings.xml.rels": relationships(
                ("attachedTemplate", r"file:///\\harper\templates\Candidate.dotm", True)
            ),
        },
    )
    assert read_docx(content).origin == Origin(
        company="Harper Recruitment", manager="J. Harper", template=r"file:///\\harper\templates\Candidate.dotm"
    )


def test_a_word_documents_pictures_say_what_they_show():
    drawing = f'<w:drawing><wp:inline xmlns:wp="{DRAWING}"><wp:docPr id="1" name="x" descr="Harper logo"/></wp:inline>'
    content = a_docx(f"<w:p><w:r>{drawing}</w:drawing><w:t>Ann Lee</w:t></w:r></w:p>" * 30)
    assert read_docx(content).origin.pictures == ("Harper logo",) * 10


def test_an_opendocuments_author_company_and_template_are_read():
    meta = (
        '<office:document-meta xmlns:office="o" xmlns:meta="m" xmlns:dc="d" xmlns:xlink="x"><office:meta>'
        "<meta:initial-creator>Joan Harper</meta:initial-creator><dc:creator>Bob</dc:creator>"
        '<meta:template xlink:title="Harper profile" xlink:href="../x.ott"/>'
        '<meta:user-defined meta:name="Company">Harper Recruitment</meta:user-defined>'
        '<meta:user-defined meta:name="Salary">1</meta:user-defined></office:meta></office:document-meta>'
    )
    content = an_odt("<text:p>Ann Lee</text:p>", meta_xml=meta.encode())
    assert read_odt(content).origin == Origin(
        author="Joan Harper", changed_by="Bob", company="Harper Recruitment", template="Harper profile"
    )


def test_a_pdfs_author_is_in_its_information_and_its_company_where_words_own_maker_puts_it():
    content = page_pdf(
        b"BT /F1 12 Tf 72 700 Td (Ann Lee was a data engineer for many years) Tj ET",
        b"",
        b"",
        b"<< /Author (Joan Harper) /Company (Harper Recruitment) >>",
    ).replace(b"/Root 1 0 R", b"/Root 1 0 R /Info 6 0 R")
    assert read_pdf(content).origin == Origin(author="Joan Harper", company="Harper Recruitment")


def test_a_pdfs_xmp_tells_the_same():
    xmp = (
        b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        b'<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdfx="http://ns.adobe.com/pdfx/1.3/" '
        b'pdfx:Company="Harper Recruitment"><dc:creator><rdf:Seq><rdf:li>Joan Harper</rdf:li></rdf:Seq></dc:creator>'
        b"<dc:title>CV</dc:title></rdf:Description></rdf:RDF></x:xmpmeta>"
    )
    content = page_pdf(
        b"BT /F1 12 Tf 72 700 Td (Ann Lee was a data engineer for many years) Tj ET",
        b"/Metadata 6 0 R",
        b"",
        b"<< /Type /Metadata /Subtype /XML /Length %d >>\nstream\n%s\nendstream" % (len(xmp), xmp),
    )
    assert read_pdf(content).origin == Origin(author="Joan Harper", company="Harper Recruitment")
    broken = content.replace(b"</dc:title>", b"<!DOCTYPE>")
    assert read_pdf(broken).origin == Origin()


@pytest.mark.parametrize(
    "said",
    ["x" * 100_000, "a\u202eb\x07\nc", "&lt;script&gt;"],
    ids=["endless", "turning about", "markup"],
)
def test_what_a_file_says_of_itself_is_a_short_inert_line(said):
    escaped = said.replace("\x07", "")
    content = a_docx(
        paragraph("Ann Lee"),
        **{
            "_rels__.rels": PACKAGE,
            "docProps__app.xml": f'<Properties xmlns="{PROPERTIES}"><Company>{escaped}</Company></Properties>',
        },
    )
    company = read_docx(content).origin.company
    assert 0 < len(company) <= 200
    assert "\n" not in company
    assert "\u202e" not in company


@pytest.mark.parametrize("properties", ["<!DOCTYPE x><x/>", "<x", "<x>" * 300, ""])
def test_properties_that_cant_be_read_cost_the_document_nothing(properties):
    content = a_docx(paragraph("Ann Lee"), **{"_rels__.rels": PACKAGE, "docProps__app.xml": properties})
    extract = read_docx(content)
    assert (extract.text, extract.problem, extract.origin) == ("Ann Lee", None, Origin())


def test_a_document_keeps_what_its_file_says():
    document = read_part(a_part(a_pdf(CV), "cv.pdf"))
    assert document.origin.author == "anonymous"  # reportlab's own word
