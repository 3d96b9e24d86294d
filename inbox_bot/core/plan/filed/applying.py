"""What becomes of an application: filed, asked for its CV, or put before a person.

The same for a colleague's forward and an approved agency's mail, but for who is answered.
"""

from inbox_bot.core.documents.pictures import is_page
from inbox_bot.core.domains import is_in_domains
from inbox_bot.core.message.links import URI_LIST, link_of
from inbox_bot.core.message.values import Document, Reading
from inbox_bot.core.plan.decided.settled import Settled
from inbox_bot.core.plan.filed.cvs import is_closed_archive, request_for
from inbox_bot.core.plan.filed.joining import standing
from inbox_bot.core.reply.checks.threads import REQUESTS
from inbox_bot.core.reply.matter import Matter, person_of
from inbox_bot.core.reply.why import Hold
from inbox_bot.core.words import DANGEROUS, WENT_OUT, Kind, Outcome, Problem, Reason, Remark, Role, Template

FEW_WORDS = 300  # characters: a longer letter says itself whether somebody applies
_APPLYING = frozenset({Kind.APPLICATION, Kind.REFERRAL, Kind.AGENCY})
_UNCLEAR_VACANCY = frozenset({Reason.UNSURE_VACANCY, Reason.TWO_VACANCIES})


def a_dangerous_document(matter: Matter) -> Settled | None:
    """A document is infected or unsafe: nobody files it, and a person looks first."""
    problems = {document.problem for document in matter.reading.documents}
    found = next((problem for problem in (Problem.INFECTED, Problem.UNSAFE) if problem in problems), None)
    if found is None:
        return None
    return to_review(matter, Reason[found.name])


def an_unreadable_cv(matter: Matter) -> Settled | None:
    """No CV that can be read, but a document that may be one: a person opens it, or the applicant is asked."""
    documents = _papers(matter)
    if any(document.role is Role.CV and document.problem is None for document in documents):
        return None
    unread = next((document for document in documents if _may_be_a_cv(document, matter.reading)), None)
    if unread is None or (problem := unread.problem) is None:
        return None
    reason = _why_unread(unread, problem)
    template = request_for(unread)
    applying = matter.verdict.kind is Kind.APPLICATION and reason is not Reason.ELSEWHERE
    if applying and template is not None and matter.offers(template) and not _was_asked(matter, template):
        return Settled(
            outcome=Outcome.REVIEW,
            reason=reason,
            template=template,
            vacancy=matter.verdict.vacancy.id,
            applications=matter.verdict.applications,
        )
    return to_review(matter, reason)


def few_words_and_an_unreadable_document(matter: Matter) -> Settled | None:
    """ "See attached", and what is attached can't be read: it may be an application, and a person opens it."""
    reading = matter.reading
    if len(reading.message.typed) > FEW_WORDS:
        return None
    unread = next((document for document in _papers(matter) if _may_be_a_cv(document, reading)), None)
    if unread is None or (problem := unread.problem) is None or problem in DANGEROUS:
        return None
    return to_review(matter, _why_unread(unread, problem))


def a_doubt(matter: Matter) -> Settled | None:
    """Judgement has a doubt that only a person settles: the first one is the reason."""
    return to_review(matter, matter.verdict.doubts[0]) if matter.verdict.doubts else None


def forwarded_by_a_colleague(matter: Matter) -> Settled | None:
    """A referral: filed under the person forwarded. Nobody is answered by default: the applicant didn't write to us."""
    if matter.verdict.kind is not Kind.REFERRAL:
        return None
    return filed(matter, template=None, source=matter.sender or None)


def a_welcome_agency(matter: Matter) -> Settled | None:
    """An approved agency: filed, with the agency as its source. A closed vacancy is closed for it as well."""
    if not matter.verdict.agency.approved:
        return None
    vacancy = matter.vacancy
    template = Template.AGENCY_ACKNOWLEDGEMENT
    if vacancy is not None and not matter.is_open(vacancy):
        template = Template.VACANCY_CLOSED
    elif not matter.offers(template):
        return filed(matter, template=None, source=matter.sender or None)
    return filed(matter, template=template, source=matter.sender or None)


def without_a_cv(matter: Matter) -> Settled | None:
    """An application still without a CV: the applicant is asked for it.

    Once; not where a CV of theirs is here already, and not for a vacancy that is closed. Where a document came that may
    well be the CV, or can't be read, or where they say that it is somewhere else, nobody is told that there was none: a
    person looks.
    """
    documents = _papers(matter)
    if any(document.role is Role.CV for document in documents) or _has_sent_a_cv(matter):
        return None
    if matter.vacancy is not None and not matter.is_open(matter.vacancy):
        return None
    if any(document.role is Role.OTHER and document.problem is None for document in documents):
        return to_review(matter, Reason.UNSURE_KIND)
    if matter.verdict.elsewhere is not None:
        return to_review(matter, Reason.ELSEWHERE)
    problem = next((document.problem for document in documents if _is_a_paper_unread(document)), None)
    if problem is not None:
        return to_review(matter, Reason[problem.name])
    return Settled(
        outcome=Outcome.CORRESPONDENCE,
        reason=Reason.MISSING_CV,
        template=None if _was_asked(matter, *REQUESTS) else Template.MISSING_CV,
        vacancy=matter.verdict.vacancy.id,
        applications=matter.verdict.applications,
    )


def an_application(matter: Matter) -> Settled:
    """Filed under its vacancy, or as speculative."""
    return filed(matter, template=acknowledgement_for(matter), source=None)


def acknowledgement_for(matter: Matter) -> Template:
    """How an applicant is thanked: for an open vacancy, a closed one or none, the first time or for more."""
    vacancy = matter.vacancy
    if vacancy is None:
        # An unclear vacancy is not "none in particular": the acknowledgement leaves the title out.
        unclear = _UNCLEAR_VACANCY.intersection(matter.verdict.doubts)
        return Template.ACKNOWLEDGEMENT if unclear else Template.SPECULATIVE
    if not matter.is_open(vacancy):
        return Template.VACANCY_CLOSED
    # The first answer that truly goes out thanks for the application, also where an earlier one was held (`observe`).
    # Whichever of its mails was thanked for, and from whichever address: a request for the CV is no thanks.
    known = standing(matter.history.applications, vacancy.id)
    updates = any(earlier.answered and earlier.asked is None for earlier in known)
    if updates and matter.offers(Template.APPLICATION_UPDATED):
        return Template.APPLICATION_UPDATED
    return Template.ACKNOWLEDGEMENT


def thanks_of(matter: Matter) -> Template | None:
    """The applicant's acknowledgement, where it is the applicant who wrote."""
    applicant_wrote = matter.verdict.kind is Kind.APPLICATION and not matter.verdict.agency.approved
    return acknowledgement_for(matter) if applicant_wrote else None


def to_review(matter: Matter, reason: Reason) -> Settled:
    """For a person to decide, the applicant's acknowledgement ready; of two possible vacancies it names neither."""
    applying = matter.verdict.kind in _APPLYING
    return Settled(
        outcome=Outcome.REVIEW,
        reason=reason,
        template=thanks_of(matter),
        hold=Hold.NEEDS_REVIEW,
        vacancy=None if _UNCLEAR_VACANCY.intersection(matter.verdict.doubts) else matter.verdict.vacancy.id,
        applications=matter.verdict.applications if applying else (),
    )


def filed(matter: Matter, *, template: Template | None, source: str | None) -> Settled:
    """Filed under its vacancy, or as speculative; put before a person where nobody applies."""
    applications = matter.verdict.applications
    if not applications:
        return Settled(outcome=Outcome.REVIEW, reason=Reason.UNSURE_APPLICANT, vacancy=matter.verdict.vacancy.id)
    vacancy, hold = matter.vacancy, None
    closed = vacancy is not None and not matter.is_open(vacancy)
    if closed and template is Template.VACANCY_CLOSED and not matter.offers(Template.VACANCY_CLOSED):
        hold = Hold.CLOSED_WITHOUT_TEMPLATE
    return Settled(
        outcome=Outcome.FILED if vacancy is not None else Outcome.SPECULATIVE,
        reason=Reason.VACANCY_CLOSED if closed else None,
        template=template,
        hold=hold,
        vacancy=vacancy.id if vacancy is not None else None,
        applications=applications,
        source=source,
    )


def _may_be_a_cv(document: Document, reading: Reading) -> bool:
    """A document that could not be read and may be a CV: a letter whose other pages are pictures, too.

    Of pictures those that are pages, and those that somebody attached; a logo or a smiley within the letter is none.
    """
    may_be = document.role in (Role.CV, Role.OTHER) or document.pictured or is_closed_archive(document)
    if document.problem is None or not may_be:
        return False
    if document.role is Role.CV or not document.type.startswith("image/"):
        return True
    return any(
        part.section == document.section
        and (is_page(part) or (part.disposition == "attachment" and not part.content_id))
        for part in reading.message.parts
    )


def _papers(matter: Matter) -> tuple[Document, ...]:
    """The documents, without links to our own pages: the advertisement may be a file there."""
    own = matter.rules.company.domains
    links = {part.section: link for part in matter.message.parts if (link := link_of(part)) is not None}
    ours = {section for section, link in links.items() if is_in_domains(link.host, own)}
    return tuple(document for document in matter.reading.documents if document.section not in ours)


def _why_unread(document: Document, problem: Problem) -> Reason:
    """Why a person opens it: what stands for a link is not here at all."""
    only_a_link = any(finding.remark is Remark.ONLY_A_LINK for finding in document.findings)
    leads_on = document.type == URI_LIST or only_a_link
    return Reason.ELSEWHERE if leads_on else Reason[problem.name]


def _is_a_paper_unread(document: Document) -> bool:
    """Whatever it is for: something was sent that we could not read. Pictures are `_may_be_a_cv`'s to tell apart."""
    return document.problem is not None and not document.type.startswith("image/")


def _was_asked(matter: Matter, *templates: Template) -> bool:
    """Whether they were asked so already, for this vacancy: nobody is asked for one thing twice, a person looks.

    A mail whose CV can't be read may have brought no application: then the letter itself tells, for as long as
    `History` tells of letters.
    """
    vacancy = matter.verdict.vacancy.id
    if any(each.asked in templates for each in standing(matter.history.applications, vacancy)):
        return True
    return Template.UNREADABLE_CV in templates and any(
        answer.template is Template.UNREADABLE_CV and answer.vacancy == vacancy and answer.state in WENT_OUT
        for answer in matter.history.answers
        if answer.person == person_of(matter.reading, matter.verdict)
    )


def _has_sent_a_cv(matter: Matter) -> bool:
    return any(earlier.had_cv for earlier in standing(matter.history.applications, matter.verdict.vacancy.id))
