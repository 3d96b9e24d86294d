"""What is this mail? `judge` asks each judge in turn and puts their findings together: the room's only entrance.

Agency before kind (a flagged sender's mail is an agency's, whatever it says), then applications: one from the writer,
or one a person where a colleague or an approved agency passes several on.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from inbox_bot.core.documents.letter_within import letter_within
from inbox_bot.core.judgement.agency.finding import agency_finding
from inbox_bot.core.judgement.agency.sparing import applies_themselves, speaks_for_kin
from inbox_bot.core.judgement.applicant.applicant import (
    applicant_of,
    letters_language,
    person_forwarded,
    writer,
)
from inbox_bot.core.judgement.applicant.borne_by_cv import cv_bears
from inbox_bot.core.judgement.applicant.bundles import Bundle, bundles_of
from inbox_bot.core.judgement.applicant.cv_owner import own_name, somebody_elses_name, writes_for_themselves
from inbox_bot.core.judgement.boards.finding import BoardNotice, notice_of
from inbox_bot.core.judgement.clues import Clues, clues_of, evidence
from inbox_bot.core.judgement.forwarded import forwarded_clues
from inbox_bot.core.judgement.kind.about_hiring import tells_of_an_applicant
from inbox_bot.core.judgement.kind.consent import yes_in
from inbox_bot.core.judgement.kind.elsewhere import elsewhere_evidence
from inbox_bot.core.judgement.kind.finding import kind_finding
from inbox_bot.core.judgement.kind.thanks import is_only_thanks
from inbox_bot.core.judgement.kind.withdrawal import places_of_withdrawal
from inbox_bot.core.judgement.sender import is_sent_by, is_sent_for_somebody
from inbox_bot.core.judgement.text.wording import FoldedText
from inbox_bot.core.judgement.vacancy.advertised import Request
from inbox_bot.core.judgement.vacancy.finding import vacancy_finding
from inbox_bot.core.judgement.vacancy.withdrawn import vacancy_left
from inbox_bot.core.judgement.verdict import (
    Applicant,
    ApplicationFinding,
    Evidence,
    Known,
    Sending,
    VacancyFinding,
    Verdict,
    Way,
)
from inbox_bot.core.message.values import Address, Document, Reading
from inbox_bot.core.rules.model import Rules
from inbox_bot.core.words import REASONS_OF_RIGHTS, Kind, Reason, Role

_ORDER = (
    *REASONS_OF_RIGHTS.values(),
    Reason.UNSURE_AGENCY,
    Reason.UNSURE_KIND,
    Reason.UNSURE_APPLICANT,
    Reason.TWO_VACANCIES,
    Reason.UNSURE_VACANCY,
)
_WAYS = {Way.OUR_FORM: "is_filled_into_our_form", Way.OUR_LIST: "is_passed_on_by_our_list"}
_ABOUT_APPLICATIONS = frozenset({Kind.APPLICATION, Kind.REFERRAL, Kind.AGENCY, Kind.ENQUIRY, Kind.WITHDRAWAL})


def judge(reading: Reading, rules: Rules, known: Known) -> Verdict:
    """What a mail is, with evidence. Pure; never raises, whatever the reading holds; at most linear in its text."""
    clues = clues_of(reading, rules, known)
    agency = agency_finding(clues)
    kind = kind_finding(clues, agency)
    if kind.kind not in _ABOUT_APPLICATIONS:
        return Verdict(
            kind=kind.kind,
            kind_evidence=(*_of_the_way(clues), *kind.evidence),
            sending=clues.sending,
            agency=agency,
            applicant=writer(clues, ()),
            doubts=_ordered(kind.doubts),
            belongs_to=kind.belongs_to,
            requests=kind.requests,
            only_thanks=kind.belongs_to is not None and is_only_thanks(clues),
            yes_in=yes_in(clues) if kind.belongs_to is not None else frozenset(),
        )
    presented = kind.kind in (Kind.REFERRAL, Kind.AGENCY)
    applies = kind.kind in (Kind.APPLICATION, Kind.REFERRAL) or agency.approved
    doubts: list[Reason] = list(kind.doubts)
    applications = []
    for bundle in bundles_of(clues, presented=presented):
        vacancy, unsure = vacancy_finding(clues, _request(clues, bundle))
        if kind.kind is Kind.WITHDRAWAL:
            vacancy = vacancy_left(clues, places_of_withdrawal(clues.typed)) or vacancy
        if presented:  # of an agency's mail that a colleague forwards, the inner sender is the agency
            inner = None if clues.colleague and kind.kind is Kind.AGENCY else bundle.inner
            applicant = person_forwarded(clues, inner, bundle.documents, _place_of(clues, vacancy))
            if kind.kind is Kind.AGENCY:  # it is the agency who is answered, in its letter's language
                applicant = replace(applicant, language=letters_language(clues) or applicant.language)
        else:
            applicant = _applicant(clues, bundle, doubts, _place_of(clues, vacancy))
        applications.append(ApplicationFinding(applicant=applicant, vacancy=vacancy, documents=bundle.documents))
        if applies:
            doubts.extend(unsure)
        if presented and applies and applicant.name is None and applicant.email is None:
            doubts.append(Reason.UNSURE_APPLICANT)
    first = applications[0]
    sending = _sending(clues, kind.kind)
    return Verdict(
        kind=kind.kind,
        kind_evidence=(*_of_the_way(clues), *kind.evidence),
        sending=sending,
        agency=agency,
        vacancy=first.vacancy,
        applicant=first.applicant,
        applications=tuple(applications) if applies else (),
        presented=tuple(applications) if kind.kind is Kind.AGENCY else (),
        presented_by=_agency_behind(clues) if kind.kind is Kind.AGENCY else None,
        doubts=_ordered(tuple(doubts)),
        belongs_to=kind.belongs_to,
        requests=kind.requests,
        elsewhere=elsewhere_evidence(clues) if applies and not clues.has_read_a_cv else None,
        cv_bears=cv_bears(clues, sending),
    )


def _of_the_way(clues: Clues) -> tuple[Evidence, ...]:
    rule = _WAYS.get(clues.sending.way)
    return (evidence(rule, 0.0, clues.sending.quote),) if rule else ()


def _applicant(clues: Clues, bundle: Bundle, doubts: list[Reason], place: str) -> Applicant:
    """The writer or whom they write for; of a form or a job board the person in Reply-To, else whose CV it is."""
    notice = notice_of(clues)
    if notice is not None:
        return _applicant_of_a_board(clues, notice, bundle, doubts, place)
    if is_sent_for_somebody(clues) and not writes_for_themselves(clues):
        found = person_forwarded(clues, None, bundle.documents, place)
        replies = [reply.address for reply in clues.message.reply_to if not is_sent_by(clues, reply)]
        if len(replies) == 1:
            found = replace(found, email=replies[0])
        if found.email is None:
            doubts.append(Reason.UNSURE_APPLICANT)
        return found
    found = applicant_of(clues, bundle.documents, place)
    if found.email is None or is_sent_by_somebody_else(clues) or is_a_boards_notice(clues) or _is_unsure_of_form(clues):
        doubts.append(Reason.UNSURE_APPLICANT)
    return found


def _place_of(clues: Clues, vacancy: VacancyFinding) -> str:
    """Where the work is of the vacancy that somebody applies for; "" where it isn't known."""
    return next((known.location for known in clues.vacancies if known.id == vacancy.id), "")


def _applicant_of_a_board(
    clues: Clues, notice: BoardNotice, bundle: Bundle, doubts: list[Reason], place: str
) -> Applicant:
    """The CV's person as far as the notice agrees; else whom the notice names, and a person looks."""
    if not notice.agrees:
        doubts.append(Reason.UNSURE_APPLICANT)
    found = person_forwarded(clues, None, bundle.documents, place)
    email = (notice.email if notice.agrees else None) or found.email or notice.email
    language = found.language if clues.cvs else letters_language(clues) or found.language
    return replace(found, name=notice.name, email=email, language=language)


def _sending(clues: Clues, kind: Kind) -> Sending:
    """By which way it came, and whom an answer reaches: of a board's mail the applicant, where all agrees."""
    notice = notice_of(clues) if kind is Kind.APPLICATION else None
    if notice is None:
        return clues.sending
    return Sending(way=Way.SERVICE, answer_to=notice.address if notice.agrees else None, quote=notice.evidence.quote)


def _agency_behind(clues: Clues) -> Address | None:
    """The first writer of what a colleague forwards; None where no colleague does."""
    if not clues.colleague:
        return None
    return next((inner.sender for inner in forwarded_clues(clues) if inner.sender is not None), None)


def _is_unsure_of_form(clues: Clues) -> bool:
    """Whether a form's mail leaves open whom to answer: no CV agrees with the person whom it names.

    A person can write into a form whatever they like, and it is a person who asks for the CV that isn't there.
    """
    if not clues.by_form:
        return False
    by_name = own_name(clues) is not None
    if clues.cvs and writes_for_themselves(clues) and (clues.message.reply_to or by_name):
        return False
    return not (clues.message.reply_to and by_name)


def is_a_boards_notice(clues: Clues) -> bool:
    """Whether it tells of an applicant who isn't its sender: what we'd answer would reach a job board."""
    return own_name(clues) is None and tells_of_an_applicant(clues) is not None


def is_sent_by_somebody_else(clues: Clues) -> bool:
    """Whether the CV is plainly another person's, and nobody says that they apply, or for whom of theirs they write."""
    return (
        somebody_elses_name(clues) is not None and applies_themselves(clues) is None and speaks_for_kin(clues) is None
    )


def _request(clues: Clues, bundle: Bundle) -> Request:
    inner = bundle.inner
    letters = [clues.typed]
    subjects = [clues.subject]
    if inner is not None:
        subjects.insert(0, FoldedText.of(inner.subject, 1_000))
        letters.insert(0, FoldedText.of(inner.text))
    letters.extend(map(FoldedText.of, _letters_in(clues.documents[index] for index in bundle.documents)))
    return Request(subjects=tuple(subjects), letters=tuple(letters), documents=bundle.documents)


def _letters_in(documents: Iterable[Document]) -> Iterator[str]:
    """What was written for us to read: cover letters, and those that share a file with the CV."""
    for document in documents:
        if document.role is Role.COVER_LETTER:
            yield document.text
        elif document.role is Role.CV and (letter := letter_within(document.text)):
            yield letter


def _ordered(doubts: tuple[Reason, ...]) -> tuple[Reason, ...]:
    return tuple(reason for reason in _ORDER if reason in doubts)
