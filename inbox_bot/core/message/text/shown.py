"""How large the HTML of a letter shows its own pictures: a logo is shown small, whatever it is made of.

A picture is named by its Content-ID (RFC 2392); its width is an attribute or a style, in pixels.
"""

import re
from collections.abc import Iterable
from urllib.parse import unquote

_LOOKED_AT = 300_000  # characters of one text
_IMAGE = re.compile(r"<img\b[^<>]{0,2000}>", re.IGNORECASE)
_CID = re.compile(r"\bsrc\s{0,5}=\s{0,5}[\"']?cid:([^\s\"'<>]{1,300})", re.IGNORECASE)
_WIDTH = re.compile(r"(?<![\w-])width\s{0,5}[=:]\s{0,5}[\"']?(\d{1,5})(?:\.\d{1,5})?(?!\s{0,2}%|\d)", re.IGNORECASE)
_HEIGHT = re.compile(r"(?<![\w-])height\s{0,5}[=:]\s{0,5}[\"']?(\d{1,5})(?:\.\d{1,5})?(?!\s{0,2}%|\d)", re.IGNORECASE)


def shown_widths(markups: Iterable[str]) -> dict[str, int]:
    """The width in pixels of each picture that the HTML scales, by Content-ID; the height where it says no width."""
    found: dict[str, int] = {}
    for markup in markups:
        for image in _IMAGE.finditer(markup[:_LOOKED_AT]):
            named = _CID.search(image[0])
            scaled = _WIDTH.search(image[0]) or _HEIGHT.search(image[0])
            if named is not None and scaled is not None:
                found.setdefault(unquote(named.group(1)), int(scaled.group(1)))
    return found
