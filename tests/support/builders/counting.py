"""How much a ledger holds of what, whatever became of it: for tests, which have few rows."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import select

from inbox_bot.core.words import ActionKind, ActionState, Outcome
from inbox_bot.edges.ledger import Ledger
from inbox_bot.edges.ledger.schema import actions, messages


@dataclass(frozen=True, kw_only=True)
class Everything:
    """All that is in a ledger."""

    received: int
    outcomes: dict[Outcome, int]  #: as they are now
    actions: dict[tuple[ActionKind, ActionState], int]


def everything_in(ledger: Ledger) -> Everything:
    """Counts each row."""
    with ledger._store.reading() as connection:
        outcomes = connection.scalars(select(messages.c.outcome)).all()
        states = connection.execute(select(actions.c.kind, actions.c.state)).all()
    return Everything(
        received=len(outcomes),
        outcomes=dict(Counter(outcome for outcome in outcomes if outcome is not None)),
        actions=dict(Counter((row.kind, row.state) for row in states)),
    )
