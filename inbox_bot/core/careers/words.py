"""The words by which a careers page is read, in eight languages."""

import re

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
LONGEST_TITLE = 100  # characters


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


def is_about_agencies(sentence: str) -> bool:
    """Whether a sentence says that agencies are not to write or call."""
    folded = fold(sentence)
    return bool(_AGENCIES.search(folded) and _NO.search(folded))
