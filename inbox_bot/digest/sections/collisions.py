"""Whom an agency introduced and who is known otherwise, too: told first, with dates, to reviewers alone.

An applicant's own application is filed and answered like any other; nothing here is asked before it is.
"""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from inbox_bot.core.introduction.ownership import owned_until
from inbox_bot.core.message import safe
from inbox_bot.core.person.values import KeyKind
from inbox_bot.core.review.orders import inert
from inbox_bot.core.rules.model import Rules
from inbox_bot.core.wording import Wording
from inbox_bot.digest.concern import Concern
from inbox_bot.digest.period import Period
from inbox_bot.digest.values import Collision
from inbox_bot.edges.ledger import AppliedRow, IntroductionRow, Ledger, Meeting

SHOWN = 10
NAME_SHOWN = 60  # characters


def collisions(
    ledger: Ledger, rules: Rules, concern: Concern, period: Period, wording: Wording
) -> tuple[Collision, ...]:
    """A few sentences for each that came of the period's mails, the sure ones first. Raises LedgerError."""
    met = ledger.introductions.met_between(period.begins, period.ends)
    mine = [each for each in met if concerns(each, rules, concern)]
    mine.sort(key=lambda each: (not each.sameness.is_sure, each.introduced.message, each.met.message))
    told = [
        Collision(sentence=collision(each, rules, wording), mails=(each.introduced.message, each.met.message))
        for each in mine[:SHOWN]
    ]
    if len(mine) > SHOWN:
        more = wording.say("{number} more whom agencies introduced are known otherwise.", number=len(mine) - SHOWN)
        told.append(Collision(sentence=more, mails=()))
    return tuple(told)


def concerns(meeting: Meeting, rules: Rules, concern: Concern) -> bool:
    """Whether it is a reviewer's to know: one of both is theirs, and neither came in by somebody else's mailbox.

    Where people are one in all mailboxes (`filing.across_mailboxes`), one of both is enough.
    """
    ends = (meeting.introduced, meeting.met)
    if not rules.filing.across_mailboxes and not all(each.mailbox in concern.mailboxes for each in ends):
        return False
    return any(concern.counts(each.mailbox, each.vacancy) for each in ends)


def collision(meeting: Meeting, rules: Rules, wording: Wording) -> str:
    """What a person should know of it: who was first, how the agency was refused, by what it shows."""
    return " ".join(_sentences(meeting, rules, wording))


def _sentences(meeting: Meeting, rules: Rules, wording: Wording) -> Iterator[str]:
    introduced, met = meeting.introduced, meeting.met
    if isinstance(met, AppliedRow):
        yield _applied(introduced, met, rules, wording)
        yield _state(introduced, rules, wording)
    else:
        earlier, later = sorted((introduced, met), key=lambda each: (each.received_at, each.message))
        yield wording.say(
            "{agency} introduced somebody on {moment} (#{number}) whom {earlier} had introduced on {before} "
            "(#{other}).",
            agency=_agency(later),
            moment=_moment(later.received_at, rules, wording),
            number=later.message,
            earlier=_agency(earlier),
            before=_moment(earlier.received_at, rules, wording),
            other=earlier.message,
        )
    yield from _owned(meeting, rules, wording)
    because = because_of(meeting, wording)
    if meeting.sameness.is_sure:
        yield wording.say("It shows by {because}.", because=because)
    else:
        yield wording.say("It is perhaps somebody else: it shows by {because} alone.", because=because)


def _applied(introduced: IntroductionRow, applied: AppliedRow, rules: Rules, wording: Wording) -> str:
    values = {
        "agency": _agency(introduced),
        "moment": _moment(introduced.received_at, rules, wording),
        "mail": introduced.message,
        "who": inert(safe.line(applied.name or wording.say("somebody"), NAME_SHOWN)),
        "applied": _moment(applied.received_at, rules, wording),
        "application": applied.message,
    }
    if applied.received_at < introduced.received_at:
        return wording.say(
            "{agency} introduced {who} on {moment} (#{mail}), who is known since {applied}: by their own application "
            "(#{application}).",
            **values,
        )
    return wording.say(
        "{who} applied directly on {applied} (#{application}), after {agency} had introduced them on {moment} "
        "(#{mail}).",
        **values,
    )


def _owned(meeting: Meeting, rules: Rules, wording: Wording) -> Iterator[str]:
    """Whose candidate it is, as far as rules.yaml says so, and the person was not known before."""
    for one, other in ((meeting.introduced, meeting.met), (meeting.met, meeting.introduced)):
        if isinstance(one, AppliedRow) or other.received_at < one.received_at:
            continue
        until = owned_until(one.listed, one.received_at, rules)
        if until is None:
            continue
        zone = ZoneInfo(rules.company.timezone)
        values = {"agency": _agency(one), "day": wording.whole_date(until)}
        if other.received_at.astimezone(zone).date() <= until:
            yield wording.say("By rules.yaml, they count as the candidate of {agency} until {day}.", **values)
        else:
            yield wording.say("By rules.yaml, they counted as the candidate of {agency} until {day}.", **values)


def _state(introduced: IntroductionRow, rules: Rules, wording: Wording) -> str:
    """How we stand with the agency: approved, refused, or neither."""
    if introduced.listed:
        return wording.say("{agency} was approved.", agency=_agency(introduced))
    refused = introduced.refused
    if refused is None or refused.done_at is None:
        return wording.say("{agency} was not refused by mail.", agency=_agency(introduced))
    return wording.say(
        "{agency} was refused on {moment}.",
        agency=_agency(introduced),
        moment=_moment(refused.done_at, rules, wording),
    )


def because_of(meeting: Meeting, wording: Wording) -> str:
    """What the two have in common: "the same phone number, nearly the same CV"."""
    return ", ".join(wording.of(kind) for kind in KeyKind if kind in meeting.sameness.because)


def _agency(introduced: IntroductionRow) -> str:
    firm, domain = introduced.firm, introduced.domain
    return inert(safe.line(f"{firm} ({domain})" if firm else domain, NAME_SHOWN))


def _moment(at: datetime, rules: Rules, wording: Wording) -> str:
    return wording.day_and_year(at.astimezone(ZoneInfo(rules.company.timezone)))
