"""Words that are set with a blank between their letters: "A N N   L E E"."""

import re

FEWEST_LETTERS = 4  # of the whole line: "A & B" and "I, II" are shorter
SINGLE_SHARE = 0.8  # of the pieces that are one letter

_WIDE = re.compile(r"\s{2,}|\u2003|\t")


def joined(line: str) -> str | None:
    """The line with its words joined, where wider gaps show which letters are a word; None where it isn't set so.

    Without a wider gap nobody can tell "A N N L E E" from "A N N L E E": it is one word then.

    >>> joined("A N N   L E E"), joined("A B C Ltd"), joined("J. R. Whitby")
    ('ANN LEE', None, None)
    """
    pieces = line.split()
    letters = [piece for piece in pieces if len(piece) == 1 and (piece.isalpha() or piece in "-.'’&,")]
    if len(letters) < FEWEST_LETTERS or len(letters) < SINGLE_SHARE * len(pieces):
        return None
    if sum(piece.isalpha() for piece in letters) < FEWEST_LETTERS:
        return None
    return " ".join("".join(word.split()) for word in _WIDE.split(line.strip()) if word.strip())
