"""HTML to the text a reader sees: no scripts, no styles, no comments; quotes marked with `>`."""

import html
import re

import lxml.etree
import lxml.html
from inscriptis import Inscriptis
from inscriptis.css_profiles import CSS_PROFILES
from inscriptis.model.config import ParserConfig

HTML_LIMIT = 1_000_000  # characters of HTML that are looked at
# Private characters that stand for the begin and the end of a quote while the text is made; taken out of the input.
_QUOTE_BEGIN, _QUOTE_END = "\ue0f0", "\ue0f1"
_NOT_HTML = re.compile("[\ue0f0\ue0f1\x00-\x08\x0b\x0c\x0e-\x1f]")
ATTRIBUTES_LIMIT = 500  # of one tag
# Possessive, and taken up again behind what they took: linear, where the standard library's parser is quadratic.
_TAG = re.compile(r"<[a-z/!?](?:[^=>]++|=\s*+(?:\"[^\"]*+\"|'[^']*+')?+)*+>?", re.IGNORECASE)
_NAME = re.compile(r"<[^\s/>]{0,40}")
_UNSEEN = re.compile(
    r"<!--(?:-?>|.*?(?:--!?>|\Z))|<(script|style)\b.*?(?:</\1\b[^>]*+>?|\Z)", re.IGNORECASE | re.DOTALL
)
_BREAKS = re.compile(r"</?(?:br|p|div|tr|li|h[1-4]|blockquote)\b", re.IGNORECASE)
_ENTITY = re.compile(r"&#?[0-9a-z]{1,32};?", re.IGNORECASE)
_HEAD = 4_096  # bytes; HTML asks for the first 1,024 (HTML §4.2.5.4)
_META_CHARSET = re.compile(rb"<meta\b[^<>]{0,300}?\bcharset\s{0,5}=\s{0,5}[\"']?\s{0,5}([\w.:-]{2,40})", re.IGNORECASE)
_XML_CHARSET = re.compile(rb"\s{0,20}<\?xml\b[^<>]{0,200}?\bencoding\s{0,5}=\s{0,5}[\"']([\w.:-]{2,40})", re.IGNORECASE)
_BLANK_LINES = re.compile(r"\n{3,}")
# The relaxed profile, which is the default, indents every div.
_CONFIG = ParserConfig(
    css=CSS_PROFILES["strict"].copy(), display_images=False, display_links=False, display_anchors=False
)


def text_of(markup: str) -> str:
    """The text of the HTML, lines ended by \\n. Never raises."""
    bounded = _NOT_HTML.sub(" ", markup[:HTML_LIMIT])
    if not bounded.strip():
        return ""
    try:
        text = _laid_out(without_traps(bounded))
    except (
        Exception
    ):  # lxml and inscriptis fail in many ways on hostile HTML (ValueError, AssertionError, RecursionError, …)
        text = ""
    if not text.strip():
        text = torn(bounded)
    return _BLANK_LINES.sub("\n\n", _quotes_marked(text)).strip("\n").rstrip()


def _laid_out(markup: str) -> str:
    parser = lxml.html.HTMLParser(encoding="utf-8")
    tree = lxml.html.fromstring(markup.encode("utf-8", "replace"), parser=parser)
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


def torn(markup: str) -> str:
    """The text between the tags, as it stands: for HTML too odd to be laid out, and for a first look at any."""
    return _ENTITY.sub(_character, _TAG.sub(_as_space, _UNSEEN.sub("", markup[:HTML_LIMIT])))


def declared_charset(content: bytes) -> str:
    """The charset that a page says it is in: in a meta element, or an XML declaration; "" where it says none."""
    head = content[:_HEAD]
    found = _META_CHARSET.search(head) or _XML_CHARSET.match(head)
    return found.group(1).decode("ascii", "replace") if found is not None else ""


def _as_space(tag: re.Match[str]) -> str:
    return "\n" if _BREAKS.match(tag[0]) else ""


def _character(entity: re.Match[str]) -> str:
    return html.unescape(entity[0])


def without_traps(markup: str) -> str:
    """The HTML, with the tags that have more attributes than any page was written with bare of them all.

    libxml2 compares each attribute of a tag with all before it: 100,000 of them hold it for 20 seconds.
    """
    return _TAG.sub(_unburdened, markup)


def _unburdened(tag: re.Match[str]) -> str:
    written = tag[0]
    name = _NAME.match(written)
    if name is None or len(written) <= ATTRIBUTES_LIMIT * 2:
        return written
    at_most = len(written.split()) + sum(map(written.count, "/\"'"))  # what may begin an attribute
    return written if at_most <= ATTRIBUTES_LIMIT else f"{name[0]}>"
