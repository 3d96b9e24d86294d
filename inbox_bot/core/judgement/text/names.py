"""Names and addresses of people: in a From field, under a letter, at the top of a CV.

Owns reading them out and comparing them. A name is a few capitalised words; what looks like a heading, a job title or
a street is none. Careful rather than complete: no name is better than a wrong one in an answer.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import zip_longest

from inbox_bot.core.judgement.text.wording import Wording, fold, pattern
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
_CLOSINGS = pattern(
    "(?:with )?(?:my )?(?:kind|best|warm|warmest|kindest|many|sincere|friendly) <2>(?:regards|wishes|thanks|greetings)",
    "regards", "rgds", "rgrds", "brgds", "br", "kr", "(?:most )?sincerely(?: yours)?", "greetings",
    "yours(?: very)?(?: sincerely| faithfully| truly)?", "cheers", "all the best", "best",
    "thanks(?: a lot| again| in advance| so much)?", "thx", "thank you(?: very much| in advance| for your time)?",
    "respectfully(?: yours)?", "faithfully",
    "mit (?:freundlich|best|lieb|herzlich|sonnig)(?:en|em) gru(?:ß|ss|s)(?:en)?",
    "(?:freundliche|viele|beste|herzliche|liebe|schone|sonnige)[nr]? gru(?:ß|ss|s)e?", "gru(?:ß|ss|s)e?", "mfg", "lg",
    "vg", "bg", "hochachtungsvoll", "herzlichst",
    "(?:bien |tres )?cordialement", "cdlt", "cdt", "sinceres salutations", "salutations(?: distinguees)?",
    "bien a vous", "bonne (?:journee|soiree|reception)", "respectueusement", "merci(?: d'avance)?",
    "(?:un )?(?:cordial |afectuoso )?saludos?(?: cordial(?:es)?)?", "atentamente", "atte", "muy atentamente",
    "cordialmente", "(?:muchas )?gracias", "(?:cordiali|distinti|cari) saluti", "saluti", "(?:mille )?grazie",
    "(?:met )?(?:vriendelijke|hartelijke|lieve|beste|warme) groet(?:en|jes)?", "groet(?:en|jes)?", "mvg", "gr",
    "hoogachtend", "(?:fijne|prettige) dag", "alvast bedankt", "(?:com os melhores )?cumprimentos", "atenciosamente",
    "abracos?", "obrigad[oa]", "(?:z powazaniem|pozdrawiam)",
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


def signed_name(typed: Wording, signature: Wording) -> str | None:
    """The name under a letter: in or after the line of its closing, else in the first lines of the signature."""
    return next((name for line in _signed_lines(typed, signature) if (name := name_in(line)) is not None), None)


def possible_signature(typed: Wording, signature: Wording) -> str | None:
    """The same of what has a name's form."""
    return next((name for line in _signed_lines(typed, signature) if (name := possible_name(line)) is not None), None)


def _signed_lines(typed: Wording, signature: Wording) -> Iterator[str]:
    """The lines in which a letter's writer may sign, without the closings before them, likeliest first."""
    for wording in (typed, signature):
        lines = [line for line in wording.original.split("\n")[-40:] if line.strip(" -*_")]
        for line, following in zip_longest(lines, lines[1:], fillvalue=""):
            sentences = _SENTENCE.split(line[-200:])  # "My CV is attached. Cheers, Ann Lee"
            for ending in (sentences[-1], " ".join(sentences[-2:])):  # "Atte. Ann Lee" looks like two
                rest = _after_closings(ending)
                if rest != ending.strip(_EDGES):
                    yield rest
                    if len(line) <= 60:
                        yield _after_closings(following)
    for line in [text for text in signature.original.split("\n") if text.strip(" -*_")][:2]:
        yield _after_closings(line)
    last = [text for text in typed.original[-500:].split("\n") if text.strip(" -*_")][-1:]
    if last and not last[0].rstrip().endswith((".", "!", "?")):
        yield _after_closings(last[0])


_EDGES = " \t,.!:;*_-–—"
_SENTENCE = re.compile(r"(?<=[^\W\d_]{3}[.!?])\s+")


def _after_closings(line: str) -> str:
    """A line without the closings at its beginning: `Mvg, Ann Lee` is Ann Lee."""
    for _ in range(3):
        line = line.strip(_EDGES)
        closing = _CLOSINGS.search(fold(line[:80]))
        if closing is None or closing.start() > 0:
            break
        line = line[closing.end() :]
    return line


def name_on_top(text: str) -> str | None:
    """The name at the top of a CV: the first of its lines that is one, or that says `Name: …`."""
    return _name_on_top(text[:4_000])


@lru_cache(maxsize=32)  # several signals ask for the same CVs' names while one mail is judged
def _name_on_top(top: str) -> str | None:
    seen = 0
    for line in top.split("\n"):
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
        for piece in _PIECES.split(line[:300])[:2]:
            if (name := name_in(piece)) is not None:
                return name
    return None


def agreed_name(shown: Iterable[str | None], texts: Iterable[str]) -> str | None:
    """The first of the possible names that a CV has in its first lines, in any order of its words.

    Two who say the same outweigh any list of words: Jack Teacher, Frank Office and Art Director are people.
    """
    wanted = {frozenset(_name_words(name)): name for name in reversed([name for name in shown if name])}
    if not wanted:
        return None
    found: set[frozenset[str]] = set()
    for text in texts:
        lines = [line for line in text[:4_000].split("\n") if line.strip()][:TOP_LINES]
        pieces = [piece for line in lines for piece in _PIECES.split(line[:300])[:3]]
        found.update(frozenset(_name_words(name)) for piece in pieces if (name := possible_name(piece)))
    return next((name for words, name in reversed(wanted.items()) if words in found), None)


_PIECES = re.compile(r"\s{3,}|\||•|\t")
_ADDRESS = re.compile(r"[A-Za-z0-9._%+'-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,6}")


def base_address(address: str) -> str:
    """An address in lower case without its plus-tag."""
    local, _, domain = address.lower().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


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
