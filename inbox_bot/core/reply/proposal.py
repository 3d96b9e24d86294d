"""The answer that a mail would get, about which it is asked whether it may go out: what every check is given."""

from dataclasses import dataclass

from inbox_bot.core.judgement.verdict import Sending, Verdict
from inbox_bot.core.message.values import Address, Message, Reading
from inbox_bot.core.reply.correspondents.addresses import recipient_of
from inbox_bot.core.reply.correspondents.candidates import whose
from inbox_bot.core.reply.correspondents.correspondent import canonical
from inbox_bot.core.reply.matter import Matter, likeness, person_of
from inbox_bot.core.reply.values import History, PastAnswer
from inbox_bot.core.words import Kind, Template

#: Answers to somebody who introduces another: what counts is the one who wrote, not the applicant.
TO_THE_SENDER = frozenset({Template.REFERRAL_THANKS, Template.AGENCY_REJECTION, Template.AGENCY_ACKNOWLEDGEMENT})


@dataclass(frozen=True, kw_only=True, slots=True)
class Proposal:
    """A matter, and the answer that the plan would give."""

    matter: Matter  #: its verdict is as judged: a rule of the user's changes no stop
    template: Template | None  #: None: such mail is not answered
    vacancy: str | None  #: that the answer speaks of
    correspondent: str  #: canonical address of the one who would be answered; "" where nobody could be
    person: str  #: see matter.person_of; of a refusal `History.introduction`
    likeness: str
    decided: bool = False  #: a person decided about the mail: those of its letters that have not gone are replaced
    corrects: PastAnswer | None = None  #: the letter about this mail that went out, and that this one sets right

    @property
    def message(self) -> Message:
        """The mail itself."""
        return self.matter.reading.message

    @property
    def sending(self) -> Sending:
        """By which way it came."""
        return self.matter.verdict.sending

    @property
    def history(self) -> History:
        """What was before."""
        return self.matter.history


def proposal_of(
    matter: Matter,
    *,
    template: Template | None,
    vacancy: str | None,
    decided: bool = False,
    corrects: PastAnswer | None = None,
) -> Proposal:
    """The proposal to answer this mail with this template about this vacancy."""
    to = whom_to_answer(matter.reading, matter.verdict, template)
    correspondent = canonical(to.address) if to is not None else ""
    return Proposal(
        matter=matter,
        template=template,
        vacancy=vacancy,
        correspondent=correspondent,
        person=_person(matter, template, correspondent) or correspondent,
        likeness=likeness(matter.reading),
        decided=decided,
        corrects=corrects,
    )


def _person(matter: Matter, template: Template | None, correspondent: str) -> str:
    """By whom the letter is counted: of a refusal the introduction, of other letters to an agency nobody else."""
    if template is Template.AGENCY_REJECTION:
        return matter.history.introduction
    return correspondent if is_to_the_sender(template, matter.verdict) else person_of(matter.reading, matter.verdict)


def whom_to_answer(reading: Reading, verdict: Verdict, template: Template | None) -> Address | None:
    """The one address an answer may go to: the person for whom a form or a board wrote, else Reply-To, else From.

    Never an address found only inside a document. A letter to an agency goes to the one that is least its candidate's;
    where all are, the check `recipient.candidates_address` stops it. None where there is nobody.
    """
    asked = verdict.sending.answer_to or recipient_of(reading.message)
    if asked is None or not is_to_an_agency(template, verdict):
        return asked
    wrote = reading.message.sender or asked
    return min((asked, wrote), key=lambda address: whose(address, reading, verdict))


def is_to_an_agency(template: Template | None, verdict: Verdict) -> bool:
    """Whether the answer speaks to an agency, approved or refused, and so to none of its candidates."""
    by_an_approved_one = verdict.agency.approved and verdict.kind is Kind.AGENCY
    return by_an_approved_one or template in (Template.AGENCY_REJECTION, Template.AGENCY_ACKNOWLEDGEMENT)


def is_to_the_sender(template: Template | None, verdict: Verdict) -> bool:
    """Whether the answer speaks to the one who wrote rather than to the applicant: a colleague, an agency."""
    return template in TO_THE_SENDER or verdict.agency.approved
