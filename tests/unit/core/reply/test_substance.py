"""What is the same letter with the same papers, sent again, and what is another."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox_bot.core.documents.collect import documents_of
from inbox_bot.core.message.values import Reading
from inbox_bot.core.reply.substance import substance_of
from tests.support.builders.at_work import a_cv
from tests.support.builders.mails import MailBuilder, a_mail, read_mail
from tests.unit.core.reply.circumstances import NOW

LETTER = (
    "Dear team,\n\n"
    "I should like to work for you as an infrastructure engineer. For six years I have kept Kubernetes clusters "
    "running at a company that makes maps, and I would start in March 2027.\n\n"
    "Kind regards\nAnn Lee"
)
CV = a_cv("Ann Lee", "ann.lee@example.org")


def letter(text: str = LETTER, cv: bytes | None = CV) -> MailBuilder:
    mail = a_mail().subject("Application").text(text)
    return mail if cv is None else mail.attach("cv.txt", cv, "text/plain")


def substance(mail: MailBuilder) -> str:
    message = read_mail(mail.bytes())
    reading = Reading(
        raw_hash="a" * 64, mailbox="recruitment", received_at=NOW, message=message, documents=documents_of(message)
    )
    return substance_of(reading)


def quoted(text: str) -> str:
    return "\n".join(f"> {line}" for line in text.split("\n"))


def wrapped(text: str) -> str:
    return text.replace("Kubernetes clusters ", "Kubernetes clusters\n").replace("maps, and", "maps,\nand")


FORWARDED = (
    "---------- Forwarded message ---------\nFrom: Ann Lee <ann.lee@example.org>\nDate: Mon, 1 Jun 2026 at 09:30\n"
    f"Subject: Application\nTo: <recruitment@example.com>\n\n{LETTER}\n"
)
OUTLOOKS = (
    "From: Ann Lee <ann.lee@example.org>\nSent: Monday, 1 June 2026 09:30\nTo: recruitment@example.com\n"
    f"Subject: Application\n\n{LETTER}\n"
)
ANSWERED = f"On Mon, 1 Jun 2026 at 09:30, Ann Lee <ann.lee@example.org> wrote:\n\n{quoted(LETTER)}\n"
OTHER_CV = a_cv("Ann Lee", "ann.lee@example.org", "2026 Certified Kubernetes Administrator")

SAME = {
    "from the Sent folder, under a new Message-ID": letter().id("<second@example.org>"),
    "on another day": letter().date("Fri, 12 Jun 2026 09:30:00 +0000"),
    "under another subject": letter().subject("Once more: application"),
    "wrapped anew": letter(wrapped(LETTER)),
    "with other quotation marks, blanks and lines": letter(LETTER.replace(" ", "\u00a0 ").replace("\n\n", "\n\n\n")),
    "as HTML": letter("").html(f"<p>{LETTER.replace(chr(10) * 2, '</p><p>')}</p>"),
    "with a signature below": letter(f"{LETTER}\n\n-- \nAnn Lee\nLondon\n"),
    "from a phone": letter(f"{LETTER}\n\nSent from my iPhone"),
    "its CV under another name": a_mail().text(LETTER).attach("Ann Lee CV.txt", CV, "text/plain"),
    "its CV exported anew": letter(cv=CV.replace(b"\r\n", b"\n").replace(b"   ", b"  ")),
    "forwarded by its writer": letter(FORWARDED).subject("Fwd: Application"),
    "forwarded in Outlook's way": letter(OUTLOOKS).subject("WG: Application"),
    "as an answer to itself": letter(ANSWERED).subject("Re: Application").replying_to("<first@example.org>"),
    "forwarded whole, as an attachment": a_mail().subject("Fwd: Application").text("").forwarding(letter()),
}
ANOTHER = {
    "asked after": letter(f"Did you get this?\n\n{ANSWERED}").subject("Re: Application"),
    "forwarded with a question": letter(f"Have you received it?\n\n{FORWARDED}").subject("Fwd: Application"),
    "another month": letter(LETTER.replace("March", "April")),
    "another number": letter(LETTER.replace("2027", "2028")),
    "another CV": letter(cv=OTHER_CV),
    "a paper more": letter().attach("certificate.txt", b"Certificate of Kubernetes, passed with honours", "text/plain"),
    "nothing but the CV": letter(""),
}


@pytest.mark.parametrize("again", SAME.values(), ids=SAME)
def test_it_is_the_same_letter(again):
    assert substance(again) == substance(letter()) != ""


@pytest.mark.parametrize("other", ANOTHER.values(), ids=ANOTHER)
def test_it_is_another_letter(other):
    assert "" != substance(other) != substance(letter())


def test_without_a_cv_that_was_read_there_is_none():
    assert substance(letter(cv=None)) == ""
    assert substance(a_mail().text(LETTER).attach("cv.pdf", b"%PDF-1.4 broken", "application/pdf")) == ""


def test_of_a_paper_without_words_the_bytes_count():
    """Two pictures of certificates say nothing that could be compared."""
    one, other = (base64.b64decode("iVBORw0KGgo=") + bytes([number]) * 60_000 for number in (1, 2))
    first = letter().attach("certificate.png", one, "image/png")
    assert substance(first) == substance(letter().attach("scan.png", one, "image/png"))
    assert substance(first) != substance(letter().attach("certificate.png", other, "image/png"))


def test_the_order_of_the_papers_makes_no_difference():
    other = b"References: a most reliable engineer, says her former head of platform."
    one = letter().attach("references.txt", other, "text/plain")
    swapped = a_mail().text(LETTER).attach("references.txt", other, "text/plain").attach("cv.txt", CV, "text/plain")
    assert substance(one) == substance(swapped)


@given(st.text(min_size=1, max_size=40).filter(lambda words: any(map(str.isalnum, words))))
def test_a_word_more_is_another_letter(words):
    assert substance(letter(f"{LETTER}\n{words} {words}\nmore")) != substance(letter())
