"""Which of our mails a mail system's report says could not be delivered.

Only failures count. A report that a delivery is late, or went well (RFC 3464 §2.3.3), marks nothing, nor does a
receipt. Anyone who got an answer of ours can forge a report on it, and gains that he gets no further one.
"""

import re

from inbox_bot.core.message.values import Reading
from inbox_bot.core.message_ids import Form, form_of, found_in
from inbox_bot.core.wording import Sentence
from inbox_bot.pipeline.installation import Installation
from inbox_bot.pipeline.outgoing.undelivered import say_undelivered

TEXT_LIMIT = 100_000  # characters of a report's text that are searched: the original may be quoted in it (qmail, Exim)
STATUS_LIMIT = 100_000  # bytes of a delivery-status part
_STATUS = ("message/delivery-status", "message/global-delivery-status")
_NO_FAILURE = ("message/disposition-notification", "message/global-disposition-notification", "message/feedback-report")
_ACTION = re.compile(rb"^Action[ \t]*:[ \t]*([A-Za-z]+)", re.IGNORECASE | re.MULTILINE)
_DELAY = re.compile(
    r"\bdelay(?:ed)?\b|\bwill (?:be retried|retry|keep trying|continue to try)\b|\bnot yet been delivered\b"
    r"|\bno (?:further )?action is required\b|\bwarning: (?:message|could not send)\b|\bverz(?:ö|oe)gert\b",
    re.IGNORECASE,
)


def failed_answers(reading: Reading) -> tuple[str, ...]:
    """The Message-IDs, of our answers' form, of what a report says was not delivered. Of a report: see judgement."""
    return named_in(reading, Form.ANSWER) if is_failure(reading) else ()


def is_failure(reading: Reading) -> bool:
    """Whether a report is on a mail that will not be delivered."""
    parts = reading.message.parts
    if any(part.declared_type.lower() in _NO_FAILURE for part in parts):
        return False
    statuses = [part.content[:STATUS_LIMIT] for part in parts if part.declared_type.lower() in _STATUS]
    actions = {action.lower() for status in statuses for action in _ACTION.findall(status)}
    if actions:
        return b"failed" in actions
    return not _DELAY.search(f"{reading.message.subject}\n{reading.message.text[:TEXT_LIMIT]}")


def named_in(reading: Reading, *forms: Form) -> tuple[str, ...]:
    """The Message-IDs of these forms of ours that a report names, each once: header, enclosures, text."""
    message = reading.message
    named = [*message.in_reply_to, *message.references]
    named += [enclosed.message_id for enclosed in message.enclosed if enclosed.message_id is not None]
    named = [identity for identity in named if form_of(identity) in forms]
    named += found_in(f"{message.text}\n{message.quoted}"[:TEXT_LIMIT], *forms)
    return tuple(dict.fromkeys(named))


def note_returned(reading: Reading, installation: Installation) -> None:
    """Of a mail system's report: whether it is on a mail to a reviewer. Raises LedgerError."""
    if is_failure(reading):
        for reviewer in installation.ledger.notices.notified_by(
            named_in(reading, Form.DIGEST, Form.REVIEW, Form.ALARM, Form.NOTICE)
        ):
            say_undelivered(installation, reviewer, Sentence("it came back"))
