"""The answer that a mail would get, about which it is asked whether it may go out: what every check is given."""

from dataclasses import dataclass

from inbox_bot.core.judgement.verdict import Verdict
from inbox_bot.core.message.values import Message
from inbox_bot.core.reply.addresses import recipient_of
from inbox_bot.core.reply.correspondent import canonical
from inbox_bot.core.reply.matter import Matter, likeness, person_of
from inbox_bot.core.reply.values import History
from inbox_bot.core.words import Template

#: Answers to somebody who introduces another: what counts is the one who wrote, not the applicant.
_TO_THE_SENDER = frozenset({Template.REFERRAL_THANKS, Template.AGENCY_REJECTION, Template.AGENCY_ACKNOWLEDGEMENT})


@dataclass(frozen=True, kw_only=True, slots=True)
class Proposal:
    """A matter, and the answer that the plan would give."""

    matter: Matter  #: its verdict is as judged: a rule of the user's changes no stop
    template: Template | None  #: None: such mail is not answered
    vacancy: str | None  #: that the answer speaks of
    correspondent: str  #: canonical address of the one who would be answered; "" where nobody could be
    person: str  #: see matter.person_of
    likeness: str
    released: bool = False  #: a person wants the held answer sent

    @property
    def message(self) -> Message:
        """The mail itself."""
        return self.matter.reading.message

    @property
    def history(self) -> History:
        """What was before."""
        return self.matter.history


def proposal_of(matter: Matter, *, template: Template | None, vacancy: str | None, released: bool = False) -> Proposal:
    """The proposal to answer this mail with this template about this vacancy."""
    to = recipient_of(matter.message)
    correspondent = canonical(to.address) if to is not None else ""
    to_the_sender = is_to_the_sender(template, matter.verdict)
    return Proposal(
        matter=matter,
        template=template,
        vacancy=vacancy,
        correspondent=correspondent,
        person=correspondent if to_the_sender else person_of(matter.reading, matter.verdict) or correspondent,
        likeness=likeness(matter.reading),
        released=released,
    )


def is_to_the_sender(template: Template | None, verdict: Verdict) -> bool:
    """Whether the answer speaks to the one who wrote rather than to the applicant: a colleague, an agency."""
    return template in _TO_THE_SENDER or verdict.agency.approved
