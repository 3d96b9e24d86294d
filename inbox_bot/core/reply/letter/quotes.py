"""Whether a mail quotes a letter of ours, without the letter being kept: both are compared by hashes of passages.

A letter has a passage for each of its long lines: how the line begins, as folded text. A mail has one for each place
where a word begins, so that a quotation is found however it was marked and wrapped anew. Only equal passages have equal
hashes; the hashes are made with the ledger's key, which knows nothing of what is compared.
"""

import re
from collections.abc import Iterator

from inbox_bot.core.message.values import Message

QUOTE_CHARACTERS = 60  # a line of our text as long as this, quoted, is no coincidence
LINES = 100  # of a letter that are looked at
QUOTED_LIMIT = 200_000  # characters of a mail's text, and of its quotations; a form letter's quote is not below that
_BEGINS = re.compile(r"(?<![^\W_])\S")  # what begins a word, or any sign


def passages_of_letter(text: str) -> tuple[str, ...]:
    """How each long line of a letter begins; none where it has no line of sixty characters."""
    folded = map(_folded, text.splitlines()[:LINES])
    return tuple(dict.fromkeys(line[:QUOTE_CHARACTERS] for line in folded if len(line) >= QUOTE_CHARACTERS))


def passages_in(message: Message) -> Iterator[str]:
    """Every passage of a mail, typed and quoted, that could be one of a letter."""
    said = _folded(f"{message.text[:QUOTED_LIMIT]}\n{message.quoted[:QUOTED_LIMIT]}")
    for begin in _BEGINS.finditer(said, 0, max(0, len(said) - QUOTE_CHARACTERS + 1)):
        yield said[begin.start() : begin.start() + QUOTE_CHARACTERS]


def _folded(text: str) -> str:
    return " ".join(text.replace(">", " ").split()).casefold()
