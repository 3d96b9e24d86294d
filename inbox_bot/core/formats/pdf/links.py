"""Where a page of a PDF leads when a person clicks on it (ISO 32000-1 §12.5.6.5, §12.6.4.7), and on which words."""

import ctypes
from collections.abc import Iterator

import pypdfium2
from pypdfium2 import raw as pdfium

from inbox_bot.core.formats.extract import Hyperlink

LINKS_LOOKED_AT = 100  # of a page
_URL_BYTES, _SAID_CHARACTERS = 2_000, 200


def links_on(
    document: pypdfium2.PdfDocument, page: pypdfium2.PdfPage, textpage: pypdfium2.PdfTextPage
) -> Iterator[Hyperlink]:
    """The addresses that the page's links lead to, in their order; those to other places of the document are none."""
    link, at = pdfium.FPDF_LINK(), ctypes.c_int(0)
    for _ in range(LINKS_LOOKED_AT):
        if not pdfium.FPDFLink_Enumerate(page.raw, at, link):
            return
        action = pdfium.FPDFLink_GetAction(link)
        if not action or pdfium.FPDFAction_GetType(action) != pdfium.PDFACTION_URI:
            continue
        url = ctypes.create_string_buffer(_URL_BYTES)
        size = pdfium.FPDFAction_GetURIPath(document.raw, action, url, _URL_BYTES)
        if 0 < size <= _URL_BYTES:
            yield Hyperlink(url=url.value.decode("utf-8", "replace"), said=_words_on(link, textpage))


def _words_on(link: pdfium.FPDF_LINK, textpage: pypdfium2.PdfTextPage) -> str:
    box = pdfium.FS_RECTF()
    if not pdfium.FPDFLink_GetAnnotRect(link, box):
        return ""
    said: str = textpage.get_text_bounded(box.left, box.bottom, box.right, box.top)
    return said[:_SAID_CHARACTERS]
