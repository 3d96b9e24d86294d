"""HTML to the text a reader sees: no scripts, no styles, no comments; quotes marked with `>`."""

import contextlib
import re
from html.parser import HTMLParser

import lxml.etree
import lxml.html
from inscriptis import Inscriptis
from inscriptis.css_profiles import CSS_PROFILES
from inscriptis.model.config import ParserConfig

HTML_LIMIT = 1_000_000  # characters of HTML that are looked at
# Private characters that stand for the begin and the end of a quote while the text is made; taken out of the input.
_QUOTE_BEGIN, _QUOTE_END = "\ue0f0", "\ue0f1"
_NOT_HTML = re.compile("[\ue0f0\ue0f1\x00-\x08\x0b\x0c\x0e-\x1f]")
_BLANK_LINES = re.compile(r"\n{3,}")
# The relaxed profile, which is the default, indents every div.
_CONFIG = ParserConfig(
    css=CSS_PROFILES["strict"].copy(), display_images=False, display_links=False, display_anchors=False
)


def text_of(html: str) -> str:
    """The text of the HTML, lines ended by \\n. Never raises."""
    bounded = _NOT_HTML.sub(" ", html[:HTML_LIMIT])
    if not bounded.strip():
        return ""
    try:
        text = _laid_out(bounded)
    except (
        Exception
    ):  # lxml and inscriptis fail in many ways on hostile HTML (ValueError, AssertionError, RecursionError, …)
        text = ""
    if not text.strip():
        text = _torn(bounded)
    return _BLANK_LINES.sub("\n\n", _quotes_marked(text)).strip("\n").rstrip()


def _laid_out(html: str) -> str:
    parser = lxml.html.HTMLParser(encoding="utf-8")
    tree = lxml.html.fromstring(html.encode("utf-8", "replace"), parser=parser)
    # libxml2 stops where elements nest deeper than 256, and gives what it has until there.
    if any("depth" in str(entry.message).lower() for entry in parser.error_log):
        return ""
    for element in tree.iter("blockquote"):
        element.text = f"{_QUOTE_BEGIN}{element.text or ''}"
        element.tail = f"{_QUOTE_END}{element.tail or ''}"
    return str(Inscriptis(tree, _CONFIG).get_text())


def _quotes_marked(text: str) -> str:
    if _QUOTE_BEGIN not in text:
        return text
    lines: list[str] = []
    depth = 0
    for line in text.split("\n"):
        for number, piece in enumerate(re.split(f"([{_QUOTE_BEGIN}{_QUOTE_END}])", line)):
            if piece == _QUOTE_BEGIN:
                depth += 1
            elif piece == _QUOTE_END:
                depth = max(0, depth - 1)
            elif piece.strip() or (number == 0 and piece == line):
                lines.append(f"{'>' * min(depth, 20)} {piece.strip()}" if depth else piece.rstrip())
    return "\n".join(lines)


class _Torn(HTMLParser):
    """The text between the tags, where the HTML is too odd to be laid out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.unseen += tag in ("script", "style")
        if tag in ("br", "p", "div", "tr", "li", "h1", "h2", "h3", "h4", "blockquote"):
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.unseen = max(0, self.unseen - (tag in ("script", "style")))

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.pieces.append(data)


def _torn(html: str) -> str:
    parser = _Torn()
    with contextlib.suppress(AssertionError):  # on some malformed declarations
        parser.feed(html)
        parser.close()
    return "".join(parser.pieces)
