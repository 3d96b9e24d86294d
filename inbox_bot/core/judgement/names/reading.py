"""What is a person's name: a few capitalised words, no heading, no job title, no street.

Owns the form of a name. Where a name is looked for is `signature`'s and `cv_head`'s. Careful rather than complete: no
name is better than a wrong one in an answer.
"""

import re
import unicodedata

from inbox_bot.core.judgement.text.wording import fold, pattern
from inbox_bot.core.message import safe

NAME_LIMIT = 80  # characters

_WORD = re.compile(r"^[^\W\d_](?:[^\W\d_]|['’.-]){0,30}$")
_PARTICLES = frozenset(
    {
        "van", "von", "der", "den", "de", "da", "di", "do", "dos", "das", "del", "della", "la", "le", "el",
        "al", "bin", "ibn", "ter", "ten", "zu", "zur", "af", "av", "y", "e",
    }
)  # fmt: skip
_NO_NAMES = re.compile(r"[0-9@/\\]")  # what no name has: most lines are done with here
_TITLES = re.compile(
    r"^(?:mr|mrs|ms|miss|dr|prof|herr|frau|m|mme|mlle|sr|sra|dhr|mevr|mw|ing|dipl|mag)\.?$", re.IGNORECASE
)
_DEGREES = frozenset({"med", "rer", "nat", "phil", "jur", "pol", "oec", "vet", "dent", "habil", "hc", "ing", "h.c"})
_ONE_WORD = re.compile(r"^(?:[\u3400-\u9fff]{2,4}|[\uac00-\ud7a3]{2,4})$")  # Han, Hangul: names written without a blank
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
    "data", "software", "infrastructure", "customer", "service", "react", "typescript", "javascript", "python",
    "django", "fastapi", "angular", "kubernetes", "docker", "selenium", "cypress", "photoshop", "excel", "powerpoint",
    "salesforce", "datev", "node", "sql", "mysql", "postgresql", "terraform", "ansible", "jenkins", "figma", "java",
    "[a-z]{2,30}mitarbeiter(?:in)?", "[a-z]{2,30}dienst", "[a-z]{2,30}verkehr",
)  # fmt: skip


def name_in(line: str) -> str | None:
    """The person's name that a line consists of, made inert; None where it doesn't look like one.

    >>> name_in("Dr. Ann-Marie van der Lee"), name_in("ANN LEE"), name_in("Curriculum Vitae"), name_in("10 Main Street")
    ('Ann-Marie van der Lee', 'Ann Lee', None, None)
    """
    name = possible_name(line)
    return None if name is None or _ONE_WORD.match(name) or _NOT_NAMES.search(fold(name)) else name


def possible_name(line: str) -> str | None:
    """What has a name's form, be it "Jack Teacher", "Sales Team" or "李伟": worth something where two sources agree.

    >>> possible_name("Jack Teacher"), possible_name("Dr. med. Hans Meier"), possible_name("we like dogs")
    ('Jack Teacher', 'Hans Meier', None)
    """
    if _NO_NAMES.search(line[:200]) is not None:
        return None
    text = safe.line(line[:300], 200).strip(" ,;:|*-–—_#\"'<>()")
    if _ONE_WORD.match(text):
        return text
    if not 3 <= len(text) <= NAME_LIMIT or any(character.isdigit() or character in "@/\\:" for character in text):
        return None
    if text.count(",") == 1:  # "Lee, Ann"; "Ann Lee, MBA"
        last, _, first = text.partition(",")
        text = last if first.strip().isupper() and len(first.strip()) <= 5 else f"{first.strip()} {last.strip()}"
    words = _without_titles(text.split())
    if not 2 <= len(words) <= 5:
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


def _without_titles(words: list[str]) -> list[str]:
    """`Dr. med. Hans Meier` is Hans Meier; `Phil Barker` stays, for a degree needs a title before it."""
    kept: list[str] = []
    titled = False
    for word in words:
        if _TITLES.match(word) or (titled and not kept and word.lower().rstrip(".") in _DEGREES):
            titled = True
        else:
            kept.append(word)
    return kept


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
    found = text if _ONE_WORD.match(text) else name_in(text)
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
