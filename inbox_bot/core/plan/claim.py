"""Asked once more when an action is claimed: the world may have moved on since the plan was made."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from inbox_bot.core.plan.effects import Notice
from inbox_bot.core.plan.filed.joining import standing
from inbox_bot.core.plan.values import Action
from inbox_bot.core.reply.checks import limits
from inbox_bot.core.reply.checks.threads import REQUESTS
from inbox_bot.core.reply.letter.compose import is_written
from inbox_bot.core.reply.office_hours import goes_at
from inbox_bot.core.reply.values import Answer, History, PastAnswer
from inbox_bot.core.reply.why import Ending, Hold, Spared
from inbox_bot.core.rules.model import Mode, Rules
from inbox_bot.core.words import WENT_OUT, Template, Word

ASKED_AGAIN = timedelta(minutes=15)  # by a letter that waits for the breaker, or while only observing
NEVER_HELD = frozenset({Template.DECLINE, Template.KEEP_QUESTION})  #: they are asked about anew, and else cancelled
_ENDINGS = {Spared.WITHDRAWN: Ending.WITHDRAWN, Spared.ANSWERED: Ending.ANSWERED_BY_HAND}


class Go(Word):
    """What to do with a claimed action."""

    GO = "go", "Carry it out."
    HOLD = "hold", "Hold it for a person."
    LATER = "later", "Ask again at a certain time: no person is needed."
    CANCEL = "cancel", "It was overtaken."


@dataclass(frozen=True, kw_only=True, slots=True)
class StillDue:
    """Whether an action may still be carried out."""

    go: Go
    why: Hold | Ending | None = None  #: what holds or cancels it
    until: datetime | None = None  #: when to ask again


def may_still(action: Action, rules: Rules, history: History, at: datetime) -> StillDue:
    """Whether to carry it out. `history` is fresh, and about the mail that the action belongs to.

    An answer is cancelled where the person withdrew, a reviewer corrected the mail, or somebody answered by hand; it is
    held where the breaker is open, a limit is reached by answers that went out meanwhile, or mail to them bounced. It
    waits where its domain has had its answers for this hour, and while the office is closed.
    Whatever a person released is bound by the breaker, the mode and corrections only.
    """
    if isinstance(action.effect, Notice):
        return StillDue(go=Go.GO)
    if (observing := may_change(rules)) is not None:
        if isinstance(action.effect, Answer) and action.effect.template is Template.KEEP_QUESTION:
            return StillDue(go=Go.LATER, why=observing, until=at + ASKED_AGAIN)  # no person's to release
        return StillDue(go=Go.HOLD, why=observing)
    if not isinstance(action.effect, Answer):
        return StillDue(go=Go.GO)
    answer = action.effect
    if answer.template in NEVER_HELD:
        return _may_go_alone(answer, rules, history, at)
    overtaken = (
        (Ending.WITHDRAWN, history.withdrawn and answer.template is not Template.WITHDRAWAL),
        (Ending.CORRECTED, history.corrected),
        (Ending.CV_CAME, answer.template in REQUESTS and not action.released and _has_come(answer, history)),
        (Ending.ANSWERED_BY_HAND, history.answered_by_hand and not action.released),
    )
    for why, is_so in overtaken:
        if is_so:
            return StillDue(go=Go.CANCEL, why=why)
    held = (
        (Hold.TEMPLATE_ERROR, not is_written(answer)),
        (Hold.BREAKER, limits.breaker_holds(rules, history)),
        (Hold.RECENTLY_BOUNCED, not action.released and limits.bounced_lately(history, at)),
        (Hold.RATE, not action.released and limits.limit_reached(answer, _out(history), rules, at)),
    )
    for hold, is_so in held:
        if is_so:
            return StillDue(go=Go.HOLD, why=hold)
    if not action.released and (opens := goes_at(answer.template, rules, at)) > at:
        return StillDue(go=Go.LATER, until=opens)
    if not action.released and (until := limits.domain_frees_at(answer, _out(history), rules, at)) is not None:
        return StillDue(go=Go.LATER, why=Hold.DOMAIN_RATE, until=until)
    return StillDue(go=Go.GO)


def _may_go_alone(answer: Answer, rules: Rules, history: History, at: datetime) -> StillDue:
    """Whether somebody is still to be turned down, or asked whether they may be kept.

    Such a letter never waits for a person, and opens no breaker.
    """
    if history.corrected:
        return StillDue(go=Go.CANCEL, why=Ending.CORRECTED)
    if history.spared is not None:
        otherwise = Ending.NOT_ASKED if answer.template is Template.KEEP_QUESTION else Ending.NO_LONGER_OPEN
        return StillDue(go=Go.CANCEL, why=_ENDINGS.get(history.spared, otherwise))
    if limits.bounced_lately(history, at):
        return StillDue(go=Go.CANCEL, why=Hold.RECENTLY_BOUNCED)
    if limits.breaker_holds(rules, history):
        return StillDue(go=Go.LATER, why=Hold.BREAKER, until=at + ASKED_AGAIN)
    if answer.template is Template.KEEP_QUESTION and limits.limit_reached(answer, _out(history), rules, at):
        return StillDue(go=Go.LATER, why=Hold.RATE, until=at + limits.CORRESPONDENT_WINDOW)
    if (opens := goes_at(answer.template, rules, at)) > at:
        return StillDue(go=Go.LATER, until=opens)
    if (until := limits.domain_frees_at(answer, _out(history), rules, at)) is not None:
        return StillDue(go=Go.LATER, why=Hold.DOMAIN_RATE, until=until)
    return StillDue(go=Go.GO)


def may_change(rules: Rules) -> Hold | None:
    """What holds a move, a flag or a copy when it is claimed: the mode alone. No history bears on it."""
    return Hold.OBSERVE if rules.mode is Mode.OBSERVE else None


def _has_come(answer: Answer, history: History) -> bool:
    """Whether the CV has come since the letter that asks for it was planned: it may have waited a night long."""
    return any(each.had_cv for each in standing(history.applications, answer.vacancy))


def _out(history: History) -> tuple[PastAnswer, ...]:
    """The answers that went out, or may have: those still pending wait behind this one, and don't count."""
    return tuple(past for past in history.answers if past.answer_of != history.fingerprint and past.state in WENT_OUT)
