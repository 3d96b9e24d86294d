"""Servers that put what they send into Sent by themselves: there a copy of ours would be a second one.

Gmail's and Microsoft 365's SMTP do. The server's copy comes moments after the letter, so it is looked for, and ours is
put there only when none has come. A server may give a letter another Message-ID: then its copy is known by our mark
(X-Inbox-Bot), by whom it is to and by what it answers.
"""

from inbox_bot.core.reply.letter.wire import ledger_of
from inbox_bot.core.reply.values import Letter
from inbox_bot.core.rules.model import MailboxSettings, Provider
from inbox_bot.edges.mailbox import Mailbox, ThreadHeader

HOSTS = frozenset({"smtp.gmail.com", "smtp.office365.com"})
LOOKS = 3  # for the server's copy, minutes apart, before ours is put there


def files_sent(rules: MailboxSettings) -> bool:
    """Whether the mail server of this mailbox puts its letters into Sent."""
    of_cloud = rules.signin is not None and rules.signin.provider is not Provider.CUSTOM
    return rules.smtp.host in HOSTS or (of_cloud and rules.is_signed_in_to(rules.smtp))


def has_copy(box: Mailbox, sent: str, letter: Letter, ledger: str) -> bool:
    """Whether a copy of the letter is in Sent, whoever put it there. Raises MailboxDown."""
    if box.find(sent, letter.message_id):
        return True
    return any(is_copy(header, letter, ledger) for header in box.marked(sent, ledger))


def is_copy(header: ThreadHeader, letter: Letter, ledger: str) -> bool:
    """Whether a mail in Sent is this letter under another Message-ID."""
    return (
        ledger_of(header.mark) == ledger
        and letter.to.address.lower() in header.to
        and letter.in_reply_to is not None
        and letter.in_reply_to in header.in_reply_to
    )
