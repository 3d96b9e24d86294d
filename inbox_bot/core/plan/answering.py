"""Is it answered, with what, and what keeps the answer back: the outcome's template put before the checks of reply/."""

from dataclasses import dataclass, replace

from inbox_bot.core.plan.decided.settled import Settled, has_applications
from inbox_bot.core.plan.outcomes import may_refuse
from inbox_bot.core.plan.values import Held, ReplyDecision, Sends, Silent, Stopped
from inbox_bot.core.reply.checks.limits import breaker_holds, once_per_person_and_vacancy
from inbox_bot.core.reply.decide import hold_of, stop_of
from inbox_bot.core.reply.letter.compose import answer_with, is_written, key_of
from inbox_bot.core.reply.matter import Matter
from inbox_bot.core.reply.proposal import Proposal, proposal_of
from inbox_bot.core.reply.setting_right import setting_right
from inbox_bot.core.reply.values import Answer
from inbox_bot.core.reply.why import Hold, Silence, Stop
from inbox_bot.core.review.decision import Decided, SetApart, Wish
from inbox_bot.core.rules.user_rules import UserRule
from inbox_bot.core.words import APPLICANTS_LETTERS, Outcome, Reason, Role, Template, needs_a_person


@dataclass(frozen=True, kw_only=True, slots=True)
class Answering:
    """What was decided about answering, mode aside."""

    decision: ReplyDecision
    answer: Answer | None = None  #: rendered; None where the mail is never answered
    hold: Hold | None = None  #: what keeps it back; None: it goes out
    key: str = ""  #: the once_key of the answer


def decide_answer(
    settled: Settled, matter: Matter, *, judged: Matter, rule: UserRule | None, decided: Decided | None
) -> Answering:
    """The answer and what keeps it back.

    `judged` has the verdict as judged: neither a rule nor a person who calls a bounce an application changes a stop.
    What the answer says is said of the matter as it was decided.
    """
    if decided is not None and decided.answer is Wish.NONE:
        return Answering(decision=Silent(silence=Silence.DECIDED))
    asked = replace(matter, verdict=replace(matter.verdict, kind=judged.verdict.kind))
    proposal = proposal_of(asked, template=settled.template, vacancy=settled.vacancy, decided=decided is not None)
    stop = _stop_of_a_duplicate(settled) or stop_of(proposal)
    if stop is Stop.ALREADY_ANSWERED and decided is not None:
        correcting = setting_right(proposal)
        proposal, stop = (proposal, stop) if correcting is None else (correcting, stop_of(correcting))
    if stop is not None:
        return Answering(decision=Stopped(stop=stop))
    if proposal.template is None:
        return Answering(decision=Silent(silence=_why_silent(settled, rule)))
    if proposal.template is Template.APPLICATION_UPDATED and (unthanked := _why_unthanked(proposal)):
        return Answering(decision=Silent(silence=unthanked))
    answer = answer_with(proposal, proposal.template)
    if answer is None:
        return Answering(decision=Stopped(stop=Stop.NO_SENDER))
    hold = _hold(settled, answer, proposal, decided)
    to = answer.letter.to.address
    decision: ReplyDecision = Sends(template=proposal.template, to=to)
    if hold is not None:
        decision = Held(template=proposal.template, to=to, hold=hold)
    return Answering(decision=decision, answer=answer, hold=hold, key=key_of(proposal))


def _hold(settled: Settled, answer: Answer, proposal: Proposal, decided: Decided | None) -> Hold | None:
    """What keeps the answer back. Whoever says "send" turns every hold but those that nobody can mean to turn.

    Nobody is turned down by a machine: such a letter waits until a person says "send".
    """
    matter = proposal.matter
    hold = settled.hold or hold_of(proposal)
    if proposal.corrects is not None:
        hold = Hold.CORRECTS
    if decided is not None and decided.answer is Wish.SENT:
        hold = Hold.BREAKER if breaker_holds(matter.rules, matter.history) else None
    if hold is None and decided is not None and decided.answer is Wish.HELD:
        hold = Hold.MANY
    if hold is None and answer.template in APPLICANTS_LETTERS and not has_applications(settled):
        hold = Hold.NOT_FILED
    if answer.template is Template.DECLINE and (decided is None or decided.answer is not Wish.SENT):
        hold = Hold.NEEDS_REVIEW
    if (
        hold is None
        and answer.template is Template.AGENCY_REJECTION
        and not (_is_refused(decided) or may_refuse(matter))
    ):
        hold = Hold.AGENCY_POLICY
    if not is_written(answer) and hold is not Hold.CLOSED_WITHOUT_TEMPLATE:
        hold = Hold.TEMPLATE_ERROR
    return hold


def _is_refused(decided: Decided | None) -> bool:
    """Whether a person wants the agency refused: no rule of the user's is a person's word about this mail."""
    if decided is None:
        return False
    return decided.answer is Wish.SENT or (isinstance(decided.wanted, SetApart) and decided.wanted.refuse)


def _stop_of_a_duplicate(settled: Settled) -> Stop | None:
    if settled.outcome is not Outcome.DUPLICATE:
        return None
    return Stop.SENT_AGAIN if settled.reason is Reason.SENT_AGAIN else Stop.DUPLICATE


def _why_unthanked(proposal: Proposal) -> Silence | None:
    """Why nobody is thanked for what was added.

    Nothing was where the CV is the same file and came alone: a program that sends it with each of its answers would
    hear from us day after day.
    """
    matter = proposal.matter
    others = [each for each in matter.reading.documents if each.role is not Role.CV]
    if matter.history.same_cv and not others:
        return Silence.ADDS_NOTHING
    return Silence.THANKED_TODAY if once_per_person_and_vacancy(proposal) is not None else None


def _why_silent(settled: Settled, rule: UserRule | None) -> Silence:
    if rule is not None and rule.then.answer == "none":
        return Silence.RULE
    pressing = needs_a_person(settled.outcome, settled.reason)
    return Silence.LEFT_TO_A_PERSON if pressing else Silence.NOT_ANSWERED
