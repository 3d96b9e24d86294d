"""Which pictures are pages: photographed or scanned, and not a logo, a banner or a portrait in a signature.

Phones send photos inline, programs show them within the letter, Exchange names them all image001.jpg; so neither the
disposition nor the name tells, but what they are: as many pixels as a page needs to be read, in the shape of one.
"""

import re

from inbox_bot.core.message.values import Part

SHORT_SIDE = 500  # pixels: a page of text can't be read in fewer
LANDSCAPE_AREA = 1_000_000  # pixels: cameras turn a page by a mark in the file; a banner is smaller
SQUARE_AREA = 1_500_000  # pixels: a page cropped to a square; logos and portraits in signatures are smaller
UPRIGHT = 1.15  # times as high as wide, from which a picture stands
TALLEST, WIDEST = 2.5, 1.8  # a phone's screen, and its picture laid on the side
SHOWN_SMALL = 250  # pixels wide in the letter: to be recognised, not to be read
LEAST_BYTES = 4_000  # a page that a fax machine packed has more
MOST_PIXELS = 60_000  # of a side: what says more is damaged, or made to look so
ICON_BYTES = 10_000  # of a picture whose pixels aren't known: a page that can be read has 30 kB and more
_ORNAMENTS = re.compile(
    r"\b(?:logo|banner|signature|facebook|linkedin|twitter|instagram|youtube|whatsapp|xing|tiktok|icon|spacer|pixel|badge"
    r"|disclaimer|footer|header)\b",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"^(?:image|outlook|att|bild|imagen|afbeelding|immagine)?[-_]?\d{2,5}\.(?:png|jpe?g|gif|bmp)$", re.IGNORECASE
)


def is_picture(part: Part) -> bool:
    """Whether it is a picture made of pixels."""
    return part.type.startswith("image/") and part.type != "image/svg+xml"


def is_page(part: Part) -> bool:
    """Whether a picture may well be a page, wherever in the mail it is."""
    if not is_picture(part) or _is_ornament(part) or 0 < part.shown_width <= SHOWN_SMALL:
        return False
    if not _is_measured(part):
        in_letter = part.disposition != "attachment" and (bool(part.content_id) or _is_numbered(part))
        return len(part.content) >= ICON_BYTES and not in_letter
    width, height = part.pixels
    short, area = min(part.pixels), width * height
    if short < SHORT_SIDE or len(part.content) < LEAST_BYTES:
        return False
    if height >= UPRIGHT * width:
        return height <= TALLEST * width
    if width >= UPRIGHT * height:
        return width <= WIDEST * height and area >= LANDSCAPE_AREA
    return area >= SQUARE_AREA


def is_attached_by_hand(part: Part) -> bool:
    """Whether somebody attached a picture, or a drawing, that the letter doesn't show; its name is no ornament's."""
    return (
        part.type.startswith("image/")
        and part.disposition == "attachment"
        and not part.content_id
        and not _is_ornament(part)
        and not _is_numbered(part)
    )


def _is_measured(part: Part) -> bool:
    return min(part.pixels) > 0 and max(part.pixels) <= MOST_PIXELS


def _is_ornament(part: Part) -> bool:
    return _ORNAMENTS.search(part.filename.replace("_", " ")) is not None


def _is_numbered(part: Part) -> bool:
    return _NUMBERED.match(part.filename) is not None
