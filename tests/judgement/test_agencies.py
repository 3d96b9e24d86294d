"""Who is an agency, who only looks like one, and who must never be flagged."""

import pytest

from inbox_bot.core.words import Kind, Reason, Role
from tests.judgement.building import a_cv, a_document, letter, verdict_of, with_agencies

RECRUITER = "Joan Harper <joan@harper-recruitment.example>"
PRIVATE = "Joan Harper <joan.harper@post.example.net>"
OTHERS_CV = a_cv("Bob Ray", "bob.ray@example.net")

AGENCIES = [
    ("presents a candidate and names a fee", PRIVATE, "Infrastructure engineer", "I have an excellent candidate for your role. Our fee is 18% of the first year's salary.", [OTHERS_CV]),
    ("my candidate, market rates, PSL", PRIVATE, "Great DevOps engineer", "My candidate is available immediately at market rates. Are we on your PSL?", []),
    ("terms attached with two people's CVs", "Joan Harper <joan@people.example>", "CVs as discussed", "Please find two profiles attached, together with our terms of business.", [a_cv("Bob Ray", "bob@example.net"), a_cv("Cy Dole", "cy@example.net"), a_document(Role.TERMS, filename="Terms of Business.pdf")]),
    ("a recruiter's domain sends somebody else's CV without a word", RECRUITER, "CV", "Attached.", [OTHERS_CV]),
    ("offers services from a recruiter's domain", RECRUITER, "Your hiring", "We specialise in DevOps recruitment and would love to support your hiring.\n\nJoan Harper\nRecruitment Consultant", []),
    ("softly, with a title", "Joan Harper <joan@brightwater-talent.example>", "A data scientist", "I am working with a brilliant candidate. May I share her profile?\n\nJoan Harper\nTalent Partner", []),
    ("by interviewing you accept", RECRUITER, "Candidate", "By interviewing any candidate introduced by us you accept these terms.", [OTHERS_CV]),
    ("in German", "Jana Harms <jana@harms-personalberatung.example>", "Kandidat für Ihre Stelle", "Guten Tag,\n\nunser Kandidat ist ab sofort verfügbar. Unser Honorar beträgt 25 %.\n\nJana Harms\nPersonalberaterin", [OTHERS_CV]),
    ("in German, by profile only", "Jana Harms <jana@harms-personal.example>", "Profil", "Gern möchten wir Ihnen einen erfahrenen Kandidaten vorstellen. Unsere Konditionen finden Sie anbei.", []),
    ("in French", "Jeanne Haro <jeanne@haro.example>", "Candidat", "Bonjour,\n\nj'ai un excellent candidat pour votre poste. Nos honoraires sont de 20 %.", [OTHERS_CV]),
    ("in Spanish", "Juana Haro <juana@haro.example>", "Candidato", "Buenos días:\n\ntenemos un candidato ideal para ustedes. Nuestros honorarios son del 18 %.", [OTHERS_CV]),
    ("in Dutch", "Jo Haar <jo@haar-uitzendbureau.example>", "Kandidaat", "Beste,\n\nik heb een uitstekende kandidaat voor uw vacature. Onze tarieven stuur ik graag.", []),
]  # fmt: skip


@pytest.mark.parametrize(("sender", "subject", "text", "documents"), [row[1:] for row in AGENCIES], ids=[row[0] for row in AGENCIES])  # fmt: skip
def test_an_agency_is_flagged_on_two_families_of_signs(sender, subject, text, documents):
    verdict = verdict_of(letter(subject, text).from_(sender), *documents)
    assert verdict.agency.flagged, verdict.agency
    assert verdict.kind is Kind.AGENCY
    assert verdict.agency.signals >= 2
    assert verdict.agency.score >= 0.6
    assert verdict.applications == ()


GENUINE = [
    ("an HR manager applies", PRIVATE, "Application", "I am applying for the HR manager role. As a recruitment consultant I negotiated terms of business and placement fees, and filled roles for our clients.\n\nJoan Harper", [a_cv("Joan Harper", "joan.harper@post.example.net", "Recruitment consultant, executive search, talent acquisition, PSL")]),
    ("from a recruiter's own work address", RECRUITER, "Application", "Please find my CV attached.\n\nJoan Harper\nRecruitment Consultant\nHarper Recruitment", [a_cv("Joan Harper", "joan.harper@post.example.net")]),
    ("from a work address, without a word, own CV", RECRUITER, "CV", "", [a_cv("Joan Harper", "joan.harper@post.example.net")]),
    ("a CV that is full of an agency's words", PRIVATE, "CV", "Please find my CV attached.", [a_cv("Joan Harper", "j@example.net", "My candidates, our fee, terms of business, preferred supplier list")]),
    ("a freelancer names a day rate", PRIVATE, "Freelance", "Please find attached CV. Day rate 450 GBP, available for interview from Monday.", [a_cv("Joan Harper", "joan.harper@post.example.net")]),
    ("somebody writes for her husband", PRIVATE, "CV", "Please find attached my husband's CV. He is looking for work and is available immediately.", [OTHERS_CV]),
    ("calls herself a strong candidate", PRIVATE, "Application", "I believe I am a strong candidate for the role. My CV is attached.", [a_cv("Joan Harper", "joan.harper@post.example.net")]),
    ("mentions a candidate profile on a portal", PRIVATE, "Application", "My candidate profile is on your portal, too. I look forward to hearing from you.", [a_cv("Joan Harper", "joan.harper@post.example.net")]),
    ("worked for our clients", PRIVATE, "Application", "At present I support our clients in three countries. I would like to apply.", [a_cv("Joan Harper", "joan.harper@post.example.net")]),
    ("grew sales by twenty per cent", PRIVATE, "Application", "I grew annual sales by 20% and salary costs fell. I'd like to apply.", [a_cv("Joan Harper", "joan.harper@post.example.net")]),
    ("Personalberaterin bewirbt sich", "Jana Harms <jana.harms@post.example.net>", "Bewerbung", "Sehr geehrte Damen und Herren,\n\nals Personalberaterin in einer Personalvermittlung habe ich Kandidaten vorgestellt und Honorare verhandelt. Hiermit bewerbe ich mich bei Ihnen.", [a_cv("Jana Harms", "jana.harms@post.example.net")]),
    ("two versions of one's own CV", PRIVATE, "Application", "CV in English and in German.", [a_cv("Joan Harper"), a_cv("Joan Harper")]),
    ("a nickname in From", "Bobby <bray@example.net>", "Application", "CV attached.", [a_cv("Robert Ray", "rr@example.net")]),
    ("her agency's name in the quote only", PRIVATE, "Re: roles", "Dear team, here is my CV.\n\nOn Mon, 1 Jun 2026 at 09:00, Bob <bob@harper-recruitment.example> wrote:\n> I have an excellent candidate, our fee is 20%.\n", [a_cv("Joan Harper")]),
]  # fmt: skip


@pytest.mark.parametrize(("sender", "subject", "text", "documents"), [row[1:] for row in GENUINE], ids=[row[0] for row in GENUINE])  # fmt: skip
def test_a_genuine_applicant_is_never_flagged_nor_doubted(sender, subject, text, documents):
    verdict = verdict_of(letter(subject, text).from_(sender), *documents)
    assert not verdict.agency.flagged, verdict.agency
    assert verdict.kind is Kind.APPLICATION
    assert Reason.UNSURE_AGENCY not in verdict.doubts
    assert len(verdict.applications) == 1


@pytest.mark.parametrize(
    ("sender", "text", "documents"),
    [
        (PRIVATE, "My candidate is available immediately.", ()),
        (RECRUITER, "Hello, is the position still open?\n\nJoan Harper\nRecruitment Consultant", ()),
        (PRIVATE, "I am applying on behalf of my candidate. Our fee is 20% of the salary.", (OTHERS_CV,)),
    ],
    ids=["one sign only", "a recruiter asks about a vacancy", "says they apply, and presents a candidate"],
)
def test_where_signs_are_too_few_or_contradict_a_person_is_asked(sender, text, documents):
    verdict = verdict_of(letter("Vacancy", text).from_(sender), *documents)
    assert not verdict.agency.flagged
    assert verdict.doubts[0] is Reason.UNSURE_AGENCY


def test_the_blocked_list_decides_alone():
    rules = with_agencies(blocked=("people.example",))
    verdict = verdict_of(letter("Hi", "Coffee?").from_("Joan <joan@mail.people.example>"), rules=rules)
    assert (verdict.kind, verdict.agency.flagged, verdict.agency.score) == (Kind.AGENCY, True, 1.0)


def test_a_blocked_address_does_not_block_its_domain():
    rules = with_agencies(blocked=("joan@people.example",))
    mail = letter("Application", "Please find my CV attached.").from_("Bob Ray <bob@people.example>")
    assert verdict_of(mail, a_cv("Bob Ray"), rules=rules).kind is Kind.APPLICATION


def test_an_approved_agency_is_an_agency_and_not_flagged_and_each_candidate_an_application():
    rules = with_agencies(approved=("people.example",))
    mail = letter("Infrastructure engineer", "Two candidates for you. Our agreed rates apply.").from_(
        "Joan Harper <joan@people.example>"
    )
    verdict = verdict_of(mail, a_cv("Bob Ray", "bob@example.net"), a_cv("Cy Dole", "cy@example.net"), rules=rules)
    assert (verdict.kind, verdict.agency.flagged, verdict.agency.approved) == (Kind.AGENCY, False, True)
    found = [(found.applicant.name, found.applicant.email, found.vacancy.id) for found in verdict.applications]
    assert found == [("Bob Ray", "bob@example.net", "infra"), ("Cy Dole", "cy@example.net", "infra")]


def test_the_never_list_goes_before_all_others():
    rules = with_agencies(never=("@people.example",), blocked=("people.example",))
    mail = letter("CV", "My candidate; our fee is 20% of the salary.").from_("Joan <joan@people.example>")
    verdict = verdict_of(mail, a_cv("Bob Ray"), rules=rules)
    assert not verdict.agency.flagged
    assert verdict.kind is Kind.APPLICATION


def test_a_colleague_is_no_agency():
    mail = letter("Fwd: CV", "I have an excellent candidate, see attached. Fees: none!").from_(
        "Kim Poe <kim@example.com>"
    )
    verdict = verdict_of(mail, a_cv("Bob Ray", "bob@example.net"))
    assert (verdict.kind, verdict.agency.flagged) == (Kind.REFERRAL, False)


def test_every_finding_quotes_the_words_that_decided():
    verdict = verdict_of(letter("CV", "I have an excellent candidate.\nOur fee is 18% of the salary.").from_(RECRUITER))
    quotes = {evidence.rule: evidence.quote for evidence in verdict.agency.evidence}
    assert "excellent candidate" in quotes["presents_a_candidate"]
    assert "fee" in quotes["asks_for_terms"]
    assert quotes["writes_from_a_recruiters_domain"] == "harper-recruitment.example"
