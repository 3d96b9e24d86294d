"""What becomes of a mail, and what it would be answered with; whether it may be is asked later."""

from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from inbox_bot.core.judgement.verdict import ApplicationFinding, Verdict
from inbox_bot.core.message.values import Document, Reading
from inbox_bot.core.plan.offered import is_offered
from inbox_bot.core.reply.correspondent import canonical
from inbox_bot.core.reply.values import History
from inbox_bot.core.reply.why import Hold
from inbox_bot.core.rules.model import Policy, Rules, Vacancy
from inbox_bot.core.words import Kind, Outcome, Problem, Reason, Role, Template

REFUSING_SIGNALS = 2  # independent signals that have to agree before an agency is refused by mail
_NOT_APPLICATIONS = frozenset({Kind.BOUNCE, Kind.AUTO_REPLY, Kind.BULK, Kind.OWN, Kind.OTHER})
_DANGEROUS = (Problem.INFECTED, Problem.UNSAFE)  # in any document; the others only where they leave no CV to read
_FAILED = frozenset({Problem.TIMEOUT, Problem.READER_DIED})


@dataclass(frozen=True, kw_only=True, slots=True)
class Settled:
    """The outcome, and the answer that goes with it."""

    outcome: Outcome
    reason: Reason | None = None
    template: Template | None = None  #: None: such mail is not answered
    hold: Hold | None = None  #: what holds the answer back, whatever the mail's headers say
    vacancy: str | None = None  #: that the answer speaks of
    applications: tuple[ApplicationFinding, ...] = ()  #: to be filed
    source: str | None = None  #: an approved agency, or the colleague who forwarded it


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """What the outcome is decided on. The verdict is as the user's rule left it."""

    reading: Reading
    verdict: Verdict
    rules: Rules
    history: History

    @property
    def vacancy(self) -> Vacancy | None:
        """The vacancy of the first application."""
        return self.rules.vacancy(self.verdict.vacancy.id) if self.verdict.vacancy.id else None

    @property
    def sender(self) -> str:
        """The sender's canonical address; "" where there is none."""
        sender = self.reading.message.sender
        return canonical(sender.address) if sender else ""

    def offers(self, template: Template) -> bool:
        """Whether such a template is there, in a language that may be used."""
        return is_offered(self.rules, template, self.verdict.applicant.language, self.verdict.vacancy.id)


def settle(question: Question) -> Settled:
    """The outcome: the first case that applies, from the top."""
    return next(settled for settled in (case(question) for case in CASES) if settled is not None)


def unread(question: Question) -> Settled | None:
    """The mail as a whole could not be read: time-outs and deaths of the reader have failed, others are reviewed."""
    problem = question.reading.problem
    if problem is None:
        return None
    outcome = Outcome.FAILED if problem in _FAILED else Outcome.REVIEW
    return Settled(outcome=outcome, reason=Reason[problem.name])


def a_duplicate(question: Question) -> Settled | None:
    """The same sending was received before."""
    return Settled(outcome=Outcome.DUPLICATE) if question.history.known_as is not None else None


def an_unwelcome_agency(question: Question) -> Settled | None:
    """An agency that nobody approved: set apart, its documents named but not filed, its refusal held for a person.

    Under `policy: reject` the refusal goes out by itself where at least two independent signals agree.
    """
    agency, kind = question.verdict.agency, question.verdict.kind
    if agency.approved or not (agency.flagged or kind is Kind.AGENCY):
        return None
    if not agency.flagged and Reason.UNSURE_AGENCY in question.verdict.doubts:
        return None
    refused = question.rules.agencies.policy is Policy.REJECT and agency.signals >= REFUSING_SIGNALS
    return Settled(
        outcome=Outcome.AGENCY,
        template=Template.AGENCY_REJECTION,
        hold=None if refused else Hold.AGENCY_POLICY,
        vacancy=question.verdict.vacancy.id,
    )


def perhaps_an_agency(question: Question) -> Settled | None:
    """Not sure whether an agency wrote it: a person decides before anything is filed or answered."""
    if Reason.UNSURE_AGENCY not in question.verdict.doubts or question.verdict.agency.approved:
        return None
    return Settled(
        outcome=Outcome.REVIEW,
        reason=Reason.UNSURE_AGENCY,
        template=acknowledgement_for(question),
        hold=Hold.NEEDS_REVIEW,
        vacancy=question.verdict.vacancy.id,
    )


def a_command(question: Question) -> Settled | None:
    """A reviewer's mail."""
    return Settled(outcome=Outcome.COMMAND) if question.verdict.kind is Kind.COMMAND else None


def not_an_application(question: Question) -> Settled | None:
    """Bounces, automatic answers, newsletters, our own mail, anything else; unless judgement doubts it."""
    if question.verdict.kind not in _NOT_APPLICATIONS:
        return None
    return _doubtful(question) or Settled(outcome=Outcome.NOT_AN_APPLICATION)


def a_withdrawal(question: Question) -> Settled | None:
    """The applicant takes the application back: a person answers that."""
    if question.verdict.kind is not Kind.WITHDRAWAL:
        return None
    return Settled(
        outcome=Outcome.CORRESPONDENCE,
        reason=Reason.WITHDRAWAL,
        template=Template.WITHDRAWAL if question.offers(Template.WITHDRAWAL) else None,
        hold=Hold.WITHDRAWAL,
        vacancy=question.verdict.vacancy.id,
    )


def an_enquiry(question: Question) -> Settled | None:
    """A question: a person answers it, unless a rule of the user's does."""
    if question.verdict.kind is not Kind.ENQUIRY:
        return None
    return _doubtful(question) or Settled(
        outcome=Outcome.REVIEW, reason=Reason.ENQUIRY, vacancy=question.verdict.vacancy.id
    )


def a_dangerous_document(question: Question) -> Settled | None:
    """A document is infected or unsafe: nobody files it, and a person looks first."""
    problems = {document.problem for document in question.reading.documents}
    found = next((problem for problem in _DANGEROUS if problem in problems), None)
    if found is None:
        return None
    return _to_review(question, Reason[found.name], acknowledgement_for(question))


def an_unreadable_cv(question: Question) -> Settled | None:
    """No CV that can be read, but a document that may be one: a person opens it, or the applicant is asked."""
    documents = question.reading.documents
    if any(document.role is Role.CV and document.problem is None for document in documents):
        return None
    problem = next((document.problem for document in documents if _may_be_a_cv(document)), None)
    if problem is None:
        return None
    reason = Reason[problem.name]
    if problem is Problem.ENCRYPTED and question.offers(Template.ENCRYPTED_CV):
        return Settled(
            outcome=Outcome.REVIEW,
            reason=reason,
            template=Template.ENCRYPTED_CV,
            vacancy=question.verdict.vacancy.id,
            applications=question.verdict.applications,
        )
    return _to_review(question, reason, acknowledgement_for(question))


def a_doubt(question: Question) -> Settled | None:
    """Judgement has a doubt that only a person settles: the first one is the reason."""
    return _doubtful(question)


def forwarded_by_a_colleague(question: Question) -> Settled | None:
    """A referral: filed under the person forwarded. Nobody is answered by default: the applicant didn't write to us."""
    if question.verdict.kind is not Kind.REFERRAL:
        return None
    return _filed(question, template=None, source=question.sender or None)


def a_welcome_agency(question: Question) -> Settled | None:
    """An approved agency: filed, with the agency as its source."""
    if not question.verdict.agency.approved:
        return None
    acknowledged = question.offers(Template.AGENCY_ACKNOWLEDGEMENT)
    return _filed(
        question, template=Template.AGENCY_ACKNOWLEDGEMENT if acknowledged else None, source=question.sender or None
    )


def without_a_cv(question: Question) -> Settled | None:
    """An application still without a CV: the applicant is asked for it. Not where a CV of theirs is here already."""
    if any(document.role is Role.CV for document in question.reading.documents) or _has_sent_a_cv(question):
        return None
    return Settled(
        outcome=Outcome.CORRESPONDENCE,
        reason=Reason.MISSING_CV,
        template=Template.MISSING_CV,
        vacancy=question.verdict.vacancy.id,
        applications=question.verdict.applications,
    )


def an_application(question: Question) -> Settled:
    """Filed under its vacancy, or as speculative."""
    return _filed(question, template=acknowledgement_for(question), source=None)


CASES: tuple[Callable[[Question], Settled | None], ...] = (
    unread,
    a_duplicate,
    an_unwelcome_agency,
    perhaps_an_agency,
    a_command,
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


def _filed(question: Question, *, template: Template | None, source: str | None) -> Settled:
    applications = question.verdict.applications
    if not applications:
        return Settled(outcome=Outcome.REVIEW, reason=Reason.UNSURE_APPLICANT, vacancy=question.verdict.vacancy.id)
    vacancy, hold = question.vacancy, None
    closed = vacancy is not None and not is_open(vacancy, question)
    if closed and template is Template.VACANCY_CLOSED and not question.offers(Template.VACANCY_CLOSED):
        hold = Hold.CLOSED_WITHOUT_TEMPLATE
    return Settled(
        outcome=Outcome.FILED if vacancy is not None else Outcome.SPECULATIVE,
        reason=Reason.VACANCY_CLOSED if closed else None,
        template=template,
        hold=hold,
        vacancy=vacancy.id if vacancy is not None else None,
        applications=applications,
        source=source,
    )


def is_open(vacancy: Vacancy, question: Question) -> bool:
    """Whether the vacancy took applications on the day the mail arrived, in the company's time zone."""
    arrived = question.reading.received_at.astimezone(ZoneInfo(question.rules.company.timezone))
    return vacancy.is_open(arrived.date())


def acknowledgement_for(question: Question) -> Template:
    """How an applicant is thanked: for an open vacancy, a closed one or none, the first time or for more."""
    vacancy = question.vacancy
    if vacancy is None:
        # An unclear vacancy is not "none in particular": the acknowledgement leaves the title out.
        return Template.ACKNOWLEDGEMENT if question.verdict.doubts else Template.SPECULATIVE
    if not is_open(vacancy, question):
        return Template.VACANCY_CLOSED
    updates = any(earlier.vacancy == vacancy.id and earlier.had_cv for earlier in question.history.applications)
    if updates and question.offers(Template.APPLICATION_UPDATED):
        return Template.APPLICATION_UPDATED
    return Template.ACKNOWLEDGEMENT


def _doubtful(question: Question) -> Settled | None:
    if not question.verdict.doubts:
        return None
    applying = question.verdict.kind in (Kind.APPLICATION, Kind.REFERRAL)
    answered = question.verdict.kind is Kind.APPLICATION
    return _to_review(
        question, question.verdict.doubts[0], acknowledgement_for(question) if answered else None, applying=applying
    )


def _to_review(question: Question, reason: Reason, template: Template | None, *, applying: bool = True) -> Settled:
    return Settled(
        outcome=Outcome.REVIEW,
        reason=reason,
        template=template,
        hold=Hold.NEEDS_REVIEW,
        vacancy=question.verdict.vacancy.id,
        applications=question.verdict.applications if applying else (),
    )


def _may_be_a_cv(document: Document) -> bool:
    """A document that could not be read and may be a CV; a picture counts only where it was taken for one."""
    if document.problem is None:
        return False
    return document.role is Role.CV or (document.role is Role.OTHER and not document.type.startswith("image/"))


def _has_sent_a_cv(question: Question) -> bool:
    wanted = question.verdict.vacancy.id
    return any(earlier.had_cv and earlier.vacancy == wanted for earlier in question.history.applications)
