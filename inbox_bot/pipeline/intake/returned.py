"""Which of our mails a mail system's report says could not be delivered.

Only failures count. A report that a delivery is late, or went well (RFC 3464 §2.3.3), marks nothing, nor does a
receipt. Anyone who got an answer of ours can forge a report on it, and gains that he gets no further one.
"""

import re
from datetime import datetime

from inbox_bot.core.message import safe
from inbox_bot.core.message.mime.encoded_words import decoded
from inbox_bot.core.message.values import Reading
from inbox_bot.core.message_ids import Form, form_of, found_in
from inbox_bot.core.reply.correspondents.correspondent import canonical
from inbox_bot.core.reply.letter.compose import SUBJECT_LIMIT
from inbox_bot.core.wording import Sentence
from inbox_bot.pipeline.installation import Installation
from inbox_bot.pipeline.outgoing.undelivered import say_undelivered

TEXT_LIMIT = 100_000  # characters of a report's text that are searched: the original may be quoted in it (qmail, Exim)
STATUS_LIMIT = 100_000  # bytes of a delivery-status part
_STATUS = ("message/delivery-status", "message/global-delivery-status")
_NO_FAILURE = ("message/disposition-notification", "message/global-disposition-notification", "message/feedback-report")
_ACTION = re.compile(rb"^Action[ \t]*:[ \t]*([A-Za-z]+)", re.IGNORECASE | re.MULTILINE)
_ADDRESS = re.compile(r"[^\s@<>()\[\],;:\"]{1,64}@[^\s@<>()\[\],;:\"]{1,255}")
_SUBJECT = re.compile(
    r"^[>| \t]*Subject:[ \t]*(\S[^\r\n]{0,1000}(?:\r?\n[>|]?[ \t]+\S[^\r\n]{0,400}){0,3})", re.IGNORECASE | re.MULTILINE
)
SHORTEST_SUBJECT = 8  # characters: what is shorter ("Re: CV") is anybody's
ADDRESSES_LIMIT = 30  # addresses, and subjects, of a report that are looked at
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
    named += found_in(_said_in(reading), *forms)
    return tuple(dict.fromkeys(named))


def quoted_in(reading: Reading) -> tuple[frozenset[str], frozenset[str]]:
    """Of a report that names no id: whom it says was not reached, canonical, and the subjects that it quotes.

    Exim, Domino and others quote the header without Message-ID, or a few of its lines only. The two together say which
    letter came back to somebody who got it, and to nobody else: who forges a report must know both.
    """
    message, said = reading.message, _said_in(reading)
    addresses = [*_ADDRESS.findall(" ".join(message.header("x-failed-recipients"))), *_ADDRESS.findall(said)]
    addresses += [to.address for enclosed in message.enclosed for to in enclosed.recipients]
    subjects = [safe.header(decoded(found), SUBJECT_LIMIT) for found in _SUBJECT.findall(said)]
    subjects += [safe.header(enclosed.subject, SUBJECT_LIMIT) for enclosed in message.enclosed]
    return (
        frozenset(map(canonical, list(dict.fromkeys(addresses))[:ADDRESSES_LIMIT])),
        frozenset(subject for subject in subjects[:ADDRESSES_LIMIT] if len(subject) >= SHORTEST_SUBJECT),
    )


def _said_in(reading: Reading) -> str:
    """What a report says in words and in fields."""
    message = reading.message
    statuses = [part.content[:STATUS_LIMIT] for part in message.parts if part.declared_type.lower() in _STATUS]
    fields = b"\n".join(statuses).decode("utf-8", "replace")
    return f"{message.text[:TEXT_LIMIT]}\n{message.quoted[:TEXT_LIMIT]}\n{fields}"


def note_returned(reading: Reading, installation: Installation, at: datetime) -> None:
    """Of a mail system's report: which letters came back, and whether one to a reviewer did. Raises LedgerError."""
    for message_id in failed_answers(reading):  # again after a crash: it changes nothing
        installation.ledger.notices.note_bounce(message_id, None, at)
    if is_failure(reading):
        if not named_in(reading, *Form):
            addresses, subjects = quoted_in(reading)
            installation.ledger.notices.note_quoted_bounce(addresses, subjects, at)
        for reviewer in installation.ledger.notices.notified_by(
            named_in(reading, Form.DIGEST, Form.REVIEW, Form.ALARM, Form.NOTICE)
        ):
            say_undelivered(installation, reviewer, Sentence("it came back"))
