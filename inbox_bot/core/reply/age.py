"""Is it still news? Old mail, and mail that a person has answered, gets no machine's answer."""

from datetime import timedelta

from inbox_bot.core.reply.case import Case
from inbox_bot.core.reply.why import Hold

FRESH_FOR = timedelta(days=3)  # from arrival at the server to our first sight of it


def too_old(case: Case) -> Hold | None:
    """More than three days lay between INTERNALDATE and our first sight: the first day of a full mailbox, or an outage.

    The Date field doesn't count: the sender writes it.
    """
    late = case.history.first_seen_at - case.reading.received_at
    return Hold.TOO_OLD if late > FRESH_FOR else None


def seen_before(case: Case) -> Hold | None:
    """Known before the server gave the folder a new UIDVALIDITY (RFC 3501 §2.3.1.1), or met in a replay."""
    return Hold.SEEN_BEFORE if case.history.seen_before_rescan else None


def answered_by_hand(case: Case) -> Hold | None:
    r"""\Answered is set (RFC 3501 §2.3.2), or a mail in Sent refers to it: a second answer would look foolish."""
    return Hold.ANSWERED_BY_HAND if case.history.answered_by_hand else None
