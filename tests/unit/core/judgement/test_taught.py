"""What people decided about earlier mails, in the judgement of a later one: a sign with its evidence, and no more."""

from datetime import timedelta

import pytest

from inbox_bot.core.judgement.taught import Fact, Lesson, Teaches
from inbox_bot.core.judgement.verdict import Known
from inbox_bot.core.words import Kind, Reason
from tests.unit.core.judgement.building import NOON, a_cv, letter, verdict_of, with_agencies

SENDER, DOMAIN = "max@heads.example", "heads.example"
PLAIN = letter("Somebody for you", "Dear team,\n\nmay I call you tomorrow about your open position?\n\nMax\n").from_(
    f"Max Head <{SENDER}>"
)
PRESENTS = letter("A candidate", "We would like to present our candidate Bob Ray.\n").from_(f"Max Head <{SENDER}>")
APPLIES = letter(
    "Application", "I am applying for the position of Infrastructure engineer. My CV is attached.\n"
).from_(f"Max Head <{SENDER}>")
WIZARD = letter("Application: cloud wizard", "Dear team,\n\nmy CV is attached.\n")


def a_fact(teaches=Teaches.AGENCY, about=SENDER, *, means=None, domain=DOMAIN, message=12, days=0) -> Fact:
    lesson = Lesson(teaches=teaches, about=about, means=means, domain=domain if means is None else None)
    return Fact(lesson=lesson, message=message, who="Max Head", at=NOON - timedelta(days=30 - days), moved=True)


def known(*facts: Fact, writer: str = SENDER) -> Known:
    return Known(facts=facts, writer=writer)


def rules_of(verdict) -> list[str]:
    return [each.rule for each in verdict.agency.evidence]


def test_an_address_that_was_put_with_the_agencies_once_is_an_agencys_and_the_evidence_says_which_mail():
    assert not verdict_of(PLAIN).agency.flagged
    verdict = verdict_of(PLAIN, known=known(a_fact()))
    assert (verdict.kind, verdict.agency.flagged) == (Kind.AGENCY, True)
    [found] = [each for each in verdict.agency.evidence if each.rule == "was_decided_an_agency"]
    assert found.quote == "#12 moved 2026-05-02: Max Head"


def test_a_decision_alone_never_makes_enough_signs_for_a_refusal_by_itself():
    assert verdict_of(PLAIN, known=known(a_fact())).agency.signals == 1
    assert verdict_of(PRESENTS, known=known(a_fact())).agency.signals == 2


def test_whoever_applies_themselves_from_such_an_address_is_doubted_and_not_flagged():
    verdict = verdict_of(APPLIES, a_cv("Max Head", SENDER), known=known(a_fact()))
    assert not verdict.agency.flagged
    assert Reason.UNSURE_AGENCY in verdict.doubts


def test_an_applicant_at_a_domain_of_an_agencys_is_an_applicant():
    others = (a_fact(about="one@heads.example"), a_fact(about="two@heads.example", message=13))
    verdict = verdict_of(APPLIES, a_cv("Max Head", SENDER), known=known(*others))
    assert (verdict.kind, verdict.agency.flagged) == (Kind.APPLICATION, False)
    assert Reason.UNSURE_AGENCY not in verdict.doubts


@pytest.mark.parametrize(
    ("facts", "flagged"),
    [
        ((a_fact(about="one@heads.example"),), False),
        ((a_fact(about="one@heads.example"), a_fact(about="two@heads.example", message=13)), True),
        ((a_fact(about="one@heads.example"), a_fact(about="one@heads.example", message=13)), True),
        (
            (
                a_fact(about="one@heads.example"),
                a_fact(about="two@heads.example", message=13),
                a_fact(Teaches.NO_AGENCY, "three@heads.example", message=14),
            ),
            False,
        ),
        ((a_fact(about="one@heads.example", domain=None), a_fact(about="two@heads.example", domain=None)), False),
    ],
    ids=["one mail", "two people", "two mails", "somebody else is none", "a public domain"],
)
def test_a_domain_is_an_agencys_after_two_mails_of_it_were_decided_so(facts, flagged):
    assert verdict_of(PLAIN, known=known(*facts)).agency.flagged is flagged


def test_an_address_that_is_no_agencys_is_none_whatever_it_writes():
    assert verdict_of(PRESENTS).agency.flagged
    verdict = verdict_of(PRESENTS, known=known(a_fact(Teaches.NO_AGENCY)))
    assert rules_of(verdict) == ["was_decided_no_agency"]
    assert not verdict.agency.flagged
    assert Reason.UNSURE_AGENCY not in verdict.doubts


def test_of_two_decisions_about_an_address_the_later_counts():
    later = a_fact(Teaches.NO_AGENCY, message=13, days=1)
    assert not verdict_of(PLAIN, known=known(a_fact(), later)).agency.flagged
    assert verdict_of(PLAIN, known=known(a_fact(message=14, days=2), later)).agency.flagged


@pytest.mark.parametrize(
    ("lists", "teaches", "flagged", "approved"),
    [
        ({"never": (SENDER,)}, Teaches.AGENCY, False, False),
        ({"approved": (DOMAIN,)}, Teaches.AGENCY, False, True),
        ({"blocked": (DOMAIN,)}, Teaches.NO_AGENCY, True, False),
        ({"approved": (DOMAIN,)}, Teaches.NO_AGENCY, False, True),
    ],
)
def test_what_rules_yaml_says_of_a_sender_is_above_what_was_decided(lists, teaches, flagged, approved):
    verdict = verdict_of(PRESENTS, rules=with_agencies(**lists), known=known(a_fact(teaches)))
    assert (verdict.agency.flagged, verdict.agency.approved) == (flagged, approved)


def test_what_was_decided_of_a_colleague_s_address_says_nothing_of_what_they_forward():
    colleague = PLAIN.from_("Jane <jane@example.com>")
    assert verdict_of(colleague, known=known(a_fact(about="jane@example.com"), writer="jane@example.com")).agency == (
        verdict_of(colleague).agency
    )


def a_title(vacancy="infra", about="cloud wizard", message=7) -> Fact:
    return a_fact(Teaches.TITLE, about, means=vacancy, message=message)


def test_a_title_that_nobody_of_ours_has_means_the_vacancy_that_a_mail_with_it_was_filed_under():
    assert verdict_of(WIZARD, a_cv()).vacancy.id is None
    found = verdict_of(WIZARD, a_cv(), known=known(a_title(), writer=""))
    assert found.vacancy.id == "infra"
    assert next((each.rule, each.quote) for each in found.vacancy.evidence) == (
        "was_decided_by_its_wording",
        "#7 moved 2026-05-02: Max Head",
    )
    assert found.doubts == ()


@pytest.mark.parametrize(
    "facts",
    [
        (a_title(about="cloud witch"),),
        (a_title(), a_title("scientist-intern", message=8)),
        (a_title("chef"),),
        (a_title("no longer there"),),
    ],
    ids=["another wording", "people differ", "closed", "gone from rules.yaml"],
)
def test_it_means_nothing_where_that_is_not_so(facts):
    assert verdict_of(WIZARD, a_cv(), known=known(*facts)).vacancy == verdict_of(WIZARD, a_cv()).vacancy


def test_a_title_of_rules_yaml_is_above_what_was_decided_of_its_words():
    mail = letter("Application: data scientist intern", "My CV is attached.\n")
    fact = a_title(about="data scientist intern")
    assert verdict_of(mail, a_cv(), known=known(fact)).vacancy == verdict_of(mail, a_cv()).vacancy
