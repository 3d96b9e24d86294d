"""What is asked before it is done, and why.

A reviewer whom no server proves; many letters at once; several vacancies that would be closed at once; what teaches
inbox_bot something of a whole domain; a refusal for somebody who is not judged to be an agency, and a letter that turns
an applicant down, since such letters can't be unsaid.
"""

from collections import defaultdict
from collections.abc import Sequence

from inbox_bot.core.judgement.taught import ABOUT_AGENCIES
from inbox_bot.core.review.decision import Decision, FileUnder, NotAnAgency, SetApart
from inbox_bot.core.review.examine import Asked
from inbox_bot.core.review.orders import inert
from inbox_bot.core.tokens import Token, tokens_in
from inbox_bot.core.words import ActionState, Kind, Outcome, Reason
from inbox_bot.edges.ledger import MailRow
from inbox_bot.pipeline.installation import Installation
from inbox_bot.pipeline.restored import ledger_restored_at
from inbox_bot.reviewing import closing
from inbox_bot.reviewing.proposals import closings
from inbox_bot.reviewing.tasks import Considered
from inbox_bot.reviewing.written_back import Correspondence

LETTERS_UNASKED = 5
_SPEAKS_OF_THE_SENDER = (SetApart, NotAnAgency, FileUnder)


def asked_first(
    items: Sequence[Considered], found: Asked, installation: Installation, mailbox: str, to: Correspondence
) -> tuple[str, ...]:
    """Why it is asked first; empty where it may be done at once.

    A ledger that took another's place knows nothing of the links that were used in the other.
    """
    reasons: list[str] = []
    wording = to.wording
    if not found.is_proven:
        reasons.append(wording.say("I ask because your mail server does not show that this mail came from you."))
    restored_at = ledger_restored_at(installation, mailbox) if found.links else None
    if restored_at is not None and any(token.day <= restored_at.date() for token in _tokens(found)):
        reasons.append(wording.say("I ask because I can't tell whether this link was used before."))
    letters = sum(_is_sent(item) for item in items)
    if letters > LETTERS_UNASKED:
        reasons.append(wording.say("I ask because {number} letters would go out.", number=letters))
    closed = closings(found.orders, to, installation)
    if closed > 1:  # a page that was put on anew may lack them all for a while
        reasons.append(wording.say("I ask because {number} vacancies would be closed at once.", number=closed))
    if closing.letters(found.orders, to, installation):
        reasons.append(wording.say("I ask because a letter that turns somebody down can't be unsaid."))
    deciding = [item for item in items if item.correction is not None and item.mail is not None]
    for item in deciding:
        if item.mail is not None and _refuses_a_person(item.mail, item.task.decision):
            reasons.append(
                wording.say(
                    "I ask because nothing else says that {sender} is an agency, and a refusal can't be unsaid.",
                    sender=inert(item.mail.sender),
                )
            )
    for domain in _domains_learned_of(deciding, installation):
        said = wording.say(
            "I ask because it may teach me something about everybody who writes from {domain}.", domain=domain
        )
        reasons.append(said)
    return tuple(dict.fromkeys(reasons))


def _tokens(found: Asked) -> tuple[Token, ...]:
    return tuple(token for written in found.links for token in tokens_in(written))


def _is_sent(item: Considered) -> bool:
    letter = item.correction.letter if item.correction is not None else None
    return letter is not None and letter.state is ActionState.PENDING


def _refuses_a_person(mail: MailRow, decision: Decision | None) -> bool:
    refuses = decision is not None and isinstance(decision.wanted, SetApart) and decision.wanted.refuse
    looks_like_one = mail.kind is Kind.AGENCY or mail.outcome is Outcome.AGENCY or mail.reason is Reason.UNSURE_AGENCY
    return refuses and not looks_like_one


def _domains_learned_of(items: Sequence[Considered], installation: Installation) -> list[str]:
    """The domains of which two mails are then decided to be an agency's, or none: that speaks of the domain itself."""
    mails: dict[str, set[int]] = defaultdict(set)
    for item in items:
        for domain in _domains_spoken_of(item):
            mails[domain].add(item.task.number)
    for domain, numbers in mails.items():
        numbers.update(fact.message for fact in installation.ledger.lessons.of_domain(domain))
    return [domain for domain, numbers in mails.items() if len(numbers) > 1]


def _domains_spoken_of(item: Considered) -> frozenset[str]:
    decision, taught = item.task.decision, item.correction.taught if item.correction is not None else None
    if taught is None or decision is None or not isinstance(decision.wanted, _SPEAKS_OF_THE_SENDER):
        return frozenset()
    domains = (lesson.domain for lesson in taught.lessons if lesson.teaches in ABOUT_AGENCIES)
    return frozenset(domain for domain in domains if domain is not None)
