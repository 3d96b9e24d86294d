"""What would become of a mail under a decision: the value that is shown, carried out, and committed as it is."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from inbox_bot.core.judgement.taught import Taught
from inbox_bot.core.plan.effects import Discard
from inbox_bot.core.plan.filed.layout import APPLICATION_JSON
from inbox_bot.core.plan.values import Action, FiledMail, Plan, PlannedMail, ReplyDecision
from inbox_bot.core.reply.values import Answer
from inbox_bot.core.review.decision import AsJudged, Decision, Means, Wanted
from inbox_bot.core.words import ActionKind, ActionState
from inbox_bot.edges.ledger import Bearing, MailRow, PutRight

_REPLACED = frozenset({ActionState.HELD, ActionState.PENDING, ActionState.REFUSED})


@dataclass(frozen=True, kw_only=True, slots=True)
class Intent:
    """What is decided, or undone, about which mail."""

    message: int
    decision: Decision | None  #: None: the last one that is in force is undone
    by: str | None
    means: Means
    replaces: frozenset[int] = frozenset()  #: letters that went out perhaps, and are sent after all


@dataclass(frozen=True, kw_only=True, slots=True)
class Correction:
    """What would become of a mail under a decision: to be shown, and to be carried out as it is."""

    mail: MailRow  #: as it is now
    intent: Intent
    undoes: int | None  #: the decision that is taken out
    kept: bool  #: the mail's bytes are; else it is only remembered
    at: datetime
    bearing: Bearing
    planned: PlannedMail
    wanted: Wanted = field(default_factory=AsJudged)  #: what is in force about the whole mail
    filed: FiledMail | None = None  #: None: its applications and documents stay as they are
    files: Mapping[str, bytes] = field(default_factory=dict)  #: by the paths where they are put
    put: frozenset[str] = frozenset()  #: the paths of every try so far
    taught: Taught | None = None  #: what is learned from it; None: what was learned before stays
    unasked: ReplyDecision | None = None  #: what would become of the letter if nobody had said "send"

    @property
    def plan(self) -> Plan:
        """What is to become of the mail."""
        return self.planned.plan

    @property
    def letter(self) -> Action | None:
        """The answer, due or held; None where none is offered."""
        return next((action for action in self.plan.actions if isinstance(action.effect, Answer)), None)


def replaced_letters(bearing: Bearing, intent: Intent) -> frozenset[int]:
    """The mail's letters that the new plan takes the place of: they do not stand in its way."""
    letters = (each for each in bearing.open_actions if each.kind is ActionKind.ANSWER)
    return frozenset(each.id for each in letters if each.state in _REPLACED or each.id in intent.replaces)


def as_committed(correction: Correction) -> PutRight:
    """What the ledger commits."""
    mail, planned, intent = correction.mail, correction.planned, correction.intent
    left = _left(correction)
    plan = planned.plan
    if left:
        discard = Action(
            effect=Discard(paths=left),
            once_keys=(f"discard:{mail.mailbox}:{mail.raw_hash}:{correction.bearing.turn + 1}",),
            state=ActionState.PENDING,
            due_at=correction.at,
        )
        plan = replace(plan, actions=(*plan.actions, discard))
    return PutRight(
        message=mail.id,
        mailbox=mail.mailbox,
        fingerprint=planned.fingerprint,
        bearing=correction.bearing,
        was=state_of_row(mail),
        plan=plan,
        mail=planned if correction.filed is not None else None,
        read_again=correction.kept,
        filed=correction.filed,
        replaces=replaced_letters(correction.bearing, intent),
        decision=intent.decision,
        undoes=correction.undoes,
        by=intent.by,
        means=intent.means,
        taught=correction.taught,
    )


def _left(correction: Correction) -> tuple[str, ...]:
    """What is filed at the old place, or was put for a plan that was made again, and what is to be deleted still."""
    if correction.filed is None:
        return correction.bearing.leftovers
    old = {*correction.bearing.leftovers, *correction.put, *paths_of(correction.mail)}
    return tuple(sorted(old - set(correction.files)))


def paths_of(mail: MailRow) -> frozenset[str]:
    """Everything that is filed of a mail."""
    documents = (document.path for application in mail.applications for document in application.documents)
    named = (f"{application.folder}/{APPLICATION_JSON}" for application in mail.applications if application.folder)
    return frozenset(path for path in (mail.raw_path, *documents, *named) if path is not None)


def state_of_row(mail: MailRow) -> dict[str, object]:
    """What a decision can change, as it is now."""
    return {
        "outcome": mail.outcome.value if mail.outcome else None,
        "reason": mail.reason.value if mail.reason else None,
        "vacancies": [application.vacancy for application in mail.applications],
    }


def outcome_and_letter(correction: Correction) -> tuple[object, ...]:
    """What a person who agreed to it has agreed to."""
    letter = correction.letter
    if letter is None or not isinstance(letter.effect, Answer):
        return (correction.plan.outcome,)
    return (correction.plan.outcome, letter.effect.template, letter.effect.vacancy, letter.state)
