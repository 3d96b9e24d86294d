"""Which vacancy a CV's own words, and passing mentions, speak for where nobody named one.

A guess is never worth more than `GUESS_LIMIT`, and is made only when one vacancy is clearly ahead. A closed vacancy is
never guessed: nobody is told that what they didn't ask for is gone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from inbox_bot.core.judgement.clues import Clues, evidence, filename_words
from inbox_bot.core.judgement.text.wording import NOTHING, Wording
from inbox_bot.core.judgement.vacancy.advertised import ALTERNATIVES, DECIDES, Advertised, Claim, Request, strongest
from inbox_bot.core.judgement.vacancy.similarity import Likeness, likenesses
from inbox_bot.core.judgement.vacancy.titles import mentions_in
from inbox_bot.core.judgement.verdict import Evidence, VacancyFinding, VacancyMatch
from inbox_bot.core.words import Reason, Role

GUESS_LIMIT = 0.7  #: the most that a CV's own words are worth
GUESS_FROM = 0.55  #: what a guess must be worth; below it a person is asked
DOUBTED_FROM = 0.43  #: what makes a person look at all; below it the application is for none in particular
AHEAD = 1.5  #: how many times more alike the best must be than the second


def stands_on_the_cv(clues: Clues, request: Request, offers: Advertised) -> Iterable[Claim]:
    """The CV's first lines, or its file name, have the title: what its writer is, or wants to be."""
    for index in request.documents[:10]:
        document = clues.documents[index]
        if document.role is not Role.CV:
            continue
        top = Wording.of(document.text[:600], 600)
        for wording in (top, Wording.of(filename_words(document.filename), 300)):
            for mention in mentions_in(wording, offers.titles):
                if mention.words > 1 or wording is not top:
                    quote = wording.quote(mention.start, mention.end)
                    yield Claim(mention.vacancy, evidence("stands_on_the_cv", 0.35 * mention.closeness, quote))


@dataclass(frozen=True, slots=True)
class Hint:
    """What a CV and passing mentions say for a vacancy that nobody named."""

    vacancy: str
    confidence: float  #: at most GUESS_LIMIT
    cosine: float
    mentioned: bool
    evidence: tuple[Evidence, ...]
    open: bool = True  #: whether the vacancy took applications when the mail arrived


def hints_of(clues: Clues, request: Request, offers: Advertised, passing: dict[str, Claim]) -> dict[str, Hint]:
    """What speaks for each vacancy, by its id. `passing`: mentions in the letter that decide nothing."""
    mentions = strongest(stands_on_the_cv(clues, request, offers))
    closed = _closed(clues, offers)
    found: dict[str, Hint] = {}
    for likeness in _likenesses(clues, request, offers):
        rest = 1.0 - _worth(likeness)
        quoted: list[Evidence] = []
        if likeness.cosine > 0:
            quote = ", ".join(likeness.words)
            quoted.append(evidence("resembles_the_cv", round(_worth(likeness), 3), quote))
        for claims in (mentions, passing):
            if likeness.vacancy in claims and claims[likeness.vacancy].evidence.weight < DECIDES:
                finding = claims[likeness.vacancy].evidence
                rest *= 1.0 - max(0.0, finding.weight)
                quoted.append(finding)
        confidence = round(min(GUESS_LIMIT, 1.0 - rest), 3)
        found[likeness.vacancy] = Hint(
            likeness.vacancy,
            confidence,
            likeness.cosine,
            likeness.vacancy in mentions,
            tuple(quoted),
            likeness.vacancy not in closed,
        )
    return found


def _closed(clues: Clues, offers: Advertised) -> frozenset[str]:
    """The vacancies that took no applications on the day the mail arrived, in the company's time zone."""
    arrived = clues.reading.received_at.astimezone(ZoneInfo(clues.rules.company.timezone)).date()
    return frozenset(vacancy.id for vacancy in offers.vacancies if not vacancy.is_open(arrived))


def _likenesses(clues: Clues, request: Request, offers: Advertised) -> tuple[Likeness, ...]:
    for index in request.documents[:10]:
        if clues.documents[index].role is Role.CV and clues.documents[index].text:
            return likenesses(clues.texts[index], offers.profiles)
    return likenesses(request.letters[0] if request.letters else NOTHING, offers.profiles)


def _worth(likeness: Likeness) -> float:
    """What a cosine is worth as confidence: 0.43 at 0.06, 0.55 at 0.1, the limit at 0.19 and above.

    Checked on CVs of 24 fields against as many made-up vacancies: above 0.1 and ahead, nine of ten were right; between
    0.04 and 0.1, about half.
    """
    return min(GUESS_LIMIT, likeness.cosine / (likeness.cosine + 0.08)) if len(likeness.words) >= 2 else 0.0


def alternatives_of(hints: dict[str, Hint], but: str | None) -> tuple[VacancyMatch, ...]:
    """The vacancies that something speaks for, best first, without the one that was chosen."""
    best = sorted(hints.values(), key=lambda hint: (-hint.confidence, -hint.cosine))
    return tuple(
        VacancyMatch(id=hint.vacancy, confidence=hint.confidence)
        for hint in best
        if hint.vacancy != but and hint.confidence > 0
    )[:ALTERNATIVES]


def guessed(hints: dict[str, Hint]) -> tuple[VacancyFinding, tuple[Reason, ...]]:
    """What the CV's own words say: a vacancy where one is clearly ahead, a doubt where some come close, else none."""
    ranked = sorted(hints.values(), key=lambda hint: (-hint.confidence, -hint.cosine, hint.vacancy))
    best = next((hint for hint in ranked if hint.open), None)
    if best is None:
        return VacancyFinding(alternatives=alternatives_of(hints, None)), ()
    if best.confidence >= GUESS_FROM and all(_is_ahead(best, other) for other in ranked if other is not best):
        alternatives = alternatives_of(hints, best.vacancy)
        found = VacancyFinding(
            id=best.vacancy, confidence=best.confidence, evidence=best.evidence, alternatives=alternatives
        )
        return found, ()
    doubtful = best.confidence >= DOUBTED_FROM
    found = VacancyFinding(evidence=best.evidence if doubtful else (), alternatives=alternatives_of(hints, None))
    return found, (Reason.UNSURE_VACANCY,) if doubtful else ()


def _is_ahead(best: Hint, other: Hint) -> bool:
    """By the words alone, or by a title on the CV that the other has not."""
    titled = best.mentioned and not other.mentioned
    return best.confidence > other.confidence and (titled or best.cosine >= AHEAD * other.cosine)
