"""No text of an applicant's, through a digest, a program that quotes it and the parser, ever becomes an order.

The digest is composed as it goes out, with its links and its token; what we write back is, too. It is answered by every
program of `programs`, and by three that quote as badly as can be: nothing marked, wrapped wherever it fits, torn out of
the HTML. What the reviewer types is known, and so is all that may come of it.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from inbox_bot.core.careers.proposals import Change, Known, Proposal, Standing
from inbox_bot.core.careers.values import Advertised
from inbox_bot.core.judgement.verdict import Evidence
from inbox_bot.core.reply.why import Hold
from inbox_bot.core.review.links import AnswerLinks
from inbox_bot.core.review.orders import Order, written_in
from inbox_bot.core.review.verbs import OF_A_DOMAIN, Verb
from inbox_bot.core.review.wishes import NoSuchVacancy, decision_of
from inbox_bot.core.tokens import tokens_in
from inbox_bot.core.wording import ENGLISH
from inbox_bot.core.words import ActionState, Kind, Outcome, Reason, Role
from inbox_bot.digest.compose import compose
from inbox_bot.digest.concern import Concern
from inbox_bot.digest.lines import Lines
from inbox_bot.digest.sections import needing
from inbox_bot.digest.sections.careers import _line, said_of
from inbox_bot.digest.values import Digest, Group, Proposals
from inbox_bot.edges.ledger import ApplicationRow, DocumentRow, MailRow, WaitingRow
from inbox_bot.edges.ledger.careers import ChangeRow
from inbox_bot.reviewing import words
from inbox_bot.reviewing.letters import Paragraph
from inbox_bot.reviewing.written_back import Correspondence, acknowledgement, question, undo_link
from tests.unit.core.review.answering import keyed
from tests.unit.core.review.programs import (
    PROGRAMS,
    Original,
    Program,
    marks_nothing,
    torn_from_html,
    wraps_badly,
)
from tests.unit.digest.days import INFRA, rules

AT = datetime(2026, 11, 27, 8, tzinfo=UTC)
RULES = rules()
MAILBOX, REVIEWER = RULES.mailboxes[0], RULES.reviewers[0]
LINKS = AnswerLinks(keyed=keyed, reviewer=REVIEWER.email, mailbox=MAILBOX.address, day=AT.date())
LINES = Lines(RULES, ENGLISH, ends=AT, name_mailboxes=False)
TO = Correspondence(reviewer=REVIEWER, rules=RULES, mailbox=MAILBOX, keyed=keyed, at=AT, message=None, key="review:1")
BAD: tuple[Program, ...] = (
    marks_nothing,
    torn_from_html,
    *(partial(wraps_badly, width=width) for width in (24, 40, 60, 72)),
)
WAITING = (
    WaitingRow(
        mailbox=MAILBOX.name,
        state=ActionState.PENDING,
        why=Hold.DOMAIN_RATE,
        vacancy=INFRA,
        domain="uni.example",
        number=46,
        until=AT,
    ),
)
TITLES = tuple(vacancy.title for vacancy in RULES.vacancies)

#: What somebody who knows the grammar would put into a name, a subject, a file's name.
MALICE = st.one_of(
    st.sampled_from(
        [
            "#12 refuse",
            "#12 vacancy Infrastructure engineer",
            "Refuse",
            "refuse #12",
            "for Infrastructure engineer",
            "yes",
            "x x x x yes",
            "please refuse",
            "undo",
            "hold uni.example",
            "Ann hold uni.example",
            "#V3 take over",
            "Take over",
            "accept #V3",
            "＃Ｖ3 leave",
            "not an application",
            "＃12 refuse",
            "#\u200b12 refuse",
            "# 12 refuse",
            "-- ",
            "> #12 refuse",
            "\r\n#12 refuse\r\n",
            "<p>#12 refuse</p>",
            "&#35;12 refuse",
            "On Fri, 27 Nov 2026 at 08:00, Us <a@b.example> wrote:",
            "-----Original Message-----",
            "From: a\nSent: b\nTo: c\nSubject: d",
            f"ib-261127-{'a' * 26}",
            "\u202e#12 refuse",
        ]
    ),
    st.lists(
        st.sampled_from(
            [
                "#12",
                "#V3",
                "12",
                "#",
                "refuse",
                "take over",
                "vacancy",
                "Infrastructure",
                "engineer",
                " ",
                "\n",
                ":",
                ";",
                ",",
                "yes",
                "and",
            ]
        ),
        max_size=12,
    ).map(" ".join),
    st.text(max_size=60),
)


def a_mail(number: int, outcome: Outcome, text: Callable[[], str]) -> MailRow:
    """A mail whose sender wrote these words wherever a sender may."""
    document = DocumentRow(
        filename=text(), type="application/pdf", role=Role.OTHER, problem=None, characters=1, path=None
    )
    application = ApplicationRow(
        name=text(),
        email=None,
        phone=None,
        language="en",
        vacancy=INFRA,
        source=text(),
        folder=None,
        had_cv=True,
        because=Evidence(rule="names_it_in_the_subject", quote=text(), weight=0.9),
        documents=(document,),
    )
    return MailRow(
        id=number,
        mailbox=MAILBOX.name,
        raw_hash="a" * 64,
        size_bytes=1,
        received_at=AT,
        seen_at=AT,
        attempts=1,
        message_id="<x@y.example>",
        sender=f"{text()} <ann@example.org>",
        subject=text(),
        kind=Kind.APPLICATION,
        outcome=outcome,
        first_outcome=outcome,
        reason=Reason.ELSEWHERE if outcome is Outcome.REVIEW else None,
        rule=None,
        reply_why=None,
        raw_path=None,
        applications=(application,) if outcome is Outcome.FILED else (),
        documents=(document,),
        quote=text(),
        because=Evidence(rule="asks_for_terms", quote=text(), weight=0.9),
    )


def a_digest(text: Callable[[], str]) -> Original:
    """A digest with all that an applicant can put into it, as it is quoted."""
    open_ = [a_mail(12, Outcome.REVIEW, text), a_mail(13, Outcome.REVIEW, text)]
    filed, agency = a_mail(14, Outcome.FILED, text), a_mail(15, Outcome.AGENCY, text)
    digest = Digest(
        company=RULES.company.name,
        mode="live",
        begins=AT,
        ends=AT,
        timezone=RULES.company.timezone,
        needs_person=tuple(map(LINES.needing, open_)),
        applications=(
            Group(
                title=TITLES[0],
                sums="1 new",
                closes="",
                folder="Filed",
                lines=(LINES.applying(filed, filed.applications),),
            ),
        ),
        agencies=(LINES.of_agency(agency),),
        bunches=needing.bunches(WAITING, {}, RULES, Concern(RULES, REVIEWER), ENGLISH),
        proposals=Proposals(lines=tuple(_line(row, ENGLISH) for row in changes(text))),
        received=4,
    )
    return quoted(compose(digest, RULES, MAILBOX, REVIEWER, keyed("digest"), LINKS))


def changes(text: Callable[[], str]) -> list[ChangeRow]:
    """What a careers page with these words on it proposes, and what a rules.yaml that we may not write lacks."""
    new = Advertised(title=text(), location=text())
    proposals = [
        Proposal(change=Change.NEW, vacancy="x", title=new.title, advertised=new),
        Proposal(change=Change.GONE, vacancy="x", title=text()),
        Proposal(change=Change.DIFFERS, vacancy="x", key="title", title=text(), here=text(), page=text()),
    ]
    return [
        ChangeRow(
            page="https://www.example.com/jobs",
            known=Known(number=number, proposal=each, standing=Standing.PROPOSED, since=AT.date()),
            proposed_at=AT,
            by_hand=f"@@ -1 +1 @@\n+  title: {text()}\n+{text()}" if number == 3 else "",
            decided_at=None,
            by=None,
            piece=None,
        )
        for number, each in enumerate(proposals, 3)
    ]


def what_we_write_back(text: Callable[[], str]) -> Original:
    """An acknowledgement and a question in one."""
    mails = [a_mail(12, Outcome.FILED, text), a_mail(13, Outcome.REVIEW, text)]
    said = [Paragraph(text=words.now(mail, RULES, ENGLISH), links=(undo_link(mail.id, TO),)) for mail in mails]
    taken = [replace(row, known=replace(row.known, standing=Standing.TAKEN)) for row in changes(text)]
    said += [Paragraph(text=f"#V{row.number} {said_of(row, ENGLISH)}") for row in taken]
    letter = acknowledgement([*said, *question_of(said)], None, TO, taken_back=True)
    return quoted(letter)


def question_of(said: list[Paragraph]) -> list[Paragraph]:
    return [Paragraph(text=question(said, ["Because."], TO, "ib-261127-" + "a" * 26).text)]


def quoted(letter) -> Original:
    return Original(
        sender=MAILBOX.address,
        name=letter.sender.name,
        to=REVIEWER.email,
        subject=letter.subject,
        message_id=letter.message_id,
        text=letter.text,
        markup=letter.html or "",
    )


def decided(program: Program, typed: str, original: Original) -> set[Order]:
    """The orders about mails that are found in an answer, but for those that name no vacancy there is."""
    message = program(typed, original).message()
    written = written_in(message.typed)
    assert not written.confirms
    found = {order for order in written.orders if order.number is not None or is_of_more(order)}
    return {order for order in found if not isinstance(decision_of(order, RULES.vacancies, "j", AT), NoSuchVacancy)}


def is_of_more(order: Order) -> bool:
    """Whether it is about a domain, or about what the careers page proposes."""
    return order.verb in OF_A_DOMAIN or order.proposal is not None


@pytest.mark.parametrize("made", [a_digest, what_we_write_back], ids=["the digest", "what is written back"])
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_nothing_but_what_is_typed_is_ever_ordered(made, data):
    original = made(lambda: data.draw(MALICE))
    program = data.draw(st.sampled_from((*PROGRAMS, *BAD, *BAD)))
    assert decided(program, "Thanks!", original) == set()
    assert decided(program, "#13 speculative", original) == {Order(number=13, verb=Verb.SPECULATIVE)}
    taken = {Order(number=None, verb=Verb.TAKE_OVER, proposal=3)}
    assert decided(program, "#V3 take over", original) == taken


PLAINEST = (
    "#12 refuse",
    "Refuse",
    "for Infrastructure engineer",
    "x " * 40 + "yes",
    "undo #12",
    "hold uni.example",
    "#V3 take over",
    "leave #V4",
    "Accept",
)


@pytest.mark.parametrize("made", [a_digest, what_we_write_back], ids=["the digest", "what is written back"])
@pytest.mark.parametrize("text", PLAINEST)
def test_the_plainest_attacks_order_nothing(made, text):
    original = made(lambda: text)
    for program in (*PROGRAMS, *BAD):
        assert decided(program, "Thanks!", original) == set()


@given(MALICE)
@example(f"ib-261127-{'a' * 26}")
def test_no_token_of_an_applicants_is_in_a_subject_of_ours(text):
    original = a_digest(lambda: text)
    assert len(tokens_in(original.subject)) == 1


def test_an_order_that_stood_in_a_digest_would_be_found():
    """The test itself sees what it looks for: a digest that had an order on a line of its own would be caught."""
    original = a_digest(lambda: "Ann Lee")
    broken = replace(original, text=f"{original.text}\n#12 refuse\n")
    assert decided(marks_nothing, "Thanks!", broken) == {Order(number=12, verb=Verb.REFUSE)}
