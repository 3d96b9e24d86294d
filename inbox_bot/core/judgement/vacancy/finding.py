"""Which vacancy an application is for: who claims it (claims.py), who wins (choice.py), and one last question.

An internship of weeks is no apprenticeship of years: whoever asks for the one isn't filed under the other.
"""

from inbox_bot.core.judgement.clues import Clues
from inbox_bot.core.judgement.vacancy.advertised import ALTERNATIVES, Request, advertised
from inbox_bot.core.judgement.vacancy.apprenticeship import asks_for_the_other
from inbox_bot.core.judgement.vacancy.choice import chosen
from inbox_bot.core.judgement.vacancy.claims import claims_of
from inbox_bot.core.judgement.vacancy.part_named import NEAR
from inbox_bot.core.judgement.verdict import VacancyFinding, VacancyMatch
from inbox_bot.core.words import Reason


def vacancy_finding(clues: Clues, request: Request) -> tuple[VacancyFinding, tuple[Reason, ...]]:
    """Which vacancy, with evidence and the other candidates; and what is doubtful about it."""
    if not clues.vacancies:
        return VacancyFinding(), ()
    found, doubts = chosen(claims_of(clues, request, advertised(clues.vacancies)), clues.vacancies)
    vacancy = next((vacancy for vacancy in clues.vacancies if vacancy.id == found.id), None)
    if vacancy is None or not asks_for_the_other(vacancy, (*request.subjects, *request.letters)):
        return found, doubts
    near = (VacancyMatch(id=vacancy.id, confidence=NEAR), *found.alternatives)
    return VacancyFinding(evidence=found.evidence, alternatives=near[:ALTERNATIVES]), (Reason.UNSURE_VACANCY,)
