"""Addresses that nobody reads."""

from inbox_bot.core.judgement.text.wording import FoldedText, pattern_of
from inbox_bot.core.message.values import Address

_NOBODYS_LOCAL_PART = pattern_of("senders.nobodys_local_part")


def is_a_machines(address: Address) -> bool:
    """Whether nobody reads what is sent to an address: no-reply@, notifications@."""
    return _NOBODYS_LOCAL_PART.search(FoldedText.of(address.local, 200).folded) is not None
