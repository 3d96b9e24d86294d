"""Documents that are pictures of pages: which of them a machine may read, and what they are once it did.

The recognition itself (OCR) happens in `edges.reading.scans`, a page at a time. What it can't make out stays `scanned`:
a page of noise, handwriting, a script whose data is not there. Nobody's application rests on guessed letters.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from inbox_bot.core.documents.roles import role_by_name
from inbox_bot.core.formats.extract import Extract, clean
from inbox_bot.core.formats.legible import FEW_LETTERS, checked, letters_in
from inbox_bot.core.formats.links import links_in_document
from inbox_bot.core.message.values import Document, Finding
from inbox_bot.core.words import Problem, Remark, Role

PAGES_RECOGNISED = 5  # of a document: a CV has two
LEAST_CONFIDENCE = 75.0  # percent: pages of whose words nine in ten are right have 84 and more; a hand 50 to 72
PDF = "application/pdf"
PICTURES = frozenset({f"image/{kind}" for kind in ("jpeg", "png", "tiff", "webp", "gif", "bmp", "heic", "avif")})


@dataclass(frozen=True, kw_only=True, slots=True)
class RecognisedPage:
    """What was made out on one page."""

    text: str  #: untrusted
    confidence: float  #: of its words on average, in percent, as the recogniser says it


@dataclass(frozen=True, kw_only=True, slots=True)
class RecognisedScan:
    """What was made out on a document: the pages that could be looked at, in their order."""

    pages: tuple[RecognisedPage, ...]  #: those that time ran out for, or that killed their reader, are missing
    all_pages: int  #: how many it has; 0 where no page could be looked at


def scans_in(documents: Sequence[Document]) -> tuple[Document, ...]:
    """Those of a mail's documents whose text is worth recognising: none where the CV can be read without it."""
    if any(document.role is Role.CV and document.text and document.problem is None for document in documents):
        return ()
    return tuple(each for each in documents if each.problem is Problem.SCANNED and _is_picture_of_pages(each))


def in_turn(scans: Sequence[Document]) -> tuple[Document, ...]:
    """The scans in the order in which they are recognised: what is called a CV first, for a mail's time may run out."""
    return tuple(sorted(scans, key=lambda each: role_by_name(each.filename) is not Role.CV))


def with_text(documents: Sequence[Document], found: Mapping[str, RecognisedScan]) -> dict[str, Document]:
    """Those of a mail's scans whose text was made out, by section, each with it; their roles are open again."""
    wanted = [each for each in scans_in(documents) if each.section in found]
    read = {each.section: recognised(each, found[each.section]) for each in wanted}
    return photos_as_one({each.section: read[each.section] for each in wanted if read[each.section] is not each})


def recognised(document: Document, scan: RecognisedScan) -> Document:
    """The document with what was made out on its pages, in their order; as it was where that is no text."""
    made_out = [page for page in scan.pages if page.text.strip() and not _is_illegible(page)]
    text = clean("\n\n".join((document.text, *(page.text for page in made_out))))
    if sum(letters_in(page.text) for page in made_out) < FEW_LETTERS or checked(Extract(text=text)).problem is not None:
        return document
    findings = [each for each in document.findings if each.remark not in _ANSWERED]
    findings += [Finding(remark=Remark.RECOGNISED), *links_in_document(text, ())]
    if scan.all_pages > PAGES_RECOGNISED:
        findings.append(Finding(remark=Remark.FIRST_PAGES, detail=str(PAGES_RECOGNISED)))
    if len(scan.pages) < min(scan.all_pages, PAGES_RECOGNISED) or any(_is_illegible(page) for page in scan.pages):
        findings.append(Finding(remark=Remark.PAGES_DAMAGED))
    return replace(
        document, role=Role.OTHER, text=text, problem=None, findings=tuple(dict.fromkeys(findings)), pictured=0
    )


def photos_as_one(documents: Mapping[str, Document]) -> dict[str, Document]:
    """Several photos of a mail are the pages of one document: the first of them has the text of all.

    The others keep what was made out on them, so that each file still says what is on it.
    """
    photos = [(section, each) for section, each in documents.items() if each.type in PICTURES]
    if len(photos) < 2:
        return dict(documents)
    first, document = photos[0]
    whole = clean("\n\n".join(each.text for _, each in photos))
    return {**documents, first: replace(document, text=whole)}


#: Remarks that no longer hold when a text was made out.
_ANSWERED = frozenset({Remark.NO_LETTERS, Remark.NO_BLANKS, Remark.PLACEHOLDER, Remark.PICTURED_PAGES})


def _is_illegible(page: RecognisedPage) -> bool:
    """Whether something is on it that can't be made out for sure: an empty page is none, nor one that has text."""
    return bool(page.text.strip()) and page.confidence < LEAST_CONFIDENCE


def _is_picture_of_pages(document: Document) -> bool:
    return document.type == PDF or document.type in PICTURES
