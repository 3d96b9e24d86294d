"""How alike two mails are, and whose application a mail is: what the limits count by."""

import hashlib
import re

from inbox_bot.core.judgement.verdict import Verdict
from inbox_bot.core.message.values import Reading
from inbox_bot.core.reply.correspondent import canonical

_ADDRESS = re.compile(r"[^\s@<>()\[\],;:]{1,64}@[^\s@<>()\[\],;:]{1,255}")
_TYPED_LIMIT = 100_000  # characters; what differs only after that counts as alike


def likeness(reading: Reading) -> str:
    """A hash of the words that the writer typed (no digits, addresses or signs) and of the documents' bytes.

    Two mails are alike only where both are equal: a robot repeats its text with another date or address, while many
    people write the same two lines but no two send the same CV (freescout 688: an address that changes by a byte).
    """
    typed = _ADDRESS.sub(" ", reading.message.typed[:_TYPED_LIMIT])
    folded = " ".join("".join(character if character.isalpha() else " " for character in typed).casefold().split())
    digest = hashlib.sha256(folded.encode("utf-8", "surrogatepass"))
    contents = {part.place: part.content for part in reading.message.parts}
    hashes = (
        hashlib.sha256(contents.get(document.place) or document.text.encode("utf-8", "surrogatepass")).digest()
        for document in reading.documents
    )
    for content_hash in sorted(hashes):
        digest.update(content_hash)
    return digest.hexdigest()


def person_of(reading: Reading, verdict: Verdict) -> str:
    """Whose application it is: the applicant's canonical address, else the correspondent's, else ""."""
    sender = reading.message.sender
    return canonical(verdict.applicant.email or "") or (canonical(sender.address) if sender else "")
