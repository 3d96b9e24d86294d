"""How many answers may go out: to one person, one correspondent, one text, one domain, and in all.

A loop with a machine that gives itself away by nothing ends here. Answers that are due, under way, sent or perhaps sent
count; held, refused and cancelled ones don't, and neither do those of other mails than the window's. Peers: freescout
10 in 180 minutes; zammad 10 in 10 minutes; odoo 20 in 120 minutes; mailman 10 a day.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from inbox_bot.core.domains import domain_of, is_in_domains
from inbox_bot.core.public_domains import is_public
from inbox_bot.core.reply.letter.compose import has_read_a_cv
from inbox_bot.core.reply.proposal import Proposal
from inbox_bot.core.reply.values import Answer, History, PastAnswer
from inbox_bot.core.reply.why import Hold, Stop
from inbox_bot.core.rules.agencies.settings import INTRODUCTION, AgenciesSettings
from inbox_bot.core.rules.model import Rules
from inbox_bot.core.words import ActionState, Template

ONCE_PER_PERSON_AND_VACANCY = timedelta(days=7)  # RFC 5230 §4.1's default of seven days
ONCE_AN_UPDATE = timedelta(days=1)  # of what an applicant adds: they were thanked for the application before
PER_CORRESPONDENT, CORRESPONDENT_WINDOW = 3, timedelta(hours=24)
PER_LIKENESS, LIKENESS_WINDOW = 2, timedelta(hours=24)
DOMAIN_WINDOW = timedelta(hours=1)
BOUNCED_FOR = timedelta(days=60)  # zammad: mail_delivery_failed blocks for 60 days
HOPS = 25  # chasquid and Postfix give a mail up at 50
COUNTED = frozenset({ActionState.PENDING, ActionState.DOING, ActionState.DONE, ActionState.UNCERTAIN})
ACKNOWLEDGEMENTS = frozenset(
    {Template.ACKNOWLEDGEMENT, Template.SPECULATIVE, Template.VACANCY_CLOSED, Template.APPLICATION_UPDATED}
)


def family_of(template: Template) -> str:
    """Which answers are one and the same to their reader: those that say "we have it" are, the others stand alone.

    Thanks for what was added are no second thanks for the application.
    """
    alone = template is Template.APPLICATION_UPDATED or template not in ACKNOWLEDGEMENTS
    return template.value if alone else "ack"


def once_within(template: Template, agencies: AgenciesSettings) -> timedelta:
    """How long such an answer is the only one to a person about a vacancy."""
    once_per = agencies.answer.once_per
    if template is Template.AGENCY_REJECTION and isinstance(once_per, timedelta):
        return once_per
    return ONCE_AN_UPDATE if template is Template.APPLICATION_UPDATED else ONCE_PER_PERSON_AND_VACANCY


def already_answered(proposal: Proposal) -> Stop | None:
    """This very sending has an answer: due, sent, held or dropped. One mail, one answer (RFC 3834 §2).

    Where a person decides about the mail, what has not gone out is replaced; what has is answer enough, but for the one
    letter that sets it right.
    """
    if proposal.corrects is not None:
        return None
    own = {answer.state for answer in proposal.history.answers if answer.answer_of == proposal.history.fingerprint}
    return Stop.ALREADY_ANSWERED if (own & COUNTED if proposal.decided else own) else None


def once_per_person_and_vacancy(proposal: Proposal) -> Hold | None:
    """One acknowledgement a person and vacancy in seven days (RFC 5230 §4.1, pigeonhole), and one a day for more.

    An agency is refused once for each introduction, or once in a time of the user's.
    """
    if proposal.template is None or not proposal.person:
        return None
    agencies, template = proposal.matter.rules.agencies, proposal.template
    past = counted(proposal.history.answers, since=proposal.matter.at - once_within(template, agencies))
    addressed = (proposal.correspondent, proposal.person, proposal.vacancy)
    return Hold.RATE if _was_written_to(past, template, *addressed, agencies) else None


def per_correspondent(proposal: Proposal) -> Hold | None:
    """Three automatic answers to one canonical correspondent in 24 hours."""
    past = counted(proposal.history.answers, since=proposal.matter.at - CORRESPONDENT_WINDOW)
    return Hold.RATE if _to_correspondent(past, proposal.correspondent) >= PER_CORRESPONDENT else None


def per_likeness(proposal: Proposal) -> Hold | None:
    """Two answers in 24 hours to mails alike in text and documents, whoever sends them (freescout 688)."""
    past = counted(proposal.history.answers, since=proposal.matter.at - LIKENESS_WINDOW)
    return Hold.RATE if _to_like(past, proposal.likeness) >= PER_LIKENESS else None


def per_domain(proposal: Proposal) -> Hold | None:
    """`answers.limits.per_domain` answers an hour to one domain, unless the public has its mailboxes there.

    An application that brings its own CV is no loop: its answer waits for the next hour when it is claimed
    (`domain_frees_at`), and for no person.
    """
    if proposal.template in ACKNOWLEDGEMENTS and has_read_a_cv(proposal.matter.reading):
        return None
    rules, at = proposal.matter.rules, proposal.matter.at
    past = counted(proposal.history.answers, since=at - DOMAIN_WINDOW)
    full = len(_to_domain(past, proposal.correspondent, rules)) >= rules.answers.limits.per_domain
    return Hold.DOMAIN_RATE if full else None


def breaker(proposal: Proposal) -> Hold | None:
    """The rate over all is insane (`answers.limits.per_hour`), or was, and nobody has resumed since."""
    return Hold.BREAKER if breaker_holds(proposal.matter.rules, proposal.history) else None


def recently_bounced(proposal: Proposal) -> Hold | None:
    """A mail to this correspondent came back within 60 days (zammad, mail_delivery_failed)."""
    return Hold.RECENTLY_BOUNCED if bounced_lately(proposal.history, proposal.matter.at) else None


def too_many_hops(proposal: Proposal) -> Hold | None:
    """More than 25 Received fields: it may go in circles (RFC 5321 §6.3; chasquid and Postfix stop at 50)."""
    return Hold.TOO_MANY_HOPS if len(proposal.message.header("received")) > HOPS else None


def breaker_holds(rules: Rules, history: History) -> bool:
    """Whether the breaker is open, or opens with the next answer."""
    return history.breaker_open or history.sent_last_hour >= rules.answers.limits.per_hour


def counted(answers: Iterable[PastAnswer], *, since: datetime) -> tuple[PastAnswer, ...]:
    """The answers that count towards limits, later than `since`."""
    return tuple(answer for answer in answers if answer.state in COUNTED and answer.at > since)


def bounced_lately(history: History, at: datetime) -> bool:
    """Whether a mail to this correspondent came back within the last 60 days."""
    return history.bounced_at is not None and at - history.bounced_at < BOUNCED_FOR


def limit_reached(answer: Answer, past: Iterable[PastAnswer], rules: Rules, at: datetime) -> bool:
    """Whether one more answer like this would pass a limit, but for its domain's. Asked at the claim."""
    past = tuple(past)
    return (
        _was_written_to(
            counted(past, since=at - once_within(answer.template, rules.agencies)),
            answer.template,
            answer.correspondent,
            answer.person,
            answer.vacancy,
            rules.agencies,
        )
        or _to_correspondent(counted(past, since=at - CORRESPONDENT_WINDOW), answer.correspondent) >= PER_CORRESPONDENT
        or _to_like(counted(past, since=at - LIKENESS_WINDOW), answer.likeness) >= PER_LIKENESS
    )


def domain_frees_at(answer: Answer, past: Iterable[PastAnswer], rules: Rules, at: datetime) -> datetime | None:
    """When one more answer may go to this domain, where its hour is full; None where it may go now."""
    limit = rules.answers.limits.per_domain
    sent = sorted(each.at for each in _to_domain(counted(past, since=at - DOMAIN_WINDOW), answer.correspondent, rules))
    return sent[-limit] + DOMAIN_WINDOW if len(sent) >= limit else None


def _was_written_to(
    past: Iterable[PastAnswer],
    template: Template,
    correspondent: str,
    person: str,
    vacancy: str | None,
    agencies: AgenciesSettings,
) -> bool:
    """Whether such a letter went to the person about the vacancy.

    Of a refusal: whether the agency was refused for this introduction. A mail that names no candidate introduces nobody
    new, whatever vacancy it is about. Where `once_per` is a time, any refusal counts.
    """
    if template is not Template.AGENCY_REJECTION:
        family = family_of(template)
        return any(
            answer.person == person and answer.vacancy == vacancy and family_of(answer.template) == family
            for answer in past
        )
    refusals = [each for each in past if each.template is template and each.correspondent == correspondent]
    if person == correspondent or agencies.answer.once_per != INTRODUCTION:
        return bool(refusals)
    return any(each.person == person and each.vacancy == vacancy for each in refusals)


def _to_correspondent(past: Iterable[PastAnswer], correspondent: str) -> int:
    return sum(answer.correspondent == correspondent for answer in past)


def _to_like(past: Iterable[PastAnswer], like: str) -> int:
    return sum(answer.likeness == like for answer in past)


def _to_domain(past: Iterable[PastAnswer], correspondent: str, rules: Rules) -> tuple[PastAnswer, ...]:
    domain = domain_of(correspondent)
    if is_public(domain) or is_in_domains(domain, rules.answers.limits.exempt):
        return ()
    return tuple(answer for answer in past if domain_of(answer.correspondent) == domain)
