"""What kind of mail it is.

Machines first, by what they say of themselves; then our own mail; then people, where what speaks for each kind is
summed up and the strongest wins. A CV outweighs a mailing list's headers: a company's jobs@ may be a list itself, and
job boards send applications with List-Unsubscribe.
"""

from dataclasses import dataclass, replace

from inbox_bot.core.judgement.agency.finding import is_doubtful, is_forwarded_from_an_agency
from inbox_bot.core.judgement.clues import Clues
from inbox_bot.core.judgement.forwarded import forwarded_clues
from inbox_bot.core.judgement.kind import enquiry, withdrawal
from inbox_bot.core.judgement.kind.about_hiring import hiring_evidence, tells_of_an_applicant
from inbox_bot.core.judgement.kind.application import CERTAIN as APPLIES
from inbox_bot.core.judgement.kind.application import application_evidence, applies_in_person, may_be_the_cv
from inbox_bot.core.judgement.kind.automatic import automatic_evidence
from inbox_bot.core.judgement.kind.bounces import bounce_evidence
from inbox_bot.core.judgement.kind.bulk import bulk_evidence
from inbox_bot.core.judgement.kind.command import command_evidence
from inbox_bot.core.judgement.kind.own import own_evidence
from inbox_bot.core.judgement.kind.referral import referral_evidence
from inbox_bot.core.judgement.verdict import AgencyFinding, Evidence
from inbox_bot.core.words import Kind, Reason

CLOSE = 0.15  #: kinds whose sums are closer than this leave a doubt


@dataclass(frozen=True, kw_only=True, slots=True)
class KindFinding:
    """The kind, why, and what is doubtful about it."""

    kind: Kind
    evidence: tuple[Evidence, ...] = ()
    doubts: tuple[Reason, ...] = ()


def kind_finding(clues: Clues, agency: AgencyFinding) -> KindFinding:
    """What kind of mail it is, given what is known of its sender as an agency."""
    return _by_machine(clues, agency) or _by_colleague(clues, agency) or _by_person(clues, agency)


def _by_machine(clues: Clues, agency: AgencyFinding) -> KindFinding | None:
    if found := bounce_evidence(clues):
        return KindFinding(kind=Kind.BOUNCE, evidence=found)
    if found := own_evidence(clues):
        return KindFinding(kind=Kind.OWN, evidence=found)
    if clues.by_form:  # its headers say nothing of who filled it in
        return None
    if found := automatic_evidence(clues):
        # A web form or a job board sends applications automatically; a vacation note has no CV.
        generated = _is_generated(found)
        if clues.cvs or (generated and clues.unread):
            doubts = () if generated and clues.cvs else (Reason.UNSURE_KIND,)
            return KindFinding(kind=Kind.APPLICATION, evidence=(*application_evidence(clues), *found), doubts=doubts)
        if generated and (applies := _persons_application(clues, found)):
            return KindFinding(kind=Kind.APPLICATION, evidence=(*applies, *found), doubts=(Reason.UNSURE_KIND,))
        return _with_a_boards_notice(clues, KindFinding(kind=Kind.AUTO_REPLY, evidence=found))
    found = bulk_evidence(clues)
    if found and not clues.cvs and not agency.flagged:
        if applies := _persons_application(clues, found):
            return KindFinding(kind=Kind.APPLICATION, evidence=applies, doubts=(Reason.UNSURE_KIND,))
        return _with_a_boards_notice(clues, KindFinding(kind=Kind.BULK, evidence=found))
    return None


#: What newsletters, receipts and vacation notes have beside their fields.
_NO_PERSONS = frozenset(
    {
        "offers_to_unsubscribe", "advertises", "has_a_vacation_subject", "is_worded_like_a_vacation_note",
        "is_worded_like_a_receipt", "has_an_autoresponders_header",
    }
)  # fmt: skip


def _persons_application(clues: Clues, machines: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    """The evidence of an application that a person wrote, whose mail service marks it as a machine's; empty: none.

    "Apply for this job" is an advertisement's as well; beside an advertisement's footer it takes "I am applying".
    """
    applies = application_evidence(clues)
    weight = sum(finding.weight for finding in applies)
    if not _NO_PERSONS.isdisjoint(finding.rule for finding in machines):
        return applies if weight >= APPLIES + CLOSE and applies_in_person(clues) else ()
    generated = any(finding.rule == "says_it_is_automatic" for finding in machines)
    if applies_in_person(clues):
        return applies if weight >= APPLIES else ()
    return applies if weight >= APPLIES + CLOSE and not generated else ()


def _with_a_boards_notice(clues: Clues, finding: KindFinding) -> KindFinding:
    """What a machine sent, doubted where it tells of an application that it doesn't bring: it must not be missed."""
    notice = tells_of_an_applicant(clues)
    if notice is None or clues.is_answer:
        return finding
    return replace(finding, evidence=(*finding.evidence, notice), doubts=(Reason.UNSURE_KIND,))


def _is_generated(found: tuple[Evidence, ...]) -> bool:
    return any(finding.quote == "Auto-Submitted: auto-generated" for finding in found)


def _by_colleague(clues: Clues, agency: AgencyFinding) -> KindFinding | None:
    if not clues.colleague:
        return None
    if is_forwarded_from_an_agency(clues, agency):  # a person looks: what they do reaches the colleague first
        return KindFinding(kind=Kind.AGENCY, evidence=agency.evidence, doubts=(Reason.UNSURE_AGENCY,))
    if found := referral_evidence(clues):
        return KindFinding(
            kind=Kind.REFERRAL, evidence=found, doubts=(Reason.UNSURE_AGENCY,) if is_doubtful(agency) else ()
        )
    if found := command_evidence(clues):
        return KindFinding(kind=Kind.COMMAND, evidence=found)
    return None


def _by_person(clues: Clues, agency: AgencyFinding) -> KindFinding:
    erasure = withdrawal.asks_for_erasure(clues)
    erased = (Reason.ERASURE_REQUEST,) if erasure else ()
    if agency.flagged:
        return KindFinding(kind=Kind.AGENCY, evidence=agency.evidence)
    applies = application_evidence(clues)
    if agency.approved and (clues.has_cv or len(agency.evidence) > 1):
        return KindFinding(kind=Kind.AGENCY, evidence=agency.evidence)
    doubts = (Reason.UNSURE_AGENCY,) if is_doubtful(agency) else ()
    withdraws = withdrawal.takes_the_application_back(clues)
    if withdraws is not None:
        if clues.cvs:  # "I withdraw from A and would like to apply for B": a person reads it
            return KindFinding(
                kind=Kind.APPLICATION, evidence=(*applies, withdraws), doubts=(*erased, Reason.UNSURE_KIND, *doubts)
            )
        return KindFinding(kind=Kind.WITHDRAWAL, evidence=(withdraws,), doubts=erased)
    asks = enquiry.enquiry_evidence(clues)
    applying = sum(finding.weight for finding in applies)
    asking_for = sum(finding.weight for finding in asks)
    if erasure is not None and not clues.cvs:
        return KindFinding(kind=Kind.ENQUIRY, evidence=(erasure, *asks), doubts=erased)
    if clues.cvs or applying >= max(APPLIES, asking_for):
        return KindFinding(kind=Kind.APPLICATION, evidence=applies, doubts=(*erased, *doubts))
    if asking_for >= enquiry.CERTAIN:
        unsure = (Reason.UNSURE_KIND,) if applying >= APPLIES and asking_for - applying < CLOSE else ()
        return KindFinding(kind=Kind.ENQUIRY, evidence=asks, doubts=(*unsure, *doubts))
    hiring = hiring_evidence(clues)
    looks = _other_doubts(clues, applying, hiring)
    return KindFinding(kind=Kind.OTHER, evidence=(*applies, *asks, *hiring), doubts=(*looks, *doubts))


def _other_doubts(clues: Clues, applying: float, hiring: tuple[Evidence, ...]) -> tuple[Reason, ...]:
    """Somebody's application, a document that can't be read, weak signs, nothing to judge by: a person looks."""
    silent = not clues.typed.folded.strip()
    weak = withdrawal.speaks_of_leaving(clues) or applying >= 0.3 or (applying > 0 and silent and bool(clues.documents))
    nothing = silent and not clues.documents and not clues.subject.folded.strip()
    unread = may_be_the_cv(clues) is not None
    passed_on = clues.colleague and any(_is_about_hiring(inner) for inner in forwarded_clues(clues))
    return (Reason.UNSURE_KIND,) if hiring or weak or nothing or unread or passed_on else ()


def _is_about_hiring(inner: Clues) -> bool:
    """Whether a mail that a colleague forwards asks for work, or about it, or after an application."""
    return bool(hiring_evidence(inner) or enquiry.enquiry_evidence(inner)) or applies_in_person(inner)
