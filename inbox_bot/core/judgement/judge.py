"""What is this mail? `judge` asks each judge in turn and puts their findings together: the room's only entrance.

Agency before kind (a flagged sender's mail is an agency's, whatever it says), then applications: one from the writer,
or one a person where a colleague or an approved agency passes several on.
"""

from dataclasses import replace

from inbox_bot.core.judgement.agency.finding import agency_finding
from inbox_bot.core.judgement.agency.signals import applies_themselves, speaks_for_kin
from inbox_bot.core.judgement.applicant.applicant import applicant_of, person_forwarded, writer
from inbox_bot.core.judgement.applicant.bundles import Bundle, bundles_of
from inbox_bot.core.judgement.applicant.cv_owner import own_name, somebody_elses_name, writes_for_themselves
from inbox_bot.core.judgement.case import Case, case_of
from inbox_bot.core.judgement.kind.about_hiring import tells_of_an_applicant
from inbox_bot.core.judgement.kind.finding import kind_finding
from inbox_bot.core.judgement.kind.withdrawal import places_of_withdrawal
from inbox_bot.core.judgement.sender import is_sent_by, is_sent_for_somebody
from inbox_bot.core.judgement.text.wording import Wording
from inbox_bot.core.judgement.vacancy.advertised import Request
from inbox_bot.core.judgement.vacancy.finding import vacancy_finding
from inbox_bot.core.judgement.vacancy.withdrawn import vacancy_left
from inbox_bot.core.judgement.verdict import Applicant, ApplicationFinding, Known, Verdict
from inbox_bot.core.message.values import Reading
from inbox_bot.core.rules.model import Rules
from inbox_bot.core.words import Kind, Reason, Role

_ORDER = (
    Reason.ERASURE_REQUEST,
    Reason.UNSURE_AGENCY,
    Reason.UNSURE_KIND,
    Reason.UNSURE_APPLICANT,
    Reason.TWO_VACANCIES,
    Reason.UNSURE_VACANCY,
)
_ABOUT_APPLICATIONS = frozenset({Kind.APPLICATION, Kind.REFERRAL, Kind.AGENCY, Kind.ENQUIRY, Kind.WITHDRAWAL})


def judge(reading: Reading, rules: Rules, known: Known) -> Verdict:
    """What a mail is, with evidence. Pure; never raises, whatever the reading holds; at most linear in its text."""
    case = case_of(reading, rules, known)
    agency = agency_finding(case)
    kind = kind_finding(case, agency)
    if kind.kind not in _ABOUT_APPLICATIONS:
        return Verdict(
            kind=kind.kind,
            kind_evidence=kind.evidence,
            agency=agency,
            applicant=writer(case, ()),
            doubts=_ordered(kind.doubts),
        )
    presented = kind.kind in (Kind.REFERRAL, Kind.AGENCY)
    applies = kind.kind in (Kind.APPLICATION, Kind.REFERRAL) or agency.approved
    doubts: list[Reason] = list(kind.doubts)
    applications = []
    for bundle in bundles_of(case, presented=presented):
        vacancy, unsure = vacancy_finding(case, _request(case, bundle))
        if kind.kind is Kind.WITHDRAWAL:
            vacancy = vacancy_left(case, places_of_withdrawal(case.typed)) or vacancy
        if presented:  # of an agency's mail that a colleague forwards, the inner sender is the agency
            inner = None if case.colleague and kind.kind is Kind.AGENCY else bundle.inner
            applicant = person_forwarded(case, inner, bundle.documents)
        else:
            applicant = _applicant(case, bundle, doubts)
        applications.append(ApplicationFinding(applicant=applicant, vacancy=vacancy, documents=bundle.documents))
        if applies:
            doubts.extend(unsure)
        if presented and applies and applicant.name is None and applicant.email is None:
            doubts.append(Reason.UNSURE_APPLICANT)
    first = applications[0]
    return Verdict(
        kind=kind.kind,
        kind_evidence=kind.evidence,
        agency=agency,
        vacancy=first.vacancy,
        applicant=first.applicant,
        applications=tuple(applications) if applies else (),
        doubts=_ordered(tuple(doubts)),
    )


def _applicant(case: Case, bundle: Bundle, doubts: list[Reason]) -> Applicant:
    """The writer or whom they write for; of a form or a job board the person in Reply-To, else whose CV it is."""
    if is_sent_for_somebody(case) and not writes_for_themselves(case):
        found = person_forwarded(case, None, bundle.documents)
        replies = [reply.address for reply in case.message.reply_to if not is_sent_by(case, reply)]
        if len(replies) == 1:
            found = replace(found, email=replies[0])
        if found.email is None:
            doubts.append(Reason.UNSURE_APPLICANT)
        return found
    found = applicant_of(case, bundle.documents)
    if found.email is None or is_sent_by_somebody_else(case) or is_a_boards_notice(case) or _is_unsure_of_form(case):
        doubts.append(Reason.UNSURE_APPLICANT)
    return found


def _is_unsure_of_form(case: Case) -> bool:
    """Whether a form's mail leaves open whom to answer: only its fields name the person, or no CV agrees with them.

    A person can write into a form whatever they like, and it is a person who asks for the CV that isn't there.
    """
    if not case.by_form or (case.message.reply_to and case.cvs and writes_for_themselves(case)):
        return False
    return not case.message.reply_to or own_name(case) is None


def is_a_boards_notice(case: Case) -> bool:
    """Whether it tells of an applicant who isn't its sender: what we'd answer would reach a job board."""
    return own_name(case) is None and tells_of_an_applicant(case) is not None


def is_sent_by_somebody_else(case: Case) -> bool:
    """Whether the CV is plainly another person's, and nobody says that they apply, or for whom of theirs they write."""
    return somebody_elses_name(case) is not None and applies_themselves(case) is None and speaks_for_kin(case) is None


def _request(case: Case, bundle: Bundle) -> Request:
    inner = bundle.inner
    letters = [case.typed]
    subjects = [case.subject]
    if inner is not None:
        subjects.insert(0, Wording.of(inner.subject, 1_000))
        letters.insert(0, Wording.of(inner.text))
    letters.extend(
        Wording.of(case.documents[index].text)
        for index in bundle.documents
        if case.documents[index].role is Role.COVER_LETTER
    )
    return Request(subjects=tuple(subjects), letters=tuple(letters), documents=bundle.documents)


def _ordered(doubts: tuple[Reason, ...]) -> tuple[Reason, ...]:
    return tuple(reason for reason in _ORDER if reason in doubts)
