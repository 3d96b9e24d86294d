"""One sending by two ways: directly, and through a list of ours, which adds its tag to the subject and a footer.

The fingerprint tells two deliveries of the same words; a list changes the words. That it is one sending still shows its
Message-ID (RFC 5322 §3.6.4: one message's alone), its writer, its subject but for the list's tag, and its documents.
Where the second delivery brings a document that the first had not, it is no mere copy: nothing may be lost.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from inbox_bot.core.judgement.verdict import Verdict
from inbox_bot.core.message.safe import line
from inbox_bot.core.message.subjects import bare_subject
from inbox_bot.core.message.values import Document, Reading
from inbox_bot.core.reply.matter import writer_of
from inbox_bot.core.words import Outcome

_TAG = re.compile(r"^\s*[\[(][^\])]{1,60}[\])]\s*")
_TAGS_AT_MOST = 3
_COMPARED = 80  # characters of a subject; the ledger keeps its first line, cut


@dataclass(frozen=True, kw_only=True, slots=True)
class Delivery:
    """A mail as far as it tells whether another one is the same sending."""

    raw_hash: str
    outcome: Outcome | None  #: what became of it; None: nothing yet
    message_id: str | None
    writer: str  #: canonical address; "" where there is none
    subject: str  #: one inert line
    documents: frozenset[str]  #: SHA-256 of each, in hex


def delivery_of(reading: Reading, verdict: Verdict, outcome: Outcome | None = None) -> Delivery:
    """A mail that was read, as a delivery."""
    message = reading.message
    return Delivery(
        raw_hash=reading.raw_hash,
        outcome=outcome,
        message_id=None if message.message_id is None else line(message.message_id, 1000),
        writer=writer_of(message, verdict),
        subject=line(message.subject),
        documents=frozenset(sha256_of(reading, document) for document in reading.documents),
    )


def is_the_same_sending(later: Delivery, earlier: Delivery) -> bool:
    """Whether the later one is nothing but the earlier one, come by another way."""
    return (
        later.message_id is not None
        and later.message_id == earlier.message_id
        and bool(later.writer)
        and later.writer == earlier.writer
        and untagged(later.subject) == untagged(earlier.subject)
        and later.documents <= earlier.documents
    )


def first_of(later: Delivery, earlier: Iterable[Delivery]) -> Delivery | None:
    """The first of the earlier deliveries that was the same sending; None where none was."""
    return next((one for one in earlier if is_the_same_sending(later, one)), None)


def untagged(subject: str) -> str:
    """The subject as it was written, without a list's tags and what says that it answers, as far as it is compared."""
    for _ in range(_TAGS_AT_MOST):
        shorter = bare_subject(_TAG.sub("", subject))
        if shorter == subject:
            break
        subject = shorter
    return " ".join(subject.split()).casefold()[:_COMPARED]


def sha256_of(reading: Reading, document: Document) -> str:
    """What a document is known by, in hex: its bytes, else its text."""
    try:
        content = reading.part(document).content
    except KeyError:
        content = document.text.encode("utf-8", "surrogatepass")
    return hashlib.sha256(content).hexdigest()
