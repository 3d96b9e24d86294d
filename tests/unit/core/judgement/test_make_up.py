"""How an agency's letter is made up: its firm, its lists, its papers; and that who somebody is flags nobody alone."""

import pytest

from inbox_bot.core.judgement.agency.finding import is_doubtful
from inbox_bot.core.judgement.agency.make_up import (
    ANSWERED_ELSEWHERE,
    CODED,
    FIRM_FORM,
    FIRM_IN_THE_ADDRESS,
    FIRM_REGISTERED,
    FIRM_SIGNS,
    LISTED,
    MAKE_UP,
    PAPERS_CHARGE,
    PAPERS_PRESENT,
    SIGNED_OTHERWISE,
    make_up_of,
)
from inbox_bot.core.judgement.clues import clues_of
from inbox_bot.core.judgement.verdict import NOTHING_KNOWN
from inbox_bot.core.words import Kind, Role
from tests.unit.core.judgement.building import RULES, a_cv, a_document, letter, reading_of, verdict_of

PRIVATE = "Joan Harper <joan.harper@post.example.net>"
FIRM = "Joan Harper <j.harper@northway-crew.example>"
LIST = "Free from Monday:\n- welder, 12 years, £24 ph\n- fitter, 7 yrs, £22 ph"


def made_up(text, sender=PRIVATE, *documents):
    clues = clues_of(reading_of(letter("Vacancy", text).from_(sender), *documents), RULES, NOTHING_KNOWN)
    return make_up_of(clues)


@pytest.mark.parametrize(
    ("mark", "theirs", "neighbours"),
    [
        (FIRM_SIGNS, ("Hello.\n\nJoan Harper\nNorthway Crew", FIRM), ("I saw Northway Crew's sign.", PRIVATE)),
        (FIRM_IN_THE_ADDRESS, ("Hello.", "Joan <joan@harper-recruitment.example>"), ("Hello.", PRIVATE)),
        (FIRM_FORM, ("Hello.\n\nJoan Harper\nHarper Ltd", PRIVATE), ("I worked for Harper Ltd. " * 9, PRIVATE)),
        (FIRM_REGISTERED, ("Moin.\n\nErlaubnis nach § 1 AÜG", PRIVATE), ("Das Amt gab mir die Erlaubnis.", PRIVATE)),
        (FIRM_REGISTERED, ("Witam.\n\nKRAZ 12345", PRIVATE), ("Mam prawo jazdy kat. C.", PRIVATE)),
        (SIGNED_OTHERWISE, ("His CV.\n\nKind regards\nBill Ray", PRIVATE), ("CV.\n\nKind regards\nJoan", PRIVATE)),
        (CODED, ("Ref. AD-1093 is free; so is Frau L. from Ulm.", PRIVATE), ("I live at SE1 7AB, Flat 12.", PRIVATE)),
        (LISTED, (LIST, PRIVATE), ("What I did:\n- welded pipes\n- taught two apprentices", PRIVATE)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_mark_is_found_in_an_agencys_letter_and_not_in_its_neighbour(mark, theirs, neighbours):
    assert made_up(*theirs)[mark]
    assert not made_up(*neighbours)[mark]


def test_papers_say_who_presents_somebody_and_what_is_charged_but_the_own_cv_of_a_freelancer_does_not_count():
    sheet = "Presented by: Northway Crew\nContact only through us\nCharge rates: £24 per hour plus VAT"
    papers = made_up("See attached.", PRIVATE, a_document(Role.OTHER, sheet))
    assert papers[PAPERS_PRESENT]
    assert papers[PAPERS_CHARGE]
    own = made_up(
        "Hi.", PRIVATE, a_cv("Joan Harper", "joan.harper@post.example.net", "Charge rates: £24 per hour plus VAT")
    )
    assert own[PAPERS_PRESENT] == own[PAPERS_CHARGE] == ()


def test_answers_wanted_elsewhere_are_a_mark_and_the_same_address_is_none():
    mail = letter("CV", "CV attached.").from_(PRIVATE)
    for reply_to, found in (("bookings@northway.example", True), ("joan.harper@post.example.net", False)):
        clues = clues_of(reading_of(mail.reply_to(reply_to)), RULES, NOTHING_KNOWN)
        assert bool(make_up_of(clues)[ANSWERED_ELSEWHERE]) is found


@pytest.mark.parametrize(
    "text", ["", "\n" * 5000, "A-1 " * 5000, "- 5 yrs £\n" * 5000, "J.M." * 5000, "\u0000ł" * 5000]
)
def test_any_letter_has_a_make_up(text):
    assert set(made_up(text, FIRM)) == set(MAKE_UP)


def test_who_somebody_is_flags_nobody_however_much_of_it_there_is():
    text = "Is the position open?\n\nJoan Harper\nSenior Recruiter\nHarper Recruitment Ltd\nREC member"
    verdict = verdict_of(letter("Vacancy", text).from_("Joan Harper <joan@harper-recruitment.example>"))
    assert not verdict.agency.flagged
    assert not any(finding.rule == "reads_like_an_agency" for finding in verdict.agency.evidence)


def test_the_office_that_licensed_an_agency_makes_it_no_public_service():
    text = (
        "ab Montag habe ich drei Staplerfahrer frei, 22,90 € die Stunde. Soll ich sie schicken?\n\n"
        "Jo Harms\nHarms Personal GmbH\nErlaubnis nach § 1 AÜG, Agentur für Arbeit Kiel"
    )
    agency = verdict_of(letter("3 Staplerfahrer", text).from_("Jo Harms <j.harms@harms.example>")).agency
    assert agency.flagged or is_doubtful(agency)
    assert not any(finding.rule == "serves_the_public" for finding in agency.evidence)


def test_a_manner_that_leaves_no_doubt_sets_apart_but_never_refuses_by_itself():
    text = f"{LIST}\n\nBoth have their own transport, all in, plus VAT. Shall I hold them for you till Friday?"
    verdict = verdict_of(letter("Welders", text).from_(FIRM))
    assert (verdict.kind, verdict.agency.flagged) == (Kind.AGENCY, True)
    assert verdict.agency.signals < 2


@pytest.mark.parametrize(
    "spares",
    [
        "I am applying for your vacancy.",
        "He is a friend of mine.",
        "We are a charity.",
        "I am self-employed, no agency.",
    ],
)
def test_however_sure_the_manner_is_what_spares_keeps_from_a_flag(spares):
    text = f"{LIST}\n\nYou pay for hours worked, all in. Shall I send them over?\n{spares}"
    assert not verdict_of(letter("Welders", text).from_(FIRM)).agency.flagged


def test_who_writes_under_an_applicants_name_and_wants_the_answer_elsewhere_is_doubted():
    text = (
        "here is the CV of Bob Ray. He is 41, can start on Monday, and his rate is £22 an hour; our fee only if he "
        "stays.\n\nKind regards\nNorma Dale"
    )
    mail = letter("Application", text).from_("Bob Ray <bob.ray@example.net>").reply_to("crew@northway.example")
    agency = verdict_of(mail, a_cv("Bob Ray", "bob.ray@example.net")).agency
    assert not agency.flagged
    assert is_doubtful(agency)


def test_an_agencys_mail_to_a_list_of_companies_is_set_apart_too():
    text = f"{LIST}\n\nOur fee is due on start only. Reply with the number and you have the CV within the hour."
    mail = letter("Free this week", text).from_(FIRM).header("List-Unsubscribe", "<mailto:stop@northway-crew.example>")
    assert verdict_of(mail).agency.flagged


@pytest.mark.parametrize(
    "word", ["He can start at once.", "Her firm and its yard close.", "He is CFA.", "Greta, 41, welds."]
)
def test_a_word_that_is_a_public_service_in_another_language_spares_nobody(word):
    evidence = verdict_of(letter("Welders", f"My candidate is available. {word}").from_(FIRM)).agency.evidence
    assert not any(finding.rule == "serves_the_public" for finding in evidence)
