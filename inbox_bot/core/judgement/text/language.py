"""Which language a text is in: a vote of small words that only one or two languages have.

Pure counting over the first 400 words; no model, no dictionary. Short texts give no answer rather than a guess.
"""

import re

from inbox_bot.core.judgement.text.wording import fold
from inbox_bot.core.lexicon.phrases import LANGUAGES, sections_of

WORDS_LOOKED_AT = 400
LETTERS_LOOKED_AT = 6_000
FEWEST_VOTES = 2  # small words of the winner; below it the text is too short to tell

_SMALL_WORDS = {language: sections_of(language)["text.small_words"] for language in LANGUAGES}
_VOTERS: dict[str, tuple[str, ...]] = {}
for _language, _words in _SMALL_WORDS.items():
    for _word in _words:
        _VOTERS[_word] = (*_VOTERS.get(_word, ()), _language)
_WORD = re.compile(r"[^\W\d_]{1,30}")


def language_of(*texts: str) -> str | None:
    """The ISO 639-1 code of the first of the texts that is long enough to tell; None where none is."""
    for text in texts:
        votes: dict[str, float] = {}
        for word in _WORD.findall(text[:LETTERS_LOOKED_AT].lower())[:WORDS_LOOKED_AT]:
            voters = _VOTERS.get(word, ())
            for language in voters:
                votes[language] = votes.get(language, 0.0) + 1 / len(voters)
        if votes:
            (language, count), *others = sorted(votes.items(), key=lambda vote: -vote[1])
            if count >= FEWEST_VOTES and (not others or count > others[0][1]):
                return language
    return None


def compounds_in(language: str, *texts: str) -> bool:
    """Whether the language of the texts, or the company's, puts words together: `Berufskraftfahrer`."""
    return language in _COMPOUNDING or language_of(*texts) in _COMPOUNDING


_COMPOUNDING = ("de", "nl")


def small_words() -> frozenset[str]:
    """All small words of all languages, folded: words that say nothing of what a text is about."""
    return _FOLDED_SMALL_WORDS


_FOLDED_SMALL_WORDS = frozenset(fold(word) for words in _SMALL_WORDS.values() for word in words)
