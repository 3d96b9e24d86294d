"""Letters as people write them, in seven languages: what kind of mail, and for which vacancy.

The letters are made up. A row: what it is about, the subject, the letter, whether a CV is attached, and what should be
found: kind, vacancy (None: for none), doubts.
"""

import pytest

from inbox_bot.core.words import Kind, Reason
from tests.judgement.building import a_cv, letter, verdict_of

APPLICATION, ENQUIRY, WITHDRAWAL, OTHER = Kind.APPLICATION, Kind.ENQUIRY, Kind.WITHDRAWAL, Kind.OTHER
CV, NO_CV = True, False

LETTERS = [
    # English
    ("the subject has the title", "Application: Infrastructure Engineer", "Hi,\n\nplease find my CV attached.\n\nAnn Lee", CV, APPLICATION, "infra", ()),
    ("the letter has the title", "My application", "Dear team,\n\nI would like to apply for the position of infrastructure engineer.\n\nKind regards\nAnn Lee", CV, APPLICATION, "infra", ()),
    ("an alias in lower case", "cv", "Hello,\n\nI saw your ad for an infra engineer and would love to join.\n\nAnn", CV, APPLICATION, "infra", ()),
    ("a typo in the title", "Aplication infrastucture enginer", "CV attached. Thanks! Ann", CV, APPLICATION, "infra", ()),
    ("the level left out", "Data pipeline engineer", "Please see my resume.\n\nBest\nAnn Lee", CV, APPLICATION, "pipeline-intern", ()),
    ("kin of the title's words", "Data science internship", "Hi, my CV is attached. Ann", CV, APPLICATION, "scientist-intern", ()),
    ("another order of words", "Engineer (Infrastructure) - Ann Lee", "see attached", CV, APPLICATION, "infra", ()),
    ("the reference", "Job INF-2026-07", "Dear Sir or Madam,\n\nI enclose my CV.\n\nAnn Lee", CV, APPLICATION, "infra", ()),
    ("the reference in the letter", "My CV", "With reference to INF 2026 07 I send you my application.\n\nAnn Lee", CV, APPLICATION, "infra", ()),
    ("a short reference with its label", "Application, ref. 17", "My CV is attached.", CV, APPLICATION, "scientist-intern", ()),
    ("a number that is no reference", "Application", "I am 17 years old and look for any suitable job. My CV is attached.", CV, APPLICATION, None, ()),
    ("their present job is another vacancy's title", "Application", "I currently work as an infrastructure engineer at Example Mill. I would like to apply for the data scientist internship.\n\nAnn", CV, APPLICATION, "scientist-intern", ()),
    ("one vacancy turned down", "Application", "I am applying for the data scientist internship, not for the infrastructure engineer position.\n\nAnn", CV, APPLICATION, "scientist-intern", ()),
    ("two vacancies in one sentence", "Application", "I would like to apply for the infrastructure engineer and the data scientist positions.\n\nAnn", CV, APPLICATION, None, (Reason.TWO_VACANCIES,)),
    ("two vacancies in the subject", "Infrastructure engineer or data scientist intern", "My CV is attached.", CV, APPLICATION, None, (Reason.TWO_VACANCIES,)),
    ("two in the subject, the letter says which", "Infrastructure engineer / data scientist intern", "After all I would like to apply as a data scientist only. My CV is attached.", CV, APPLICATION, "scientist-intern", ()),
    ("speculative in so many words", "Speculative application", "Do you have any suitable position for me? My CV is attached.\n\nAnn", CV, APPLICATION, None, ()),
    ("nothing named at all", "Hello", "Please find my CV attached.\n\nAnn", CV, APPLICATION, None, ()),
    ("a CV without a word", "", "", CV, APPLICATION, None, ()),
    ("an application still without a CV", "Application for Infrastructure engineer", "I would like to apply for the infrastructure engineer role. My CV follows tomorrow.\n\nAnn Lee", NO_CV, APPLICATION, "infra", ()),
    ("a question about a vacancy", "Infrastructure engineer", "Hi, is the infrastructure engineer position still open? And is it remote?\n\nThanks\nAnn", NO_CV, ENQUIRY, "infra", ()),
    ("a question about an application", "Status", "Could you tell me the status of my application?\n\nAnn", NO_CV, ENQUIRY, None, ()),
    ("a withdrawal", "Re: Application", "Dear team,\n\nI would like to withdraw my application as I have accepted another offer.\n\nAnn", NO_CV, WITHDRAWAL, None, ()),
    ("a withdrawal denied", "Re: Application", "I do not want to withdraw my application, please consider it.\n\nAnn", NO_CV, OTHER, None, (Reason.UNSURE_KIND,)),
    ("withdraws one, applies for another", "Application", "I withdraw my application for infrastructure engineer and would like to apply as data scientist. New CV attached.", CV, APPLICATION, "scientist-intern", (Reason.UNSURE_KIND,)),
    ("erasure asked for", "GDPR", "Please delete my personal data, including my CV.\n\nAnn", NO_CV, ENQUIRY, None, (Reason.ERASURE_REQUEST,)),
    ("thanks for an answer", "Re: Application", "Thank you for your message.\n\nAnn", NO_CV, OTHER, None, None),
    ("an offer of other goods", "Office chairs", "We sell office chairs at good prices. Have a look at our catalogue.", NO_CV, OTHER, None, ()),
    # German
    ("Bewerbung als", "Bewerbung als Infrastructure Engineer (m/w/d)", "Sehr geehrte Damen und Herren,\n\nanbei meine Bewerbungsunterlagen.\n\nMit freundlichen Grüßen\nAnn Lee", CV, APPLICATION, "infra", ()),
    ("a German title in the other gender", "Bewerbung als Köchin", "Guten Tag,\n\nhiermit bewerbe ich mich bei Ihnen.\n\nAnn Lee", CV, APPLICATION, "chef", ()),
    ("hiermit bewerbe ich mich", "Bewerbung", "Sehr geehrte Damen und Herren,\n\nhiermit bewerbe ich mich um die Stelle als Data Scientist Intern.\n\nMit freundlichen Grüßen\nAnn Lee", CV, APPLICATION, "scientist-intern", ()),
    ("statt", "Bewerbung", "Ich bewerbe mich als Data Scientist statt als Infrastructure Engineer. Mein Lebenslauf liegt bei.", CV, APPLICATION, "scientist-intern", ()),
    ("Initiativbewerbung", "Initiativbewerbung", "Sehr geehrte Damen und Herren,\n\nanbei mein Lebenslauf.\n\nAnn Lee", CV, APPLICATION, None, ()),
    ("ist die Stelle noch frei", "Frage", "Guten Tag,\n\nist die Stelle als Infrastructure Engineer noch frei?\n\nViele Grüße\nAnn Lee", NO_CV, ENQUIRY, "infra", ()),
    ("zurückziehen", "Meine Bewerbung", "Guten Tag,\n\nhiermit ziehe ich meine Bewerbung zurück.\n\nAnn Lee", NO_CV, WITHDRAWAL, None, ()),
    ("Daten löschen", "Datenschutz", "Bitte löschen Sie meine personenbezogenen Daten.\n\nAnn Lee", NO_CV, ENQUIRY, None, (Reason.ERASURE_REQUEST,)),
    # French
    ("ma candidature", "Candidature Infrastructure engineer", "Madame, Monsieur,\n\nje vous adresse ma candidature. Vous trouverez ci-joint mon CV.\n\nCordialement\nAnn Lee", CV, APPLICATION, "infra", ()),
    ("candidature spontanée", "Candidature spontanée", "Bonjour,\n\nveuillez trouver ci-joint mon CV.\n\nAnn Lee", CV, APPLICATION, None, ()),
    ("retirer ma candidature", "Candidature", "Bonjour,\n\nje souhaite retirer ma candidature.\n\nAnn Lee", NO_CV, WITHDRAWAL, None, ()),
    ("une question", "Poste", "Bonjour,\n\nj'ai une question sur le poste de data scientist: est-il ouvert aux débutants ?\n\nAnn", NO_CV, ENQUIRY, "scientist-intern", ()),
    # Spanish
    ("mi candidatura", "Candidatura data scientist", "Estimados señores:\n\nles envío mi candidatura. Adjunto mi currículum.\n\nUn saludo\nAnn Lee", CV, APPLICATION, "scientist-intern", ()),
    ("retirar mi candidatura", "Candidatura", "Buenos días:\n\nquisiera retirar mi candidatura.\n\nAnn Lee", NO_CV, WITHDRAWAL, None, ()),
    # Italian, Dutch, Portuguese, Polish
    ("la mia candidatura", "Candidatura", "Gentili signori,\n\nvorrei candidarmi per la posizione di Infrastructure engineer. In allegato il mio CV.\n\nCordiali saluti\nAnn Lee", CV, APPLICATION, "infra", ()),
    ("solliciteer ik", "Sollicitatie", "Geachte heer/mevrouw,\n\nhierbij solliciteer ik naar de functie van data pipeline engineer.\n\nMet vriendelijke groet\nAnn Lee", CV, APPLICATION, "pipeline-intern", ()),
    ("mijn sollicitatie intrekken", "Sollicitatie", "Beste,\n\nhierbij wil ik mijn sollicitatie intrekken.\n\nAnn Lee", NO_CV, WITHDRAWAL, None, ()),
    ("minha candidatura", "Candidatura: Infrastructure engineer", "Bom dia,\n\nsegue em anexo o meu CV.\n\nCumprimentos\nAnn Lee", CV, APPLICATION, "infra", ()),
    ("aplikuję na", "Aplikacja", "Dzień dobry,\n\naplikuję na stanowisko Data scientist intern. W załączeniu przesyłam CV.\n\nPozdrawiam\nAnn Lee", CV, APPLICATION, "scientist-intern", ()),
]  # fmt: skip


@pytest.mark.parametrize(
    ("subject", "text", "with_cv", "kind", "vacancy", "doubts"),
    [row[1:] for row in LETTERS],
    ids=[row[0] for row in LETTERS],
)
def test_a_letter_is_understood(subject, text, with_cv, kind, vacancy, doubts):
    verdict = verdict_of(letter(subject, text), *([a_cv()] if with_cv else []))
    assert verdict.kind is kind, verdict.kind_evidence
    assert verdict.vacancy.id == vacancy, verdict.vacancy
    assert not verdict.agency.flagged
    if doubts is not None:
        assert verdict.doubts == doubts


@pytest.mark.parametrize("row", [row for row in LETTERS if row[5] is not None], ids=lambda row: row[0])
def test_what_is_named_is_found_with_confidence_and_quoted(row):
    _, subject, text, with_cv, *_ = row
    verdict = verdict_of(letter(subject, text), *([a_cv()] if with_cv else []))
    assert verdict.vacancy.confidence >= 0.8
    assert all(len(evidence.quote) <= 120 and "\n" not in evidence.quote for evidence in verdict.vacancy.evidence)
