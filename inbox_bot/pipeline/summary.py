"""What became of a mail, as one line that a person reads."""

from dataclasses import dataclass

from inbox_bot.core.message import safe
from inbox_bot.core.plan.values import Held, PlannedMail, ReplyDecision, Sends, Silent, Stopped
from inbox_bot.core.wording import ENGLISH, Wording


@dataclass(frozen=True, kw_only=True, slots=True)
class Summary:
    """The cells of the line, each inert."""

    who: str
    outcome: str
    vacancy: str
    why: str
    answer: str


def summary_of(mail: PlannedMail, wording: Wording = ENGLISH) -> Summary:
    """A planned mail in a few words."""
    message, plan = mail.reading.message, mail.plan
    sender = message.senders[0] if message.senders else None
    vacancies = dict.fromkeys(each.vacancy for each in plan.applications if each.vacancy)
    return Summary(
        who=safe.line((sender.name or sender.address) if sender else wording.say("(no sender)"), 40),
        outcome=plan.outcome.value,
        vacancy=", ".join(vacancies),
        why=wording.of(plan.reason) if plan.reason else _deciding_words(mail),
        answer=_answer(plan.reply),
    )


def _deciding_words(mail: PlannedMail) -> str:
    verdict = mail.verdict
    found = [
        *(verdict.vacancy.evidence if mail.plan.applications else ()),
        *verdict.agency.evidence,
        *verdict.kind_evidence,
    ]
    strongest = max(found, key=lambda each: each.weight, default=None)
    return f"“{safe.line(strongest.quote, 60)}”" if strongest else ""


def _answer(reply: ReplyDecision) -> str:
    match reply:
        case Sends():
            return reply.template.value
        case Held():
            return f"held: {reply.hold.replace('_', ' ')}"
        case Stopped():
            return f"none: {reply.stop.replace('_', ' ')}"
        case Silent():
            return "none"
