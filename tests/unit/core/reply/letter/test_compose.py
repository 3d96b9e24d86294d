"""The answer: threaded to the mail it answers, with nothing of a stranger's but a name and a subject."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox_bot.core.message.values import Address, Document
from inbox_bot.core.message_ids import Form, message_id_for
from inbox_bot.core.reply.letter.compose import answer_with, is_written, name_of, references_of, valid_id
from inbox_bot.core.words import Problem, Role, Template
from tests.unit.core.reply.circumstances import a_history, a_message, a_proposal, a_reading, a_verdict, rules_with


def answer(message=None, template: Template = Template.ACKNOWLEDGEMENT, **proposal: object):
    composed = answer_with(a_proposal(message, template=template, **proposal), template)  # type: ignore[arg-type]
    assert composed is not None
    return composed


def test_an_acknowledgement_is_threaded_to_the_mail():
    letter = answer(a_message(references=("<root@example.org>",))).letter
    assert letter.to == Address(name="Ann Lee", address="ann.lee@example.org")
    assert letter.sender == Address(name="Example Ltd", address="jobs@example.com")
    assert letter.in_reply_to == "<first@example.org>"
    assert letter.references == ("<root@example.org>", "<first@example.org>")
    assert letter.auto_submitted == "auto-replied"
    assert letter.text.startswith("Dear Ann Lee,")
    assert "Engineer" in letter.text
    assert letter.html is None


def test_the_answer_remembers_what_limits_count_by():
    composed = answer(verdict=a_verdict(email="Ann+cv@example.net"))
    assert (composed.correspondent, composed.person) == ("ann.lee@example.org", "ann@example.net")
    assert composed.vacancy == "engineer"
    assert len(composed.likeness) == 64


def test_answers_to_one_who_introduces_somebody_speak_to_the_sender():
    thanks = answer(template=Template.REFERRAL_THANKS, verdict=a_verdict(name="Cara", email="c@d.example"))
    assert thanks.person == "ann.lee@example.org"
    assert "Cara" not in thanks.letter.text
    assert "Ann Lee" in thanks.letter.text


def test_an_applicant_is_greeted_by_the_name_that_was_judged_to_be_theirs():
    """Not by what their mail program calls them, nor by the name of a form that sent it."""
    letter = answer(verdict=a_verdict(name="Annabel Lee")).letter
    assert letter.text.startswith("Dear Annabel Lee,")
    assert "Ann Lee" not in answer(verdict=a_verdict(name=None)).letter.text


@pytest.mark.parametrize(
    "message_id", [None, "<", "<>", "<a>", "<a b@c>", "<a@b\r\nBcc: x@y.example>", "<ä@b.example>", "a@b"]
)
def test_an_invalid_message_id_gives_no_threading(message_id):
    letter = answer(a_message(message_id=message_id, references=("<root@example.org>",))).letter
    assert letter.in_reply_to is None
    assert letter.references == ()


def test_references_are_the_newest_twenty():
    theirs = tuple(f"<{number}@example.org>" for number in range(100))
    assert references_of(a_message(references=theirs)) == (*theirs[-19:], "<first@example.org>")


def test_references_take_900_octets_at_most():
    long = tuple(f"<{'x' * 190}{number}@example.org>" for number in range(20))
    kept = references_of(a_message(references=long))
    assert sum(len(identifier) + 1 for identifier in kept) <= 900
    assert kept == (*long[-4:], "<first@example.org>")


def test_without_references_their_one_in_reply_to_begins_the_thread():
    """RFC 5322 §3.6.4."""
    assert references_of(a_message(in_reply_to=("<a@b.example>",))) == ("<a@b.example>", "<first@example.org>")
    assert references_of(a_message(in_reply_to=("<a@b.example>", "<c@d.example>"))) == ("<first@example.org>",)


def test_the_message_id_follows_from_the_sending_alone():
    first, again = answer().letter.message_id, answer(a_message(subject="other")).letter.message_id
    assert first == again
    assert first != answer(history=a_history(fingerprint="other")).letter.message_id
    assert valid_id(first) == first
    assert first.endswith("@example.com>")
    assert message_id_for(Form.ANSWER, "k", "jobs@Bücher.example").endswith("@xn--bcher-kva.example>")


@pytest.mark.parametrize(("language", "served"), [("en", "en"), ("de", "de"), ("fr", "en"), ("", "en"), ("../x", "en")])
def test_a_language_without_a_template_falls_back(language, served):
    rules = rules_with("answers: {languages: [en, de]}\n")
    assert answer(verdict=a_verdict(language=language), rules=rules).language == served


def test_a_missing_or_failing_template_leaves_an_empty_letter_that_says_to_whom():
    broken = answer(template=Template.CV_REMINDER, rules=rules_with(lacking=("cv_reminder",)))
    assert not is_written(broken)
    assert broken.letter.to.address == "ann.lee@example.org"
    assert broken.letter.subject == "Re: Application as engineer"


def test_our_name_and_address_can_be_set():
    rules = rules_with("answers: {from: 'The Team <team@example.com>'}\n")
    assert answer(rules=rules).letter.sender == Address(name="The Team", address="team@example.com")
    assert answer(rules=rules_with("answers: {from: The Team}\n")).letter.sender.name == "The Team"


@pytest.mark.parametrize(
    ("untrusted", "shown"),
    [
        ("Ann Lee", "Ann Lee"),
        ('"Lee, Ann"', "Lee, Ann"),
        ("Zoë O'Neil-Łukasz", "Zoë O'Neil-Łukasz"),
        ("李安", "李安"),
        ("Ann\r\nBcc: x", "Ann Bcc: x"),
        ("Ann\u202eeeL", "AnneeL"),
        ("Ann =?utf-8?q?=0ABcc?=", "Ann"),
        ("x" * 80, "x" * 80),
        ("x" * 81, ""),
        ("Ann Lee " * 40, ""),
        ("Win money at https://evil.example", ""),
        ("www.evil.example", ""),
        ("evil.com", ""),
        ("ann@evil.example", ""),
        ("Call 0900 123456", ""),
        ("<script>", ""),
        ("{{ 7 * 7 }}", ""),
        ("", ""),
    ],
)
def test_a_strangers_name_is_a_name_or_nothing(untrusted, shown):
    """Else somebody who forges a sender could have us write his advertisement to that sender."""
    assert name_of(untrusted) == shown


@given(st.text(max_size=300), st.text(max_size=300), st.text(max_size=100))
def test_whatever_they_write_the_letter_is_inert(subject, name, typed_name):
    mail = a_message(subject=subject, senders=(Address(name=name, address="ann@example.org"),))
    letter = answer(mail, verdict=a_verdict(name=typed_name)).letter
    for line in (letter.subject, letter.to.name):
        assert not re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]|=\?|\?=", line)
        assert len(line) <= 240
    assert len(letter.to.name) <= 80
    assert is_written(answer(mail))


@given(st.text(max_size=300))
def test_no_message_id_of_theirs_reaches_our_header_unless_it_is_one(text):
    found = valid_id(text)
    assert found is None or (found == text and found.isascii() and found.isprintable() and " " not in found)


@pytest.mark.parametrize(
    ("document", "arrived"),
    [
        ({"role": Role.CV, "text": "Ann Lee"}, True),
        ({"role": Role.CV, "text": "", "problem": Problem.SCANNED}, False),
        ({"role": Role.CV, "text": "Ann", "problem": Problem.SCANNED}, False),
        ({"role": Role.OTHER, "text": "A blood test"}, False),
        ({"role": Role.COVER_LETTER, "text": "Dear all"}, False),
    ],
)
@pytest.mark.parametrize(("language", "words"), [("en", "together with your CV"), ("de", "mit Ihrem Lebenslauf")])
def test_only_a_cv_that_was_read_has_arrived(document, arrived, language, words):
    read = Document(section="2", filename="cv.pdf", type="application/pdf", **document)
    letter = answer(reading=a_reading(documents=(read,)), verdict=a_verdict(language=language)).letter
    assert (words in letter.text) is arrived
