"""The digest as it is written: the same in HTML and text, inert whatever a sender wrote, complete and small."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import fields, replace
from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inbox_bot.core.alarms import Alarm, AlarmKind
from inbox_bot.core.reply.letter.wire import to_wire
from inbox_bot.core.reply.why import Hold
from inbox_bot.core.rules.model import Rules
from inbox_bot.core.wording import ENGLISH
from inbox_bot.core.words import ActionState, Outcome, Reason, Role
from inbox_bot.digest.brief import LIMIT_BYTES
from inbox_bot.digest.compose import compose, lead_of, pages, subject_of
from inbox_bot.digest.sections.alarms import without_commands
from inbox_bot.digest.table import harmless, table
from inbox_bot.digest.values import Bunch, DecidedLine, Digest, Group, Line, MonthLine, MonthTable
from inbox_bot.edges.catalogues import wordings
from tests.support import catalogue
from tests.support.digests import assert_nothing_of_the_machines, everything_in
from tests.unit.digest.days import TUESDAY, Days, a_document, days_in, mailbox_of, rules

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
        self.styles: list[str] = []
        self._hidden = self._styles = False

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self._hidden = tag in ("style", "title")
        self._styles = tag == "style"

    def handle_endtag(self, tag):
        self._hidden = self._styles = False

    def handle_data(self, data):
        if not self._hidden and data.strip():
            self.shown.append(data)
        if self._styles:
            self.styles.append(data)


def read(page: str) -> _Read:
    reader = _Read()
    reader.feed(page)
    return reader


def words_of(text: str) -> str:
    return " ".join(text.split())


def letter_of(digest: Digest, days: Days):
    return compose(digest, days.rules, mailbox_of(days), days.rules.reviewers[0], "digest:x:2026-11-24")


def sentences_of(value: object) -> Iterator[str]:
    """Every text of a digest, however deep, that a reader is to see."""
    match value:
        case str():
            yield value
        case Group():  # of an application, its subject is in the table alone
            yield from sentences_of((value.title, value.sums, value.closes, value.folder))
            yield from sentences_of(tuple(replace(line, subject="") for line in value.lines))
        case tuple():
            for each in value:
                yield from sentences_of(each)
        case Digest() | Line() | Bunch() | DecidedLine() | MonthTable() | MonthLine():
            for field in fields(value):
                if field.name not in NOT_SHOWN[type(value)]:
                    yield from sentences_of(getattr(value, field.name))


#: What steers, or is told in other words.
NOT_SHOWN = {
    Digest: {"company", "mode", "timezone", "language", "others"},
    Line: {"received", "search", "choices"},
    Bunch: {"choices"},
    DecidedLine: {"choices"},
    MonthTable: {"name"},
    MonthLine: set(),
}
ELEMENTS = {
    *("html", "head", "meta", "title", "style", "body", "div", "p", "b", "br", "span", "a"),
    *("table", "tr", "th", "td", "h1", "h2", "h3"),
}
ATTRIBUTES = {"class", "lang", "charset", "name", "content", "style", "role", "href", "align"}
NOT_A_LINE_OF_OURS = ("#", ">", "From ", "--")


def assert_inert_and_the_same(digest: Digest, with_rules: Rules | None = None) -> None:
    """Both parts have every fact of the digest, and nothing that does anything, or that is the machine's own."""
    html, text = pages(digest, with_rules or rules())
    page = read(html)
    assert {tag for tag, _ in page.elements} <= ELEMENTS
    for _, attributes in page.elements:
        assert set(attributes) <= ATTRIBUTES
        assert (attributes.get("href") or "mailto:").startswith(("https://mail.google.com/", "mailto:"))
    styles = [attributes["style"] or "" for _, attributes in page.elements if "style" in attributes]
    assert not re.search(r"url\(|@import|expression", " ".join([*styles, *page.styles]))
    shown, lines = words_of(" ".join(page.shown)), text.split("\n")
    for said in sentences_of(digest):
        assert words_of(said) in shown
        assert any(said in line for line in lines)
    for line in everything_in(digest):
        assert len(line.who) <= LONGEST_SHOWN
        assert len(line.subject) <= LONGEST_SHOWN
    for line in lines:
        assert not {unicodedata.category(character) for character in line if character not in JOINERS} & {
            "Cc",
            "Cf",
            "Cs",
            "Co",
            "Zl",
            "Zp",
        }
        assert not line.startswith(NOT_A_LINE_OF_OURS)
    assert_nothing_of_the_machines(digest, text)


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
    assert read(html).shown[1] == "ALARM: <b>The mailbox</b> can't be reached.", "below what mail clients preview"
    assert subject_of(digest) == "ALARM, nothing needs you · Tue 24 Nov · Snowplow Analytics recruitment"


@pytest.mark.parametrize(
    ("alarm", "said"),
    [
        (
            Alarm(kind=AlarmKind.BREAKER, parameters={"number": 500}),
            "More than 500 answers were due within an hour, which is not normal: all answers are held.",
        ),
        (
            Alarm(kind=AlarmKind.RESTORED, about="jobs", parameters={"moment": TUESDAY}),
            (
                "Sent holds answers that this ledger does not know: it was put back from a copy, or is new. "
                "Answers to mail from before 2026-11-24 10:00 UTC are held."
            ),
        ),
    ],
    ids=["a sentence of commands", "a clause with a command"],
)
def test_an_alarm_is_told_without_the_commands_that_its_reader_has_no_place_to_type(days, alarm, said):
    days.ledger.alarms.raise_(alarm, TUESDAY)
    digest = days.digest()
    assert digest.alarms == (said,)
    assert_inert_and_the_same(digest)


@pytest.mark.parametrize("language", ["en", "de"])
def test_no_sentence_of_an_alarm_keeps_a_command(language):
    for message in catalogue_texts(language):
        assert "`" not in without_commands(message)


def catalogue_texts(language: str) -> list[str]:
    """What alarms say, in a language."""
    texts = [text for text, where in catalogue.said() if where == "inbox_bot/core/alarms.py" and isinstance(text, str)]
    return [wordings().of(language)._catalogue.gettext(text) for text in texts]


def test_the_subject_says_how_many_need_a_person(days):
    days.came("ann", Outcome.REVIEW, reason=Reason.ENQUIRY)
    assert subject_of(days.digest()) == "1 needs you · Tue 24 Nov · Snowplow Analytics recruitment"


def test_beside_the_subject_a_mail_client_shows_who_needs_a_person(days):
    days.came("ann", Outcome.REVIEW, reason=Reason.ENQUIRY, sender_name="Ann Lee")
    html, _ = pages(days.digest(), days.rules)
    assert read(html).shown[0] == "Ann Lee (A question that a person has to answer)"


def test_the_sentence_with_the_numbers_accounts_for_every_mail(days):
    days.came("ann")
    days.came("bob", Outcome.AGENCY)
    days.came("eve", None)
    assert lead_of(days.digest()) == (
        "Mon 23 Nov, 11:00 to Tue 24 Nov, 11:00: 3 mails came in, all accounted for: 1 filed, "
        "1 from agencies, 1 still waiting to be read. 0 answered. Nothing needs you."
    )


def test_what_was_decided_is_told_in_both_parts(days):
    days.came("ann")
    decided = DecidedLine(sentence="Ann was moved in the mailbox to Filed: filed, acknowledged.")
    assert_inert_and_the_same(replace(days.digest(), decided=(decided,)))


def test_a_choice_is_shown_where_somebody_makes_a_link_of_it(days):
    days.came("ann", Outcome.FAILED, reason=Reason.READER_DIED)
    days.came("bob", answer=ActionState.HELD, why=Hold.TOO_MANY_HOPS)
    digest = days.digest()
    [reply] = [choice.reply for choice in digest.needs_person[1].choices if choice.label == "send the answer"]
    for part in pages(digest, days.rules):
        assert reply not in part
    html, text = pages(digest, days.rules, lambda choice: f"mailto:jobs@example.com?subject={choice.label}")
    assert f"reply: {reply}" in text
    assert "mailto:jobs@example.com?subject=send the answer" in html
    assert "A reply to this mail does nothing." not in text


def test_a_day_without_mail_is_said_in_few_words(days):
    digest = days.digest()
    assert_inert_and_the_same(digest)
    _, text = pages(digest, days.rules)
    assert len(text) < 500


# In other languages


@pytest.mark.parametrize("language", ["de", "es", "fr", "nl"])
def test_in_every_language_both_parts_state_the_same_and_nothing_of_ours_is_english(hostile, language):
    reviewer = hostile.rules.reviewers[0].model_copy(update={"language": language})
    told = replace(hostile.rules, reviewers=(reviewer,), wordings=wordings())
    hostile_rules, hostile.rules = hostile.rules, told
    digest = hostile.digest(reviewer=reviewer)
    hostile.rules = hostile_rules
    assert digest.language == language
    assert_inert_and_the_same(digest, told)
    html, text = pages(digest, told)
    assert f'<html lang="{language}">' in html
    assert subject_of(digest, wordings().of(language)) != subject_of(digest)
    for english in (
        "Needs you",
        "Applications",
        "mails came in",
        "Mail folder",
        "The rest",
        "Last look",
        "All is well",
    ):
        assert english not in text


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
        )
    digest = days.digest()
    [group] = digest.applications
    thousand = replace(
        digest,
        needs_person=digest.needs_person * 125,
        applications=(replace(group, lines=group.lines * 125),),
    )
    assert len(everything_in(thousand)) == 1_000
    letter = letter_of(thousand, days)
    assert letter.html is not None
    assert len(letter.html.encode()) < LIMIT_BYTES
    assert letter.subject.startswith("500 need you")
    [attached] = letter.files
    rows = list(csv.DictReader(io.StringIO(attached.text.removeprefix("\ufeff"))))
    assert len(rows) == 1_000
    assert {row["Number"] for row in rows} == {f"#{line.number}" for line in everything_in(digest)}
    assert len(to_wire(letter, TUESDAY)) < 1_000_000


def a_busy_day(days, number: int) -> None:
    for each in range(number):
        days.came(
            f"mail{each}",
            Outcome.REVIEW if each % 10 == 0 else Outcome.FILED,
            reason=Reason.TWO_VACANCIES if each % 10 == 0 else None,
            sender_name=f"Maximiliane Oberhuber-Schmidt {each}",
            subject=f"Application as an infrastructure engineer in London, reference {each}",
            applicant=f"Maximiliane Oberhuber-Schmidt {each}",
            documents=(a_document("cv.pdf"), a_document("letter.pdf", Role.COVER_LETTER)),
        )


def test_two_hundred_mails_are_told_one_by_one_and_nothing_is_attached(days):
    a_busy_day(days, 200)
    letter = letter_of(days.digest(), days)
    assert len(letter.html.encode()) < LIMIT_BYTES
    assert letter.files == ()
    assert len(re.findall(r"#\d+", letter.text)) == 200


# A table that a spreadsheet opens


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t=", "\r=", " =", "＝"])
def test_no_cell_is_a_formula(days, begin):
    evil = f'{begin}cmd|" /C calc"!A0'
    days.came("ann", sender_name=evil, subject=evil, applicant=evil, documents=(a_document(f"{evil}.pdf"),))
    written = table(days.digest(), ENGLISH)
    cells = [cell for row in csv.reader(io.StringIO(written.removeprefix("\ufeff"))) for cell in row]
    assert any("cmd|" in cell for cell in cells)
    assert not [cell for cell in cells if cell.lstrip().startswith(("=", "+", "-", "@", "＝"))]


@given(cell=st.text(max_size=30))
def test_a_cell_is_harmless_and_says_what_it_said(cell):
    made = harmless(cell)
    assert made.removeprefix("'") == cell or made == cell
    assert not made.startswith(("=", "+", "-", "@", "\t", "\r"))
