"""What a person's decision teaches: facts about an address or a title's wording, never a phrase or a CV's words.

Pure. A lesson is taken from what is in force about one mail, so that whoever takes the decision back takes the lesson
back as well. What it makes of a later mail is judgement's (`core/judgement/taught`). Nothing is learned of an address
that is nobody's own: a form's, a list's, a job board's, a machine's, a colleague's.
"""

from collections.abc import Sequence

from inbox_bot.core.domains import domain_of, is_in_domains
from inbox_bot.core.judgement.machines import is_a_machines
from inbox_bot.core.judgement.taught import NOTHING_TAUGHT, Lesson, Taught, Teaches
from inbox_bot.core.judgement.vacancy.wordings import wording_to_learn
from inbox_bot.core.judgement.verdict import Verdict, Way
from inbox_bot.core.message import safe
from inbox_bot.core.message.values import Reading
from inbox_bot.core.public_domains import is_public
from inbox_bot.core.reply.correspondents.correspondent import canonical
from inbox_bot.core.review.decision import AsJudged, Decision, FileUnder, Means, NotAnAgency, SetApart, in_force
from inbox_bot.core.rules.model import Rules, Vacancy
from inbox_bot.core.words import Kind, Role

NAME_SHOWN = 60  # characters


def taught_by(decisions: Sequence[Decision], reading: Reading, verdict: Verdict, rules: Rules) -> Taught:
    """What is taught by the decisions that are in force about a mail, the oldest first.

    `verdict` is what judgement alone says of it.
    """
    decisions = [decision for decision in decisions if decision.means is not Means.COMPLETED]  # nobody's
    decided = in_force(decisions)
    lessons: list[Lesson] = []
    address = _own_address(reading, verdict, rules)
    if address is not None:
        lessons += _of_an_agency(decided.wanted, address, verdict)
        named = decided.applicants.get(None) or decided.applicants.get(1)
        email = canonical(named.email) if named is not None and named.email else ""
        if verdict.kind is Kind.APPLICATION and email and email != address and not _is_ours(email, rules):
            lessons.append(Lesson(teaches=Teaches.PERSON, about=address, means=email))
    if isinstance(decided.wanted, FileUnder):
        lessons += _of_a_title(decided.wanted, reading, verdict, rules)
    if not lessons:
        return NOTHING_TAUGHT
    by = next((each for each in reversed(decisions) if _says_something(each)), decisions[-1])
    return Taught(lessons=tuple(lessons), who=_who(reading, verdict), at=by.at, moved=by.means is Means.DRAGGED)


def _says_something(decision: Decision) -> bool:
    return not isinstance(decision.wanted, AsJudged) or decision.applicant is not None


def _own_address(reading: Reading, verdict: Verdict, rules: Rules) -> str | None:
    """The canonical address of the one who wrote; None where it is not their own, or a colleague's, or ours."""
    sender = reading.message.sender
    if sender is None or verdict.sending.way is not Way.DIRECT or is_a_machines(sender):
        return None
    address = canonical(sender.address)
    return None if not address or _is_ours(address, rules) else address


def _is_ours(address: str, rules: Rules) -> bool:
    ours = {canonical(each) for each in (*rules.own_addresses(), *(reviewer.email for reviewer in rules.reviewers))}
    return address in ours or is_in_domains(domain_of(address), rules.company.domains)


def _of_an_agency(wanted: object, address: str, verdict: Verdict) -> list[Lesson]:
    agency = verdict.agency
    match wanted:
        case SetApart():
            teaches = Teaches.AGENCY
        case NotAnAgency() | FileUnder(not_an_agency=True):
            teaches = Teaches.NO_AGENCY
        case FileUnder() if verdict.kind is Kind.AGENCY and agency.flagged and not agency.approved:
            teaches = Teaches.WELCOME
        case _:
            return []
    domain = domain_of(address)
    return [Lesson(teaches=teaches, about=address, domain=None if is_public(domain) else domain)]


def _of_a_title(wanted: FileUnder, reading: Reading, verdict: Verdict, rules: Rules) -> list[Lesson]:
    """Of a mail that applies: its title's wording, where that is no title or alias already."""
    applies = verdict.kind in (Kind.APPLICATION, Kind.REFERRAL) or any(
        document.role is Role.CV for document in reading.documents
    )
    if wanted.vacancy is None or not applies or len(verdict.applications) > 1:
        return []
    wording = wording_to_learn(reading.message, _vacancies(reading, rules), verdict.applicant.name or "")
    return [] if wording is None else [Lesson(teaches=Teaches.TITLE, about=wording, means=wanted.vacancy)]


def _vacancies(reading: Reading, rules: Rules) -> tuple[Vacancy, ...]:
    try:
        return rules.vacancies_of(reading.mailbox)
    except KeyError:  # the mailbox was taken out of rules.yaml
        return rules.vacancies


def _who(reading: Reading, verdict: Verdict) -> str:
    sender = reading.message.sender
    wrote = (sender.name or sender.address) if sender is not None else ""
    return safe.line(verdict.applicant.name or wrote, NAME_SHOWN)
