"""How much a letter reads like an agency's: its marks and its meaning, weighed by what was learned from letters.

The weights are a logistic regression on how often each mark of `manner` and of `make_up` occurs, on what spares the
sender, and on what the letter's `meaning` comes to. They were made by `bench/learn_agencies.py` from those of
`bench/agency_letters` that are to be learned from, and are in `learned.txt`, whose head says how. Nothing that people
decide changes them.

It is one sign of a family of its own, and the weakest of witnesses: no refusal by mail rests on it, none goes out by
itself without it where the letter is long enough, and what spares a sender spares them from it, too. Alone it flags
only where it is very sure and nothing speaks for the writer.
"""

import math
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from itertools import pairwise

from inbox_bot.core.judgement.agency.make_up import (
    ANSWERED_ELSEWHERE,
    FIRM_REGISTERED,
    MAKE_UP,
    PAPERS_CHARGE,
    PAPERS_PRESENT,
    WHO_SIGNS,
    make_up_of,
)
from inbox_bot.core.judgement.agency.manner import LETTERS_READ, MARKS, marks_of
from inbox_bot.core.judgement.agency.meaning import meaning_of
from inbox_bot.core.judgement.agency.sparing import PERSONAL_SIGNALS
from inbox_bot.core.judgement.clues import Clues, evidence
from inbox_bot.core.judgement.machines import is_a_machines
from inbox_bot.core.judgement.verdict import Evidence, Way

FILE = "learned.txt"
CONSTANT = "constant"
LENGTH = "length"  #: of the letter, in words
MEANING = "meaning"  #: what its words come to
TYPICAL_WORDS = 60  # of a letter
#: Marks that few letters have: they are there or not, however often.
THERE_OR_NOT = frozenset({ANSWERED_ELSEWHERE, FIRM_REGISTERED, PAPERS_PRESENT, PAPERS_CHARGE})
#: So many different words of a letter must be known to doubt it (of one in another language nothing is known) and to
#: flag it.
FEWEST, FEWEST_TO_FLAG = 5, 9
SPARES = {f"spares.{sign.__name__}": sign for sign in PERSONAL_SIGNALS}  #: what speaks for a person, each there or not
FEATURES = (*MARKS, *MAKE_UP, *SPARES, LENGTH, MEANING)
TELLING = 4  # letters of a word that tells a reader something
QUOTED = 4  # words that are quoted, of the marks and of the meaning

#: From which sum of weights a letter is doubted, bears out a plain wording, may be flagged beside any other sign, and
#: is flagged where nothing at all speaks for its writer; with what the sign weighs there, and evenly between. By
#: cross-validation over voices.
DOUBTED, BEARS_OUT, FLAGS, ALONE = (1.25, 0.41), (1.6, 0.43), (2.0, 0.5), (2.75, 0.6)
WEIGHT_BEARS_OUT, WEIGHT_FLAGS, WEIGHT_ALONE = BEARS_OUT[1], FLAGS[1], ALONE[1]
#: What a letter must come to without who signs it and from where, to be doubted and to be flagged: recruiters apply,
#: too.
SAID_FROM, SAID_PLAINLY = 0.0, 2.0
#: Below it a letter reads like a person's, whatever single wording is in it: nine of ten persons are below it, and one
#: agency in eighteen.
A_PERSONS = -0.5
ENOUGH_SAID = 16  # different words that are known, of some thirty: a shorter letter tells too little of who wrote it


def found_in(clues: Clues) -> Mapping[str, tuple[str, ...]]:
    """The words by which each mark is in the letter and its papers; a mark that is not there may be left out."""
    return {**marks_of(clues), **make_up_of(clues)}


def features_of(clues: Clues, found: Mapping[str, tuple[str, ...]]) -> dict[str, float]:
    """The figures that are weighed, by name: log(1 + times) of each mark, and of the length the log of words / 60."""
    times = {mark: len(found.get(mark, ())) for mark in (*MARKS, *MAKE_UP)}
    figures = {mark: math.log1p(min(count, 1) if mark in THERE_OR_NOT else count) for mark, count in times.items()}
    words = len(clues.subject.original.split()) + len(clues.typed.original[:LETTERS_READ].split())
    length = math.log(max(15, words) / TYPICAL_WORDS)
    spares = {name: float(sign(clues) is not None) for name, sign in SPARES.items()}
    return figures | spares | {LENGTH: length, MEANING: meaning_of(clues).total}


def reads_like_an_agency(clues: Clues) -> Evidence | None:
    """The letter as a whole, weighed: 'mein Honorar, er kann ab Montag, zwei Schlosser'.

    Not a form's, a robot's or a job board's.
    """
    by_a_program = clues.by_form or (clues.sender is not None and is_a_machines(clues.sender))
    if by_a_program or clues.sending.way is Way.SERVICE:
        return None
    found, meaning = found_in(clues), meaning_of(clues)
    if meaning.known < FEWEST and not any(found.get(mark) for mark in MARKS):
        return None
    weighed, total = _summed(clues, found)
    by_marks_of_who = sum(max(0.0, weighed[mark]) for mark in (*WHO_SIGNS, ANSWERED_ELSEWHERE))
    said = total - (by_marks_of_who + learned()[MEANING] * meaning.by_who)
    doubted_from, _ = DOUBTED if says_enough(clues) else BEARS_OUT
    if total < doubted_from or said < SAID_FROM:
        return None
    said_in_it = [mark for mark in (*MARKS, *MAKE_UP) if weighed[mark] > 0 and mark not in WHO_SIGNS]
    heaviest = sorted(said_in_it, key=lambda mark: -weighed[mark])
    by_marks = [words for mark in heaviest for words in found[mark][:1] if len(words) >= TELLING]
    by_meaning = [words for _, words in meaning.heaviest if len(words) >= TELLING]
    quote = ", ".join(dict.fromkeys((*by_marks[:QUOTED], *by_meaning[:QUOTED])))
    _, only_doubted = DOUBTED
    plainly = said >= SAID_PLAINLY and meaning.known >= FEWEST_TO_FLAG
    weight = _weight(total) if plainly else only_doubted
    return evidence("reads_like_an_agency", weight, quote)


def says_enough(clues: Clues) -> bool:
    """Whether the letter is long enough to read like anybody's."""
    return meaning_of(clues).known >= ENOUGH_SAID


def reads_like_a_person(clues: Clues) -> Evidence | None:
    """The same the other way round: what the letter says is what people write who are no agency. Never flagged."""
    if not says_enough(clues):
        return None
    weighed, total = _summed(clues, found_in(clues))
    if total - sum(weighed[name] for name in SPARES) > A_PERSONS:  # what spares stands for itself
        return None
    lightest = meaning_of(clues).lightest[:QUOTED]
    return evidence("reads_like_a_person", -0.4, ", ".join(words for _, words in lightest))


def _summed(clues: Clues, found: Mapping[str, tuple[str, ...]]) -> tuple[Mapping[str, float], float]:
    """What each figure of the letter comes to, and all of it together."""
    weights = learned()
    weighed = {name: weights[name] * figure for name, figure in features_of(clues, found).items()}
    return weighed, weights[CONSTANT] + sum(weighed.values())


def _weight(total: float) -> float:
    for (low, weight), (high, next_weight) in pairwise((DOUBTED, BEARS_OUT, FLAGS, ALONE)):
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
        raise ValueError(f"{FILE} was made for other marks: run `python -m bench.learn_agencies --write`")
    return weights
