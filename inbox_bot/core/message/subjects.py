"""What makes a subject an answer's or a forwarded mail's, in the words of the programs that write it.

RFC 5322 §3.6.5 knows "Re: " alone; programs translate it: AW (German), Antw (Dutch), SV (Nordic), Odp (Polish, Czech),
RIF and R (Italian), RES (Portuguese), Ynt (Turkish), VS (Finnish), and "Re[2]:".
"""

import re

from inbox_bot.core.lexicon.phrases import one_of

_REPLY = one_of("message.reply_marks")
_FORWARD = one_of("message.forward_marks")
_REPLIES = re.compile(rf"^\s*(?:{_REPLY}(?:\[\d{{1,4}}\])?\s?:\s*)+", re.IGNORECASE)
_MARKS = re.compile(rf"^\s*(?:(?:{_REPLY}(?:\[\d{{1,4}}\])?|{_FORWARD})\s?:\s*)+", re.IGNORECASE)
_ANY_MARK = re.compile(rf"^\s*(?:{_REPLY}(?:\[\d{{1,4}}\])?|{_FORWARD})\s?:", re.IGNORECASE)


def is_reply(subject: str) -> bool:
    """Whether the subject says that the mail answers another one."""
    return _REPLIES.match(subject) is not None


def bare_subject(subject: str) -> str:
    """The subject without what says that it answers: "AW: Re: Job" is "Job"."""
    return _REPLIES.sub("", subject).strip()


def unmarked_subject(subject: str) -> str:
    """The subject without what says that the mail answers or passes on: "Fwd: Re: Job" is "Job"."""
    return _MARKS.sub("", subject).strip()


def is_somebody_elses(subject: str) -> bool:
    """Whether the subject is that of the mail that is answered or passed on, and not the writer's own word."""
    return _ANY_MARK.match(subject) is not None
