"""A page as grey pixels, from a PDF or a picture: as many as letters need, whatever the file says of itself.

A photo is turned as its camera says (EXIF, orientation), a TIFF has its frames as pages. Pages that a scanner's app
made a metre wide are rendered smaller, pictures of a messenger's size larger: letters are then as high as in 200 dpi.
"""

import io
from dataclasses import dataclass

import pypdfium2
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from inbox_bot.core.documents.scans import PDF
from inbox_bot.core.formats.pdf.pictures import is_pictured

DPI = 200
LONG_SIDE = 3_000  # pixels: A4 at 200 dpi has 2,339, a photo of it at full size 4,000
SMALL_SIDE = 1_600  # pixels of the long side: a messenger's picture; twice as large it is read better
MOST_PIXELS = 60_000_000  # of a picture that is decoded at all: 50 megapixels are a phone's best
MOST_FRAMES = 100  # of a TIFF or a GIF that are counted


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """One page, in grey."""

    pixels: Image.Image | None  #: of mode "L"; None where nothing of it is to be recognised
    all_pages: int  #: how many the document has; of a picture's frames at most `MOST_FRAMES`


class NoPage(Exception):
    """There is no such page, or its picture is none that is decoded."""


def page_of(content: bytes, media_type: str, number: int, *, only_pictured: bool) -> Page:
    """The page with this number, counted from 1.

    `only_pictured`: of a PDF, only where it is a picture without text. Raises NoPage, MemoryError, and whatever else a
    decoder raises on a damaged file.
    """
    if media_type == PDF:
        return _of_pdf(content, number, only_pictured=only_pictured)
    return _of_picture(content, number)


def _of_pdf(content: bytes, number: int, *, only_pictured: bool) -> Page:
    with pypdfium2.PdfDocument(content) as document:
        if number > len(document):
            raise NoPage
        page = document[number - 1]
        if only_pictured and not _is_pictured(page):
            return Page(pixels=None, all_pages=len(document))
        scale = min(DPI / 72, LONG_SIDE / max(page.get_size()))
        bitmap = page.render(scale=scale, grayscale=True)
        return Page(pixels=bitmap.to_pil().convert("L"), all_pages=len(document))


def _is_pictured(page: pypdfium2.PdfPage) -> bool:
    textpage = page.get_textpage()
    try:
        return is_pictured(page, textpage.get_text_range())
    finally:
        textpage.close()


def _of_picture(content: bytes, number: int) -> Page:
    try:
        picture: Image.Image = Image.open(io.BytesIO(content))
    except UnidentifiedImageError as error:
        raise NoPage from error
    with picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise NoPage
        frames = _frames(picture)
        if number > frames:
            raise NoPage
        if number > 1:
            picture.seek(number - 1)
        picture.draft("L", (LONG_SIDE, LONG_SIDE))  # a JPEG is decoded no larger than it is needed
        ImageOps.exif_transpose(picture, in_place=True)
        return Page(pixels=_in_size(_on_white(picture)), all_pages=frames)


def _frames(picture: Image.Image) -> int:
    """Pages of a TIFF; of an animation the first picture counts."""
    if picture.format != "TIFF":
        return 1
    count = sum(1 for _, _ in zip(range(MOST_FRAMES), ImageSequence.Iterator(picture), strict=False))
    picture.seek(0)
    return count


def _on_white(picture: Image.Image) -> Image.Image:
    """In grey; what is transparent is paper."""
    if picture.mode not in ("RGBA", "LA", "PA") and "transparency" not in picture.info:
        return picture.convert("L")
    layer = picture.convert("LA")
    grey = Image.new("L", picture.size, 255)
    grey.paste(layer.getchannel("L"), mask=layer.getchannel("A"))
    return grey


def _in_size(grey: Image.Image) -> Image.Image:
    long_side = max(grey.size)
    if long_side > LONG_SIDE:
        grey.thumbnail((LONG_SIDE, LONG_SIDE), Image.Resampling.LANCZOS)
    elif long_side < SMALL_SIDE:
        return grey.resize((grey.width * 2, grey.height * 2), Image.Resampling.LANCZOS)
    return grey
