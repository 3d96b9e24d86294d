"""Applicants who were asked for a CV, and reminded where rules.yaml says so, and have sent none: nobody asks again."""

from datetime import timedelta

from inbox_bot.core.review.orders import inert_behind_a_number
from inbox_bot.core.rules.model import Rules
from inbox_bot.core.wording import Wording
from inbox_bot.digest.concern import Concern
from inbox_bot.digest.period import Period
from inbox_bot.digest.sections.people import shortened, who
from inbox_bot.digest.values import Bunch
from inbox_bot.edges.ledger import Ledger

WAITED_FOR = timedelta(days=7)  # after the last letter that asks
LISTED_FOR = timedelta(days=60)
NAMED = 5


def in_vain(ledger: Ledger, rules: Rules, concern: Concern, period: Period, wording: Wording) -> tuple[Bunch, ...]:
    """A line that names them; none where there are none. It waits for nobody. Raises LedgerError."""
    waited = WAITED_FOR + (rules.answers.remind or timedelta())
    asked = ledger.reports.without_a_cv(period.ends - LISTED_FOR, period.ends - waited)
    mails = [mail for mail in asked if concern.includes(mail)]
    if not mails:
        return ()
    named = [f"#{mail.id} {inert_behind_a_number(who(mail, mail.of_whom, wording))}" for mail in mails]
    said = wording.plural(
        "{number} applicant was asked for a CV, and has sent none: {who}.",
        "{number} applicants were asked for a CV, and have sent none: {who}.",
        len(mails),
        who=shortened(named, NAMED, wording),
    )
    return (Bunch(number=0, sentence=said),)
