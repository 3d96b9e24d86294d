"""PDF as text: pdfium reads, our own spacing reads again where its words are glued, pypdf has the last opinion.

Pages whose letters are drawn one by one are put together before (`single_letters`).

No engine is safe alone: a kilobyte of double Flate holds pdfium for 8 s, 4 kB of form XObjects that double abort it, a
page tree of 100,000 pages holds pypdf for 20 s. The deadline and the memory limit are the caller's (`edges.reading`).

Encryption: ISO 32000-1 §7.6. What a file holds besides text is `structure`'s.
"""

import io
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pypdf
import pypdfium2
from pypdf.errors import DependencyError, FileNotDecryptedError
from pypdfium2 import raw as pdfium

from inbox_bot.core.formats.extract import TEXT_LIMIT, Extract, Hyperlink, clean
from inbox_bot.core.formats.hidden import Hidden
from inbox_bot.core.formats.pdf.beside_pages import data_in
from inbox_bot.core.formats.pdf.hidden import hidden_in
from inbox_bot.core.formats.pdf.letter_spacing import joined
from inbox_bot.core.formats.pdf.links import links_on
from inbox_bot.core.formats.pdf.pictures import is_pictured
from inbox_bot.core.formats.pdf.properties import origin_of
from inbox_bot.core.formats.pdf.right_to_left import in_reading_order
from inbox_bot.core.formats.pdf.single_letters import joined as joined_letters
from inbox_bot.core.formats.pdf.spacing import better, letter_count, respaced, spaces_are_guesses
from inbox_bot.core.formats.pdf.structure import findings_of
from inbox_bot.core.message.values import Finding
from inbox_bot.core.words import Problem, Remark

PAGES_READ = 50  # a CV has two; what stands after page 50 of anything is not about the applicant
PYPDF_PAGES_LIMIT = 2_000  # pypdf walks the whole page tree before it gives the first page
PAGES_NAMED = 10  # in a remark

_PASSWORD_ERRORS = (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it quotes the document; what is wrong with it is in Extract


def read_pdf(content: bytes) -> Extract:
    """The text of the first 50 pages, and remarks on what else the file holds.

    Problems: `encrypted` (needs a password; a file that only forbids printing does not), `scanned` (no text at all, or
    none beside pictures of whole pages), `damaged` (neither engine opens it).
    """
    try:
        with pypdfium2.PdfDocument(joined_letters(content)) as document:
            page_count = len(document)
            pages = list(_pages(document, has_masks=b"/SMask" in content or b"/Mask" in content))
            findings = findings_of(content, document)
            data = data_in(content, document)
            origin = origin_of(content, document)
    except pypdfium2.PdfiumError as error:
        if error.err_code in _PASSWORD_ERRORS:
            return Extract(problem=Problem.ENCRYPTED)
        return _by_pypdf(content)
    if page_count == 0:
        return _by_pypdf(content)
    if page_count > PAGES_READ:
        findings = (*findings, Finding(remark=Remark.FIRST_PAGES, detail=str(PAGES_READ)))
    if None in pages:
        findings = (*findings, Finding(remark=Remark.PAGES_DAMAGED))
    pictured = tuple(number for number, page in enumerate(pages, start=1) if page is not None and page.is_pictured)
    if 0 < len(pictured) < len(pages):
        findings = (*findings, _without_text(pictured))
    hidden = Hidden()
    for page in filter(None, pages):
        hidden.add(page.hidden)
    findings = (*findings, *hidden.findings())
    links = tuple(link for page in filter(None, pages) for link in page.links)
    text = clean(data.around("\n".join(page.text for page in pages if page is not None and page.text)))
    if not letter_count(text) or (len(pictured) == len(pages) and not data.filled_in):
        problem = Problem.DAMAGED if all(page is None for page in pages) else Problem.SCANNED
        return Extract(problem=problem, findings=findings, links=links, origin=origin)
    return Extract(text=text, findings=findings, links=links, pictured=len(pictured), origin=origin)


def _without_text(pages: Sequence[int]) -> Finding:
    named = ", ".join(map(str, pages[:PAGES_NAMED])) + (", …" if len(pages) > PAGES_NAMED else "")
    return Finding(remark=Remark.PICTURED_PAGES, detail=named)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Page:
    text: str
    is_pictured: bool  #: a picture on most of it, and next to no text
    hidden: str = ""  #: what is written on it and can't be seen
    links: tuple[Hyperlink, ...] = ()


def _pages(document: pypdfium2.PdfDocument, *, has_masks: bool) -> Iterator[_Page | None]:
    """Each page, None for one that can't be read."""
    for index in range(min(len(document), PAGES_READ)):
        try:
            page = document[index]
        except pypdfium2.PdfiumError:
            yield None
            continue
        try:
            textpage = page.get_textpage()
            hidden = hidden_in(page.raw, textpage.raw, pdfium.FPDFText_CountChars(textpage.raw), has_masks=has_masks)
            if hidden:
                textpage.close()
                textpage = page.get_textpage()
            try:
                reading: str = textpage.get_text_range()[: TEXT_LIMIT * 2]
                text = reading
                if spaces_are_guesses(textpage.raw, reading):
                    text = better(text, respaced(textpage.raw, text, TEXT_LIMIT))
                text = in_reading_order(textpage.raw, joined(textpage.raw, reading, text))
                links = tuple(links_on(document, page, textpage))
                yield _Page(text=text, is_pictured=is_pictured(page, text), hidden=hidden, links=links)
            finally:
                textpage.close()
        except pypdfium2.PdfiumError:
            yield None
        finally:
            page.close()


def _by_pypdf(content: bytes) -> Extract:
    """The last opinion on a file that pdfium refuses: pypdf rebuilds broken cross-reference tables."""
    try:
        reader = pypdf.PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            return Extract(problem=Problem.ENCRYPTED)
        if len(reader.pages) > PYPDF_PAGES_LIMIT:
            return Extract(problem=Problem.TOO_LARGE)
        text = clean("\n".join(page.extract_text() for page in reader.pages[:PAGES_READ]))
    except (DependencyError, FileNotDecryptedError):
        return Extract(problem=Problem.ENCRYPTED)
    except MemoryError:
        raise
    except Exception:
        # pypdf raises KeyError, TypeError, RecursionError, … from the depth of a broken file, not only its own errors.
        return Extract(problem=Problem.DAMAGED)
    return Extract(text=text) if letter_count(text) else Extract(problem=Problem.DAMAGED)
