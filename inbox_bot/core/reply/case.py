"""One mail about which it is asked whether it may be answered, with all that bears on the question."""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime

from inbox_bot.core.judgement.verdict import Verdict
from inbox_bot.core.message.values import Message, Reading
from inbox_bot.core.reply.addresses import recipient_of
from inbox_bot.core.reply.correspondent import canonical
from inbox_bot.core.reply.values import History
from inbox_bot.core.rules.model import MailboxSettings, Rules
from inbox_bot.core.words import Template


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """What every check is given. `template` is what the plan would answer with."""

    reading: Reading
    verdict: Verdict
    rules: Rules
    history: History
    at: datetime
    template: Template | None
    correspondent: str  #: canonical address of the one who would be answered; "" where nobody could be
    person: str  #: see likeness.person_of
    vacancy: str | None
    likeness: str
    released: bool = False  #: a person wants the held answer sent

    @property
    def message(self) -> Message:
        """The mail itself."""
        return self.reading.message

    @property
    def mailbox(self) -> MailboxSettings:
        """The mailbox it came in by."""
        return self.rules.mailbox(self.reading.mailbox)

    def own(self) -> frozenset[str]:
        """Every address of ours in canonical form: mailboxes, aliases, vacancies."""
        return frozenset(canonical(address) for address in self.rules.own_addresses())


#: Answers to somebody who introduces another: what counts is the one who wrote, not the applicant.
_TO_THE_SENDER = frozenset({Template.REFERRAL_THANKS, Template.AGENCY_REJECTION, Template.AGENCY_ACKNOWLEDGEMENT})


def case_of(
    reading: Reading,
    verdict: Verdict,
    rules: Rules,
    history: History,
    at: datetime,
    *,
    template: Template | None,
    vacancy: str | None,
    released: bool = False,
) -> Case:
    """The case of answering this mail with this template about this vacancy."""
    to = recipient_of(reading.message)
    correspondent = canonical(to.address) if to is not None else ""
    return Case(
        reading=reading,
        verdict=verdict,
        rules=rules,
        history=history,
        at=at,
        template=template,
        correspondent=correspondent,
        person=correspondent if is_to_the_sender(template, verdict) else person_of(reading, verdict) or correspondent,
        vacancy=vacancy,
        likeness=likeness(reading),
        released=released,
    )


def is_to_the_sender(template: Template | None, verdict: Verdict) -> bool:
    """Whether the answer speaks to the one who wrote rather than to the applicant: a colleague, an agency."""
    return template in _TO_THE_SENDER or verdict.agency.approved


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
    contents = {part.section: part.content for part in reading.message.parts}
    hashes = (
        hashlib.sha256(contents.get(document.section) or document.text.encode("utf-8", "surrogatepass")).digest()
        for document in reading.documents
    )
    for content_hash in sorted(hashes):
        digest.update(content_hash)
    return digest.hexdigest()


def person_of(reading: Reading, verdict: Verdict) -> str:
    """Whose application it is: the applicant's canonical address, else the correspondent's, else ""."""
    sender = reading.message.sender
    return canonical(verdict.applicant.email or "") or (canonical(sender.address) if sender else "")
