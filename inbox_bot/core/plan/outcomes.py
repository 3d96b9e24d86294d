"""What becomes of a mail, and what it would be answered with; whether it may be is asked later.

A table of cases, read from the top. Those about applications are in `applying`.
"""

from collections.abc import Callable

from inbox_bot.core.plan.consenting import reason_of_an_answer
from inbox_bot.core.plan.decided.settled import Settled
from inbox_bot.core.plan.filed.applying import (
    a_dangerous_document,
    a_doubt,
    a_welcome_agency,
    an_application,
    an_unreadable_cv,
    few_words_and_an_unreadable_document,
    forwarded_by_a_colleague,
    thanks_of,
    to_review,
    without_a_cv,
)
from inbox_bot.core.reply.matter import Matter
from inbox_bot.core.reply.why import Hold
from inbox_bot.core.rules.model import Policy
from inbox_bot.core.words import REASONS_OF_RIGHTS, TRANSIENT, Kind, Outcome, Reason, Template

_NOT_APPLICATIONS = frozenset({Kind.BOUNCE, Kind.AUTO_REPLY, Kind.BULK, Kind.OWN, Kind.OTHER})


def settle(matter: Matter) -> Settled:
    """The outcome: the first case that applies, from the top."""
    return next(settled for settled in (case(matter) for case in CASES) if settled is not None)


def unread(matter: Matter) -> Settled | None:
    """The mail as a whole could not be read: time-outs and deaths of the reader have failed, others are reviewed."""
    problem = matter.reading.problem
    if problem is None:
        return None
    outcome = Outcome.FAILED if problem in TRANSIENT else Outcome.REVIEW
    return Settled(outcome=outcome, reason=Reason[problem.name])


def a_duplicate(matter: Matter) -> Settled | None:
    """The same sending was received before."""
    return Settled(outcome=Outcome.DUPLICATE) if matter.history.known_as is not None else None


def an_unwelcome_agency(matter: Matter) -> Settled | None:
    """An agency that nobody approved: set apart, its documents named but not filed, its refusal held for a person.

    Where `may_refuse` says so it goes out by itself.
    """
    agency, kind = matter.verdict.agency, matter.verdict.kind
    if agency.approved or not (agency.flagged or kind is Kind.AGENCY):
        return None
    if not agency.flagged and Reason.UNSURE_AGENCY in matter.verdict.doubts:
        return None
    return Settled(
        outcome=Outcome.AGENCY,
        template=Template.AGENCY_REJECTION,
        hold=None if may_refuse(matter) else Hold.AGENCY_POLICY,
        vacancy=matter.verdict.vacancy.id,
    )


def may_refuse(matter: Matter) -> bool:
    """Whether a refusal may go out by itself: under `policy: reject`, where enough independent signs agree."""
    agencies, agency = matter.rules.agencies, matter.verdict.agency
    return agencies.policy is Policy.REJECT and agency.flagged and agency.signals >= agencies.thresholds.signs


def perhaps_an_agency(matter: Matter) -> Settled | None:
    """Not sure whether an agency wrote it: a person decides before anything is filed or answered."""
    if Reason.UNSURE_AGENCY not in matter.verdict.doubts or matter.verdict.agency.approved:
        return None
    return Settled(
        outcome=Outcome.REVIEW,
        reason=Reason.UNSURE_AGENCY,
        template=thanks_of(matter),
        hold=Hold.NEEDS_REVIEW,
        vacancy=matter.verdict.vacancy.id,
    )


def a_command(matter: Matter) -> Settled | None:
    """A reviewer's mail."""
    return Settled(outcome=Outcome.COMMAND) if matter.verdict.kind is Kind.COMMAND else None


def of_an_application(matter: Matter) -> Settled | None:
    """What an applicant writes, or somebody in an application's thread: a person reads it, but for a plain thank-you,
    and a plain yes to the question whether they may be kept.

    A request for erasure and whatever else judgement doubts keep the reasons of their own.
    """
    verdict = matter.verdict
    if verdict.belongs_to is None or verdict.kind is Kind.WITHDRAWAL:
        return None
    usual = Reason.THANKS if verdict.only_thanks else Reason.APPLICANT_WRITES
    settled = Settled(
        outcome=Outcome.CORRESPONDENCE,
        reason=reason_of_an_answer(matter) or usual,
        vacancy=verdict.belongs_to.vacancy,
        about=verdict.belongs_to,
    )
    return a_dangerous_document(matter) or a_doubt(matter) or settled


def not_an_application(matter: Matter) -> Settled | None:
    """Bounces, automatic answers, newsletters, our own mail, what a seller or a machine wrote.

    Judgement gives a doubt to whatever has no such sign: that is a person's letter, and a person reads it.
    """
    if matter.verdict.kind not in _NOT_APPLICATIONS:
        return None
    unread = few_words_and_an_unreadable_document(matter) if matter.verdict.kind is Kind.OTHER else None
    return unread or a_doubt(matter) or Settled(outcome=Outcome.NOT_AN_APPLICATION)


def a_withdrawal(matter: Matter) -> Settled | None:
    """The applicant takes the application back: a person answers that."""
    if matter.verdict.kind is not Kind.WITHDRAWAL:
        return None
    if matter.verdict.doubts and matter.verdict.doubts[0] in REASONS_OF_RIGHTS.values():
        return to_review(matter, matter.verdict.doubts[0])  # the law gives a month for it (GDPR, article 12)
    return Settled(
        outcome=Outcome.CORRESPONDENCE,
        reason=Reason.WITHDRAWAL,
        template=Template.WITHDRAWAL if matter.offers(Template.WITHDRAWAL) else None,
        hold=Hold.WITHDRAWAL,
        vacancy=matter.verdict.vacancy.id,
        about=matter.verdict.belongs_to,
    )


def an_enquiry(matter: Matter) -> Settled | None:
    """A question: a person answers it, unless a rule of the user's does."""
    if matter.verdict.kind is not Kind.ENQUIRY:
        return None
    return a_doubt(matter) or Settled(outcome=Outcome.REVIEW, reason=Reason.ENQUIRY, vacancy=matter.verdict.vacancy.id)


CASES: tuple[Callable[[Matter], Settled | None], ...] = (
    unread,
    a_duplicate,
    an_unwelcome_agency,
    perhaps_an_agency,
    a_command,
    of_an_application,
    not_an_application,
    a_withdrawal,
    an_enquiry,
    a_dangerous_document,
    an_unreadable_cv,
    a_doubt,
    forwarded_by_a_colleague,
    a_welcome_agency,
    without_a_cv,
    an_application,
)
