"""What the mail servers on the way said of it: only a bad word counts, since a good one proves nothing."""

import re

from inbox_bot.core.message.values import Message
from inbox_bot.core.reply.case import Case
from inbox_bot.core.reply.fields import keyword
from inbox_bot.core.reply.why import Stop

_CONFIDENCE_LEVEL = re.compile(r"-?\d{1,2}")
SPAM_CONFIDENCE_LEVEL = 5  # Exchange moves mail to Junk from here on


def spam(case: Case) -> Stop | None:
    """Called spam by a filter: see `is_called_spam`."""
    return Stop.SPAM if is_called_spam(case.message) else None


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
