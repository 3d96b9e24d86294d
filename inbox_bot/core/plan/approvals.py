"""How far an agency is approved: for some vacancies, until a day. Beyond that it is one that nobody approved.

A list never refuses a person: somebody who works at the agency and applies themselves is a person's to look at.
"""

from dataclasses import replace

from inbox_bot.core.judgement.verdict import Evidence, Verdict
from inbox_bot.core.reply.matter import Matter
from inbox_bot.core.rules.model import ApprovedAgency
from inbox_bot.core.words import Kind, Reason

UNTIL, FOR_OTHERS = "was_approved_until", "is_approved_for_others"
_BEYOND = frozenset({UNTIL, FOR_OTHERS})


def as_far_as_approved(matter: Matter) -> Matter:
    """The matter as it is where its agency is approved for the vacancy on this day; else with an unapproved agency.

    Where the agency may send people for some vacancies alone, and none of ours is named, a person looks.
    """
    verdict = matter.verdict
    entry = _entry(matter)
    if entry is None or verdict.kind is not Kind.AGENCY:
        return matter
    beyond = _beyond(matter, entry)
    if beyond is None:
        if entry.vacancies and verdict.vacancy.id is None:
            doubts = dict.fromkeys((*verdict.doubts, Reason.UNSURE_VACANCY))
            return replace(matter, verdict=replace(verdict, doubts=tuple(doubts)))
        return matter
    applies = any(finding.weight < 0 for finding in verdict.agency.evidence)
    agency = replace(
        verdict.agency,
        approved=False,
        flagged=not applies,
        signals=max(verdict.agency.signals, matter.rules.agencies.thresholds.signs),
        evidence=(beyond, *verdict.agency.evidence[1:]),
    )
    doubts_left = (Reason.UNSURE_AGENCY,) if applies else ()
    return replace(matter, verdict=replace(verdict, agency=agency, applications=(), doubts=doubts_left))


def beyond_in(verdict: Verdict) -> str:
    """What rules.yaml says of an agency that is beyond it; "" where it is not on the list, or within."""
    return next((finding.quote for finding in verdict.agency.evidence[:1] if finding.rule in _BEYOND), "")


def _entry(matter: Matter) -> ApprovedAgency | None:
    agency = matter.verdict.agency
    if not agency.approved:
        return None
    return next((entry for entry in matter.rules.agencies.approved if entry.agency == agency.listed), None)


def _beyond(matter: Matter, entry: ApprovedAgency) -> Evidence | None:
    vacancy = matter.verdict.vacancy.id
    if entry.until is not None and matter.arrived_on() > entry.until:
        return _quoting(UNTIL, f"{entry.agency}, until {entry.until}")
    if entry.vacancies and vacancy is not None and vacancy not in entry.vacancies:
        return _quoting(FOR_OTHERS, f"{entry.agency}, not for {vacancy}")
    return None


def _quoting(rule: str, entry: str) -> Evidence:
    return Evidence(rule=rule, weight=1.0, quote=f"agencies.approved: {entry}")
