"""Which vacancy a CV's own words, and passing mentions, speak for where nobody named one.

A guess is never worth more than `GUESS_LIMIT`, and is made only when one vacancy is clearly ahead. A closed vacancy is
never guessed: nobody is told that what they didn't ask for is gone.
"""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from inbox_bot.core.judgement.clues import Clues, evidence, filename_words
from inbox_bot.core.judgement.text.wording import NOTHING, FoldedText
from inbox_bot.core.judgement.vacancy.advertised import (
    ALTERNATIVES,
    DECIDES,
    Advertised,
    Request,
    VacancyClaim,
    strongest,
)
from inbox_bot.core.judgement.vacancy.likeness.compare import Likeness, likenesses
from inbox_bot.core.judgement.vacancy.words.titles import mentions_in
from inbox_bot.core.judgement.verdict import Comparison, Evidence, Lack, VacancyFinding, VacancyMatch
from inbox_bot.core.words import Reason, Role

GUESS_LIMIT = 0.7  #: the most that a CV's own words are worth
GUESS_FROM = 0.55  #: what a guess must be worth; below it a person is asked
DOUBTED_FROM = 0.23  #: what a CV must say to make a person look; below it the application is for none in particular
DOUBTED_FROM_A_LETTER = 0.43  #: and a letter alone, whose writer is asked for the CV else
_WORK_ON_TOP = 0.3  # of the work in a CV's first lines: enough to make a person look
_TOP = 300  # characters of a CV in which its writer says what they are
_WORD = re.compile(r"[^\W_]+")
AHEAD = 1.5  #: how many times more alike the best must be than the second
FLOOR, FLOOR_RISES = 0.19, 0.12  #: of a score, for one vacancy, and with the logarithm of their number
PLAUSIBLE = 0.024  #: of a cosine: one in twenty CVs that fit none of three vacancies in one field is above it
IN_ANOTHER_LANGUAGE = 6.0  #: times the floor, where no other CVs tell which words are everybody's
SHARED_BY_A_BRIEF_ONE = 3  #: words of a CV of a few lines
JUST_BELOW = 0.54  #: what is asked about at most


def stands_on_the_cv(clues: Clues, request: Request, offers: Advertised) -> Iterable[VacancyClaim]:
    """The CV's first lines, or its file name, have the title: what its writer is, or wants to be."""
    for index in request.documents[:10]:
        document = clues.documents[index]
        if document.role is not Role.CV:
            continue
        top = FoldedText.of(document.text[:600], 600)
        for wording in (top, FoldedText.of(filename_words(document.filename), 300)):
            for mention in mentions_in(wording, offers.titles):
                if mention.words > 1 or wording is not top:
                    quote = wording.quote(mention.start, mention.end)
                    yield VacancyClaim(mention.vacancy, evidence("stands_on_the_cv", 0.35 * mention.closeness, quote))


def is_the_work_on_the_cv(clues: Clues, request: Request, offers: Advertised) -> Iterable[VacancyClaim]:
    """The CV's first lines say the work in other words or another language: 'Staff nurse', 'Berufskraftfahrer'."""
    for index in request.documents[:10]:
        if clues.documents[index].role is Role.CV:
            top = FoldedText.of(clues.documents[index].text[:_TOP], _TOP)
            words = _WORD.findall(top.folded)
            for vacancy, word in offers.works.on_top_of(words).items():
                start = top.folded.find(word)
                quote = top.quote(start, start + len(word))
                yield VacancyClaim(vacancy, evidence("is_the_work_on_the_cv", _WORK_ON_TOP, quote))


@dataclass(frozen=True, kw_only=True, slots=True)
class Hint:
    """What a CV and passing mentions say for a vacancy that nobody named."""

    vacancy: str
    confidence: float  #: at most GUESS_LIMIT
    score: float  #: how alike the words are
    reaches: float  #: the same as a share of what filing takes
    mentioned: bool  #: the CV's first lines have the title
    contradicted: bool  #: they say another work that is advertised
    open: bool  #: whether the vacancy took applications when the mail arrived
    likeness: Likeness
    worth: float  #: of the likeness, as confidence
    said: tuple[Evidence, ...]  #: the title on the CV, a passing mention, the work on top of the CV

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """What it rests on. Quoted when asked for: of many vacancies, few are told."""
        if self.score <= 0:
            return self.said
        return (evidence("resembles_the_cv", round(self.worth, 3), ", ".join(self.likeness.words)), *self.said)


def hints_of(
    clues: Clues, request: Request, offers: Advertised, passing: dict[str, VacancyClaim], declined: frozenset[str]
) -> dict[str, Hint]:
    """What speaks for each vacancy, by its id.

    `passing`: mentions that decide nothing; `declined`: what the writer doesn't want, and nobody is to guess.
    """
    mentions = strongest(stands_on_the_cv(clues, request, offers))
    works = strongest(is_the_work_on_the_cv(clues, request, offers))
    closed = closed_on_arrival(clues, offers)
    floor = floor_of(len(offers.vacancies))
    found: dict[str, Hint] = {}
    for likeness in _likenesses(clues, request, offers):
        if likeness.vacancy in declined:
            continue
        enough = floor * IN_ANOTHER_LANGUAGE if likeness.in_another_language else floor
        worth = _worth(likeness, enough)
        rest = 1.0 - worth
        said: list[Evidence] = []
        for claims in (mentions, passing):
            if likeness.vacancy in claims and claims[likeness.vacancy].evidence.weight < DECIDES:
                finding = claims[likeness.vacancy].evidence
                rest *= 1.0 - max(0.0, finding.weight)
                said.append(finding)
        confidence = min(GUESS_LIMIT, 1.0 - rest)
        if likeness.vacancy in works:  # makes a person look, and never decides
            confidence = max(confidence, _WORK_ON_TOP)
            said.append(works[likeness.vacancy].evidence)
        found[likeness.vacancy] = Hint(
            vacancy=likeness.vacancy,
            confidence=round(confidence, 3),
            score=likeness.score,
            reaches=likeness.score / enough,
            mentioned=likeness.vacancy in mentions,
            contradicted=bool(works) and likeness.vacancy not in works and likeness.vacancy not in mentions,
            open=likeness.vacancy not in closed,
            likeness=likeness,
            worth=worth,
            said=tuple(said),
        )
    return found


def closed_on_arrival(clues: Clues, offers: Advertised) -> frozenset[str]:
    """The vacancies that took no applications on the day the mail arrived, in the company's time zone."""
    arrived = clues.reading.received_at.astimezone(ZoneInfo(clues.rules.company.timezone)).date()
    return frozenset(vacancy.id for vacancy in offers.vacancies if not vacancy.is_open(arrived))


def _likenesses(clues: Clues, request: Request, offers: Advertised) -> tuple[Likeness, ...]:
    looked_at = [index for index in request.documents if index < len(clues.texts)]
    for index in looked_at[:10]:
        if clues.documents[index].role is Role.CV and clues.documents[index].text:
            return likenesses(clues.texts[index], offers.profiles)
    return likenesses(request.letters[0] if request.letters else NOTHING, offers.profiles)


def _worth(likeness: Likeness, floor: float) -> float:
    """What a likeness is worth as confidence: to file it takes the `floor`, to make a person look `PLAUSIBLE`.

    Two words that a CV of a few lines shares with a vacancy are not enough to file it.
    """
    worth = _share(likeness.score, floor, GUESS_FROM)
    if worth >= GUESS_FROM and (len(likeness.words) >= SHARED_BY_A_BRIEF_ONE or not likeness.is_brief):
        return min(GUESS_LIMIT, worth)
    return min(JUST_BELOW, _share(likeness.cosine, PLAUSIBLE, DOUBTED_FROM))


def _share(value: float, at: float, worth: float) -> float:
    """From 0.0 to below 1.0, rising with the value; `worth` where it is `at`."""
    return value / (value + at * (1.0 - worth) / worth)


def floor_of(vacancies: int) -> float:
    """How alike a CV must be to one of so many vacancies: of more, a stranger's is more easily like one of them."""
    return FLOOR + FLOOR_RISES * math.log(max(1, vacancies))


def alternatives_of(hints: dict[str, Hint], but: str | None) -> tuple[VacancyMatch, ...]:
    """The vacancies that something speaks for, best first, without the one that was chosen."""
    spoken_for = [hint for hint in hints.values() if hint.confidence > 0 and hint.vacancy != but]
    best = sorted(spoken_for, key=lambda hint: (-hint.confidence, -hint.score))[:ALTERNATIVES]
    return tuple(VacancyMatch(id=hint.vacancy, confidence=hint.confidence, evidence=hint.evidence) for hint in best)


def guessed(hints: dict[str, Hint], *, by_cv: bool) -> tuple[VacancyFinding, tuple[Reason, ...]]:
    """What the CV's own words say: a vacancy where one is clearly ahead, a doubt where some come close, else none.

    `by_cv`: a CV was read; else the words are the letter's.
    """
    ranked = sorted(hints.values(), key=lambda hint: (-hint.confidence, -hint.score, hint.vacancy))
    best = next((hint for hint in ranked if hint.open), None)
    if best is None:
        return VacancyFinding(alternatives=alternatives_of(hints, None)), ()
    comparison = _compared(best, [hint for hint in ranked if hint is not best])
    if comparison.lack is None:
        found = VacancyFinding(
            id=best.vacancy,
            confidence=best.confidence,
            evidence=best.evidence,
            alternatives=alternatives_of(hints, best.vacancy),
            comparison=comparison,
        )
        return found, ()
    doubtful = best.confidence >= (DOUBTED_FROM if by_cv else DOUBTED_FROM_A_LETTER)
    found = VacancyFinding(
        evidence=best.evidence if doubtful else (),
        alternatives=alternatives_of(hints, None),
        comparison=comparison if best.confidence > 0 else None,
    )
    return found, (Reason.UNSURE_VACANCY,) if doubtful else ()


def _compared(best: Hint, others: Sequence[Hint]) -> Comparison:
    """What the best lacks to be filed, and how it stands beside the likest other."""
    runner_up = max(others, key=lambda hint: hint.score, default=None)
    is_alike = runner_up is not None and runner_up.score > 0
    return Comparison(
        vacancy=best.vacancy,
        reaches=best.reaches,
        runner_up=runner_up.vacancy if runner_up and is_alike else None,
        ahead=best.score / runner_up.score if runner_up and is_alike else None,
        lack=_lack_of(best, others),
    )


def _lack_of(best: Hint, others: Iterable[Hint]) -> Lack | None:
    if best.confidence < GUESS_FROM:
        if best.reaches >= 1:
            return Lack.WORDS
        would_do = best.likeness.in_another_language and best.reaches * IN_ANOTHER_LANGUAGE >= 1
        return Lack.LANGUAGE if would_do else Lack.LIKENESS
    if best.contradicted:
        return Lack.AGREEMENT
    return None if all(_is_ahead(best, other) for other in others) else Lack.LEAD


def _is_ahead(best: Hint, other: Hint) -> bool:
    """By the words alone, or by a title on the CV that the other has not."""
    titled = best.mentioned and not other.mentioned
    return best.confidence > other.confidence and (titled or best.score >= AHEAD * other.score)
