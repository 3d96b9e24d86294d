"""What is kept of an agency's mail: its terms, its firm, when it came, whom it names."""

from datetime import UTC, date, datetime, timedelta

import pytest

from inbox_bot.core.introduction.arrival import arrival_of
from inbox_bot.core.introduction.named import name_presented
from inbox_bot.core.introduction.ownership import owned_until
from inbox_bot.core.introduction.pages import Section, as_html, as_text
from inbox_bot.core.introduction.sender import firm_of
from inbox_bot.core.introduction.terms import terms_in
from inbox_bot.core.rules.agencies.settings import ApprovedAgency
from inbox_bot.core.words import Role
from tests.support.builders.mails import a_mail
from tests.unit.core.judgement.building import RULES, a_document, with_agencies

CAME = datetime(2026, 11, 30, 9, 0, 3, tzinfo=UTC)
LETTERS = {
    "a percentage": ("Here is my candidate. Our fee is 20% of the salary. Regards", "Our fee is 20% of the salary."),
    "a sum": ("Dear all\nFee: € 5,000.\nTom", "Fee: € 5,000."),
    "by interviewing": ("By interviewing Bob you accept our terms.", "By interviewing Bob you accept our terms."),
    "German": ("Anbei der Lebenslauf. Unser Honorar beträgt 25 % des Jahresgehalts.", "Unser Honorar beträgt 25 %"),
    "Dutch": ("Hierbij het cv. Onze fee bedraagt 20% van het jaarsalaris.", "Onze fee bedraagt 20%"),
}


@pytest.mark.parametrize("letter", LETTERS)
def test_the_sentences_that_ask_for_a_fee_are_kept_as_they_were_written(letter: str):
    text, kept = LETTERS[letter]
    [sentence] = terms_in(a_mail().text(text).message(), ()).sentences
    assert kept in sentence


def test_what_is_said_to_be_none_is_no_term_and_an_agency_s_own_paper_counts_as_its_letter_does():
    assert terms_in(a_mail().text("I know of a good engineer. There is no fee.").message(), ()).sentences == ()
    paper = a_document(Role.TERMS, "1. Introduction fee: 18 % of the first salary.\n\n2. The rebate period is 6 weeks.")
    found = terms_in(a_mail().text("Terms attached.").message(), [paper])
    assert (found.percentages, len(found.sentences)) == (("18 %",), 2)


@pytest.mark.parametrize(
    ("closing", "firm"),
    [
        ("Tom Hale\nHale Recruitment Ltd\n+44 20 7946 0000", "Hale Recruitment Ltd"),
        ("Ute Klein\nKlein Personal GmbH\nwww.klein.example", "Klein Personal GmbH"),
        ("Tom Hale\nRecruitment Consultant", ""),
        ("Tom", ""),
    ],
)
def test_a_firm_is_the_line_by_which_it_signs_and_a_title_is_none(closing: str, firm: str):
    message = a_mail().from_("Tom Hale <tom@hale.example>").text(f"Please see my candidate.\n\n{closing}\n").message()
    assert message.sender is not None
    assert firm_of(message, message.sender) == firm


@pytest.mark.parametrize(
    ("field", "at"),
    [
        ("from a by mx.example.com; Mon, 30 Nov 2026 10:00:01 +0100", CAME - timedelta(seconds=2)),
        ("from a by mx.example.com; Sun, 1 Nov 2026 10:00:01 +0100", CAME),  # no server of ours: it would be weeks old
        ("from a by mx.example.com; Mon, 30 Nov 2026 19:00:01 +0100", CAME),  # nor from the future
        ("from a by mx.example.com; yesterday", CAME),
        ("", CAME),
    ],
)
def test_a_mail_arrived_when_our_server_s_received_field_says_so_unless_the_mailbox_contradicts(
    field: str, at: datetime
):
    mail = a_mail().without("Received")
    message = (mail.header("Received", field) if field else mail).message()
    found = arrival_of(message, CAME)
    assert found.at == at
    assert bool(found.line) is (at != CAME)


@pytest.mark.parametrize(
    ("subject", "text", "name"),
    [
        ("Role", "I am delighted to present my candidate Bob Ray for your role.", "Bob Ray"),
        ("CV Anna Kowalska - Data scientist", "Please see attached.", "Anna Kowalska"),
        ("Data scientist B. R.", "Could I introduce B.R., a great data scientist?", None),
        ("Data scientist", "We have several strong people on our books.", None),
    ],
)
def test_whom_a_letter_names_is_known_and_initials_are_nobody_s(subject: str, text: str, name: str | None):
    assert name_presented(a_mail().subject(subject).text(text).message()) == name


def test_a_candidate_is_owned_from_the_introduction_on_for_as_long_as_was_agreed_with_that_agency():
    owning = with_agencies(approved=[ApprovedAgency(agency="hale.example", owns="6 months")])
    assert owned_until("hale.example", CAME, owning) == date(2027, 5, 30)
    assert owned_until("", CAME, owning) is None
    assert owned_until("hale.example", CAME, RULES) is None  # it was taken out of rules.yaml since


def test_a_dossier_escapes_what_others_wrote_and_keeps_a_letter_line_by_line():
    sections = (
        Section(title="<b>", rows=(("To", "<script>alert(1)</script>"),), verbatim="Subject: x\n\n<i>Hello</i>"),
    )
    html, text = as_html("A & B", sections, "en"), as_text("A & B", sections)
    assert "<script>alert" not in html
    assert "&lt;i&gt;Hello&lt;/i&gt;" in html
    assert "  | Subject: x\n  | \n  | <i>Hello</i>" in text
