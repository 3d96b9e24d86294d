"""The files of glosses and how to ask them: `glosses_of("de")["bewerbe"]` is `apply`, said by the writer of themselves.

A gloss is one to three English words that stand for a form, whatever language it is in, so that what is learned from
letters of one language holds for all. The files are text, a gloss a line, with the forms that have it, folded:

    # a comment, on a line of its own
    apply @i: bewerbe bewerb
    application document: bewerbungsunterlagen
    @we: unser unsere wir

A mark says whose the form is: `@i` (I, my, and verbs of it), `@we`, `@you` (also politely), `@he` (she, too), `@they`.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

PERSONS = ("@i", "@we", "@you", "@he", "@they")  #: the marks


@dataclass(frozen=True, slots=True)
class Gloss:
    """What a form means."""

    words: tuple[str, ...]  #: in English, in the order of the form's parts
    persons: tuple[str, ...]  #: marks, mostly none or one


@cache
def glosses_of(language: str) -> dict[str, Gloss]:
    """The gloss of each form of a language, by the form. Raises FileNotFoundError for a language that has no file."""
    found: dict[str, Gloss] = {}
    for line in files(__package__).joinpath(f"{language}.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            gloss, _, forms = line.partition(": ")
            parts = gloss.split()
            one = Gloss(
                words=tuple(part for part in parts if part not in PERSONS),
                persons=tuple(part for part in parts if part in PERSONS),
            )
            found.update(dict.fromkeys(forms.split(), one))
    return found
