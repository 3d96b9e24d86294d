"""What somebody sent, however often and by whichever program: the words of the letter, and what its papers say.

Equal where a letter is sent again: from the Sent folder under a new Message-ID, forwarded or answered by its writer
with nothing typed above it, through a program that wraps, encodes or formats it otherwise, with the CV exported anew.
Another word makes it another letter: "did you get this?" above it, a new date, a paper more. What differs in nothing
but blanks and signs is the same.

Only applications have one: a CV whose text was read is part of it. Whether two mails with one substance are one
application is `plan/sent_again`'s to say.
"""

import hashlib
import re
import unicodedata

from inbox_bot.core.message.safe import shows
from inbox_bot.core.message.text import quotes
from inbox_bot.core.message.text.forwarded import forwarded_in
from inbox_bot.core.message.values import Document, Message, Reading
from inbox_bot.core.reply.deliveries import sha256_of
from inbox_bot.core.words import Role

FEWEST_LETTERS = 120  # of a letter that is told from others by its words: "please find my CV attached" is anybody's
_LOOKED_AT = 200_000  # characters of a letter; what differs only after that is the same
_SIGNS_BEYOND_ASCII = re.compile(r"[^\w\x00-\x7f]+")
_ASCII_SIGNS = bytes(code for code in range(128) if not chr(code).isalnum())


def substance_of(reading: Reading) -> str:
    """SHA-256, in hex, of the letter's words and of each document; "" where no CV came that could be read."""
    if not any(document.role is Role.CV and _is_read(document) for document in reading.documents):
        return ""
    digest = hashlib.sha256(_bare(own_words(reading.message)))
    for said in sorted(_said(reading, document) for document in reading.documents):
        digest.update(said)
    return digest.hexdigest()


def letter_of(message: Message) -> str:
    """SHA-256, in hex, of the words that were typed, without figures; "" where they are few.

    Equal where one letter is sent to several addresses, with whatever papers.
    """
    bare = _bare(message.typed[:_LOOKED_AT]).translate(None, b"0123456789")
    return hashlib.sha256(bare).hexdigest() if len(bare) >= FEWEST_LETTERS else ""


def own_words(message: Message) -> str:
    """What the writer typed; where that is nothing, the mail that they pass on or answer: one of their own."""
    if shows(message.typed):
        return message.typed[:_LOOKED_AT]
    copied = forwarded_in(message.text[:_LOOKED_AT])
    if copied is not None:
        return quotes.split(copied.body).typed
    if message.quoted:
        return quotes.split(quotes.without_attribution(message.quoted[:_LOOKED_AT])).typed
    return message.enclosed[0].typed[:_LOOKED_AT] if message.enclosed else ""


def _is_read(document: Document) -> bool:
    return document.problem is None and bool(document.text) and not document.pictured


def _said(reading: Reading, document: Document) -> bytes:
    """A document by its words, so that a new export of it is the same; one that has none, or pictures, by its bytes."""
    if _is_read(document):
        return hashlib.sha256(_bare(document.text)).digest()
    return bytes.fromhex(sha256_of(reading, document))


def _bare(text: str) -> bytes:
    """Letters and digits alone, in one spelling."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return _SIGNS_BEYOND_ASCII.sub("", folded).encode("utf-8", "surrogatepass").translate(None, _ASCII_SIGNS)
