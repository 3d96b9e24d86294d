"""Is it a yes to what we asked, and nothing else?

Only a plain one is: each piece of what the writer typed is a yes, a courtesy or their name. What is left over may be a
condition, a question or a no, and a person reads it. Nothing is searched for in the text, so that no word within a
sentence ("yes please delete it") is taken for an answer.

One language's yes is another's thanks ("tak" in Polish and in Danish): so it is told in which it is one.
"""

import re

from inbox_bot.core.judgement.clues import Clues
from inbox_bot.core.judgement.text.wording import fold, pattern, pattern_of
from inbox_bot.core.lexicon.phrases import LANGUAGES, sections_of

LONGEST = 300  # characters
_YES = {language: pattern(*sections_of(language)["kind.agrees"]) for language in LANGUAGES}
_AROUND = pattern_of("kind.agrees_around")
_ENDS = re.compile(r"[\n.,;:!]+")


def yes_in(clues: Clues) -> frozenset[str]:
    """The languages (ISO 639-1) in which it agrees and says nothing else; none with a document, or a question."""
    text = clues.typed.folded.strip()
    if clues.documents or not text or len(text) > LONGEST or "?" in text:
        return frozenset()
    names = frozenset(_words(fold(clues.sender.name[:200] if clues.sender else "")))
    pieces = [" ".join(words) for piece in _ENDS.split(text) if (words := _words(piece))]
    open_ = [piece for piece in pieces if not (_AROUND.fullmatch(piece) or names.issuperset(piece.split()))]
    return frozenset(
        language
        for language, yes in _YES.items()
        if all(yes.fullmatch(piece) for piece in open_) and any(yes.fullmatch(piece) for piece in pieces)
    )


def _words(text: str) -> list[str]:
    text = text.replace("ß", "ss")  # a pattern's word ends at an ASCII letter
    return "".join(character if character.isalnum() or character in "'-" else " " for character in text).split()
