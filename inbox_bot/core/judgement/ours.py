"""Is it our own mail, come back to us: a copy of what we sent, a loop? Or sent by a machine for somebody else?"""

from inbox_bot.core.judgement.automatic import auto_submitted
from inbox_bot.core.judgement.case import Case, evidence
from inbox_bot.core.judgement.people import base_address
from inbox_bot.core.judgement.verdict import Evidence
from inbox_bot.core.judgement.wording import Wording, pattern
from inbox_bot.core.message.values import Address


def own_evidence(case: Case) -> tuple[Evidence, ...]:
    """The evidence that we wrote it; empty where we didn't.

    A web form on the company's site also sends from our address, for the applicant; what we write has no foreign
    Reply-To.
    """
    if case.by_form:
        return ()
    own = case.rules.own_addresses()
    marked = tuple(
        evidence("has_our_marker", 1.0, f"X-Inbox-Bot: {value}") for value in case.message.header("x-inbox-bot")[:1]
    )
    for address in case.message.senders[:10]:
        if base_address(address.address) in own:
            foreign = [reply for reply in case.message.reply_to[:10] if base_address(reply.address) not in own]
            if not foreign or marked:
                return (evidence("is_from_our_address", 1.0, address.address), *marked)
    return ()


def is_sent_for_somebody(case: Case) -> bool:
    """Whether a job board or somebody's form sent it: the sender's address is a machine's, not the applicant's."""
    if case.by_form:
        return False  # of our own form's mail the sender is who filled it in
    return (
        (case.sender is not None and is_a_machines(case.sender))
        or auto_submitted(case.message) == "auto-generated"
        or bool(case.message.header("list-unsubscribe"))
    )


def is_a_machines(address: Address) -> bool:
    """Whether nobody reads what is sent to an address: no-reply@, notifications@."""
    return _NOBODYS_LOCAL_PART.search(Wording.of(address.local, 200).folded) is not None


_NOBODYS_LOCAL_PART = pattern(
    "no-?_?reply",
    "do-?_?not-?_?reply",
    "notifications?",
    "jobs?-(?:listings|alerts|noreply|apps)",
    "mailer",
    "applications?",
)


def is_sent_by(case: Case, address: Address) -> bool:
    """Whether an address belongs to the sender's domain, or to us."""
    domains = {sender.domain.lower() for sender in case.message.senders[:10]}
    return address.domain.lower() in domains or base_address(address.address) in case.rules.own_addresses()
