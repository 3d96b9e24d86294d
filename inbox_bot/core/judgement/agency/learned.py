"""How much a letter reads like an agency's: its marks weighed by what was learned from letters.

The weights are a logistic regression on how often each mark of `manner` and of `make_up` occurs, made once by
`bench/learn_agencies.py` from the half of `bench/agency_letters` that is for it, and kept in `learned.txt`, whose head
says how it was made. Nothing that people decide changes them.

It is one sign of a family of its own, and the weakest of witnesses: it counts for nothing where a refusal by mail is
weighed, and what spares a sender spares them from it, too. Alone it flags only where it is very sure and nothing speaks
for the writer.
"""

import math
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from itertools import pairwise

from inbox_bot.core.judgement.agency.make_up import MAKE_UP, SHOWING, WHO_SIGNS, make_up_of
from inbox_bot.core.judgement.agency.manner import LETTERS_READ, MARKS, OFFERING, marks_of
from inbox_bot.core.judgement.clues import Clues, evidence
from inbox_bot.core.judgement.machines import is_a_machines
from inbox_bot.core.judgement.verdict import Evidence

FILE = "learned.txt"
CONSTANT = "constant"
LENGTH = "length"  #: of the letter, in words
TYPICAL_WORDS = 60  # of a letter
FEATURES = (*MARKS, *MAKE_UP, LENGTH)
QUOTED = 3  # marks that are quoted, and words of each

#: From which sum of weights a letter is doubted, may be flagged beside another sign, and is flagged where nothing at
#: all speaks for its writer; with what the sign weighs there, and evenly between. By cross-validation over voices.
DOUBTED, FLAGS, ALONE = (0.5, 0.42), (1.0, 0.5), (2.0, 0.6)
WEIGHT_FLAGS, WEIGHT_ALONE = FLAGS[1], ALONE[1]
#: What a letter must come to without who signs it and from where, to be doubted and to be flagged: recruiters apply,
#: too.
SAID_FROM, SAID_PLAINLY = -0.5, 0.0


def found_in(clues: Clues) -> Mapping[str, tuple[str, ...]]:
    """The words by which each mark is in the letter and its papers; a mark that is not there may be left out."""
    return {**marks_of(clues), **make_up_of(clues)}


def features_of(clues: Clues, found: Mapping[str, tuple[str, ...]]) -> dict[str, float]:
    """The figures that are weighed, by name: log(1 + times) of each mark, and of the length the log of words / 60."""
    figures = {mark: math.log1p(len(found.get(mark, ()))) for mark in (*MARKS, *MAKE_UP)}
    words = len(clues.subject.original.split()) + len(clues.typed.original[:LETTERS_READ].split())
    return figures | {LENGTH: math.log(max(15, words) / TYPICAL_WORDS)}


def reads_like_an_agency(clues: Clues) -> Evidence | None:
    """The marks of the letter, weighed: 'mein Honorar, er kann ab Montag, zwei Schlosser'. Not of a form's, a robot's.

    Names and pronouns alone are no sign: the letter must have some word of the trade.
    """
    if clues.by_form or (clues.sender is not None and is_a_machines(clues.sender)):
        return None
    weights, found = learned(), found_in(clues)
    weighed = {name: weights[name] * figure for name, figure in features_of(clues, found).items()}
    total = weights[CONSTANT] + sum(weighed.values())
    said = total - sum(max(0.0, weighed[mark]) for mark in WHO_SIGNS)
    if total < DOUBTED[0] or said < SAID_FROM or not any(found.get(mark) for mark in (*OFFERING, *SHOWING)):
        return None
    said_in_it = [mark for mark in (*MARKS, *MAKE_UP) if weighed[mark] > 0 and mark not in WHO_SIGNS]
    heaviest = sorted(said_in_it, key=lambda mark: -weighed[mark])
    quote = ", ".join(dict.fromkeys(word for mark in heaviest[:QUOTED] for word in found[mark][:QUOTED]))
    weight = _weight(total)
    return evidence("reads_like_an_agency", weight if said >= SAID_PLAINLY else min(weight, DOUBTED[1]), quote)


def _weight(total: float) -> float:
    for (low, weight), (high, next_weight) in pairwise((DOUBTED, FLAGS, ALONE)):
        if total < high:
            even = weight + (next_weight - weight) * (total - low) / (high - low)
            return round(min(even, next_weight - 0.001), 3)
    return WEIGHT_ALONE


@cache
def learned() -> dict[str, float]:
    """The weight of each feature, and the constant. Raises ValueError where the file has others than those."""
    text = files(__package__).joinpath(FILE).read_text(encoding="utf-8")
    lines = (line.partition(" = ") for line in text.splitlines() if line and not line.startswith("#"))
    weights = {name: float(weight) for name, _, weight in lines}
    if set(weights) != {CONSTANT, *FEATURES}:
        raise ValueError(f"{FILE} was made for other marks: run `python -m bench.learn_agencies`")
    return weights
