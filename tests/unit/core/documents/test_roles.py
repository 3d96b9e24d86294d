"""What each document is for, in several languages; and when the mail itself is the CV."""

import pytest

from inbox_bot.core.documents.collect import documents_of
from inbox_bot.core.documents.cv_signs import cv_signs
from inbox_bot.core.documents.roles import (
    _PHRASES_OF,
    READS_AS_CV,
    role_by_name,
    role_scores,
    with_roles,
)
from inbox_bot.core.words import Problem, Role
from tests.support.builders.documents import CV, a_body, a_document, a_message, a_part, a_pdf, a_zip

LEBENSLAUF = """Persönliche Daten
Ada Beispiel, ada@example.org
Berufserfahrung
03/2019 – heute: Dateningenieurin, Beispiel GmbH, Berlin. Aufbau und Pflege der Datenstrecken.
05/2015 – 02/2019: Entwicklerin, Anderes Beispiel AG
Ausbildung
10/2012 – 04/2015: Studium der Mathematik
Sprachkenntnisse
Deutsch, Englisch
"""
CV_FRANCAIS = """Ada Exemple
ada@example.org
Expérience professionnelle
Janvier 2019 à aujourd'hui : ingénieure de données, Exemple SARL, où je construis les flux et les surveille
2015 - 2018 : développeuse
Formation
2012 - 2015 : licence de mathématiques
Langues
Français, anglais
"""
CURRICULUM = """Ada Ejemplo
ada@example.org
Experiencia laboral
2019 - actualidad: ingeniera de datos en Ejemplo S.L., construyendo y cuidando los flujos de datos de la empresa
Formación académica
2012 - 2015: grado en matemáticas
Idiomas
Español, inglés
"""
NEDERLANDS = """Ada Voorbeeld
ada@example.org
Werkervaring
2019 - heden: data engineer bij Voorbeeld BV, waar ik de gegevensstromen bouw en onderhoud
Opleidingen
2012 - 2015: bachelor wiskunde
Talenkennis
Nederlands, Engels
"""
ITALIANO = """Ada Esempio
ada@example.org
Esperienze lavorative
2019 - oggi: ingegnere dei dati, Esempio Srl, dove costruisco e curo i flussi di dati dell'azienda
Istruzione e formazione
2012 - 2015: laurea in matematica
Lingue
Italiano, inglese
"""
LETTER = """Dear Ms Reader,

I am writing to apply for the position of data engineer. In my present work I have built the pipelines that my company
lives on, and I would be glad to do the same for yours. I look forward to hearing from you.

Yours sincerely,
Ada Example
"""
ANSCHREIBEN = """Sehr geehrte Damen und Herren,

hiermit bewerbe ich mich um die Stelle als Dateningenieurin.
Über eine Einladung zu einem persönlichen Gespräch freue ich mich.

Mit freundlichen Grüßen
Ada Beispiel
"""
TERMS = """Terms of Business

1. The Client shall pay the introduction fee of 20 % of the first year's remuneration.
2. The Agency grants a rebate as in the refund schedule. The governing law is that of England.
"""
ZEUGNIS = """Arbeitszeugnis

Frau Ada Beispiel war bei uns als Entwicklerin tätig.
Sie erledigte ihre Aufgaben stets zu unserer vollsten Zufriedenheit.
Wir wünschen ihr alles Gute.
"""
CERTIFICATE = """Certificate of Completion

This is to certify that Ada Example has successfully completed the course Streams of Data.
"""


@pytest.mark.parametrize(
    ("text", "role"),
    [
        (CV, Role.CV),
        (LEBENSLAUF, Role.CV),
        (CV_FRANCAIS, Role.CV),
        (CURRICULUM, Role.CV),
        (NEDERLANDS, Role.CV),
        (ITALIANO, Role.CV),
        (LETTER, Role.COVER_LETTER),
        (ANSCHREIBEN, Role.COVER_LETTER),
        (TERMS, Role.TERMS),
        (ZEUGNIS, Role.REFERENCES),
        (CERTIFICATE, Role.CERTIFICATE),
        ("An invoice over twelve euros, payable within thirty days. " * 10, Role.OTHER),
        ("", Role.OTHER),
    ],
)
def test_the_text_tells_the_role_whatever_the_name(text, role):
    documents = with_roles([a_document(text, "scan0001.pdf"), a_document("", "x.pdf")])
    assert documents[0].role is role


@pytest.mark.parametrize(
    ("filename", "role"),
    [
        ("CV.pdf", Role.CV),
        ("cv_ada_example.pdf", Role.CV),
        ("AdaExampleCV2024.docx", Role.CV),
        ("Resume-Ada.pdf", Role.CV),
        ("Résumé.pdf", Role.CV),
        ("Lebenslauf_Beispiel.pdf", Role.CV),
        ("curriculum-vitae.pdf", Role.CV),
        ("Cover Letter.docx", Role.COVER_LETTER),
        ("CoverLetter.docx", Role.COVER_LETTER),
        ("Anschreiben.pdf", Role.COVER_LETTER),
        ("lettre_de_motivation.pdf", Role.COVER_LETTER),
        ("Motivatiebrief Ada.pdf", Role.COVER_LETTER),
        ("carta de presentación.pdf", Role.COVER_LETTER),
        ("CV and cover letter.pdf", Role.CV),
        ("Letter of recommendation.pdf", Role.REFERENCES),
        ("Arbeitszeugnis.pdf", Role.REFERENCES),
        ("Zeugnisse.pdf", Role.CERTIFICATE),
        ("diploma.pdf", Role.CERTIFICATE),
        ("Terms of Business 2024.pdf", Role.TERMS),
        ("AGB.pdf", Role.TERMS),
        ("Portfolio.pdf", Role.PORTFOLIO),
        ("recvfrom.pdf", None),
        ("facebook.pdf", None),
        ("document.pdf", None),
        ("", None),
    ],
)
def test_the_name_tells_the_role(filename, role):
    assert role_by_name(filename) is role


def test_a_scan_named_as_a_cv_is_a_cv():
    assert with_roles([a_document("", "Lebenslauf.jpg"), a_document(LETTER)])[0].role is Role.CV


def test_a_cv_in_a_file_called_letter_is_a_cv_by_its_text():
    assert with_roles([a_document(CV, "application letter.pdf"), a_document("")])[0].role is Role.CV


def test_the_only_document_is_a_cv_on_less():
    sparse = "Ada Example\nada@example.org\nExperience\nTwelve years of gardening, in gardens large and small. " * 3
    assert with_roles([a_document(sparse)])[0].role is Role.CV
    assert with_roles([a_document(LETTER)])[0].role is Role.COVER_LETTER


SHORT_CV = """Ada Example
ada@example.org
Curriculum vitae
Experience
QA 2010-2026
"""


@pytest.mark.parametrize(
    "title",
    [
        "CURRICULUM VITAE",
        "Curriculum Vitae Ada Example",
        "CV: Ada Example",
        "CV of Ada van den Example",
        "Ada Example - Résumé",
        "Ada Example's CV",
        "L E B E N S L A U F",
        "Lebenslauf von Ada Beispiel",
        "Tabellarischer Lebenslauf",
        "Hoja de vida",
        "Curriculum Vitae di Ada Esempio",
    ],
)
def test_what_calls_itself_a_cv_is_one_however_short(title):
    text = f"Ada Example\n{title}\nGardens, large and small, for twelve years"
    assert cv_signs(text).is_titled
    assert with_roles([a_document(text), a_document(LETTER)])[0].role is Role.CV
    assert with_roles([a_document(SHORT_CV), a_document(LETTER)])[0].role is Role.CV


@pytest.mark.parametrize(
    "line",
    [
        "Please see my CV",
        "CV attached",
        "CVS pharmacies",
        "my CV and my letter",
        "Your resume.",
        "Resume playing after a pause",
        "I attach the CV of somebody who would do well with you all",
    ],
)
def test_a_sentence_about_a_cv_is_no_title(line):
    assert not cv_signs(f"Dear all\n{line}\n").is_titled


NEWS = "Latest news\n" + "Release 1.3 came out on March 13, 2002, see list@example.org or news@example.org.\n" * 9


def test_dates_and_addresses_alone_make_no_cv():
    assert with_roles([a_document(NEWS + "January 2001, May 2002, June 2003, since 1995")])[0].role is Role.OTHER


SILENT = "Ada Example\nTwelve years of gardening, in gardens large and small."
UNCLEAR = f"{SILENT}\n\nSkills\nPruning, patience"


@pytest.mark.parametrize(
    ("subject", "typed"),
    [
        ("Gardener", "Dear all,\n\nI apply. Please find my CV attached.\n\nAda"),
        ("Gardener", "Dear all, I apply, CV attached. Ada"),
        ("Gardener", "I attach my CV and hope to hear from you soon"),
        ("Gärtnerin", "Guten Tag, meinen Lebenslauf finden Sie\nim Anhang. Ada"),
        ("Jardinière", "Bonjour, ci-joint mon CV. Ada"),
        ("Jardinera", "Hola, adjunto mi currículum. Ada"),
        ("Tuinier", "Beste, mijn cv vindt u in de bijlage. Ada"),
        ("Giardiniera", "Gentili, in allegato il mio curriculum. Ada"),
        ("Résumé for the gardener's position", "Dear all"),
    ],
)
def test_where_a_cv_is_announced_the_one_document_that_could_be_anything_is_it(subject, typed):
    parts = a_part(a_pdf(UNCLEAR), "Ada.pdf"), a_part(a_pdf(LETTER), "x.pdf", section="3")
    documents = documents_of(a_message(a_body(typed), *parts, subject=subject, typed=typed))
    assert [document.role for document in documents] == [Role.CV, Role.COVER_LETTER]


@pytest.mark.parametrize(
    ("subject", "typed"),
    [
        ("Gardener", "Dear all, here is a picture of my garden."),
        ("Gardener", "Dear all, I will send my CV later."),
        ("Gardener", "Thank you for your CV; attached is our reply."),
        ("Re: My CV", "Dear all, thank you."),
        ("Gardener", "My lawns are attached to me. A CV says less."),
    ],
)
def test_where_none_is_announced_it_stays_open(subject, typed):
    parts = a_body(typed), a_part(a_pdf(UNCLEAR), "Ada.pdf")
    assert documents_of(a_message(*parts, subject=subject, typed=typed))[0].role is Role.OTHER


def test_what_is_announced_as_a_cv_and_shows_no_sign_of_one_is_none():
    typed = "I apply, CV attached. Ada"
    parts = a_body(typed), a_part(a_pdf(SILENT), "Scan_0001.pdf")
    assert documents_of(a_message(*parts, typed=typed))[0].role is Role.OTHER


def test_of_two_documents_that_could_be_anything_none_is_taken_for_the_cv():
    typed = "I apply, CV attached. Ada"
    parts = a_body(typed), a_part(a_pdf(UNCLEAR), "a.pdf"), a_part(a_pdf(UNCLEAR), "b.pdf", section="3")
    assert {document.role for document in documents_of(a_message(*parts, typed=typed))} == {Role.OTHER}


@pytest.mark.parametrize("text", ["", "short", LETTER, TERMS, CERTIFICATE, ZEUGNIS])
def test_what_is_no_cv_does_not_read_as_one(text):
    assert cv_signs(text).score < READS_AS_CV


def test_a_hundred_jobs_and_addresses_say_no_more_than_a_few():
    lines = [f"2001 - 2003 May 2004 {year} somebody{year}@example.org" for year in range(2000, 2040)]
    few, many = cv_signs("\n".join(lines[:6])), cv_signs("\n".join(lines))
    assert few == many
    assert 0 not in (few.periods, few.dates, few.contacts)


@pytest.mark.parametrize("role", _PHRASES_OF)
def test_each_phrase_that_tells_a_role_counts_in_capitals_and_beside_letters_of_any_script(role):
    phrases, weight = _PHRASES_OF[role]
    for phrase in phrases:
        scores = role_scores(a_document(f"Ж\ud800 {phrase.upper()} …"))
        assert scores[role] >= weight, phrase


LONG_CV = CV + "\nAwards\nA prize for patience in 2018, another in 2021, and the thanks of the night shift.\n" * 2


def test_a_cv_typed_into_the_mail_is_a_document_in_the_place_of_its_text():
    message = a_message(a_body(LONG_CV), typed=LONG_CV)
    (document,) = documents_of(message)
    assert (document.section, document.role, document.type) == ("1", Role.CV, "text/plain")
    assert "University of Nowhere" in document.text


def test_the_mail_is_no_cv_where_a_document_is_one():
    message = a_message(a_body(LONG_CV), a_part(a_pdf(), "cv.pdf"), typed=LONG_CV)
    assert [document.section for document in documents_of(message)] == ["2"]


def test_the_mail_is_the_cv_where_the_cv_can_not_be_read():
    message = a_message(a_body(LONG_CV), a_part(b"%!PS hello", "cv.ps"), typed=LONG_CV)
    assert [(document.section, document.problem) for document in documents_of(message)] == [
        ("1", None),
        ("2", Problem.UNSUPPORTED),
    ]


def test_a_cv_in_the_mail_stands_before_the_letter_that_is_attached():
    message = a_message(a_body(LONG_CV), a_part(a_pdf(LETTER), "letter.pdf"), typed=LONG_CV)
    assert [(document.section, document.role) for document in documents_of(message)] == [
        ("1", Role.CV),
        ("2", Role.COVER_LETTER),
    ]


@pytest.mark.parametrize("typed", [LETTER, LETTER * 5, "Experience\nEducation\nSkills\n", "On Monday he wrote:\n" * 40])
def test_a_letter_is_no_cv(typed):
    assert documents_of(a_message(a_body(typed), typed=typed)) == ()


@pytest.mark.parametrize(
    ("content", "filename", "problem"),
    [
        (b"%!PS hello", "cv.ps", Problem.UNSUPPORTED),
        (a_pdf() + a_zip(), "cv.pdf", Problem.UNSAFE),
        (b"%PDF-1.4 " + a_zip(), "cv.pdf", Problem.UNSAFE),
        (b"<html><script>location='//x.example'</script></html>", "cv.html", Problem.UNSUPPORTED),
        (b"MZ" + bytes(100), "cv.pdf", Problem.UNSAFE),
        (b"\x89PNG\r\n\x1a\n" + bytes(20_000), "cv.png", Problem.SCANNED),
        (b"%PDF-1.4 nothing", "cv.pdf", Problem.DAMAGED),
    ],
)
def test_what_can_not_be_read_has_a_named_problem(content, filename, problem):
    (document,) = documents_of(a_message(a_body("Dear all"), a_part(content, filename)))
    assert document.problem is problem
    assert document.role is Role.CV


@pytest.mark.parametrize(
    "text",
    [
        "Резюме\nМария Линдквист\nmaria@example.org\nОпыт работы\n2019 - 2023 Инженер\nОбразование\n2010 - 2015 МГУ",
        "Βιογραφικό σημείωμα\nΜαρία Παπαδοπούλου\nΕπαγγελματική εμπειρία\n2019 - 2023 Μηχανικός\nΕκπαίδευση\n2015 ΕΜΠ",
        "السيرة الذاتية\nليلى حداد\nالخبرة المهنية\n2019 - 2023 مهندسة برمجيات\nالتعليم\n2015 - 2019 جامعة القاهرة",
        "קורות חיים\nנועה לוי\nניסיון תעסוקתי\n2019 - 2023 מהנדסת תוכנה\nהשכלה\n2015 - 2019 תואר ראשון",
        "简历\n王小明\n工作经历\n2019年 - 2023年 软件工程师\n教育背景\n2015年 - 2019年 清华大学",
        "履歴書\n田中 花子\n職歴\n2019年4月 株式会社北光 入社\n学歴\n2015年4月 東京大学 入学",
        "이력서\n김하나\n경력\n2019 - 2023 소프트웨어 엔지니어\n학력\n2015 - 2019 서울대학교",
        "Životopis\nJana Nováková\nPracovní zkušenosti\n2019 - 2023 Účetní\nVzdělání\n2015 VŠE",
        "Özgeçmiş\nAyşe Yılmaz\nİş Deneyimi\n2019 - 2023 Muhasebeci\nEğitim\n2015 Ankara Üniversitesi",
        "BIO-DATA\nRavi Example\nEducational Qualification\n2015 BSc\nWork Experiance\n2016 - 2020 Clerk",
        "CURICULUM VITAE\nAda Example\nExperience\n2016 - 2020 Clerk\nEducation\n2015 BSc",
    ],
)
def test_a_cv_in_other_letters_or_under_another_name_is_one(text):
    document, other = with_roles([a_document(text, "scan0001.pdf"), a_document("An invoice", "scan0002.pdf")])
    assert (document.role, other.role) == (Role.CV, Role.OTHER)
