"""The mails by which agencies are hard to tell, one after the other: what each is, and who only looks like one."""

from dataclasses import replace

import pytest

from inbox_bot.core.words import Kind, Reason, Role
from tests.unit.core.judgement.building import a_cv, a_document, earlier, letter, verdict_of

BOB = a_cv("Bob Ray", "bob.ray@example.net")
ROLE = "Infrastructure engineer"


def is_seen(verdict) -> bool:
    """Whether a person looks, or it is set apart: no thanks, and nothing filed."""
    return verdict.agency.flagged or Reason.UNSURE_AGENCY in verdict.doubts


@pytest.mark.parametrize(
    "text",
    [
        "Bob Ray is free at once; our fee is 20% of the salary.\n\nKim",
        "Bob Ray ist sofort verfügbar; unser Honorar beträgt 20 %.\n\nKim",
        "Bob Ray est disponible ; nos honoraires sont de 18 %.\n\nKim",
        "Bob Ray está disponible; nuestros honorarios son el 18 %.\n\nKim",
    ],
)
def test_an_agency_at_gmail_under_the_candidates_name_is_doubted(text):
    verdict = verdict_of(letter(ROLE, text).from_("Bob Ray <bobray.jobs@gmail.com>"), BOB)
    assert Reason.UNSURE_AGENCY in verdict.doubts
    assert not verdict.agency.flagged


def test_a_cv_full_of_recruitment_is_a_recruiters_who_applies():
    about = "Recruitment consultant at Hale Recruitment Ltd. Presented candidates, agreed fees and terms of business."
    verdict = verdict_of(letter("Recruitment manager", "Please find my CV.\n\nAnn Lee"), a_cv(about=about * 20))
    assert (verdict.kind, verdict.agency.flagged, Reason.UNSURE_AGENCY in verdict.doubts) == (
        Kind.APPLICATION,
        False,
        False,
    )


def test_a_reply_deep_in_a_thread_is_read_by_what_was_typed_on_top():
    text = "My candidate can start on Monday, and our fee is as agreed: 18%.\n\nTim"
    mail = letter(f"Re: Re: AW: {ROLE}", f"{text}\n\n> On Monday you wrote:\n> We don't work with agencies.\n> > Hello")
    assert verdict_of(mail.from_("Tim Grey <tim@grey.example>"), known=earlier(Kind.AGENCY)).agency.flagged


def test_a_mail_in_another_language_than_its_cv_is_judged_by_both():
    cv = replace(BOB, text=f"Vorgestellt durch: Tim Grey\nBob Ray\n\n{BOB.text}")
    verdict = verdict_of(letter(ROLE, "My candidate's CV is attached.\n\nTim").from_("tim@grey.example"), cv)
    assert verdict.agency.flagged
    assert {"presents_a_candidate", "sends_a_branded_cv"} <= {each.rule for each in verdict.agency.evidence}


def test_terms_in_an_attached_pdf_alone_are_seen():
    terms = a_document(Role.TERMS, "Terms of business. The fee is 20% of the salary.", filename="document.pdf")
    verdict = verdict_of(
        letter(ROLE, "Please see attached.\n\nTim Grey").from_("Tim Grey <tim@grey.example>"), BOB, terms
    )
    assert is_seen(verdict)
    assert "attaches_terms" in {each.rule for each in verdict.agency.evidence}


def test_a_list_of_twelve_candidates_is_set_apart():
    people = "\n".join(f"{number}. Engineer, {20 + number} years, AWS, 450 EUR / day" for number in range(1, 13))
    text = f"Our candidates of the week:\n\n{people}\n\nTim Grey\nGrey Staffing Ltd"
    assert verdict_of(letter("Available now", text).from_("Tim Grey <tim@grey.example>")).agency.flagged


def test_twelve_cvs_of_twelve_people_are_set_apart():
    names = ("Bob Ray", "Eva Stone", "Carla Moss", "Dan Webb", "Kit Low", "Lou Fox",
             "Max Orr", "Ida Voss", "Una Pim", "Joe Kay", "Sam Dole", "Amy Finch")  # fmt: skip
    cvs = [
        replace(a_cv(name, f"{name.split()[1].lower()}@example.net"), section=f"{at}") for at, name in enumerate(names)
    ]
    verdict = verdict_of(letter(ROLE, "CVs attached.\n\nTim Grey").from_("Tim Grey <tim@grey-staffing.example>"), *cvs)
    assert verdict.agency.flagged


@pytest.mark.parametrize("text", ["+44 20 7946 0123", "020 7946 0123", "0049 30 1234567"])
def test_a_phone_number_alone_is_no_agencys_and_nobodys(text):
    verdict = verdict_of(letter("", text))
    assert not is_seen(verdict)
    assert verdict.applications == () or verdict.doubts


@pytest.mark.parametrize(
    "text",
    [
        "I am freelance and work through my own company, Ray Systems Ltd. My day rate is 500 GBP. My CV is here.",
        "Ich bin Freiberufler mit eigener Firma (Ray Systems GmbH), mein Tagessatz ist 600 €. Mein Lebenslauf anbei.",
        "Je suis indépendant avec ma propre société, Ray Systèmes SARL. Mon TJM est de 500 €. Mon CV est joint.",
        "Soy autónomo y facturo con mi propia empresa, Ray Sistemas S.L. Mi tarifa es de 400 € al día. Adjunto mi CV.",
        "Sono libero professionista con la mia società, Ray Sistemi srl. La mia tariffa è 400 € al giorno. Il mio CV.",
        "Ik ben zzp'er met een eigen bedrijf, Ray Systems B.V. Mijn dagtarief is 600 €. Mijn cv is bijgevoegd.",
        "Sou freelancer com empresa própria, Ray Sistemas Lda. A minha tarifa é 300 € por dia. Segue o meu CV.",
        "Prowadzę własną działalność, Ray Systems sp. z o.o. Moja stawka dzienna to 1200 zł. W załączeniu moje CV.",
    ],
)
def test_a_freelancer_with_a_day_rate_and_a_company_of_their_own_is_none(text):
    made = replace(BOB, origin=replace(BOB.origin, company="Ray Systems Ltd", author="Bob Ray"))
    verdict = verdict_of(letter(ROLE, f"{text}\n\nBob Ray").from_("Bob Ray <bob@ray-systems.example>"), made)
    assert not is_seen(verdict), verdict.agency


@pytest.mark.parametrize(
    ("sender", "text"),
    [
        (
            "Careers Service <careers@kent.ac.uk>",
            "One of our students would like a placement. There is no fee.",
        ),
        (
            "Career Center <career@uni-kiel.example>",
            "Eine unserer Studentinnen sucht ein Praktikum, kostenfrei.",
        ),
        ("Agentur für Arbeit Kiel <kiel@arbeitsagentur.de>", "Wir schlagen Ihnen Herrn Bob Ray für Ihre Stelle vor."),
        ("Jobcentre Plus <team@dwp.gov.uk>", "We would like to put Bob Ray forward. There is no cost to the employer."),
        ("France Travail <agence@francetravail.fr>", "Nous vous proposons la candidature de M. Bob Ray, sans frais."),
        (
            "Monika Steindl <m.steindl@post.example>",
            "Drei Vorgemerkte passen, bei Eingliederungsbeihilfe.\n\nMonika Steindl\nAMS, Service für Unternehmen",
        ),
        (
            "Luc Dardenne <l.dardenne@post.example>",
            "Je vous propose trois candidats pour votre poste.\n\nLuc Dardenne\nLe Forem, service aux entreprises",
        ),
        (
            "Carmen Ruiz <c.ruiz@post.example>",
            "Le enviamos tres candidatos preseleccionados.\n\nCarmen Ruiz\nServicio Andaluz de Empleo",
        ),
        (
            "Gianna Serra <g.serra@post.example>",
            "Vi segnaliamo tre candidati della nostra lista.\n\nGianna Serra\nCentri per l'impiego di Nuoro",
        ),
        (
            "Joris Mertens <j.mertens@post.example>",
            "Ik stel u drie kandidaten voor.\n\nJoris Mertens\nLeerwerkloket Twente",
        ),
        (
            "Ewa Zaręba <e.zareba@post.example>",
            "Proponujemy trzech kandydatów z naszej bazy.\n\nEwa Zaręba\npośredniczka Powiatowego Urzędu Pracy",
        ),
        (
            "Cláudia Pires <c.pires@post.example>",
            "Apresentamos três candidatos ao vosso lugar.\n\nCláudia Pires\nAgência do Trabalhador",
        ),
        (
            "Sean Daly <s.daly@post.example>",
            "We have three candidates for your vacancy.\n\nSean Daly\nIntreo Centre, employer services",
        ),
    ],
)
def test_a_careers_service_and_a_job_centre_present_people_without_a_fee_and_are_never_set_apart(sender, text):
    verdict = verdict_of(letter(ROLE, text).from_(sender), BOB)
    assert not verdict.agency.flagged
    assert "serves_the_public" in {each.rule for each in verdict.agency.evidence} or verdict.agency.evidence == ()


@pytest.mark.parametrize(
    "text",
    [
        "Ich habe drei Kandidaten für Sie, unser Honorar beträgt 20 %.\n\nRav Singh\nPersonalberater",
        "Unser Service für Unternehmen: Wir vermitteln Ihnen Kandidaten gegen Honorar.\n\nJana Harms",
        "Je vous propose trois candidats, nos honoraires sont de 20 %.\n\nAdem Yilmaz\nConsultant en recrutement",
        "We have three candidates for you, our fee is 20 %.\n\nJoan Harper\nHarper Workforce Solutions",
        "Our candidates look for steady work and income; our fee is 20 %.\n\nJoan Harper",
        "Onze werkgeversservice levert u kandidaten, de fee is 20 %.\n\nJoris Mertens",
        "Selezioniamo candidati, anche per il collocamento obbligatorio, il compenso è del 20 %.\n\nGianna Serra",
    ],
)
def test_a_name_and_words_that_agencies_use_too_make_nobody_a_public_service(text):
    verdict = verdict_of(letter(ROLE, text).from_("Harper <office@post.example>"))
    assert "serves_the_public" not in {each.rule for each in verdict.agency.evidence}


def test_a_vendor_of_software_for_personnel_offices_presents_nobody():
    text = "Our applicant tracking system saves your HR team hours. May I show you a demo on Thursday?\n\nTim Grey"
    assert not verdict_of(letter("Your hiring", text).from_("Tim Grey <tim@hr-software.example>")).agency.flagged
