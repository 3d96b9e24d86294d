"""A name that a form or a table says is one: `Name: Ann Lee`, `Nachname: Lee`, `Apellidos y nombre: García, María`."""

import re
from collections.abc import Iterator, Sequence

from inbox_bot.core.judgement.names.reading import possible_name, single_name
from inbox_bot.core.judgement.names.spelling import spelled
from inbox_bot.core.judgement.text.wording import fold

LABEL_LIMIT = 40  # characters

NAMES = frozenset(
    {
        "name", "full name", "your name", "first and last name", "name and surname", "name surname", "candidate name",
        "name of candidate", "name of applicant", "applicant", "applicant name", "candidate", "vor- und nachname",
        "vorname und nachname", "vorname, nachname", "vorname name", "vollstandiger name", "nom complet",
        "prenom et nom", "prenom nom", "nombre completo", "nombre y apellidos", "nombre y apellido", "nome e cognome",
        "nome completo", "naam", "volledige naam", "voor- en achternaam", "imie i nazwisko", "jmeno a prijmeni",
        "meno a priezvisko", "navn", "fullt navn", "namn", "för- och efternamn", "for- och efternamn",
        "nume si prenume", "nume", "ad soyad", "adi soyadi", "nev", "ime i prezime", "фио", "имя", "имя и фамилия",
        "ім'я", "піб", "прізвище та ім'я", "ονοματεπωνυμο", "الاسم", "姓名", "名前", "氏名", "이름", "성명",
    }
)  # fmt: skip
SURNAME_FIRST = frozenset(
    {
        "surname and name", "surname, name", "last name, first name", "nachname, vorname", "name, vorname",
        "name und vorname", "nom et prenom", "nom et prenoms", "nom prenom", "nom, prenom", "apellidos y nombre",
        "apellidos, nombre", "apellido y nombre", "cognome e nome", "cognome nome", "cognome, nome", "nazwisko i imie",
        "prijmeni a jmeno", "achternaam, voornaam", "фамилия имя отчество",
    }
)  # fmt: skip
FIRST_NAMES = frozenset(
    {
        "first name", "firstname", "given name", "given names", "first name(s)", "vorname", "vornamen", "prenom",
        "prenoms", "nombre", "nombres", "nome", "nome proprio", "voornaam", "voornamen", "imie", "imiona", "jmeno",
        "meno", "fornavn", "fornamn", "prenume", "adi", "имя", "ім'я",
    }
)  # fmt: skip
LAST_NAMES = frozenset(
    {
        "last name", "lastname", "surname", "surnames", "surname(s)", "family name", "nachname", "familienname",
        "zuname", "nom", "nom de famille", "apellido", "apellidos", "primer apellido", "cognome", "apelido",
        "sobrenome", "achternaam", "nazwisko", "prijmeni", "priezvisko", "etternavn", "efternamn", "nume de familie",
        "soyadi", "фамилия", "прізвище",
    }
)  # fmt: skip
_MARK = re.compile(r"\s*[:：]\s*|\s*\t\s*|\s{2,}|　")


def labelled_name(lines: Sequence[str]) -> str | None:
    """The name that a label gives, or two labels its parts; None where none does."""
    parts: dict[str, str] = {}
    for label, value in _labelled(lines):
        if label in SURNAME_FIRST:
            found = _turned(value)
        elif label in NAMES:
            found = possible_name(value) or single_name(value)
        else:
            found = None
        if found is not None:
            return found
        for part, labels in (("first", FIRST_NAMES), ("last", LAST_NAMES)):
            if label in labels:
                parts.setdefault(part, value)
    if "first" in parts and "last" in parts:
        return possible_name(f"{parts['first'].strip(' ,')} {_not_shouted(parts['last'])}")
    alone = parts.get("first", parts.get("last"))  # "Nome: Giulia Esposito", "Nom : Marie Dupont" are whole names
    return possible_name(alone) if alone is not None else None


def _labelled(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    for at, line in enumerate(lines):
        label, value = _split(line)
        if value:
            yield label, value
        elif label in NAMES and at + 1 < len(lines):
            yield label, lines[at + 1]


def _split(line: str) -> tuple[str, str]:
    """A label in folded letters, and what is said of it; the whole line is a label where there is no more."""
    cut = line.strip(" \t*•|-–")[:300]
    mark = _MARK.search(cut)
    if mark is None or mark.start() > LABEL_LIMIT:
        return fold(cut[:LABEL_LIMIT]).strip(), ""
    return fold(cut[: mark.start()]).strip(" *()"), cut[mark.end() :].strip()


def _turned(value: str) -> str | None:
    """`Rossi Marco` where the label says that the family's name comes first; a comma says it as well."""
    if "," in value:
        return possible_name(value)
    words = value.split()
    if len(words) == 2:
        return possible_name(f"{words[1]} {_not_shouted(words[0])}")
    if any(word.isupper() for word in words) and not all(word.isupper() for word in words):
        return possible_name(value)
    return possible_name(value)


def _not_shouted(words: str) -> str:
    parts = words.strip(" ,").split()
    return spelled(parts, [fold(part) for part in parts]) if parts else ""
