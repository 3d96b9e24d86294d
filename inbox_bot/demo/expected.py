"""What should become of each sample mail: the one table that the demo's own check and the tests read.

It says what a careful recruiter would do in live mode, on a ledger that has seen nothing yet, with the mails arriving
in the order of their names. Where the product disagrees, one of the two is wrong; the table is not bent to the code.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from inbox_bot.core.reply.why import Hold, Stop
from inbox_bot.core.words import Kind, Outcome, Problem, Reason, Role, Template

INFRASTRUCTURE = "infrastructure-engineer"
DATA_PIPELINE = "data-pipeline-engineer-intern"
DATA_SCIENTIST = "data-scientist-intern"


@dataclass(frozen=True, kw_only=True, slots=True)
class Expected:
    """One sample's row."""

    kind: Kind
    outcome: Outcome
    reason: Reason | None = None
    vacancy: str | None = None  #: of the first application; also where a mail without one clearly speaks of a vacancy
    answer: Template | Hold | Stop | None  #: what goes out at once, or why nothing does; None: nothing is to be said
    applicant: str | None = None  #: the first applicant's name; None: nobody applies
    roles: tuple[Role, ...] = ()  #: of the documents that were read, those that are OTHER left out, in order
    problems: tuple[Problem, ...] = ()  #: of the documents that could not be read
    language: str = "en"  #: of the applicant
    duplicate_of: str | None = None  #: the sample of which this is a second delivery


def _filed(vacancy: str, applicant: str, *roles: Role, language: str = "en") -> Expected:
    """An application that is filed under its vacancy and acknowledged."""
    return Expected(
        kind=Kind.APPLICATION,
        outcome=Outcome.FILED,
        vacancy=vacancy,
        answer=Template.ACKNOWLEDGEMENT,
        applicant=applicant,
        roles=roles or (Role.CV,),
        language=language,
    )


def _ignored(kind: Kind, why: Stop) -> Expected:
    """A machine's mail: put aside, never answered."""
    return Expected(kind=kind, outcome=Outcome.NOT_AN_APPLICATION, answer=why)


EXPECTED: Mapping[str, Expected] = {
    "01-title-in-subject.eml": _filed(INFRASTRUCTURE, "Maeve Okonkwo"),
    "02-docx-and-cover-letter.eml": _filed(DATA_PIPELINE, "Daniel Ferreira Lopes", Role.CV, Role.COVER_LETTER),
    "03-title-in-cover-letter.eml": _filed(DATA_SCIENTIST, "Hannah Lindqvist", Role.COVER_LETTER, Role.CV),
    "04-only-the-cv-speaks.eml": _filed(INFRASTRUCTURE, "Rajesh Venkataraman"),
    "05-newsletter.eml": _ignored(Kind.BULK, Stop.MAILING_LIST),
    "06-misspelt-title.eml": _filed(INFRASTRUCTURE, "Callum Reid"),
    "07-german.eml": _filed(DATA_SCIENTIST, "Jana Hoffmann", Role.CV, Role.COVER_LETTER, language="de"),
    "08-speculative.eml": Expected(
        kind=Kind.APPLICATION,
        outcome=Outcome.SPECULATIVE,
        answer=Template.SPECULATIVE,
        applicant="Eleanor Whitcombe",
        roles=(Role.CV,),
    ),
    "09-forgotten-attachment.eml": Expected(
        kind=Kind.APPLICATION,
        outcome=Outcome.CORRESPONDENCE,
        reason=Reason.MISSING_CV,
        vacancy=DATA_PIPELINE,
        answer=Template.MISSING_CV,
        applicant="Yusuf Karaca",
    ),
    "10-cv-in-the-body.eml": _filed(DATA_PIPELINE, "Sofia Marchetti"),
    "11-nameless-inline-pdf.eml": _filed(DATA_SCIENTIST, "Noor van Dijk"),
    "12-mail-is-a-pdf.eml": _filed(DATA_PIPELINE, "Tomasz Zielinski"),
    "13-enquiry.eml": Expected(
        kind=Kind.ENQUIRY,
        outcome=Outcome.REVIEW,
        reason=Reason.ENQUIRY,
        vacancy=DATA_SCIENTIST,
        answer=None,
    ),
    "14-withdrawal.eml": Expected(
        kind=Kind.WITHDRAWAL,
        outcome=Outcome.CORRESPONDENCE,
        reason=Reason.WITHDRAWAL,
        vacancy=INFRASTRUCTURE,
        answer=Hold.WITHDRAWAL,
    ),
    "15-encrypted-cv.eml": Expected(
        kind=Kind.APPLICATION,
        outcome=Outcome.REVIEW,
        reason=Reason.ENCRYPTED,
        vacancy=INFRASTRUCTURE,
        answer=Template.ENCRYPTED_CV,
        applicant="Grace Adeyemi",
        problems=(Problem.ENCRYPTED,),
    ),
    "16-agency-with-terms.eml": Expected(
        kind=Kind.AGENCY,
        outcome=Outcome.AGENCY,
        vacancy=INFRASTRUCTURE,
        answer=Hold.AGENCY_POLICY,
        roles=(Role.TERMS, Role.CV, Role.CV),
    ),
    "17-agency-softly.eml": Expected(
        kind=Kind.AGENCY, outcome=Outcome.AGENCY, vacancy=DATA_SCIENTIST, answer=Hold.AGENCY_POLICY
    ),
    "18-recruiter-by-trade.eml": _filed(DATA_SCIENTIST, "Oliver Pemberton"),
    "19-bounce.eml": _ignored(Kind.BOUNCE, Stop.NULL_RETURN_PATH),
    "20-out-of-office.eml": _ignored(Kind.AUTO_REPLY, Stop.AUTO_SUBMITTED),
    "21-forwarded-by-colleague.eml": Expected(
        kind=Kind.REFERRAL,
        outcome=Outcome.FILED,
        vacancy=DATA_PIPELINE,
        answer=None,
        applicant="Aisha Rahman",
        roles=(Role.CV,),
    ),
    "22-delivered-twice.eml": Expected(
        kind=Kind.APPLICATION,
        outcome=Outcome.DUPLICATE,
        vacancy=INFRASTRUCTURE,
        answer=Stop.DUPLICATE,
        roles=(Role.CV,),
        duplicate_of="01-title-in-subject.eml",
    ),
    "23-two-vacancies.eml": Expected(
        kind=Kind.APPLICATION,
        outcome=Outcome.REVIEW,
        reason=Reason.TWO_VACANCIES,
        answer=Hold.NEEDS_REVIEW,
        applicant="Lukas Brandt",
        roles=(Role.CV,),
    ),
    "24-outlook-html-only.eml": _filed(INFRASTRUCTURE, "Ingrid Sørensen"),
}
