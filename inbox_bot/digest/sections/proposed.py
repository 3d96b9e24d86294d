"""Lines for rules.yaml that the period's decisions ask for, since people decided so before."""

from inbox_bot.core.message import safe
from inbox_bot.core.review.learned import Place, Proposal, proposals
from inbox_bot.core.review.orders import inert
from inbox_bot.core.rules.model import Rules
from inbox_bot.core.wording import Wording
from inbox_bot.digest.concern import Concern
from inbox_bot.digest.period import Period
from inbox_bot.edges.ledger import Ledger

SHOWN = 5
VALUE_SHOWN = 80  # characters


def proposed(ledger: Ledger, rules: Rules, concern: Concern, period: Period, wording: Wording) -> list[str]:
    """A sentence a line, at most five; told when it was decided so again, and so not every day. Raises LedgerError."""
    found = proposals(ledger.lessons.between(period.begins, period.ends), rules)
    mine = [each for each in found if each.vacancy is None or concern.has(each.vacancy)]
    return [_sentence(each, rules, wording) for each in mine[:SHOWN]]


def _sentence(proposal: Proposal, rules: Rules, wording: Wording) -> str:
    value = inert(safe.line(proposal.value, VALUE_SHOWN))
    if proposal.place is Place.ALIASES:
        return wording.say(
            "{number} mails that called it “{title}” were filed under “{vacancy}”: to have that for good, add it "
            "to its `aliases` in rules.yaml.",
            number=proposal.mails,
            title=value,
            vacancy=safe.line(rules.titles().get(proposal.vacancy or "", "")),
        )
    if proposal.place is Place.BLOCKED:
        return wording.say(
            "{number} mails from {whom} were an agency's: to have that for good, add {whom} to `agencies.blocked` in "
            "rules.yaml.",
            number=proposal.mails,
            whom=value,
        )
    if proposal.place is Place.APPROVED:
        return wording.say(
            "{number} mails of the agency {whom} were filed by you: to have that for good, add {whom} to "
            "`agencies.approved` in rules.yaml.",
            number=proposal.mails,
            whom=value,
        )
    return wording.say(
        "{number} mails from {whom} were no agency's: to have that for good, add {whom} to `agencies.never` in "
        "rules.yaml.",
        number=proposal.mails,
        whom=value,
    )
