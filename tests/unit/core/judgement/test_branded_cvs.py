"""A CV under an agency's head: the firm's and the consultant's names are nobody's own, the candidate's is found."""

from dataclasses import replace

import pytest

from inbox_bot.core.judgement.applicant.branded import candidate_of
from inbox_bot.core.words import Kind, Reason
from tests.unit.core.judgement.building import a_cv, letter, verdict_of, with_agencies

JOAN = "Joan Harper <joan@harper.example>"
HEADS = {
    "en, firm": "Harper Recruitment Ltd\nJoan Harper",
    "en, label": "Your consultant: Joan Harper\nCandidate: Bob Ray",
    "en, reference": "Candidate ref: 4471\nJoan Harper",
    "de": "Harms Personalberatung GmbH\nIhre Ansprechpartnerin\nJoan Harper",
    "fr": "Votre consultante : Joan Harper\nCandidat : Bob Ray",
    "es": "Presentado por: Joan Harper\nCandidato: Bob Ray",
    "it": "Presentato da: Joan Harper\nCandidato: Bob Ray",
    "nl": "Uw contactpersoon: Joan Harper\nKandidaat: Bob Ray",
    "pt": "Apresentado por: Joan Harper\nCandidato: Bob Ray",
    "pl": "Konsultant: Joan Harper\nKandydat: Bob Ray",
}


def headed(head):
    return replace(a_cv(), text=f"{head}\n\nProfile\nAWS, Kubernetes\n\nExperience\nExample Mill, 2019-2026\n")


@pytest.mark.parametrize("head", HEADS)
def test_an_agencys_head_makes_its_consultant_no_applicant(head):
    mail = letter("Infrastructure engineer", "CV attached.\n\nJoan Harper").from_(JOAN)
    verdict = verdict_of(mail, headed(HEADS[head]))
    assert "sends_a_branded_cv" in {evidence.rule for evidence in verdict.agency.evidence}
    assert verdict.agency.flagged or Reason.UNSURE_AGENCY in verdict.doubts


@pytest.mark.parametrize(
    "head",
    [
        "Joan Harper\nRecruitment Consultant",
        "Joan Harper\nPersonalberaterin",
        "Joan Harper\nSAP Consultant: finance and control",
        "Joan Harper\nHead of Recruitment and Training",
        "Joan Harper\nConsultant",
    ],
)
def test_a_title_below_ones_own_name_is_no_head(head):
    verdict = verdict_of(letter("Infrastructure engineer", "CV attached.\n\nJoan Harper").from_(JOAN), headed(head))
    assert (verdict.kind, verdict.doubts) == (Kind.APPLICATION, ())
    assert verdict.applicant.name == "Joan Harper"


def test_an_approved_agencys_candidate_is_named_and_not_its_consultant():
    mail = letter("Infrastructure engineer", "For you.\n\nJoan Harper").from_(JOAN)
    rules = with_agencies(approved=("joan@harper.example",))
    verdict = verdict_of(mail, headed("Harper Recruitment Ltd\nJoan Harper\nCandidate: Bob Ray"), rules=rules)
    assert verdict.applicant.name == "Bob Ray"


def test_whom_an_unknown_agencys_head_names_is_named_to_the_person_who_looks():
    mail = letter("Infrastructure engineer", "CV attached.\n\nJoan Harper").from_(JOAN)
    head = "Harper Recruitment Ltd\nJoan Harper\njoan@harper.example\nCandidate: Bob Ray"
    applicant = verdict_of(mail, headed(head)).applicant
    assert (applicant.name, applicant.email) == ("Bob Ray", None)


@pytest.mark.parametrize("text", ["", "Candidate:", "Candidate: 4471", "Candidate: see below", "\n" * 500])
def test_no_candidate_is_made_up(text):
    assert candidate_of(text) is None
