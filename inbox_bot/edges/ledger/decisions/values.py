"""What the shelf of decisions takes and gives."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from inbox_bot.core.judgement.taught import Taught
from inbox_bot.core.plan.values import FiledMail, Plan, PlannedMail
from inbox_bot.core.review.decision import Decision, Means
from inbox_bot.core.words import ActionKind, ActionState, Outcome


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenAction:
    """An action of a mail that has not ended, as it was when a decision was planned."""

    id: int
    kind: ActionKind
    state: ActionState


@dataclass(frozen=True, kw_only=True, slots=True)
class Bearing:
    """What is in the ledger about a mail that bears on a decision: read in one transaction."""

    outcome: Outcome | None  #: None: it waits to be read
    in_hand: bool
    turn: int  #: how often it was decided about the mail
    decisions: tuple["DecisionRow", ...]  #: oldest first
    open_actions: tuple[OpenAction, ...]  #: oldest first; those of further copies left out
    leftovers: tuple[str, ...]  #: paths that were to be deleted, and are not yet

    @property
    def in_force(self) -> tuple["DecisionRow", ...]:
        """What people decided and nobody has undone, oldest first."""
        undone = {row.undoes for row in self.decisions if row.undoes is not None}
        return tuple(row for row in self.decisions if row.decision is not None and row.id not in undone)


@dataclass(frozen=True, kw_only=True, slots=True)
class DecisionRow:
    """What was decided about a mail, by whom, on what, and what it changed."""

    id: int
    message: int
    turn: int
    at: datetime
    means: Means | None  #: None: a machine decided
    by: str | None
    decision: Decision | None  #: None: a machine's, or an undoing
    undoes: int | None
    judge: str | None  #: the version that judged
    rule: str | None  #: of rules.yaml, by its name
    evidence: Sequence[Mapping[str, Any]]  #: `about`, `rule`, `quote`, `weight`
    was: Mapping[str, Any] | None  #: `outcome`, `reason`, `vacancies`; None: the mail was new
    became: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class PutRight:
    """A decision with all that follows from it, to be committed as it was planned."""

    message: int
    mailbox: str
    fingerprint: str | None
    bearing: Bearing  #: as the plan saw it: where it is another by now, nothing is committed
    was: Mapping[str, Any]
    plan: Plan
    mail: PlannedMail | None  #: None: its applications and documents stay as they are
    read_again: bool  #: else its bytes are kept no longer, and what its row says of it stays
    filed: FiledMail | None  #: None: its applications and documents stay as they are
    replaces: frozenset[int]  #: letters that went out perhaps, or were refused, and are sent after all
    decision: Decision | None  #: None: one is undone
    undoes: int | None = None
    by: str | None
    means: Means
    taught: Taught | None = None  #: what it teaches of later mails; None: what was taught before stays
