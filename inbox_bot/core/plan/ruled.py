"""What a rule of the user's makes of the outcome: `outcome` and `answer` of its `then`.

`kind` and `vacancy` have changed the verdict before (`rules_applied`). An agency is never thanked: whatever set a mail
apart as an agency's, a rule can silence its refusal, not turn it into another answer.
"""

from dataclasses import replace

from inbox_bot.core.judgement.verdict import ApplicationFinding
from inbox_bot.core.plan.applying import acknowledgement_for
from inbox_bot.core.plan.outcomes import an_unwelcome_agency
from inbox_bot.core.plan.question import Question, Settled
from inbox_bot.core.reply.why import Hold
from inbox_bot.core.rules.user_rules import UserRule
from inbox_bot.core.words import Kind, Outcome, Reason, Template

_OVERRULED = frozenset({Hold.NEEDS_REVIEW, Hold.WITHDRAWAL})  # holds that wait for a decision, which the rule is


def as_settled_by(rule: UserRule, settled: Settled, question: Question) -> Settled:
    """The outcome and the answer as the rule wants them."""
    ruled = settled if rule.then.outcome in (None, settled.outcome) else _with_outcome(rule.then.outcome, question)
    return _with_answer(rule, ruled, question)


def _with_outcome(outcome: Outcome, question: Question) -> Settled:
    verdict, vacancy = question.verdict, question.vacancy
    if outcome is Outcome.AGENCY:
        as_agency = replace(question, verdict=replace(verdict, kind=Kind.AGENCY, doubts=()))
        apart = an_unwelcome_agency(as_agency)
        return replace(apart, reason=Reason.RULE) if apart else Settled(outcome=outcome, reason=Reason.RULE)
    if outcome in (Outcome.NOT_AN_APPLICATION, Outcome.CORRESPONDENCE):
        return Settled(outcome=outcome, reason=Reason.RULE, vacancy=verdict.vacancy.id)
    everything = ApplicationFinding(
        applicant=verdict.applicant, vacancy=verdict.vacancy, documents=tuple(range(len(question.reading.documents)))
    )
    applications = verdict.applications or (everything,)
    source = question.sender if verdict.kind is Kind.REFERRAL or verdict.agency.approved else None
    if outcome is Outcome.REVIEW:
        return Settled(
            outcome=outcome, reason=Reason.RULE, vacancy=verdict.vacancy.id, applications=applications, source=source
        )
    filed = outcome is Outcome.FILED and vacancy is not None
    return Settled(
        outcome=Outcome.FILED if filed else Outcome.SPECULATIVE,
        reason=Reason.RULE,
        template=_thanks(question, filed=filed) if verdict.kind is Kind.APPLICATION else None,
        vacancy=verdict.vacancy.id if filed else None,
        applications=applications,
        source=source,
    )


def _thanks(question: Question, *, filed: bool) -> Template:
    return acknowledgement_for(question) if filed else Template.SPECULATIVE


def _with_answer(rule: UserRule, settled: Settled, question: Question) -> Settled:
    wanted = rule.then.answer
    if wanted is None:
        return settled
    if not isinstance(wanted, Template):
        return replace(settled, template=None, hold=None)
    if settled.outcome is Outcome.AGENCY:
        return settled
    answered_enquiry = question.verdict.kind is Kind.ENQUIRY and settled.outcome is Outcome.REVIEW
    return replace(
        settled,
        outcome=Outcome.CORRESPONDENCE if answered_enquiry and rule.then.outcome is None else settled.outcome,
        template=wanted,
        hold=None if settled.hold in _OVERRULED else settled.hold,
    )
