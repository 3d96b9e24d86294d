"""Names as people write them, in many languages; and what looks like one at the top of a CV and is none."""

import pytest

from inbox_bot.core.judgement.names.cv_head import name_on_top
from inbox_bot.core.judgement.names.letter_spaced import joined
from inbox_bot.core.judgement.names.reading import display_name, name_in, single_name
from inbox_bot.core.judgement.names.signature import signed_name, signed_names, signed_word
from inbox_bot.core.judgement.text.addresses import addresses_in
from inbox_bot.core.judgement.text.wording import NOTHING, FoldedText
from inbox_bot.core.words import Role
from tests.unit.core.judgement.building import a_cv, a_document, letter, verdict_of

WRITTEN = """
Tomasz Wilk, Ph.D.                          | Tomasz Wilk
Eva Lindgren, M.D.                          | Eva Lindgren
Anna Kowalska, M.Sc., B.Eng.                | Anna Kowalska
Pavel Horák, CSc.                           | Pavel Horák
Ing. Jana Nováková, Ph.D., MBA              | Jana Nováková
doc. RNDr. Petr Svoboda, CSc.               | Petr Svoboda
Karel Dvořák st.                            | Karel Dvořák
Karl Brandt, Dipl.-Kfm.                     | Karl Brandt
Dipl.-Ing. (FH) Klaus Richter               | Klaus Richter
Prof. Dr.-Ing. habil. Uwe Krause            | Uwe Krause
Mag. Maximilian Gruber, Bakk. phil.         | Maximilian Gruber
DI Franz Obermoser                          | Franz Obermoser
i. A. Petra Zimmermann                      | Petra Zimmermann
Marta Kowal, mgr inż.                       | Marta Kowal
dr hab. inż. Tomasz Wilk, prof. AGH         | Tomasz Wilk
Dott.ssa Lucia Neri                         | Lucia Neri
Engº João Pedro da Silva                    | João Pedro da Silva
Lic. Ana Torres                             | Ana Torres
ir. Sanne de Vries MSc                      | Sanne de Vries
Priya Sharma, MSc, MRICS                    | Priya Sharma
Robert King, Jr.                            | Robert King
Robert King III                             | Robert King
Tan Ah Kow, PMP                             | Tan Ah Kow
John Smith BSc (Hons)                       | John Smith
Mia Lindholm (she/her)                      | Mia Lindholm
Wilk, Tomasz                                | Tomasz Wilk
Nowak, Jan, mgr                             | Jan Nowak
Smith, J.R.                                 | J.R. Smith
Ma, Jack                                    | Jack Ma
García López, María                         | María García López
van der Berg, Jan                           | Jan van der Berg
BERG, JAN VAN DER                           | Jan van der Berg
DUPONT Marie                                | Marie Dupont
VAN DER BERG Anna                           | Anna van der Berg
NGUYEN Van Minh                             | Nguyen Van Minh
Juan de la Cruz y Vega                      | Juan de la Cruz y Vega
MARÍA DEL CARMEN FERNÁNDEZ DE CÓRDOBA       | María del Carmen Fernández de Córdoba
José María de la Fuente y Ruiz de Alarcón   | José María de la Fuente y Ruiz de Alarcón
Ludwig Freiherr von und zu Guttenberg       | Ludwig Freiherr von und zu Guttenberg
Anouk van der Meer - de Boer                | Anouk van der Meer - de Boer
Hélène de La Tour d'Auvergne                | Hélène de La Tour d'Auvergne
Marcel·lí Puig i Ferrer                     | Marcel·lí Puig i Ferrer
Jesús María Ángel Domínguez Soto            | Jesús María Ángel Domínguez Soto
JOOST 'T HART                               | Joost 't Hart
CALLUM MCDONALD                             | Callum McDonald
Al Green                                    | Al Green
Di Moss                                     | Di Moss
Do Park                                     | Do Park
Le Thi Mai                                  | Le Thi Mai
Van Morrison Tate                           | Van Morrison Tate
LI WEI                                      | Li Wei
J. R. Whitby                                | J. R. Whitby
R. Krishnamurthy                            | R. Krishnamurthy
Mohd. Arif Khan                             | Mohd. Arif Khan
प्रिया शर्मा                                     | प्रिया शर्मा
محمد عبد الله                               | محمد عبد الله
Анна Иванова                                | Анна Иванова
王 小明                                      | 王 小明
"""


@pytest.mark.parametrize(
    ("line", "name"), [tuple(map(str.strip, row.split("|"))) for row in WRITTEN.strip().splitlines()]
)
def test_a_name_is_read_without_titles_and_degrees_given_name_first(line, name):
    assert name_in(line) == name
    assert display_name(line) == name


@pytest.mark.parametrize(
    "line",
    [
        "Wilk, Ph.D.",
        "Dr. Wilk",
        "de la",
        "Ann",
        "MSExcel. Windows. MS-Word",
        "we like dogs",
        "A. B.",
        "Ann Lee?",
        "1 2 3",
    ],
)
def test_what_is_no_whole_name_is_none(line):
    assert name_in(line) is None


@pytest.mark.parametrize(
    ("shown", "name"),
    [
        ("juan de la cruz y vega", "Juan de la Cruz y Vega"),
        ("Anna Nowak | Data", "Anna Nowak"),
        ("Anna Nowak - CV", "Anna Nowak"),
        ("✨Anna Nowak✨", "Anna Nowak"),
        ("Anna Nowak (Kraków)", "Anna Nowak"),
        ("SUKARNO", "Sukarno"),
        ("李伟", "李伟"),
        ("简历", None),
        ("HR", None),
        ("Mailer-Daemon", None),
        ("anna.nowak", None),
    ],
)
def test_what_a_from_field_shows_beside_the_name_is_left_off(shown, name):
    assert display_name(shown) == name


HEADINGS = """Dear Hiring Team|
Dear Ms Carter|To Whom It May Concern|Curriculum Vitae|Personal Profile|Personal Statement|
Core Competencies|Technical Skills|Key Achievements|Work Experience|Career Summary|About Me|Get In Touch|
Store Manager|Forklift Operator|Line Cook|Certified Public Accountant|Registered Nurse|New York|High School Diploma|
Yours Faithfully|Lebenslauf|Anschreiben|Persönliche Daten|Beruflicher Werdegang|Tabellarischer Lebenslauf|
Bewerbung Als Koch|Kfz Mechatroniker|Sehr Geehrte Frau Krause|Lettre De Motivation|Profil Professionnel|
Expérience Professionnelle|Centres d'Intérêt|Chef De Projet|Carta De Presentación|Perfil Profesional|
Datos Personales|Técnico Superior|Profilo Professionale|Dati Anagrafici|Lettera Di Presentazione|
Impiegato Amministrativo|Persoonlijk Profiel|Over Mij|Werkervaring En Opleiding|Dados Pessoais|
Carta De Apresentação|Engenheiro Civil|List Motywacyjny|Doświadczenie Zawodowe|O Mnie|Osobní Údaje|Motivační Dopis|
ЛИЧНЫЕ ДАННЫЕ|ОПЫТ РАБОТЫ|ΒΙΟΓΡΑΦΙΚΟ ΣΗΜΕΙΩΜΑ|السيرة الذاتية|个人简历|履歴書|이력서"""


@pytest.mark.parametrize("heading", HEADINGS.replace("\n", "").split("|"))
@pytest.mark.parametrize("reachable", ["x17@mail.example\n07700 900123\n", ""], ids=["with contact data", "without"])
def test_the_headings_of_a_cv_whose_name_is_a_picture_are_nobodys_name(heading, reachable):
    cv = f"{heading}\n{reachable}\nI have worked in shops and kitchens for ten years.\n"
    assert name_on_top(cv) is None
    verdict = verdict_of(letter("CV", "My CV is attached.").from_("x17@mail.example"), a_document(Role.CV, cv))
    assert verdict.applicant.name is None


@pytest.mark.parametrize(
    "cv",
    [
        "Summary\nMenu knowledge\nSnap Shot\nAvid Tutor\n",
        "FOOD SERVER\nSummary\nHighlights\nBlack Belt\n",
        "AVID TUTOR\n\nHelps children to read.\n",
        "Upscale Zorber\n\nHelps children to read.\n",
    ],
)
def test_two_words_below_a_heading_or_with_nothing_to_say_that_they_are_one_are_no_name(cv):
    assert name_on_top(cv) is None


@pytest.mark.parametrize(
    ("cv", "name"),
    [
        ("Torben\nSommer\nVerkäufer\n", "Torben Sommer"),
        ("Vorname: Lena\nNachname: Schulz\n", "Lena Schulz"),
        ("Nom : GARNIER\nPrénom : Nicolas\n", "Nicolas Garnier"),
        ("Apellidos y nombre: García López, María\n", "María García López"),
        ("Informazioni personali\nCognome e nome   Rossi Marco\n", "Marco Rossi"),
        ("Name\tRhys Bevan\nPhone\t07700 900503\n", "Rhys Bevan"),
        ("氏名　山田　太郎\n", "山田 太郎"),
        ("姓名：欧阳娜娜\n", "欧阳娜娜"),
        ("个人简历\n李伟\n", "李伟"),
        ("이력서\n김민준\n", "김민준"),
        ("CURRICULUM VITAE OF ANANYA ROY\n", "Ananya Roy"),
        ("Résumé – Daniel Kwame Boateng\n", "Daniel Kwame Boateng"),
        ("Cédric Fontaine, 27 ans\n", "Cédric Fontaine"),
        ("N A T H A N I E L   O S E I\nGRAPHIC DESIGNER\n", "Nathaniel Osei"),
        ("SUKARNO\nsukarno@mail.example\n", "Sukarno"),
        ("NOWAK JAN\njan.nowak@mail.example\n", "Jan Nowak"),
        ("Xhevdet Krasniqi\nPrishtina\n+383 44 123 456\n", "Xhevdet Krasniqi"),
        ("Bill Collector\nbill.collector@mail.example\n", "Bill Collector"),
        ("Key Skills\nFood Hygiene\nimogen@mail.example\n\nImogen Clarke\nCafé manager\n", "Imogen Clarke"),
        ("Father's Name: Subhash Roy\n", None),
        ("Sales Manager\nsales.manager@mail.example\n", None),
    ],
)
def test_the_name_on_a_cv_is_found_by_a_label_by_its_address_or_by_its_place(cv, name):
    assert name_on_top(cv) == name


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("A N N   L E E", "ANN LEE"),
        ("L E B E N S L A U F", "LEBENSLAUF"),
        ("I, II and III", None),
        ("A B C Ltd", None),
        ("Ann Lee", None),
    ],
)
def test_letters_set_apart_are_joined_to_words(line, words):
    assert joined(line) == words


@pytest.mark.parametrize(
    "who", ["Ann Lee, Bob Ray and Clara Dole", "Ann Lee\nBob Ray\nClara Dole", "Ann Lee / Bob Ray"]
)
def test_a_letter_that_several_sign_has_no_one_name(who):
    text = FoldedText.of(f"Our CVs are attached.\n\nKind regards\n{who}")
    assert len(signed_names(text, NOTHING)) >= 2
    assert signed_name(text, NOTHING) is None


@pytest.mark.parametrize(
    ("sender", "name"),
    [("bob.ray@example.org", "Bob Ray"), ("Ann Lee <box17@example.org>", "Ann Lee"), ("box17@example.org", None)],
)
def test_of_three_who_sign_the_one_whom_the_sender_names_applies(sender, name):
    text = "Our CVs are attached.\n\nKind regards\nAnn Lee\nBob Ray\nClara Dole"
    assert verdict_of(letter("CV", text).from_(sender)).applicant.name == name


def test_what_is_below_a_signers_job_is_no_further_signer():
    text = FoldedText.of("CV attached.\n\nKind regards\nAnn Lee\nAssistant to\nRobert Ray")
    assert signed_name(text, NOTHING) == "Ann Lee"


def test_whoever_signs_with_a_first_name_alone_is_called_so_where_nothing_says_more():
    text = "My CV is attached.\n\nThank you,\nCiara"
    assert signed_word(FoldedText.of(text), NOTHING) == "Ciara"
    assert verdict_of(letter("CV", text).from_("x17@example.org")).applicant.name == "Ciara"
    assert verdict_of(letter("CV", text).from_("x17@example.org"), a_cv("Ciara Doyle")).applicant.name == "Ciara Doyle"


@pytest.mark.parametrize(
    ("ending", "name"),
    [
        ("Have a great weekend!\n\nSophie Tran\nBSc Computer Science", "Sophie Tran"),
        ("Je vous prie d'agréer mes salutations respectueuses.\n\nInès Belkacem\n06 12 34 99 99", "Inès Belkacem"),
        ("Resto in attesa e porgo cordiali saluti.\n\nElena De Santis\ntel. 339 765 4321", "Elena De Santis"),
        ("Met vriendelijke groet,\n\nM. (Mohamed) Ait Taleb\n06 12340000", "Mohamed Ait Taleb"),
        ("Kind regards\nJack London\n07700 900123", "Jack London"),
        ("I worked with\nSophie Tran\nwho taught me how to lead a team.", None),
        ("Sales Team\nExample Ltd", None),
    ],
)
def test_the_writers_name_is_found_however_the_letter_closes(ending, name):
    assert signed_name(FoldedText.of(f"My CV is attached.\n\n{ending}"), NOTHING) == name


@pytest.mark.parametrize("word", ["Regards", "Summary", "well", "Dr.", "A", "Kontakt"])
def test_not_every_word_is_a_name(word):
    assert single_name(word) is None


FOR_A_SON = """My son Liam Walsh would like to apply. His CV is attached.
Mein Sohn Liam Walsh sucht Arbeit. Anbei sein Lebenslauf.
Mon fils Liam Walsh cherche du travail. Son CV est joint.
Mi hijo Liam Walsh busca trabajo. Adjunto su currículum.
Mio figlio Liam Walsh cerca lavoro. In allegato il suo curriculum.
Mijn zoon Liam Walsh zoekt werk. Zijn cv is bijgevoegd.
O meu filho Liam Walsh procura trabalho. Segue o currículo dele.
Mój syn Liam Walsh szuka pracy. Jego CV jest w załączniku."""


@pytest.mark.parametrize("text", FOR_A_SON.splitlines())
def test_a_father_writes_for_his_son_and_the_son_applies(text):
    mail = letter("Job", f"{text}\n\nPatrick Walsh").from_("Patrick Walsh <walshes@example.net>")
    found = verdict_of(mail, a_cv("Liam Walsh", "liam.walsh@example.org")).applicant
    assert (found.name, found.email) == ("Liam Walsh", "liam.walsh@example.org")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ann.lee [at] example [dot] org", ("ann.lee@example.org",)),
        ("ann.lee (at) example.org", ("ann.lee@example.org",)),
        ("ann.lee @ example.org", ("ann.lee@example.org",)),
        ("ann.lee@\nexample.org", ("ann.lee@example.org",)),
        ("ann.lee@example.orgLinkedIn", ("ann.lee@example.org",)),
        ("ann@bücher.example", ("ann@xn--bcher-kva.example",)),
        ("jörg@example.org", ()),
        ("I paid 5 @ 3.50 each", ()),
        ("look @ me", ()),
        ("price (at) cost", ()),
    ],
)
def test_an_address_is_read_where_a_page_or_a_person_took_it_apart(text, found):
    assert addresses_in(text) == found
