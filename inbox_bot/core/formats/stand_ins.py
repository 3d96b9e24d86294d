"""Files that stand in for another one: a shortcut to it, a gateway's notice that it was taken away, a locked envelope.

Each is small, has text, and has a name that somebody gave it: `Ann CV.url` reads as the only document of a mail, and so
as its CV. What is in its place is told in a remark; a link is never followed. Linear in the text.
"""

import re

from inbox_bot.core.formats.extract import Extract
from inbox_bot.core.lexicon.phrases import one_of
from inbox_bot.core.message import safe
from inbox_bot.core.message.values import Finding
from inbox_bot.core.words import Problem, Remark

NOTICE_LENGTH = 3_000  # characters: gateways are brief, also in three languages
ENVELOPE_LENGTH = 2_000
POINTER_BYTES = 20_000  # a page that only leads elsewhere is small
FEW_WORDS_BESIDE = 8  # words beside links in a text that only points
FEW_WORDS_OF_PAGE = 30  # words of a page that only leads on
URL_SHOWN = 120  # characters of a link in a remark
POINTER_TYPES = frozenset({"text/plain", "text/html", "text/uri-list", "application/xml"})

YEARS_OF_A_LIFE = 3  # different years that a text names: a notice has a date, a CV tells of years
_YEAR = re.compile(r"(?<!\d)(?:19[5-9]\d|20[0-4]\d)(?!\d)")
_URL = re.compile(r"https?://[^\s\"'<>]{4,2000}", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_SHORTCUT = re.compile(
    r"\A\s{0,20}(?:\[InternetShortcut(?:\.W)?\]|\[\{000214A0-|\[Desktop Entry\]|"
    r"<\?xml[^<>]{0,200}>\s{0,5}<!DOCTYPE plist|<plist\b|\{\s{0,20}\"(?:url|doc_id|resource_key|\"?)\")",
    re.IGNORECASE,
)
_LEADS_ON = re.compile(
    r"<meta\b[^<>]{0,200}?http-equiv\s{0,5}=\s{0,5}[\"']?refresh\b|\b(?:window|document|self|top)\.location\b",
    re.IGNORECASE,
)
_ANCHOR = re.compile(r"<a\b[^<>]{0,2000}\bhref\s{0,5}=", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[.!?:;])\s+|\n\s*\n")


def _beginning_with(section: str) -> re.Pattern[str]:
    """Words that begin with one of a section's stems, or are one."""
    return re.compile(rf"(?<![^\W_]){one_of(section)}", re.IGNORECASE)


_ATTACHED = _beginning_with("documents.speaks_of_an_attachment")
_TAKEN = _beginning_with("documents.taken_away")
_SECURED = _beginning_with("documents.secured")


def pointer(source: str, media_type: str, *, text: str) -> Extract | None:
    """What a file that only leads elsewhere says, `text` being what a reader of its `source` sees; else None."""
    if len(source) > POINTER_BYTES:
        return None
    found = _URL.search(source)
    if media_type == "text/uri-list" or _SHORTCUT.match(source):
        return _only_a_link(found)
    if found is None or media_type == "application/xml":
        return None
    if media_type == "text/html":
        few = len(_WORD.findall(text)) <= FEW_WORDS_OF_PAGE
        return _only_a_link(found) if few and (_LEADS_ON.search(source) or _ANCHOR.search(source)) else None
    return _only_a_link(found) if len(_WORD.findall(_URL.sub(" ", text))) <= FEW_WORDS_BESIDE else None


def stand_in(extract: Extract, *, is_html: bool) -> Extract | None:
    """What is there in a file's place, where its text is a gateway's notice or a locked envelope; else None."""
    text = extract.text
    if extract.problem is not None or len(text) > NOTICE_LENGTH or len(set(_YEAR.findall(text))) >= YEARS_OF_A_LIFE:
        return None
    for sentence in _SENTENCE_END.split(text):
        if _ATTACHED.search(sentence) and _TAKEN.search(sentence):
            return Extract(problem=Problem.UNSUPPORTED, findings=(*extract.findings, Finding(remark=Remark.TAKEN_AWAY)))
    if is_html and len(text) <= ENVELOPE_LENGTH and _SECURED.search(text):
        return Extract(problem=Problem.ENCRYPTED, findings=(*extract.findings, Finding(remark=Remark.ENVELOPE)))
    return None


def _only_a_link(found: re.Match[str] | None) -> Extract:
    where = safe.line(found[0], URL_SHOWN) if found else ""
    return Extract(problem=Problem.UNSUPPORTED, findings=(Finding(remark=Remark.ONLY_A_LINK, detail=where),))
