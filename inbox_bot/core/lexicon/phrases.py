"""The lexicon's files and how to ask them: `phrases("kind.withdraws")` are the words of all languages for one signal.

Owns the files' form; what a phrase means (a pattern, a label, a word) is said by the module that asks. A file is text:

    # a comment, on a line of its own
    {cv} = (?:cv|resume)            a part that phrases of this file share; those of any.txt are every file's

    === kind.withdraws              the signal, by the room and what it says
    withdraw my application         a phrase a line
    + team office summary           or several of one word each

Sections are in the order of their names; `make languages` puts them there. What several languages write alike is in
each of their files: it counts once here, and for each of them in docs/languages.md. What belongs to none ("cv", names
of programs) is in any.txt.
"""

from functools import cache
from importlib.resources import files

LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pt", "pl")  #: ISO 639-1; phrases are tried in this order
ANY = "any"  #: the file of what belongs to no language

_SECTION = "=== "


def phrases(section: str) -> tuple[str, ...]:
    """A signal's phrases in all languages, each once. Raises KeyError where no file has such a section."""
    found = {phrase: None for language in (*LANGUAGES, ANY) for phrase in sections_of(language).get(section, ())}
    if not found:
        raise KeyError(section)
    return tuple(found)


def words(section: str) -> frozenset[str]:
    """The same as a set, where a word is looked up and not searched for."""
    return frozenset(phrases(section))


def one_of(section: str) -> str:
    """The same as one alternation, to be put into a pattern of one's own."""
    return f"(?:{'|'.join(phrases(section))})"


def sections_of(language: str) -> dict[str, tuple[str, ...]]:
    """The sections of one language's file, in its order: the phrases of each, with what they share put in."""
    return _all_sections()[language]


@cache
def _all_sections() -> dict[str, dict[str, tuple[str, ...]]]:
    texts = {language: _text(language) for language in (ANY, *LANGUAGES)}
    shared = _parts(texts[ANY])
    return {language: _sections(text, shared | _parts(text)) for language, text in texts.items()}


def _text(language: str) -> str:
    return files(__package__).joinpath(f"{language}.txt").read_text(encoding="utf-8")


def _parts(text: str) -> dict[str, str]:
    """What phrases share: `{cv} = (?:cv|resume)`."""
    lines = (line.partition(" = ") for line in text.partition(_SECTION)[0].splitlines() if line.startswith("{"))
    return {name: part for name, _, part in lines}


def _sections(text: str, parts: dict[str, str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for section in text.split(f"\n{_SECTION}")[1:]:
        name, *lines = section.splitlines()
        found[name] = tuple(_whole(phrase, parts) for line in lines for phrase in _said_in(line))
    return found


def _said_in(line: str) -> list[str]:
    if line.startswith("+ "):
        return line.split()[1:]
    return [line] if line and not line.startswith("#") else []


def _whole(phrase: str, parts: dict[str, str]) -> str:
    if "{" in phrase:
        for name, part in parts.items():
            phrase = phrase.replace(name, part)
    return phrase
