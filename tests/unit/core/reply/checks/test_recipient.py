"""To whom: one address, Reply-To where it is sane, else From; and only where the mail names us."""

from dataclasses import replace

import pytest

from inbox_bot.core.judgement.verdict import Sending, Way
from inbox_bot.core.message.values import Address
from inbox_bot.core.reply.checks.recipient import reply_to_list
from inbox_bot.core.reply.correspondents.addresses import recipient_of
from inbox_bot.core.reply.decide import may_answer
from inbox_bot.core.reply.why import Hold, Stop
from inbox_bot.core.words import Kind, Reason
from tests.unit.core.reply.circumstances import a_message, a_proposal, a_verdict, with_header


def reply_to(*addresses: str):
    return a_message(reply_to=tuple(Address(name="", address=address) for address in addresses))


def to(message) -> str | None:
    found = recipient_of(message)
    return found.address if found else None


@pytest.mark.parametrize(
    ("wished", "goes_to", "why"),
    [
        ((), "ann.lee@example.org", None),
        (("ann.lee@example.org",), "ann.lee@example.org", None),
        (("ann@example.org",), "ann@example.org", None),  # the same domain
        (("Ann@EXAMPLE.org",), "Ann@EXAMPLE.org", None),
        (("ann@elsewhere.example",), "ann@elsewhere.example", Hold.REPLY_TO_DIFFERS),
        (("ann@sub.example.org",), "ann@sub.example.org", Hold.REPLY_TO_DIFFERS),
        (("ann@a.example", "bob@b.example"), "ann@a.example", Stop.REPLY_TO_SEVERAL),
        (("ann@example.org", "bob@example.org"), "ann@example.org", Stop.REPLY_TO_SEVERAL),
        (("ann@example.org", "Ann@example.org"), "ann@example.org", None),  # one address, twice
        (("jobs@example.com",), "jobs@example.com", Stop.REPLY_TO_OURSELVES),
        (("jobs+x@example.com",), "jobs+x@example.com", Stop.REPLY_TO_OURSELVES),
        (("rita.reviewer@example.com",), "rita.reviewer@example.com", Stop.REPLY_TO_OURSELVES),
        (("talk-request@example.org",), "talk-request@example.org", Stop.REPLY_TO_LIST),
        (("noreply@example.org",), "noreply@example.org", Stop.REPLY_TO_LIST),
        (("bob+ann.lee=example.org@a.example",), "bob+ann.lee=example.org@a.example", Hold.REPLY_TO_DIFFERS),
        (("x-ann.lee=example.org@a.example",), "x-ann.lee=example.org@a.example", Hold.REPLY_TO_DIFFERS),
        (("x-jobs=example.com@a.example",), "x-jobs=example.com@a.example", Stop.REPLY_TO_OURSELVES),
        (("nonsense",), "ann.lee@example.org", None),  # nothing that could be written to
    ],
)
def test_where_answers_are_wished_to(wished, goes_to, why):
    assert to(reply_to(*wished)) == goes_to
    assert may_answer(a_proposal(reply_to(*wished))) is why


def test_reply_to_the_address_in_the_cv_is_the_applicants_own():
    mail = reply_to("ann@elsewhere.example")
    assert may_answer(a_proposal(mail, verdict=a_verdict(email="Ann@elsewhere.example"))) is None
    assert may_answer(a_proposal(mail, verdict=a_verdict(email="bob@elsewhere.example"))) is Hold.REPLY_TO_DIFFERS
    assert may_answer(a_proposal(mail, verdict=a_verdict(email=None))) is Hold.REPLY_TO_DIFFERS


def test_an_address_found_only_in_a_document_is_never_written_to():
    proposal = a_proposal(verdict=a_verdict(email="somebody.else@victim.example"))
    assert to(proposal.message) == "ann.lee@example.org"


def test_reply_to_the_lists_own_address_stops():
    def through_the_list(wished: str):
        return with_header(("List-Post", "<mailto:talk@example.org>"), message=reply_to(wished))

    assert reply_to_list(a_proposal(through_the_list("talk@example.org"))) is Stop.REPLY_TO_LIST
    assert reply_to_list(a_proposal(through_the_list("ann@example.org"))) is None


@pytest.mark.parametrize(
    ("recipients", "why"),
    [
        (("jobs@example.com",), None),
        (("JOBS@example.COM",), None),
        (("careers@example.com",), None),
        (("jobs+engineer@example.com",), None),
        (("other@example.org", "jobs@example.com"), None),  # in Cc, or one of many
        ((), Hold.NOT_ADDRESSED_TO_US),
        (("undisclosed@example.org",), Hold.NOT_ADDRESSED_TO_US),
        (("jobs@example.org",), Hold.NOT_ADDRESSED_TO_US),
    ],
)
def test_a_mail_that_does_not_name_us_is_held(recipients, why):
    """RFC 5230 §4.5: MUST NOT."""
    mail = a_message(recipients=tuple(Address(name="", address=address) for address in recipients))
    assert may_answer(a_proposal(mail)) is why


def test_delivered_to_does_not_make_it_ours():
    mail = with_header(("Delivered-To", "jobs@example.com"), message=a_message(recipients=()))
    assert may_answer(a_proposal(mail)) is Hold.NOT_ADDRESSED_TO_US


ABOVE = ("Received", "from mx.example.com by store.example.com with LMTP; Mon, 2 Mar 2026 10:00:00 +0000")
BELOW = ("Received", "from laptop by mx.example.com with ESMTPS; Mon, 2 Mar 2026 09:59:00 +0000")


def delivered(*fields: tuple[str, str], to: str):
    recipients = (Address(name="", address=to),) if to else ()
    return may_answer(a_proposal(with_header(*fields, message=a_message(recipients=recipients, headers=()))))


@pytest.mark.parametrize("field", ["Delivered-To", "X-Original-To", "Envelope-To"])
def test_an_alias_that_our_server_delivers_here_is_ours(field):
    assert delivered((field, "talent@brand.example"), ABOVE, to="talent@brand.example") is None
    assert delivered((field, "<Talent@BRAND.example>"), ABOVE, to="talent@brand.example") is None


def test_an_alias_of_the_company_is_ours_where_our_server_delivered_it_to_the_mailbox():
    """Exchange and groups name the mailbox alone."""
    assert delivered(("Delivered-To", "jobs@example.com"), ABOVE, to="talent@example.com") is None


@pytest.mark.parametrize(
    ("fields", "to"),
    [
        ((ABOVE, ("Delivered-To", "talent@brand.example")), "talent@brand.example"),
        ((ABOVE, BELOW, ("X-Original-To", "jobs@example.com")), "talent@example.com"),
        ((("Delivered-To", "talent@brand.example"),), "talent@brand.example"),
        ((("Delivered-To", "jobs@example.com"), ABOVE), ""),
        ((("Delivered-To", "jobs@example.com"), ABOVE), "somebody@else.example"),
        ((("Delivered-To", "no address at all"), ABOVE), "talent@example.com"),
        ((("X-Delivered", "talent@brand.example"), ABOVE), "talent@brand.example"),
    ],
    ids=[
        "the sender's own",
        "below the border",
        "no border",
        "Bcc",
        "Bcc beside another",
        "no address",
        "another",
    ],
)
def test_what_is_not_our_servers_word_for_an_address_in_to_makes_nothing_ours(fields, to):
    assert delivered(*fields, to=to) is Hold.NOT_ADDRESSED_TO_US


ANN = Address(name="Ann Lee", address="ann.lee@example.org")
MARKS = (
    ("Auto-Submitted", "auto-generated"),
    ("Precedence", "bulk"),
    ("List-Unsubscribe", "<https://board.example/out>"),
    ("Feedback-ID", "1:bulk:x"),
    ("X-Auto-Response-Suppress", "All"),
)


def sent_for_ann(way, *fields, sender="no-reply@board.example", **changes):
    message = with_header(*fields, message=a_message(senders=(Address(name="", address=sender),), **changes))
    return a_proposal(message, verdict=replace(a_verdict(), sending=Sending(way=way, person=ANN, answer_to=ANN)))


@pytest.mark.parametrize("way", [Way.OUR_FORM, Way.SERVICE])
@pytest.mark.parametrize("mark", MARKS)
def test_what_a_machine_sent_for_a_person_is_answered_to_the_person(way, mark):
    proposal = sent_for_ann(way, mark, reply_to=(ANN,))
    assert may_answer(proposal) is None
    assert proposal.correspondent == ANN.address


@pytest.mark.parametrize(
    ("field", "why"),
    [
        (("Auto-Submitted", "auto-replied"), Stop.AUTO_SUBMITTED),
        (("Precedence", "auto_reply"), Stop.PRECEDENCE),
        (("X-Autoreply", "yes"), Stop.MACHINE_HEADER),
        (("X-Inbox-Bot", "answer"), Stop.MACHINE_HEADER),
    ],
)
def test_an_automatic_answer_is_nobodys_whatever_it_names(field, why):
    assert may_answer(sent_for_ann(Way.SERVICE, field)) is why


@pytest.mark.parametrize(
    ("person", "why"),
    [
        ("jobs@example.com", Stop.OURSELVES),
        ("info@example.com", Stop.OURSELVES),
        ("no-reply@example.org", Stop.NOT_A_PERSON),
        ("ann@localhost", Stop.UNUSABLE_ADDRESS),
    ],
)
def test_whom_a_form_names_is_no_better_than_a_sender(person, why):
    named = Address(name="", address=person)
    proposal = a_proposal(
        verdict=replace(a_verdict(), sending=Sending(way=Way.OUR_FORM, person=named, answer_to=named))
    )
    assert may_answer(proposal) is why


@pytest.mark.parametrize(
    ("doubts", "kind", "why"),
    [
        ((), Kind.APPLICATION, None),
        ((Reason.UNSURE_APPLICANT,), Kind.APPLICATION, Hold.REPLY_TO_DIFFERS),
        ((), Kind.ENQUIRY, Hold.REPLY_TO_DIFFERS),
    ],
)
def test_a_forms_fields_alone_are_answered_where_the_cv_agrees(doubts, kind, why):
    sending = Sending(way=Way.OUR_FORM, person=ANN, answer_to=ANN)
    assert may_answer(a_proposal(verdict=replace(a_verdict(kind, doubts=doubts), sending=sending))) is why


@pytest.mark.parametrize("precedence", ["list", "List"])
def test_our_own_list_is_no_reason_not_to_answer(precedence):
    message = with_header(("List-Id", "<jobs.example.com>"), ("Precedence", precedence))
    through = a_proposal(replace(message, return_path="owner-jobs@example.com"))
    assert may_answer(through) is Stop.PRECEDENCE
    verdict = replace(a_verdict(), sending=Sending(way=Way.OUR_LIST))
    ours = replace(through, matter=replace(through.matter, verdict=verdict))
    assert may_answer(ours) is None


def test_our_own_list_excuses_no_other_mark():
    sending = replace(a_verdict(), sending=Sending(way=Way.OUR_LIST))
    for field, why in (
        (("Precedence", "bulk"), Stop.PRECEDENCE),
        (("Auto-Submitted", "auto-generated"), Stop.AUTO_SUBMITTED),
        (("Feedback-ID", "1:bulk:x"), Stop.MACHINE_HEADER),
    ):
        assert may_answer(a_proposal(with_header(field), verdict=sending)) is why
    elsewhere = a_message(return_path="owner-devops@lists.example.net")
    assert may_answer(a_proposal(elsewhere, verdict=sending)) is Stop.MAILING_LIST
