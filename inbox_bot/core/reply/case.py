"""One mail about which it is asked whether it may be answered, with all that bears on the question."""

from dataclasses import dataclass
from datetime import datetime

from inbox_bot.core.judgement.verdict import Verdict
from inbox_bot.core.message.values import Message, Reading
from inbox_bot.core.reply.addresses import recipient_of
from inbox_bot.core.reply.correspondent import canonical
from inbox_bot.core.reply.likeness import likeness, person_of
from inbox_bot.core.reply.values import History
from inbox_bot.core.rules.model import Mailbox, Rules
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
    def mailbox(self) -> Mailbox:
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
        person=correspondent if template in _TO_THE_SENDER else person_of(reading, verdict) or correspondent,
        vacancy=vacancy,
        likeness=likeness(reading),
        released=released,
    )


def is_to_the_sender(template: Template) -> bool:
    """Whether the template speaks to the one who wrote rather than to the applicant."""
    return template in _TO_THE_SENDER
