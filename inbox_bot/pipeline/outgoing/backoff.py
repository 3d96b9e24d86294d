"""When something that failed for now is tried again: pure, but for the jitter, which is given."""

from datetime import datetime, timedelta

_LETTER_DELAYS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 30, 60, 120, 240))
LETTER_FOR = timedelta(days=3)  # how long a letter is tried before it is given up
_MAILBOX_DELAYS = tuple(timedelta(seconds=seconds) for seconds in (1, 5, 15, 60, 300, 900))
LOGIN_EVERY = timedelta(minutes=15)  # after a refused login: more often may lock the account
_LOGIN_REFUSED = frozenset(
    {"AUTHENTICATIONFAILED", "AUTHORIZATIONFAILED", "EXPIRED", "PRIVACYREQUIRED", "CONTACTADMIN", "ALERT", "WEBALERT"}
)  # RFC 5530 §3; RFC 3501 §7.1; Gmail's WEBALERT asks the person to sign in by a browser first


def letter_again(attempts: int, planned_at: datetime, at: datetime) -> datetime | None:
    """When a letter that was refused for now goes out again (RFC 5321 §4.5.4.1); None: it is given up."""
    if at - planned_at > LETTER_FOR:
        return None
    return at + _LETTER_DELAYS[min(attempts, len(_LETTER_DELAYS)) - 1]


def deed_again(attempts: int, at: datetime) -> datetime:
    """When a move or a flag that failed for now is tried again."""
    return at + _LETTER_DELAYS[min(attempts, len(_LETTER_DELAYS)) - 1]


def sending_again(since: datetime, at: datetime, *, shortest: timedelta, longest: timedelta) -> datetime:
    """When it is tried again whether the mail server lets us send: ever later, the longer it has not."""
    return at + min(longest, max(shortest, (at - since) / 4))


def mailbox_again(failures: int, code: str | None, at: datetime, jitter: float) -> datetime:
    """When a server that can't be used is asked again: 1 s to 15 minutes; `jitter` from 0 to 1 spreads it by a half."""
    if code in _LOGIN_REFUSED:
        return at + LOGIN_EVERY
    return at + _MAILBOX_DELAYS[min(failures, len(_MAILBOX_DELAYS)) - 1] * (1 + jitter / 2)
