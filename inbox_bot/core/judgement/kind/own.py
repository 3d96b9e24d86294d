"""Is it our own mail, come back to us: a copy of what we sent, a loop?"""

from inbox_bot.core.judgement.clues import Clues, evidence
from inbox_bot.core.judgement.text.addresses import base_address
from inbox_bot.core.judgement.verdict import Evidence


def own_evidence(clues: Clues) -> tuple[Evidence, ...]:
    """The evidence that we wrote it; empty where we didn't.

    A web form on the company's site also sends from our address, for the applicant; what we write has no foreign
    Reply-To.
    """
    if clues.sending.person is not None:
        return ()
    own = clues.rules.own_addresses()
    marked = tuple(
        evidence("has_our_marker", 1.0, f"X-Inbox-Bot: {value}") for value in clues.message.header("x-inbox-bot")[:1]
    )
    for address in clues.message.senders[:10]:
        if base_address(address.address) in own:
            foreign = [reply for reply in clues.message.reply_to[:10] if base_address(reply.address) not in own]
            if not foreign or marked:
                return (evidence("is_from_our_address", 1.0, address.address), *marked)
    return ()
