"""Word's other ways to write a document, pages in it or in its place, slides, sheets: the text that a person sees."""

import pytest

from inbox_bot.core.formats.read import read_part
from inbox_bot.core.message.mime.sniff import FLAT_OPC, WEB_ARCHIVE, WORD_2003, is_mail, type_of
from inbox_bot.core.message.values import Document
from inbox_bot.core.words import Problem, Remark
from tests.support.builders.documents import CV, WORD, a_docx, a_package, a_part, paragraph, relationships

R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
PAGE = "<html><body><h1>Ada Example</h1><p>Caf&eacute; owner</p></body></html>"
SAVED_PAGE = (
    "From: <Saved by Blink>\r\nSubject: CV\r\nDate: Mon, 5 Jan 2026 10:00:00 +0100\r\nMIME-Version: 1.0\r\n"
    'Content-Type: multipart/related; type="text/html"; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html\r\n'
    f"Content-Transfer-Encoding: quoted-printable\r\n\r\n{PAGE}\r\n--b--\r\n"
).encode()


def read(content: bytes, filename: str = "CV.doc") -> Document:
    return read_part(a_part(content, filename))


def word_2003(body: str, head: str = "") -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{head}<?mso-application progid="Word.Document"?>'
        '<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml" '
        'xmlns:o="urn:schemas-microsoft-com:office:office"><o:DocumentProperties><o:Author>Nobody</o:Author>'
        f"</o:DocumentProperties><w:body>{body}</w:body></w:wordDocument>"
    ).encode()


def flat_opc(**parts: str) -> bytes:
    written = "".join(
        f'<pkg:part pkg:name="/word/{name}.xml"><pkg:xmlData>{content}</pkg:xmlData></pkg:part>'
        for name, content in parts.items()
    )
    return f'<?xml version="1.0"?><pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">{written}</pkg:package>'.encode()


def w(element: str, body: str) -> str:
    return f'<w:{element} xmlns:w="{WORD}">{body}</w:{element}>'


def package(**files: str) -> bytes:
    return a_package({f"{name.replace('__', '/')}.xml": content for name, content in files.items()})


def with_chunk(content: str | bytes) -> bytes:
    return a_docx(
        paragraph("Ada Example") + f'<w:altChunk xmlns:r="{R}" r:id="r0"/>' + paragraph("The end"),
        **{
            "word___rels__document.xml.rels": relationships(("aFChunk", "chunk.dat", False)),
            "word__chunk.dat": content,
        },
    )


def test_a_document_of_word_2003_says_what_is_in_its_paragraphs():
    content = word_2003(paragraph("Ada Example") + "<w:p><w:r><w:t>one</w:t><w:tab/><w:t>two</w:t></w:r></w:p>")
    assert type_of(content) == WORD_2003
    assert read(content).text == "Ada Example\none\ttwo"


def test_a_flat_package_is_read_header_first_and_body_next():
    content = flat_opc(
        document=w("document", f"<w:body>{paragraph('Work')}</w:body>"),
        styles=w("styles", paragraph("never seen")),
        header1=w("hdr", paragraph("Ada Example")),
        footer1=w("ftr", paragraph("page 1")),
    )
    assert type_of(content) == FLAT_OPC
    assert read(content).text.split() == ["Ada", "Example", "Work", "page", "1"]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (word_2003("", '<!DOCTYPE x [<!ENTITY a "b">]>'), Problem.UNSAFE),
        (word_2003(paragraph("Ada"))[:-40].replace(b"Ada", b""), Problem.DAMAGED),
        (word_2003(""), Problem.UNSUPPORTED),
        (word_2003("<w:p><w:r><w:pict/></w:r></w:p>").replace(b"<w:pict/>", b"<w:pict></w:pict>"), Problem.SCANNED),
    ],
)
def test_a_document_of_word_2003_without_text_has_its_name(content: bytes, problem: Problem):
    assert read(content).problem is problem


def test_half_of_a_flat_package_is_read_and_said_to_be_half():
    whole = flat_opc(document=w("document", f"<w:body>{paragraph('Ada Example')}{paragraph('rest')}</w:body>"))
    document = read(whole[: whole.index(b"rest")])
    assert (document.text, document.findings[0].remark) == ("Ada Example", Remark.PART_DAMAGED)


@pytest.mark.parametrize("name", ["cv.mhtml", "cv.doc", ""])
def test_a_saved_page_is_read_as_the_page_that_it_is(name: str):
    assert type_of(SAVED_PAGE) == WEB_ARCHIVE
    assert read(SAVED_PAGE, name).text == "Ada Example\n\nCafé owner"


def test_a_page_with_a_header_of_its_own_is_a_saved_page():
    content = b"MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n" + PAGE.encode()
    assert read(content).text == "Ada Example\n\nCafé owner"


def test_a_mail_with_pictures_in_it_is_a_mail_and_no_saved_page():
    mail = SAVED_PAGE.replace(b"<Saved by Blink>", b"ada@example.org").replace(
        b"Date:", b"To: jobs@example.com\r\nDate:"
    )
    assert is_mail(mail)
    assert not is_mail(SAVED_PAGE)
    assert type_of(mail) != WEB_ARCHIVE


def test_a_saved_page_without_a_page_is_unsupported():
    assert read(SAVED_PAGE[: SAVED_PAGE.index(b"--b")]).problem is Problem.UNSUPPORTED


@pytest.mark.parametrize(
    "content",
    [PAGE, SAVED_PAGE, b"{\\rtf1 Ada Example\\par Caf\\'e9 owner}", "<p>Ada Example</p><p>Caf&eacute; owner</p>"],
)
def test_what_a_word_document_takes_in_is_read_in_its_place(content: str | bytes):
    lines = [line for line in read(with_chunk(content)).text.splitlines() if line]
    assert lines == ["Ada Example", "Ada Example", "Café owner", "The end"]


def test_what_is_taken_in_and_missing_is_remarked_on():
    content = a_docx(paragraph("Ada Example") + f'<w:altChunk xmlns:r="{R}" r:id="r9"/>')
    document = read(content)
    assert (document.text, [each.remark for each in document.findings]) == ("Ada Example", [Remark.PART_DAMAGED])


def test_text_that_was_moved_counts_where_it_is_now():
    moved = (
        "<w:p><w:moveFrom><w:r><w:t>old</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>new</w:t></w:r></w:moveTo></w:p>"
    )
    assert read(a_docx(moved + paragraph("end"))).text == "new\nend"


def test_slides_are_read_in_their_order_with_tables_and_without_masters():
    def slide(text: str) -> str:
        return f'<p:sld xmlns:p="urn:p" xmlns:a="{DRAWING}"><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:sld>'

    content = package(
        ppt__slides__slide10=slide("third"),
        ppt__slides__slide2=slide("second"),
        ppt__slides__slide1=slide("Ada Example"),
        ppt__slideMasters__slideMaster1=slide("Click to edit"),
    )
    assert read(content, "cv.pptx").text.split("\n") == ["Ada Example", "", "second", "", "third"]


def test_sheets_are_read_row_by_row_whichever_way_a_cell_keeps_its_text():
    content = package(
        xl__sharedStrings=f'<sst xmlns="{SHEET}"><si><t>Ada</t></si><si><r><t>Exa</t></r><r><t>mple</t></r></si></sst>',
        xl__worksheets__sheet1=(
            f'<worksheet xmlns="{SHEET}"><sheetData><row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row>'
            '<row><c><f>1+1</f><v>2019</v></c><c t="inlineStr"><is><t>Baker</t></is></c><c t="s"><v>99</v></c></row>'
            "</sheetData></worksheet>"
        ),
    )
    assert [line.split() for line in read(content, "cv.xlsx").text.splitlines()] == [
        ["Ada", "Example"],
        ["2019", "Baker"],
    ]


@pytest.mark.parametrize("folder", ["ppt__slides__slide1", "xl__worksheets__sheet1"])
@pytest.mark.parametrize(("content", "problem"), [("<!DOCTYPE a><a/>", Problem.UNSAFE), ("<a/>", Problem.UNSUPPORTED)])
def test_slides_and_sheets_without_text_have_their_name(folder: str, content: str, problem: Problem):
    assert read(package(**{folder: content})).problem is problem


def test_a_cv_is_read_whole_from_each_of_these_formats():
    lines = CV.splitlines()
    for content in (
        word_2003("".join(map(paragraph, lines))),
        flat_opc(document=w("document", f"<w:body>{''.join(map(paragraph, lines))}</w:body>")),
        with_chunk("".join(f"<p>{line}</p>" for line in lines)),
    ):
        assert set(CV.split()) <= set(read(content).text.split())
