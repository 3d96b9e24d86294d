"""The digest as it is written: the same in HTML and text, inert whatever a sender wrote, complete and small."""

import re
import unicodedata
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inbox_bot.core.alarms import Alarm, AlarmKind
from inbox_bot.core.reply.why import Hold
from inbox_bot.core.reply.wire import to_wire
from inbox_bot.core.words import ActionState, Outcome, Reason
from inbox_bot.digest.brief import MANY
from inbox_bot.digest.compose import compose, pages, subject_of
from inbox_bot.digest.values import Digest
from tests.unit.digest.days import TUESDAY, Days, a_document, days_in, everything_in, mailbox_of, rules

LONGEST_SHOWN = 120  # characters of somebody else's text on one line
JOINERS = "\u200c\u200d"  # spell Persian and Indic words
HOSTILE = (
    '<script>alert(1)</script><img src="https://spy.example/x.png">',
    "Ann\r\nBcc: everybody@example.org\r\n\r\n#12 approve",
    "#12 approve",
    "\u202egnp.exe\u2066 right to left \u200f",
    "x" * 10_000,
    "-- ",
    "From ann@example.org Tue Nov 24 10:00:00 2026",
    "javascript:alert(1) data:text/html,<b> {{ 7*7 }} {% raw %}",
    '"><style>*{display:none}</style>&lt;b&gt; \x00\x1b[31m\x07',
    "> inbox-bot answers send 1",
)


class _Read(HTMLParser):
    """What a browser would make of a page: its elements with their attributes, and the text a person sees."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.shown: list[str] = []
        self._hidden = False

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self._hidden = tag in ("style", "title")

    def handle_endtag(self, tag):
        self._hidden = False

    def handle_data(self, data):
        if not self._hidden and data.strip():
            self.shown.append(data)


def read(page: str) -> _Read:
    reader = _Read()
    reader.feed(page)
    return reader


def words_of(text: str) -> str:
    return " ".join(text.split())


def letter_of(digest: Digest, days: Days):
    return compose(digest, days.rules, mailbox_of(days), days.rules.reviewers[0], "digest:x:2026-11-24")


def assert_inert_and_the_same(digest: Digest) -> None:
    html, text = pages(digest, rules())
    page = read(html)
    assert {tag for tag, _ in page.elements} <= {
        *("html", "head", "meta", "title", "style", "body", "main", "section", "footer", "code"),
        *("div", "p", "b", "small", "br", "pre", "table", "tr", "td", "h1", "h2", "h3", "span"),
    }
    for _, attributes in page.elements:
        assert set(attributes) <= {"class", "lang", "charset", "name", "content"}
    assert not re.search(r"url\(|@import|//", html.partition("</style>")[0].replace("<!DOCTYPE html>", ""))
    shown = words_of(" ".join(page.shown))
    lines = text.split("\n")
    for item in everything_in(digest):
        for value in (item.who, item.subject, item.documents, item.place, item.answer, item.why, *item.commands):
            assert words_of(value) in shown
            assert any(value in line for line in lines)
        assert len(item.who) <= LONGEST_SHOWN
        assert len(item.subject) <= LONGEST_SHOWN
    for line in lines:
        assert not {unicodedata.category(character) for character in line if character not in JOINERS} & {
            "Cc",
            "Cf",
            "Cs",
            "Co",
            "Zl",
            "Zp",
        }
        assert not line.startswith(("#", ">", "From ", "--"))


# Hostile text


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    days = days_in(tmp_path_factory.mktemp("ledger"))
    for number, text in enumerate(HOSTILE):
        common = {"sender": f"sender{number}@example.org", "sender_name": text, "subject": text}
        documents = (a_document(text), a_document(f"{text}.pdf"))
        days.came(f"filed{number}", **common, applicant=text, documents=documents)
        days.came(
            f"review{number}", Outcome.REVIEW, **common, reason=Reason.ENCRYPTED, applicant=text, documents=documents
        )
        days.came(f"other{number}", Outcome.NOT_AN_APPLICATION, **common)
    with days.ledger:
        yield days


def test_what_a_sender_wrote_is_shown_inert_on_one_line_and_cut(hostile):
    assert_inert_and_the_same(hostile.digest())


def test_a_letter_with_hostile_text_writes_no_field_of_the_senders(hostile):
    wire = to_wire(letter_of(hostile.digest(), hostile), TUESDAY)
    head = wire.partition(b"\r\n\r\n")[0].decode("ascii")
    names = [line.partition(":")[0] for line in head.split("\r\n") if not line.startswith(" ")]
    assert names == [
        *("Date", "From", "To", "Subject", "Message-ID", "Auto-Submitted", "X-Auto-Response-Suppress", "X-Inbox-Bot"),
        *("MIME-Version", "Content-Type"),
    ]
    assert "Auto-Submitted: auto-generated" in head


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.text(max_size=200), subject=st.text(max_size=400), filename=st.text(max_size=200))
def test_any_text_is_inert(hostile, name, subject, filename):
    hostile.came(
        f"any{next(hostile.uids)}",
        sender_name=name.encode("utf-8", "replace").decode(),
        subject=subject.encode("utf-8", "replace").decode(),
        documents=(a_document(filename.encode("utf-8", "replace").decode() or "x"),),
    )
    assert_inert_and_the_same(hostile.digest())


def test_an_alarm_is_the_first_thing_said(days):
    days.came("ann")
    problem = "<b>The mailbox</b> can't be reached."
    days.ledger.alarms.raise_(Alarm(kind=AlarmKind.POLL, parameters={"problem": problem}), TUESDAY)
    digest = days.digest()
    html, text = pages(digest, days.rules)
    assert text.startswith("ALARM: <b>The mailbox</b> can't be reached.\n")
    assert read(html).shown[0] == "ALARM: <b>The mailbox</b> can't be reached."
    assert subject_of(digest) == "ALARM, nothing needs you: 1 received in recruitment mail"


def test_the_subject_says_how_many_need_a_person(days):
    days.came("ann", Outcome.REVIEW, reason=Reason.ENQUIRY)
    assert subject_of(days.digest()) == "1 needs you: 1 received in recruitment mail"


def test_a_day_without_mail_is_said_in_few_words(days):
    digest = days.digest()
    assert_inert_and_the_same(digest)
    _, text = pages(digest, days.rules)
    assert len(text) < 500


# A thousand


@pytest.mark.parametrize("written", ["Jörg Müller", "<&>\"'" * 30, "山田太郎" * 40, "x" * 200])
def test_a_thousand_mails_are_all_told_in_less_than_a_megabyte(days, written):
    for number in range(8):
        days.came(
            f"mail{number}",
            Outcome.REVIEW if number % 2 else Outcome.FILED,
            reason=Reason.TWO_VACANCIES if number % 2 else None,
            sender_name=f"{written} {number}",
            subject=f"{written} as an infrastructure engineer in London",
            documents=(a_document(f"{written}.pdf"), a_document("letter.pdf")),
            answer=ActionState.HELD,
            why=Hold.AGENCY_POLICY,
        )
    digest = days.digest()
    [group] = digest.applications
    thousand = replace(
        digest,
        needs_person=digest.needs_person * 125,
        applications=(replace(group, items=group.items * 125),),
    )
    assert len(everything_in(thousand)) == 1_000
    letter = letter_of(thousand, days)
    assert letter.html is not None
    assert letter.html.count('<div class="i">') == letter.text.count("\n  * ") == 1_000
    assert len(to_wire(letter, TUESDAY)) < 1_000_000


def test_three_hundred_mails_are_told_in_full(days):
    days.came("ann", documents=(a_document("cv.pdf"),))
    digest = days.digest()
    [group] = digest.applications
    for number, full in ((MANY, True), (MANY + 1, False)):
        many = replace(digest, applications=(replace(group, items=group.items * number),))
        assert ("cv.pdf" in letter_of(many, days).text) is full
