"""Applicants who are perhaps one: a person says so, or that they are two. Until then they are two."""

from datetime import timedelta

from inbox_bot.core.person.values import Says
from inbox_bot.core.review.orders import inert_behind_a_number
from inbox_bot.core.wording import Wording
from inbox_bot.digest.concern import Concern
from inbox_bot.digest.period import Period
from inbox_bot.digest.sections.people import who
from inbox_bot.digest.values import Bunch, Choice
from inbox_bot.edges.ledger import Ledger, LinkRow, MailRow

ASKED_FOR = timedelta(days=14)  # as long as an answer to the digest counts
ONE_BY_ONE = 10  # the newest


def perhaps_one(ledger: Ledger, concern: Concern, period: Period, wording: Wording) -> tuple[Bunch, ...]:
    """A line for each applicant who may have applied before, the newest first. Raises LedgerError."""
    mails = ledger.reports.perhaps_one(period.ends - ASKED_FOR, period.ends)
    told = [(mail, mail.link) for mail in reversed(mails) if mail.link is not None and concern.includes(mail)]
    return tuple(_line(mail, link, wording) for mail, link in told[:ONE_BY_ONE])


def because_of(link: LinkRow, wording: Wording) -> str:
    """What two mails have in common: "the same phone number, nearly the same CV"."""
    return ", ".join(wording.of(each) for each in link.because)


def _line(mail: MailRow, link: LinkRow, wording: Wording) -> Bunch:
    what = {
        "number": mail.id,
        "who": inert_behind_a_number(who(mail, mail.of_whom, wording)),
        "other": link.other,
        "because": because_of(link, wording),
    }
    if link.says is Says.SUGGESTION:
        said = wording.say("#{number} {who} is perhaps the applicant of #{other}: they have {because}.", **what)
    else:
        said = wording.say(
            "#{number} {who} and the applicant of #{other} may be one or two: they have {because}.", **what
        )
    choices = (
        Choice(label=wording.say("the same"), reply=f"#{mail.id} same as #{link.other}"),
        Choice(label=wording.say("not the same"), reply=f"#{mail.id} not the same"),
    )
    return Bunch(number=1, sentence=said, choices=choices)
