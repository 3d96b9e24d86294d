"""Documents made for a test: PDFs, Word documents, parts and messages that hold them."""

import io
import itertools
import struct
import zipfile
import zlib
from collections.abc import Mapping
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from inbox_bot.core.message.mime.sniff import type_of
from inbox_bot.core.message.values import Document, Message, Part

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

CV = """Ada Example
ada@example.org  +44 20 7946 0958

Profile
Engineer who builds data pipelines and looks after them when they break at night.

Work Experience
Example Ltd, data engineer, 2019 - 2024
Moved forty reports from a spreadsheet to a warehouse, and taught eleven people to ask it questions.
Another Example, developer, 2015 - 2019
Wrote the service that tells the vans where to go, and the tests that tell us when it does not.

Education
University of Nowhere, BSc Mathematics, 2012 - 2015

Skills
Python, SQL, patience
"""


def a_part(content: bytes, filename: str = "document", section: str = "2", **fields: Any) -> Part:
    defaults: dict[str, Any] = {
        "type": type_of(content),
        "declared_type": "application/octet-stream",
        "disposition": "attachment",
        "content_id": "",
    }
    return Part(section=section, filename=filename, content=content, **(defaults | fields))


def a_body(text: str, section: str = "1", **fields: Any) -> Part:
    named = {"filename": f"part-{section}.txt", "declared_type": "text/plain", "disposition": ""} | fields
    return a_part(text.encode(), section=section, **({"type": "text/plain"} | named))


def a_message(*parts: Part, **fields: Any) -> Message:
    return Message(parts=parts, **fields)


def a_document(text: str = "", filename: str = "document.pdf") -> Document:
    return Document(section="2", filename=filename, type="application/pdf", text=text)


def a_pdf(text: str = CV, **settings: Any) -> bytes:
    """A PDF of the text, 45 lines a page; settings are the canvas's (`encrypt=…`)."""
    written = io.BytesIO()
    canvas = Canvas(written, pagesize=A4, **settings)
    for number, line in enumerate(text.splitlines()):
        if number and number % 45 == 0:
            canvas.showPage()
        canvas.drawString(72, 780 - 16 * (number % 45), line)
    canvas.save()
    return written.getvalue()


def raw_pdf(*objects: bytes) -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalog."""
    written = bytearray(b"%PDF-1.7\n")
    sections = []
    for number, entry in enumerate(objects, start=1):
        sections.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, entry)
    table = len(written)
    written += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    written += b"".join(b"%010d 00000 n \n" % section for section in sections)
    written += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table)
    return bytes(written)


def page_pdf(drawing: bytes, catalog: bytes = b"", page: bytes = b"", *more: bytes) -> bytes:
    """A PDF of one page with this drawing; entries for its catalog and page, and objects from 6 on."""
    return raw_pdf(
        b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> %s >>" % page,
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawing), drawing),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >>",
        *more,
    )


def scattered_letters_pdf(text: str, word_gap: float = 1.5) -> bytes:
    """As wkhtmltopdf prints: each letter placed by itself, words apart by a gap and no space anywhere."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    drawing = []
    y = 780.0
    for line in text.splitlines():
        x = 72.0
        for word in line.split():
            for letter in word:
                drawing.append(f"BT /F1 10 Tf {x:.2f} {y:.2f} Td ({letter}) Tj ET")
                x += stringWidth(letter, "Times-Roman", 10)
            x += word_gap
        y -= 14
    return page_pdf("\n".join(drawing).encode("ascii"))


def a_qt_pdf(*runs: tuple[int, int, str], before: str = "", meanings: str = "", font: str = "F5") -> bytes:
    """As Qt prints, and wkhtmltopdf with it: each letter by itself, a whole step behind the one before.

    A run is where it begins, from the left and from above, and what it says. `before` is drawn before all; `meanings`
    are what the font says that its letters mean, in place of what they do.
    """
    letters = sorted(set("".join(text for _, _, text in runs)))
    codes = {letter: f"{code:04X}" for code, letter in enumerate(letters, start=1)}
    widths = {letter: 224 if letter == " " else 400 + 30 * (ord(letter) % 11) for letter in letters}
    drawing = [f"0.75 0 0 -0.75 28.5 813.5 cm\n{before}"]
    for left, above, text in runs:
        drawing.append(f"q\nBT\n/{font} 19 Tf 1 0 0 -1 0 0 Tm\n{left} -{above} Td <{codes[text[0]]}> Tj\n")
        for letter, following in itertools.pairwise(text):
            drawing.append(f"{round(widths[letter] * 0.0165)} 0 Td <{codes[following]}> Tj\n")
        drawing.append("ET\nQ\n")
    packed = zlib.compress("".join(drawing).encode())
    said = meanings or " ".join(f"<{ord(letter):04X}>" for letter in letters)
    means = f"1 beginbfrange\n<0001> <{len(letters):04X}> [{said}]\nendbfrange\n"
    cmap = f"begincmap\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n{means}endcmap\n"
    listed = " ".join(str(widths[letter]) for letter in letters)
    return raw_pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /MediaBox [0 0 595 842]\n"
        b"/Resources << /Font << /%b 5 0 R >> >> >>" % font.encode(),
        b"<<\n/Length %d\n/Filter /FlateDecode\n>>\nstream\n%b\nendstream" % (len(packed), packed),
        b"<< /Type /Font\n/Subtype /Type0\n/BaseFont /Times\n/Encoding /Identity-H\n"
        b"/DescendantFonts [6 0 R]\n/ToUnicode 7 0 R>>",
        b"<< /Type /Font\n/Subtype /CIDFontType2\n/BaseFont /Times\n/CIDToGIDMap /Identity\n"
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>\n"
        b"/FontDescriptor 8 0 R\n/W [0 [500 %b ]\n]\n>>" % listed.encode(),
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(cmap), cmap.encode()),
        b"<< /Type /FontDescriptor /FontName /Times /Flags 4 /FontBBox [0 -200 1000 900] /ItalicAngle 0\n"
        b"/Ascent 900 /Descent -200 /CapHeight 700 /StemV 80 >>",
    )


def a_docx(body: str, *, main: str = "word/document.xml", attributes: str = "", **parts: str | bytes) -> bytes:
    """A Word document whose body is this WordprocessingML; further parts by name, `__` standing for `/`."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr(main, f'<w:document xmlns:w="{WORD}" {attributes}><w:body>{body}</w:body></w:document>')
        for name, content in parts.items():
            package.writestr(name.replace("__", "/"), content)
    return written.getvalue()


def a_package(files: Mapping[str, str]) -> bytes:
    """A package of Office's, with these parts."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as held:
        held.writestr("[Content_Types].xml", "<Types/>")
        for name, content in files.items():
            held.writestr(name, content)
    return written.getvalue()


def a_zip(held: bytes = b"text", *, encrypted: bool = False, extra: bytes = b"") -> bytes:
    """An archive of one file, stored; `encrypted` says so in its headers, `extra` stands between name and content."""
    written = io.BytesIO()
    entry = zipfile.ZipInfo("cv.txt")
    entry.extra = extra
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr(entry, held)
    content = bytearray(written.getvalue())
    if encrypted:
        content[6] |= 1
        content[content.rfind(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def relationships(*entries: tuple[str, str, bool]) -> str:
    """A relationships part of (kind, target, whether it lies outside)."""
    lines = "".join(
        f'<Relationship Id="r{number}" Type="{RELATIONSHIPS}/{kind}" Target="{target}"'
        f"{' TargetMode=' + chr(34) + 'External' + chr(34) if outside else ''}/>"
        for number, (kind, target, outside) in enumerate(entries)
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{lines}</Relationships>'
    )


def a_compound_file(**streams: bytes) -> bytes:
    """A compound file (MS-CFB) with these streams; `n0Table` is `0Table`, `a/b` the stream b in storage a."""
    sector, free, end, fat_sector = 512, 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    padded = {name.removeprefix("n"): content.ljust(4_096, b"\0") for name, content in streams.items()}
    sizes = {name: -(-len(content) // sector) for name, content in padded.items()}
    paths = sorted({"/".join(name.split("/")[:depth]) for name in padded for depth in range(1, name.count("/") + 2)})
    directory_at = sum(sizes.values())
    directory_sectors = -(-(len(paths) + 1) * 128 // sector)
    fat_at = directory_at + directory_sectors
    fat: list[int] = []
    starts = {}
    for name, number in sizes.items():
        starts[name] = len(fat)
        fat += [*range(len(fat) + 1, len(fat) + number), end]
    fat += [*range(directory_at + 1, directory_at + directory_sectors), end, fat_sector]
    assert len(fat) <= sector // 4

    def below(path: str) -> list[int]:
        return [number for number, each in enumerate(paths, start=1) if each.rpartition("/")[0] == path]

    def entry(name: str, kind: int, right: int, child: int, start: int, size: int) -> bytes:
        written = name.encode("utf-16-le") + b"\0\0"
        return (
            written.ljust(64, b"\0")
            + struct.pack("<HBBIII", len(written), kind, 1, free, right, child)
            + bytes(36)
            + struct.pack("<IQ", start, size)
        )

    entries = entry("Root Entry", 5, free, next(iter(below("")), free), end, 0)
    for number, path in enumerate(paths, start=1):
        parent, _, name = path.rpartition("/")
        right = next((each for each in below(parent) if each > number), free)
        if path in padded:
            entries += entry(name, 2, right, free, starts[path], len(padded[path]))
        else:
            entries += entry(name, 1, right, below(path)[0], 0, 0)
    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(16)
        + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
        + bytes(6)
        + struct.pack("<9I", 0, 1, directory_at, 0, 4_096, end, 0, end, 0)
        + struct.pack("<I", fat_at)
        + struct.pack("<I", free) * 108
    )
    body = b"".join(content.ljust(sizes[name] * sector, b"\0") for name, content in padded.items())
    tail = entries.ljust(directory_sectors * sector, b"\0") + struct.pack(f"<{len(fat)}I", *fat).ljust(sector, b"\xff")
    return header + body + tail


def a_doc(
    body: str, *, header: str = "", comment: str = "", flags: int = 0, version: int = 0xC1, **streams: bytes
) -> bytes:
    """A Word 97 document of two pieces: first what is ASCII, in Windows-1252, then the rest, in UTF-16 (MS-DOC)."""
    whole = body + header + comment
    half = next((at for at, character in enumerate(whole) if character > "\x7f"), len(whole) // 2)
    first, second = whole[:half].encode("cp1252"), whole[half:].encode("utf-16-le")
    text_at = 0x400
    main = bytearray(text_at)
    struct.pack_into("<HH", main, 0, 0xA5EC, version)
    struct.pack_into("<H", main, 0x0A, flags)
    struct.pack_into("<8i", main, 0x4C, len(body), 0, len(header), 0, len(comment), 0, 0, 0)
    places = struct.pack("<III", 0, half, len(whole))
    pieces = struct.pack("<HIH", 0, 0x40000000 | text_at * 2, 0) + struct.pack("<HIH", 0, text_at + len(first), 0)
    clx = b"\x02" + struct.pack("<I", len(places + pieces)) + places + pieces
    struct.pack_into("<II", main, 0x01A2, 0, len(clx))
    return a_compound_file(WordDocument=bytes(main) + first + second, n0Table=clx, **streams)


def an_odt(body: str, styles: str = "", **files: bytes) -> bytes:
    """An OpenDocument text; `styles` are automatic ones, `files` more of the package."""
    namespaces = {"office": "office", "text": "text", "style": "style", "draw": "drawing", "script": "script"}
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"' for short, long in namespaces.items()
    )
    content = (
        f'<office:document-content {spaces} xmlns:xlink="http://www.w3.org/1999/xlink">'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr("content.xml", content)
        for name, held in files.items():
            package.writestr(name.replace("__", "/").replace("_xml", ".xml"), held)
    return written.getvalue()


def varint(number: int) -> bytes:
    """As protocol buffers and Snappy write it."""
    written = bytearray()
    while number > 127:
        written.append(number & 127 | 128)
        number >>= 7
    return bytes([*written, number])


def as_field(number: int, value: int | bytes) -> bytes:
    """A field of a message of protocol buffers."""
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    return varint(number << 3 | 2) + varint(len(value)) + value


def an_iwa(*texts: str, kind: int = 2001) -> bytes:
    """An archive of Pages: a chunk of Snappy's literals, with a message a text."""
    messages = b""
    for text in texts:
        message = as_field(1, 0) + as_field(3, text.encode())
        header = as_field(1, 7) + as_field(2, as_field(1, kind) + as_field(3, len(message)))
        messages += varint(len(header)) + header + message
    pieces = [messages[at : at + 60] for at in range(0, len(messages), 60)]
    packed = varint(len(messages)) + b"".join(bytes([(len(piece) - 1) << 2]) + piece for piece in pieces)
    return b"\0" + len(packed).to_bytes(3, "little") + packed


def a_pages_file(**files: bytes) -> bytes:
    """A package with these files (`__` for `/`, `_iwa` for `.iwa`, `_xml` for `.xml`)."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as package:
        for name, content in files.items():
            package.writestr(name.replace("__", "/").replace("_iwa", ".iwa").replace("_xml", ".xml"), content)
    return written.getvalue()
