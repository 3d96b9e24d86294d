"""A reviewer's orders as tasks, one a mail: what would be decided, what that would do, and why it may have to wait.

Touches nothing. Two orders about one mail that go together (file it there, and answer) are one decision.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from inbox_bot.core.message import safe
from inbox_bot.core.review.decision import AsJudged, Decision, Means, Wish
from inbox_bot.core.review.orders import Order
from inbox_bot.core.review.verbs import Verb
from inbox_bot.core.review.wishes import NoSuchVacancy, decision_of
from inbox_bot.core.rules.model import Reviewer
from inbox_bot.core.wording import Sentence, said_by
from inbox_bot.digest.concern import Concern
from inbox_bot.edges.ledger import DecisionRow, MailRow
from inbox_bot.pipeline.decisions.correction import Correction
from inbox_bot.pipeline.decisions.decide import plan_decision, plan_undo
from inbox_bot.pipeline.decisions.refused import NotDecided, NotNow
from inbox_bot.pipeline.installation import Installation

WAITS_FOR = timedelta(hours=1)  #: an order that can't be carried out now; then its reviewer is told why


@dataclass(frozen=True, kw_only=True, slots=True)
class Task:
    """What is to be done with one mail."""

    number: int
    decision: Decision | None = None  #: None: the last decision is undone, or nothing is decided (`others`)
    undo: bool = False
    others: tuple[Verb, ...] = ()  #: what decides nothing: `documents`, `later`
    problem: str = ""  #: a Sentence: why nothing is done

    @property
    def decides(self) -> bool:
        """Whether the mail changes by it."""
        return self.decision is not None or self.undo


@dataclass(frozen=True, kw_only=True, slots=True)
class Considered:
    """A task, and what it would do."""

    task: Task
    mail: MailRow | None  #: as it is now; None: there is none of this number, or it is not the reviewer's
    correction: Correction | None = None  #: None: nothing is decided, or it was done before
    is_done: bool = False  #: by this very mail, before we were interrupted

    @property
    def problem(self) -> str:
        """Why nothing is done; "" where something is."""
        return self.task.problem


def tasks_of(orders: Sequence[Order], reviewer: Reviewer, installation: Installation, at: datetime) -> tuple[Task, ...]:
    """The orders by the mails that they are about, in the order in which those are first named."""
    vacancies = installation.rules.vacancies  # a digest may tell of several mailboxes
    tasks: dict[int, Task] = {}
    for order in orders:
        if order.number is None:
            continue
        before = tasks.get(order.number, Task(number=order.number))
        found = decision_of(order, vacancies, reviewer.email, at)
        if isinstance(found, NoSuchVacancy):
            tasks[order.number] = replace(before, problem=_no_vacancy(found))
        elif found is not None:
            tasks[order.number] = replace(before, decision=_joined(before.decision, found))
        elif order.verb is Verb.UNDO:
            tasks[order.number] = replace(before, undo=True)
        else:
            tasks[order.number] = replace(before, others=(*before.others, order.verb))
    return tuple(tasks.values())


def considered(task: Task, reviewer: Reviewer, installation: Installation, at: datetime) -> Considered:
    """What the task would do. Raises LedgerError, FilingFailed, and NotNow as `why_not` does."""
    mail = installation.ledger.reports.mail_by_number(task.number)
    if mail is None or not Concern(installation.rules, reviewer).includes(mail):
        nobodys = Sentence("there is no mail #{number} among those that you look after", number=task.number)
        return Considered(task=replace(task, problem=nobodys), mail=None)
    if task.problem or not task.decides:
        return Considered(task=task, mail=mail)
    if done_before(task, reviewer, installation, at) is not None:
        return Considered(task=task, mail=mail, is_done=True)
    try:
        return Considered(task=task, mail=mail, correction=planned(task, reviewer, installation, at))
    except NotDecided as error:
        return Considered(task=replace(task, problem=why_not(error, installation, at)), mail=mail)


def why_not(error: NotDecided, installation: Installation, at: datetime) -> str:
    """Why what was ordered at that moment is not done. Raises NotNow where it may be done in a while, for an hour."""
    if isinstance(error, NotNow) and installation.now() - at < WAITS_FOR:
        raise error
    return said_by(error)


def planned(task: Task, reviewer: Reviewer, installation: Installation, at: datetime) -> Correction:
    """The task as it would be carried out now. Raises NotDecided, LedgerError, FilingFailed."""
    if task.decision is not None:
        return plan_decision(task.number, task.decision, installation, at)
    return plan_undo(task.number, installation, at, by=reviewer.email, means=Means.REPLIED)


def done_before(task: Task, reviewer: Reviewer, installation: Installation, at: datetime) -> DecisionRow | None:
    """What this very mail decided about the other before we were interrupted: each mail decides at a moment of its own.

    So a decision is taken once and an undoing undoes once, however often its mail is followed.
    """
    for row in installation.ledger.decisions.of_mail(task.number):
        if row.at == at and row.by == reviewer.email and row.means is Means.REPLIED:
            return row
    return None


def _joined(before: Decision | None, later: Decision) -> Decision:
    """What is wanted of the mail, and what of its answer: two orders that do not contradict each other."""
    if before is None:
        return later
    wanted = before.wanted if isinstance(later.wanted, AsJudged) else later.wanted
    answer = before.answer if later.answer is Wish.AS_USUAL else later.answer
    return replace(later, wanted=wanted, whose=later.whose or before.whose, answer=answer)


def _no_vacancy(found: NoSuchVacancy) -> Sentence:
    named = safe.line(found.named)
    if found.nearest is None:
        return Sentence("no vacancy is called “{named}”", named=named)
    return Sentence(
        "no vacancy is called “{named}”; did you mean “{nearest}”?", named=named, nearest=safe.line(found.nearest.title)
    )
