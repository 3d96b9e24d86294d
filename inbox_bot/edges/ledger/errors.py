"""What can be wrong with a ledger: each a class whose docstring says what it means and what to do."""


class LedgerError(Exception):
    """Something is wrong with the ledger."""


class LedgerMissing(LedgerError):
    """There is no ledger yet: nothing was taken in so far. `run` or `poll` makes it."""


class LedgerInUse(LedgerError):
    """Another daemon holds the ledger. Exit code 3."""


class LedgerMoved(LedgerError):
    """The ledger's rows are elsewhere by now, or not all here yet. Exit code 2."""


class LedgerOccupied(LedgerError):
    """A ledger was to be moved to where something else is: nothing was written. Exit code 2."""


class LedgerNotShared(LedgerError):
    """Workers were to share a ledger that is a file: move it to PostgreSQL. Exit code 2."""


class OtherVersion(LedgerError):
    """Workers of another version share the ledger: stop them first. Exit code 2."""


class LockLost(LedgerError):
    """The connection that held a worker's locks ended: nothing was written, and another may have its mailboxes."""


class LedgerOlder(LedgerError):
    """The ledger was written by an older inbox-bot: `run` or `poll` migrates it, after copying it. Exit code 2."""


class LedgerNewer(LedgerError):
    """The ledger was written by a newer inbox-bot: install that version, or put back the copy. Exit code 2."""


class LedgerDamaged(LedgerError):
    """The ledger can't be read: put back a copy of it. Exit code 2."""


class LedgerUnavailable(LedgerError):
    """The ledger can't be used now (locked, disk full, read-only, server gone): nothing was written."""


class OnceConflict(LedgerError):
    """A once_key is taken: nothing was written. Plan again, from fresh history."""

    def __init__(self, keys: tuple[str, ...]) -> None:
        super().__init__(", ".join(keys))
        self.keys = keys


class Overtaken(LedgerError):
    """Another worker decided about mails of the same people since a plan was begun: plan again, from fresh history."""

    def __init__(self, mails: tuple[str, ...]) -> None:
        """`mails`: the raw hashes of those whose plans may be others by now."""
        super().__init__(", ".join(mails))
        self.mails = mails


class AlreadyDecided(LedgerError):
    """A plan was committed for a message that has an outcome, or that was never noted as seen: a bug, not a race."""


class StateChanged(LedgerError):
    """The action is no longer in the state in which it was looked at: look again."""


class NoSuchAction(LedgerError):
    """There is no action (of this kind) with this id."""


class CursorPassed(LedgerError):
    """The cursor would have passed a UID without a row, or another UIDVALIDITY: a bug; the cursor did not move."""


class EffectDamaged(LedgerError):
    """An effect in the ledger is not one this version can read."""
