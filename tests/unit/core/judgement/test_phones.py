"""Which number is the applicant's: assigned ones anywhere, others where somebody says what they are."""

import pytest

from inbox_bot.core.judgement.applicant.countries import home_of
from inbox_bot.core.judgement.applicant.phone import Whereabouts, phone_in
from inbox_bot.core.words import Role
from tests.unit.core.judgement.building import RULES, a_document, letter, verdict_of, with_vacancies


@pytest.mark.parametrize(
    ("text", "region", "phone"),
    [
        ("Phone: 07700 900123", "GB", "+447700900123"),
        ("Mobile 07700900222", "GB", "+447700900222"),
        ("M: 07700 900123", "GB", "+447700900123"),
        ("You can call me on 07700 900123 after six.", "GB", "+447700900123"),
        ("Contact: +44 7700 900123", "GB", "+447700900123"),
        ("Reachable at 0044 7700 900777", "GB", "+447700900777"),
        ("ann@example.org | 07700 900111", "GB", "+447700900111"),
        ("Ann Lee\n07700 900111\nLondon", "GB", "+447700900111"),
        ("Handy: 0150 5550123", "DE", "+491505550123"),
        ("Tél : 01 99 00 12 34", "FR", "+33199001234"),
        ("+1 (212) 555-0123", "GB", "+12125550123"),
        ("Tel 07700 900123, or my referee on 020 7946 0001", "GB", "+447700900123"),
        ("I sold 07700 900123 apples.", "GB", None),
        ("Born: 12.03.1990", "DE", None),
        ("Tel\n2010 - 2026 and 12.2010 - 03.2026", "DE", None),
        ("Handy, 01.2010 - 12.2020 Verkäufer", "DE", None),
        ("Invoice number 10000000000000000", "GB", None),
        ("Registered under number 07700 900123", "GB", None),
        ("Passport no. 1234", "GB", None),
        ("Tel: 12345", "GB", None),
        ("", "GB", None),
    ],
)
def test_a_number_that_is_only_possible_counts_where_its_writer_says_what_it_is(text, region, phone):
    assert phone_in([text], Whereabouts(home=region)) == phone


def test_the_first_of_the_texts_that_has_one_decides():
    assert phone_in(["nothing", "Tel 07700 900123", "020 7946 0001"], Whereabouts(home="GB")) == "+447700900123"


@pytest.mark.parametrize(
    ("heads", "ends", "home"),
    [
        (["Ann Lee\n4 Mill Lane, Leeds LS6 2AB"], [], "GB"),
        (["Ann Lee\nGermany"], [], "DE"),
        (["Anna Nowak\nul. Piękna 5, 00-539 Warszawa"], [], "PL"),
        (["Ana Costa\nRua Augusta 12, 1100-048 Lisboa"], [], "PT"),
        (["Jan de Vries\n1015 CN Amsterdam"], [], "NL"),
        (["Al Ray\nQueens, NY 11375"], [], "US"),
        (["Hans Maier\nA-8010 Graz"], [], "AT"),
        (["Олена Коваль\nКиїв, Україна"], [], "UA"),
        ([], ["My CV is attached.\n\nViele Grüße aus Hamburg\nJan"], "DE"),
        (["Uwe Schmidt\ngeboren in Wien\nwohnhaft: Nürnberg"], [], "DE"),
        (["Ola Ray\nNationality: Polish, born in Poland\n"], [], None),
        (["Sofia Ruiz\nChef"], [], None),
        (["Jack London\nChef"], [], None),
        (["Ann Lee\nBerlin, Germany and Paris, France"], [], None),
        (["Ann Lee\nProfile"], ["I would love to work in the city.\n\nAnn Lee"], None),
    ],
)
def test_where_somebody_lives_is_told_by_country_town_or_postcode_and_not_by_their_birth(heads, ends, home):
    assert home_of(heads, ends) == home


@pytest.mark.parametrize(
    ("text", "known", "phone"),
    [
        ("Tel: 07700 900123", Whereabouts(), "07700900123"),
        ("Mobile: 9876543210", Whereabouts(language="en"), "9876543210"),
        ("Mobile: 98765 43210", Whereabouts(home="IN"), "+919876543210"),
        ("Tel: 600 123 456", Whereabouts(language="pl"), "+48600123456"),
        ("Tel: 06-22334455", Whereabouts(language="nl"), "+31622334455"),
        ("Handy: 0171 3920011", Whereabouts(language="en"), "+491713920011"),
        ("Tél : 06 12 34 99 99", Whereabouts(language="fr"), "+33612349999"),
        ("Tél : 0612349999", Whereabouts(language="fr"), "0612349999"),
        ("Natel 079 123 45 67", Whereabouts(), "+41791234567"),
        ("Tel: 020 7946 0123", Whereabouts(language="en", work=("GB",)), "+442079460123"),
        ("Tel: 020 7946 0123", Whereabouts(language="de", work=("GB",)), "02079460123"),
        ("Tel: 9876543210", Whereabouts(language="en", work=("GB",)), "9876543210"),
        ("Tel: 600 123 456", Whereabouts(home="GB"), "600123456"),
        ("Office +49 30 23125001, mobile 0171 3920011", Whereabouts(), "+493023125001"),
        ("Mobile 0171 3920011\nOffice +49 30 23125001", Whereabouts(), "+491713920011"),
        ("Mobile 0171 3920011\n+49 30 23125001\n+48 600 123 456", Whereabouts(), "01713920011"),
        ("Fax 020 7946 0999 | Mobile 07700 900504", Whereabouts(home="GB"), "+447700900504"),
        ("Passport 123456789\nTel: 07700 900504", Whereabouts(home="GB"), "+447700900504"),
        ("Tel.: 040 / 66969-123", Whereabouts(home="DE"), "+494066969123"),
        ("030 12345678 / 0171 3920011", Whereabouts(home="DE"), "+493012345678"),
        ("+49 (0) 152 28895456", Whereabouts(), "+4915228895456"),
        ("(+48) 606 789 012", Whereabouts(), "+48606789012"),
        ("Ann Lee (07700 900347)", Whereabouts(), "07700900347"),
        ("CEP 01310-100", Whereabouts(home="BR"), None),
        ("203.0.113.225", Whereabouts(), None),
        ("Salary 1200000", Whereabouts(), None),
        ("Acme, 2014 - 2024", Whereabouts(home="GB"), None),
        ("00000000", Whereabouts(), None),
    ],
)
def test_a_number_is_a_countrys_only_by_a_sign_of_it(text, known, phone):
    assert phone_in([text], known) == phone


def test_the_vacancys_place_is_such_a_sign():
    london = with_vacancies(*(vacancy.model_copy(update={"location": "London, UK"}) for vacancy in RULES.vacancies))
    mail = letter("Infrastructure engineer", "I apply. Please find my CV attached. Tel: 020 7946 0123")
    assert verdict_of(mail, a_document(Role.CV, "Ann Lee\nProfile\n")).applicant.phone == "02079460123"
    assert verdict_of(mail, a_document(Role.CV, "Ann Lee\nProfile\n"), rules=london).applicant.phone == "+442079460123"


def test_an_employers_number_in_the_middle_of_a_cv_is_not_the_applicants():
    lines = ["Ann Lee", "4 Mill Lane, Leeds LS6 2AB", *["Worked well"] * 20]
    employers = "\n".join([*lines, "Supervisor Kelley Horn, 0113 496 0222", *["Worked well"] * 20])
    own = "\n".join([*lines, "Phone: 0113 496 0222", *["Worked well"] * 20])
    assert phone_in([employers], Whereabouts(home="GB")) is None
    assert phone_in([own], Whereabouts(home="GB")) == "+441134960222"
