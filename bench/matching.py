"""The vacancy that a CV alone is for: `python -m bench.matching`, on 144 CVs of 24 fields (CC0) where they are at hand.

Each field has a vacancy with its name as title and six keywords; a second list has titles and keywords as companies
advertise, narrower than the fields. Each CV is compared with all of them, over a background without its own field. Half
of the CVs (the first three of each field) were used to choose the floor in `judgement/vacancy/guess`; the other half is
what is reported. The recipe's weights come from other CVs. Peers, in the same run: how many words are shared, BM25
(Robertson and Zaragoza 2009, k1 1.5, b 0.75), and plain TF-IDF cosine of words and pairs. Ends with `name=value` lines.
"""

import math
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from bench.background import text_of
from bench.cvs import found_cvs
from bench.fields import ADVERTISED, NAMED
from inbox_bot.core.judgement.text.wording import FoldedText
from inbox_bot.core.judgement.vacancy.guess import AHEAD, floor_of
from inbox_bot.core.judgement.vacancy.likeness.background import Background
from inbox_bot.core.judgement.vacancy.likeness.compare import likenesses, profiles_of
from inbox_bot.core.judgement.vacancy.likeness.terms import Counts, counts_of
from inbox_bot.core.rules.model import Vacancy

DRAWS = 150
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
        scored = _scores(cvs, vacancies)
        for peer, scores in scored.items():
            top = [_best(found)[0] == cv.field for cv, found in zip(cvs, scores, strict=True) if cv.reported]
            figures[f"top1_{name}_{peer}"] = f"{sum(top) / len(top):.3f}"
        alone = _scores(cvs, [each.model_copy(update={"keywords": ()}) for each in vacancies])["ours"]
        top = [_best(found)[0] == cv.field for cv, found in zip(cvs, alone, strict=True) if cv.reported]
        figures[f"top1_{name}_ours_by_title_alone"] = f"{sum(top) / len(top):.3f}"
        _right_among_filed(name, cvs, scored["ours"], figures)
        _strangers(name, cvs, scored["ours"], figures)
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


def _scores(cvs: Sequence[Cv], vacancies: Sequence[Vacancy]) -> dict[str, list[Scores]]:
    """Each CV's scores by vacancy, by peer."""
    texts = [(each.id, counts_of(FoldedText.of(_as_text(each)))) for each in vacancies]
    found: dict[str, list[Scores]] = {"ours": [], **{name: [] for name in PEERS}}
    backgrounds = {field: Background.of(cv.counts for cv in cvs if cv.field != field) for field in NAMED}
    profiles = {field: profiles_of(vacancies, among) for field, among in backgrounds.items()}
    for cv in cvs:
        found["ours"].append({each.vacancy: each.score for each in likenesses(cv.text, profiles[cv.field])})
        for name, peer in PEERS.items():
            found[name].append(peer(cv.counts, texts, backgrounds[cv.field]))
    return found


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


def _strangers(name: str, cvs: Sequence[Cv], scores: Sequence[Scores], figures: dict[str, str]) -> None:
    """With few vacancies drawn: how many CVs of their fields are filed, how many rightly, and how many of others."""
    for drawn in (1, 3, 10):
        chance = random.Random(drawn)  # noqa: S311
        counts: dict[str, int] = defaultdict(int)
        for _ in range(DRAWS):
            offered = chance.sample(sorted(NAMED), drawn)
            for cv, found in zip(cvs, scores, strict=True):
                if not cv.reported:
                    continue
                best, score, margin = _best({id: found[id] for id in offered})
                filed = score >= floor_of(drawn) and margin >= 1 - 1 / AHEAD
                whose = "own" if cv.field in offered else "other"
                counts[whose] += 1
                counts[f"{whose}_filed"] += filed
                counts["right"] += filed and best == cv.field
        figures[f"own_filed_of_{drawn}_{name}"] = f"{counts['own_filed'] / counts['own']:.2f}"
        figures[f"own_right_of_{drawn}_{name}"] = f"{counts['right'] / max(1, counts['own_filed']):.3f}"
        figures[f"others_filed_of_{drawn}_{name}"] = f"{counts['other_filed'] / counts['other']:.3f}"


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
