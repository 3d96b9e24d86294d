"""How plain people write on a Monday morning: nothing of it is put away, in whatever words and language they ask."""

import pytest

from inbox_bot.core.words import Kind, Problem, Reason, Role
from tests.unit.core.judgement.building import a_document, letter, verdict_of

LOOKS_FOR_WORK = [
    "necesito trabajo de lo que sea, puedo empezar ya",
    "heb je nog werk in magazijn savonds? bel me",
    "Habt ihr noch Arbeit für mich? Ich kann sofort anfangen.",
    "Griaß eich, brauchts wen? Bin gelernter Bäcker.",
    "Brauchen Sie noch jemanden für die Werkstatt?",
    "Ich würde gerne als Verkäuferin bei euch arbeiten.",
    "Ik heb ervaring als monteur en zou graag bij jullie komen werken.",
    "Bonjour, avez-vous du travail pour moi en cuisine ?",
    "hi do you have any work going? can start monday",
    "Buenas, ¿tenéis trabajo en la cocina?",
    "Mijn dochter zoekt werk voor op zaterdag.",
]


@pytest.mark.parametrize("text", LOOKS_FOR_WORK)
def test_whoever_looks_for_work_is_not_put_away(text):
    verdict = verdict_of(letter("hallo", text))
    assert verdict.kind in (Kind.APPLICATION, Kind.ENQUIRY) or Reason.UNSURE_KIND in verdict.doubts


@pytest.mark.parametrize("text", LOOKS_FOR_WORK[:7])
def test_through_our_form_it_is_not_put_away_either(text):
    fields = f"Name: Ann Lee\nE-mail: ann.lee@example.org\nMessage: {text}"
    mail = letter("New message", fields).from_("WordPress <wordpress@example.com>")
    for form in (mail, mail.header("Auto-Submitted", "auto-generated")):
        verdict = verdict_of(form)
        assert verdict.kind in (Kind.APPLICATION, Kind.ENQUIRY) or Reason.UNSURE_KIND in verdict.doubts
        assert verdict.applicant.email == "ann.lee@example.org"


def test_a_position_that_our_form_asks_for_makes_it_an_application():
    fields = "Name: Ann Lee\nE-mail: ann.lee@example.org\nPosition: Infrastructure engineer\nMessage: Please call me."
    verdict = verdict_of(letter("New message", fields).from_("WordPress <wordpress@example.com>"))
    assert (verdict.kind, verdict.vacancy.id) == (Kind.APPLICATION, "infra")


@pytest.mark.parametrize(
    "text",
    [
        "Unsere Schülerin Mia würde gerne drei Tage bei Ihnen schnuppern. Geht das?",
        "I would like to shadow an engineer at your company this winter. Is that possible?",
        "Could I volunteer on Saturdays? I am a student.",
        "Is your posting still open? I'm a nurse moving to the area in March.",
        "Kan ik een dag meelopen met een monteur?",
        "Est-il possible de faire un stage d'observation chez vous ?",
    ],
)
def test_who_asks_to_look_on_is_an_enquiry(text):
    assert verdict_of(letter("Frage", text)).kind is Kind.ENQUIRY


@pytest.mark.parametrize(
    "text",
    [
        "Buenos días Carmen, el martes no puedo, ¿podríamos hacer la entrevista el miércoles?",
        "Bonjour, je ne peux pas mardi, pourrions-nous décaler l'entretien à mercredi ?",
        "Dinsdag lukt niet, kan het sollicitatiegesprek op woensdag?",
        "Purtroppo martedì non posso, possiamo spostare il colloquio?",
    ],
)
def test_an_interview_that_is_put_off_is_seen(text):
    verdict = verdict_of(letter("Re: martes", text))
    assert verdict.kind is Kind.ENQUIRY or verdict.doubts == (Reason.UNSURE_KIND,)


@pytest.mark.parametrize(
    ("text", "document"),
    [
        ("Anbei noch mein Dienstzeugnis, das ich gestern vergessen habe.", a_document(Role.OTHER)),
        ("Here you are.", a_document(Role.CERTIFICATE, filename="scan1.pdf")),
        ("As promised.", a_document(Role.REFERENCES, filename="scan1.pdf")),
        ("", a_document(Role.OTHER, filename="Abschlusszeugnis.pdf")),
        ("Voilà.", a_document(Role.OTHER, filename="diplome_licence.pdf")),
    ],
)
def test_a_certificate_that_follows_an_application_is_seen(text, document):
    verdict = verdict_of(letter("Nachreichung", text), document)
    assert verdict.doubts == (Reason.UNSURE_KIND,)


@pytest.mark.parametrize(
    "text",
    [
        "Anbei Ihr neues Versicherungszertifikat.",
        "Our ISO certificate is attached, with the invoice.",
        "We have work shoes in all sizes. Do you need any? Invoice follows.",
    ],
)
def test_a_suppliers_papers_are_no_applicants(text):
    verdict = verdict_of(
        letter("Documents", text), a_document(Role.CERTIFICATE, filename="iso.pdf", problem=Problem.DAMAGED)
    )
    assert verdict.kind is Kind.OTHER


def test_a_fathers_question_that_a_colleague_forwards_is_no_referral():
    above = "Any idea?\n\n---------- Forwarded message ---------\nFrom: Peter Novak <peter.novak@example.net>\n"
    text = f"{above}Subject: Anna\nTo: kim@example.com\n\nHi Kim, did you see my daughter Anna's CV?\n\nPeter"
    verdict = verdict_of(letter("Fwd: Anna", text).from_("Kim Poe <kim@example.com>"))
    assert verdict.kind is not Kind.REFERRAL
    assert verdict.kind is Kind.ENQUIRY or verdict.doubts


@pytest.mark.parametrize(
    "text",
    [
        "Schade, dass Sie sich gegen mich entschieden haben. Können Sie mir sagen, woran es lag?",
        "I was sorry to read that I was not shortlisted. Could you tell me what was missing?",
        "Pourriez-vous m'expliquer votre refus ?",
    ],
)
def test_who_asks_why_they_were_rejected_is_seen(text):
    verdict = verdict_of(letter("Hallo", text))
    assert verdict.kind is Kind.ENQUIRY or verdict.doubts == (Reason.UNSURE_KIND,)
