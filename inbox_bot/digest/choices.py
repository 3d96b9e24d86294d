"""The two or three likeliest answers to what needs a person, as the line that a reviewer would write back.

Which words are understood, and what each does, is not decided here: these are offers. They are shown where somebody
makes links of them.
"""

from collections.abc import Callable, Iterator

from inbox_bot.core.reply.why import Hold
from inbox_bot.core.review.links import AnswerLinks
from inbox_bot.core.review.verbs import Verb, verb_in
from inbox_bot.core.rules.model import Rules
from inbox_bot.core.wording import Sentence, Wording
from inbox_bot.core.words import ActionState, Outcome, Reason, Template
from inbox_bot.digest.values import Choice
from inbox_bot.edges.ledger import AnswerRow, MailRow

#: Makes the address of a choice's link; None: nothing is offered, for nobody would understand the answer.
LinkMaker = Callable[[Choice], str] | None

SHOWN = 3
VACANCIES_SHOWN = 2
_SEND = Sentence("send the answer")
_DROP = Sentence("no answer")
_LATER = Sentence("ask me later")
_NO_APPLICATION = Sentence("no application")
_UNREADABLE = frozenset({Reason.ENCRYPTED, Reason.SCANNED, Reason.DAMAGED, Reason.UNSUPPORTED, Reason.TIMEOUT})


def link_maker(answers: AnswerLinks | None) -> LinkMaker:
    """A link for each choice: a mail that is written already, and says in its subject what it is."""
    if answers is None:
        return None
    return lambda choice: answers.link(choice.reply, _subject(choice))


def _subject(choice: Choice) -> str:
    """What a choice is about (the mail's number, which is in front, or the domain, which is behind), and its label."""
    first, _, behind = choice.reply.partition(" ")
    about = first if first.startswith("#") else behind
    return f"{about}: {choice.label}" if about else choice.label


def choices_of(mail: MailRow, rules: Rules, wording: Wording) -> tuple[Choice, ...]:
    """What a reviewer will likely say about a mail that needs them, the likeliest first."""
    found = dict.fromkeys(_likely(mail, rules))
    return tuple(_choice(mail.id, label, verb, wording) for label, verb in list(found)[:SHOWN])


def not_an_agency(mail: MailRow, wording: Wording) -> tuple[Choice, ...]:
    """What may be said about a mail that was set apart: that it was wrong, or that its refusal goes out."""
    held = any(_is_held_refusal(answer) for answer in mail.answers)
    offered = [(Sentence("refuse"), "refuse")] if held else []
    offered.append((Sentence("not an agency"), "not agency"))
    return tuple(_choice(mail.id, label, verb, wording) for label, verb in offered)


def of_domain(label: str, verb: Verb, domain: str) -> tuple[Choice, ...]:
    """What may be said about all answers to a domain; nothing where its name is none that can be written back."""
    reply = f"{verb.value} {domain}"
    return (Choice(label=label, reply=reply),) if verb_in(reply) == (verb, domain) else ()


def _choice(number: int, label: str, verb: str, wording: Wording) -> Choice:
    return Choice(label=wording.repeat(label), reply=f"#{number} {verb}")


def _likely(mail: MailRow, rules: Rules) -> Iterator[tuple[str, str]]:
    yield from _about_the_answer(mail)
    if mail.reason is Reason.UNSURE_CONSENT:
        yield Sentence("they agree"), Verb.KEEP_LONGER.value
        yield Sentence("they do not agree"), Verb.LET_GO.value
        yield _LATER, "later"
    if mail.outcome is not Outcome.REVIEW:
        return
    match mail.reason:
        case Reason.TWO_VACANCIES | Reason.UNSURE_VACANCY:
            yield from _vacancies(mail, rules)
        case Reason.UNSURE_AGENCY:
            yield Sentence("refuse"), "refuse"
            yield Sentence("not an agency"), "not agency"
        case Reason.UNSURE_KIND | Reason.UNSURE_APPLICANT | Reason.HIDDEN_TEXT:
            yield from _vacancies(mail, rules)
            yield _NO_APPLICATION, "not an application"
        case reason if reason in _UNREADABLE:
            yield from _vacancies(mail, rules)
            yield Sentence("ask for another CV"), "ask"
    yield _LATER, "later"


def _vacancies(mail: MailRow, rules: Rules) -> Iterator[tuple[str, str]]:
    """Those that are named as candidates, else the one that it was judged to be for."""
    named = [vacancy for vacancy in rules.vacancies if vacancy.title in mail.quote.split(" / ")]
    judged = [rules.vacancy(each.vacancy) for each in mail.applications if each.vacancy]
    for vacancy in [*named, *(each for each in judged if each is not None)][:VACANCIES_SHOWN]:
        yield vacancy.title, f"vacancy {vacancy.id}"


def _about_the_answer(mail: MailRow) -> Iterator[tuple[str, str]]:
    for answer in mail.answers:
        if answer.state is ActionState.UNCERTAIN or (
            answer.state is ActionState.HELD and answer.why != Hold.NEEDS_REVIEW
        ):
            yield _SEND, "answer"
            yield _DROP, "drop"


def _is_held_refusal(answer: AnswerRow) -> bool:
    return answer.state is ActionState.HELD and answer.template is Template.AGENCY_REJECTION
