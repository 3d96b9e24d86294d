"""DOCX as text, straight from its XML: six times faster than building a document model, and text boxes are found.

Many CV templates keep the applicant's name in a text box or a header, so headers come first and boxes where they are
anchored. A box is written twice (DrawingML and, for old Words, VML, inside mc:AlternateContent): it counts once.
Macros, templates and pictures elsewhere are remarked on, never run or fetched.

WordprocessingML: ECMA-376-1 §17; relationships: ECMA-376-2 §6.5; alternate content: ECMA-376-3 §9.3.
"""

import itertools
import posixpath
import re
from collections.abc import Sequence

from inbox_bot.core.formats.extract import TEXT_LIMIT, Extract, Hyperlink, clean
from inbox_bot.core.formats.legible import FEW_LETTERS, letters_in
from inbox_bot.core.formats.links import links_of_fields
from inbox_bot.core.formats.office.chunks import CHUNKS_LIMIT, chunk
from inbox_bot.core.formats.office.properties import origin_of_package
from inbox_bot.core.formats.office.relationships import Relationship, Relationships, links_of
from inbox_bot.core.formats.office.wordml import WordText
from inbox_bot.core.formats.packed.package import Package, PackageDamaged, PackageEncrypted, PackageUnsafe
from inbox_bot.core.formats.packed.xml_parts import listen
from inbox_bot.core.message.mime.picture_size import picture_size
from inbox_bot.core.message.mime.sniff import type_of
from inbox_bot.core.message.values import Finding
from inbox_bot.core.words import Problem, Remark

PICTURES_LOOKED_AT = 50
PAGE_WIDTH, UPRIGHT = 600, 1.25  # pixels, and times its width: what is smaller or broader is a portrait or a logo
_DOCUMENT = "word/document.xml"
_BEFORE = ("header",)  #: relationships read before the body, by the last word of their type
_AFTER = ("footnotes", "endnotes", "diagramData", "footer")
_PICTURES = ("word/media/", "word/charts/")
_LINKS_OF_NO_CONCERN = frozenset({"hyperlink"})
_FETCHING_FIELDS = re.compile(r"\b(?:INCLUDEPICTURE|INCLUDETEXT|IMPORT|LINK)\b", re.IGNORECASE)
_ACTING_FIELDS = re.compile(r"\b(?:DDE|DDEAUTO|MACROBUTTON)\b", re.IGNORECASE)


def read_docx(content: bytes) -> Extract:
    """The text of a Word document: headers, body with tables and text boxes, notes, diagrams, footers.

    Problems: `encrypted`, `unsafe` (a bomb, a DOCTYPE), `damaged` (no zip file, or no readable main part), `scanned`
    (pictures and no text), `unsupported` (neither: its text is in a foreign format inside, or there is none).
    """
    try:
        package = Package(content)
        document = _main_part(package)
        relationships = Relationships.of(package, document).each()
        template = Relationships.of(package, posixpath.join(posixpath.dirname(document), "settings.xml")).each()
        body, linked, broken = _text_of(package, document, relationships)
        taken_in = _take_in(package, document, body) if body.taken_in else ()
        origin = origin_of_package(package, template, body.pictures)
    except PackageUnsafe:
        return Extract(problem=Problem.UNSAFE)
    except PackageEncrypted:
        return Extract(problem=Problem.ENCRYPTED)
    except (PackageDamaged, KeyError):
        return Extract(problem=Problem.DAMAGED)
    text = clean(body.whole())
    findings = _findings(package, (*relationships, *template), body)
    findings = (*findings, *(finding for finding in taken_in if finding not in findings))
    if broken:
        findings = (*findings, Finding(remark=Remark.PART_DAMAGED))
    links = (*linked, *links_of_fields(body.fields()))
    if not text:
        has_pictures = any(name.startswith(_PICTURES) for name in package.names)
        return Extract(problem=Problem.SCANNED if has_pictures else Problem.UNSUPPORTED, findings=findings)
    pictured = _pages_as_pictures(package)
    if pictured and letters_in(text) < FEW_LETTERS:
        return Extract(problem=Problem.SCANNED, findings=findings, links=links, origin=origin)
    return Extract(text=text, findings=findings, links=links, pictured=pictured, origin=origin)


def _pages_as_pictures(package: Package) -> int:
    """How many of its pictures are as large, and as high, as a page needs to be to be read."""
    found = 0
    for name in [name for name in package.names if name.startswith("word/media/")][:PICTURES_LOOKED_AT]:
        try:
            head = b"".join(itertools.islice(package.pieces(name), 2))
        except (PackageDamaged, PackageEncrypted):
            continue
        width, height = picture_size(head, type_of(head))
        found += width >= PAGE_WIDTH and height >= UPRIGHT * width
    return found


def _text_of(
    package: Package, document: str, relationships: Sequence[Relationship]
) -> tuple[WordText, list[Hyperlink], bool]:
    """What a reader of the document sees, in one text; its links; whether a part beside the main one is broken."""
    words = WordText(TEXT_LIMIT * 2)
    links: list[Hyperlink] = []
    broken = False
    for kind in (*_BEFORE, "", *_AFTER):
        if not kind:
            listen(package.pieces(document), words)
            links += links_of(package, document, words.linked)
            continue
        for relationship in relationships:
            if relationship.kind != kind or relationship.external:
                continue
            words.next_part()
            try:
                listen(package.pieces(relationship.target), words)
                links += links_of(package, relationship.target, words.linked)
            except (PackageDamaged, KeyError):
                broken = True
    return words, links, broken


def _take_in(package: Package, document: str, words: WordText) -> tuple[Finding, ...]:
    """Put what the document takes in where it does, and say what was remarked on that."""
    targets = Relationships.of(package, document).chunks
    findings: dict[Finding, None] = {}
    for at, key in words.taken_in[:CHUNKS_LIMIT]:
        extract = chunk(package, targets.get(key, ""))
        if extract is None:
            findings[Finding(remark=Remark.PART_DAMAGED)] = None
            continue
        words.take_in(at, extract.text)
        findings |= dict.fromkeys(extract.findings)
    return tuple(findings)


def _main_part(package: Package) -> str:
    """The part that the package's relationships call its document; Word itself finds it so, whatever its name."""
    for relationship in Relationships.of(package, "").each():
        if relationship.kind == "officeDocument" and not relationship.external:
            return relationship.target
    return _DOCUMENT


def _findings(package: Package, relationships: Sequence[Relationship], body: WordText) -> tuple[Finding, ...]:
    outside = {relationship.kind for relationship in relationships if relationship.external} - _LINKS_OF_NO_CONCERN
    fields = body.fields()
    remarks = {
        Remark.MACROS: any(name.endswith("vbaproject.bin") for name in package.names),
        Remark.ACTIVE_CONTENT: any("/activex/" in name for name in package.names)
        or bool(_ACTING_FIELDS.search(fields)),
        Remark.EXTERNAL_TEMPLATE: "attachedTemplate" in outside,
        Remark.EXTERNAL_CONTENT: bool(outside - {"attachedTemplate"}) or bool(_FETCHING_FIELDS.search(fields)),
        Remark.EMBEDDED_FILES: any("/embeddings/" in name for name in package.names),
    }
    return (*(Finding(remark=remark) for remark, holds in remarks.items() if holds), *body.hidden())
