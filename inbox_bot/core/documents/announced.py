"""Whether a letter announces a CV: "please find my CV attached", "Lebenslauf anbei".

The senders know best what they attached: where one document is left that could be anything, this says what it is.
"""

import re
from collections.abc import Iterable

from inbox_bot.core.documents.cv_signs import plain_letters
from inbox_bot.core.documents.role_words import ANNOUNCING, CV_NOUNS, NOT_ANNOUNCING
from inbox_bot.core.message.subjects import is_somebody_elses
from inbox_bot.core.message.values import Message

LOOKED_AT = 20_000  # characters of a letter
_SENTENCE_END = re.compile(r"[!?;]|\.(?=\s)|\n\s*\n")


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted({plain_letters(word) for word in words}, key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\w)")


_CV, _HERE, _NOT_HERE = _any_of(CV_NOUNS), _any_of(ANNOUNCING), _any_of(NOT_ANNOUNCING)


def announces_a_cv(message: Message) -> bool:
    """Whether the mail, or one inside it, says that a CV is attached; a subject that names one says so too."""
    return any(
        _in_subject(mail.subject) or any(map(_in_sentence, _SENTENCE_END.split(plain_letters(mail.typed[:LOOKED_AT]))))
        for mail in (message, *message.enclosed)
    )


def _in_sentence(sentence: str) -> bool:
    return bool(_CV.search(sentence) and _HERE.search(sentence) and not _NOT_HERE.search(sentence))


def _in_subject(subject: str) -> bool:
    """A subject that somebody answers is not the sender's own word."""
    plain = plain_letters(subject[:LOOKED_AT])
    return bool(_CV.search(plain) and not _NOT_HERE.search(plain) and not is_somebody_elses(subject))
