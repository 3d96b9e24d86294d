"""An HTML page that is attached: its text, and a remark where it would run or fetch something in a browser."""

import itertools
import re

from inbox_bot.core.formats.extract import LINKS_LIMIT, Extract, Hyperlink, clean
from inbox_bot.core.formats.hidden import Hidden
from inbox_bot.core.formats.web.html_hidden import without_hidden
from inbox_bot.core.message.links import anchors_in
from inbox_bot.core.message.mime.charsets import decode
from inbox_bot.core.message.text.html_text import HTML_LIMIT, declared_charset, text_of
from inbox_bot.core.message.values import Finding
from inbox_bot.core.words import Problem, Remark

_RUNS = re.compile(r"<(?:script|iframe|object|embed|form)\b|\son[a-z]{3,20}\s?=|javascript:", re.IGNORECASE)
_FETCHES = re.compile(r"\b(?:src|background)\s?=\s?[\"']?(?:https?:)?//|url\(\s?[\"']?(?:https?:)?//", re.IGNORECASE)


def read_html(content: bytes, charset: str = "") -> Extract:
    """The text that a browser would show, in the charset it was sent in or says it is in.

    Problem: `unsupported`, where there is no text.
    """
    source = decode(content, charset or declared_charset(content), HTML_LIMIT)
    remarks = {Remark.ACTIVE_CONTENT: _RUNS.search(source), Remark.EXTERNAL_CONTENT: _FETCHES.search(source)}
    findings = tuple(Finding(remark=remark) for remark, found in remarks.items() if found)
    hidden = Hidden()
    text = clean(text_of(without_hidden(source, hidden)))
    findings = (*findings, *hidden.findings())
    if not text:
        return Extract(problem=Problem.UNSUPPORTED, findings=(*findings, Finding(remark=Remark.EMPTY)))
    links = tuple(Hyperlink(url=url, said=said) for url, said in itertools.islice(anchors_in(source), LINKS_LIMIT))
    return Extract(text=text, findings=findings, links=links)
