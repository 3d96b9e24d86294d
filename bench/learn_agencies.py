"""What the marks of an agency's letter weigh: learned from the half of bench/agency_letters that is for rules.

    python -m bench.learn_agencies [--write]

Offline, and without any library: a logistic regression by Newton's method, with a penalty on the square of the
weights, both sides counted alike. It says what three-fold cross-validation by voice finds, a voice's letters always
together; with --write it puts the weights into inbox_bot/core/judgement/agency/learned.txt. The half set aside is never
opened.
"""

import argparse
import hashlib
import math
import random
import re
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.agencies import LETTERS, MOMENT, RULES, Letter, letters
from inbox_bot.core.judgement.agency import learned
from inbox_bot.core.judgement.agency.learned import CONSTANT, FEATURES, features_of, found_in
from inbox_bot.core.judgement.clues import clues_of
from inbox_bot.core.judgement.verdict import NOTHING_KNOWN
from inbox_bot.core.message.values import Location, RawMail
from inbox_bot.edges import rules_file
from inbox_bot.edges.reading.pool import ReadingPool

FILE = Path(learned.__file__).with_name(learned.FILE)
PENALTY = 20.0  # on the square of a weight, its feature scaled to a deviation of 1
FOLDS = 3
SHUFFLES = 5
STEPS = 30
DIGITS = 4
HEAD = """\
# How much each mark of a letter weighs, times log(1 + how often it occurs): read by core/judgement/agency/learned.py.
# Made by `python -m bench.learn_agencies --write` and by nothing else: a logistic regression on the letters of
# bench/agency_letters/known ({letters} letters, {voices} voices, sha256 of the files {digest}).
"""


@dataclass(frozen=True, kw_only=True)
class Sample:
    """A letter as it is learned from."""

    voice: str
    group: tuple[str, str]  #: language and label: each fold gets voices of every group
    label: str
    agency: bool
    row: tuple[float, ...]


def samples() -> list[Sample]:
    """All letters of the known half, read as the daemon reads them."""
    rules = rules_file.read(RULES)
    found = list(letters("known", rules.mailboxes[0].address))
    with tempfile.TemporaryDirectory() as folder, ReadingPool(workers=2, cage=rules.reading.cage) as pool:
        mails = [_fetched(letter, Path(folder) / f"{at}.eml", at) for at, letter in enumerate(found, start=1)]
        readings = list(pool.read(mails))
    all_clues = [clues_of(reading, rules, NOTHING_KNOWN) for reading in readings]
    return [
        Sample(
            voice=letter.name.rpartition(" ")[0],
            group=(letter.language, letter.label),
            label=letter.label,
            agency=letter.label == "agency",
            row=tuple(features_of(clues, found_in(clues)).values()),
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
    """SHA-256 over the known half's files, in the order of their names."""
    whole = hashlib.sha256()
    for file in sorted((LETTERS / "known").rglob("*.txt")):
        whole.update(file.relative_to(LETTERS).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return whole.hexdigest()


def fit(found: Sequence[Sample]) -> list[float]:
    """A weight for each feature, and the constant at the end."""
    count, wide = len(found), len(FEATURES)
    means = [sum(each.row[at] for each in found) / count for at in range(wide)]
    spreads = [math.sqrt(sum((each.row[at] - means[at]) ** 2 for each in found) / count) + 1e-3 for at in range(wide)]
    rows = [[(value - mean) / by for value, mean, by in zip(each.row, means, spreads, strict=True)] for each in found]
    agencies = sum(each.agency for each in found)
    counted = [count / (2 * agencies) if each.agency else count / (2 * (count - agencies)) for each in found]
    weights = [0.0] * (wide + 1)
    for _ in range(STEPS):
        step = _step(rows, [float(each.agency) for each in found], counted, weights)
        weights = [weight - each for weight, each in zip(weights, step, strict=True)]
        if max(map(abs, step)) < 1e-9:
            break
    scaled = [weight / by for weight, by in zip(weights, spreads, strict=False)]
    return [*scaled, weights[-1] - sum(weight * mean for weight, mean in zip(scaled, means, strict=True))]


def _step(
    rows: Sequence[Sequence[float]], wanted: Sequence[float], counted: Sequence[float], weights: Sequence[float]
) -> list[float]:
    """Newton's step: the gradient, divided by the second derivatives."""
    size = len(weights)
    slope = [PENALTY * weight for weight in weights[:-1]] + [0.0]
    bend = [[PENALTY * (at == to) if at < size - 1 else 1e-6 * (at == to) for to in range(size)] for at in range(size)]
    for row, want, counts in zip(rows, wanted, counted, strict=True):
        whole = [*row, 1.0]
        chance = 1 / (1 + math.exp(-sum(value * weight for value, weight in zip(whole, weights, strict=True))))
        for at, value in enumerate(whole):
            slope[at] += counts * (chance - want) * value
            scaled = counts * chance * (1 - chance) * value
            line = bend[at]
            for to in range(at + 1):
                line[to] += scaled * whole[to]
    for at in range(size):
        for to in range(at):
            bend[to][at] = bend[at][to]
    return _solved(bend, slope)


def _solved(matrix: list[list[float]], right: list[float]) -> list[float]:
    """The solution of a linear system, by Gauss; the matrix is positive definite, so that nothing need be exchanged."""
    size = len(right)
    for at in range(size):
        for below in range(at + 1, size):
            times = matrix[below][at] / matrix[at][at]
            if times:
                for to in range(at, size):
                    matrix[below][to] -= times * matrix[at][to]
                right[below] -= times * right[at]
    for at in reversed(range(size)):
        right[at] = (right[at] - sum(matrix[at][to] * right[to] for to in range(at + 1, size))) / matrix[at][at]
    return right


def total(weights: Sequence[float], row: Iterable[float]) -> float:
    """What a letter comes to."""
    return weights[-1] + sum(weight * value for weight, value in zip(weights, row, strict=False))


def cross_validated(found: Sequence[Sample]) -> list[float]:
    """What each letter comes to by weights that were learned without its voice: the mean over several shuffles."""
    totals = [0.0] * len(found)
    for shuffle in range(SHUFFLES):
        folds = _folds(found, random.Random(shuffle))
        for fold in range(FOLDS):
            weights = fit([each for each in found if folds[each.voice] != fold])
            for at, each in enumerate(found):
                if folds[each.voice] == fold:
                    totals[at] += total(weights, each.row) / SHUFFLES
    return totals


def _folds(found: Sequence[Sample], chance: random.Random) -> dict[str, int]:
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for group, voice in sorted({(each.group, each.voice) for each in found}):
        groups[group].append(voice)
    ordered = [voice for voices in groups.values() for voice in chance.sample(voices, len(voices))]
    return {voice: place % FOLDS for place, voice in enumerate(ordered)}


def report(found: Sequence[Sample], totals: Sequence[float]) -> None:
    """Print how well the totals tell agencies, by language and at each sum, then one `name=value` a line."""
    for language in sorted({each.group[0] for each in found}):
        of_it = [(each.agency, value) for each, value in zip(found, totals, strict=True) if each.group[0] == language]
        print(f"{language}: {_ranked(of_it):.2f}")
    print("from    " + "".join(f"{label:>10}" for label in ("agency", "genuine", "neither")))
    for tenth in range(-5, 31, 5):
        counts = [
            sum(1 for each, value in zip(found, totals, strict=True) if each.label == label and value >= tenth / 10)
            for label in ("agency", "genuine", "neither")
        ]
        print(f"{tenth / 10:<8}" + "".join(f"{count:>10}" for count in counts))
    ranked = _ranked([(each.agency, value) for each, value in zip(found, totals, strict=True)])
    print(f"ranked_right={ranked:.3f}")


def _ranked(found: Sequence[tuple[bool, float]]) -> float:
    """How often an agency's letter comes to more than another one: the area under the curve."""
    agencies, others = ([value for agency, value in found if agency is which] for which in (True, False))
    return sum(mine > theirs for mine in agencies for theirs in others) / (len(agencies) * len(others))


def written(found: Sequence[Sample]) -> str:
    """The file with the weights."""
    names = (*FEATURES, CONSTANT)
    lines = [f"{name} = {round(weight, DIGITS)}" for name, weight in zip(names, fit(found), strict=True)]
    head = HEAD.format(letters=len(found), voices=len({each.voice for each in found}), digest=digest()[:16])
    return f"{head}\n" + "\n".join(lines) + "\n"


def letters_learned_from() -> str | None:
    """The digest in the head of the file that is there."""
    match = re.search(r"sha256 of the files ([0-9a-f]{16})", FILE.read_text(encoding="utf-8"))
    return match.group(1) if match else None


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--write", action="store_true", help="write the weights")
    found = samples()
    if parser.parse_args().write:
        FILE.write_text(written(found), encoding="utf-8")
    report(found, cross_validated(found))


if __name__ == "__main__":
    main()
