"""Which mails are introductions: an agency presents a candidate, approved or not, for a vacancy or for none.

Goes by the verdict as judged: a user's rule that files an agency's mail does not change who introduced whom.
"""

from inbox_bot.core.plan.values import Introduction
from inbox_bot.core.reply.matter import Matter
from inbox_bot.core.words import Kind


def introductions_in(matter: Matter) -> tuple[Introduction, ...]:
    """One for each candidate whom an agency's mail presents; one without a name where it names nobody."""
    verdict, agency = matter.verdict, matter.sender
    if not agency or not (verdict.agency.flagged or verdict.kind is Kind.AGENCY):
        return ()
    found = [(finding.applicant.name, finding.vacancy.id) for finding in verdict.applications]
    return tuple(
        Introduction(agency=agency, candidate=candidate, vacancy=vacancy)
        for candidate, vacancy in found or [(None, verdict.vacancy.id)]
    )
