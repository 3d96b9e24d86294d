"""Whatever a reading holds: no exception, the same verdict twice, inert quotes, and no time lost."""

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inbox_bot.core.judgement.judge import judge
from inbox_bot.core.judgement.verdict import NOTHING_KNOWN, Evidence, Verdict
from inbox_bot.core.message import safe
from inbox_bot.core.message.values import Address, Document, Message, Part, Reading
from inbox_bot.core.words import Problem, Role
from tests.unit.core.judgement.building import NOON, RULES, a_cv, letter, reading_of, verdict_of

_WORDS = """my candidate our fee apply for the infrastructure engineer data scientist intern position bewerbe mich als
nicht withdraw application CV attached From: Subject: wrote: > ann@example.org +44 20 7946 0123 INF-2026-07 ref 17
undeliverable out of office unsubscribe Kind regards Ann Lee ﬁ Ä 中文 😀 <digest."""
WORDS = st.sampled_from([*_WORDS.split(), "\n", "\n\n", "\u202e", "\ud800", "\x00", "\u0301"])
TEXT = st.one_of(st.lists(WORDS, max_size=40).map(" ".join), st.text(alphabet=st.characters(), max_size=60))
_ADDRESSES = ["", "@", "a", "ann@example.org", "kim@example.com", "jane@example.com", "infra@example.com"]
ADDRESSES = st.builds(Address, name=TEXT, address=st.sampled_from(_ADDRESSES))
SECTIONS = st.sampled_from(["1", "2", "2.1", "2.2", "3", ""])
DOCUMENTS = st.builds(
    Document,
    section=SECTIONS,
    filename=TEXT,
    type=st.sampled_from(["application/pdf", "image/png", "text/plain", ""]),
    role=st.sampled_from(Role),
    text=TEXT,
    problem=st.none() | st.sampled_from(Problem),
)
PARTS = st.builds(
    Part,
    section=SECTIONS,
    filename=TEXT,
    type=st.just("message/rfc822"),
    declared_type=st.sampled_from(["message/rfc822", "message/delivery-status", "TEXT/plain"]),
    disposition=st.just(""),
    content_id=st.just(""),
    content=st.just(b""),
)
HEADERS = st.lists(
    st.tuples(
        st.sampled_from(
            ["auto-submitted", "precedence", "list-id", "content-type", "delivered-to", "from", "x-inbox-bot"]
        ),
        TEXT,
    ),
    max_size=4,
).map(tuple)


def messages(enclosed: st.SearchStrategy[tuple[Message, ...]]) -> st.SearchStrategy[Message]:
    return st.builds(
        Message,
        senders=st.lists(ADDRESSES, max_size=2).map(tuple),
        reply_to=st.lists(ADDRESSES, max_size=2).map(tuple),
        recipients=st.lists(ADDRESSES, max_size=3).map(tuple),
        return_path=st.sampled_from([None, "", "x"]),
        subject=TEXT,
        in_reply_to=st.lists(TEXT, max_size=2).map(tuple),
        headers=HEADERS,
        text=TEXT,
        typed=TEXT,
        quoted=TEXT,
        signature=TEXT,
        parts=st.lists(PARTS, max_size=2).map(tuple),
        enclosed=enclosed,
        enclosed_sections=st.lists(SECTIONS, max_size=2).map(tuple),
    )


READINGS = st.builds(
    Reading,
    raw_hash=st.just("00"),
    mailbox=st.sampled_from(["recruitment", "gone"]),
    received_at=st.just(NOON),
    message=messages(st.lists(messages(st.just(())), max_size=2).map(tuple)),
    documents=st.lists(DOCUMENTS, max_size=4).map(tuple),
    problem=st.none() | st.sampled_from(Problem),
)


def evidence_of(value: object) -> list[Evidence]:
    if isinstance(value, Evidence):
        return [value]
    if dataclasses.is_dataclass(value):
        return [found for field in dataclasses.fields(value) for found in evidence_of(getattr(value, field.name))]
    return [found for item in value for found in evidence_of(item)] if isinstance(value, tuple) else []


@settings(max_examples=150, deadline=None)
@given(READINGS)
def test_any_reading_gets_the_same_sound_verdict_twice(reading: Reading):
    verdict = judge(reading, RULES, NOTHING_KNOWN)
    assert verdict == judge(reading, RULES, NOTHING_KNOWN)
    assert isinstance(verdict, Verdict)
    for evidence in evidence_of(verdict):
        assert evidence.quote == safe.line(evidence.quote)
    known = {vacancy.id for vacancy in RULES.vacancies}
    for application in verdict.applications:
        assert set(application.documents) <= set(range(len(reading.documents)))
        assert application.vacancy.id is None or application.vacancy.id in known
        assert 0.0 <= application.vacancy.confidence <= 1.0
    indices = [index for application in verdict.applications for index in application.documents]
    assert len(indices) == len(set(indices))
    assert 0.0 <= verdict.agency.score <= 1.0
    assert not (verdict.agency.flagged and verdict.agency.approved)


@given(
    st.permutations(
        [("x-mailer", "Mutt"), ("x-spam-score", "0.1"), ("received", "from a by b"), ("mime-version", "1.0")]
    )
)
@settings(max_examples=20, deadline=None)
def test_the_order_of_unrelated_headers_changes_nothing(headers):
    reading = reading_of(letter("Infrastructure engineer", "My CV is attached."), a_cv())
    shuffled = dataclasses.replace(reading, message=dataclasses.replace(reading.message, headers=tuple(headers)))
    assert judge(shuffled, RULES, NOTHING_KNOWN) == judge(reading, RULES, NOTHING_KNOWN)


MEGABYTE = 1_000_000
HOSTILE = {
    "one letter": "a" * MEGABYTE,
    "blanks": " " * MEGABYTE,
    "line ends": "\n" * MEGABYTE,
    "digits": "1 " * (MEGABYTE // 2),
    "combining marks": "a" + "\u0301\u0327" * (MEGABYTE // 2),
    "a title's words": "infrastructure data engineer scientist " * (MEGABYTE // 40),
    "near matches": "my very nice long and winding my " * (MEGABYTE // 33),
    "addresses": "a@b.c " * (MEGABYTE // 6),
    "dots and ats": "a.@" * (MEGABYTE // 3),
    "copied headers": "From: a@b.example\nSubject: x\n" * (MEGABYTE // 30),
    "brackets": "([{<" * (MEGABYTE // 4),
    "accents": "é" * MEGABYTE,
    "surrogates": "\ud800" * MEGABYTE,
    "closings": "Kind regards\n" * (MEGABYTE // 13),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_megabyte_of_hostile_text_is_judged_by_its_beginning(name):
    """The text is cut before any pattern sees it: what lies behind the limits changes nothing but names the limit."""
    text = HOSTILE[name]
    message = dataclasses.replace(
        letter("x", "x").message(), subject=text, text=text, typed=text, quoted=text, signature=text
    )
    cv = Document(section="2", filename=text[:5_000], type="application/pdf", role=Role.CV, text=text)
    assert isinstance(verdict_of(message, cv, cv), Verdict)
