"""What a mail says to the question whether its writer may be kept longer.

A machine takes for a yes what is one and nothing else, in answer to our very letter, from the address that was asked,
where nothing speaks against who wrote. Whatever else answers it is a person's to read, and theirs to decide.
"""

from inbox_bot.core.plan.decided.settled import Settled
from inbox_bot.core.reply.decide import objection_to
from inbox_bot.core.reply.doubts import DOUBTS
from inbox_bot.core.reply.keeping import Consent, kept_until
from inbox_bot.core.reply.matter import Matter
from inbox_bot.core.reply.proposal import proposal_of
from inbox_bot.core.review.decision import KeepLonger, LetGo
from inbox_bot.core.words import Outcome, Reason


def reason_of_an_answer(matter: Matter) -> Reason | None:
    """Why a letter that belongs to an application is what it is, where it answers the question; None: it doesn't."""
    question = matter.history.question
    if question is None or not question.is_answered:
        return None
    if question.said is not False and _is_a_plain_yes(matter):
        return Reason.AGREES
    return Reason.UNSURE_CONSENT if question.said is None else None


def consent_in(matter: Matter, settled: Settled) -> Consent | None:
    """What is kept of it: of the first yes, and of none that follows."""
    question = matter.history.question
    if question is None or settled.reason is not Reason.AGREES or question.said is not None:
        return None
    return Consent(question=question.mail, agrees=True, until=kept_until(matter.reading.received_at, matter.rules))


def consent_as_decided(matter: Matter, wanted: KeepLonger | LetGo) -> Settled:
    """The letter is dealt with, and says what a person says that it does; where nobody was asked it says nothing."""
    question, about = matter.history.question, matter.verdict.belongs_to
    consent = None
    if question is not None and (about is not None or question.is_answered):
        agrees = isinstance(wanted, KeepLonger)
        until = kept_until(matter.reading.received_at, matter.rules) if agrees else None
        consent = Consent(question=question.mail, agrees=agrees, until=until)
    return Settled(
        outcome=Outcome.CORRESPONDENCE if about is not None else Outcome.NOT_AN_APPLICATION,
        reason=Reason.DECIDED,
        vacancy=about.vacancy if about is not None else None,
        about=about,
        consent=consent,
    )


def _is_a_plain_yes(matter: Matter) -> bool:
    """Whether it is one in a language that they were asked in, or applied in, by whoever was asked."""
    question, verdict = matter.history.question, matter.verdict
    if question is None or matter.sender != question.correspondent:
        return False
    if verdict.yes_in.isdisjoint((*question.languages, matter.rules.company.language, "en")):
        return False
    return objection_to(proposal_of(matter, template=None, vacancy=None), DOUBTS) is None
