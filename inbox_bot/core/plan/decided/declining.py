"""The letter that turns an applicant down, after a person has said so of them by name.

It is planned over the mail that the applicant wrote last. A person's word turns what holds back a machine's answer, but
nothing that leaves in doubt who wrote: unless a letter to that very mail went out before, when the doubt was settled.
Where something objects nobody is written to, and the reason is told: a letter that waits would be one more thing to
decide. The letter gives no reason for the decision itself.
"""

from dataclasses import replace

from inbox_bot.core.plan.actions import ANSWERED, after_further
from inbox_bot.core.plan.decided.still_open import Candidate
from inbox_bot.core.plan.values import Action
from inbox_bot.core.reply.decide import HOLDS, STOPS
from inbox_bot.core.reply.doubts import DOUBTS, OF_LOOPS
from inbox_bot.core.reply.letter.compose import answer_with, is_written, key_of
from inbox_bot.core.reply.matter import Matter
from inbox_bot.core.reply.proposal import Proposal, proposal_of
from inbox_bot.core.reply.values import PastAnswer
from inbox_bot.core.reply.why import Hold, Spared, Stop
from inbox_bot.core.words import WENT_OUT, ActionState, Kind, Template

#: What happened since: no letter that went out before settles it.
_SINCE = frozenset({Hold.ANSWERED_BY_HAND, Hold.RECENTLY_BOUNCED})
Unwritten = Stop | Hold | Spared


def declining(
    matter: Matter, candidate: Candidate, turn: int, *, put_right: bool = False
) -> tuple[Action, ...] | Unwritten:
    """The letter, its copy in Sent and the mail's flag; or why nobody is written to.

    `matter` is that of the mail that the candidate wrote last. `turn`: how many such letters to them, for the same
    vacancy, were planned before. `put_right`: a person has decided about the mail, so that it is not an agency's for
    what was judged.
    """
    verdict = matter.verdict
    if candidate.spared is not None:
        return candidate.spared
    if verdict.kind is Kind.AGENCY or (verdict.agency.flagged and not put_right):
        return Spared.AGENCY
    if verdict.kind is Kind.REFERRAL:
        return Spared.REFERRED
    if candidate.name:
        matter = replace(matter, verdict=replace(verdict, applicant=replace(verdict.applicant, name=candidate.name)))
    before = _letters_before(matter)
    proposal = proposal_of(matter, template=Template.DECLINE, vacancy=candidate.vacancy)
    newest = max(before, key=lambda each: each.at, default=None)
    proposal = replace(proposal, person=candidate.person, corrects=newest)
    objection = _objection(proposal, settled=any(each.state in WENT_OUT for each in before))
    if objection is not None:
        return objection
    answer = answer_with(proposal, Template.DECLINE)
    if answer is None:
        return Stop.NO_SENDER
    if not is_written(answer):
        return Hold.TEMPLATE_ERROR
    key, at = key_of(proposal), matter.at
    once = f"decline:{candidate.person}:{candidate.vacancy or 'speculative'}:{turn}"
    mail = f"{matter.reading.mailbox}:{matter.reading.raw_hash}"
    letter = Action(effect=answer, once_keys=(key, once), state=ActionState.PENDING, due_at=at)
    return letter, *after_further(answer, key, f"flag:{mail}:{ANSWERED}:{once}", at)


def _letters_before(matter: Matter) -> list[PastAnswer]:
    """Our letters about this very mail, those that were dropped or never went out included."""
    return [each for each in matter.history.answers if each.answer_of == matter.history.fingerprint]


def _objection(proposal: Proposal, *, settled: bool) -> Stop | Hold | None:
    stops = (stop for stop in (check(proposal) for check in STOPS) if stop is not None and stop not in OF_LOOPS)
    holds = (hold for hold in (check(proposal) for check in HOLDS) if hold is not None)
    objecting = _SINCE if settled else _SINCE | DOUBTS
    return next(stops, None) or next((hold for hold in holds if hold in objecting), None)
