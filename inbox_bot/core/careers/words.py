"""The words by which a careers page is read, in eight languages."""

import re
from enum import Enum

from inbox_bot.core.judgement.text.wording import fold
from inbox_bot.core.judgement.vacancy.words.occupations import is_a_noun_of_work
from inbox_bot.core.judgement.vacancy.words.position_words import level_of

#: Headings under which vacancies stand, folded.
_VACANCIES = re.compile(
    r"\b(?:vacanc(?:y|ies)|open (?:positions?|roles?)|current (?:openings?|positions?)|(?:job )?openings|jobs?"
    r"|we are hiring|we're hiring|join our team|offene stellen|stellen(?:angebote?|anzeigen?|markt)?"
    r"|offres? d.emploi|postes? (?:a pourvoir|ouverts?|vacants?)|nous recrutons|nos offres|on recrute"
    r"|ofertas? de (?:empleo|trabajo)|vacantes|empleos?|puestos (?:vacantes|abiertos)"
    r"|vacatures?|openstaande (?:vacatures|functies)|posizioni aperte|offerte di lavoro|lavora con noi"
    r"|vagas|oferty pracy|wolne stanowiska)\b"
)
#: Headings that are of no vacancy, whatever word of work is in them.
_NO_TITLE = re.compile(
    r"\b(?:about|benefits?|why|how to|apply|contact|values|perks|culture|team|teams|faq|process|requirements?|profile"
    r"|responsibilities|qualifications|your|our|we|you|wir|unser\w*|dein\w*|ihr\w*|du|sie|bewerb\w*|kontakt|vorteile"
    r"|aufgaben|anforderungen|nous|notre|nos|vous|votre|avantages|candidature|profil|missions?|nosotros|nuestr\w*"
    r"|tu|beneficios|contacto|wij|ons|onze|jij|jouw|solliciteren|over|student\w*|speculative|initiativ\w*|spontan\w*"
    r"|news|blog|agenc\w+|agentur\w*|recruiters?|consultants)\b"
)
_GENDERS = re.compile(
    r"\(\s?(?:[mwfdvxhgi*]\s?[/|,]\s?){1,3}[mwfdvxhgi*]\s?\)|\b[HF]/[FH]\b|\b(?:all genders|m/w/d)\b", re.I
)
_AGENCIES = re.compile(
    r"\b(?:recruitment (?:consultants?|agenc(?:y|ies))|recruiters?|recruiting agenc\w+|staffing agenc\w+|headhunters?"
    r"|agenc(?:y|ies)|personal(?:vermitt\w+|berat\w+|dienstleist\w+)|cabinets? de recrutement|chasseurs? de tetes"
    r"|agencias? de (?:seleccion|empleo|colocacion)|wervings\w*|werving en selectie|bureaus)\b"
)
_NO = re.compile(
    r"\b(?:no|not|don't|don.t|never|unsolicited|kein\w*|nicht|pas|aucun\w*|merci de ne|no se|ningun\w*|geen|niet)\b"
)
#: Headings, or lines that lead a list, of what a company offers and says of itself, not of what it asks for; folded.
_OF_THE_COMPANY = re.compile(
    r"\b(?:(?:what )?(?:we|you.?ll) (?:offer|get)|what you get|in return|benefits?|perks|why (?:us|join|work)"
    r"|about us|who we are|our (?:values|culture|offer|company)|how to apply|apply now|equal opportunit\w+|privacy"
    r"|(?:wir|das) bieten|bieten wir|(?:dich|sie) erwartet|unser angebot|(?:ihre|deine) (?:vorteile|benefits)"
    r"|uber uns|wer wir sind|so bewerben|bewerbung|datenschutz"
    r"|nous (?:vous )?(?:offrons|proposons)|avantages|a propos|qui sommes.nous|postuler|candidature"
    r"|ofrecemos|beneficios|sobre nosotros|quienes somos|como (?:solicitar|aplicar)"
    r"|(?:wij|we) bieden|bieden (?:wij|we)|arbeidsvoorwaarden|over ons|wie (?:wij|we) zijn|solliciteren"
    r"|offriamo|chi siamo|come candidarsi|oferecemos|sobre nos|quem somos|como se candidatar"
    r"|oferujemy|benefity|o nas|jak aplikowac)\b"
)
#: Words with a capital that name no skill: days and months, what every advertisement has, German's everyday nouns.
_NO_SKILL = frozenset(
    fold(
        """monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
        september october november december english winter summer spring autumn today now i we you our your the they it
        this there interested apply send cv resume uk us eu usa gmbh ag ltd inc llc plc hr ceo cto cfo phd bsc msc ba ma
        managed service services team teams office company remote hybrid full part time job jobs
        montag dienstag mittwoch donnerstag freitag samstag sonntag januar februar marz mai juni juli oktober dezember
        tag tage tagen nacht nachte woche wochen monat monate monaten jahr jahre jahren uhr stunde stunden zeit teilzeit
        vollzeit schicht erfahrung erfahrungen kenntnisse kenntnissen ausbildung studium beruf arbeit arbeiten aufgabe
        aufgaben bereich kunde kunden kundinnen mitarbeiter mitarbeitende mitarbeiterinnen kollegen kolleginnen
        unternehmen firma standort stelle stellen bewerbung lebenslauf gehalt urlaub freude spass umgang sprache
        sprachen deutsch wort schrift teamfahigkeit zuverlassigkeit anspruch ort rahmen lage vorteil form art weise
        sie ihr ihre ihnen du dein deine uns unser unsere wir lundi mardi mercredi jeudi vendredi samedi dimanche nous
        vous notre votre lunes martes miercoles jueves viernes sabado domingo maandag dinsdag woensdag donderdag vrijdag
        zaterdag zondag"""
    ).split()
)
#: What a column of a table of vacancies is called, folded and whole.
_TITLE_COLUMN = re.compile(
    r"(?:job )?(?:title|vacanc(?:y|ies))|position(?: title)?|role|job|stelle(?:nbezeichnung|ntitel)?|berufsbezeichnung"
    r"|intitule(?: du poste)?|poste|puesto|vacante|functie|vacature|stanowisko|posizione|vaga|cargo"
)
_PLACE_COLUMN = re.compile(
    r"locations?|place|city|office|(?:stand|arbeits|dienst)?ort|lieu(?: de travail)?|ville|lugar|ubicacion|ciudad"
    r"|(?:stand)?plaats|locatie|miejsce(?: pracy)?|lokalizacja|sede|luogo|local"
)
LONGEST_TITLE = 100  # characters
LONGEST_HEADING = 60  # of a line that leads a list


class Column(Enum):
    """What a column of a table of vacancies holds."""

    TITLE = "title"
    PLACE = "place"


def column_of(name: str) -> Column | None:
    """What a column of this name holds; None: something else."""
    folded = fold(name).strip(" :")
    if _TITLE_COLUMN.fullmatch(folded):
        return Column.TITLE
    return Column.PLACE if _PLACE_COLUMN.fullmatch(folded) else None


def says_none(text: str) -> bool:
    """Whether a line says that there is no vacancy, or is of something else than one."""
    folded = fold(text)
    return bool(_NO.search(folded) or _NO_TITLE.search(folded))


def heads_vacancies(heading: str) -> bool:
    """Whether vacancies stand under such a heading."""
    return len(heading) <= LONGEST_TITLE and bool(_VACANCIES.search(fold(heading)))


def has_genders(text: str) -> bool:
    """Whether it says that all may apply, as titles of positions do: (m/w/d), H/F."""
    return bool(_GENDERS.search(text))


def without_genders(text: str) -> str:
    """A title without that."""
    return " ".join(_GENDERS.sub(" ", text).split()).strip(" -–—,")


def is_a_title(text: str) -> bool:
    """Whether a text is a position's name: short, no sentence, with a word that says what somebody is."""
    if not 3 <= len(text) <= LONGEST_TITLE or text.endswith((".", "!", "?", ":")):
        return False
    if has_genders(text):
        return True
    folded = fold(text)
    if _NO_TITLE.search(folded) or len(folded.split()) > 10:
        return False
    words = re.findall(r"[^\W\d_]+", folded)
    return any(is_a_noun_of_work(word) or level_of(word) is not None for word in words)


def is_of_the_company(line: str) -> bool:
    """Whether a heading, or a line that leads a list, is about what the company offers or is."""
    return len(line) <= LONGEST_HEADING and bool(_OF_THE_COMPANY.search(fold(line)))


def names_no_skill(folded_word: str) -> bool:
    """Whether a word says nothing about who fits, though it has a capital."""
    return folded_word in _NO_SKILL


def is_about_agencies(sentence: str) -> bool:
    """Whether a sentence says that agencies are not to write or call."""
    folded = fold(sentence)
    return bool(_AGENCIES.search(folded) and _NO.search(folded))
