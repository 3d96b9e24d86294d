"""The HTML part of an answer: it shows the text, whole and inert, in what mail clients support."""

from email import message_from_bytes, policy
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox_bot.core.reply.letter.page import page_of
from inbox_bot.core.reply.letter.wire import to_wire
from inbox_bot.core.reply.values import Look
from tests.support import browser
from tests.unit.core.reply.circumstances import NOW
from tests.unit.core.reply.letter.test_compose import answer
from tests.unit.digest.test_mail_clients import DISPENSABLE, FEATURES, used_in

PRIVACY = "https://example.com/privacy?a=1&b=2"
LOOK = Look(language="de", colour="#1c5a36", link=PRIVACY)
TEXT = f"Guten Tag Zoë <Ö> & Co,\n\nvielen Dank.\nBis bald.\n\nDatenschutz: {PRIVACY}\n\nFreundliche Grüße\nKim\n"
PAGE = page_of(TEXT, "Re: Bewerbung", LOOK)
OURS = {"html", "head", "meta", "title", "style", "body", "div", "p", "br", "a"}


class Shown(HTMLParser):
    """What a reader sees of a page, and what it is made of."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str | None] = []
        self.text = ""
        self.is_text = False

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.is_text = self.is_text or tag == "body"
        if tag == "a":
            self.links.append(dict(attrs)["href"])
        if tag == "br":
            self.text += "\n"

    def handle_endtag(self, tag):
        if tag == "p":
            self.text += "\n\n"

    def handle_data(self, data):
        if self.is_text and data.strip(" \n"):
            self.text += data


def shown(page: str) -> Shown:
    parser = Shown()
    parser.feed(page)
    parser.close()
    return parser


def test_the_page_shows_the_text_and_links_to_the_company_alone():
    page = shown(PAGE)
    assert page.text.strip() == TEXT.strip()
    assert page.links == [PRIVACY]
    assert page.tags.count("p") == 4


@given(st.text(alphabet=st.characters(exclude_categories=("Cc", "Cs")), max_size=80), st.text(max_size=40))
def test_nothing_that_came_in_a_mail_is_markup(name, subject):
    page = shown(page_of(f"Dear {name},\n\nthank you: {name}\n", subject, LOOK))
    assert set(page.tags) <= OURS
    assert page.links == []
    assert page.text.strip() == f"Dear {name},\n\nthank you: {name}".strip()


def test_a_company_without_a_colour_has_no_line_and_each_paragraph_its_own_direction():
    plain = page_of("Dear محمد,\n\nthank you\n", "", Look(language="en"))
    assert "border-top" not in plain
    assert "border-top:4px solid #1c5a36" in PAGE
    assert plain.count('<p dir="auto"') == 2


def test_it_uses_only_what_mail_clients_support():
    used = {"css-border" if each == "css-border-top" else each for each in used_in(PAGE)} - set(DISPENSABLE)
    used -= {"html-dir"}  # not in caniemail's list: where it is taken away, a paragraph runs as its language does
    assert used <= set(FEATURES)
    assert {each for each in used if set(FEATURES[each]) - set("yau")} == set()


@pytest.mark.skipif(browser.CHROMIUM is None, reason="there is no Chromium on this machine")
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing_but_that_a_letter_has_no_heading(dark):
    found = {rule for rule, _ in browser.violations(PAGE, dark=dark, width=320)}
    assert found == {"page-has-heading-one"}


def test_an_answer_goes_out_as_text_and_as_a_page_of_it():
    letter = answer().letter
    mail = message_from_bytes(to_wire(letter, NOW), policy=policy.SMTP)
    assert mail.get_content_type() == "multipart/alternative"
    plain, page = mail.iter_parts()
    assert (plain.get_content_type(), page.get_content_type()) == ("text/plain", "text/html")
    assert plain.get_content().replace("\r\n", "\n") + "\n" == letter.text  # the last line end is the boundary's
    read = page.get_content().replace("\r\n", "\n")
    assert shown(read).text.strip() == letter.text.strip()
    assert '<html lang="en">' in read
