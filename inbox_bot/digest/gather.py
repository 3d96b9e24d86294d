"""Asks the ledger what happened in a period, and gives the digest as a value: every number is counted from its rows.

A mail is in one list only: with what needs a person, or else with the applications, the agencies or the rest.
What needs a person is listed until somebody has dealt with it, whatever day it came in: a mail in review until it is
moved out of the inbox, an answer until it is sent or given up.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from inbox_bot.core.message import safe
from inbox_bot.core.reply.why import Hold
from inbox_bot.core.rules.model import Reviewer, Rules
from inbox_bot.core.wording import Sentence, Wording
from inbox_bot.core.words import ActionState, Outcome, needs_a_person
from inbox_bot.digest.items import Items
from inbox_bot.digest.period import Period
from inbox_bot.digest.values import AnswerSums, Change, Count, Digest, Group
from inbox_bot.digest.wording import EXPECTED_HOLDS, needs
from inbox_bot.edges.ledger import AnswerRow, Ledger, MailRow, OpenItems

SPECULATIVE = Sentence("For no vacancy in particular")
ALARM_SHOWN = 400  # characters
REFUSED_SHOWN = timedelta(days=7)  # the ledger says when a refused answer was due, not when it was given up
_APPLICATIONS = (Outcome.FILED, Outcome.SPECULATIVE)


def gather(
    ledger: Ledger,
    rules: Rules,
    reviewer: Reviewer,
    period: Period,
    notes: Sequence[str] = (),
    *,
    with_open: bool = True,
) -> Digest:
    """The digest of a period for one reviewer: of the mailboxes and vacancies they look after. Raises LedgerError.

    Without `with_open` it tells of the period's mails alone, and not of what needs a person from any day.
    """
    mailboxes = {each.name for each in rules.mailboxes if reviewer in rules.reviewers_of(each.name)}
    concern, wording = _Concern(rules, reviewer, mailboxes), rules.wordings.of(reviewer.language)
    mails = [mail for mail in ledger.reports.received_between(period.begins, period.ends) if concern.includes(mail)]
    open_, held = OpenItems(), Counter[str | None]()
    if with_open:
        quiet = [hold.value for hold in EXPECTED_HOLDS]
        open_ = ledger.reports.open_items(quiet, period.begins - REFUSED_SHOWN)
        held = _held(ledger, mailboxes)
    pressing = [mail for mail in _pressing(ledger, open_, period) if concern.includes(mail)]
    shelves = _sorted(mails, {mail.id for mail in pressing})
    first = [mail.first_outcome for mail in mails]
    items = Items(rules, wording, name_mailboxes=len(mailboxes) > 1, lying=_lying(ledger, [*pressing, *mails]))
    return Digest(
        company=rules.company.name,
        mode=rules.mode.value,
        begins=period.begins,
        ends=period.ends,
        timezone=rules.company.timezone,
        language=wording.language,
        alarms=_alarms(ledger, period, wording),
        needs_person=items.needing(pressing),
        of_earlier_days=sum(mail.seen_at < period.begins for mail in pressing),
        applications=_groups(shelves.applications, rules, concern, items, wording),
        agencies=items.of(shelves.agencies),
        others=items.of(shelves.others),
        counts=tuple(Count(outcome=each, number=first.count(each)) for each in Outcome if each in first),
        waiting=first.count(None),
        received=len(mails),
        changes=_changes(mails),
        answers=_sums([answer for mail in mails for answer in mail.answers]),
        held_in_all=held.total(),
        observed_in_all=held[Hold.OBSERVE],
        notes=tuple(map(wording.repeat, notes)),
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class _Sorted:
    """A period's mails that need nobody, by where the digest shows them."""

    applications: list[MailRow]
    agencies: list[MailRow]
    others: list[MailRow]


def _sorted(mails: Iterable[MailRow], pressed: Collection[int]) -> _Sorted:
    found = _Sorted(applications=[], agencies=[], others=[])
    for mail in mails:
        if mail.id in pressed:
            continue
        if mail.outcome in _APPLICATIONS and mail.applications:
            found.applications.append(mail)
        elif mail.outcome is Outcome.AGENCY:
            found.agencies.append(mail)
        else:
            found.others.append(mail)
    return found


def _alarms(ledger: Ledger, period: Period, wording: Wording) -> tuple[str, ...]:
    raised = [each for each in ledger.alarms.raised() if each.since < period.ends]
    return tuple(safe.line(each.alarm.said_in(wording), ALARM_SHOWN) for each in raised)


class _Concern:
    """Which mails a reviewer is told of."""

    def __init__(self, rules: Rules, reviewer: Reviewer, mailboxes: Collection[str]) -> None:
        self._mailboxes = mailboxes
        self._all = not reviewer.vacancies
        asked_for = {id for other in rules.reviewers for id in other.vacancies}
        everybody = any(not other.vacancies for other in rules.reviewers)
        #: A vacancy that no reviewer asked for is everybody's: nothing goes untold.
        nobodys = set() if everybody else {vacancy.id for vacancy in rules.vacancies} - asked_for
        self._vacancies = {*reviewer.vacancies, *nobodys}

    def includes(self, mail: MailRow) -> bool:
        """Of their mailboxes: what is for their vacancies or for none."""
        if mail.mailbox not in self._mailboxes:
            return False
        about = () if mail.about is None else (mail.about,)
        vacancies = {application.vacancy for application in (*mail.applications, *about)}
        return not vacancies or any(map(self.has, vacancies))

    def has(self, vacancy: str | None) -> bool:
        """Whether applications for this vacancy (None: for none in particular) are theirs to see."""
        return self._all or vacancy is None or vacancy in self._vacancies


def _held(ledger: Ledger, mailboxes: Collection[str]) -> Counter[str | None]:
    """How many answers of these mailboxes are held, by the reason."""
    held = Counter[str | None]()
    for (mailbox, why), number in ledger.reports.held_counts().items():
        if mailbox in mailboxes:
            held[why] += number
    return held


def _pressing(ledger: Ledger, open_: OpenItems, period: Period) -> list[MailRow]:
    """The mails that needed a person at the period's end, each once: answers that went wrong first."""
    found = {mail.id: mail for mail in open_.mails}
    for answer in open_.answers:
        if not _presses(answer, period):
            continue
        mail = ledger.reports.mail(answer.mailbox, answer.raw_hash)
        if mail is not None:
            found.setdefault(mail.id, mail)
    return sorted(
        (mail for mail in found.values() if mail.seen_at < period.ends),
        key=lambda mail: (_urgency(mail), mail.received_at, mail.id),
    )


def _lying(ledger: Ledger, mails: Iterable[MailRow]) -> dict[int, str]:
    """The folder of each of the mails, by its id, that lies somewhere for a person."""
    lying: dict[int, str] = {}
    for mail in {mail.id: mail for mail in mails}.values():
        if needs_a_person(mail.outcome, mail.reason):
            for location in ledger.intake.locations_of(mail.mailbox, mail.raw_hash)[:1]:
                lying[mail.id] = location.folder
    return lying


def _presses(answer: AnswerRow, period: Period) -> bool:
    if answer.bounced_at is not None:
        return period.begins <= answer.bounced_at < period.ends
    if answer.state is ActionState.REFUSED and answer.due_at < period.begins - REFUSED_SHOWN:
        return False
    return bool(needs(answer))


def _urgency(mail: MailRow) -> int:
    """0 where an answer went wrong (the applicant waits and nobody knows), 1 unread, 2 in the inbox, 3 held."""
    wrong = (ActionState.UNCERTAIN, ActionState.REFUSED)
    if any(answer.bounced_at is not None or answer.state in wrong for answer in mail.answers):
        return 0
    if mail.outcome is Outcome.FAILED:
        return 1
    return 2 if needs_a_person(mail.outcome, mail.reason) else 3


def _groups(
    mails: Sequence[MailRow], rules: Rules, concern: _Concern, items: Items, wording: Wording
) -> tuple[Group, ...]:
    """Under each vacancy the mails that apply for it, in the order of rules.yaml; those for none at the end.

    Applications for a vacancy that rules.yaml no longer names stand under its id.
    """
    titles: dict[str | None, str] = {vacancy.id: vacancy.title for vacancy in rules.vacancies}
    for mail in mails:
        for application in mail.applications:
            if application.vacancy is not None:
                titles.setdefault(application.vacancy, application.vacancy)
    titles[None] = wording.repeat(SPECULATIVE)
    groups = []
    for id, title in titles.items():
        under = [mail for mail in mails if any(each.vacancy == id for each in mail.applications)]
        if under and concern.has(id):
            groups.append(Group(title=title, items=items.under(id, under)))
    return tuple(groups)


def _changes(mails: Iterable[MailRow]) -> tuple[Change, ...]:
    changes = Counter(
        (mail.first_outcome, mail.outcome)
        for mail in mails
        if mail.first_outcome is not None and mail.outcome is not None and mail.first_outcome is not mail.outcome
    )
    return tuple(Change(was=was, became=became, number=number) for (was, became), number in sorted(changes.items()))


def _sums(answers: Sequence[AnswerRow]) -> AnswerSums:
    states = Counter(answer.state for answer in answers)
    observed = sum(answer.state is ActionState.HELD and answer.why == Hold.OBSERVE for answer in answers)
    return AnswerSums(
        sent=states[ActionState.DONE],
        held=states[ActionState.HELD] - observed,
        observed=observed,
        on_the_way=states[ActionState.PENDING] + states[ActionState.DOING],
        uncertain=states[ActionState.UNCERTAIN],
        refused=states[ActionState.REFUSED],
        came_back=sum(answer.bounced_at is not None for answer in answers),
    )
