"""How the mail reached us: through a mailing list, past a spam filter, too late, or after a person answered it."""

import re
from datetime import timedelta

from inbox_bot.core.judgement.verdict import Way
from inbox_bot.core.message.lists import has_a_list_field
from inbox_bot.core.message.values import Message
from inbox_bot.core.reply.checks.fields import keyword
from inbox_bot.core.reply.proposal import Proposal
from inbox_bot.core.reply.why import Hold, Stop


def list_field(proposal: Proposal) -> Stop | None:
    """Any List-* field of RFC 2369 or RFC 2919: RFC 5230 §4.6 says SHOULD NOT answer.

    But for a list of ours: recruitment@ may be one. And but for a job board's mail (List-Unsubscribe) where the
    applicant is answered, and not the board.
    """
    sending = proposal.sending
    if sending.for_somebody or sending.way is Way.OUR_LIST:
        return None
    return Stop.MAILING_LIST if has_a_list_field(proposal.message) else None


_CONFIDENCE_LEVEL = re.compile(r"-?\d{1,2}")
SPAM_CONFIDENCE_LEVEL = 5  # Exchange moves mail to Junk from here on


def spam(proposal: Proposal) -> Stop | None:
    """Called spam by a filter: see `is_called_spam`."""
    return Stop.SPAM if is_called_spam(proposal.message) else None


def is_called_spam(message: Message) -> bool:
    """X-Spam-Flag: YES, X-Spam-Status: Yes, or Exchange's spam confidence level of 5 or more.

    Several fields: any Yes decides, since a No may come from the sender. A Yes of another server's counts as well: a
    filter's field stands anywhere in the header (milters append), and a sender who calls his own mail spam loses only
    his answer; the mail goes to review, where a person sees it.
    """
    if any(keyword(value) == "yes" for value in message.header("x-spam-flag")):
        return True
    if any(keyword(value.partition(",")[0]) == "yes" for value in message.header("x-spam-status")):
        return True
    levels = (_CONFIDENCE_LEVEL.match(value.strip()) for value in message.header("x-ms-exchange-organization-scl"))
    return any(level is not None and int(level[0]) >= SPAM_CONFIDENCE_LEVEL for level in levels)


FRESH_FOR = timedelta(days=3)  # from arrival at the server to our first sight of it


def too_old(proposal: Proposal) -> Hold | None:
    """More than three days lay between INTERNALDATE and our first sight: the first day of a full mailbox, or an outage.

    The Date field doesn't count: the sender writes it.
    """
    late = proposal.history.first_seen_at - proposal.matter.reading.received_at
    return Hold.TOO_OLD if late > FRESH_FOR else None


def seen_before(proposal: Proposal) -> Hold | None:
    """Known before the server gave the folder a new UIDVALIDITY (RFC 3501 §2.3.1.1), or met in a replay."""
    return Hold.SEEN_BEFORE if proposal.history.seen_before_rescan else None


def found_in_junk(proposal: Proposal) -> Hold | None:
    """It lies in the folder for junk (RFC 6154): who answers spam tells spammers that somebody reads it."""
    return Hold.FOUND_IN_JUNK if proposal.history.found_in_junk else None


def answered_by_hand(proposal: Proposal) -> Hold | None:
    r"""\Answered is set (RFC 3501 §2.3.2), or a mail in Sent refers to it: a second answer would look foolish."""
    return Hold.ANSWERED_BY_HAND if proposal.history.answered_by_hand else None
