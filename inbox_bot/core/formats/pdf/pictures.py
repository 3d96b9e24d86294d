"""Pages of a PDF that are pictures: a scan whose only text is a page number, or the name of the app that made it."""

import itertools

import pypdfium2
from pypdfium2 import raw as pdfium

from inbox_bot.core.formats.legible import FEW_LETTERS, letters_in

COVERS = 0.5  # of the page's area: a picture on most of it
OBJECTS_LOOKED_AT = 2_000  # of a page, drawings included
DEPTH = 3  # forms within forms; a form may hold another twice, and that a third, and so on


def is_pictured(page: pypdfium2.PdfPage, text: str) -> bool:
    """Whether the page has next to no text and a picture on most of it. Raises PdfiumError."""
    if letters_in(text[:1_000]) >= FEW_LETTERS:
        return False
    page_left, page_bottom, page_right, page_top = page.get_mediabox()
    area = 0.0
    for drawn in itertools.islice(page.get_objects(max_depth=DEPTH), OBJECTS_LOOKED_AT):
        if drawn.type != pdfium.FPDF_PAGEOBJ_IMAGE:
            continue
        left, bottom, right, top = drawn.get_bounds()
        seen_width = min(right, page_right) - max(left, page_left)
        seen_height = min(top, page_top) - max(bottom, page_bottom)
        area += max(seen_width, 0.0) * max(seen_height, 0.0)  # a scan may be cut into stripes
    whole: float = (page_right - page_left) * (page_top - page_bottom)
    return area >= COVERS * whole
