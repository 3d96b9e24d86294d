"""XML that holds or fools its reader, in each format that is made of it, and packages around it."""

import zipfile
from collections.abc import Callable, Iterator

from inbox_bot.core.words import Problem
from tests.support.builders import documents as made
from tests.support.hostile.archives import zipped
from tests.support.hostile.values import DAMAGED, READ, SCANNED, UNSAFE, UNSUPPORTED, Hostile, hostile

W = f'xmlns:w="{made.WORD}"'
ODF = " ".join(f'xmlns:{each}="urn:oasis:names:tc:opendocument:xmlns:{each}:1.0"' for each in ("office", "text"))


def word(document: str) -> bytes:
    return zipped(("[Content_Types].xml", b"<Types/>"), ("word/document.xml", document.encode()))


def _odt(document: str) -> bytes:
    kind = ("mimetype", b"application/vnd.oasis.opendocument.text")
    return zipped(kind, ("content.xml", document.encode()), method=zipfile.ZIP_STORED)


def _in_package(name: str) -> Callable[[str], bytes]:
    return lambda document: zipped(("[Content_Types].xml", b"<Types/>"), (name, document.encode()))


XML_FORMATS: dict[str, tuple[str, str, Callable[[str], bytes]]] = {
    "docx": (f"<w:document {W}><w:body><w:p><w:r><w:t>", "</w:t></w:r></w:p></w:body></w:document>", word),
    "odt": (f"<office:document-content {ODF}><text:p>", "</text:p></office:document-content>", _odt),
    "fodt": (
        f'<office:document {ODF} office:mimetype="application/vnd.oasis.opendocument.text"><text:p>',
        "</text:p></office:document>",
        str.encode,
    ),
    "doc": (
        '<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"><w:p><w:r><w:t>',
        "</w:t></w:r></w:p></w:wordDocument>",
        str.encode,
    ),
    "xml": (
        (
            '<pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">'
            f'<pkg:part pkg:name="/word/document.xml"><pkg:xmlData><w:document {W}><w:p><w:r><w:t>'
        ),
        "</w:t></w:r></w:p></w:document></pkg:xmlData></pkg:part></pkg:package>",
        str.encode,
    ),
    "pptx": (
        '<p:sld xmlns:p="urn:p" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:p><a:t>',
        "</a:t></a:p></p:sld>",
        _in_package("ppt/slides/slide1.xml"),
    ),
    "xlsx": (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><row><c t="inlineStr"><is><t>',
        "</t></is></c></row></worksheet>",
        _in_package("xl/worksheets/sheet1.xml"),
    ),
    "pages": (
        '<sl:document xmlns:sl="urn:sl" xmlns:sf="http://developer.apple.com/namespaces/sf"><sf:p>',
        "</sf:p></sl:document>",
        lambda document: zipped(("index.xml", document.encode())),
    ),
}
_LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
#: What stands before the root, what in the text, and how it may end.
XML_TRICKS: dict[str, tuple[str, str, tuple[Problem | None, ...]]] = {
    "billion laughs": (f'<!DOCTYPE x [<!ENTITY l0 "ha">{_LAUGHS}]>', "&l9;", (UNSAFE,)),
    "quadratic": (f'<!DOCTYPE x [<!ENTITY a "{"a" * 2_000}">]>', "&a;" * 2_000, (UNSAFE,)),
    "external entity": ('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>', "&a;", (UNSAFE,)),
    "external DTD": ('<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">', "text", (UNSAFE,)),
    "XInclude": (
        "",
        '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>seen',
        (READ,),
    ),
    "instruction": ('<?xml-stylesheet href="http://127.0.0.1:9/x.xsl"?>', "seen", (READ,)),
    "deep": ("", "<a>" * 5_000 + "</a>" * 5_000, (UNSAFE,)),
    "attributes": ("", "<a " + " ".join(f"b{n}=''" for n in range(1_500)) + "/>", (UNSAFE,)),
    "UTF-7": ('<?xml version="1.0" encoding="UTF-7"?>', "+ADw-", (UNSAFE,)),
    "EBCDIC": ('<?xml version="1.0" encoding="cp037"?>', "text", (UNSAFE,)),
    "unknown entity": ("", "&nothing;", (DAMAGED,)),
    "no character": ("", "&#0;&#xFFFFFFFF;", (DAMAGED,)),
    "not closed": ("", "<a><b></a>", (DAMAGED,)),
    "two roots": ("<a/>", "text", (DAMAGED,)),
}


def xml_files() -> Iterator[Hostile]:
    for extension, (begin, end, write) in XML_FORMATS.items():
        for trick, (before, inside, ends) in XML_TRICKS.items():
            declared = "" if before.startswith("<?xml ") else '<?xml version="1.0"?>'
            content = write(f"{declared}{before}{begin}{inside}{end}")
            # A flat file that says it is in UTF-7, or begins with another root, is XML of no known kind.
            more = (UNSUPPORTED, SCANNED, DAMAGED, READ) if write is str.encode else ()
            yield hostile(f"{trick}.{extension}", content, *ends, *(more if before else ()), *_read_before(ends))


def _read_before(ends: tuple[Problem | None, ...]) -> tuple[Problem | None, ...]:
    """What came before a damage may be read; where nothing did, there is none."""
    return (READ, UNSUPPORTED) if DAMAGED in ends or READ in ends else ()


def packages() -> Iterator[Hostile]:
    body = f"<w:document {W}><w:body><w:p><w:r><w:t>seen</w:t></w:r></w:p></w:body></w:document>"
    types = ("[Content_Types].xml", b"<Types/>")
    document = ("word/document.xml", body.encode())
    yield hostile("ratio.docx", word(body.replace("seen", "s" * 3_000_000)), UNSAFE)
    yield hostile("no document.docx", zipped(types, ("word/other.xml", b"<x/>")), DAMAGED)
    yield hostile("twice.docx", zipped(types, document, ("WORD/DOCUMENT.XML", b"<x/>")), UNSAFE)
    yield hostile("many.docx", zipped(types, document, *((f"word/{n}", b"") for n in range(1_000))), UNSAFE)
    rels = made.relationships(("aFChunk", "../../../etc/passwd", False), ("header", "document.xml", False))
    chunk = body.replace("<w:p>", f'<w:altChunk xmlns:r="{made.RELATIONSHIPS}" r:id="r0"/><w:p>', 1)
    yield hostile(
        "chunk.docx",
        zipped(types, ("word/document.xml", chunk.encode()), ("word/_rels/document.xml.rels", rels.encode())),
        READ,
    )
    for kind in ("attachedTemplate", "image", "oleObject", "frame", "subDocument", "hyperlink"):
        outside = made.relationships((kind, "http://127.0.0.1:9/x", True))
        yield hostile(f"{kind}.docx", zipped(types, document, ("word/_rels/document.xml.rels", outside.encode())), READ)
