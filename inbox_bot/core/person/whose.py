"""By whom the ledger knows an applicant: somebody who applied before, else their address.

An address that somebody else applied from has the name behind it, or the mail's own hash where that tells nobody apart:
two people who share a mailbox are two.
"""

from collections.abc import Sequence

from inbox_bot.core.person.linking import link
from inbox_bot.core.person.names import name_key
from inbox_bot.core.person.values import STRANGER, Holder, Key, KeyKind, Keys, Link, Linked, Same

ID_LENGTH = 12  # hexadecimal digits of a mail's hash


def is_known_by(person: str, address: str) -> bool:
    """Whether it is somebody of this address: one of those who share it."""
    return bool(address) and person.partition(" ")[0] == address


def linked(keys: Keys, holders: Sequence[Holder], raw_hash: str) -> Linked:
    """Who applies, by the keys of the mail with this hash and those who bore them before, the newest first."""
    return as_linked(keys, link(keys, holders), holders, raw_hash)


def as_linked(keys: Keys, found: Link, holders: Sequence[Holder], raw_hash: str) -> Linked:
    """The same under a link that is given: a person may have said whose mail it is."""
    if isinstance(found, Same):
        return Linked(keys=keys, link=found, person=found.of.person)
    return Linked(keys=keys, link=found, person=_own(keys, holders, raw_hash))


def apart(keys: Keys, holders: Sequence[Holder], raw_hash: str) -> Linked:
    """Nobody of them, as a person says."""
    return as_linked(keys, STRANGER, holders, raw_hash)


def _own(keys: Keys, holders: Sequence[Holder], raw_hash: str) -> str:
    """The address, where nobody else is known by it."""
    if not keys.address:
        return ""
    key = Key(kind=KeyKind.ADDRESS, value=keys.address)
    taken = {holder.person for holder in holders if holder.key == key}
    named = f"{keys.address} {name_key(keys.name)}".strip()
    free = (each for each in (keys.address, named) if each not in taken)
    return next(free, f"{keys.address} {raw_hash[:ID_LENGTH]}")
