r"""Has somebody answered since the plan was made? Asked of the server when an answer is claimed that had to wait.

What is in Sent is in the ledger by then (`sent`); this is about \Answered, which a mail program sets on the mail
itself (RFC 3501 §2.3.2), also where it keeps what it sends somewhere else.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from inbox_bot.core.message.values import Location
from inbox_bot.core.plan.values import Action
from inbox_bot.core.reply.letter.compose import is_further
from inbox_bot.core.reply.values import Answer
from inbox_bot.edges.ledger import Claimed
from inbox_bot.edges.mailbox import Mailbox, MailboxDown, UidValidityChanged
from inbox_bot.pipeline.installation import Installation

SEEN_FOR = timedelta(minutes=1)  # so long its flags are known since it was fetched, or marked (`traces`)
ANSWERED = "\\answered"


def answered_since(
    claimed: Claimed, installation: Installation, at: datetime, unanswered_at: datetime | None = None
) -> bool:
    r"""Whether \Answered is set on the mail now, wherever it is. A server that can't say is no hindrance.

    `unanswered_at`: when it was last seen without, if that was after the plan was made.
    """
    session = installation.sessions.get(claimed.mailbox or "")
    if session is None or not _asks(claimed.action) or at - (unanswered_at or claimed.planned_at) < SEEN_FOR:
        return False
    return any(_is_answered(session.mailbox, location) for location in claimed.locations)


def is_answered(flags: Collection[str]) -> bool:
    r"""Whether \Answered is among a mail's flags."""
    return ANSWERED in {flag.lower() for flag in flags}


def _asks(action: Action) -> bool:
    r"""Not of a further letter about a mail: the \Answered that our first one set would speak against it."""
    return isinstance(action.effect, Answer) and not action.released and not is_further(action.once_keys)


def _is_answered(box: Mailbox, location: Location) -> bool:
    try:
        flags = box.flags_of(location)
    except (MailboxDown, UidValidityChanged):
        return False
    return flags is not None and is_answered(flags)
