"""Which mails are introductions: an agency presents a candidate, approved or not, for a vacancy or for none.

Goes by the verdict as judged: a user's rule that files an agency's mail does not change who introduced whom.
"""

from inbox_bot.core.domains import comparable
from inbox_bot.core.introduction.arrival import arrival_of
from inbox_bot.core.introduction.named import name_presented
from inbox_bot.core.introduction.sender import agency_of, firm_of, letter_of
from inbox_bot.core.introduction.terms import terms_in
from inbox_bot.core.introduction.values import AgencysMail, Introduction
from inbox_bot.core.judgement.names.reading import display_name
from inbox_bot.core.judgement.verdict import Applicant, ApplicationFinding
from inbox_bot.core.message import safe
from inbox_bot.core.person.introduced import keys_of_introduced
from inbox_bot.core.reply.correspondents.correspondent import canonical
from inbox_bot.core.reply.matter import Matter
from inbox_bot.core.words import Kind

HEADER_FIELDS = 100
FIELD = 1_000  # characters


def is_an_agencys(matter: Matter) -> bool:
    """Whether an agency wrote it, approved or not, as judged or decided."""
    return matter.verdict.agency.flagged or matter.verdict.kind is Kind.AGENCY


def agencys_mail(matter: Matter) -> AgencysMail | None:
    """What is kept of an agency's mail; None where it is no agency's, or nobody can tell whose."""
    verdict, message = matter.verdict, matter.message
    agency = agency_of(message, verdict)
    if agency is None or not canonical(agency.address) or not is_an_agencys(matter):
        return None
    letter = letter_of(message, agency)
    return AgencysMail(
        agency=canonical(agency.address),
        domain=comparable(agency.domain),
        firm=firm_of(letter, agency),
        consultant=display_name(agency.name) or safe.line(agency.name, 80),
        listed=verdict.agency.listed if verdict.agency.approved else "",
        terms=terms_in(letter, matter.reading.documents),
        arrival=arrival_of(message, matter.reading.received_at),
        header=tuple(safe.line(f"{name}: {value}", FIELD) for name, value in message.headers[:HEADER_FIELDS]),
    )


def introductions_in(matter: Matter, mail: AgencysMail) -> tuple[Introduction, ...]:
    """One for each candidate whom an agency's mail presents; one that tells of nobody where it names nobody."""
    verdict = matter.verdict
    presented = verdict.presented or verdict.applications
    agency = agency_of(matter.message, verdict)
    letter = letter_of(matter.message, agency) if agency is not None else matter.message
    named = name_presented(letter) if len(presented) <= 1 else None
    if not presented:
        presented = (ApplicationFinding(applicant=Applicant(name=None), vacancy=verdict.vacancy),)
    return tuple(
        Introduction(
            agency=mail.agency,
            keys=keys_of_introduced(
                finding, matter.reading, matter.rules, agency=mail.agency, name=finding.applicant.name or named
            ),
            vacancy=finding.vacancy.id,
        )
        for finding in presented
    )
