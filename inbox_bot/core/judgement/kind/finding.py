"""What kind of mail it is.

Machines first, by what they say of themselves; then our own mail; then people, where what speaks for each kind is
summed up and the strongest wins. A CV outweighs a mailing list's headers: a company's jobs@ may be a list itself, and
job boards send applications with List-Unsubscribe.

Nothing is put away without a sign. What nobody understood, in whatever language, is a person's letter: `other` with a
doubt, which sends it to review. `other` without a doubt is what `put_away` recognised.
"""

from dataclasses import dataclass, replace

from inbox_bot.core.judgement.agency.finding import is_doubtful, is_forwarded_from_an_agency
from inbox_bot.core.judgement.boards.finding import notice_of
from inbox_bot.core.judgement.clues import Clues
from inbox_bot.core.judgement.forwarded import forwarded_clues
from inbox_bot.core.judgement.kind import enquiry, withdrawal
from inbox_bot.core.judgement.kind.about_hiring import hiring_evidence, tells_of_an_applicant
from inbox_bot.core.judgement.kind.application import CERTAIN as APPLIES
from inbox_bot.core.judgement.kind.application import application_evidence, applies_in_person
from inbox_bot.core.judgement.kind.automatic import automatic_evidence
from inbox_bot.core.judgement.kind.away.finding import put_away
from inbox_bot.core.judgement.kind.belonging import applies_anew, belongs_to
from inbox_bot.core.judgement.kind.bounces import bounce_evidence
from inbox_bot.core.judgement.kind.bulk import bulk_evidence
from inbox_bot.core.judgement.kind.command import CERTAIN as COMMANDS
from inbox_bot.core.judgement.kind.command import command_evidence
from inbox_bot.core.judgement.kind.own import own_evidence
from inbox_bot.core.judgement.kind.recall import recall_evidence
from inbox_bot.core.judgement.kind.referral import applies_for_themselves, referral_evidence
from inbox_bot.core.judgement.kind.requests import requests_in
from inbox_bot.core.judgement.verdict import AgencyFinding, EarlierApplication, Evidence, Request
from inbox_bot.core.words import REASONS_OF_RIGHTS, Kind, Reason, Right

CLOSE = 0.15  #: kinds whose sums are closer than this leave a doubt


@dataclass(frozen=True, kw_only=True, slots=True)
class KindFinding:
    """The kind, why, and what is doubtful about it."""

    kind: Kind
    evidence: tuple[Evidence, ...] = ()
    doubts: tuple[Reason, ...] = ()
    belongs_to: EarlierApplication | None = None  #: the application that it is about, where it is no new one
    requests: tuple[Request, ...] = ()  #: what a person asks of us about their data


def kind_finding(clues: Clues, agency: AgencyFinding) -> KindFinding:
    """What kind of mail it is, given what is known of its sender as an agency."""
    if (by_machine := _by_machine(clues, agency)) is not None:
        return by_machine
    requests = requests_in(clues)
    by_colleague = _by_colleague(clues, agency)
    if by_colleague is not None:
        is_passed_on = by_colleague.kind is not Kind.COMMAND
        return replace(by_colleague, requests=requests if is_passed_on else ())
    finding = replace(_by_person(clues, agency, requests), requests=requests)
    application = None if finding.kind in _NO_CORRESPONDENCE else belongs_to(clues)
    return finding if application is None else _of_an_application(clues, finding, application)


_NO_CORRESPONDENCE = frozenset({Kind.AGENCY, Kind.BULK})


def _of_an_application(clues: Clues, finding: KindFinding, application: EarlierApplication) -> KindFinding:
    """The finding on a letter of somebody's who has applied: theirs, unless they apply anew or bring documents.

    That it is not clear what they want is no doubt any more: whose it is, is.
    """
    if finding.kind is Kind.APPLICATION and applies_anew(clues):
        return finding
    kind = Kind.OTHER if finding.kind is Kind.APPLICATION else finding.kind
    doubts = tuple(doubt for doubt in finding.doubts if doubt is not Reason.UNSURE_KIND)
    return replace(finding, kind=kind, doubts=doubts, belongs_to=application)


def _by_machine(clues: Clues, agency: AgencyFinding) -> KindFinding | None:
    if found := bounce_evidence(clues):
        return KindFinding(kind=Kind.BOUNCE, evidence=found)
    if found := own_evidence(clues):
        return KindFinding(kind=Kind.OWN, evidence=found)
    if clues.by_form:  # its headers say nothing of who filled it in
        return None
    found = automatic_evidence(clues)
    is_an_agencys = agency.flagged or (agency.approved and not found)
    notice = None if is_an_agencys or (found and not _is_generated(found)) else notice_of(clues)
    if notice is not None:
        doubts = () if clues.has_cv else (Reason.UNSURE_APPLICANT,)
        return KindFinding(
            kind=Kind.APPLICATION, evidence=(notice.evidence, *application_evidence(clues), *found), doubts=doubts
        )
    return _automatic(clues, found) if found else _bulk(clues, agency)


def _automatic(clues: Clues, found: tuple[Evidence, ...]) -> KindFinding:
    """What a machine sent by itself. A web form or a job board sends applications so; a vacation note has no CV."""
    generated = _is_generated(found)
    if clues.cvs or (generated and clues.unread):
        doubts = () if generated and clues.cvs else (Reason.UNSURE_KIND,)
        return KindFinding(kind=Kind.APPLICATION, evidence=(*application_evidence(clues), *found), doubts=doubts)
    if generated and (applies := _persons_application(clues, found)):
        return KindFinding(kind=Kind.APPLICATION, evidence=(*applies, *found), doubts=(Reason.UNSURE_KIND,))
    return _with_a_boards_notice(clues, KindFinding(kind=Kind.AUTO_REPLY, evidence=found))


def _bulk(clues: Clues, agency: AgencyFinding) -> KindFinding | None:
    """What went to many; None where it didn't, or where that says nothing of this mail."""
    found = bulk_evidence(clues)
    if not found or clues.cvs or agency.flagged or _answers_in_person(clues, found):
        return None
    if applies := _persons_application(clues, found):
        return KindFinding(kind=Kind.APPLICATION, evidence=applies, doubts=(Reason.UNSURE_KIND,))
    return _with_a_boards_notice(clues, KindFinding(kind=Kind.BULK, evidence=found))


def _answers_in_person(clues: Clues, bulk: tuple[Evidence, ...]) -> bool:
    """Whether somebody answers a mail of an application's thread by way of a list, which adds its fields."""
    in_thread = any(mail.same_thread and mail.applications for mail in clues.known.earlier[:50])
    return in_thread and _NO_PERSONS.isdisjoint(finding.rule for finding in bulk)


#: What newsletters, receipts and vacation notes have beside their fields.
_NO_PERSONS = frozenset(
    {
        "offers_to_unsubscribe", "advertises", "has_a_notes_prefix", "has_a_vacation_subject",
        "is_worded_like_a_vacation_note", "says_what_notes_say", "is_worded_like_a_receipt",
        "has_an_autoresponders_header",
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
    commands = command_evidence(clues)
    if any(finding.weight >= COMMANDS for finding in commands):  # what it quotes is our digest, and nothing forwarded
        return KindFinding(kind=Kind.COMMAND, evidence=commands)
    if is_forwarded_from_an_agency(clues, agency):  # a person looks: what they do reaches the colleague first
        return KindFinding(kind=Kind.AGENCY, evidence=agency.evidence, doubts=(Reason.UNSURE_AGENCY,))
    if found := referral_evidence(clues):
        return KindFinding(kind=Kind.REFERRAL, evidence=found, doubts=_doubt(clues, agency))
    return KindFinding(kind=Kind.COMMAND, evidence=commands) if commands else None


def _by_person(clues: Clues, agency: AgencyFinding, requests: tuple[Request, ...]) -> KindFinding:
    asked = tuple(REASONS_OF_RIGHTS[request.right] for request in requests)
    if agency.flagged:
        return KindFinding(kind=Kind.AGENCY, evidence=agency.evidence)
    applies = application_evidence(clues)
    if agency.approved and (clues.has_cv or sum(finding.weight > 0 for finding in agency.evidence) > 1):
        return KindFinding(kind=Kind.AGENCY, evidence=agency.evidence)
    doubts = _doubt(clues, agency)
    if (recalls := recall_evidence(clues)) is not None:
        return KindFinding(kind=Kind.OTHER, evidence=(recalls,), doubts=(Reason.UNSURE_KIND,))
    withdraws = withdrawal.takes_the_application_back(clues)
    if withdraws is not None:
        if clues.cvs:  # "I withdraw from A and would like to apply for B": a person reads it
            return KindFinding(
                kind=Kind.APPLICATION, evidence=(*applies, withdraws), doubts=(*asked, Reason.UNSURE_KIND, *doubts)
            )
        return KindFinding(kind=Kind.WITHDRAWAL, evidence=(withdraws,), doubts=asked)
    asks = enquiry.enquiry_evidence(clues)
    if requests and not clues.cvs:
        found = (*(request.evidence for request in requests), *asks)
        return KindFinding(kind=Kind.ENQUIRY, evidence=found, doubts=asked)
    if _applies(clues, applies, asks):
        wants_to_go = () if _says_that_they_apply(applies) else _of_leaving(requests)
        return KindFinding(kind=Kind.APPLICATION, evidence=applies, doubts=(*wants_to_go, *doubts))
    if not doubts and (away := put_away(clues)) is not None:
        return KindFinding(kind=away.kind, evidence=away.evidence)
    return _asks(applies, asks, doubts) or _not_understood(clues, (*applies, *asks), doubts)


#: What somebody says who applies; a CV may be there for another reason.
_APPLYING = frozenset(
    {"says_they_apply", "shows_interest", "looks_for_work", "is_headed_by_a_vacancy", "has_an_applications_subject"}
)


def _says_that_they_apply(applies: tuple[Evidence, ...]) -> bool:
    return any(finding.weight > 0 and finding.rule in _APPLYING for finding in applies)


def _of_leaving(requests: tuple[Request, ...]) -> tuple[Reason, ...]:
    """Why a person looks, where a CV comes with such words alone: it may be there to say whose data is meant."""
    leaving = (Right.ERASURE, Right.OBJECTION)
    return tuple(REASONS_OF_RIGHTS[request.right] for request in requests if request.right in leaving)


def _doubt(clues: Clues, agency: AgencyFinding) -> tuple[Reason, ...]:
    return (Reason.UNSURE_AGENCY,) if is_doubtful(agency, clues.rules.agencies.thresholds) else ()


def _applies(clues: Clues, applies: tuple[Evidence, ...], asks: tuple[Evidence, ...]) -> bool:
    """Whether it is the writer's own application: a CV came, or applying weighs more than asking."""
    if clues.colleague and not applies_for_themselves(clues):
        return False
    return bool(clues.cvs) or _weight(applies) >= max(APPLIES, _weight(asks))


def _asks(applies: tuple[Evidence, ...], asks: tuple[Evidence, ...], doubts: tuple[Reason, ...]) -> KindFinding | None:
    if _weight(asks) < enquiry.CERTAIN:
        return None
    unsure = (Reason.UNSURE_KIND,) if _weight(applies) >= APPLIES and _weight(asks) - _weight(applies) < CLOSE else ()
    return KindFinding(kind=Kind.ENQUIRY, evidence=asks, doubts=(*unsure, *doubts))


def _not_understood(clues: Clues, found: tuple[Evidence, ...], doubts: tuple[Reason, ...]) -> KindFinding:
    """A person's letter that says nothing we know: a person reads it."""
    inner = forwarded_clues(clues) if clues.colleague else ()
    passed_on = [finding for each in inner for finding in _hiring_in(each)]
    return KindFinding(
        kind=Kind.OTHER,
        evidence=(*found, *hiring_evidence(clues), *passed_on),
        doubts=(Reason.UNSURE_KIND, *doubts),
    )


def _weight(found: tuple[Evidence, ...]) -> float:
    return sum(finding.weight for finding in found)


def _hiring_in(inner: Clues) -> tuple[Evidence, ...]:
    """What in a mail that a colleague forwards asks for work, or speaks of it, or asks after an application."""
    return (*hiring_evidence(inner), *enquiry.enquiry_evidence(inner))
