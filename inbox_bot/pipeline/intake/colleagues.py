"""An answer that a reviewer wrote from their own mailbox, with ours in Cc: it counts as one that is in Sent.

So a mail of ours that still waits to answer the same applicant is not sent, and nobody is turned down whom a person has
written to. Whoever forges a reviewer's address can keep a letter of ours back by this, and never make one go out.
"""

from datetime import datetime

from inbox_bot.core.domains import is_in_domains
from inbox_bot.core.message.values import Address, Reading
from inbox_bot.core.reply.correspondents.correspondent import canonical
from inbox_bot.core.review.proof import Proof, one_sender, proof_of
from inbox_bot.edges.ledger import SentMail
from inbox_bot.pipeline.installation import Installation
from inbox_bot.pipeline.sent import is_our_id


def note_answered(reading: Reading, installation: Installation, at: datetime) -> None:
    """Where the mail is one, it is noted; noted twice changes nothing. Raises LedgerError."""
    message, rules = reading.message, installation.rules
    sender, identity = one_sender(message), message.message_id
    if sender is None or identity is None or is_our_id(identity, rules):
        return
    reviewers = {canonical(each.email) for each in rules.reviewers_of(reading.mailbox)}
    own = {canonical(address) for address in rules.own_addresses()}
    named = {canonical(each.address) for each in message.recipients}
    if canonical(sender.address) not in reviewers or not own & named:
        return
    to = tuple(each.address for each in message.recipients if _is_outside(each, rules.company.domains))
    if to and proof_of(message, rules.mailbox(reading.mailbox)) is not Proof.FORGED:
        refers_to = (*message.in_reply_to, *message.references)
        mail = SentMail(
            mailbox=reading.mailbox, message_id=identity, refers_to=refers_to, to=to, at=reading.received_at
        )
        installation.ledger.notices.note_sent([mail], at)


def _is_outside(address: Address, domains: tuple[str, ...]) -> bool:
    return not is_in_domains(address.domain, domains)
