"""Is it answered, with what, and what keeps the answer back: the outcome's template put before the checks of reply/."""

from dataclasses import dataclass
from datetime import datetime

from inbox_bot.core.judgement.verdict import Verdict
from inbox_bot.core.message.values import Reading
from inbox_bot.core.plan.question import Settled
from inbox_bot.core.plan.values import ReplyDecision
from inbox_bot.core.reply.case import case_of
from inbox_bot.core.reply.compose import answer_with, is_written
from inbox_bot.core.reply.decide import hold_of, stop_of
from inbox_bot.core.reply.limits import breaker_holds
from inbox_bot.core.reply.values import Answer, History
from inbox_bot.core.reply.why import Hold, Silence, Stop
from inbox_bot.core.rules.model import Rules
from inbox_bot.core.rules.user_rules import UserRule
from inbox_bot.core.words import Outcome

_FOR_A_PERSON = frozenset({Outcome.REVIEW, Outcome.FAILED})


@dataclass(frozen=True, kw_only=True, slots=True)
class Answering:
    """What was decided about answering, mode aside."""

    decision: ReplyDecision
    answer: Answer | None = None  #: rendered; None where the mail is never answered
    hold: Hold | None = None  #: what keeps it back; None: it goes out


def decide_answer(
    settled: Settled,
    reading: Reading,
    verdict: Verdict,
    rules: Rules,
    history: History,
    at: datetime,
    *,
    rule: UserRule | None,
    released: bool,
) -> Answering:
    """The answer and what keeps it back.

    Stops see the verdict as judged: a rule that calls a bounce an application changes none.
    """
    case = case_of(
        reading, verdict, rules, history, at, template=settled.template, vacancy=settled.vacancy, released=released
    )
    stop = Stop.DUPLICATE if settled.outcome is Outcome.DUPLICATE else stop_of(case)
    if stop is not None:
        return _unanswered(stop)
    if settled.template is None:
        return _unanswered(_why_silent(settled, rule))
    answer = answer_with(case, settled.template)
    if answer is None:
        return _unanswered(Stop.NO_SENDER)
    hold = settled.hold or hold_of(case)
    if released:
        hold = Hold.BREAKER if breaker_holds(rules, history) else None
    if not is_written(answer) and hold is not Hold.CLOSED_WITHOUT_TEMPLATE:
        hold = Hold.TEMPLATE_ERROR
    return Answering(
        decision=ReplyDecision(
            send=hold is None,
            template=settled.template,
            to=answer.letter.to.address,
            why=hold.value if hold is not None else settled.template.sentence,
        ),
        answer=answer,
        hold=hold,
    )


def _unanswered(why: Stop | Silence) -> Answering:
    return Answering(decision=ReplyDecision(send=False, template=None, to=None, why=why.value))


def _why_silent(settled: Settled, rule: UserRule | None) -> Silence:
    if rule is not None and rule.then.answer == "none":
        return Silence.RULE
    return Silence.LEFT_TO_A_PERSON if settled.outcome in _FOR_A_PERSON else Silence.NOT_ANSWERED
