"""Which firm presents somebody, and who wrote for it; of a mail that a colleague forwards, the agency behind it."""

from inbox_bot.core.judgement.agency import words
from inbox_bot.core.judgement.text.wording import FoldedText
from inbox_bot.core.judgement.verdict import Verdict
from inbox_bot.core.message import safe
from inbox_bot.core.message.values import Address, Message

FIRM = 80  # characters
CLOSING = 1_500  # characters at the letter's end in which a firm signs
_NO_FIRMS = frozenset("@:?!")  # of an address, a field, a sentence


def agency_of(message: Message, verdict: Verdict) -> Address | None:
    """Who presents: the agency behind a forwarded mail, else the writer; None where nobody can be told."""
    return verdict.presented_by or verdict.sending.person or message.sender


def letter_of(message: Message, agency: Address) -> Message:
    """The agency's own letter: the one that a colleague attached whole, else the mail itself."""
    return next((inner for inner in message.enclosed if inner.sender == agency), message)


def firm_of(message: Message, agency: Address) -> str:
    """The line by which a firm signs, from the signature, the display name or the letter's end; "" where none does.

    A recruiter's title is no firm's name.
    """
    closing = (message.typed or message.text)[-CLOSING:].split("\n")
    for text in (*message.signature[:CLOSING].split("\n"), *agency.name.split("|"), *reversed(closing)):
        line = FoldedText.of(text.strip(" *|-–_\t\r"), 300)
        if not 0 < len(line.original) <= FIRM or _NO_FIRMS & set(line.original) or line.has(words.RECRUITERS_TITLES):
            continue
        if line.has(words.LEGAL_FORMS) or (line.has(words.FIRM_WORDS) and not line.original.endswith(".")):
            return safe.line(line.original, FIRM)
    return ""
