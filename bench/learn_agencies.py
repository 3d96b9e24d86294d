"""What an agency's letter is told by: learned from the letters of bench/agency_letters that are to be learned from.

    python -m bench.learn_agencies [--write]

Offline, and without any library. First what each feature of a letter's meaning weighs: a linear machine. Then what a
letter comes to by it, beside its marks: a logistic regression, on totals of letters that the machine did not learn
from. It says what cross-validation by voice finds, a voice's letters always together; with --write the weights go into
meaning.txt and learned.txt of inbox_bot/core/judgement/agency. What is set aside, or counted to choose by, is never
opened.
"""

import argparse
import hashlib
import math
import random
import re
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from pathlib import Path

from bench.agencies import LETTERS, MOMENT, RULES, Letter, letters
from bench.weighing import margin, margins, newton, total
from inbox_bot.core.judgement.agency import learned, meaning
from inbox_bot.core.judgement.agency.learned import CONSTANT, FEATURES, MEANING, features_of, found_in
from inbox_bot.core.judgement.clues import clues_of
from inbox_bot.core.judgement.verdict import NOTHING_KNOWN
from inbox_bot.core.lexicon.glosses import gloss
from inbox_bot.core.message.values import Location, RawMail
from inbox_bot.edges import rules_file
from inbox_bot.edges.reading.pool import ReadingPool

FILE = Path(learned.__file__).with_name(learned.FILE)
GLOSSES = Path(gloss.__file__).parent
MEANINGS = Path(meaning.__file__).with_name(meaning.FILE)
#: Where the letters are that are learned from, and how often each of them counts: most mails are plain, and those that
#: were written to be hard avoid the trade's words, or misuse them, more often than people do.
LEARNED_FROM = {"known": 2, "further": 1, "many": 1, "plain": 5}
SELDOM = 4  # a feature of fewer letters says too little
HEAVIEST = 30_000  # features that are kept, by what they weigh and how many letters have them
FOLDS = 6
DIGITS = 4
HEAD = """\
# {what}
# Made by `python -m bench.learn_agencies --write` and by nothing else, from {letters} letters of {voices} voices in
# bench/agency_letters ({folders}; sha256 of the files {digest}).
"""


@dataclass(frozen=True, kw_only=True)
class Sample:
    """A letter as it is learned from."""

    voice: str
    language: str
    label: str
    agency: bool
    times: int  #: it counts as so many
    meaning: frozenset[str]  #: features of what it says
    figures: Mapping[str, float]  #: its marks


def samples() -> list[Sample]:
    """All letters that are learned from, read as the daemon reads them."""
    rules = rules_file.read(RULES)
    found = [letter for folder in LEARNED_FROM for letter in letters(folder, rules.mailboxes[0].address)]
    with tempfile.TemporaryDirectory() as folder, ReadingPool(workers=2, cage=rules.reading.cage) as pool:
        mails = [_fetched(letter, Path(folder) / f"{at}.eml", at) for at, letter in enumerate(found, start=1)]
        readings = list(pool.read(mails))
    all_clues = [clues_of(reading, rules, NOTHING_KNOWN) for reading in readings]
    return [
        Sample(
            voice=letter.voice,
            language=letter.language,
            label=letter.label,
            agency=letter.label == "agency",
            times=LEARNED_FROM[letter.half],
            meaning=frozenset(meaning.features_of(clues)),
            figures=features_of(clues, found_in(clues)),
        )
        for letter, clues in zip(found, all_clues, strict=True)
    ]


def _fetched(letter: Letter, file: Path, uid: int) -> RawMail:
    content = letter.raw.as_bytes()
    file.write_bytes(content)
    return RawMail(
        location=Location(mailbox="jobs", folder="INBOX", uidvalidity=1, uid=uid),
        raw_hash=hashlib.sha256(content).hexdigest(),
        size_bytes=len(content),
        received_at=MOMENT,
        flags=frozenset(),
        spool=file,
        headers_only=False,
    )


def digest() -> str:
    """SHA-256 over the files that are learned from, in the order of their names, and over the glosses."""
    whole = hashlib.sha256()
    for file in sorted(GLOSSES.glob("*.txt")):
        whole.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    for folder in LEARNED_FROM:
        for file in sorted((LETTERS / folder).rglob("*.txt")):
            whole.update(file.relative_to(LETTERS).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return whole.hexdigest()


def learn_meaning(found: Sequence[Sample]) -> dict[str, float]:
    """What each of the heaviest features weighs, and under "" the constant: learned once to choose them, and again."""
    counts = Counter(feature for each in found for feature in each.meaning)
    first = _weights_of(found, {feature for feature, count in counts.items() if count >= SELDOM})
    del first[""]
    strength = {feature: abs(weight) * math.sqrt(counts[feature]) for feature, weight in first.items()}
    return _weights_of(found, set(sorted(strength, key=lambda feature: (-strength[feature], feature))[:HEAVIEST]))


def _weights_of(found: Sequence[Sample], kept: Set[str]) -> dict[str, float]:
    return margins(
        [each.meaning & kept for each in found],
        [each.agency for each in found],
        [each.times for each in found],
        meaning.FEW,
    )


def with_meaning(found: Sequence[Sample], totals: Iterable[float]) -> list[Sample]:
    """The same letters, what their meaning comes to among their figures."""
    return [replace(each, figures={**each.figures, MEANING: value}) for each, value in zip(found, totals, strict=True)]


def learn_marks(found: Sequence[Sample]) -> list[float]:
    """A weight for each figure of a letter, and the constant at the end."""
    return newton([_row(each) for each in found], [each.agency for each in found], [each.times for each in found])


def _row(each: Sample) -> list[float]:
    return [each.figures[feature] for feature in FEATURES]


def in_turns(found: Sequence[Sample]) -> list[tuple[list[Sample], list[int]]]:
    """Of each fold the letters of all other voices, and the places of its own."""
    voices = sorted({each.voice for each in found})
    fold_of = {voice: place % FOLDS for place, voice in enumerate(random.Random(0).sample(voices, len(voices)))}
    return [
        (
            [each for each in found if fold_of[each.voice] != fold],
            [at for at, each in enumerate(found) if fold_of[each.voice] == fold],
        )
        for fold in range(FOLDS)
    ]


def meaning_in_turns(found: Sequence[Sample]) -> list[float]:
    """What the meaning of each letter comes to by weights that were learned without its voice."""
    totals = [0.0] * len(found)
    for others, own in in_turns(found):
        weights = learn_meaning(others)
        for at in own:
            totals[at] = margin(weights, found[at].meaning, meaning.FEW)
    return totals


def marks_in_turns(found: Sequence[Sample]) -> list[float]:
    """What each letter comes to by weights that were learned without its voice."""
    totals = [0.0] * len(found)
    for others, own in in_turns(found):
        weights = learn_marks(others)
        for at in own:
            totals[at] = total(weights, _row(found[at]))
    return totals


def report(found: Sequence[Sample], totals: Sequence[float]) -> None:
    """Print how well the totals tell agencies, by language and at each sum, then one `name=value` a line."""
    for language in sorted({each.language for each in found}):
        of_it = [(each.agency, value) for each, value in zip(found, totals, strict=True) if each.language == language]
        print(f"{language}: {_ranked(of_it):.3f}")
    print("from    " + "".join(f"{label:>10}" for label in ("agency", "genuine", "neither")))
    for tenth in range(-5, 41, 5):
        shares = [
            _share(value >= tenth / 10 for each, value in zip(found, totals, strict=True) if each.label == label)
            for label in ("agency", "genuine", "neither")
        ]
        print(f"{tenth / 10:<8}" + "".join(f"{share:>10.3f}" for share in shares))
    ranked = _ranked([(each.agency, value) for each, value in zip(found, totals, strict=True)])
    print(f"ranked_right={ranked:.3f}")


def _share(which: Iterable[bool]) -> float:
    chosen = list(which)
    return sum(chosen) / len(chosen)


def _ranked(found: Sequence[tuple[bool, float]]) -> float:
    """How often an agency's letter comes to more than another one: the area under the curve."""
    ranks = {value: rank for rank, value in enumerate(sorted(value for _, value in found), start=1)}
    agencies = [ranks[value] for agency, value in found if agency]
    count = len(agencies)
    return (sum(agencies) - count * (count + 1) / 2) / (count * (len(found) - count))


def head(found: Sequence[Sample], what: str) -> str:
    """The comment above the weights."""
    return HEAD.format(
        what=what,
        letters=f"{len(found):,}",
        voices=f"{len({each.voice for each in found}):,}",
        folders=", ".join(LEARNED_FROM),
        digest=digest()[:16],
    )


def written_meaning(found: Sequence[Sample], weights: Mapping[str, float]) -> str:
    """The file with what each feature weighs; what weighs nothing counts in a letter's length, so it is kept."""
    scaled = {feature or meaning.CONSTANT: round(weight * meaning.SCALE) for feature, weight in weights.items()}
    lines = "\n".join(f"{feature} {weight}" for feature, weight in sorted(scaled.items()))
    what = "What a feature of a letter weighs, in thousandths: read by core/judgement/agency/meaning.py."
    return f"{head(found, what)}\n{lines}\n"


def written_marks(found: Sequence[Sample], weights: Sequence[float]) -> str:
    """The file with what the marks weigh."""
    lines = [f"{name} = {round(weight, DIGITS)}" for name, weight in zip((*FEATURES, CONSTANT), weights, strict=True)]
    what = "What each mark of a letter weighs: read by core/judgement/agency/learned.py."
    return f"{head(found, what)}\n" + "\n".join(lines) + "\n"


def letters_learned_from() -> list[str]:
    """The digest in the head of each of the two files that are there."""
    return [
        digest
        for file in (FILE, MEANINGS)
        for digest in re.findall(r"sha256 of the files ([0-9a-f]{16})", file.read_text(encoding="utf-8"))
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--write", action="store_true", help="write the weights")
    asked = parser.parse_args()
    found = samples()
    totals = meaning_in_turns(found)
    print("by their meaning alone")
    report(found, totals)
    found = with_meaning(found, totals)
    print("by their meaning and their marks")
    report(found, marks_in_turns(found))
    if asked.write:
        MEANINGS.write_text(written_meaning(found, learn_meaning(found)), encoding="utf-8")
        FILE.write_text(written_marks(found, learn_marks(found)), encoding="utf-8")


if __name__ == "__main__":
    main()
