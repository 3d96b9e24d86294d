"""Where a document leads is told a reviewer, from what it says and from what its format links; nothing is fetched."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from inbox_bot.core.formats.extract import Hyperlink
from inbox_bot.core.formats.links import LINKS, host_of, links_in_document
from inbox_bot.core.formats.read import read_part
from inbox_bot.core.words import Remark
from tests.support.builders.documents import (
    RELATIONSHIPS,
    a_doc,
    a_docx,
    a_package,
    a_part,
    an_odt,
    paragraph,
    relationships,
)

SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
DRIVE = "https://drive.google.com/file/d/1AbCdEf/view?usp=sharing"


def told(text: str, *linked: Hyperlink) -> list[str]:
    return [finding.detail for finding in links_in_document(text, linked)]


@pytest.mark.parametrize(
    ("line", "address"),
    [
        (f"My references: {DRIVE}.", DRIVE),
        ("https://www.dropbox.com/s/abc123/cv.pdf?dl=0", "https://www.dropbox.com/s/abc123/cv.pdf?dl=0"),
        ("https://1drv.ms/b/s!Ab_cD", "https://1drv.ms/b/s!Ab_cD"),
        ("https://onedrive.live.com/?id=42", "https://onedrive.live.com/?id=42"),
        ("https://we.tl/t-AbCd", "https://we.tl/t-AbCd"),
        ("https://wetransfer.com/downloads/123", "https://wetransfer.com/downloads/123"),
        ("https://www.icloud.com/iclouddrive/0ab#CV", "https://www.icloud.com/iclouddrive/0ab#CV"),
        ("https://www.canva.com/design/DAF/view", "https://www.canva.com/design/DAF/view"),
        ("ann@example.org | linkedin.com/in/ann-lee | London", "linkedin.com/in/ann-lee"),
        ("(www.xing.com/profile/Ann_Lee)", "www.xing.com/profile/Ann_Lee"),
        ("github.com/annlee", "github.com/annlee"),
        ("annlee.myportfolio.com", "annlee.myportfolio.com"),
        ("www.behance.net/annlee", "www.behance.net/annlee"),
        ("Portfolio: www.annlee.example", "www.annlee.example"),
        ("Webseite annlee.example/arbeiten", "annlee.example/arbeiten"),
        ("https://annlee.example/portfolio", "https://annlee.example/portfolio"),
    ],
)
def test_an_address_of_the_applicants_own_is_told_as_it_is_written(line: str, address: str):
    assert told(f"Ann Lee\n{line}\nEngineer") == [address]


@pytest.mark.parametrize(
    "line",
    [
        "ann.lee@gmail.com",
        "I write Node.js, e.g. for vue.js/nuxt.js, and hold a B.Sc. and/or a M.Sc.",
        "Example Ltd (www.example.com), 2019 - 2024",
        "https://www.example.com/about-us",
        "I am on linkedin.com and github.com",
        "I managed the portfolio.Managed it well.",
        "mailto:ann@portfolio.example",
    ],
)
def test_what_leads_to_nothing_of_the_applicants_is_not_told(line: str):
    assert told(line) == []


def test_an_address_is_told_once_however_it_is_written_and_the_first_ten_are():
    assert told("linkedin.com/in/ann\nhttps://www.LinkedIn.com/in/ann/") == ["linkedin.com/in/ann"]
    many = "\n".join(f"github.com/ann/{number}" for number in range(LINKS + 5))
    assert told(many) == [f"github.com/ann/{number}" for number in range(LINKS)]


def test_a_word_that_is_linked_says_what_the_address_does_not():
    own, theirs = "https://annlee.example", "https://employer.example"
    linked = Hyperlink(url=own, said="My portfolio"), Hyperlink(url=theirs, said="Example Ltd")
    assert told("", *linked, Hyperlink(url="mailto:ann@example.org", said="portfolio")) == [own]


def test_a_link_is_said_in_short_by_its_host():
    [finding] = links_in_document("https://WWW.LinkedIn.com/in/ann", ())
    assert (finding.remark, host_of(finding)) == (Remark.LINK, "linkedin.com")


@given(st.text(), st.lists(st.builds(Hyperlink, url=st.text(), said=st.text()), max_size=3))
def test_whatever_a_document_says_each_link_is_one_inert_line(text: str, linked: list[Hyperlink]):
    assert all("\n" not in each and len(each) <= 300 for each in told(text, *linked))


def a_pdf_with_a_link() -> bytes:
    written = io.BytesIO()
    page = Canvas(written)
    page.drawString(72, 700, "Ann Lee, engineer")
    page.drawString(72, 680, "My portfolio")
    page.linkURL("https://annlee.example", (70, 675, 150, 692))
    page.linkURL(DRIVE, (70, 700, 80, 710))
    page.linkURL("mailto:ann@example.org", (70, 600, 80, 610))
    page.save()
    return written.getvalue()


def a_word_file_with_a_link() -> bytes:
    def link(number: int, said: str) -> str:
        return f'<w:p><w:hyperlink rel:id="r{number}"><w:r><w:t>{said}</w:t></w:r></w:hyperlink></w:p>'

    return a_docx(
        paragraph("Ann Lee") + link(0, "My portfolio") + link(1, "here") + link(2, "Example Ltd"),
        attributes=f'xmlns:rel="{RELATIONSHIPS}"',
        **{
            "word/_rels/document.xml.rels": relationships(
                ("hyperlink", "https://annlee.example", True),
                ("hyperlink", DRIVE, True),
                ("hyperlink", "https://employer.example", True),
            )
        },
    )


def a_slide_with_links() -> bytes:
    def run(number: int, said: str) -> str:
        return f'<a:r><a:rPr><a:hlinkClick rel:id="r{number}"/></a:rPr><a:t>{said}</a:t></a:r>'

    slide = (
        f'<p:sld xmlns:p="urn:p" xmlns:a="{DRAWING}" xmlns:rel="{RELATIONSHIPS}">'
        f'<p:pic><p:cNvPr><a:hlinkClick rel:id="r2"/></p:cNvPr></p:pic>'
        f"<a:p><a:r><a:t>Ann Lee</a:t></a:r>{run(0, 'My portfolio')}{run(1, 'Example Ltd')}</a:p></p:sld>"
    )
    related = relationships(
        ("hyperlink", "https://annlee.example", True),
        ("hyperlink", "https://employer.example", True),
        ("hyperlink", DRIVE, True),
    )
    return a_package({"ppt/slides/slide1.xml": slide, "ppt/slides/_rels/slide1.xml.rels": related})


def a_sheet_with_links() -> bytes:
    def cell(place: str, said: str, formula: str = "") -> str:
        return f'<c r="{place}" t="str">{formula and f"<f>{formula}</f>"}<v>{said}</v></c>'

    sheet = (
        f'<worksheet xmlns="{SHEET}" xmlns:rel="{RELATIONSHIPS}"><sheetData><row>{cell("A1", "Ann Lee")}</row>'
        f"<row>{cell('A2', 'My portfolio')}{cell('B2', 'Example Ltd')}</row>"
        f"<row>{cell('A3', 'here', f'HYPERLINK(&quot;{DRIVE}&quot;,&quot;here&quot;)')}</row></sheetData>"
        '<hyperlinks><hyperlink ref="A2:A3" rel:id="r0"/><hyperlink ref="B2" rel:id="r1"/></hyperlinks></worksheet>'
    )
    related = relationships(
        ("hyperlink", "https://annlee.example", True), ("hyperlink", "https://employer.example", True)
    )
    return a_package({"xl/worksheets/sheet1.xml": sheet, "xl/worksheets/_rels/sheet1.xml.rels": related})


FORMATS = {
    "PDF": (a_pdf_with_a_link(), ["https://annlee.example", DRIVE]),
    "Word": (a_word_file_with_a_link(), ["https://annlee.example", DRIVE]),
    "Word, of a field": (
        a_docx(f'<w:p><w:r><w:instrText>HYPERLINK "{DRIVE}" </w:instrText></w:r><w:r><w:t>here</w:t></w:r></w:p>'),
        [DRIVE],
    ),
    "Word, of a picture": (
        a_docx(
            f'{paragraph("Ann Lee")}<w:p><w:r><w:drawing><b:docPr xmlns:b="urn:b"><a:hlinkClick xmlns:a="{DRAWING}" '
            f'xmlns:rel="{RELATIONSHIPS}" rel:id="r0"/></b:docPr></w:drawing></w:r></w:p>',
            **{"word/_rels/document.xml.rels": relationships(("hyperlink", DRIVE, True))},
        ),
        [DRIVE],
    ),
    "PowerPoint": (a_slide_with_links(), [DRIVE, "https://annlee.example"]),
    "Excel": (a_sheet_with_links(), ["https://annlee.example", DRIVE]),
    "DOC": (a_doc(f'Ann Lee \x13 HYPERLINK "{DRIVE}" \x14here\x15'), [DRIVE]),
    "RTF": (f'{{\\rtf1 Ann {{\\field{{\\*\\fldinst{{HYPERLINK "{DRIVE}"}}}}{{\\fldrslt here}}}}}}'.encode(), [DRIVE]),
    "ODT": (
        an_odt(
            f'<text:p>Ann <text:a xlink:href="{DRIVE}">here</text:a> '
            '<text:a xlink:href="https://annlee.example">my website</text:a></text:p>'
        ),
        [DRIVE, "https://annlee.example"],
    ),
    "HTML": (
        f"<html><body><p>Ann Lee, engineer for many years in the house of Example, and some more words that say "
        f"what was done there, day by day, and with whom, and to which end, for the good of all the people "
        f'who came. <a href="{DRIVE}">here</a></p></body></html>'.encode(),
        [DRIVE],
    ),
}


@pytest.mark.parametrize(("content", "links"), FORMATS.values(), ids=FORMATS)
def test_a_link_behind_a_word_is_told(content: bytes, links: list[str]):
    document = read_part(a_part(content))
    assert document.problem is None
    assert [each.detail for each in document.findings if each.remark is Remark.LINK] == links
