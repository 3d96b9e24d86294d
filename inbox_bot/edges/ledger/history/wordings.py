"""By whom a mail was sent, and in which words: the same letter from one address to several of our mailboxes.

Of the words there is a hash that only this ledger can make.
"""

from dataclasses import dataclass

from inbox_bot.core.message.values import Message, Reading
from inbox_bot.edges.ledger.keyed import keyed


@dataclass(frozen=True, kw_only=True, slots=True)
class Sent:
    """By whom the mail at hand was sent, in which words, and to which mailbox."""

    sender: str  #: canonical; "" where nobody is
    wording: str  #: a keyed hash; "" where there are few words
    mailbox: str

    def is_same_letter(self, sender: str | None, wording: str | None, mailbox: str) -> bool:
        """Whether another mail has the same sender's same words, and came in by another mailbox."""
        return bool(self.wording) and self.is_from(sender) and wording == self.wording and mailbox != self.mailbox

    def is_from(self, sender: str | None) -> bool:
        """Whether another mail came from the same address."""
        return bool(self.sender) and sender == self.sender


def sent_with(key: bytes, reading: Reading, sender: str) -> Sent:
    """How a mail was sent; `key` is the ledger's, `sender` a canonical address."""
    return Sent(sender=sender, wording=keyed_wording(key, reading.message), mailbox=reading.mailbox)


def keyed_wording(key: bytes, message: Message) -> str:
    """The keyed hash of the words that were typed; "" where they are few."""
    # Only where mail is read: `health` and `status` must not wait for what takes a mail's text apart.
    from inbox_bot.core.reply.substance import letter_of

    plain = letter_of(message)
    return keyed(key, f"wording:{plain}") if plain else ""
