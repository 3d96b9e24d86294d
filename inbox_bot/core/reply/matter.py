"""One mail with all that bears on what becomes of it; and what limits count it by: its person, its likeness.

Made once, in `plan_for`: the plan's cases and the checks of `reply/` look at the same value.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from inbox_bot.core.judgement.verdict import Verdict, Way
from inbox_bot.core.message.values import Message, Reading
from inbox_bot.core.reply.correspondents.correspondent import canonical
from inbox_bot.core.reply.values import History
from inbox_bot.core.rules.model import MailboxSettings, Rules, Vacancy
from inbox_bot.core.words import Template

_ADDRESS = re.compile(r"[^\s@<>()\[\],;:]{1,64}@[^\s@<>()\[\],;:]{1,255}")
_TYPED_LIMIT = 100_000  # characters; what differs only after that counts as alike


@dataclass(frozen=True, kw_only=True, slots=True)
class Matter:
    """What was read, what was judged, the rules, what was before, and when."""

    reading: Reading
    verdict: Verdict  #: as judged, or as a rule of the user's changed it
    rules: Rules
    history: History
    at: datetime

    @property
    def message(self) -> Message:
        """The mail itself."""
        return self.reading.message

    @property
    def mailbox(self) -> MailboxSettings:
        """The mailbox it came in by. Raises KeyError where rules.yaml has no such mailbox."""
        return self.rules.mailbox(self.reading.mailbox)

    @property
    def vacancy(self) -> Vacancy | None:
        """The vacancy of the first application."""
        return self.rules.vacancy(self.verdict.vacancy.id) if self.verdict.vacancy.id else None

    @property
    def sender(self) -> str:
        """The writer's canonical address, also by a form or a list of ours; "" where there is none."""
        return writer_of(self.message, self.verdict)

    def own(self) -> frozenset[str]:
        """Every address of ours in canonical form: mailboxes, aliases, vacancies."""
        return frozenset(canonical(address) for address in self.rules.own_addresses())

    def offers(self, template: Template) -> bool:
        """Whether such a template is there, in a language that may be used."""
        rules, asked = self.rules, self.verdict.applicant.language
        languages = (*((asked,) if asked in rules.answers.languages else ()), rules.company.language, "en")
        there = rules.templates_of(self.reading.mailbox)
        return any(there.has(template, language, self.verdict.vacancy.id) for language in languages)

    def is_open(self, vacancy: Vacancy) -> bool:
        """Whether the vacancy took applications on the day the mail arrived, in the company's time zone."""
        return vacancy.is_open(self.arrived_on())

    def arrived_on(self) -> date:
        """The day the mail arrived, in the company's time zone."""
        return self.reading.received_at.astimezone(ZoneInfo(self.rules.company.timezone)).date()


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
    """Whose application it is: the applicant's canonical address, else the writer's, else "": a board is nobody."""
    return canonical(verdict.applicant.email or "") or writer_of(reading.message, verdict)


def writer_of(message: Message, verdict: Verdict) -> str:
    """The canonical address of the one who wrote, also by a form or a list of ours; "" for a board's mail."""
    sending = verdict.sending
    writer = sending.person or (None if sending.way is Way.SERVICE else message.sender)
    return canonical(writer.address) if writer else ""
