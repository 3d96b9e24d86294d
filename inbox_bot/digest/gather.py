"""Asks the ledger what happened in a period, and gives the digest as a value: every number is counted from its rows.

A mail is in one list only: with what needs a person, or else with the applications, the agencies or the rest.
What needs a person is listed until somebody has dealt with it, whatever day it came in: a mail in review until it is
moved out of the inbox, an answer until it is sent or given up.
"""

from collections.abc import Sequence

from inbox_bot.core.review.orders import inert
from inbox_bot.core.rules.model import Reviewer, Rules
from inbox_bot.core.wording import Wording
from inbox_bot.digest.concern import Concern
from inbox_bot.digest.lines import Lines
from inbox_bot.digest.period import Period
from inbox_bot.digest.received import Received
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
from inbox_bot.digest.values import Digest, Proposals
from inbox_bot.digest.wording import EXPECTED_HOLDS
from inbox_bot.edges.ledger import Ledger, OpenItems

NOT_FOLLOWED_SHOWN = 5


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
    open_ = _open(ledger, period) if with_open else _open_of_the_day(ledger, period, concern)
    unseen = ledger.reviewing.unseen_by(reviewer.email, period.ends)
    lines = Lines(rules, wording, ends=period.ends, name_mailboxes=len(concern.mailboxes) > 1)
    asked_for = requests(ledger, rules, concern, lines, period, wording) if with_open else Requests()
    pressing = [mail for mail in needing.pressing(open_, period, concern) if mail.id not in unseen]
    pressing = [mail for mail in pressing if not needing.is_told_as_request(mail, asked_for.mails)]
    listed, many = needing.one_by_one(pressing)
    pressed = {mail.id for mail in pressing}
    came = Received(
        lines, wording, lambda mail: mail.id in pressed or needing.is_told_as_request(mail, asked_for.mails)
    )
    seen = _add_all(came, ledger, period, concern)
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
            *_differences(ledger, seen, period, wording),
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
        applications=came.groups(rules, concern, period),
        agencies=tuple(came.agencies),
        rest=came.rest(),
        others=tuple(came.others),
        closing=outlook.closing(rules, concern, period.ends, wording),
        unanswered=outlook.unanswered(ledger, rules, concern, period, wording) if with_open else None,
        counts=came.counts(),
        waiting=came.waiting,
        received=came.number,
        changes=came.changes(),
        answers=came.answers(),
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


def _open_of_the_day(ledger: Ledger, period: Period, concern: Concern) -> OpenItems:
    came = ledger.reports.each_received_between(period.begins, period.ends)
    return needing.open_among(mail for mail in came if concern.includes(mail))


def _add_all(came: Received, ledger: Ledger, period: Period, concern: Concern) -> int:
    """All that the reviewer looks after; gives how many mails came in, of whatever mailbox."""
    number = 0
    for mail in ledger.reports.each_received_between(period.begins, period.ends):
        number += 1
        if concern.includes(mail):
            came.add(mail)
    return number


def _differences(ledger: Ledger, received: int, period: Period, wording: Wording) -> list[str]:
    """Where the rows that are told and the ledger's own sums part: never, unless the ledger is damaged."""
    counts = ledger.reports.counts_between(period.begins, period.ends)
    accounted = sum(counts.outcomes.values()) + counts.waiting
    if received == counts.received == accounted:
        return []
    return [
        wording.say(
            "The numbers do not add up: {received} mails came in, and {accounted} are accounted for.",
            received=max(received, counts.received),
            accounted=min(received, accounted),
        )
    ]
