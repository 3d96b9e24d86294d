"""CVs, letters and terms as they lie in `papers/`, and their way into PDF and DOCX as different programs write them.

A paper is a text file: `# name`, `> headline`, `@ contact | contact`, `== section`, `* job | where | when`, `- point`,
and plain lines. All renderers give the same bytes for the same paper.
"""

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from docx import Document
from docx.document import Document as DocxDocument
from docx.oxml import parse_xml
from docx.shared import Pt
from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, FrameBreak, PageTemplate, Paragraph, SimpleDocTemplate

PAPERS = Path(__file__).parent / "papers"
WRITTEN_AT = datetime(2026, 5, 4, 12, 0)  # noqa: DTZ001  # DOCX properties carry no zone
ZIP_TIME = (2026, 5, 4, 12, 0, 0)


@dataclass(frozen=True)
class Line:
    """One line of a paper: its mark (`#`, `>`, `@`, `==`, `*`, `-` or "") and its words."""

    mark: str
    words: str

    @property
    def fields(self) -> list[str]:
        """The words between the bars."""
        return [field.strip() for field in self.words.split("|")]


Paper = Sequence[Line]


def paper(name: str) -> Paper:
    """Read `papers/<name>.txt`."""
    lines = []
    for line in (PAPERS / f"{name}.txt").read_text("utf-8").splitlines():
        mark, words = re.fullmatch(r"(#|>|@|==|\*|-)? ?(.*)", line).groups()
        lines.append(Line(mark or "", words))
    return lines


def sections(lines: Paper) -> list[list[Line]]:
    """The paper cut before each `==`; the head comes first."""
    cut: list[list[Line]] = [[]]
    for line in lines:
        if line.mark == "==":
            cut.append([])
        cut[-1].append(line)
    return cut


# --- PDF, as word processors and CV builders write it (reportlab: compressed, embedded structure) ---


def _style(size: float, *, leading: float = 1.45, **more: object) -> ParagraphStyle:
    return ParagraphStyle("x", fontName="Helvetica", fontSize=size, leading=size * leading, **more)


def _flowables(lines: Paper, size: float, colour: str) -> list[Flowable]:
    ink = HexColor(colour)
    bold = {"fontName": "Helvetica-Bold"}
    styles = {
        "#": ParagraphStyle("name", fontSize=size * 2, leading=size * 2.6, textColor=ink, **bold),
        ">": _style(size * 1.2, spaceAfter=size * 0.4),
        "@": _style(size * 0.9, spaceAfter=size),
        "==": ParagraphStyle(
            "section", fontSize=size * 1.3, leading=size * 2, spaceBefore=size, textColor=ink, keepWithNext=1, **bold
        ),
        "*": _style(size, spaceBefore=size * 0.6, keepWithNext=1),
        "-": _style(size, leftIndent=12, bulletIndent=2, spaceAfter=size * 0.2),
        "": _style(size, spaceAfter=size * 0.6),
    }
    flowables: list[Flowable] = []
    for line in lines:
        words = line.words.replace("&", "&amp;")
        if line.mark == "*":
            what, *rest = words.split(" | ")
            words = f"<b>{what}</b><br/>{', '.join(rest)}"
        flowables.append(Paragraph(words, styles[line.mark], bulletText="•" if line.mark == "-" else None))
    return flowables


def pdf_one_column(lines: Paper, *, size: float = 11, colour: str = "#1f3a5f", password: str | None = None) -> bytes:
    """A plain CV or letter; with a password it can't be read without it."""
    out = io.BytesIO()
    encrypt = StandardEncryption(password, ownerPassword="owner", strength=128) if password else None
    SimpleDocTemplate(
        out, pagesize=A4, title=lines[0].words, invariant=1, encrypt=encrypt, leftMargin=25 * mm, rightMargin=25 * mm
    ).build(_flowables(lines, size, colour))
    return out.getvalue()


def pdf_two_columns(lines: Paper, *, aside: Sequence[str] = ("Skills", "Languages", "Education", "Interests")) -> bytes:
    """A CV builder's layout: name and short sections in a narrow left column, the rest beside it."""
    head, *rest = sections(lines)
    left = head + [line for section in rest if section[0].words in aside for line in section]
    right = [line for section in rest if section[0].words not in aside for line in section]
    out = io.BytesIO()
    width, height = A4
    frames = [
        Frame(12 * mm, 15 * mm, 55 * mm, height - 30 * mm, id="left"),
        Frame(72 * mm, 15 * mm, width - 84 * mm, height - 30 * mm, id="right"),
    ]
    rest_of_it = Frame(72 * mm, 15 * mm, width - 84 * mm, height - 30 * mm, id="next")
    document = BaseDocTemplate(out, pagesize=A4, title=head[0].words, invariant=1)
    document.addPageTemplates(
        [PageTemplate(id="first", frames=frames, autoNextPageTemplate="next"), PageTemplate("next", [rest_of_it])]
    )
    document.build([*_flowables(left, 9.5, "#7a1f3d"), FrameBreak(), *_flowables(right, 11, "#7a1f3d")])
    return out.getvalue()


def pdf_centred(lines: Paper) -> bytes:
    """Headings in the middle, a serif face: as a typesetting program would."""
    out = io.BytesIO()
    middle, text = [
        ParagraphStyle("x", fontName=face, fontSize=11.5, leading=16, spaceAfter=4, alignment=alignment)
        for face, alignment in (("Times-Bold", TA_CENTER), ("Times-Roman", 4))
    ]
    flowables = [
        Paragraph(
            line.words.replace("&", "&amp;").replace(" | ", ", "),
            middle if line.mark in ("#", ">", "@", "==") else text,
            bulletText="–" if line.mark == "-" else None,
        )
        for line in lines
    ]
    SimpleDocTemplate(out, pagesize=A4, invariant=1, pageCompression=0).build(flowables)
    return out.getvalue()


# --- PDF, as a small script writes it: no compression, one font, absolute positions ---


def pdf_by_hand(lines: Paper, *, columns: int = 84, rows: int = 44) -> bytes:
    """Written object by object (ISO 32000-1 §7.5), Courier in WinAnsiEncoding."""
    rows_of_text = [row for line in lines for row in _wrapped(line, columns)]
    pages = [rows_of_text[start : start + rows] for start in range(0, len(rows_of_text), rows)]
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>",
    ]
    for number, page in enumerate(pages):
        show = b"".join(b"(" + _escaped(row) + b") Tj T*\n" for row in page)
        stream = b"BT\n/F1 10 Tf\n16 TL\n50 790 Td\n" + show + b"ET"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * number} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n".encode() + stream + b"\nendstream")
    out, sections = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", []
    for number, body in enumerate(objects, 1):
        sections.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = b"".join(f"{section:010d} 00000 n \n".encode() for section in sections)
    size = len(objects) + 1
    trailer = f"trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n".encode()
    return out + f"xref\n0 {size}\n0000000000 65535 f \n".encode() + table + trailer


def _wrapped(line: Line, columns: int) -> list[str]:
    words = line.words.upper() if line.mark in ("#", "==") else line.words.replace(" | ", ", ")
    lead = {"-": "  - ", "*": "* "}.get(line.mark, "")
    rows = [""] if line.mark in ("==", "*") else []
    row = lead
    for word in words.split():
        if len(row) + len(word) + 1 > columns:
            rows.append(row.rstrip())
            row = " " * len(lead)
        row += word + " "
    return [*rows, row.rstrip()]


def _escaped(row: str) -> bytes:
    return re.sub(rb"([\\()])", rb"\\\1", row.encode("cp1252"))


# --- DOCX ---

_TEXT_BOX = """
<w:p xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml">
<w:r><w:pict><v:shape style="width:400pt;height:70pt"><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></v:shape>
</w:pict></w:r></w:p>"""


def docx_plain(lines: Paper) -> bytes:
    """Headings, paragraphs and lists in the styles of Word's normal template."""
    document = _new(lines[0].words)
    for line in lines:
        _add(document, line)
    return _saved(document)


def docx_table(lines: Paper) -> bytes:
    """Jobs in a table of two columns: when, and what."""
    document = _new(lines[0].words)
    for section in sections(lines):
        jobs = [line for line in section if line.mark in ("*", "-")]
        if not jobs:
            for line in section:
                _add(document, line)
            continue
        _add(document, section[0])
        table = document.add_table(rows=0, cols=2)
        for line in section[1:]:
            if line.mark == "*":
                what, where, when = line.fields
                left, right = table.add_row().cells
                left.text = when
                right.text = f"{what}, {where}"
            elif line.mark == "-":
                right.add_paragraph(line.words, style="List Bullet")
            else:
                _add(document, line)
    return _saved(document)


def docx_text_box(lines: Paper) -> bytes:
    """A template from the web: name, headline and contact stand in a text box, which python-docx does not read."""
    head, *rest = sections(lines)
    document = _new("Curriculum vitae")
    inside = "".join(f"<w:p><w:r><w:t>{line.words}</w:t></w:r></w:p>" for line in head)
    document.element.body.insert(0, parse_xml(_TEXT_BOX.format(inside)))
    for section in rest:
        for line in section:
            _add(document, line)
    return _saved(document)


def _new(title: str) -> DocxDocument:
    document = Document()
    document.styles["Normal"].font.size = Pt(11)
    properties = document.core_properties
    properties.title, properties.author = title, ""
    properties.created = properties.modified = WRITTEN_AT
    return document


def _add(document: DocxDocument, line: Line) -> None:
    match line.mark:
        case "#":
            document.add_heading(line.words, 0)
        case "==":
            document.add_heading(line.words, 1)
        case "-":
            document.add_paragraph(line.words, style="List Bullet")
        case "*":
            what, *rest = line.fields
            paragraph = document.add_paragraph()
            paragraph.add_run(what).bold = True
            paragraph.add_run(", " + ", ".join(rest) if rest else "")
        case _:
            document.add_paragraph(line.words.replace(" | ", "   "))


def _saved(document: DocxDocument) -> bytes:
    """The document with fixed times in its ZIP, and without the template's thumbnail picture."""
    written, out = io.BytesIO(), io.BytesIO()
    thumbnail = next(rel for rel in document.part.package.rels.values() if rel.reltype.endswith("/thumbnail"))
    del document.part.package.rels[thumbnail.rId]
    document.save(written)
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            target.writestr(entry, source.read(name), compresslevel=9)
    return out.getvalue()
