"""What the pictures of a letter say that they show: the `alt` of HTML's `img` (HTML §4.8.4.4).

A firm's mail may be nothing but pictures, with the words in there. Looked at are those before the first sign of a quote
or a forwarded mail: what stands in those, somebody else sent.
"""

import html
import re
from collections.abc import Iterable

from inbox_bot.core.message import safe

PICTURES = 40  # of one mail that are looked at
ALT_LIMIT = 300  # characters of one
LETTERS = 3  # that one must have: emoji are pictures, too
_LOOKED_AT = 300_000  # characters of one text
_IMAGE = re.compile(r"<img\b[^<>]{0,3000}>", re.IGNORECASE)
_ALT = re.compile(
    r"(?<![\w-])alt\s{0,5}=\s{0,5}(?:\"([^\"<>]{1,2000})\"|'([^'<>]{1,2000})'|([^\s\"'<>]{1,300}))", re.IGNORECASE
)
_LETTER = re.compile(r"[^\W\d_]")
#: Where a quote or a forwarded mail begins, by the programs that write so: a quote's element (Apple Mail, Thunderbird),
#: Gmail and Yahoo, Outlook on the web, for the Mac and for Windows, and the fields of a mail's header in bold.
_ELSE = re.compile(
    r"<blockquote\b|(?:class|id)\s{0,5}=\s{0,5}[\"']?[^\"'<>]{0,80}(?:gmail_quote|yahoo_quoted|moz-cite-prefix|"
    r"moz-forward-container|divRplyFwdMsg|appendonsend|OLK_SRC_BODY_SECTION)|"
    r"border-top\s{0,5}:\s{0,5}solid\s{1,5}#(?:E1E1E1|B5C4DF)|"
    r"<(?:b|strong)\b[^<>]{0,200}>\s{0,20}(?:<[^<>]{0,200}>\s{0,20})?(?:From|Von|De|Da|Van|Od)\s{0,3}:",
    re.IGNORECASE,
)


def alt_texts(markups: Iterable[str]) -> tuple[str, ...]:
    """What they are said to show, each as an inert line, once; at most 40."""
    found: dict[str, None] = {}
    for markup in markups:
        looked_at = markup[:_LOOKED_AT]
        if "alt" not in looked_at and "ALT" not in looked_at:
            continue
        quote = _ELSE.search(looked_at)
        for image in _IMAGE.finditer(looked_at[: quote.start()] if quote else looked_at):
            said = _said(image[0])
            if len(_LETTER.findall(said)) >= LETTERS:
                found[said] = None
            if len(found) >= PICTURES:
                return tuple(found)
    return tuple(found)


def _said(image: str) -> str:
    alt = _ALT.search(image)
    written = next((each for each in alt.groups() if each is not None), "") if alt else ""
    return safe.line(html.unescape(written), ALT_LIMIT)
