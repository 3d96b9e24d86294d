"""What is wrong with rules.yaml, said so that an editor jumps there and a person knows what to do."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from inbox_bot.core.wording import Sentence

NEAR = 0.6  # of difflib's ratio, from which a word is taken for a misspelt one
COMPARED = 500  # words at most: finding the nearest of thousands would take longer than reading the file
SHOWN_CHARACTERS = 60  # of a value that is quoted in a problem


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class RulesProblem:
    """One thing to put right; its string is `file:line:column: what is there; what is allowed or what to do`."""

    file: str
    line: int  #: from 1
    column: int  #: from 1, in characters
    message: str

    def __str__(self) -> str:
        return str(self.sentence)

    @property
    def sentence(self) -> Sentence:
        """The same, to be said in a reader's language."""
        return Sentence(
            "{file}:{line}:{column}: {problem}",
            file=self.file,
            line=self.line,
            column=self.column,
            problem=self.message,
        )


class RulesError(Exception):
    """rules.yaml can't be used as it is."""

    def __init__(self, problems: tuple[RulesProblem, ...], *, of_an_earlier_version: int = 0) -> None:
        """`of_an_earlier_version`: how many places `inbox-bot rules upgrade` puts right."""
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems
        self.of_an_earlier_version = of_an_earlier_version


class Wrong(ValueError):
    """A value that is not allowed. Its text goes on after `closes is "31/02/2027", `: "which is not a date; …"."""


class Unspeakable(ValueError):
    """A value that is not allowed and must not be repeated (a secret). Its text goes on after `password `."""


def shown(value: object) -> str:
    """A value from rules.yaml as it is in a problem: one line, quoted, cut at 60 characters."""
    match value:
        case None:
            return Sentence("empty")
        case str():
            line = "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in value)
            cut = line if len(line) <= SHOWN_CHARACTERS else line[: SHOWN_CHARACTERS - 1] + "…"
            return f'"{cut}"'
        case dict():
            return Sentence("a mapping (key: value)")
        case list() | tuple():
            return Sentence("a list")
        case _:
            return shown(str(value))


def did_you_mean(word: str) -> Sentence:
    """The remedy where a word was probably misspelt."""
    return Sentence('did you mean "{word}"?', word=word)


def there_are(words: Iterable[str]) -> Sentence:
    """The remedy where none is near: all that there are."""
    listed = ", ".join(words)
    return Sentence("there are {words}", words=listed) if listed else Sentence("there are none")


def allowed_words(words: Iterable[str], meant: str | None) -> str:
    """The words that are allowed, and the one that was probably meant."""
    listed = ", ".join(words)
    return Sentence('{words} (did you mean "{word}"?)', words=listed, word=meant) if meant else listed


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that was probably meant; None where none is near."""
    found = difflib.get_close_matches(word[:SHOWN_CHARACTERS], islice(known, COMPARED), n=1, cutoff=NEAR)
    return str(found[0]) if found else None  # the word itself, and not the sentence of a Word
