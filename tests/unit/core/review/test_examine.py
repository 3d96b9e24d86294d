"""Whose orders are followed: a reviewer's, with a token of theirs, and our mail server's word that it is them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from inbox_bot.core.review.examine import Asked, Confirmed, Refused
from inbox_bot.core.review.proof import Proof
from inbox_bot.core.review.reviewer_mail import Refusal
from tests.unit.core.review.answering import (
    AT,
    BEFORE,
    BOB,
    BORDER,
    DAY,
    JANE,
    PASSED,
    US,
    by_link,
    by_reply,
    digest_id,
    examined,
    keyed,
    link_of,
    order,
    question_of,
    reply_of,
    said_by_our_server,
    the_rules,
)

REFUSE = order("#12 refuse")
FAILED = "mx.example.com; dmarc=fail header.from=example.com"
UNSAID = by_reply().without("Authentication-Results")
UNSAID_LINK = by_link().without("Authentication-Results")


def other_key(text: str) -> str:
    return keyed(f"another ledger {text}")


def test_a_reply_orders_what_its_own_lines_say():
    found = examined(by_reply("#12 refuse\n#13 vacancy Engineer"))
    assert isinstance(found, Asked)
    assert (found.reviewer.email, found.is_proven, found.links) == (JANE, True, ())
    assert found.orders == (REFUSE, order("#13 vacancy Engineer"))


def test_a_link_orders_the_one_thing_that_it_was_made_for():
    found = examined(by_link("#12 not an agency"))
    assert isinstance(found, Asked)
    assert found.orders == (order("#12 not an agency"),)
    assert found.links == (link_of("#12 not an agency"),)


@pytest.mark.parametrize(
    "mail",
    [
        by_reply().without("In-Reply-To", "References"),  # a program that says nothing of what it answers
        by_reply().subject("Re: 3 need you"),  # somebody shortened the subject
        by_reply().subject(f"[EXTERNAL] AW: Re: 3 need you [{reply_of().upper()}]"),
        by_reply().replying_to("<x@y.example>", digest_id()),
        by_reply().replying_to(digest_id(), "<x@y.example>"),
        by_reply().from_("JANE@Example.COM"),
        by_reply().header("X-Auto-Response-Suppress", "DR, OOF, AutoReply"),  # ordinary mail of Exchange has it
        by_reply().attach("cv.pdf", b"%PDF-1.4", "application/pdf"),
        by_reply().replying_to(digest_id(day=DAY - timedelta(days=13))).subject("Re: 3 need you"),
        by_reply().subject(f"Re: x [{reply_of(day=DAY - timedelta(days=14))}]").without("In-Reply-To", "References"),
        by_link().header("Auto-Submitted", "no"),
        by_link(f"#12 refuse\n{'ib-261127-' + 'a' * 26}"),
    ],
)
def test_a_genuine_answer_is_followed(mail):
    found = examined(mail)
    assert isinstance(found, Asked)
    assert found.orders == (REFUSE,)
    assert found.is_proven


@pytest.mark.parametrize("mail", [UNSAID, UNSAID_LINK])
def test_with_a_right_token_and_no_word_of_our_server_the_reviewer_is_to_be_asked(mail):
    found = examined(mail)
    assert isinstance(found, Asked)
    assert (found.orders, found.proof, found.is_proven) == ((REFUSE,), Proof.NONE, False)


def test_what_contradicts_itself_is_not_ordered():
    found = examined(by_reply("#3 refuse\n#3 vacancy Engineer\n#4 agency"))
    assert isinstance(found, Asked)
    assert (found.contradicted, found.orders) == ((3,), (order("#4 agency"),))


def lookalikes(mail):
    """The mail from addresses that look like Jane's, all of which their own domains prove."""
    for address in (
        "jane@examp1e.com",
        "jane@exаmple.com",
        "jane@xn--exmple-4nf.com",
        "jane@example.com.evil.example",
        "jane@example.co",
        "jane@mail.example.com",
        "jane+x@example.com",
        "j.ane@example.com",
        "jane@evil.example",
        '"jane@example.com" <eve@evil.example>',
        "jane@example.com <eve@evil.example>",
        '"Jane Doe <jane@example.com>" <eve@evil.example>',
        "=?utf-8?q?jane=40example=2Ecom?= <eve@evil.example>",
        "boss@example.com\0<eve@evil.example>",
        "<jane@example.com>\0<eve@evil.example>",
        "jane@example.com\0@evil.example",
        '"jane@example.com\\0"@evil.example',
        "jane@example.com(@evil.example)x",
        "@evil.example:jane@example.com.evil.example",
        "Group: jane@example.com, eve@evil.example;",
        "",
    ):
        domain = address.rstrip(">").rpartition("@")[2] or "evil.example"
        yield (
            mail.header("Authentication-Results", f"mx.example.com; dmarc=pass header.from={domain}")
            .without("From")
            .another("From", address)
        )


def below_a_pass(mail):
    """The mail, whose own pass is above our border's failure."""
    bare = mail.without("Received", "Authentication-Results")
    passed = bare.another("Authentication-Results", PASSED).another("Received", BORDER)
    return passed.another("Authentication-Results", FAILED).another("Received", BEFORE)


def forged():
    """Commands that are somebody else's, or broken, by what is wrong with them."""
    tampered = link_of("#12 refuse")[:-1] + ("a" if link_of("#12 refuse")[-1] != "a" else "b")
    for name, mail in (("reply", by_reply()), ("link", by_link())):
        for number, lookalike in enumerate(lookalikes(mail)):
            yield f"{name} of a look-alike {number}", lookalike
        yield f"{name} of another reviewer", mail.from_(f"Bob <{BOB}>")
        yield f"{name} of the mailbox itself", mail.from_(US)
        yield f"{name} with two From fields", mail.another("From", "eve@evil.example")
        yield f"{name} with two From fields, Jane's last", mail.from_("eve@evil.example").another("From", JANE)
        yield f"{name} with two addresses in From", mail.from_(f"Jane <{JANE}>, Eve <eve@evil.example>")
        yield f"{name} with two addresses in From, Jane's last", mail.from_(f"Eve <eve@evil.example>, {JANE}")
        yield f"{name} sent in her name", mail.another("Sender", "eve@evil.example")
        yield f"{name} resent", mail.another("Resent-From", "eve@evil.example")
        yield f"{name} that fails DMARC", said_by_our_server(mail, FAILED)
        yield f"{name} that fails DMARC below a pass", below_a_pass(mail)
        for value in ("auto-replied", "auto-generated", "auto-notified", "", "yes", "(x) auto-replied; owner=jane"):
            yield f"{name} that says Auto-Submitted: {value}", mail.header("Auto-Submitted", value)
        for field in ("X-Autoreply", "X-Autorespond", "X-Auto-Reply-From", "X-Mail-Autoreply"):
            yield f"{name} with {field}", mail.header(field, "yes")
        yield f"{name} with a null return path", mail.return_path("")
    for typed in ("", "ok thanks", "I am away until Monday.\n\nYour mail:\nNo. 12"):
        yield f"no order: {typed!r}", by_reply(typed)
    bare = by_reply().without("In-Reply-To", "References").subject("Re: 3 need you")
    yield "no token", bare
    yield "a token in the quote alone", bare.text(f"#12 refuse\n\nOn 27/11/2026 08:00, Us wrote:\n> {reply_of()}\n")
    yield (
        "a link's token in the quote alone",
        bare.text(f"#12 refuse\n\nOn 27/11/2026 08:00, Us wrote:\n> {link_of('#12 refuse')}\n"),
    )
    yield (
        "the order in the quote alone",
        by_reply("").text(f"Please see below.\n\nOn 27/11/2026 08:00, Us wrote:\n> #12 refuse\n> {reply_of()}\n"),
    )
    yield "the order in the signature alone", by_reply("Thanks\n-- \n#12 refuse")
    yield (
        "a link's order in the quote alone",
        by_link().text(f"{link_of('#12 refuse')}\n\nOn 27/11/2026 08:00, Us wrote:\n> #12 refuse\n"),
    )
    for subject in (
        "Re: 3 need you [ib-261127-aaaaaaaaaaaaaaaaaaaaaaaaaa]",
        f"Re: [{reply_of(BOB)}]",
        f"Re: [{reply_of(key=other_key)}]",
        f"Re: [{reply_of(day=DAY - timedelta(days=15))}]",
        f"Re: [{reply_of(day=DAY + timedelta(days=3))}]",
        f"Re: [{reply_of()[:-1]}]",
        f"Re: [{reply_of()}a]",
        f"Re: [x{reply_of()}]",
        f"Re: [{reply_of().replace('261127', '261126')}]",
        f"Re: [{link_of('#12 refuse')}]",
        f"Re: [{question_of()}]",
        "Re: [ib-269999-aaaaaaaaaaaaaaaaaaaaaaaaaa]",
        "Re: " + " ".join(["ib-261127-" + "b" * 26] * 2_700),
    ):
        yield f"a wrong token in the subject: {subject[:60]}", bare.subject(subject)
    for message_id in (
        digest_id(BOB),
        digest_id(day=DAY - timedelta(days=15)),
        digest_id(day=DAY - timedelta(days=400)),
        f"<digest.{'0' * 40}@example.com>",
        digest_id().replace("@example.com", "@evil.example"),
        digest_id().replace("<digest.", "<answer."),
    ):
        yield f"answers another mail: {message_id}", bare.replying_to(message_id)
    for line, token in (
        ("#12 agency", link_of("#12 refuse")),
        ("#13 refuse", link_of("#12 refuse")),
        ("#12 refuse", tampered),
        ("#12 refuse", link_of("#12 refuse", BOB)),
        ("#12 refuse", link_of("#12 refuse", key=other_key)),
        ("#12 refuse", link_of("#12 refuse", day=DAY - timedelta(days=15))),
        ("#12 refuse", link_of("#12 refuse", day=DAY + timedelta(days=3))),
        ("#12 refuse", link_of("#12 refuse").replace("261127", "261128")),
        ("#12 vacancy Engineer", link_of("#12 vacancy Analyst")),
        ("#12 refuse", reply_of()),
        ("#12 refuse", question_of()),
        ("#12 refuse", "ib-261127-" + "a" * 26),
        ("refuse", link_of("#12 refuse")),
        ("yes", link_of("#12 refuse")),
    ):
        yield f"a link for something else: {line}", by_link(line, token)
    many = "\n".join(f"ib-261127-{number:026d}".translate(str.maketrans("0189", "qxyz")) for number in range(2_700))
    yield "100 kB of tokens", by_link("#12 refuse", many)


FORGED = list(forged())


def test_there_are_a_hundred_of_them():
    assert len(FORGED) >= 100


@pytest.mark.parametrize(("name", "mail"), FORGED, ids=[name for name, _ in FORGED])
def test_what_is_forged_or_broken_orders_nothing(name, mail):
    found = examined(mail)
    assert isinstance(found, Refused) or (isinstance(found, Asked) and found.orders == ()), found


@pytest.mark.parametrize(
    "value",
    [
        PASSED,
        "mx.example.com; dmarc=pass header.from=example.com; auth=pass smtp.auth=jane@example.com",
        "MX.EXAMPLE.COM; dmarc=pass header.from=example.com",
    ],
)
@pytest.mark.parametrize("place", ["below the border", "at the end", "in another's name", "in ARC", "folded"])
def test_a_senders_own_authentication_results_prove_nothing_wherever_they_are_written(value, place):
    bare = UNSAID.without("Received").another("Received", BORDER)
    mail = {
        "below the border": bare.another("Received", BEFORE).another("Authentication-Results", value),
        "at the end": bare.another("Received", BEFORE).another("X", "y").another("authentication-results", value),
        "in another's name": bare.another("X-Authentication-Results", value).another("Received", BEFORE),
        "in ARC": bare.another("ARC-Authentication-Results", f"i=1; {value}").another("Received", BEFORE),
        "folded": bare.another("X-Note", f"x\r\n\tAuthentication-Results: {value}").another("Received", BEFORE),
    }[place]
    found = examined(mail)
    assert isinstance(found, Asked)
    assert not found.is_proven


def test_auth_as_proves_nothing_on_a_server_that_is_not_exchange_online():
    found = examined(UNSAID.another("X-MS-Exchange-Organization-AuthAs", "Internal"))
    assert isinstance(found, Asked)
    assert not found.is_proven


def test_a_link_is_good_once():
    token = link_of("#12 refuse")
    found = examined(by_link(), used=frozenset({token}))
    assert isinstance(found, Refused)
    assert found.why is Refusal.USED


@pytest.mark.parametrize(
    "mail", [by_reply().without("In-Reply-To", "References"), by_link()], ids=["by reply", "by link"]
)
def test_after_two_weeks_nothing_is_followed(mail):
    found = examined(mail, at=AT + timedelta(days=15))
    assert isinstance(found, Refused)
    assert found.why is Refusal.EXPIRED


def test_who_is_no_reviewer_any_more_orders_nothing_from_that_moment():
    rules = the_rules()
    without = replace(rules, reviewers=rules.reviewers[1:])
    for mail in (by_reply(), by_link()):
        found = examined(mail, rules=without)
        assert isinstance(found, Refused)
        assert found.why is Refusal.NOT_A_REVIEWER


ANSWER = UNSAID.subject(f"Re: Please confirm [{question_of()}]").without("In-Reply-To", "References")
QUESTION = {JANE: question_of()}


@pytest.mark.parametrize("mail", [ANSWER.text("yes"), ANSWER.text("Ja\n\nVon meinem iPhone gesendet")])
def test_a_yes_to_the_open_question_confirms(mail):
    assert isinstance(examined(mail, questions=QUESTION), Confirmed)


@pytest.mark.parametrize(
    "mail",
    [
        ANSWER.text("no"),
        ANSWER.text("#12 refuse"),
        ANSWER.text("On 27/11/2026 08:00, Us wrote:\n> yes"),
        ANSWER.text("Thanks\nyes"),
        ANSWER.text("yes").from_(BOB),
        ANSWER.text("yes").from_("eve@evil.example"),
        ANSWER.text("yes").header("Auto-Submitted", "auto-replied"),
        ANSWER.text("yes").return_path(""),
        ANSWER.text("yes").another("Sender", "eve@evil.example"),
        ANSWER.text("yes").subject(f"Re: [{question_of('8')}]"),
        ANSWER.text("yes").subject(f"Re: [{question_of(reviewer=BOB)}]"),
        ANSWER.text("yes").subject("Re: Please confirm"),
        ANSWER.text(f"yes\n{question_of()}").subject("Re: Please confirm"),
        said_by_our_server(ANSWER.text("yes"), FAILED),
    ],
)
def test_nothing_else_confirms(mail):
    assert not isinstance(examined(mail, questions=QUESTION), Confirmed)


def test_a_yes_where_nothing_is_asked_confirms_nothing():
    assert not isinstance(examined(ANSWER.text("yes")), Confirmed)
