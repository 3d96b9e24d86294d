"""What a person's decision makes of a mail: its verdict, its outcome, and the answer that goes with it.

A decision is above the agency guard, the rules of rules.yaml, what was learned and what was judged. What `reply/` stops
it does not turn: the stops are asked about the mail as it was judged.
"""

from dataclasses import replace

from inbox_bot.core.judgement.verdict import (
    AgencyFinding,
    Applicant,
    ApplicationFinding,
    Evidence,
    VacancyFinding,
    Verdict,
)
from inbox_bot.core.plan.consenting import consent_as_decided
from inbox_bot.core.plan.decided.settled import Settled
from inbox_bot.core.plan.filed.applying import (
    a_welcome_agency,
    an_application,
    filed,
    forwarded_by_a_colleague,
)
from inbox_bot.core.plan.filed.cvs import request_for
from inbox_bot.core.reply.matter import Matter
from inbox_bot.core.reply.why import Hold
from inbox_bot.core.review.decision import (
    AskForCv,
    Decided,
    FileUnder,
    KeepLonger,
    LetGo,
    LookAgain,
    NamedApplicant,
    NotAnAgency,
    NotAnApplication,
    SetApart,
    Wish,
)
from inbox_bot.core.words import APPLICANTS_LETTERS, Kind, Outcome, Reason, Template

_APPLYING = frozenset({Kind.APPLICATION, Kind.REFERRAL, Kind.AGENCY})
_BY_A_PERSON = "decided"  # the rule that the evidence of a decision names


def is_called_an_agency(verdict: Verdict) -> bool:
    """Whether judgement calls it an agency that nobody approved; a doubt is none."""
    agency = verdict.agency
    doubted = Reason.UNSURE_AGENCY in verdict.doubts
    return not agency.approved and (agency.flagged or (verdict.kind is Kind.AGENCY and not doubted))


def with_what_is_decided(matter: Matter, decided: Decided) -> Matter:
    """The matter with the verdict that the decision leaves: its agency, its vacancy, its applicants."""
    verdict = matter.verdict
    match decided.wanted:
        case SetApart():
            verdict = replace(verdict, kind=Kind.AGENCY, doubts=(), agency=_an_agency(verdict))
        case NotAnAgency():
            verdict = without_an_agency(verdict)
        case FileUnder() as wanted:
            verdict = _applying(matter, wanted)
    if verdict.kind in _APPLYING:
        verdict = _with_applications(verdict, matter, decided)
    return replace(matter, verdict=_with_applicants(verdict, decided))


def settled_as_decided(matter: Matter, decided: Decided) -> Settled | None:
    """The outcome that a person wants; None where they left it to judgement. `matter` is `with_what_is_decided`."""
    match decided.wanted:
        case SetApart(refuse=refuse):
            return Settled(
                outcome=Outcome.AGENCY,
                reason=Reason.DECIDED,
                template=Template.AGENCY_REJECTION,
                hold=None if refuse else Hold.AGENCY_POLICY,
                vacancy=matter.verdict.vacancy.id,
            )
        case NotAnApplication():
            return _none(matter)
        case LookAgain():
            return Settled(
                outcome=Outcome.REVIEW,
                reason=Reason.DECIDED,
                vacancy=matter.verdict.vacancy.id,
                applications=matter.verdict.applications if matter.verdict.kind in _APPLYING else (),
            )
        case FileUnder():
            return _filed_as_wanted(matter)
        case AskForCv():
            return _asked_for(matter)
        case KeepLonger() | LetGo() as wanted:
            return consent_as_decided(matter, wanted)
    return None


def one_by_one(settled: Settled, matter: Matter, decided: Decided) -> Settled:
    """What was decided about single applications; where one is filed under a vacancy, so is the mail."""
    if not decided.one_by_one:
        return settled
    out = frozenset(number - 1 for number, each in decided.one_by_one.items() if isinstance(each, NotAnApplication))
    staying = [each for number, each in enumerate(settled.applications) if number not in out]
    if not staying:
        return _none(matter)
    chosen = any(isinstance(each, FileUnder) for each in decided.one_by_one.values())
    outcome, reason = settled.outcome, settled.reason
    if chosen and outcome in (Outcome.REVIEW, Outcome.FILED, Outcome.SPECULATIVE):
        under_one = any(each.vacancy.id and matter.rules.vacancy(each.vacancy.id) for each in staying)
        outcome, reason = (Outcome.FILED if under_one else Outcome.SPECULATIVE), Reason.DECIDED
    return replace(settled, outcome=outcome, reason=reason, left_out=out)


def filed_for_its_letter(settled: Settled, matter: Matter, decided: Decided) -> Settled:
    """Whoever says "send" of an applicant's letter says that it is an application: with the letter it is filed."""
    if decided.answer is not Wish.SENT or settled.template not in APPLICANTS_LETTERS or settled.applications:
        return settled
    return replace(settled, applications=(_everything(matter.verdict, matter),))


def _none(matter: Matter) -> Settled:
    about = matter.verdict.belongs_to
    outcome = Outcome.CORRESPONDENCE if about is not None else Outcome.NOT_AN_APPLICATION
    return Settled(outcome=outcome, reason=Reason.DECIDED, vacancy=about.vacancy if about else None, about=about)


def _asked_for(matter: Matter) -> Settled:
    """An application still without a CV that can be read; it is filed as it is, and waits for the applicant."""
    asking = {request_for(document) for document in matter.reading.documents}
    requests = (each for each in (Template.ENCRYPTED_CV, Template.UNREADABLE_CV) if each in asking)
    template = next((each for each in requests if matter.offers(each)), Template.MISSING_CV)
    return Settled(
        outcome=Outcome.CORRESPONDENCE,
        reason=Reason.MISSING_CV,
        template=template,
        vacancy=matter.verdict.vacancy.id,
        applications=matter.verdict.applications or (_everything(matter.verdict, matter),),
    )


def _filed_as_wanted(matter: Matter) -> Settled:
    if is_called_an_agency(matter.verdict):
        return filed(matter, template=None, source=matter.sender or None)
    return forwarded_by_a_colleague(matter) or a_welcome_agency(matter) or an_application(matter)


def _an_agency(verdict: Verdict) -> AgencyFinding:
    said = Evidence(rule=_BY_A_PERSON, quote="", weight=1.0)
    return replace(verdict.agency, flagged=True, approved=False, evidence=(said, *verdict.agency.evidence))


def without_an_agency(verdict: Verdict) -> Verdict:
    """The verdict where a person says that no agency wrote: whoever wrote applies."""
    return replace(
        verdict,
        kind=Kind.APPLICATION if verdict.kind is Kind.AGENCY else verdict.kind,
        agency=AgencyFinding(),
        doubts=tuple(doubt for doubt in verdict.doubts if doubt is not Reason.UNSURE_AGENCY),
    )


def _applying(matter: Matter, wanted: FileUnder) -> Verdict:
    """The verdict of an application for what is wanted: a person has settled every doubt."""
    verdict = matter.verdict
    if wanted.not_an_agency or not (is_called_an_agency(verdict) or verdict.agency.approved):
        verdict = without_an_agency(verdict)
    kind = verdict.kind if verdict.kind in _APPLYING else Kind.APPLICATION
    finding = _vacancy(wanted)
    return replace(
        verdict,
        kind=kind,
        vacancy=finding,
        applications=tuple(replace(each, vacancy=finding) for each in verdict.applications),
        doubts=(),
        belongs_to=None,
    )


def _vacancy(wanted: FileUnder) -> VacancyFinding:
    said = Evidence(rule=_BY_A_PERSON, quote="", weight=1.0)
    return VacancyFinding(id=wanted.vacancy, confidence=1.0, evidence=(said,))


def _with_applications(verdict: Verdict, matter: Matter, decided: Decided) -> Verdict:
    """At least one where a person says so, and each with what was decided about it alone."""
    was_an_agency = isinstance(decided.wanted, NotAnAgency) and matter.verdict.kind is Kind.AGENCY
    said = isinstance(decided.wanted, FileUnder) or was_an_agency or decided.one_by_one or decided.applicants
    if not said:
        return verdict
    found = verdict.applications or (_everything(verdict, matter),)
    chosen = {
        number: _vacancy(wanted) for number, wanted in decided.one_by_one.items() if isinstance(wanted, FileUnder)
    }
    found = tuple(
        replace(each, vacancy=chosen[number]) if number in chosen else each for number, each in enumerate(found, 1)
    )
    return replace(verdict, applications=found, vacancy=found[0].vacancy if 1 in chosen else verdict.vacancy)


def _everything(verdict: Verdict, matter: Matter) -> ApplicationFinding:
    """All that came as one application: of the one who wrote, where judgement found nobody."""
    applicant, wrote = verdict.applicant, matter.message.sender
    if wrote is not None and not (applicant.name or applicant.email):
        applicant = replace(applicant, name=wrote.name or None, email=wrote.address)
    documents = tuple(range(len(matter.reading.documents)))
    return ApplicationFinding(applicant=applicant, vacancy=verdict.vacancy, documents=documents)


def _with_applicants(verdict: Verdict, decided: Decided) -> Verdict:
    if not decided.applicants:
        return verdict
    for_all = decided.applicants.get(None)
    found = tuple(
        replace(each, applicant=_named(each.applicant, decided.applicants.get(number, for_all)))
        for number, each in enumerate(verdict.applications, 1)
    )
    first = decided.applicants.get(1, for_all)
    return replace(verdict, applications=found, applicant=_named(verdict.applicant, first))


def _named(applicant: Applicant, said: NamedApplicant | None) -> Applicant:
    if said is None:
        return applicant
    return replace(applicant, name=said.name or applicant.name, email=said.email or applicant.email)
