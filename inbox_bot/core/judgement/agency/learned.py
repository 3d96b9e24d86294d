"""How much a letter reads like an agency's: its marks weighed by what was learned from letters.

The weights are a logistic regression on how often each mark of `manner` occurs, made once by `bench/learn_agencies.py`
from the half of `bench/agency_letters` that is for it, and kept in `learned.txt`, whose head says how it was made.
Nothing that people decide changes them.

It is one sign of a family of its own, and the weakest of witnesses: it never flags alone, it counts for nothing where
a refusal by mail is weighed, and what spares a sender spares them from it, too.
"""

import math
from functools import cache
from importlib.resources import files

from inbox_bot.core.judgement.agency.manner import LETTERS_READ, MARKS, OFFERING, OWN, marks_of
from inbox_bot.core.judgement.clues import Clues, evidence
from inbox_bot.core.judgement.sender import is_sent_for_somebody
from inbox_bot.core.judgement.verdict import Evidence

FILE = "learned.txt"
CONSTANT = "constant"
LENGTH = "length"  #: of the letter, in words
TYPICAL_WORDS = 60  # of a letter
FEATURES = (*MARKS, LENGTH)
QUOTED = 3  # marks that are quoted, and words of each

#: From which sum of weights a letter is doubted, may be flagged beside a plain sign, and beside any sign. Where
#: cross-validation alone would put them (0.5 and 1.0), letters of voices that no spare was written for came too close.
DOUBTED_FROM, FLAGS_FROM, SURE_FROM = 1.0, 1.5, 2.0
WEIGHT_DOUBTED, WEIGHT_FLAGS, WEIGHT_SURE = 0.42, 0.48, 0.55  #: what the sign weighs there, and evenly between
OF_ONESELF = 2  # times that somebody seeks work or tells of themselves: then the letter's manner flags nobody


def features_of(clues: Clues) -> dict[str, float]:
    """The figures that are weighed, by name: log(1 + times) of each mark, and of the length the log of words / 60."""
    found = marks_of(clues)
    figures = {mark: math.log1p(len(found.get(mark, ()))) for mark in MARKS}
    words = len(clues.subject.original.split()) + len(clues.typed.original[:LETTERS_READ].split())
    return figures | {LENGTH: math.log(max(15, words) / TYPICAL_WORDS)}


def reads_like_an_agency(clues: Clues) -> Evidence | None:
    """The marks of the letter, weighed: 'mein Honorar, er kann ab Montag, zwei Schlosser'.

    Names and pronouns alone are no sign: the letter must have some word of the trade.
    """
    if is_sent_for_somebody(clues):
        return None
    weights, figures = learned(), features_of(clues)
    weighed = {name: weights[name] * figures[name] for name in FEATURES}
    total = weights[CONSTANT] + sum(weighed.values())
    found = marks_of(clues)
    if total < DOUBTED_FROM or not any(found.get(mark) for mark in OFFERING):
        return None
    heaviest = sorted((mark for mark in MARKS if weighed[mark] > 0), key=lambda mark: -weighed[mark])[:QUOTED]
    quote = ", ".join(dict.fromkeys(word for mark in heaviest for word in found[mark][:QUOTED]))
    return evidence(
        "reads_like_an_agency", _weight(total, of_oneself=sum(len(found.get(mark, ())) for mark in OWN)), quote
    )


def _weight(total: float, *, of_oneself: int) -> float:
    if total >= FLAGS_FROM and of_oneself < OF_ONESELF:
        share = min(1.0, (total - FLAGS_FROM) / (SURE_FROM - FLAGS_FROM))
        return round(WEIGHT_FLAGS + share * (WEIGHT_SURE - WEIGHT_FLAGS), 3)
    share = min(1.0, (total - DOUBTED_FROM) / (FLAGS_FROM - DOUBTED_FROM))
    return round(WEIGHT_DOUBTED + share * (WEIGHT_FLAGS - 0.01 - WEIGHT_DOUBTED), 3)


@cache
def learned() -> dict[str, float]:
    """The weight of each feature, and the constant. Raises ValueError where the file has others than those."""
    text = files(__package__).joinpath(FILE).read_text(encoding="utf-8")
    lines = (line.partition(" = ") for line in text.splitlines() if line and not line.startswith("#"))
    weights = {name: float(weight) for name, _, weight in lines}
    if set(weights) != {CONSTANT, *FEATURES}:
        raise ValueError(f"{FILE} was made for other marks: run `python -m bench.learn_agencies`")
    return weights
