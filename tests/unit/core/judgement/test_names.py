"""Names of people: under a letter however it closes, and where two sources agree on an unlikely one."""

import pytest

from inbox_bot.core.judgement.names.labelled import labelled_name
from inbox_bot.core.judgement.names.reading import display_name, name_in, possible_name
from inbox_bot.core.judgement.names.signature import signed_name
from inbox_bot.core.judgement.text.wording import NOTHING, FoldedText
from inbox_bot.core.words import Role
from tests.unit.core.judgement.building import a_cv, a_document, letter, verdict_of

CLOSINGS = """Groetjes|Groet,|Mvg|Mvg,|Hartelijke groet|Met vriendelijke groet,|Gr.|MfG|LG|VG|Liebe Grüße|Viele Grüsse,
Mit freundlichen Grüßen|Mit besten Grüßen|Hochachtungsvoll|Cdlt|Cdlt,|Bien cordialement|Bonne journée|Saludos|Un saludo,
Saludos cordiales|Un cordial saludo|Atte.|Atentamente,|Muchas gracias|Cordiali saluti|Thanks,|Many thanks|Rgds|Regards,
Kind regards|Best regards -|Best|Cheers|Yours|Yours sincerely,|Sincerely|All the best,|Cumprimentos|Z poważaniem"""


@pytest.mark.parametrize("closing", CLOSINGS.replace("\n", "|").split("|"))
def test_a_closing_is_never_part_of_the_name(closing):
    for text in (
        f"My CV is attached.\n\n{closing} Fatma Kaya",
        f"My CV is attached.\n\n{closing}\nFatma Kaya",
        f"My CV is attached. {closing} Fatma Kaya",
    ):
        assert signed_name(FoldedText.of(text), NOTHING) == "Fatma Kaya"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("My CV is attached.\n\nFatma Kaya", "Fatma Kaya"),
        ("Hello,\n\nBest candidates apply early.\n\nFatma Kaya", "Fatma Kaya"),
        ("I apply.\n\nDr. med. Hans Meier", "Hans Meier"),
        ("My CV is attached.\n\nKind regards", None),
        ("My CV is attached.\n\nThanks, and all the best.", None),
        ("I thank Ann Lee.", None),
    ],
)
def test_what_is_signed_is_the_writers_name_or_none(text, name):
    assert signed_name(FoldedText.of(text), NOTHING) == name


ODD_NAMES = ["Robin Page", "Jack Teacher", "Sales King", "Art Director", "Frank Office", "Paul Team", "John Resume"]


@pytest.mark.parametrize("name", ODD_NAMES)
def test_a_name_that_reads_like_something_else_is_one_where_sender_and_cv_agree(name):
    mail = letter("Data scientist intern", f"My CV is attached.\n\nKind regards\n{name}").from_(
        f"{name} <x17@example.org>"
    )
    assert name_in(name) is None
    assert verdict_of(mail, a_cv(name)).applicant.name == name


def test_signature_and_cv_may_agree_without_the_sender():
    mail = letter("CV", "My CV is attached.\n\nJack Teacher").from_("jt17@example.org")
    assert verdict_of(mail, a_cv("TEACHER, Jack")).applicant.name == "Jack Teacher"


def test_the_sender_alone_is_not_believed_such_a_name():
    mail = letter("CV", "My CV is attached.\n\nSales Team").from_("Sales Team <x17@example.org>")
    assert verdict_of(mail, a_document(Role.CV, "Profile\nWork\n")).applicant.name is None


@pytest.mark.parametrize("name", ["李伟", "김민준"])
def test_a_name_may_be_one_word_where_its_script_writes_it_so(name):
    mail = letter("CV", f"My CV is attached.\n\n{name}").from_(f"{name} <x17@example.org>")
    assert display_name(name) == name
    assert verdict_of(mail, a_cv(name)).applicant.name == name
    assert verdict_of(mail).applicant.name == name


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Dr. med. Hans Meier", "Hans Meier"),
        ("Prof. Dr. rer. nat. Ann Lee", "Ann Lee"),
        ("Dr. h.c. Ann Lee", "Ann Lee"),
        ("Phil Barker", "Phil Barker"),
        ("Nat King", "Nat King"),
        ("Curriculum Vitae", "Curriculum Vitae"),
        ("we like dogs", None),
        ("教育背景", "教育背景"),
    ],
)
def test_what_has_the_form_of_a_name_is_a_possible_one(line, name):
    assert possible_name(line) == name


def test_a_heading_of_two_characters_is_no_name_by_itself():
    assert name_in("简历") is None


@pytest.mark.parametrize(
    ("line", "name"),
    [("Name: Ann Lee", "Ann Lee"), ("Imię i nazwisko: Jan Kowalski", "Jan Kowalski"), ("이름: 김민수", "김민수")],
)
def test_a_label_gives_the_name_in_any_alphabet(line, name):
    assert labelled_name([line]) == name
