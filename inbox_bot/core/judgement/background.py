"""In how many of a background of CVs a word, or a pair of words, occurs (figures only)."""

CVS = 1
WORDS: dict[str, int] = {}
PAIRS: dict[str, int] = {}
