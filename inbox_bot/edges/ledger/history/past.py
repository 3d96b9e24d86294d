"""The shelf of what was before: what judgement is given as known, and what bears on a plan or an action.

Each method is one transaction that only reads: one frozen look.
"""

import hashlib
from collections.abc import Collection
from datetime import datetime

from inbox_bot.core.judgement.verdict import Known, Verdict
from inbox_bot.core.message.values import Reading
from inbox_bot.core.person.values import NOT_LINKED, Linked
from inbox_bot.core.plan.values import Planned
from inbox_bot.core.reply.values import History
from inbox_bot.core.rules.model import Rules
from inbox_bot.edges.ledger.database.store import Store
from inbox_bot.edges.ledger.history import history, known, statements
from inbox_bot.edges.ledger.keyed import fingerprint_of, keyed
from inbox_bot.edges.ledger.people import holders


class Past:
    """What was before. Any method may raise LedgerUnavailable or LedgerDamaged."""

    def __init__(self, store: Store, key: bytes) -> None:
        """`key` is the ledger's: it makes fingerprints, and what quotes our letters is found by it."""
        self._store = store
        self._key = key

    @property
    def name(self) -> str:
        """The ledger's name, by which another's inbox_bot can tell it: a hash of its key, that tells nothing of it."""
        return hashlib.sha256(b"the name of the ledger with the key " + self._key).hexdigest()[:8]

    def fingerprint(self, reading: Reading) -> str:
        """The keyed hash of what the sender wrote: one sending, however often delivered."""
        return fingerprint_of(self._key, reading)

    def has_written(self, message: int, reading: Reading) -> bool:
        """Whether the sender of this mail wrote what was read: the same sending, however a server stores it."""
        with self._store.asking() as connection:
            known = connection.scalar(statements.FINGERPRINT_OF, {"message": message})
        return known is not None and known == self.fingerprint(reading)

    def keyed(self, text: str) -> str:
        """A hash of a text that only this ledger can make: for ids that nobody else may guess."""
        return keyed(self._key, text)

    def known_of(self, reading: Reading, planned: Planned | None = None, *, also: str = "") -> Known:
        """Earlier mails of the thread and of the person, for judgement; with `planned`, of the batch so far, too.

        `also`: by whom the ledger knows the person, where that is not their address.
        """
        with self._store.reading() as connection:
            return known.known_of(connection, self._key, reading, planned, also)

    def linked(
        self,
        reading: Reading,
        verdict: Verdict,
        rules: Rules,
        planned: Planned | None = None,
        *,
        apart: bool = False,
    ) -> Linked:
        """Whether somebody who applied before applies with this mail; with `planned`, in the batch so far, too.

        `apart`: nobody did, as a person says.
        """
        with self._store.reading() as connection:
            return holders.linked_in(connection, reading, verdict, rules, planned, is_apart=apart)

    def linked_with(self, message: int, reading: Reading, verdict: Verdict, rules: Rules) -> Linked | None:
        """Whoever applied with a mail applies with this one, as a person says; None where that is no application."""
        with self._store.reading() as connection:
            return holders.linked_with(connection, message, reading, verdict, rules)

    def of(
        self,
        reading: Reading,
        verdict: Verdict,
        at: datetime,
        *,
        planned: Planned | None = None,
        but_actions: Collection[int] = (),
        linked: Linked = NOT_LINKED,
    ) -> History:
        """What bears on the plan: with `planned`, as it will be when the batch so far is committed.

        `but_actions`: answers that are planned again, which do not stand in their own way. `linked`: who applies.
        """
        with self._store.reading() as connection:
            return history.history_of(
                connection, self._key, reading, verdict, at, planned=planned, but_actions=but_actions, linked=linked
            )

    def of_action(self, action: int, at: datetime) -> History:
        """What bears on carrying an action out now; the action itself is left out of it."""
        with self._store.reading() as connection:
            return history.history_of_action(connection, action, at)
