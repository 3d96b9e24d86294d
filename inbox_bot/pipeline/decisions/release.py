"""A person releases an answer that did not go out: the mail is read again, and planned with today's history.

The plan decides anew, so a stop stays a stop, and what happened since (answered by hand, withdrawn, a template mended)
is seen. The new answer takes the old one's place in one transaction; the daemon, if it runs, sends it.
"""

from dataclasses import dataclass
from datetime import datetime

from inbox_bot.core.judgement.judge import judge
from inbox_bot.core.plan import plan_for
from inbox_bot.core.plan.values import Action, Held, ReplyDecision, Sends
from inbox_bot.core.reply.values import Answer
from inbox_bot.core.reply.why import Hold
from inbox_bot.core.rules.model import Mode
from inbox_bot.core.wording import Sentence
from inbox_bot.core.words import ActionState
from inbox_bot.edges.ledger import RELEASABLE, AnswerRow, Ledger
from inbox_bot.pipeline.installation import Installation
from inbox_bot.pipeline.kept import kept_mail

_REMEDIES = {
    Hold.ANOTHER_DAEMON: Sentence("stop one of the two, then `inbox-bot answers resume` ends that"),
    Hold.BREAKER: Sentence("`inbox-bot answers resume` ends that"),
    Hold.TEMPLATE_ERROR: Sentence("mend the template first (`inbox-bot check`)"),
}


class NotReleased(Exception):
    """The answer can't be released; the text says why and what can be done."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Release:
    """What would be put in the place of an answer."""

    row: AnswerRow
    answer: Answer
    actions: tuple[Action, ...]
    hold: Hold | None  #: what would hold the answer back today, if no person wanted it sent


def plan_release(action: int, installation: Installation, at: datetime) -> Release:
    """The answer as it would be sent today. Raises NotReleased, LedgerError, FilingFailed."""
    ledger, rules = installation.ledger, installation.rules
    row = ledger.actions.answer(action)
    if row.state not in RELEASABLE:
        raise NotReleased(_standing(row))
    if rules.mode is Mode.OBSERVE:
        raise NotReleased(
            Sentence(
                "answer {id} can't be sent while inbox_bot only observes: write `mode: live` into rules.yaml first",
                id=action,
            )
        )
    mail = ledger.reports.mail(row.mailbox, row.raw_hash)
    with kept_mail(installation.filing, mail.raw_path if mail is not None else None, installation.spool) as path:
        if mail is None or path is None:
            gone = Sentence("the mail that answer {id} belongs to is no longer kept: answer it by hand", id=action)
            raise NotReleased(gone)
        reading = installation.reading.read_file(path, mailbox=mail.mailbox, received_at=mail.received_at)
    verdict = judge(reading, rules, ledger.history.known_of(reading))
    history = ledger.history.of(reading, verdict, at, but_action=action)
    plan = plan_for(reading, verdict, rules, history, at, released=True)
    actions = tuple(each for each in plan.actions if isinstance(each.effect, Answer) or each.after_answer)
    answer = next((each.effect for each in actions if isinstance(each.effect, Answer)), None)
    pending = any(isinstance(each.effect, Answer) and each.state is ActionState.PENDING for each in actions)
    if answer is None or not pending:
        raise NotReleased(Sentence("answer {id} can't be sent. {why}", id=action, why=_why(plan.reply)))
    unasked = plan_for(reading, verdict, rules, history, at).reply
    hold = unasked.hold if isinstance(unasked, Held) else None
    return Release(row=row, answer=answer, actions=actions, hold=hold)


def release(planned: Release, ledger: Ledger, at: datetime) -> int:
    """Put the new answer in the old one's place; gives its number. Raises StateChanged, OnceConflict."""
    return ledger.actions.release(planned.row.id, planned.row.state, planned.actions, at)


def _standing(row: AnswerRow) -> Sentence:
    if row.state is ActionState.CANCELLED:
        return Sentence(
            "answer {id} was given up, or sent under another number: only what is held, uncertain or refused can be "
            "sent",
            id=row.id,
        )
    if row.state in (ActionState.PENDING, ActionState.DOING):
        return Sentence("answer {id} is on its way: only what is held, uncertain or refused can be sent", id=row.id)
    return Sentence("answer {id} was sent: only what is held, uncertain or refused can be sent", id=row.id)


def _why(reply: ReplyDecision) -> Sentence:
    """The sentence of what keeps it back, and what can be done about it."""
    if isinstance(reply, Sends):
        return Sentence("As rules.yaml is now, such a mail is not answered.")
    remedy = _REMEDIES.get(reply.hold) if isinstance(reply, Held) else None
    if remedy is None:
        return Sentence("{why}", why=reply.why)
    return Sentence("{why} To do: {remedy}.", why=reply.why, remedy=remedy)
