"""The shelf of decisions. Each method is one transaction; `put_right` is the one that changes something."""

from collections.abc import Collection, Mapping
from datetime import datetime

from inbox_bot.core.plan.filed.layout import APPLICATION_JSON
from inbox_bot.core.review.decision import Decision
from inbox_bot.edges.ledger.actions.decisions import drop
from inbox_bot.edges.ledger.database.store import Store
from inbox_bot.edges.ledger.decisions import put_right
from inbox_bot.edges.ledger.decisions.record_rows import decision_row
from inbox_bot.edges.ledger.decisions.statements import (
    ADDING_TO,
    COMPLETE_BY_NOW,
    DECIDED_BETWEEN,
    LET_GO,
    OBSERVED,
    ON_RECORD,
    REFERRED_TO,
)
from inbox_bot.edges.ledger.decisions.values import Bearing, DecisionRow, PutRight

IN_FOLDER = f"/{APPLICATION_JSON}"


class Decisions:
    """What people decide. Any method may raise LedgerUnavailable (nothing was written) or LedgerDamaged."""

    def __init__(self, store: Store, key: bytes) -> None:
        """`key` is the ledger's: of a letter, hashes of its long lines are kept."""
        self._store = store
        self._key = key

    def bearing(self, message: int) -> Bearing:
        """What bears on a decision about a mail. Raises NoSuchAction where there is no such mail."""
        with self._store.reading() as connection:
            return put_right.bearing(connection, message, deciding=False)

    def adding_to(self, message: int) -> tuple[int, ...]:
        """The mails whose applications add to one that this mail brought, in their order."""
        with self._store.reading() as connection:
            return tuple(connection.scalars(ADDING_TO, {"of_message": message}))

    def of_mail(self, message: int) -> tuple[DecisionRow, ...]:
        """What was decided about a mail, oldest first: the machine's decisions, people's, and what they undid."""
        with self._store.reading() as connection:
            return tuple(decision_row(row) for row in connection.execute(ON_RECORD, {"of_message": message}))

    def complete_by_now(self, mailbox: str) -> tuple[int, ...]:
        """The mails of a mailbox that wait for a person for their CV can't be read, where one that can be has come."""
        with self._store.reading() as connection:
            return tuple(row.id for row in connection.execute(COMPLETE_BY_NOW) if row.mailbox == mailbox)

    def between(self, start: datetime, end: datetime) -> tuple[DecisionRow, ...]:
        """What people decided or undid from `start` to before `end`, oldest first."""
        with self._store.reading() as connection:
            rows = connection.execute(DECIDED_BETWEEN, {"start": start, "end": end})
            return tuple(map(decision_row, rows))

    def observed(self) -> tuple[int, ...]:
        """The numbers of the mails that something was not done to because inbox_bot only observed, oldest first."""
        with self._store.reading() as connection:
            return tuple(connection.scalars(OBSERVED))

    def let_go(self, message: int, at: datetime) -> int:
        """Moves and flags that were held while observing are due, of a mail and its copies. Gives how many."""
        with self._store.writing() as connection:
            return connection.execute(LET_GO, {"of_message": message, "now": at}).rowcount

    def put_right(self, decided: PutRight, at: datetime) -> int:
        """Everything that follows from a decision, all or nothing; gives its number on record.

        Raises StateChanged or OnceConflict: then it has to be planned again.
        """
        with self._store.writing() as connection:
            return put_right.put_right(connection, self._key, decided, at)

    def drop(self, answer: int, message: int, decision: Decision, was: Mapping[str, object], at: datetime) -> None:
        """A person decides that a mail's letter is not sent. Raises NoSuchAction, StateChanged."""
        with self._store.writing() as connection:
            drop(connection, answer)
            turn = put_right.bearing(connection, message, deciding=True).turn + 1
            put_right.record(
                connection,
                message,
                turn,
                decision=decision,
                by=decision.by,
                means=decision.means,
                was=was,
                became=was,
                at=at,
            )

    def referred_to(self, paths: Collection[str]) -> frozenset[str]:
        """Those of these paths, relative to the filing root, that something in the ledger refers to."""
        folders = [path.removesuffix(IN_FOLDER) for path in paths if path.endswith(IN_FOLDER)]
        with self._store.reading() as connection:
            return frozenset(connection.scalars(REFERRED_TO, {"paths": list(paths), "folders": folders}))
