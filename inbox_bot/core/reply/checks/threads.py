"""Is it an answer to our own answer? The second turn of every loop is (RFC 3834 §2: never answer an answer).

Our Message-IDs are known by their form at a domain of ours, and the ledger knows them one by one (`referred_to`). An id
of our form that the ledger doesn't know was forged, or written before its backup was restored: whoever refers to it
gets no answer either, so forging one gains nothing (freescout GHSA-6r38-6mcf-2ww3; odoo tags its ids likewise).
"""

from inbox_bot.core.message.subjects import bare_subject
from inbox_bot.core.message_ids import Form, is_at
from inbox_bot.core.reply.checks.limits import counted
from inbox_bot.core.reply.proposal import Proposal
from inbox_bot.core.reply.values import PastAnswer
from inbox_bot.core.reply.why import Hold, Stop
from inbox_bot.core.words import WENT_OUT, Role, Template

REQUESTS = frozenset({Template.MISSING_CV, Template.CV_REMINDER, Template.ENCRYPTED_CV, Template.UNREADABLE_CV})
THREAD_MAILS = 12  # ids in References: a conversation, in which a form letter has no place


def answers_ours(proposal: Proposal) -> Stop | None:
    """In-Reply-To or References name an automatic answer of ours (RFC 3834 §3.1.6 has responders send them).

    Once a thread, what we asked for may come: a CV after we said that it was missing.
    """
    if not (_referred(proposal) or _refers_to_our_form(proposal)):
        return None
    return None if brings_what_we_asked_for(proposal) else Stop.ANSWERS_OURS


def resembles_our_answer(proposal: Proposal) -> Hold | None:
    """Names no id of ours, but its subject is one of ours with "Re:", or it quotes our text: responders that drop ids.

    Only answers to this correspondent or person, to a like text, or at the sender's domain are compared: all of
    eight days that history brings.
    """
    if brings_what_we_asked_for(proposal):
        return None
    ours = [answer for answer in proposal.history.answers if answer.state in WENT_OUT]
    if not ours:
        return None
    bare = _bare(proposal.message.subject)
    if bare != proposal.message.subject.strip().casefold() and any(
        answer.subject and bare == _bare(answer.subject) for answer in ours
    ):
        return Hold.RESEMBLES_OUR_ANSWER
    quoted = proposal.history.quoted
    return Hold.RESEMBLES_OUR_ANSWER if any(quoted & answer.passages for answer in ours) else None


def thread_too_long(proposal: Proposal) -> Hold | None:
    """A thread of more than twelve mails, or one in which two automatic answers of ours stand already."""
    ids = {*proposal.message.references, *proposal.message.in_reply_to}
    ours = sum(answer.state in WENT_OUT for answer in proposal.history.answers if answer.referred_to)
    return Hold.THREAD_TOO_LONG if len(ids) > THREAD_MAILS or ours >= 2 else None


def brings_what_we_asked_for(proposal: Proposal) -> bool:
    """Whether it brings a CV that our last answer asked its sender for, and nothing was answered since.

    The answer we ask for is expected once: after the next answer of ours the exception is used up.
    """
    asked = [
        answer
        for answer in proposal.history.answers
        if answer.template in REQUESTS
        and answer.state in WENT_OUT
        and (answer.correspondent == proposal.correspondent or answer.person == proposal.person)
    ]
    if not asked or not any(document.role is Role.CV for document in proposal.matter.reading.documents):
        return False
    last = max(asked, key=lambda answer: answer.at)
    since = (
        answer
        for answer in counted(proposal.history.answers, since=last.at)
        if answer.correspondent == proposal.correspondent or answer.person == proposal.person
    )
    return not any(answer is not last for answer in since)


def _referred(proposal: Proposal) -> tuple[PastAnswer, ...]:
    return tuple(
        answer for answer in proposal.history.answers if answer.referred_to or _names(proposal, answer.message_id)
    )


def _names(proposal: Proposal, message_id: str) -> bool:
    return message_id in proposal.message.in_reply_to or message_id in proposal.message.references


def _refers_to_our_form(proposal: Proposal) -> bool:
    ids = (*proposal.message.in_reply_to, *proposal.message.references)
    return any(is_at(each, proposal.matter.rules.own_addresses(), *Form) for each in ids)


def _bare(subject: str) -> str:
    return bare_subject(subject).casefold()
