"""Who wins a mail: which of the vacancies that claim it, or none, or a question for a person.

`CASES` is a table that is read from the top: the first case that applies decides. The strongest signal that names
vacancies leads (claims.py has their order); what comes later can only confirm, contradict, or break a tie. Two named
equally are no decision: a person is asked, as where a position is named that no vacancy fits. Where nothing is named,
the CV's own words may decide (guess.py).
"""

from collections.abc import Callable
from dataclasses import dataclass

from inbox_bot.core.judgement.vacancy.advertised import ALTERNATIVES, DECIDES, VacancyClaim
from inbox_bot.core.judgement.vacancy.claims import (
    RANK_OF_FOLLOWING,
    RANK_OF_LETTER,
    RANK_OF_PART,
    RANK_OF_SUBJECT,
    Claims,
    leaders,
)
from inbox_bot.core.judgement.vacancy.guess import alternatives_of, guessed
from inbox_bot.core.judgement.vacancy.part_named import NEAR
from inbox_bot.core.judgement.vacancy.places import settled_by_place
from inbox_bot.core.judgement.vacancy.preference import put_first
from inbox_bot.core.judgement.vacancy.speculative import speaks_speculatively
from inbox_bot.core.judgement.vacancy.title_named import AS_WELL, FOR_A_LEARNER
from inbox_bot.core.judgement.vacancy.words.mentions import HELD
from inbox_bot.core.judgement.verdict import Evidence, VacancyFinding, VacancyMatch
from inbox_bot.core.rules.model import Vacancy
from inbox_bot.core.words import Reason

SETTLED = 0.8  #: the most that a vacancy is worth of which weaker words had to decide

Found = tuple[VacancyFinding, tuple[Reason, ...]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Contest:
    """The claims, and those that lead: one or several of the strongest signal that names any; none where none does."""

    claims: Claims
    vacancies: tuple[Vacancy, ...]
    rank: int  #: of the leaders
    leading: tuple[VacancyClaim, ...]


def chosen(claims: Claims, vacancies: tuple[Vacancy, ...]) -> Found:
    """The vacancy that wins, with evidence and the other candidates; and what is doubtful about it."""
    contest = _contest(claims, vacancies)
    return next(found for found in (case(contest) for case in CASES) if found is not None)


def _contest(claims: Claims, vacancies: tuple[Vacancy, ...]) -> Contest:
    for rank in range(len(claims.ranks)):
        leading = claims.leaders(rank)
        if leading and _outweighed(claims, rank, leading):
            break
        if rank == RANK_OF_SUBJECT and len(leading) == 1:
            leading.extend(_applied_for_as_well(leading[0], claims))
        if leading:
            return Contest(claims=claims, vacancies=vacancies, rank=rank, leading=tuple(leading))
    return Contest(claims=claims, vacancies=vacancies, rank=len(claims.ranks), leading=())


def _outweighed(claims: Claims, rank: int, leading: list[VacancyClaim]) -> bool:
    """Whether the writer wants none in particular, or another position than they applied for last week."""
    if claims.speculative is not None and rank >= RANK_OF_LETTER:
        return rank > RANK_OF_LETTER or len(leading) > 1 or not _applies_all_the_same(leading[0], claims)
    return claims.another is not None and rank == RANK_OF_FOLLOWING


def _applies_all_the_same(claim: VacancyClaim, claims: Claims) -> bool:
    """Whether only the subject speaks of no vacancy in particular, and the letter applies for one."""
    return claim.evidence.weight >= AS_WELL and speaks_speculatively((), claims.request.letters) is None


def _applied_for_as_well(claim: VacancyClaim, claims: Claims) -> list[VacancyClaim]:
    """What a letter applies for beside the subject's vacancy: 'both HCA and porter', or would rather have."""
    letter = leaders(claims.ranks[RANK_OF_LETTER])
    others = [other for other in letter if other.vacancy != claim.vacancy]
    if len(others) < len(letter):
        return [other for other in others if other.evidence.weight >= AS_WELL]
    put = put_first(claims.named, [claim, *others])
    return [] if put is None or put[0].vacancy == claim.vacancy else [put[0]]


def one_leads(contest: Contest) -> Found | None:
    """One vacancy is named, and none as plainly."""
    if len(contest.leading) != 1:
        return None
    doubted = contest.claims.speculative is not None and contest.rank >= RANK_OF_LETTER
    return _named(contest, contest.leading[0], limit=SETTLED if doubted else 0.99), ()


def one_is_put_first(contest: Contest) -> Found | None:
    """Several are named, and the writer says in which order: the first decides, the next is the first of the others."""
    put = put_first(contest.claims.named, contest.leading) if contest.leading else None
    return None if put is None else (_named(contest, put[0], limit=SETTLED, because=put[1]), ())


def its_place_settles_it(contest: Contest) -> Found | None:
    """Several have the title that is named, and one of them the place."""
    placed = settled_by_place(contest.claims.request, contest.leading, contest.vacancies) if contest.leading else None
    return None if placed is None else (_named(contest, placed[0], limit=SETTLED, because=placed[1]), ())


def weaker_words_settle_it(contest: Contest) -> Found | None:
    """Several are named equally, and words further down name one of them alone."""
    tied = {claim.vacancy: claim for claim in contest.leading}
    for claims in contest.claims.ranks[contest.rank + 1 :]:
        deciding = [claim for claim in claims.values() if claim.vacancy in tied and claim.evidence.weight >= DECIDES]
        named = [claim for claim in claims.values() if claim.vacancy in tied and claim.evidence.weight > HELD]
        if len(named) == 1 and len(deciding) == 1 and len(leaders(claims)) == 1:
            return _named(contest, tied[deciding[0].vacancy], limit=SETTLED), ()
        if deciding:
            return None
    return None


def several_lead(contest: Contest) -> Found | None:
    """Several are named equally: a person is asked which."""
    if not contest.leading:
        return None
    tied = tuple(VacancyMatch(id=claim.vacancy, confidence=claim.evidence.weight) for claim in contest.leading)
    found = VacancyFinding(
        evidence=tuple(claim.evidence for claim in contest.leading), alternatives=tied[:ALTERNATIVES]
    )
    any_of_ours = contest.rank == RANK_OF_PART and len(contest.leading) > 2  # "engineer": not two, but any of ours
    return found, (Reason.UNSURE_VACANCY if any_of_ours else Reason.TWO_VACANCIES,)


def none_in_particular(contest: Contest) -> Found | None:
    """The writer says so."""
    claims = contest.claims
    if claims.speculative is None:
        return None
    return VacancyFinding(evidence=(claims.speculative,), alternatives=alternatives_of(claims.hints, None)), ()


def people_decided_so(contest: Contest) -> Found | None:
    """A title has none of our words, and a person filed a mail with the same wording under a vacancy that is open."""
    learned = contest.claims.learned
    return None if learned is None else (_named(contest, learned, limit=SETTLED, because=learned.evidence), ())


def another_position(contest: Contest) -> Found | None:
    """A position is named that no vacancy fits, or only in other words: a person is asked, and shown what is near."""
    elsewhere = contest.claims.another
    if elsewhere is None:
        return None
    near = {match.id for match in elsewhere.near}
    others = tuple(match for match in alternatives_of(contest.claims.hints, None) if match.id not in near)
    found = VacancyFinding(evidence=(elsewhere.evidence,), alternatives=(*elsewhere.near, *others)[:ALTERNATIVES])
    return found, (Reason.UNSURE_VACANCY,)


def a_learners_position(contest: Contest) -> Found | None:
    """An internship or an apprenticeship in what we advertise as work is another position."""
    learners = [
        claim for claims in contest.claims.ranks for claim in claims.values() if claim.evidence.rule == FOR_A_LEARNER
    ]
    if not learners:
        return None
    alike = tuple(VacancyMatch(id=vacancy, confidence=NEAR) for vacancy in {claim.vacancy: None for claim in learners})
    found = VacancyFinding(evidence=(learners[0].evidence,), alternatives=alike[:ALTERNATIVES])
    return found, (Reason.UNSURE_VACANCY,)


def what_the_cv_says(contest: Contest) -> Found:
    """Nothing is named: the CV's own words."""
    return guessed(contest.claims.hints, by_cv=contest.claims.by_cv)


CASES: tuple[Callable[[Contest], Found | None], ...] = (
    one_leads,
    one_is_put_first,
    its_place_settles_it,
    weaker_words_settle_it,
    several_lead,
    none_in_particular,
    people_decided_so,
    another_position,
    a_learners_position,
    what_the_cv_says,
)


def _named(contest: Contest, claim: VacancyClaim, *, limit: float, because: Evidence | None = None) -> VacancyFinding:
    """The finding for one vacancy: what confirms it raises its confidence, what contradicts it lowers it.

    `because`: what decided between several that were named equally.
    """
    ranks, hints = contest.claims.ranks, contest.claims.hints
    found = [claims[claim.vacancy].evidence for claims in ranks if claim.vacancy in claims]
    rest = 1.0
    for finding in found:
        rest *= 1.0 - max(0.0, finding.weight)
    confidence = min(limit, max(1.0 - rest, claim.evidence.weight))
    against = [
        other
        for later in ranks[contest.rank + 1 : RANK_OF_FOLLOWING]  # what they applied for last week contradicts nothing
        for other in leaders(later)
        if other.vacancy != claim.vacancy and claim.vacancy not in later
    ]
    if against:
        confidence = min(confidence, claim.evidence.weight) * 0.85
    if because is not None:
        found.append(because)
    if claim.vacancy in hints:
        found.extend(hints[claim.vacancy].evidence)
    return VacancyFinding(
        id=claim.vacancy,
        confidence=round(confidence, 3),
        evidence=tuple(found),
        alternatives=_others(contest, claim, confidence),
    )


def _others(contest: Contest, claim: VacancyClaim, confidence: float) -> tuple[VacancyMatch, ...]:
    """What else was named or hinted at, best first, none of it worth as much as what was chosen."""
    ranks, hints = contest.claims.ranks, contest.claims.hints
    others = {
        vacancy_id: max(claims[vacancy_id].evidence.weight for claims in ranks if vacancy_id in claims)
        for claims in ranks
        for vacancy_id in claims
        if vacancy_id != claim.vacancy
    }
    matches = [VacancyMatch(id=key, confidence=round(min(value, confidence) * 0.9, 3)) for key, value in others.items()]
    matches.extend(match for match in alternatives_of(hints, claim.vacancy) if match.id not in others)
    return tuple(sorted(matches, key=lambda match: -match.confidence)[:ALTERNATIVES])
