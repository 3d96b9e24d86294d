"""The IMAP edge: one account on one server (RFC 3501, 9051), as questions and changes that give values.

Owns the connection with its time limits, how mails come into spool files, moving, flagging, the copy in Sent, and
waiting for mail. Decides nothing and knows no ledger: cursors are given to it, `Mailbox` and `Watch` give values back.
What happens on which kind of server is in docs/servers.md.
"""

from inbox_bot.edges.mailbox.erasing import Copies, Expunged, Traced
from inbox_bot.edges.mailbox.folders import SENT_AGAIN_S
from inbox_bot.edges.mailbox.glance import Glance
from inbox_bot.edges.mailbox.login import greeting_of
from inbox_bot.edges.mailbox.mailbox import Mailbox
from inbox_bot.edges.mailbox.response_codes import CROWDED
from inbox_bot.edges.mailbox.values import (
    Absence,
    Appended,
    AppendFailed,
    Described,
    FlagFailed,
    Flagged,
    Folder,
    FolderRefused,
    FolderStatus,
    Gone,
    MailboxDown,
    Missing,
    Moved,
    MoveFailed,
    SenderHeader,
    SpoolFailed,
    ThreadHeader,
    UidsNotCompared,
    UidValidityChanged,
)
from inbox_bot.edges.mailbox.watch import Watch, Woke

__all__ = [
    "CROWDED",
    "SENT_AGAIN_S",
    "Absence",
    "AppendFailed",
    "Appended",
    "Copies",
    "Described",
    "Expunged",
    "FlagFailed",
    "Flagged",
    "Folder",
    "FolderRefused",
    "FolderStatus",
    "Glance",
    "Gone",
    "Mailbox",
    "MailboxDown",
    "Missing",
    "MoveFailed",
    "Moved",
    "SenderHeader",
    "SpoolFailed",
    "ThreadHeader",
    "Traced",
    "UidValidityChanged",
    "UidsNotCompared",
    "Watch",
    "Woke",
    "greeting_of",
]
