"""The first of the user's rules that holds, and the verdict as it changes it."""

from dataclasses import replace

from inbox_bot.core.judgement.verdict import ApplicationFinding, Evidence, VacancyFinding, Verdict
from inbox_bot.core.message.values import Reading
from inbox_bot.core.rules.model import Rules
from inbox_bot.core.rules.user_rules import Facts, UserRule, first_match
from inbox_bot.core.words import Kind, Reason

_ABOUT_THE_VACANCY = frozenset({Reason.UNSURE_VACANCY, Reason.TWO_VACANCIES})
_APPLYING = frozenset({Kind.APPLICATION, Kind.REFERRAL})


def matching_rule(reading: Reading, verdict: Verdict, rules: Rules) -> UserRule | None:
    """The rule that decides about this mail; None where none holds, or nothing of the mail could be read."""
    return first_match(rules.rules, facts_of(reading, verdict)) if rules.rules else None


def facts_of(reading: Reading, verdict: Verdict) -> Facts:
    """What a rule can ask of a mail."""
    message = reading.message
    sender = message.senders[0] if message.senders else None
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
