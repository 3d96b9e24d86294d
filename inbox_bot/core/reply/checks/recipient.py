"""To whom an answer goes: one address, Reply-To where it is sane, else From.

Never several, never a list, never ourselves, never an address found only inside a document (RFC 3834 §4). Where a form
of ours, a list or a board wrote for somebody, judgement says who it is (`Sending.answer_to`), and these fields are the
machine's.
"""

import re

from inbox_bot.core.domains import comparable
from inbox_bot.core.judgement.verdict import Way
from inbox_bot.core.message.values import Address
from inbox_bot.core.reply.checks.delivered import was_written_to_us
from inbox_bot.core.reply.checks.identity import is_ours
from inbox_bot.core.reply.correspondents.addresses import asked_for, is_a_systems, is_usable
from inbox_bot.core.reply.correspondents.candidates import Whose, whose
from inbox_bot.core.reply.correspondents.correspondent import canonical
from inbox_bot.core.reply.proposal import Proposal, is_to_an_agency, whom_to_answer
from inbox_bot.core.reply.why import Hold, Stop
from inbox_bot.core.words import Kind, Reason

_MAILTO = re.compile(r"mailto:([^>?\s]{1,320})", re.IGNORECASE)


def reply_to_several(proposal: Proposal) -> Stop | None:
    """Reply-To with several addresses: RFC 3834 §4 wants one recipient. The same address twice is one."""
    if proposal.sending.answer_to is not None:
        return None
    addresses = {canonical(address.address) for address in proposal.message.reply_to}
    return Stop.REPLY_TO_SEVERAL if len(addresses) > 1 else None


def reply_to_list(proposal: Proposal) -> Stop | None:
    """Reply-To naming the address of List-Post, a mail system, or one that takes no answers."""
    if proposal.sending.answer_to is not None:
        return None
    posted = {canonical(found) for value in proposal.message.header("list-post") for found in _MAILTO.findall(value)}
    for address in proposal.message.reply_to:
        if canonical(address.address) in posted or is_a_systems(address.address):
            return Stop.REPLY_TO_LIST
    return None


def reply_to_ourselves(proposal: Proposal) -> Stop | None:
    """Reply-To naming an address of ours (freescout 2826, 2833: an odd From and an autoresponder, both ways wrong)."""
    if proposal.sending.answer_to is not None:
        return None
    ours = any(is_ours(address.address, proposal) for address in proposal.message.reply_to)
    return Stop.REPLY_TO_OURSELVES if ours else None


def candidates_address(proposal: Proposal) -> Stop | None:
    """The letter to an agency would reach its candidate: no other address is in From or Reply-To."""
    return Stop.CANDIDATES_ADDRESS if _whose(proposal) is Whose.CANDIDATES else None


def perhaps_candidates(proposal: Proposal) -> Hold | None:
    """An agency that writes under its candidate's name, or from an address on the CV that bears nobody's name."""
    return Hold.PERHAPS_CANDIDATES if _whose(proposal) is Whose.UNCLEAR else None


def reply_to_differs(proposal: Proposal) -> Hold | None:
    """Reply-To at another domain than From's: held, unless it is the applicant's own address by what they wrote.

    A form's fields are no better than their CV: without Reply-To the two have to agree. Anyone who can choose where
    our answers go can aim them at somebody else (RFC 3834 §4).
    """
    if proposal.sending.way is Way.OUR_FORM and not proposal.message.reply_to:
        return None if _agrees_with_the_cv(proposal) else Hold.REPLY_TO_DIFFERS
    asked, sender = asked_for(proposal.message), proposal.message.sender
    if asked is None or sender is None or proposal.sending.answer_to is not None:
        return None
    if proposal.correspondent == canonical(sender.address):
        return None  # it is the agency's in From that is answered, and not its candidate's
    same_domain = comparable(asked.domain) == comparable(sender.domain)
    applicants_own = canonical(asked.address) == canonical(proposal.matter.verdict.applicant.email or "")
    if not is_usable(asked.address) or not (same_domain or applicants_own or _same(asked, sender)):
        return Hold.REPLY_TO_DIFFERS
    return None


def not_addressed_to_us(proposal: Proposal) -> Hold | None:
    """None of our addresses in To, Cc, Bcc or Resent-*: RFC 5230 §4.5 says MUST NOT.

    Ours are those of rules.yaml, and those that our own mail server says it delivers here (`delivered`).
    """
    own = proposal.matter.own()
    named = any(canonical(address.address) in own for address in proposal.message.recipients)
    return None if named or was_written_to_us(proposal) else Hold.NOT_ADDRESSED_TO_US


def _whose(proposal: Proposal) -> Whose | None:
    """Whose address a letter to an agency goes to; None where it speaks to somebody else."""
    reading, verdict = proposal.matter.reading, proposal.matter.verdict
    to = whom_to_answer(reading, verdict, proposal.template)
    return whose(to, reading, verdict) if to is not None and is_to_an_agency(proposal.template, verdict) else None


def _agrees_with_the_cv(proposal: Proposal) -> bool:
    return (
        proposal.matter.verdict.kind is Kind.APPLICATION
        and Reason.UNSURE_APPLICANT not in proposal.matter.verdict.doubts
    )


def _same(one: Address, other: Address) -> bool:
    return canonical(one.address) == canonical(other.address)
