"""A letter to somebody who applied, that is no answer: over the mail that they wrote last, once ever by its key.

Where something objects nobody is written to, and the reason is told: a letter that waits would be one more thing to
decide.
"""

from collections.abc import Container
from dataclasses import replace
from datetime import datetime

from inbox_bot.core.plan.actions import ANSWERED, after_further
from inbox_bot.core.plan.decided.still_open import Candidate
from inbox_bot.core.plan.values import Action
from inbox_bot.core.reply.decide import objection_to
from inbox_bot.core.reply.letter.compose import answer_with, is_written, key_of
from inbox_bot.core.reply.matter import Matter
from inbox_bot.core.reply.proposal import proposal_of
from inbox_bot.core.reply.values import PastAnswer
from inbox_bot.core.reply.why import Hold, Spared, Stop
from inbox_bot.core.words import ActionState, Kind, Template

Unwritten = Stop | Hold | Spared


def further_letter(
    matter: Matter,
    candidate: Candidate,
    template: Template,
    *,
    objecting: Container[Hold],
    once: str,
    due_at: datetime,
    put_right: bool = False,
) -> tuple[Action, ...] | Unwritten:
    """The letter, its copy in Sent and the mail's flag; or why nobody is written to.

    `matter` is that of the mail that the candidate wrote last. `objecting`: which holds keep the letter from going.
    `once`: a key that no second such letter may have. `put_right`: a person has decided about the mail, so that it is
    not an agency's for what was judged.
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
    newest = max(letters_before(matter), key=lambda each: each.at, default=None)
    proposal = proposal_of(matter, template=template, vacancy=candidate.vacancy)
    proposal = replace(proposal, person=candidate.person, corrects=newest)
    objection = objection_to(proposal, objecting)
    if objection is not None:
        return objection
    answer = answer_with(proposal, template)
    if answer is None:
        return Stop.NO_SENDER
    if not is_written(answer):
        return Hold.TEMPLATE_ERROR
    key = key_of(proposal)
    letter = Action(effect=answer, once_keys=(key, once), state=ActionState.PENDING, due_at=due_at)
    flag = f"flag:{matter.reading.mailbox}:{matter.reading.raw_hash}:{ANSWERED}:{once}"
    return letter, *after_further(answer, key, flag, matter.at)


def letters_before(matter: Matter) -> list[PastAnswer]:
    """Our letters about this very mail, those that were dropped or never went out included."""
    return [each for each in matter.history.answers if each.answer_of == matter.history.fingerprint]
