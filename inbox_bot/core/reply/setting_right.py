"""The letter that sets right what an earlier one said, once a person has decided otherwise.

What went out is not unsaid. Where it was wrong (another vacancy's acknowledgement, a refusal to somebody who applies)
a correction is offered, and where it thanked an agency, the refusal; both wait for a person. What was right is left
alone, whatever else was decided.
"""

from dataclasses import replace

from inbox_bot.core.reply.checks.limits import ACKNOWLEDGEMENTS
from inbox_bot.core.reply.checks.threads import REQUESTS
from inbox_bot.core.reply.proposal import Proposal
from inbox_bot.core.reply.values import PastAnswer
from inbox_bot.core.words import WENT_OUT, Template

#: Right whatever becomes of the mail: they asked for something, or thanked somebody else.
_NEVER_WRONG = REQUESTS | {Template.ENQUIRY, Template.REFERRAL_THANKS, Template.AGENCY_ACKNOWLEDGEMENT}


def setting_right(proposal: Proposal) -> Proposal | None:
    """The further letter that is offered, given what would be said now; None where what went out was not wrong."""
    said = last_said(proposal)
    if said is None or proposal.template is None:
        return None
    if proposal.template is Template.AGENCY_REJECTION:
        template = None if said.template is Template.AGENCY_REJECTION else Template.AGENCY_REJECTION
    elif proposal.template in ACKNOWLEDGEMENTS and is_wrong(said, proposal):
        template = Template.CORRECTION
    else:
        template = None
    return None if template is None else replace(proposal, template=template, corrects=said)


def last_said(proposal: Proposal) -> PastAnswer | None:
    """The last letter about this mail that went out, or may have."""
    own = [
        answer
        for answer in proposal.history.answers
        if answer.answer_of == proposal.history.fingerprint and answer.state in WENT_OUT
    ]
    return max(own, key=lambda answer: answer.at) if own else None


def is_wrong(said: PastAnswer, proposal: Proposal) -> bool:
    """Whether the letter said something else than would be said now. One that named no vacancy was not wrong."""
    if said.template in _NEVER_WRONG:
        return False
    if said.template is Template.ACKNOWLEDGEMENT and said.vacancy is None:
        return False
    acknowledged = said.template is Template.CORRECTION or said.template in ACKNOWLEDGEMENTS
    return not acknowledged or said.vacancy != proposal.vacancy
