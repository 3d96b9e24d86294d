"""Who may be answered: one person with a usable address, who is not ourselves."""

from dataclasses import replace

import pytest

from inbox_bot.core.judgement.verdict import AgencyFinding, CvBears
from inbox_bot.core.message.values import Address
from inbox_bot.core.reply.checks import identity
from inbox_bot.core.reply.correspondents.addresses import is_a_systems, is_usable
from inbox_bot.core.reply.decide import may_answer
from inbox_bot.core.reply.why import Hold, Stop
from inbox_bot.core.words import Template
from tests.unit.core.reply.circumstances import a_message, a_proposal, a_verdict, rules_with, with_header


def from_(*addresses: str, fields: int = 1):
    return a_message(senders=tuple(Address(name="", address=address) for address in addresses), from_fields=fields)


@pytest.mark.parametrize("path", ["", " ", "<>", "< >", "\t<  >", "MAILER-DAEMON", "<mailer-daemon>"])
def test_a_null_return_path_stops(path):
    """RFC 3834 §2 and RFC 5230 §4.6: MUST NOT."""
    assert may_answer(a_proposal(a_message(return_path=path))) is Stop.NULL_RETURN_PATH


@pytest.mark.parametrize("path", [None, "ann.lee@example.org", "prvs=1234567890=ann.lee@example.org"])
def test_a_return_path_or_none_at_all_does_not(path):
    assert may_answer(a_proposal(a_message(return_path=path))) is None


def test_no_sender_several_senders_and_two_from_fields_stop():
    assert may_answer(a_proposal(from_(fields=0))) is Stop.NO_SENDER
    assert may_answer(a_proposal(from_(fields=1))) is Stop.NO_SENDER
    assert may_answer(a_proposal(from_("ann@example.org", "bob@example.org"))) is Stop.SEVERAL_SENDERS
    assert may_answer(a_proposal(from_("ann@example.org", "ann@example.org", fields=2))) is Stop.SEVERAL_SENDERS
    assert may_answer(a_proposal(from_("ann@example.org", fields=2))) is Stop.SEVERAL_SENDERS


@pytest.mark.parametrize(
    "address",
    [
        "ann",
        "@example.org",
        "ann@",
        "ann@localhost",
        "ann@host.invalid",
        "ann@printer.local",
        "ann@[192.0.2.1]",
        "ann@192.0.2.1",
        "ann lee@example.org",
        "ann..lee@example.org",
        ".ann@example.org",
        "ann.@example.org",
        "ann@exa_mple..org",
        "ann@-example.org",
        "ann\x00@example.org",
        "ann\r\nBcc: x@example.org",
        "boss@corp.example\x00<evil@example.org>",
        "\u202eann@example.org",
        f"{'a' * 65}@example.org",
        f"ann@{'a' * 64}.org",
        f"ann@{'a.' * 130}org",
        "ann\ud800@example.org",
    ],
)
def test_addresses_that_cannot_be_written_to_stop(address):
    assert not is_usable(address)
    assert may_answer(a_proposal(from_(address))) is Stop.UNUSABLE_ADDRESS


@pytest.mark.parametrize(
    "address",
    [
        "ann@example.org",
        "a+b@example.org",
        "o'neil_x=1@example.co.uk",
        "jörg@example.org",
        "ann@xn--bcher-kva.example",
        "ann@bücher.example",
        "用户@例子.example",
    ],
)
def test_usable_addresses_are_usable(address):
    assert is_usable(address)


def test_the_lengths_that_smtp_allows():
    """RFC 5321 §4.5.3.1: 64 octets before the @, 254 in all; RFC 1035 §2.3.4: 63 a label."""
    longest = f"ann@{'a' * 63}.{'b' * 63}.{'c' * 63}.{'d' * 54}.org"
    assert len(longest) == 254
    assert is_usable(longest)
    assert not is_usable(f"x{longest}")
    assert is_usable(f"{'a' * 64}@example.org")
    assert not is_usable(f"{'é' * 33}@example.org")
    assert not is_usable(f"ann@{'a' * 64}.example.org")


@pytest.mark.parametrize(
    "local",
    [
        "MAILER-DAEMON",
        "postmaster",
        "abuse",
        "root",
        "uucp",
        "mailer",
        "listserv",
        "majordomo",
        "noreply",
        "no-reply",
        "no_reply",
        "No.Reply",
        "noreply-123",
        "noreply+tag",
        "jobs-noreply",
        "donotreply",
        "do-not-reply",
        "do_not_reply",
        "bounce",
        "bounces",
        "bounce-42-x",
        "bounces+ann=example.net",
        "talk-request",
        "talk-errors",
        "smtp-relay",
        "owner-talk",
        "mailerdaemon",
        "mail.daemon",
        "MAILER_DAEMON",
        "auto-reply",
        "autoreply",
        "auto.reply-12",
        "autoresponder",
        "auto-response",
        "dontreply",
        "ne-pas-repondre",
        "nepasrepondre",
        "no-responder",
        "noresponder",
        "no-contestar",
        "keine-antwort",
        "nicht-antworten",
        "bitte-nicht-antworten",
        "non-rispondere",
        "nao-responda",
        "niet-beantwoorden",
        "nie-odpowiadaj",
        "SRS0=abcd=XY=example.net=noreply",
        "prvs=1234567890=postmaster",
        "prvs=0123ABCDEF=noreply",
    ],
)
def test_local_parts_that_are_nobodys_stop(local):
    assert is_a_systems(f"{local}@example.org")
    assert may_answer(a_proposal(from_(f"{local}@example.org"))) is Stop.NOT_A_PERSON


@pytest.mark.parametrize(
    "local",
    [
        "beetroot",  # zammad's pattern is unanchored and silences it
        "norbert",
        "noreplyanne",
        "snoreply",
        "bouncer",
        "bob.bounce",
        "rooty",
        "postmasters",
        "ann.abuse",
        "downer-x",
        "request",
        "relay",
        "mailerson",
        "ann-requested",
        "abusedo",
        "anna.autore",
        "autoresponderson",
        "daemon.mailer",
        "nepasrepondreau",
        "antworten",
        "responder",
        "n.reply",
    ],
)
def test_people_with_such_letters_in_their_names_are_answered(local):
    assert may_answer(a_proposal(from_(f"{local}@example.org"))) is None


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("owner-talk@lists.example", Stop.MAILING_LIST),
        ("talk-request@lists.example", Stop.MAILING_LIST),
        ("<postmaster@example.org>", Stop.MAILING_LIST),
        ("bounce-12@mailer.example", None),  # the envelope of many an honest mail
        ("ann.lee@example.org", None),
    ],
)
def test_the_envelopes_sender_tells_a_list(path, why):
    assert may_answer(a_proposal(a_message(return_path=path))) is why


@pytest.mark.parametrize(
    "address",
    [
        "jobs@example.com",
        "JOBS@EXAMPLE.COM",
        "jobs+anything@example.com",
        "jobs+engineer@example.com",
        "careers@example.com",
        "rita.reviewer@example.com",
        "info@example.com",
        "hr@example.com",
        "info@exämple.example",
        "info@xn--exmple-cua.example",
        "SRS0=abcd=XY=example.com=jobs@forwarder.example",
        "SRS1=abcd=other.example==abcd=XY=example.com=jobs@forwarder.example",
        "prvs=1234567890=jobs@example.com",
        "btv1==123abc==jobs@example.com",
        "news-jobs=example.com@lists.example",
    ],
)
def test_our_own_addresses_stop_however_they_are_wrapped(address):
    assert may_answer(a_proposal(from_(address))) is Stop.OURSELVES


@pytest.mark.parametrize(
    "address", ["cora.colleague@example.com", "jobs@example.org", "info@example.org", "jobs@sub.example.com"]
)
def test_colleagues_and_strangers_are_not_ourselves(address):
    assert identity.from_ourselves(a_proposal(from_(address))) is None


def test_a_role_at_a_public_mail_domain_is_not_ours():
    rules = rules_with("answers: {from: 'Example <example.jobs@gmail.com>'}\n")
    assert identity.from_ourselves(a_proposal(from_("info@gmail.com"), rules=rules)) is None
    assert identity.from_ourselves(a_proposal(from_("example.jobs+x@googlemail.com"), rules=rules)) is Stop.OURSELVES


def test_a_hostile_header_is_no_reason_not_to_answer():
    """One From, and the rest broken: filed and answered, without In-Reply-To."""
    mail = with_header(
        ("Subject", "Hi =?utf-8?q?=0ABcc:_spy=40x.example?="),
        ("X-Odd", "\x00\x01"),
        ("Message-ID", "<"),
        message=a_message(subject="x" * 10_000, message_id=None),
    )
    assert may_answer(a_proposal(mail)) is None


@pytest.mark.parametrize(
    ("template", "bears", "hold"),
    [
        (Template.ACKNOWLEDGEMENT, CvBears.NEITHER, Hold.CV_WITHOUT_SENDER),
        (Template.SPECULATIVE, CvBears.NEITHER, Hold.CV_WITHOUT_SENDER),
        (Template.APPLICATION_UPDATED, CvBears.NEITHER, Hold.CV_WITHOUT_SENDER),
        (Template.VACANCY_CLOSED, CvBears.NEITHER, Hold.CV_WITHOUT_SENDER),
        (Template.ENCRYPTED_CV, CvBears.NEITHER, None),
        (Template.ACKNOWLEDGEMENT, CvBears.SENDERS, None),
        (Template.ACKNOWLEDGEMENT, CvBears.NOT_COMPARED, None),
    ],
)
def test_nobody_is_thanked_for_a_cv_that_nothing_ties_to_its_sender(template, bears, hold):
    verdict = replace(a_verdict(), cv_bears=bears)
    assert may_answer(a_proposal(verdict=verdict, template=template)) is hold


def test_an_approved_agency_is_thanked_for_other_peoples_cvs():
    verdict = replace(a_verdict(agency=AgencyFinding(approved=True)), cv_bears=CvBears.NEITHER)
    assert may_answer(a_proposal(verdict=verdict, template=Template.VACANCY_CLOSED)) is None
