"""Is it a thank-you and nothing else? Then nobody has to do anything.

Every word counts: what is left over when thanks, greetings and the writer's name are taken away is something that a
person may have to read.
"""

from inbox_bot.core.judgement.clues import Clues
from inbox_bot.core.judgement.text.wording import fold, pattern_of
from inbox_bot.core.lexicon.phrases import words

LONGEST = 300  # characters

_THANKS = pattern_of("kind.thanks")
_COURTESY = words("kind.courtesy")  # what stands around thanks


def is_only_thanks(clues: Clues) -> bool:
    """Whether it thanks and says nothing else; never with a document, or a question."""
    text = clues.typed.folded.strip()
    if clues.documents or not text or len(text) > LONGEST or "?" in text or not clues.typed.has(_THANKS):
        return False
    names = {*fold(clues.sender.name[:200] if clues.sender else "").split()}
    rest = list(text)
    for match in _THANKS.finditer(text):
        rest[match.start() : match.end()] = " " * (match.end() - match.start())
    left = "".join(character if character.isalnum() or character in "-'" else " " for character in rest).split()
    return all(word in _COURTESY or word in names for word in left)
