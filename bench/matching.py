"""The vacancy that a CV alone is for: `python -m bench.matching`, on 144 CVs of 24 fields (CC0) where they are at hand.

Each field has a vacancy with its name as title and six keywords; a second list has titles and keywords as companies
advertise, narrower than the fields. Half of the CVs (the first three of each field) chose what keywords count and the
floor in `judgement/vacancy/guess`; the other half is what is reported. The other weights come from other CVs.

A CV is compared over a background without its own field: nothing is known of such work. That flatters: where the other
fields are known, theirs is corrected by CVs of their own, and its is not. So the same is said over a background that
lacks the CV alone (`known`), as it is for work that the background knows; and over none, as in another language.

How many are filed where some vacancies are offered is counted over all ways to draw them. Peers, in the same run: how
many words are shared, BM25 (Robertson and Zaragoza 2009, k1 1.5, b 0.75), and plain TF-IDF cosine of words and pairs.
Ends with `name=value` lines; what has an interval has one of 95 %, over CVs.
"""

import math
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from math import comb

from bench.background import text_of
from bench.cvs import found_cvs
from bench.fields import ADVERTISED, NAMED
from inbox_bot.core.judgement.text.wording import FoldedText
from inbox_bot.core.judgement.vacancy.guess import AHEAD, IN_ANOTHER_LANGUAGE, floor_of
from inbox_bot.core.judgement.vacancy.likeness.background import Background
from inbox_bot.core.judgement.vacancy.likeness.compare import likenesses, profiles_of
from inbox_bot.core.judgement.vacancy.likeness.terms import Counts, counts_of
from inbox_bot.core.rules.model import Vacancy

OFFERED = (1, 3, 10)
TIMES_THE_FLOOR = (0.7, 0.85, 1.0, 1.25, 1.5)  # of the trade-off
Scores = Mapping[str, float]
Peer = Callable[[Counts, Sequence[tuple[str, Counts]], Background], Scores]


@dataclass(frozen=True, slots=True)
class Cv:
    """A CV, and its field."""

    field: str
    text: FoldedText
    counts: Counts
    reported: bool


def main() -> int:
    """Print the tables and the figures."""
    files = found_cvs()
    if not files:
        print("there are no CVs: give their folder as BENCH_CVS", file=sys.stderr)
        return 2
    cvs = _read(files)
    figures: dict[str, str] = {}
    for name, fields in (("named", NAMED), ("advertised", ADVERTISED)):
        vacancies = [Vacancy(id=id, title=title, keywords=words) for id, (title, words) in fields.items()]
        alone = [each.model_copy(update={"keywords": ()}) for each in vacancies]
        others = {field: Background.of(cv.counts for cv in cvs if cv.field != field) for field in NAMED}
        scored = {"ours": _scores(cvs, vacancies, [others[cv.field] for cv in cvs])}
        scored["ours_by_title_alone"] = _scores(cvs, alone, [others[cv.field] for cv in cvs])
        scored |= _scores_of_peers(cvs, vacancies, others)
        for who, scores in scored.items():
            _best_of_all(f"{name}_{who}", cvs, scores, figures)
        _right_among_filed(name, cvs, scored["ours"], figures)
        _filed(name, cvs, scored["ours"], figures)
        _trade_off(name, cvs, scored["ours"], figures)
        known = _scores(cvs, vacancies, [Background.of(cv.counts for cv in cvs if cv is not one) for one in cvs])
        _best_of_all(f"{name}_known_ours", cvs, known, figures)
        _filed(f"{name}_known", cvs, known, figures)
        nothing = _scores(cvs, vacancies, [Background.of(())] * len(cvs))
        _filed(f"{name}_in_another_language", cvs, nothing, figures, IN_ANOTHER_LANGUAGE)
    _speed(cvs, figures)
    for figure, value in figures.items():
        print(f"{figure}={value}")
    return 0


def _read(files: Sequence[object]) -> list[Cv]:
    seen: Counter[str] = Counter()
    cvs = []
    for file in files:
        field = file.parent.name  # type: ignore[attr-defined]
        seen[field] += 1
        text = FoldedText.of(text_of(file))  # type: ignore[arg-type]
        cvs.append(Cv(field, text, counts_of(text), reported=seen[field] > 3))
    return cvs


def _scores(cvs: Sequence[Cv], vacancies: Sequence[Vacancy], among: Sequence[Background]) -> list[Scores]:
    """Each CV's scores by vacancy, each over a background of its own."""
    profiles = {id(each): profiles_of(vacancies, each) for each in among}
    return [
        {each.vacancy: each.score for each in likenesses(cv.text, profiles[id(own)])}
        for cv, own in zip(cvs, among, strict=True)
    ]


def _scores_of_peers(
    cvs: Sequence[Cv], vacancies: Sequence[Vacancy], others: Mapping[str, Background]
) -> dict[str, list[Scores]]:
    texts = [(each.id, counts_of(FoldedText.of(_as_text(each)))) for each in vacancies]
    return {name: [peer(cv.counts, texts, others[cv.field]) for cv in cvs] for name, peer in PEERS.items()}


def _as_text(vacancy: Vacancy) -> str:
    return ". ".join([vacancy.title] * 3 + [*vacancy.keywords] * 2)


def _keywords(cv: Counts, vacancies: Sequence[tuple[str, Counts]], among: Background) -> Scores:
    return {id: float(len(cv.whole.keys() & counts.whole.keys())) for id, counts in vacancies}


def _bm25(cv: Counts, vacancies: Sequence[tuple[str, Counts]], among: Background) -> Scores:
    number, mean = len(among.cvs), sum(sum(each.whole.values()) for each in among.cvs) / len(among.cvs)
    length = sum(cv.whole.values())
    scores = {}
    for id, counts in vacancies:
        score = 0.0
        for term in counts.whole.keys() & cv.whole.keys():
            having, count = among.having.get(term, 0), cv.whole[term]
            rare = math.log(1 + (number - having + 0.5) / (having + 0.5))
            score += rare * count * 2.5 / (count + 1.5 * (0.25 + 0.75 * length / mean))
        scores[id] = score
    return scores


def _tf_idf(cv: Counts, vacancies: Sequence[tuple[str, Counts]], among: Background) -> Scores:
    def vector(counts: Mapping[str, int]) -> dict[str, float]:
        weights = {term: (1 + math.log(count)) * among.rarity(term) for term, count in counts.items()}
        length = math.sqrt(sum(weight**2 for weight in weights.values())) or 1.0
        return {term: weight / length for term, weight in weights.items()}

    own = vector(cv.whole)
    return {
        id: sum(weight * own.get(term, 0.0) for term, weight in vector(counts.whole).items())
        for id, counts in vacancies
    }


PEERS: dict[str, Peer] = {"keywords": _keywords, "bm25": _bm25, "tf_idf": _tf_idf}


def _best(scores: Scores) -> tuple[str, float, float]:
    """The best vacancy, its score, and the relative margin to the second."""
    ranked = sorted(scores.items(), key=lambda each: (-each[1], each[0]))
    best = ranked[0][1]
    second = ranked[1][1] if len(ranked) > 1 else 0.0
    return ranked[0][0], best, (best - second) / best if best > 0 else 0.0


def _right_among_filed(name: str, cvs: Sequence[Cv], scores: Sequence[Scores], figures: dict[str, str]) -> None:
    """Of the surest share of the CVs (score times margin), how many are right; with Wilson's interval of 95 %."""
    judged = [(_best(found), cv.field) for cv, found in zip(cvs, scores, strict=True) if cv.reported]
    ranked = sorted(judged, key=lambda each: -each[0][1] * each[0][2])
    for share in (20, 34, 50, 70):
        filed = ranked[: round(len(ranked) * share / 100)]
        right = sum(best[0] == field for best, field in filed)
        low, high = _wilson(right, len(filed))
        figures[f"right_of_{share}_percent_{name}"] = f"{right / len(filed):.3f} ({low:.2f}-{high:.2f})"
    right_so_far, share_at = 0, 0.0
    for number, (best, field) in enumerate(ranked, 1):
        right_so_far += best[0] == field
        if right_so_far / number >= 0.97:
            share_at = number / len(ranked)
    figures[f"share_with_97_percent_right_{name}"] = f"{share_at:.2f}"


def _wilson(right: int, number: int) -> tuple[float, float]:
    z = 1.96
    share = right / number
    middle = (share + z * z / (2 * number)) / (1 + z * z / number)
    half = z * math.sqrt(share * (1 - share) / number + z * z / (4 * number**2)) / (1 + z * z / number)
    return middle - half, middle + half


@dataclass(frozen=True, slots=True)
class Filed:
    """How likely a CV is filed by its words where some vacancies are offered, over all ways to draw them."""

    own: float  #: where one of its field is among them
    rightly: float
    other: float  #: where none is

    @classmethod
    def of(cls, scores: Scores, field: str, offered: int, times: float) -> "Filed":
        """`times`: the floor that the product has."""
        floor, own, rightly, other = floor_of(offered) * times, 0.0, 0.0, 0.0
        others = len(scores) - 1
        for best, score in scores.items():
            if score < floor:
                continue
            near = {each for each in scores if each != best and scores[each] * AHEAD > score}
            if best == field:
                rightly += comb(others - len(near), offered - 1) / comb(others, offered - 1)
                continue
            left = others - 1 - len(near - {field})
            other += comb(left, offered - 1) / comb(others, offered)
            if field not in near and offered > 1:
                own += comb(left, offered - 2) / comb(others, offered - 1)
        return cls(own + rightly, rightly, other)


def _filed(name: str, cvs: Sequence[Cv], scores: Sequence[Scores], figures: dict[str, str], times: float = 1.0) -> None:
    for offered in OFFERED:
        found = [(cv.reported, Filed.of(each, cv.field, offered, times)) for cv, each in zip(cvs, scores, strict=True)]
        reported = [each for is_reported, each in found if is_reported]
        chose = [each for is_reported, each in found if not is_reported]
        for what in ("own", "other"):
            mean, (low, high) = _mean(getattr(each, what) for each in reported)
            before, _ = _mean(getattr(each, what) for each in chose)
            told = f"{mean:.3f} ({low:.2f}-{high:.2f}; the half that chose: {before:.3f})"
            figures[f"{what}_filed_of_{offered}_{name}"] = told
        own, rightly = sum(each.own for each in reported), sum(each.rightly for each in reported)
        figures[f"right_of_own_filed_of_{offered}_{name}"] = f"{rightly / own:.3f}"


def _mean(values: Iterable[float]) -> tuple[float, tuple[float, float]]:
    found = list(values)
    mean = sum(found) / len(found)
    half = 1.96 * math.sqrt(sum((each - mean) ** 2 for each in found)) / len(found)
    return mean, (max(0.0, mean - half), min(1.0, mean + half))


def _trade_off(name: str, cvs: Sequence[Cv], scores: Sequence[Scores], figures: dict[str, str]) -> None:
    """With other floors: how many are filed, of their own field and of others."""
    for offered in OFFERED:
        for times in TIMES_THE_FLOOR:
            found = [
                Filed.of(each, cv.field, offered, times) for cv, each in zip(cvs, scores, strict=True) if cv.reported
            ]
            own, other = _mean(each.own for each in found)[0], _mean(each.other for each in found)[0]
            figures[f"floor_x{times}_of_{offered}_{name}"] = f"own {own:.2f}, other {other:.3f}"


def _best_of_all(name: str, cvs: Sequence[Cv], scores: Sequence[Scores], figures: dict[str, str]) -> None:
    right = [(_best(found)[0] == cv.field, cv.reported) for cv, found in zip(cvs, scores, strict=True)]
    reported = [each for each, is_reported in right if is_reported]
    everybody = sum(each for each, _ in right)
    figures[f"top1_{name}"] = f"{sum(reported) / len(reported):.3f} (both halves: {everybody} of {len(right)})"


def _speed(cvs: Sequence[Cv], figures: dict[str, str]) -> None:
    for number in (3, 25, 300):
        many = (
            Vacancy(id=f"{id}-{turn}", title=title, keywords=words)
            for turn in range(13)
            for id, (title, words) in (NAMED | ADVERTISED).items()
        )
        profiles = profiles_of(islice(many, number))
        began = time.process_time()
        for cv in cvs:
            likenesses(cv.text, profiles)
        figures[f"cpu_ms_a_cv_at_{number}"] = f"{1000 * (time.process_time() - began) / len(cvs):.1f}"


if __name__ == "__main__":
    raise SystemExit(main())
