"""Is the sender an agency: somebody who introduces candidates for a fee?

A genuine person must never be refused, so this judge is careful in three ways. Findings count as independent only
when they are of different families, and quote different words. What somebody *is* (a recruiter's domain, title,
signature) never flags alone: recruiters apply for jobs too; it takes something they *do* (present somebody, speak of
fees, send others' CVs). And whoever plainly applies ("I am applying", "my CV", a CV with their own name), helps a
friend, or works for a public service is never flagged, at most doubted. The rules' lists go before all of it, and what
people decided about the sender's earlier mails before what this one says: one sign among others where it was an
agency, the end of it where not.

One plain wording flags at once where nothing speaks for the sender, and so does a manner that leaves no doubt: flagged
mail is set apart, and a person sends the refusal. A refusal that goes out by itself takes two families (`signals`),
which is the plan's to ask.
"""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace

from inbox_bot.core.judgement.agency.decided import was_decided_no_agency
from inbox_bot.core.judgement.agency.learned import (
    WEIGHT_ALONE,
    WEIGHT_BEARS_OUT,
    WEIGHT_FLAGS,
    reads_like_a_person,
    says_enough,
)
from inbox_bot.core.judgement.agency.make_up import answered_elsewhere
from inbox_bot.core.judgement.agency.signals import AGENCY_SIGNALS, Family
from inbox_bot.core.judgement.agency.sparing import NEVER_FLAGGED, PERSONAL_SIGNALS, PLAINLY_NO_AGENCY
from inbox_bot.core.judgement.applicant.cv_owner import signs_with_another_name
from inbox_bot.core.judgement.clues import Clues, evidence
from inbox_bot.core.judgement.forwarded import forwarded_clues
from inbox_bot.core.judgement.listed import listed_sender
from inbox_bot.core.judgement.taught import DOMAIN_WAS_AGENCY, WAS_AGENCY
from inbox_bot.core.judgement.verdict import AgencyFinding, Evidence
from inbox_bot.core.rules.agencies.settings import AgencyThresholds

USUAL = AgencyThresholds()  #: where rules.yaml says nothing of them
DONE_FROM = 0.3  #: what the deeds must weigh of it: a rate or a "she would" alone is none

PLAIN_FROM = 0.4  #: a finding that the manner may bear out where the manner alone is only doubtful
WITNESS_FROM = 0.2  #: what a finding must weigh to count as a witness of a refusal by mail

#: What spares a firm that is no agency: no reason to take the mail of one that is on a list for a person's.
FIRMS_SPARED = frozenset({"serves_the_public", "supplies_nobody"})

#: What a refusal by mail never rests on, nor a doubt of somebody who says that they apply.
_BEARS_OUT = frozenset({Family.MANNER, Family.FILES, Family.EARLIER})
#: What is no reason to doubt anybody where it is all there is.
_NEVER_ALONE = frozenset({"made_by_a_firm", "on_a_firms_paper", "presented_another", "writes_to_several_of_ours"})

_PERSONAL = (*PERSONAL_SIGNALS, reads_like_a_person)
_NEVER_FLAGGED = NEVER_FLAGGED | {reads_like_a_person.__name__}

_SAID = frozenset({Family.WORDING, Family.TERMS, Family.DOCUMENTS})
_DOES = _SAID | {Family.MANNER}
#: What is so plain that one of them flags, unless something speaks for the sender.
_AT_ONCE = frozenset(
    {"presents_a_candidate", "fills_in_a_submission", "sells_recruitment", WAS_AGENCY, DOMAIN_WAS_AGENCY}
)


def agency_finding(clues: Clues) -> AgencyFinding:
    """Whether the sender is an agency. Those on `agencies.never` are not, whatever they write.

    A colleague is none; of the mails they forward the one that is most an agency's counts. It is never flagged, since
    it is the colleague whom a refusal would reach: see `is_forwarded_from_an_agency`.
    """
    if not clues.colleague:
        return _finding(clues)
    found = [finding for inner in forwarded_clues(clues) if not (finding := _finding(inner)).approved]
    return replace(max(found, key=lambda finding: finding.score), flagged=False) if found else AgencyFinding()


def is_forwarded_from_an_agency(clues: Clues, finding: AgencyFinding) -> bool:
    """Whether all that a colleague forwards would be flagged if its writers had sent it."""
    if not clues.colleague or finding.score < clues.rules.agencies.thresholds.flag:
        return False
    return all(_finding(inner).flagged for inner in forwarded_clues(clues))


def _finding(clues: Clues) -> AgencyFinding:
    if (entry := listed_sender(clues, clues.rules.agencies.never)) is not None:
        return AgencyFinding(evidence=(evidence("is_never_an_agency", -1.0, f"agencies.never: {entry}"),))
    found = [(signal.family, finding) for signal in AGENCY_SIGNALS if (finding := signal.looks(clues)) is not None]
    plain = any(family in _SAID and finding.weight >= PLAIN_FROM for family, finding in found)
    apart = _by_family(each for each in _in_words_of_their_own(found) if _may_flag(*each, beside_a_plain_one=plain))
    listed = _listed(clues)
    if listed is not None:
        spares = [finding for signal in PERSONAL_SIGNALS if (finding := signal(clues))]
        signs = (each for family, each in found if family is not Family.EARLIER)  # all that such a one ever sent
        return replace(
            listed,
            flagged=listed.flagged and not _is_a_persons(spares, witnesses=_witnesses(apart)),
            signals=1 + _witnesses(apart),
            evidence=(*listed.evidence, *signs, *spares),
        )
    if (none := was_decided_no_agency(clues)) is not None:
        return AgencyFinding(evidence=(none,))
    return _weighed(clues, tuple(finding for _, finding in found), _by_family(found), apart)


def _by_family(found: Iterable[tuple[Family, Evidence]]) -> dict[Family, float]:
    """What the heaviest finding of each family weighs."""
    best: dict[Family, float] = {}
    for family, finding in found:
        best[family] = max(best.get(family, 0.0), finding.weight)
    return best


def _in_words_of_their_own(found: Iterable[tuple[Family, Evidence]]) -> list[tuple[Family, Evidence]]:
    """The findings without those whose words a heavier one quotes, too."""
    heaviest: dict[str, tuple[Family, Evidence]] = {}
    for each in sorted(found, key=lambda each: -each[1].weight):
        heaviest.setdefault(each[1].quote, each)
    return list(heaviest.values())


def _may_flag(family: Family, finding: Evidence, *, beside_a_plain_one: bool) -> bool:
    return family is not Family.MANNER or finding.weight >= (WEIGHT_BEARS_OUT if beside_a_plain_one else WEIGHT_FLAGS)


def _witnesses(apart: Mapping[Family, float]) -> int:
    """How many families may bear out a refusal by mail: what was learned, and what only bears out others, may not."""
    return sum(1 for family, weight in apart.items() if family not in _BEARS_OUT and weight >= WITNESS_FROM)


def _listed(clues: Clues) -> AgencyFinding | None:
    """What the user's own lists say: blocked (by any of its addresses) or approved; None: nothing."""
    lists = clues.rules.agencies
    entry = listed_sender(clues, lists.blocked, *clues.message.reply_to[:3])
    if entry is not None:
        blocked = evidence("is_blocked", 1.0, f"agencies.blocked: {entry}")
        return AgencyFinding(flagged=True, score=1.0, evidence=(blocked,), listed=entry)
    entry = listed_sender(clues, (approved.agency for approved in lists.approved))
    if entry is None:
        return None
    found = evidence("is_approved", 1.0, f"agencies.approved: {entry}")
    return AgencyFinding(approved=True, score=1.0, evidence=(found,), listed=entry)


def _is_a_persons(spares: Iterable[Evidence], *, witnesses: int) -> bool:
    """Whether the letter says that its writer applies, whom a list calls an agency: a person looks."""
    rules = {finding.rule for finding in spares}
    return bool(rules & (NEVER_FLAGGED - FIRMS_SPARED)) or (bool(rules - FIRMS_SPARED) and not witnesses)


def _weighed(
    clues: Clues, found: tuple[Evidence, ...], best: Mapping[Family, float], apart: Mapping[Family, float]
) -> AgencyFinding:
    """What the signs come to, against what speaks for a person who applies.

    Words that two families know are enough for a doubt; a flag takes signs that stand apart.
    """
    thresholds = clues.rules.agencies.thresholds
    score = _together(best.values())
    before = _together(weight for family, weight in best.items() if family not in _BEARS_OUT)
    personal = tuple(finding for finding in (signal(clues) for signal in _PERSONAL if found) if finding is not None)
    sure = _together(apart.values())
    for finding in personal:
        score *= 1.0 + finding.weight
        sure *= 1.0 + finding.weight
    spared = {finding.rule for finding in personal} & _NEVER_FLAGGED
    signs_otherwise = signs_with_another_name(clues)
    says_so = spared & NEVER_FLAGGED
    if says_so and _contradicts_itself(says_so, before, best.keys() & _SAID, signs_otherwise, thresholds):
        score = max(score, thresholds.doubt)
    manner = best.get(Family.MANNER, 0.0)
    elsewhere = signs_otherwise or bool(answered_elsewhere(clues))
    if spared and manner and _is_surely_written_by_another(spared, manner, elsewhere=elsewhere):
        score = max(score, thresholds.doubt)
    if personal and any(finding.rule == WAS_AGENCY for finding in found):
        score = max(score, thresholds.doubt)
    if all(finding.rule in _NEVER_ALONE for finding in found):
        score = min(score, thresholds.doubt / 2)
    does = _together(apart[family] for family in apart.keys() & _DOES)
    several = sure >= thresholds.flag and _are_several(apart) and does >= DONE_FROM and not spared
    flagged = several or (not personal and any(_is_plain(finding, thresholds) for finding in found))
    witnesses = _witnesses(apart)
    if manner < WEIGHT_FLAGS and says_enough(clues):  # the letter as a whole does not bear out a refusal by mail
        witnesses = min(witnesses, 1)
    return AgencyFinding(
        flagged=flagged, score=round(min(score, 1.0), 3), signals=witnesses, evidence=(*found, *personal)
    )


def _are_several(apart: Mapping[Family, float]) -> bool:
    """Whether signs of two families bear each other out; the manner knows of the weak ones by itself."""
    if Family.MANNER in apart:
        return any(weight >= WITNESS_FROM for family, weight in apart.items() if family is not Family.MANNER)
    return len(apart) >= 2


def _is_surely_written_by_another(spared: AbstractSet[str], manner: float, *, elsewhere: bool) -> bool:
    """Whether the manner outweighs what spares, so that a person should look.

    Who writes under an applicant's name signs with their own, or wants the answer elsewhere.
    """
    if "brings_their_own_cv" in spared:
        return elsewhere
    return spared <= PLAINLY_NO_AGENCY and manner >= WEIGHT_ALONE


def _is_plain(finding: Evidence, thresholds: AgencyThresholds) -> bool:
    """Whether a finding flags alone: a plain wording, or a manner as sure as it gets."""
    if finding.rule == "reads_like_an_agency":
        return finding.weight >= max(WEIGHT_ALONE, thresholds.flag)
    return finding.rule in _AT_ONCE


def _contradicts_itself(
    spared: AbstractSet[str],
    score: float,
    does: AbstractSet[Family],
    signs_otherwise: bool,
    thresholds: AgencyThresholds,
) -> bool:
    """Whether an agency's words stand beside what spares the sender: 'I apply on behalf of my candidate; our fee …'.

    Who brings their own CV may write what they like, as long as they sign with their own name; where they don't, and
    say nowhere that they apply, one such wording is enough. A friend, or a public service, is asked about sooner than
    one who says that they apply.
    """
    if "brings_their_own_cv" in spared and not signs_otherwise:
        return False
    if spared == {"brings_their_own_cv"}:  # it is theirs by the name in From alone, and another name is signed
        return score >= thresholds.doubt and bool(does & {Family.WORDING, Family.TERMS})
    return score >= 0.75 and len(does) >= 2 if spared & PLAINLY_NO_AGENCY else score >= thresholds.flag


def is_doubtful(finding: AgencyFinding, thresholds: AgencyThresholds = USUAL) -> bool:
    """Whether a person should look: too much for an applicant, too little to flag."""
    return not finding.flagged and not finding.approved and finding.score >= thresholds.doubt


def _together(weights: Iterable[float]) -> float:
    rest = 1.0
    for weight in weights:
        rest *= 1.0 - weight
    return 1.0 - rest
