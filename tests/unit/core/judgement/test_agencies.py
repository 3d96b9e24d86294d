"""Who is an agency, who only looks like one, and who must never be flagged."""

import pytest

from inbox_bot.core.words import Kind, Reason
from tests.unit.core.judgement.building import a_cv, letter, verdict_of, with_agencies
from tests.unit.core.judgement.lettering import Letter, letters_in

RECRUITER = "Joan Harper <joan@harper-recruitment.example>"
PRIVATE = "Joan Harper <joan.harper@post.example.net>"
OTHERS_CV = a_cv("Bob Ray", "bob.ray@example.net")


@pytest.mark.parametrize(
    "letter", letters_in("agencies") + letters_in("agencies_offering"), ids=lambda letter: letter.about
)
def test_an_agency_is_flagged_on_two_families_of_signs(letter: Letter):
    verdict = verdict_of(letter.mail, *letter.documents)
    assert verdict.agency.flagged, verdict.agency
    assert verdict.kind is Kind.AGENCY
    assert verdict.agency.signals >= 2
    assert verdict.agency.score >= 0.6
    assert verdict.applications == ()


@pytest.mark.parametrize("letter", letters_in("agencies_at_once"), ids=lambda letter: letter.about)
def test_an_agency_that_says_so_plainly_is_flagged_on_one_wording(letter: Letter):
    verdict = verdict_of(letter.mail, *letter.documents)
    assert verdict.agency.flagged, verdict.agency
    assert verdict.kind is Kind.AGENCY


@pytest.mark.parametrize("letter", letters_in("genuine"), ids=lambda letter: letter.about)
def test_a_genuine_applicant_is_never_flagged_nor_doubted(letter: Letter):
    verdict = verdict_of(letter.mail, *letter.documents)
    assert not verdict.agency.flagged, verdict.agency
    assert verdict.kind is Kind.APPLICATION
    assert Reason.UNSURE_AGENCY not in verdict.doubts
    assert len(verdict.applications) == 1


@pytest.mark.parametrize("letter", letters_in("agencies_near"), ids=lambda letter: letter.about)
def test_what_only_sounds_like_an_agency_is_never_flagged(letter: Letter):
    verdict = verdict_of(letter.mail, *letter.documents)
    assert not verdict.agency.flagged, verdict.agency
    assert (verdict.kind, verdict.vacancy.id or "no vacancy", *verdict.doubts) == letter.found


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("Our placement fee is 20%.", True),
        ("There is no placement fee.", False),
        ("We never ask for a recruitment fee.", False),
        ("We do not charge any agency fee.", False),
        ("Without any agency fees.", False),
        ("Agency fees: none.", False),
        ("No CVs without signed terms of business.", True),
        ("No cure, no pay.", True),
        ("Es fällt kein Vermittlungshonorar an.", False),
        ("Ohne Honorar.", False),
        ("Unser Honorar beträgt 25 %.", True),
        ("Aucun honoraire.", False),
        ("Nos honoraires sont de 18 %.", True),
        ("Sin honorarios.", False),
        ("Onze fee bedraagt 20%.", True),
        ("Not only our fee but our terms of business are attached.", True),
    ],
)
def test_a_fee_that_is_negated_is_none(text, asks):
    rules = {evidence.rule for evidence in verdict_of(letter("Vacancy", text)).agency.evidence}
    assert ("asks_for_terms" in rules) is asks


def test_a_public_service_that_writes_like_an_agency_is_doubted():
    mail = letter("Vacancy", "We are a charity. My candidate is available; our fee is 20% of the salary.")
    verdict = verdict_of(mail.from_(PRIVATE), OTHERS_CV)
    assert not verdict.agency.flagged
    assert verdict.doubts[0] is Reason.UNSURE_AGENCY


@pytest.mark.parametrize(
    ("sender", "subject", "text"),
    [
        ("Bob Ray <bob@example.org>", "CV", "CV attached."),
        ("robbie <b.ray@example.org>", "CV", "CV attached."),
        ("Web Team <info@ray.example>", "CV", "CV attached.\n\nBest regards\nBob Ray"),
        ("Info <info@ray.example>", "CV", "My name is Bob Ray and I look for work. CV attached."),
        ("Rob <rob@example.org>", "CV of Bob Ray", "CV attached."),
        ("Joan Harper <joan@example.org>", "CV", "CV attached. Bob Ray"),
    ],
    ids=["the name", "the address", "the signature", "the letter", "a nickname", "the last words"],
)
def test_a_cv_is_the_senders_where_anything_may_tie_it_to_them(sender, subject, text):
    verdict = verdict_of(letter(subject, text).from_(sender), OTHERS_CV)
    assert (verdict.kind, verdict.doubts) == (Kind.APPLICATION, ())


def test_a_job_board_sends_in_the_applicants_name():
    mail = letter("Application: Infrastructure engineer", "Candidate: Bob Ray\nRole: x\nSalary: y\nCV attached.")
    verdict = verdict_of(mail.from_("Job Board <noreply@board.example>").reply_to("bob.ray@example.net"), OTHERS_CV)
    assert not verdict.agency.flagged
    assert Reason.UNSURE_AGENCY not in verdict.doubts


@pytest.mark.parametrize(
    ("sender", "text", "documents"),
    [
        (PRIVATE, "I have got someone who has just come on the market.", ()),
        (RECRUITER, "Hello, is the position still open?\n\nJoan Harper\nRecruitment Consultant", ()),
        (PRIVATE, "I am applying on behalf of my candidate. Our fee is 20% of the salary.", (OTHERS_CV,)),
    ],
    ids=["one sign only", "a recruiter asks about a vacancy", "says they apply, and presents a candidate"],
)
def test_where_signs_are_too_few_or_contradict_a_person_is_asked(sender, text, documents):
    verdict = verdict_of(letter("Vacancy", text).from_(sender), *documents)
    assert not verdict.agency.flagged
    assert verdict.doubts[0] is Reason.UNSURE_AGENCY


@pytest.mark.parametrize(
    "text",
    ["My candidate is available.", "We are a recruitment agency.", "Candidate: Bob Ray\nRole: Nurse\nSalary: 30,000"],
)
@pytest.mark.parametrize(
    ("spares", "documents"),
    [
        ("I am applying for your vacancy.", ()),
        ("He is a friend of mine.", ()),
        ("We are a charity.", ()),
        ("My CV is attached.\n\nJoan Harper", (a_cv("Joan Harper", "joan.harper@post.example.net"),)),
        ("My background is in nursing.", ()),
    ],
    ids=["applies", "a friend", "the public's", "the own CV", "tells of themselves"],
)
def test_one_plain_wording_flags_unless_something_spares_the_sender(text, spares, documents):
    assert verdict_of(letter("Vacancy", text).from_(PRIVATE)).agency.flagged
    assert not verdict_of(letter("Vacancy", f"{text}\n{spares}").from_(PRIVATE), *documents).agency.flagged


def test_the_same_words_are_one_sign_whichever_families_know_them():
    text = "Dos dudas sobre el puesto: ¿lleva nóminas?\n\nLaura Gil, Vigo\nAhora mismo consultora de selección"
    agency = verdict_of(letter("Consulta previa sobre la oferta", text).from_(PRIVATE)).agency
    assert len({finding.rule for finding in agency.evidence if finding.weight > 0}) == 2
    assert (agency.flagged, agency.signals) == (False, 1)


def test_one_plain_wording_is_one_sign_and_no_refusal_by_mail():
    assert verdict_of(letter("Vacancy", "My candidate is available.").from_(PRIVATE)).agency.signals == 1


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


def test_an_approved_agency_that_writes_a_few_words_around_its_candidates_cv_is_no_job_board():
    rules = with_agencies(approved=("people.example",))
    words = "We are a recruitment agency and would like to introduce our candidate Bob Ray as infrastructure engineer."
    mail = letter("A candidate for you", words).from_("Joan Harper <joan@people.example>")
    verdict = verdict_of(mail, a_cv("Bob Ray", "bob@example.net"), rules=rules)
    assert (verdict.kind, verdict.doubts) == (Kind.AGENCY, ())


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


def test_who_signs_with_another_name_than_the_applicants_and_names_terms_is_asked_about():
    text = "Daniel is represented by us. By interviewing him you accept our terms.\n\nKayleigh"
    verdict = verdict_of(
        letter("Application for Infrastructure engineer", text).from_("Daniel Ross <daniel.ross@example.org>"),
        a_cv("Daniel Ross", "daniel.ross@example.org"),
    )
    assert not verdict.agency.flagged
    assert Reason.UNSURE_AGENCY in verdict.doubts


@pytest.mark.parametrize(
    ("sender", "text"),
    [
        (
            "Dan Pruitt <dan@medcorestaffing.example>",
            "I have two triage RNs who match your posting. When can we talk?\n\nDan Pruitt",
        ),
        (
            "Eva Roth <office@personal-direkt.example>",
            "Ich darf Ihnen eine Köchin vorstellen. Darf ich Ihnen ihr Profil zusenden?\n\nPersonal Direkt GmbH",
        ),
        (
            "Yvonne Dam <yvonne@damdetachering.example>",
            "Wij detacheren monteurs. Momenteel twee kandidaten op de bank.\n\nYvonne Dam, Dam Detachering",
        ),
        (
            "Bianca Hofer <b.hofer@flink.example>",
            "Wir überlassen Ihnen zwei Bäcker. Bei Interesse sende ich die Profile.\n\nFlink Arbeitskräfteüberlassung",
        ),
    ],
)
def test_agencies_of_other_trades_and_countries_are_flagged(sender, text):
    verdict = verdict_of(letter("Verfügbar", text).from_(sender))
    assert verdict.agency.flagged, verdict.agency


def test_who_leads_people_and_applies_is_no_agency():
    text = "I lead a ward and have two nurses who match your values. I would like to apply. My CV is attached."
    verdict = verdict_of(letter("Infrastructure engineer", text), a_cv())
    assert (verdict.kind, verdict.doubts) == (Kind.APPLICATION, ())


def test_who_asks_for_the_list_of_suppliers_is_doubted():
    verdict = verdict_of(letter("quick q", "Who handles agency PSL? I place NPs all over.").from_("m@ross.example"))
    assert Reason.UNSURE_AGENCY in verdict.doubts


def test_an_applicant_who_introduces_themselves_in_german_is_no_agency():
    text = "Darf ich mich Ihnen vorstellen? Ich bin Koch und bewerbe mich. Ihr Profil hat mich angesprochen."
    verdict = verdict_of(letter("Infrastructure engineer", text), a_cv())
    assert (verdict.kind, verdict.doubts) == (Kind.APPLICATION, ())


@pytest.mark.parametrize(
    ("presents", "spares"),
    [
        ("Our candidate is available.", "Careers Service, University of Example"),
        ("Unser Kandidat ist verfügbar.", "Agentur für Arbeit, Arbeitgeberservice"),
        ("Unser Kandidat ist verfügbar.", "Er ist ein Freund von mir: mein Bruder."),
        ("Notre candidat est disponible.", "Mission locale de Lyon"),
        ("Notre candidat est disponible.", "C'est mon frère."),
        ("Nuestro candidato está disponible.", "Servicio Público de Empleo"),
        ("Nuestro candidato está disponible.", "Es mi hermano."),
        ("Il nostro candidato è disponibile.", "Centro per l'impiego di Torino"),
        ("Il nostro candidato è disponibile.", "Ufficio placement, Università di Esempio"),
        ("Onze kandidaat is beschikbaar.", "UWV Werkplein"),
        ("Onze kandidaat is beschikbaar.", "Hij is mijn broer."),
        ("O nosso candidato está disponível.", "Centro de Emprego de Lisboa, IEFP"),
        ("O nosso candidato está disponível.", "É o meu irmão."),
        ("Nasz kandydat jest dostępny.", "Powiatowy Urząd Pracy"),
        ("Nasz kandydat jest dostępny.", "To mój brat."),
    ],
)
def test_whoever_works_without_a_fee_and_friends_are_spared_in_eight_languages(presents, spares):
    assert verdict_of(letter("Vacancy", presents).from_(PRIVATE)).agency.flagged
    verdict = verdict_of(letter("Vacancy", f"{presents}\n\n{spares}").from_(PRIVATE))
    assert not verdict.agency.flagged


@pytest.mark.parametrize(
    "form",
    [
        "Candidate: Bob Ray\nRole: Nurse\nSalary: 30,000",
        "Kandidat: Bob Ray\nGehalt: 30.000\nKündigungsfrist: keine",
        "Candidat: Bob Ray\nPoste: Infirmier\nSalaire: 30 000",
        "Candidato: Bob Ray\nPuesto: Enfermero\nSalario: 30.000",
        "Candidato: Bob Ray\nPosizione: Infermiere\nPreavviso: un mese",
        "Kandidaat: Bob Ray\nFunctie: Verpleegkundige\nSalaris: 30.000",
        "Candidato: Bob Ray\nVaga: Enfermeiro\nDisponibilidade: imediata",
        "Kandydat: Bob Ray\nStanowisko: Pielęgniarz\nWynagrodzenie: 30 000",
    ],
)
def test_a_submission_form_is_one_in_eight_languages(form):
    assert verdict_of(letter("Profile", form).from_(PRIVATE)).agency.flagged
