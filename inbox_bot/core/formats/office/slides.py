"""PowerPoint's slides (PPTX) as text, in the order of their numbers: what is in their boxes and tables.

Notes and masters are left out: the first are the speaker's, the second repeat on every slide. PresentationML:
ECMA-376-1 §19; text: §21.1.2.
"""

import re

from inbox_bot.core.formats.extract import TEXT_LIMIT, Extract, Hyperlink, clean
from inbox_bot.core.formats.office.relationships import links_of
from inbox_bot.core.formats.office.wordml import WordText
from inbox_bot.core.formats.packed.package import Package, PackageClosed, PackageDamaged
from inbox_bot.core.formats.packed.xml_parts import listen
from inbox_bot.core.message.values import Finding
from inbox_bot.core.words import Problem, Remark

SLIDES_READ = 100
_SLIDE = re.compile(r"ppt/slides/slide(\d{1,5})\.xml")
_PICTURES = "ppt/media/"


def read_slides(content: bytes) -> Extract:
    """The text. Problems: `encrypted`, `unsafe`, `damaged`, `scanned` (pictures alone), `unsupported` (nothing)."""
    words = WordText(TEXT_LIMIT * 2)
    links: list[Hyperlink] = []
    damaged = False
    try:
        package = Package(content)
        for _, name in _slides(package):
            words.next_part()
            try:
                listen(package.pieces(name), words)
                links += links_of(package, name, words.linked)
            except PackageDamaged:
                damaged = True
    except PackageClosed as why:
        return Extract(problem=why.problem)
    remarks = {
        Remark.MACROS: any(name.endswith("vbaproject.bin") for name in package.names),
        Remark.EMBEDDED_FILES: any("/embeddings/" in name for name in package.names),
        Remark.PART_DAMAGED: damaged,
    }
    text = clean(words.whole())
    findings = tuple(Finding(remark=remark) for remark, holds in remarks.items() if holds)
    if not text:
        pictured = any(name.startswith(_PICTURES) for name in package.names)
        return Extract(problem=Problem.SCANNED if pictured else Problem.UNSUPPORTED, findings=findings)
    return Extract(text=text, findings=findings, links=tuple(links))


def _slides(package: Package) -> list[tuple[int, str]]:
    found = map(_SLIDE.fullmatch, package.names)
    return sorted((int(slide[1]), slide[0]) for slide in found if slide is not None)[:SLIDES_READ]
