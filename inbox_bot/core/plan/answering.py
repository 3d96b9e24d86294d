"""Is it answered, with what, and what keeps the answer back: the outcome's template put before the checks of reply/."""

from dataclasses import dataclass

from inbox_bot.core.plan.settled import Settled
from inbox_bot.core.plan.values import Held, ReplyDecision, Sends, Silent, Stopped
from inbox_bot.core.reply.compose import answer_with, is_written
from inbox_bot.core.reply.decide import hold_of, stop_of
from inbox_bot.core.reply.limits import breaker_holds
from inbox_bot.core.reply.matter import Matter
from inbox_bot.core.reply.proposal import proposal_of
from inbox_bot.core.reply.values import Answer
from inbox_bot.core.reply.why import Hold, Silence, Stop
from inbox_bot.core.rules.user_rules import UserRule
from inbox_bot.core.words import Outcome, Reason, needs_a_person


@dataclass(frozen=True, kw_only=True, slots=True)
class Answering:
    """What was decided about answering, mode aside."""

    decision: ReplyDecision
    answer: Answer | None = None  #: rendered; None where the mail is never answered
    hold: Hold | None = None  #: what keeps it back; None: it goes out


def decide_answer(settled: Settled, matter: Matter, *, rule: UserRule | None, released: bool) -> Answering:
    """The answer and what keeps it back.

    `matter` has the verdict as judged: a rule that calls a bounce an application changes no stop.
    """
    proposal = proposal_of(matter, template=settled.template, vacancy=settled.vacancy, released=released)
    stop = _stop_of_a_duplicate(settled) or stop_of(proposal)
    if stop is not None:
        return Answering(decision=Stopped(stop=stop))
    if settled.template is None:
        return Answering(decision=Silent(silence=_why_silent(settled, rule)))
    answer = answer_with(proposal, settled.template)
    if answer is None:
        return Answering(decision=Stopped(stop=Stop.NO_SENDER))
    hold = settled.hold or hold_of(proposal)
    if released:
        hold = Hold.BREAKER if breaker_holds(matter.rules, matter.history) else None
    if not is_written(answer) and hold is not Hold.CLOSED_WITHOUT_TEMPLATE:
        hold = Hold.TEMPLATE_ERROR
    to = answer.letter.to.address
    decision: ReplyDecision = Sends(template=settled.template, to=to)
    if hold is not None:
        decision = Held(template=settled.template, to=to, hold=hold)
    return Answering(decision=decision, answer=answer, hold=hold)


def _stop_of_a_duplicate(settled: Settled) -> Stop | None:
    if settled.outcome is not Outcome.DUPLICATE:
        return None
    return Stop.SENT_AGAIN if settled.reason is Reason.SENT_AGAIN else Stop.DUPLICATE


def _why_silent(settled: Settled, rule: UserRule | None) -> Silence:
    if rule is not None and rule.then.answer == "none":
        return Silence.RULE
    pressing = needs_a_person(settled.outcome, settled.reason)
    return Silence.LEFT_TO_A_PERSON if pressing else Silence.NOT_ANSWERED
