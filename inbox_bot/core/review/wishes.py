"""What an order means: a decision about a mail, or something that is told. The one place where verbs become decisions.

Nothing here is the answered digest's own: what is decided is what dragging and `correct` decide.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher

from inbox_bot.core.review.decision import (
    AsJudged,
    AskForCv,
    Decision,
    FileUnder,
    KeepLonger,
    LetGo,
    Means,
    NotAnAgency,
    NotAnApplication,
    NotTheSame,
    SameAs,
    SetApart,
    Wanted,
    Wish,
)
from inbox_bot.core.review.orders import Order
from inbox_bot.core.review.verbs import Verb, folded
from inbox_bot.core.rules.model import Vacancy

NEAR = 0.6  #: of 1: how alike a title is that may be meant

_WANTED: dict[Verb, Wanted] = {
    Verb.REFUSE: SetApart(refuse=True),
    Verb.AGENCY: SetApart(),
    Verb.NOT_AGENCY: NotAnAgency(),
    Verb.SPECULATIVE: FileUnder(vacancy=None),
    Verb.NOT_AN_APPLICATION: NotAnApplication(),
    Verb.KEEP_LONGER: KeepLonger(),
    Verb.LET_GO: LetGo(),
}
_ANSWERS = {Verb.ANSWER: Wish.SENT, Verb.DROP: Wish.NONE}


@dataclass(frozen=True, kw_only=True, slots=True)
class NoSuchVacancy:
    """The vacancy that an order names is none of this mailbox, or several."""

    named: str
    nearest: Vacancy | None


def decision_of(order: Order, vacancies: Sequence[Vacancy], by: str, at: datetime) -> Decision | NoSuchVacancy | None:
    """What is decided; None where the order decides nothing about the mail (`documents`, `undo`, `status`)."""
    if order.verb is Verb.VACANCY:
        found = vacancy_named(order.argument, vacancies)
        if isinstance(found, NoSuchVacancy):
            return found
        return Decision(wanted=FileUnder(vacancy=found.id), by=by, means=Means.REPLIED, at=at)
    if order.verb in _WANTED:
        return Decision(wanted=_WANTED[order.verb], by=by, means=Means.REPLIED, at=at)
    if order.verb in (Verb.SAME_AS, Verb.NOT_THE_SAME):
        whose = NotTheSame() if order.verb is Verb.NOT_THE_SAME else SameAs(mail=int(order.argument))
        return Decision(wanted=AsJudged(), whose=whose, by=by, means=Means.REPLIED, at=at)
    if order.verb is Verb.ASK:
        return Decision(wanted=AskForCv(), answer=Wish.SENT, by=by, means=Means.REPLIED, at=at)
    if order.verb in _ANSWERS:
        return Decision(wanted=AsJudged(), answer=_ANSWERS[order.verb], by=by, means=Means.REPLIED, at=at)
    return None


def vacancy_named(named: str, vacancies: Sequence[Vacancy]) -> Vacancy | NoSuchVacancy:
    """The vacancy of this id, title, alias or reference; else the only one whose title has these words in it."""
    wanted = folded(named)
    exact = [each for each in vacancies if wanted in _names(each)]
    if not exact and wanted:
        exact = [each for each in vacancies if any(f" {wanted} " in f" {name} " for name in _names(each))]
    if len(exact) == 1:
        return exact[0]
    near = [(SequenceMatcher(None, wanted, name).ratio(), each) for each in vacancies for name in _names(each)]
    score, nearest = max(near, key=lambda found: found[0], default=(0.0, None))
    return NoSuchVacancy(named=named, nearest=nearest if score >= NEAR or exact else None)


def _names(vacancy: Vacancy) -> tuple[str, ...]:
    names = (vacancy.id, vacancy.title, *vacancy.aliases, vacancy.reference or "")
    return tuple(folded(name) for name in names if name)
