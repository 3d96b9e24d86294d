"""What the first of the user's rules that holds changes.

`kind` and `vacancy` of its `then` change the verdict before anything is settled, `outcome` and `answer` what was
settled. An agency is never thanked: whatever set a mail apart as an agency's, a rule can silence its refusal, not turn
it into another answer.
"""

from dataclasses import replace

from inbox_bot.core.judgement.verdict import ApplicationFinding, Evidence, VacancyFinding, Verdict
from inbox_bot.core.message.values import Reading
from inbox_bot.core.plan.decided.settled import Settled
from inbox_bot.core.plan.filed.applying import acknowledgement_for
from inbox_bot.core.plan.outcomes import an_unwelcome_agency
from inbox_bot.core.reply.matter import Matter
from inbox_bot.core.reply.why import Hold
from inbox_bot.core.rules.model import Rules
from inbox_bot.core.rules.user_rules import Facts, UserRule, first_match
from inbox_bot.core.words import PRESSING_CORRESPONDENCE, REASONS_OF_RIGHTS, Kind, Outcome, Reason, Template

_ABOUT_THE_VACANCY = frozenset({Reason.UNSURE_VACANCY, Reason.TWO_VACANCIES})
_APPLYING = frozenset({Kind.APPLICATION, Kind.REFERRAL})

_OVERRULED = frozenset({Hold.NEEDS_REVIEW, Hold.WITHDRAWAL})  # holds that wait for a decision, which the rule is


def matching_rule(reading: Reading, verdict: Verdict, rules: Rules) -> UserRule | None:
    """The rule that decides about this mail; None where none holds, or nothing of the mail could be read."""
    return first_match(rules.rules, facts_of(reading, verdict)) if rules.rules else None


def facts_of(reading: Reading, verdict: Verdict) -> Facts:
    """What a rule can ask of a mail. It is "from" who wrote it: not from a form's address, nor a list's."""
    message = reading.message
    sender = verdict.sending.person or (message.senders[0] if message.senders else None)
    return Facts(
        from_=sender.address if sender else "",
        from_name=sender.name if sender else "",
        to=tuple(address.address for address in message.recipients),
        subject=message.subject,
        text=message.typed,
        kind=verdict.kind,
        vacancy=verdict.vacancy.id,
        language=verdict.applicant.language,
        has=frozenset(document.role.value for document in reading.documents),
        headers=message.headers,
    )


def as_ruled(verdict: Verdict, reading: Reading, rule: UserRule) -> Verdict:
    """The verdict with the rule's kind and vacancy in place of what was judged, and without the doubts they settle."""
    kind, vacancy = rule.then.kind or verdict.kind, rule.then.vacancy
    doubts = verdict.doubts
    if rule.then.kind is not None:
        doubts = tuple(doubt for doubt in doubts if doubt is not Reason.UNSURE_KIND)
    if vacancy is not None:
        doubts = tuple(doubt for doubt in doubts if doubt not in _ABOUT_THE_VACANCY)
    applications = verdict.applications
    if not applications and kind in _APPLYING:
        every = tuple(range(len(reading.documents)))
        applications = (ApplicationFinding(applicant=verdict.applicant, vacancy=verdict.vacancy, documents=every),)
    finding = verdict.vacancy
    if vacancy is not None:
        evidence = Evidence(rule="rules.yaml", quote=rule.name, weight=1.0)
        finding = VacancyFinding(id=vacancy, confidence=1.0, evidence=(evidence,))
        applications = tuple(replace(application, vacancy=finding) for application in applications)
    return replace(verdict, kind=kind, vacancy=finding, applications=applications, doubts=doubts)


def as_settled_by(rule: UserRule, settled: Settled, matter: Matter) -> Settled:
    """The outcome and the answer as the rule wants them."""
    ruled = settled if rule.then.outcome in (None, settled.outcome) else _with_outcome(rule.then.outcome, matter)
    return _with_answer(rule, ruled, matter)


def answered_as_ruled(rule: UserRule | None, settled: Settled, matter: Matter) -> Settled:
    """What a person settled, with the answer that the rule wants: a decision about the outcome says nothing of that."""
    return settled if rule is None else _with_answer(rule, settled, matter)


def _with_outcome(outcome: Outcome, matter: Matter) -> Settled:
    verdict, vacancy = matter.verdict, matter.vacancy
    if outcome is Outcome.AGENCY:
        as_agency = replace(matter, verdict=replace(verdict, kind=Kind.AGENCY, doubts=()))
        apart = an_unwelcome_agency(as_agency)
        return replace(apart, reason=Reason.RULE) if apart else Settled(outcome=outcome, reason=Reason.RULE)
    if outcome in (Outcome.NOT_AN_APPLICATION, Outcome.CORRESPONDENCE):
        about = verdict.belongs_to if outcome is Outcome.CORRESPONDENCE else None
        return Settled(outcome=outcome, reason=Reason.RULE, vacancy=verdict.vacancy.id, about=about)
    everything = ApplicationFinding(
        applicant=verdict.applicant, vacancy=verdict.vacancy, documents=tuple(range(len(matter.reading.documents)))
    )
    applications = verdict.applications or (everything,)
    source = matter.sender if verdict.kind is Kind.REFERRAL or verdict.agency.approved else None
    if outcome is Outcome.REVIEW:
        return Settled(
            outcome=outcome, reason=Reason.RULE, vacancy=verdict.vacancy.id, applications=applications, source=source
        )
    filed = outcome is Outcome.FILED and vacancy is not None
    return Settled(
        outcome=Outcome.FILED if filed else Outcome.SPECULATIVE,
        reason=Reason.RULE,
        template=_thanks(matter, filed=filed) if verdict.kind is Kind.APPLICATION else None,
        vacancy=verdict.vacancy.id if filed else None,
        applications=applications,
        source=source,
    )


def _thanks(matter: Matter, *, filed: bool) -> Template:
    return acknowledgement_for(matter) if filed else Template.SPECULATIVE


def _may_be_an_agencys(verdict: Verdict) -> bool:
    """Whether an agency wrote it that nobody approved, or may have: no rule says what it is told."""
    agency = verdict.agency
    may_be = agency.flagged or verdict.kind is Kind.AGENCY or Reason.UNSURE_AGENCY in verdict.doubts
    return may_be and not agency.approved


def _with_answer(rule: UserRule, settled: Settled, matter: Matter) -> Settled:
    wanted = rule.then.answer
    if wanted is None:
        return settled
    if not isinstance(wanted, Template):
        return replace(settled, template=None, hold=None)
    if settled.outcome is Outcome.AGENCY or _may_be_an_agencys(matter.verdict):
        return settled
    if settled.reason in REASONS_OF_RIGHTS.values():  # a person answers what the law sets a date for
        return settled
    answered_enquiry = matter.verdict.kind is Kind.ENQUIRY and settled.outcome is Outcome.REVIEW
    return replace(
        settled,
        outcome=Outcome.CORRESPONDENCE if answered_enquiry and rule.then.outcome is None else settled.outcome,
        reason=Reason.RULE if settled.reason in PRESSING_CORRESPONDENCE else settled.reason,  # the rule deals with it
        template=wanted,
        hold=None if settled.hold in _OVERRULED else settled.hold,
    )
