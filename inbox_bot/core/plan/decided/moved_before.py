"""What a person decided about an applicant's application holds for what the applicant adds to it.

Somebody who applies once more for the vacancy that a recruiter moved them away from adds to the application that is
there, where that is now. A mail of which it is not clear what it is for stays a person's to decide.
"""

from dataclasses import replace

from inbox_bot.core.judgement.taught import WAS_MOVED_THERE
from inbox_bot.core.judgement.verdict import Evidence, VacancyFinding, Verdict
from inbox_bot.core.plan.filed.joining import standing
from inbox_bot.core.reply.values import History
from inbox_bot.core.rules.model import Rules
from inbox_bot.core.words import Kind, Reason

_UNCLEAR = frozenset({Reason.UNSURE_VACANCY, Reason.TWO_VACANCIES})


def as_moved_before(verdict: Verdict, history: History, rules: Rules) -> Verdict:
    """The verdict, for the vacancy where a person has put this applicant's application; else as it was judged."""
    judged = verdict.vacancy.id
    if (
        verdict.kind is not Kind.APPLICATION
        or len(verdict.applications) != 1
        or not history.person
        or _UNCLEAR.intersection(verdict.doubts)
        or standing(history.applications, judged)
    ):
        return verdict
    for earlier in history.applications:
        moved, vacancy = earlier.moved, earlier.vacancy
        if earlier.withdrawn or not earlier.is_open or moved is None or moved.was_for != judged:
            continue
        if vacancy is None or rules.vacancy(vacancy) is not None:
            said = Evidence(rule=WAS_MOVED_THERE, quote=moved.quote, weight=1.0)
            found = VacancyFinding(id=vacancy, confidence=1.0, evidence=(said,))
            [application] = verdict.applications
            return replace(verdict, vacancy=found, applications=(replace(application, vacancy=found),))
    return verdict
