"""What was filed while inbox_bot only observed takes effect: mails are moved and flagged, and their senders answered.

Each mail is planned again with today's rules and history, as a decision like others, and its answer is held as ever
where something holds it. A mail that nobody can decide about (a further delivery, a reviewer's command, our own) gets
no answer: it is moved as it was planned.

Applied again, or after a kill, it goes on with what is left: what has taken effect is held no more.
"""

from dataclasses import dataclass
from datetime import datetime

from inbox_bot.core.plan.effects import Move
from inbox_bot.core.plan.values import Plan
from inbox_bot.core.reply.values import Answer
from inbox_bot.core.review.decision import AsJudged, Decision, Means
from inbox_bot.core.words import ActionState
from inbox_bot.edges.ledger import Ledger, MailRow
from inbox_bot.pipeline.decisions.admitted import why_never
from inbox_bot.pipeline.decisions.correction import Correction, Intent
from inbox_bot.pipeline.decisions.decide import carry, plan_intent
from inbox_bot.pipeline.decisions.refused import changed_meanwhile
from inbox_bot.pipeline.installation import Installation


@dataclass(frozen=True, kw_only=True, slots=True)
class TakingEffect:
    """What would become of one mail, or has: to be shown. Its files are not kept in memory."""

    mail: MailRow
    plan: Plan | None  #: None: as it was planned, without an answer

    @property
    def folder(self) -> tuple[str, ...] | None:
        """The mail folder that it goes to; None: it stays."""
        actions = self.plan.actions if self.plan is not None else ()
        return next((each.effect.folder for each in actions if isinstance(each.effect, Move)), None)

    @property
    def answer(self) -> Answer | None:
        """The answer that goes out; None where none does, or it is held."""
        actions = self.plan.actions if self.plan is not None else ()
        due = (each.effect for each in actions if each.state is ActionState.PENDING)
        return next((effect for effect in due if isinstance(effect, Answer)), None)


def observed_mails(ledger: Ledger) -> tuple[MailRow, ...]:
    """The mails that something was not done to because inbox_bot only observed, oldest first. Raises LedgerError."""
    found = (ledger.reports.mail_by_number(number) for number in ledger.decisions.observed())
    return tuple(mail for mail in found if mail is not None)


def plan_effect(mail: MailRow, installation: Installation, at: datetime, *, by: str | None) -> TakingEffect:
    """What would become of it in `live` today; touches nothing. Raises NotDecided, LedgerError, FilingFailed."""
    correction = _planned(mail, installation, at, by)
    return TakingEffect(mail=mail, plan=None if correction is None else correction.plan)


def take_effect(shown: TakingEffect, installation: Installation, at: datetime, *, by: str | None) -> TakingEffect:
    """Let it happen, planned anew after those before it: an answer that was shown may be held by now.

    Raises NotDecided where something else would be sent than was shown, LedgerError, FilingFailed.
    """
    mail = shown.mail
    correction = _planned(mail, installation, at, by)
    now = TakingEffect(mail=mail, plan=None if correction is None else correction.plan)
    if now.answer is not None and not _is_the_same(now.answer, shown.answer):
        raise changed_meanwhile(mail.id)
    if correction is not None:
        carry(correction, installation, at)
    installation.ledger.decisions.let_go(mail.id, at)
    return now


def _planned(mail: MailRow, installation: Installation, at: datetime, by: str | None) -> Correction | None:
    if why_never(mail) is not None:
        return None
    decision = Decision(wanted=AsJudged(), by=by, means=Means.APPLIED, at=at)
    return plan_intent(Intent(message=mail.id, decision=decision, by=by, means=Means.APPLIED), installation, at)


def _is_the_same(answer: Answer, shown: Answer | None) -> bool:
    if shown is None:
        return False
    return (answer.template, answer.vacancy, answer.letter.to) == (shown.template, shown.vacancy, shown.letter.to)
