"""Names and addresses of people: in a From field, under a letter, at the top of a CV.

Owns reading them out and comparing them. A name is a few capitalised words; what looks like a heading, a job title or
a street is none. Careful rather than complete: no name is better than a wrong one in an answer.
"""

import re
import unicodedata

from inbox_bot.core.judgement.wording import Wording, fold, pattern
from inbox_bot.core.message import safe

NAME_LIMIT = 80  # characters
TOP_LINES = 12  # of a CV, in which the name stands

_WORD = re.compile(r"^[^\W\d_](?:[^\W\d_]|['’.-]){0,30}$")
_PARTICLES = frozenset(
    {
        "van", "von", "der", "den", "de", "da", "di", "do", "dos", "das", "del", "della", "la", "le", "el",
        "al", "bin", "ibn", "ter", "ten", "zu", "zur", "af", "av", "y", "e",
    }
)  # fmt: skip
_TITLES = re.compile(
    r"^(?:mr|mrs|ms|miss|dr|prof|herr|frau|m|mme|mlle|sr|sra|dhr|mevr|ing|dipl|mag)\.?$", re.IGNORECASE
)
_NOT_NAMES = pattern(
    "curriculum", "vitae", "resume", "cv", "lebenslauf", "summary", "profile", "profil", "objective", "experience",
    "education", "skills", "contact", "personal", "details", "information", "professional", "highlights", "career",
    "about", "engineer", "developer", "manager", "scientist", "analyst", "consultant", "designer", "teacher",
    "accountant", "director", "assistant", "officer", "specialist", "coordinator", "administrator", "representative",
    "intern", "student", "chef", "nurse", "executive", "technician", "supervisor", "attorney", "advocate",
    "associate", "trainer", "architect", "lead", "senior", "junior", "street", "road", "avenue", "strasse", "straße",
    "str", "phone", "email", "e-mail", "mail", "tel", "mobile", "address", "adresse", "date", "page", "seite",
    "linkedin", "github", "team", "office", "university", "school", "college", "gmbh", "ltd", "inc", "llc", "plc",
    "limited", "company", "recruitment", "careers", "jobs", "hr", "bewerbung", "application", "cover", "letter",
    "dear", "regards", "thanks", "thank", "hello", "sent", "from", "gesendet", "iphone", "android", "kontakt",
    "erfahrung", "ausbildung", "kenntnisse", "berufserfahrung", "anschreiben", "the", "and", "und", "of", "for",
    "formation", "competences", "experiencia", "educacion", "perfil", "datos", "personales", "formazione",
    "esperienza", "werkervaring", "opleiding", "profiel", "business", "development", "sales", "marketing", "finance",
    "financial", "banking", "public", "relations", "human", "resources", "technology", "digital", "media",
    "construction", "agriculture", "healthcare", "fitness", "aviation", "automobile", "apparel", "arts", "bpo",
    "data", "software", "infrastructure", "customer", "service",
)  # fmt: skip
_CLOSINGS = pattern(
    "(?:kind|best|warm|warmest|kindest|many|with kind|with best) (?:regards|wishes|thanks)", "regards", "sincerely",
    "yours(?: sincerely| faithfully| truly)?", "yours", "cheers", "best", "thanks", "many thanks", "thank you",
    "respectfully", "faithfully", "mit freundlichen gru(?:ß|ss)en", "mit freundlichem gru(?:ß|ss)",
    "freundliche gru(?:ß|ss)e", "viele gru(?:ß|ss)e", "beste gru(?:ß|ss)e", "herzliche gru(?:ß|ss)e",
    "liebe gru(?:ß|ss)e", "gru(?:ß|ss)e?", "mfg", "cordialement", "bien cordialement", "sinceres salutations",
    "salutations", "bien a vous", "(?:un )?(?:cordial )?saludos?", "saludos cordiales", "un saludo", "atentamente",
    "cordiali saluti", "distinti saluti", "saluti", "(?:met )?vriendelijke groet(?:en)?", "groet(?:en|jes)?",
    "(?:com os melhores )?cumprimentos", "atenciosamente", "(?:z powazaniem|pozdrawiam)",
)  # fmt: skip


def name_in(line: str) -> str | None:
    """The person's name that a line consists of, made inert; None where it doesn't look like one.

    >>> name_in("Dr. Ann-Marie van der Lee"), name_in("ANN LEE"), name_in("Curriculum Vitae"), name_in("10 Main Street")
    ('Ann-Marie van der Lee', 'Ann Lee', None, None)
    """
    text = safe.line(line[:300], 200).strip(" ,;:|*-–—_#\"'<>()")
    if not 3 <= len(text) <= NAME_LIMIT or any(character.isdigit() or character in "@/\\:" for character in text):
        return None
    if text.count(",") == 1:  # "Lee, Ann"; "Ann Lee, MBA"
        last, _, first = text.partition(",")
        text = last if first.strip().isupper() and len(first.strip()) <= 5 else f"{first.strip()} {last.strip()}"
    words = [word for word in text.split() if not _TITLES.match(word)]
    if not 2 <= len(words) <= 5 or _NOT_NAMES.search(fold(text)):
        return None
    capitalised = 0
    for word in words:
        if not _WORD.match(word):
            return None
        if word.lower() in _PARTICLES:
            continue
        if not (word[0].isupper() or unicodedata.category(word[0]) == "Lo"):
            return None
        capitalised += 1
    if capitalised < 2:
        return None
    return " ".join(_cased(word) for word in words)


def _cased(word: str) -> str:
    return word.title() if len(word) > 2 and word.isupper() else word


def display_name(name: str) -> str | None:
    """The name in a From field: lower case is forgiven there ("ann lee"), an address or a department is no name.

    >>> display_name("ann lee"), display_name("ann@example.org"), display_name("Recruitment Team"), display_name("Ann")
    ('Ann Lee', None, None, 'Ann')
    """
    text = safe.line(re.sub(r"\([^()]{0,100}\)", " ", name[:300]), 200).strip("\"' ")
    if text and text == text.lower() and len(text.split()) in (2, 3):
        text = text.title()
    found = name_in(text)
    if (
        found is None
        and len(text) >= 2
        and _WORD.match(text)
        and text[0].isupper()
        and not _NOT_NAMES.search(fold(text))
    ):
        return _cased(text)[:NAME_LIMIT]
    return found


def name_in_address(address: str) -> str | None:
    """The name that a local part spells, first and last name set apart by a dot.

    >>> name_in_address("ann.lee@example.org"), name_in_address("alee99@example.org"), name_in_address("no.reply@x.org")
    ('Ann Lee', None, None)
    """
    words = address.rpartition("@")[0].split(".")
    if len(words) != 2 or not all(word.isalpha() and len(word) >= 2 for word in words) or words[0].lower() == "no":
        return None
    return name_in(" ".join(words).title())


def signed_name(typed: Wording, signature: Wording) -> str | None:
    """The name under a letter: in the line after its closing, else in the first lines of the signature."""
    for wording in (typed, signature):
        lines = wording.original.split("\n")[-40:]
        for at, line in enumerate(lines):
            closing = _CLOSINGS.search(fold(line[:60]).strip(" ,.!-")) if len(line) <= 60 else None
            if closing is None or closing.start() > 0:
                continue
            following = [text for text in lines[at + 1 : at + 4] if text.strip(" -*_")]
            if following and (name := name_in(following[0])) is not None:
                return name
    for line in [text for text in signature.original.split("\n") if text.strip(" -*_")][:2]:
        if (name := name_in(line)) is not None:
            return name
    last = [text for text in typed.original[-500:].split("\n") if text.strip(" -*_")][-1:]
    return name_in(last[0]) if last and not last[0].rstrip().endswith((".", "!", "?")) else None


def name_on_top(text: str) -> str | None:
    """The name at the top of a CV: the first of its lines that is one, or that says `Name: …`."""
    seen = 0
    for line in text[:4_000].split("\n"):
        if not line.strip():
            continue
        seen += 1
        if seen > TOP_LINES:
            return None
        label, colon, value = line.partition(":")
        if colon and fold(label).strip() in (
            "name",
            "full name",
            "vor- und nachname",
            "nom",
            "nombre",
            "nome",
            "naam",
            "imie i nazwisko",
        ):
            return name_in(value)
        for piece in re.split(r"\s{3,}|\||•|\t", line[:300])[:2]:
            if (name := name_in(piece)) is not None:
                return name
    return None


_ADDRESS = re.compile(r"[A-Za-z0-9._%+'-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,6}")


def addresses_in(text: str, limit: int = 20_000) -> tuple[str, ...]:
    """The mail addresses in a text, in order, each once, domains in lower case; at most ten."""
    found: dict[str, None] = {}
    for match in _ADDRESS.finditer(text[:limit]):
        local, _, domain = match.group().strip(".'-").rpartition("@")
        if local:
            found[f"{local}@{domain.lower()}"] = None
        if len(found) >= 10:
            break
    return tuple(found)


def same_person(name: str, other: str) -> bool:
    """Whether two names share a word of three letters or more, or a surname with the other's initials.

    >>> same_person("Ann Lee", "Lee, A."), same_person("Ann Lee", "Bob Ray")
    (True, False)
    """
    words, others = set(_name_words(name)), set(_name_words(other))
    return bool({word for word in words & others if len(word) >= 3})


def name_is_in_address(name: str, address: str) -> bool:
    """Whether a word of the name (three letters or more) stands in the address's local part."""
    local = fold(address.rpartition("@")[0])
    return any(word in local for word in _name_words(name) if len(word) >= 3)


def _name_words(name: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", fold(name[:200]))
