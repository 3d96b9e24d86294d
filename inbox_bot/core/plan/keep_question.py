"""The letter that asks an applicant whether they may be kept longer, before `keep` lets their application go.

It is planned over the mail that they wrote last about it, by the same stops as any answer, but for those that keep a
machine from answering a machine: it is one letter, ever. What leaves in doubt who wrote, and what has come back, keeps
it from going as well; that they were answered by hand, or a while ago, does not. Where something objects nobody is
asked: a letter that waits for a person would only be one more thing to decide.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from inbox_bot.core.plan.actions import ANSWERED, after_further
from inbox_bot.core.plan.decided.declining import Unwritten
from inbox_bot.core.plan.decided.still_open import Applied, Candidate, candidates_of
from inbox_bot.core.plan.values import Action
from inbox_bot.core.reply.decide import HOLDS, STOPS
from inbox_bot.core.reply.doubts import DOUBTS, OF_LOOPS
from inbox_bot.core.reply.letter.compose import answer_with, is_written, key_of
from inbox_bot.core.reply.matter import Matter
from inbox_bot.core.reply.office_hours import first_due
from inbox_bot.core.reply.proposal import proposal_of
from inbox_bot.core.reply.why import Hold, Spared, Stop
from inbox_bot.core.words import ActionState, Kind, Template

_OBJECTING = DOUBTS | {Hold.RECENTLY_BOUNCED, Hold.AUTO_RESPONSE_SUPPRESSED, Hold.PERHAPS_CANDIDATES}


def whom_to_ask(applied: Iterable[Applied], at: datetime) -> Candidate | None:
    """The applicant, with why they are not to be asked; None where nobody applied.

    Whoever was turned down may still be asked, and so may whoever a person wrote to.
    """
    applied = tuple(applied)
    found = candidates_of((replace(each, declined_at=None, answered_by_hand=False) for each in applied), at)
    candidate = found[0] if found else None
    if candidate is not None and candidate.spared is None and any(each.bounced_at is not None for each in applied):
        return replace(candidate, spared=Spared.BOUNCED)  # however long ago: the address may be somebody else's by now
    return candidate


def keep_question(matter: Matter, candidate: Candidate) -> tuple[Action, ...] | Unwritten:
    """The letter, its copy in Sent and the mail's flag; or why nobody is asked.

    `matter` is that of the mail that the candidate wrote last.
    """
    verdict, rules, at = matter.verdict, matter.rules, matter.at
    if candidate.spared is not None:
        return candidate.spared
    if verdict.kind is Kind.AGENCY or verdict.agency.flagged:
        return Spared.AGENCY
    if verdict.kind is Kind.REFERRAL:
        return Spared.REFERRED
    if candidate.name:
        matter = replace(matter, verdict=replace(verdict, applicant=replace(verdict.applicant, name=candidate.name)))
    own = [each for each in matter.history.answers if each.answer_of == matter.history.fingerprint]
    proposal = proposal_of(matter, template=Template.KEEP_QUESTION, vacancy=candidate.vacancy)
    newest = max(own, key=lambda each: each.at, default=None)
    proposal = replace(proposal, person=candidate.person, corrects=newest)
    stops = (stop for stop in (check(proposal) for check in STOPS) if stop is not None and stop not in OF_LOOPS)
    holds = (hold for hold in (check(proposal) for check in HOLDS) if hold in _OBJECTING)
    objection: Unwritten | None = next(stops, None) or next(holds, None)
    if objection is not None:
        return objection
    answer = answer_with(proposal, Template.KEEP_QUESTION)
    if answer is None:
        return Stop.NO_SENDER
    if not is_written(answer):
        return Hold.TEMPLATE_ERROR
    key = key_of(proposal)
    mail = f"{matter.reading.mailbox}:{matter.reading.raw_hash}"
    letter = Action(
        effect=answer,
        once_keys=(key, f"keep_question:{mail}"),
        state=ActionState.PENDING,
        due_at=first_due(Template.KEEP_QUESTION, rules, at),
    )
    return letter, *after_further(answer, key, f"flag:{mail}:{ANSWERED}:keep_question", at)
