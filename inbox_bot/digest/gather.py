"""Asks the ledger what happened in a period, and gives the digest as a value: every number is counted from its rows.

A mail is in one list only: with what needs a person, or else with the applications, the agencies or the rest.
What needs a person is listed until somebody has dealt with it, whatever day it came in: a mail in review until it is
moved out of the inbox, an answer until it is sent or given up.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from inbox_bot.core.message import safe
from inbox_bot.core.reply.why import Hold
from inbox_bot.core.review.orders import inert
from inbox_bot.core.rules.model import Reviewer, Rules
from inbox_bot.core.wording import Sentence, Wording
from inbox_bot.core.words import ActionState, Outcome
from inbox_bot.digest.concern import Concern
from inbox_bot.digest.lines import Lines
from inbox_bot.digest.period import Period
from inbox_bot.digest.sections import careers, closings, keeping, needing, outlook
from inbox_bot.digest.sections.alarms import raised_alarms
from inbox_bot.digest.sections.asked import asked
from inbox_bot.digest.sections.collisions import collisions
from inbox_bot.digest.sections.decided import decided
from inbox_bot.digest.sections.hooks import untold
from inbox_bot.digest.sections.in_vain import in_vain
from inbox_bot.digest.sections.month import month_of
from inbox_bot.digest.sections.perhaps import perhaps_one
from inbox_bot.digest.sections.proposed import proposed
from inbox_bot.digest.sections.requests import Requests, requests, settled
from inbox_bot.digest.sections.rest import rest
from inbox_bot.digest.values import AnswerSums, Change, Count, Digest, Group, Proposals
from inbox_bot.digest.wording import EXPECTED_HOLDS
from inbox_bot.edges.ledger import AnswerRow, Ledger, MailRow, OpenItems

SPECULATIVE = Sentence("For no vacancy in particular")
NOT_FOLLOWED_SHOWN = 5
_APPLICATIONS = (Outcome.FILED, Outcome.SPECULATIVE)


def gather(
    ledger: Ledger,
    rules: Rules,
    reviewer: Reviewer,
    period: Period,
    notes: Sequence[str] = (),
    *,
    with_open: bool = True,
    doubts: Sequence[str] = (),
) -> Digest:
    """The digest of a period for one reviewer: of the mailboxes and vacancies they look after. Raises LedgerError.

    Without `with_open` it tells of the period's mails alone, and not of what needs a person from any day. `doubts` are
    where the mailbox and the ledger were found to differ.
    """
    concern, wording = Concern(rules, reviewer), rules.wordings.of(reviewer.language)
    received = ledger.reports.received_between(period.begins, period.ends)
    mails = [mail for mail in received if concern.includes(mail)]
    open_ = _open(ledger, period) if with_open else needing.open_among(mails)
    unseen = ledger.reviewing.unseen_by(reviewer.email, period.ends)
    lines = Lines(rules, wording, ends=period.ends, name_mailboxes=len(concern.mailboxes) > 1)
    asked_for = requests(ledger, rules, concern, lines, period, wording) if with_open else Requests()
    pressing = [mail for mail in needing.pressing(open_, period, concern) if mail.id not in unseen]
    pressing = [mail for mail in pressing if not needing.is_told_as_request(mail, asked_for.mails)]
    listed, many = needing.one_by_one(pressing)
    told = {mail.id for mail in pressing} | {m.id for m in mails if needing.is_told_as_request(m, asked_for.mails)}
    shelves = _sorted(mails, told)
    first = [mail.first_outcome for mail in mails]
    alarms = (*raised_alarms(ledger, period, wording), *asked_for.overdue)
    waiting = ledger.reports.waiting_answers() if with_open else ()
    return Digest(
        company=rules.company.name,
        mode=rules.mode.value,
        begins=period.begins,
        ends=period.ends,
        timezone=rules.company.timezone,
        language=wording.language,
        doubts=(
            *map(wording.repeat, doubts),
            *_differences(ledger, received, period, wording),
            *(asked(ledger, rules, concern, wording) if with_open else ()),
        ),
        alarms=alarms,
        collisions=collisions(ledger, rules, concern, period, wording),
        needs_person=(*asked_for.lines, *map(lines.needing, listed)),
        bunches=(
            *asked_for.bunches,
            *needing.bunches(waiting, many, rules, concern, wording),
            *(perhaps_one(ledger, concern, period, wording) if with_open else ()),
            *(in_vain(ledger, rules, concern, period, wording) if with_open else ()),
            *(closings.to_close(ledger, rules, concern, period, wording) if with_open else ()),
            *(keeping.to_confirm(ledger, rules, concern, wording) if with_open else ()),
        ),
        of_earlier_days=sum(mail.seen_at < period.begins for mail in listed),
        proposals=careers.proposed(ledger, rules, concern, period, wording) if with_open else Proposals(),
        decided=(
            *decided(ledger, rules, concern, period, wording),
            *settled(ledger, concern, period, wording),
            *careers.decided(ledger, concern, period, wording),
            *closings.told(ledger, rules, concern, period, wording),
            *keeping.confirmed(ledger, rules, concern, period, wording),
            *keeping.agreed(ledger, rules, concern, period, wording),
        ),
        applications=_groups(shelves.applications, rules, concern, lines, period, wording),
        agencies=tuple(map(lines.of_agency, shelves.agencies)),
        rest=rest(shelves.others, wording),
        others=tuple(map(lines.other, shelves.others)),
        closing=outlook.closing(rules, concern, period.ends, wording),
        unanswered=outlook.unanswered(ledger, rules, concern, period, wording) if with_open else None,
        counts=tuple(Count(outcome=each, number=first.count(each)) for each in Outcome if each in first),
        waiting=first.count(None),
        received=len(mails),
        changes=_changes(mails),
        answers=_sums([answer for mail in mails for answer in mail.answers]),
        health=outlook.health(ledger, rules, concern.mailboxes, len(alarms), wording),
        month=month_of(ledger, rules, concern, period, wording) if with_open else None,
        notes=(
            *map(wording.repeat, notes),
            *proposed(ledger, rules, concern, period, wording),
            *(keeping.asked(ledger, rules, concern, period, wording) if with_open else ()),
            *_not_followed(ledger, concern, period, wording),
            *untold(ledger, period, wording),
        ),
    )


def _not_followed(ledger: Ledger, concern: Concern, period: Period, wording: Wording) -> list[str]:
    """A line for each mail that said it was a reviewer's, and of which nothing was done."""
    refused = ledger.reviewing.refused_between(period.begins, period.ends)
    told = [each for each in refused if each.mailbox in concern.mailboxes]
    lines = [
        wording.say(
            "A mail that said it was from {sender} was not followed. {why}",
            sender=inert(each.sender),
            why=each.why,
        )
        for each in told[:NOT_FOLLOWED_SHOWN]
    ]
    if len(told) > NOT_FOLLOWED_SHOWN:
        lines.append(wording.say("{number} more such mails were not followed.", number=len(told) - NOT_FOLLOWED_SHOWN))
    return lines


def _open(ledger: Ledger, period: Period) -> OpenItems:
    """Of any day; but for what is told together, and what was refused or came back long ago."""
    quiet = [hold.value for hold in EXPECTED_HOLDS]
    return ledger.reports.open_items(quiet, period.begins - needing.REFUSED_SHOWN)


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


def _differences(ledger: Ledger, received: Sequence[MailRow], period: Period, wording: Wording) -> list[str]:
    """Where the rows that are told and the ledger's own sums part: never, unless the ledger is damaged."""
    counts = ledger.reports.counts_between(period.begins, period.ends)
    accounted = sum(counts.outcomes.values()) + counts.waiting
    if len(received) == counts.received == accounted:
        return []
    return [
        wording.say(
            "The numbers do not add up: {received} mails came in, and {accounted} are accounted for.",
            received=max(len(received), counts.received),
            accounted=min(len(received), accounted),
        )
    ]


def _groups(
    mails: Sequence[MailRow], rules: Rules, concern: Concern, lines: Lines, period: Period, wording: Wording
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
            closes = outlook.closes(rules.vacancy(id) if id else None, rules, period.ends, wording)
            groups.append(_group(title, id, under, closes, lines, wording))
    return tuple(groups)


def _group(
    title: str, vacancy: str | None, mails: Sequence[MailRow], closes: str, lines: Lines, wording: Wording
) -> Group:
    """A list of applications; its folder is the one that most of them are in."""
    folders = Counter(name for mail in mails if (name := lines.folder_of(mail)))
    [(folder, _)] = folders.most_common(1) or [("", 0)]
    shown = []
    updated = 0
    for mail in mails:
        applications = [each for each in mail.applications if each.vacancy == vacancy]
        shown.append(lines.applying(mail, applications, folder))
        updated += all(each.is_update for each in applications)
    new = wording.plural("{number} new", "{number} new", len(mails) - updated)
    more = wording.plural("{number} updated", "{number} updated", updated)
    return Group(
        title=safe.line(title),
        sums=", ".join([*([new] if len(mails) > updated else []), *([more] if updated else [])]),
        closes=closes,
        folder=folder,
        lines=tuple(shown),
    )


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
