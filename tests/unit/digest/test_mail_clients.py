"""The digest's page uses only what mail clients support, by caniemail's data (`make mail-clients` fetches it anew)."""

import json
import re
from dataclasses import replace

import pytest

from inbox_bot.core.words import Outcome, Reason
from inbox_bot.digest.compose import pages
from tests.support.mail_clients import LIST
from tests.unit.digest.days import a_document
from tests.unit.digest.test_in_a_browser import NOVEMBER
from tests.unit.digest.test_pages import read

SUPPORT = json.loads(LIST.read_text(encoding="utf-8"))
FEATURES: dict[str, str] = SUPPORT["features"]
CLIENTS: list[str] = SUPPORT["clients"]

#: What caniemail has no page of: in every client since there were any.
SINCE_EVER = {
    *("css-color", "css-font-family", "css-visibility"),
    *(
        "html-html",
        "html-head",
        "html-title",
        "html-meta",
        "html-b",
        "html-br",
        "html-a",
        "html-tr",
        "html-td",
        "html-th",
    ),
    *("html-name", "html-content", "html-charset", "html-class", "html-href"),
}
CALLED = {
    "html-h1": "html-h1-h6",
    "html-h2": "html-h1-h6",
    "html-h3": "html-h1-h6",
    "css-border-bottom": "css-border",
    "css-border-left": "css-border",
    "css-border-color": "css-border",
    "css-margin-right": "css-margin",
    "css-padding-left": "css-padding",
    "css-padding-bottom": "css-padding",
}
#: What a client may lack, for the page is readable without: and what its reader then sees.
DISPENSABLE = {
    "css-at-media-prefers-color-scheme": "the light colours, or the client's own inversion of them",
    "html-style": "the same",
    "css-important": "the same",
    "css-selector-class": "the same",
    "css-max-width": "lines as wide as the window",
    "html-body": "the window's own colour around the page",
    "css-max-height": "the summary that lists show, once more on top of the page",
    "css-overflow": "the same",
    "css-word-break": "a very long word that sticks out",
    "html-role": "no landmark for a screen reader",
    "html-lang": "a screen reader's own guess of the language",
}


def used_in(html: str) -> set[str]:
    """The features of HTML and CSS that a page uses, as caniemail calls them."""
    page = read(html)
    found = {f"html-{tag}" for tag, _ in page.elements}
    found |= {f"html-{name}" for _, attributes in page.elements for name in attributes if name != "style"}
    if any("mailto:" in (attributes.get("href") or "") for _, attributes in page.elements):
        found.add("html-mailto-links")
    sheets = " ".join(page.styles)
    inline = ";".join(attributes.get("style") or "" for _, attributes in page.elements)
    declared = inline + ";" + ";".join(re.findall(r"\{([^{}]*)\}", sheets))
    found |= {f"css-{name}" for name in re.findall(r"(?:^|;)\s*([a-z-]+)\s*:", declared)}
    found |= {f"css-unit-{unit}" for unit in re.findall(r"\d(px|em|rem|vw|vh|pt)\b", declared)}
    found |= {"css-unit-percent"} if re.search(r"\d%", declared) else set()
    found |= {"css-important"} if "!important" in sheets else set()
    found |= {"css-selector-class"} if re.search(r"\.\w+ *\{", sheets) else set()
    found |= {"css-at-media-prefers-color-scheme"} if "prefers-color-scheme" in sheets else set()
    return {CALLED.get(each, each) for each in found} - SINCE_EVER


@pytest.fixture
def page(days) -> str:
    days.came("ann", Outcome.REVIEW, reason=Reason.ENQUIRY, documents=(a_document("cv.pdf"),))
    days.came("bob", documents=(a_document("cv.pdf"),))
    days.came("kim", Outcome.AGENCY)
    html, _ = pages(replace(days.digest(), month=NOVEMBER), days.rules, lambda choice: "mailto:jobs@example.com")
    return html


def test_every_feature_is_one_that_is_known(page):
    assert used_in(page) - set(FEATURES) == set()


def test_what_the_page_needs_is_supported_by_every_client(page):
    missing = {
        (feature, client)
        for feature in used_in(page) - set(DISPENSABLE)
        for client, support in zip(CLIENTS, FEATURES[feature], strict=True)
        if support not in "yau"
    }
    assert missing == set()


def test_what_a_client_does_not_support_is_found():
    used = used_in('<div style="display:flex;gap:3px"><svg></svg></div><style>.a { position: sticky }</style>')
    lacking = {feature for feature in used if feature in FEATURES and "n" in FEATURES[feature]}
    assert {"css-gap", "html-svg", "css-position"} <= lacking


def test_nothing_is_called_dispensable_that_the_page_does_not_use_or_that_every_client_supports(page):
    assert set(DISPENSABLE) - used_in(page) == set()
