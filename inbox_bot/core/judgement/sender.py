"""Who sent a mail: the applicant, or a machine for somebody else.

Agency, applicant, vacancy and kind all ask it. The person who filled in a form of ours is found by `web_form`, before
the clues are made.
"""

from inbox_bot.core.judgement.clues import Clues
from inbox_bot.core.judgement.machines import is_a_machines
from inbox_bot.core.judgement.text.addresses import base_address
from inbox_bot.core.judgement.verdict import Way
from inbox_bot.core.message.values import Address, Message


def is_sent_for_somebody(clues: Clues) -> bool:
    """Whether a job board or somebody's form sent it: the sender's address is a machine's, not the applicant's."""
    if clues.by_form:
        return False  # of our own form's mail the sender is who filled it in
    by_a_list = clues.sending.way is not Way.OUR_LIST and bool(clues.message.header("list-unsubscribe"))
    return (
        (clues.sender is not None and is_a_machines(clues.sender))
        or auto_submitted(clues.message) == "auto-generated"
        or by_a_list
    )


def is_sent_by(clues: Clues, address: Address) -> bool:
    """Whether an address belongs to the sender's domain, or to us."""
    domains = {sender.domain.lower() for sender in clues.message.senders[:10]}
    return address.domain.lower() in domains or base_address(address.address) in clues.rules.own_addresses()


def auto_submitted_keyword(value: str) -> str:
    """The keyword of an Auto-Submitted field, in lower case, without comments and parameters (RFC 3834 §5).

    >>> auto_submitted_keyword("(by a script) Auto-Replied ; owner=ann")
    'auto-replied'
    """
    depth, escaped, kept = 0, False, []
    for character in value[:1000]:
        if depth:
            if escaped:
                escaped = False
            elif character == "\\":
                escaped = True
            elif character == "(":
                depth += 1
            elif character == ")":
                depth -= 1
        elif character == "(":
            depth += 1
            kept.append(" ")
        else:
            kept.append(character)
    return "".join(kept).partition(";")[0].strip().strip('"').lower()


def auto_submitted(message: Message) -> str | None:
    """The keyword other than `no` of the first Auto-Submitted field that has one; None where a person submitted it.

    Several fields: any that isn't `no` wins. An unknown or empty keyword is not `no` (RFC 3834 §5).
    """
    for value in message.header("auto-submitted")[:20]:
        keyword = auto_submitted_keyword(value)
        if keyword != "no":
            return keyword or "auto-generated"
    return None
