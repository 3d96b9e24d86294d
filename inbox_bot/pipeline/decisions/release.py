"""A person releases an answer that did not go out, or gives it up: a decision like others, about the answer alone.

So a stop stays a stop, and what happened since (answered by hand, withdrawn, a template mended) is seen. Whoever thanks
somebody who may be an agency says that it is none: the application is filed, and then they are thanked.
"""

from dataclasses import dataclass
from datetime import datetime

from inbox_bot.core.plan.values import Held, ReplyDecision, Sends
from inbox_bot.core.reply.values import Answer
from inbox_bot.core.reply.why import Hold
from inbox_bot.core.review.decision import AsJudged, Decision, Means, NotAnAgency, Wish
from inbox_bot.core.rules.model import Mode
from inbox_bot.core.wording import Sentence
from inbox_bot.core.words import APPLICANTS_LETTERS, ActionState, Reason, Template
from inbox_bot.edges.ledger import RELEASABLE, AnswerRow, Ledger, MailRow
from inbox_bot.pipeline.decisions.correction import Correction, state_of_row
from inbox_bot.pipeline.decisions.decide import carry_as_planned, plan_decision
from inbox_bot.pipeline.decisions.refused import NotDecided
from inbox_bot.pipeline.installation import Installation

_REMEDIES = {
    Hold.ANOTHER_DAEMON: Sentence("stop one of the two, then `inbox-bot answers resume` ends that"),
    Hold.BREAKER: Sentence("`inbox-bot answers resume` ends that"),
    Hold.TEMPLATE_ERROR: Sentence("mend the template first (`inbox-bot check`)"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Release:
    """An answer that a person lets go, and what follows."""

    row: AnswerRow
    answer: Answer  #: as it is sent
    correction: Correction
    hold: Hold | None  #: what held it back
    founds_a_fee: bool  #: it thanks somebody who may be an agency, which may then claim its fee


def plan_release(action: int, installation: Installation, at: datetime, *, by: str | None = None) -> Release:
    """The answer as it would be sent today. Raises NotDecided, LedgerError, FilingFailed."""
    row = installation.ledger.actions.answer(action)
    if row.state not in RELEASABLE:
        raise NotDecided(_standing(row))
    if installation.rules.mode is Mode.OBSERVE:
        raise NotDecided(
            Sentence(
                "answer {id} can't be sent while inbox_bot only observes: write `mode: live` into rules.yaml first",
                id=action,
            )
        )
    mail = _mail_of(row, installation.ledger)
    if row.template is Template.DECLINE:
        raise NotDecided(
            Sentence(
                "answer {id} turns an applicant down: `inbox-bot decline {number}` asks for it anew",
                id=action,
                number=mail.id,
            )
        )
    if row.template is Template.KEEP_QUESTION:
        raise NotDecided(
            Sentence(
                "answer {id} asks whether an application may be kept: it is sent by itself, or not at all", id=action
            )
        )
    doubted = mail.reason is Reason.UNSURE_AGENCY and row.template in APPLICANTS_LETTERS
    decision = Decision(
        wanted=NotAnAgency() if doubted else AsJudged(), answer=Wish.SENT, by=by, means=Means.RELEASED, at=at
    )
    correction = plan_decision(mail.id, decision, installation, at, replaces=frozenset({action}))
    letter = correction.letter
    if letter is None or letter.state is not ActionState.PENDING or not isinstance(letter.effect, Answer):
        raise NotDecided(Sentence("answer {id} can't be sent. {why}", id=action, why=_why(correction.plan.reply)))
    return Release(
        row=row,
        answer=letter.effect,
        correction=correction,
        hold=correction.unasked.hold if isinstance(correction.unasked, Held) else None,
        founds_a_fee=doubted,
    )


def release(planned: Release, installation: Installation, at: datetime) -> int:
    """Let it go, as it was shown; gives the new letter's number.

    Raises StateChanged where something is another by now, OnceConflict, FilingFailed: then nothing is sent.
    """
    carry_as_planned(planned.correction, installation, at)
    return max(row.id for row in _mail_of(planned.row, installation.ledger).answers)


def drop(action: int, ledger: Ledger, at: datetime, *, by: str | None = None) -> None:
    """Nobody is written to about this mail. Raises NoSuchAction, StateChanged where the answer went out already."""
    mail = _mail_of(ledger.actions.answer(action), ledger)
    decision = Decision(wanted=AsJudged(), answer=Wish.NONE, by=by, means=Means.RELEASED, at=at)
    ledger.decisions.drop(action, mail.id, decision, state_of_row(mail), at)


def _mail_of(row: AnswerRow, ledger: Ledger) -> MailRow:
    mail = ledger.reports.mail(row.mailbox, row.raw_hash)
    if mail is None:
        raise NotDecided(Sentence("the mail that answer {id} belongs to is not known", id=row.id))
    return mail


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
