"""A vacancy named by a part of its title, in another gender, or as a part of a compound; and what isn't ours."""

from dataclasses import replace

import pytest

from inbox_bot.core.judgement.vacancy.position.fitting import fitting, offer_of
from inbox_bot.core.judgement.vacancy.position.positions import Naming, Position
from inbox_bot.core.judgement.vacancy.words.position_words import Level
from inbox_bot.core.rules.model import Vacancy
from inbox_bot.core.words import Reason
from tests.unit.core.judgement.building import RULES, a_cv, letter, verdict_of, with_vacancies

CLINIC = with_vacancies(
    Vacancy(id="icu", title="Staff Nurse - Intensive Care Unit", aliases=("ICU nurse",)),
    Vacancy(id="paeds", title="Staff Nurse - Paediatrics", aliases=("paediatric nurse",)),
    Vacancy(id="physio", title="Senior Physiotherapist", location="Cork"),
    Vacancy(id="pharmacist", title="Hospital Pharmacist"),
    Vacancy(id="payable", title="Accounts Payable Officer", keywords=("invoices",)),
    Vacancy(id="backend", title="Backend Engineer (Python)"),
    Vacancy(id="seller", title="Sales Development Representative"),
    Vacancy(id="account", title="Account Executive", keywords=("SaaS sales",)),
    Vacancy(id="recruiter", title="Talent Acquisition Partner", aliases=("in-house recruiter",)),
)
GERMAN = RULES.company.model_copy(update={"language": "de"})
DEPOT = with_vacancies(
    Vacancy(id="store", title="Lagermitarbeiter (m/w/d)", aliases=("Fachkraft für Lagerlogistik",)),
    Vacancy(id="driver", title="Berufskraftfahrer (m/w/d) CE", aliases=("LKW-Fahrer",)),
    Vacancy(id="dispatcher", title="Disponent (m/w/d) Nahverkehr"),
    Vacancy(id="books", title="Finanzbuchhalter/in"),
    Vacancy(id="apprentice", title="Auszubildende Kaufleute für Spedition", aliases=("Ausbildung Speditionskaufmann",)),
)
DEPOT = replace(DEPOT, company=GERMAN)
SCHOOL = with_vacancies(
    Vacancy(id="maths", title="Professeur de mathématiques (H/F)"),
    Vacancy(id="english", title="Professeur d'anglais (H/F)"),
    Vacancy(id="books", title="Comptable général (H/F)"),
    Vacancy(id="warden", title="Surveillant d'internat (H/F)"),
    Vacancy(id="waiter", title="Camarero/a de sala"),
    Vacancy(id="cook", title="Cocinero/a de hotel"),
    Vacancy(id="chauffeur", title="Vrachtwagenchauffeur CE"),
)
CV = "My CV is attached."


def found(rules, subject, text):
    return verdict_of(letter(subject, text), a_cv(), rules=rules)


@pytest.mark.parametrize(
    ("rules", "subject", "text", "vacancy"),
    [
        (CLINIC, "CV", "I wish to apply for the physiotherapist position.", "physio"),
        (CLINIC, "CV", "I wish to apply for your physiotherapist post in Cork.", "physio"),
        (CLINIC, "CV", "I am a pharmacist and wish to apply for your pharmacist job.", "pharmacist"),
        (CLINIC, "Pharmacist", CV, "pharmacist"),
        (CLINIC, "Physiotherapist application", CV, "physio"),
        (CLINIC, "Application - Physiotherapist - Ann Lee", CV, "physio"),
        (CLINIC, "CV", "I wish to apply for the accounts payable job.", "payable"),
        (CLINIC, "CV", "I want to apply for the sales development job.", "seller"),
        (CLINIC, "CV", "I want to apply for the backend engineer role.", "backend"),
        (CLINIC, "CV", "I'd like to apply for back-end engineer role", "backend"),
        (CLINIC, "CV", "I would like to work as a recruiter and learn a lot.", "recruiter"),
        (CLINIC, "Recruiter job", CV, "recruiter"),
        (CLINIC, "Nurse", "I apply for the paediatric post.", "paeds"),
        (DEPOT, "Bewerbung als Disponent", CV, "dispatcher"),
        (DEPOT, "Bewerbung", "Ich bewerbe mich auf die Stelle als Disponentin (m/w/d).", "dispatcher"),
        (DEPOT, "Bewerbung", "ich bewerbe mich als Kraftfahrer.", "driver"),
        (DEPOT, "Bewerbung als Fahrerin", CV, "driver"),
        (DEPOT, "Bewerbung Lager", CV, "store"),
        (DEPOT, "Bewerbung", "Ich suche eine feste Stelle im Lager.", "store"),
        (DEPOT, "Bewerbung", "ich bewerbe mich um den Ausbildungsplatz Speditionskauffrau.", "apprentice"),
        (DEPOT, "Bewerbung als Buchhalterin", CV, "books"),
        (SCHOOL, "CV", "Je postule au poste de comptable.", "books"),
        (SCHOOL, "CV", "Je suis candidate au poste de professeure de mathématiques.", "maths"),
        (SCHOOL, "CV", "Je souhaite postuler en tant que surveillante.", "warden"),
        (SCHOOL, "Candidature comptable", CV, "books"),
        (SCHOOL, "CV", "Solicito el puesto de cocinera.", "cook"),
        (SCHOOL, "CV", "Me gustaría trabajar como camarera.", "waiter"),
        (SCHOOL, "Sollicitatie", "Hallo, ik solliciteer graag naar de functie van chauffeur bij u.", "chauffeur"),
    ],
)
def test_what_one_vacancy_alone_fits_is_that_vacancy_but_not_for_certain(rules, subject, text, vacancy):
    verdict = found(rules, subject, text)
    assert (verdict.vacancy.id, verdict.doubts) == (vacancy, ())
    assert 0.75 <= verdict.vacancy.confidence <= 0.91


@pytest.mark.parametrize(
    ("rules", "subject", "text", "reason", "alternatives"),
    [
        (CLINIC, "CV", "I wish to apply for the staff nurse post.", Reason.TWO_VACANCIES, {"icu", "paeds"}),
        (CLINIC, "Nurse", CV, Reason.TWO_VACANCIES, {"icu", "paeds"}),
        (CLINIC, "CV", "I apply for the sales job.", Reason.TWO_VACANCIES, {"seller", "account"}),
        (CLINIC, "CV", "I apply for the physiotherapist and pharmacist positions.", Reason.TWO_VACANCIES, set()),
        (DEPOT, "Bewerbung als Kraftfahrer/Disponent", CV, Reason.TWO_VACANCIES, {"driver", "dispatcher"}),
        (SCHOOL, "Candidature au poste de professeur", CV, Reason.TWO_VACANCIES, {"maths", "english"}),
    ],
)
def test_what_several_fit_is_a_question(rules, subject, text, reason, alternatives):
    verdict = found(rules, subject, text)
    assert (verdict.vacancy.id, verdict.doubts) == (None, (reason,))
    assert alternatives <= {match.id for match in verdict.vacancy.alternatives}


@pytest.mark.parametrize(
    ("rules", "subject", "text", "alternatives"),
    [
        (CLINIC, "CV", "I would like to apply for the position of radiographer.", set()),
        (CLINIC, "CV", "I am applying for the surgical nurse position.", {"icu", "paeds"}),
        (CLINIC, "CV", "I apply for the junior physiotherapist post.", {"physio"}),
        (CLINIC, "CV", "I apply for your sales and events position.", set()),
        (CLINIC, "CV", "I apply as a gardener.", set()),
        (DEPOT, "Bewerbung als Koch", CV, set()),
        (DEPOT, "Bewerbung", "ich bewerbe mich als Lageristin.", {"store"}),
        (DEPOT, "Bewerbung", "ich bewerbe mich um ein Praktikum als Disponent.", {"dispatcher"}),
        (SCHOOL, "CV", "Je postule au poste de professeur d'histoire.", {"maths", "english"}),
        (SCHOOL, "CV", "Me gustaría trabajar como jardinero.", set()),
    ],
)
def test_a_position_that_none_fits_is_a_question_and_no_open_application(rules, subject, text, alternatives):
    verdict = found(rules, subject, text)
    assert (verdict.vacancy.id, verdict.doubts) == (None, (Reason.UNSURE_VACANCY,))
    assert verdict.vacancy.evidence[0].rule in ("names_another_position", "names_it_in_other_words")
    assert alternatives <= {match.id for match in verdict.vacancy.alternatives}


@pytest.mark.parametrize(
    ("rules", "subject", "text"),
    [
        (CLINIC, "Speculative application as a gardener", CV),
        (DEPOT, "Initiativbewerbung als Disponent im Lager", "Anbei mein Lebenslauf als Koch."),
        (CLINIC, "Application", "I am writing to apply for a position at your hospital."),
        (CLINIC, "Application", "I would like to apply for a challenging, rewarding position in your organisation."),
        (CLINIC, "Application", "I apply for the position as advertised in the Guardian."),
        (CLINIC, "Application", "I would like to apply and could start work as soon as possible."),
        (CLINIC, "Application", "As a dedicated team player I would love to work as part of your team."),
        (CLINIC, "Application", "I have worked as a gardener for six years and would like to apply."),
        (CLINIC, "Application", "In my previous role of gardener I learned a lot. I would like to apply."),
        (CLINIC, "Application", "My application for your consideration, as discussed."),
        (CLINIC, "Hello from Robin", CV),
        (CLINIC, "Sales", CV),
        (DEPOT, "Bewerbung", "ich bewerbe mich, da ich sowohl teamfähig als auch flexibel bin."),
        (DEPOT, "Bewerbung", "ich bewerbe mich und kann so bald als möglich anfangen."),
        (DEPOT, "Bewerbung", "ich arbeite als Koch und bewerbe mich auf Ihre Anzeige."),
        (DEPOT, "Bewerbung", "ich bewerbe mich als motivierter Mitarbeiter mit mehr als zehn Jahren Erfahrung."),
        (SCHOOL, "Candidature", "Je vous adresse ma candidature comme convenu."),
        (SCHOOL, "Candidature", "Je cherche un poste de travail dans votre entreprise."),
    ],
)
def test_what_names_no_position_stays_an_open_application(rules, subject, text):
    verdict = found(rules, subject, text)
    assert (verdict.vacancy.id, verdict.doubts) == (None, ())


def test_a_whole_title_is_stronger_than_a_part_of_another():
    verdict = found(CLINIC, "Physiotherapist", "I would like to apply for the Account Executive position.")
    assert (verdict.vacancy.id, verdict.doubts) == ("account", ())


def position(*words: str, levels: frozenset[Level] = frozenset(), naming: Naming = Naming.LIKELY) -> Position:
    return Position(words=words, levels=levels, start=0, end=1, naming=naming)


@pytest.mark.parametrize(
    ("title", "words", "levels", "fits"),
    [
        ("Berufskraftfahrer", ("kraftfahrer",), (), True),
        ("Lagermitarbeiter", ("lager",), (), True),
        ("Lagermitarbeiter", ("lagerleiter",), (), False),
        ("Fahrer", ("gefahrgutfahrer",), (), False),
        ("Verkäufer", ("verkauferin",), (), True),
        ("Infirmier (H/F)", ("infirmiere",), (), True),
        ("Directeur", ("directrice",), (), True),
        ("Verkoper", ("verkoopster",), (), False),
        ("Salesman", ("saleswoman",), (), True),
        ("Backend Engineer (Python)", ("python", "backend", "engineer"), (), True),
        ("Backend Engineer (Python)", ("java", "backend", "engineer"), (), False),
        ("Pharmacist", ("pharmacist",), (Level.HIGH,), True),
        ("Pharmacist", ("pharmacist",), (Level.LEARNING,), False),
        ("Pharmacy intern", ("pharmacy",), (Level.LEARNING,), True),
        ("Pharmacy intern", ("pharmacy",), (Level.HIGH,), False),
        ("Senior pharmacist", ("pharmacist",), (Level.FIRST,), False),
    ],
)
def test_a_name_fits_where_all_its_words_are_the_titles(title, words, levels, fits):
    offers = (offer_of(Vacancy(id="x", title=title)),)
    assert bool(fitting(position(*words, levels=frozenset(levels)), offers, compounds=True)) is fits


def test_compounds_are_taken_apart_only_where_the_language_makes_them():
    offers = (offer_of(Vacancy(id="x", title="Accountant")),)
    assert fitting(position("account"), offers, compounds=False) == {}


def test_the_more_of_a_title_is_written_the_surer_it_is():
    offers = (offer_of(Vacancy(id="x", title="Sales Development Representative")),)
    shares = [
        fitting(position(*words), offers, compounds=False)["x"]
        for words in (("sales",), ("sales", "development"), ("sales", "development", "representative"))
    ]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


WORKS = replace(
    with_vacancies(
        Vacancy(id="design", title="Konstrukteur Maschinenbau (m/w/d)", aliases=("Konstruktionsingenieur",)),
        Vacancy(id="electric", title="Elektrokonstrukteur (m/w/d)"),
        Vacancy(id="mechanic", title="Industriemechaniker (m/w/d)"),
        Vacancy(id="inside", title="Mitarbeiter Vertriebsinnendienst (m/w/d)", aliases=("Sachbearbeiter Vertrieb",)),
        Vacancy(id="outside", title="Vertriebsingenieur Außendienst Süd (m/w/d)"),
    ),
    company=GERMAN,
)
HOSPITAL = with_vacancies(
    Vacancy(id="hca", title="Healthcare Assistant (Nights)", aliases=("HCA", "care assistant")),
    Vacancy(id="porter", title="Hospital Porter"),
    Vacancy(id="pharmacist", title="Clinical Pharmacist"),
    Vacancy(id="icu", title="Staff Nurse - Intensive Care"),
)


@pytest.mark.parametrize(
    ("rules", "subject", "text", "both"),
    [
        (WORKS, "Konstrukteurin oder Elektrokonstrukteurin", "Für beide bringe ich Erfahrung mit.", "design electric"),
        (WORKS, "Elektrokonstrukteur / Konstrukteur", "Anbei mein Lebenslauf.", "design electric"),
        (WORKS, "Bewerbung: Elektrokonstrukteur (m/w/d) und Konstrukteur (m/w/d)", "Anbei.", "design electric"),
        (WORKS, "Bewerbung", "Ich bewerbe mich als Konstrukteur oder Elektrokonstrukteur.", "design electric"),
        (WORKS, "Bewerbung", "Ich bewerbe mich als Elektrokonstrukteurin bzw. als Konstrukteurin.", "design electric"),
        (WORKS, "Industriemechaniker oder Konstrukteur", "Anbei.", "design electric mechanic"),
        (WORKS, "Sachbearbeiterin oder Vertriebsingenieurin", "Anbei mein Lebenslauf.", "inside outside"),
        (HOSPITAL, "Staff nurse intensive or pharmacist", CV, "icu pharmacist"),
        (HOSPITAL, "HCA or porter", CV, "hca porter"),
        (HOSPITAL, "Porter / Healthcare Assistant (Nights)", CV, "hca porter"),
        (HOSPITAL, "Job", "I would like to apply as a porter or Clinical Pharmacist.", "pharmacist porter"),
        (HOSPITAL, "Job", "I am applying for the care assistant and porter positions.", "hca porter"),
        (HOSPITAL, "Job", "I apply for the pharmacist/hospital porter position.", "pharmacist porter"),
    ],
)
def test_a_part_of_a_title_beside_a_whole_one_is_a_second_vacancy(rules, subject, text, both):
    verdict = found(rules, subject, text)
    assert verdict.doubts == (Reason.TWO_VACANCIES,)
    assert {match.id for match in verdict.vacancy.alternatives} == set(both.split())


@pytest.mark.parametrize(
    ("rules", "subject", "text", "vacancy"),
    [
        (WORKS, "Elektrokonstrukteur", "Ich bewerbe mich als Elektrokonstrukteur und Teamplayer.", "electric"),
        (
            WORKS,
            "Elektrokonstrukteur/in",
            "Ich bewerbe mich als Elektrokonstrukteur/Elektrokonstrukteurin.",
            "electric",
        ),
        (WORKS, "Sachbearbeiter Vertrieb / Innendienst", "Anbei mein Lebenslauf.", "inside"),
        (HOSPITAL, "Hospital porter and patients", CV, "porter"),
        (HOSPITAL, "Job", "I apply as a hospital porter and care about people.", "porter"),
        (HOSPITAL, "Job", "I apply as a hospital porter or in any other role at the hospital.", "porter"),
        (HOSPITAL, "HCA / healthcare assistant", CV, "hca"),
        (HOSPITAL, "Job", "I apply as a hospital porter. I was a ward clerk or porter for years.", "porter"),
    ],
)
def test_what_else_stands_beside_a_title_is_no_second_vacancy(rules, subject, text, vacancy):
    verdict = found(rules, subject, text)
    assert (verdict.vacancy.id, verdict.doubts) == (vacancy, ())


BAKERY = replace(
    with_vacancies(
        Vacancy(id="baker", title="Bäcker/in", location="Linz"),
        Vacancy(id="shop", title="Verkäufer/in Filiale", location="Linz"),
        Vacancy(id="branch", title="Filialleiter/in Wels", location="Wels"),
        Vacancy(id="confectioner", title="Lehrling Konditor/in", aliases=("Konditorlehre",)),
        Vacancy(id="payroll", title="Lohnverrechner/in (Teilzeit)"),
        Vacancy(id="store", title="Magazijnmedewerker avonddienst"),
    ),
    company=GERMAN,
)
HOTEL = with_vacancies(
    Vacancy(id="waiter", title="Camarero/a de sala", aliases=("waiter",)),
    Vacancy(id="cook", title="Cocinero/a", aliases=("cook",)),
    Vacancy(id="help", title="Ayudante de cocina", aliases=("kitchen porter",)),
)


@pytest.mark.parametrize(
    ("subject", "text", "vacancy"),
    [
        ("Lohnverrechnung", "Anbei mein Lebenslauf.", "payroll"),
        ("Lebenslauf", "Mit Interesse habe ich Ihr Inserat für die Lohnverrechnung gelesen.", "payroll"),
        ("Bewerbung Filialleitung", "Anbei mein Lebenslauf.", "branch"),
        ("Bewerbung als Konditorlehrling", "Anbei mein Lebenslauf.", "confectioner"),
        ("Ausbildung", "Ich bewerbe mich um eine Lehrstelle als Konditorin.", "confectioner"),
        ("Zoon", "Goedemiddag, mijn zoon zoekt werk in het magazijn. Zijn cv stuur ik mee.", "store"),
    ],
)
def test_a_field_of_work_and_a_compound_name_their_vacancy(subject, text, vacancy):
    verdict = found(BAKERY, subject, text)
    assert (verdict.vacancy.id, verdict.doubts) == (vacancy, ())


@pytest.mark.parametrize(
    ("rules", "subject", "text"),
    [
        (BAKERY, "Bäcker/in od. Verkauf", "Mir ist beides recht, Backstube oder Verkauf."),
        (HOTEL, "Cocinera o ayudante", "Me gustaría trabajar como cocinera o como ayudante de cocina."),
        (HOTEL, "Waiter or kitchen", "Hello, I want to apply as waiter or cook."),
    ],
)
def test_what_the_letter_does_not_settle_is_asked_about(rules, subject, text):
    verdict = found(rules, subject, text)
    assert (verdict.vacancy.id, verdict.doubts) == (None, (Reason.TWO_VACANCIES,))


def test_a_speculative_subject_over_a_letter_for_one_vacancy_is_for_that():
    text = "Graag solliciteer ik als magazijnmedewerker avonddienst."
    assert found(BAKERY, "open sollicitatie", text).vacancy.id == "store"
    assert found(BAKERY, "open sollicitatie", "Graag kom ik bij jullie werken.").vacancy.id is None


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Praktikum Konditorei", "Ich brauche ein Praktikum im Sommer, gerne in der Konditorei."),
        ("Praktikum als Konditorin", "Ich bin in der 9. Klasse."),
    ],
)
def test_an_internship_is_not_filed_under_an_apprenticeship(subject, text):
    verdict = found(BAKERY, subject, text)
    assert (verdict.vacancy.id, verdict.doubts) == (None, (Reason.UNSURE_VACANCY,))
    assert verdict.vacancy.alternatives[0].id == "confectioner"


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Lehrling Konditorin", "Nach meinem Praktikum bei Ihnen bewerbe ich mich."),
        ("Konditorlehre", "Ich bewerbe mich um die Lehrstelle."),
    ],
)
def test_an_internship_behind_them_does_not_hide_an_apprenticeship(subject, text):
    assert found(BAKERY, subject, text).vacancy.id == "confectioner"
