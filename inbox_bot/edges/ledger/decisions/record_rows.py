"""Rows of the record as values."""

import json
from typing import Any

from sqlalchemy import Row

from inbox_bot.core.review.written import DecisionDamaged, from_json
from inbox_bot.edges.ledger.decisions.values import DecisionRow
from inbox_bot.edges.ledger.errors import LedgerDamaged


def decision_row(row: Row[Any]) -> DecisionRow:
    """One row. Raises LedgerDamaged."""
    try:
        changed = json.loads(row.changed)
        return DecisionRow(
            id=row.id,
            message=row.message,
            turn=row.turn,
            at=row.at,
            means=row.means,
            by=row.by,
            decision=None if row.wanted is None else from_json(row.wanted, by=row.by, means=row.means, at=row.at),
            undoes=row.undoes,
            judge=row.judge,
            rule=row.rule,
            evidence=tuple(json.loads(row.evidence)) if row.evidence else (),
            was=changed["was"],
            became=changed["became"],
        )
    except (DecisionDamaged, ValueError, KeyError, TypeError) as error:
        raise LedgerDamaged(f"decision {row.id} in the ledger can't be read") from error
