"""The ledger: the only place that changes states. What was seen, what became of it, what was asked for, what was done.

Owns the tables, their migrations, every statement, and the lock of the one daemon. Plans come from core, and what the
world said comes from those who asked it. An open `Ledger` has seven shelves: `intake`, `actions`, `history`, `notices`,
`alarms`, `reports`, `decisions`; each of their methods is one transaction. `docs/ledger.md` tells the protocol: what is
written when, what each crash leaves, how the next start finishes it; `docs/ledger-sql.md` shows every statement. The
fact to know: a mail's attempt is committed before the mail is read, and everything that was decided about a batch is
committed in one transaction.
"""

from inbox_bot.edges.ledger.actions.decisions import RELEASABLE
from inbox_bot.edges.ledger.decisions.values import Bearing, DecisionRow, OpenAction, PutRight
from inbox_bot.edges.ledger.errors import (
    AlreadyDecided,
    CursorPassed,
    EffectDamaged,
    LedgerDamaged,
    LedgerError,
    LedgerInUse,
    LedgerMissing,
    LedgerNewer,
    LedgerOlder,
    LedgerUnavailable,
    NoSuchAction,
    OnceConflict,
    StateChanged,
)
from inbox_bot.edges.ledger.ledger import Ledger
from inbox_bot.edges.ledger.values import (
    AnswerRow,
    ApplicationRow,
    Breaker,
    Claimed,
    Copy,
    Counts,
    DocumentRow,
    FolderState,
    MailRow,
    NewestAnswers,
    OpenItems,
    PollState,
    RaisedAlarm,
    Recovered,
    Seen,
    SentMail,
    Settlement,
    SpotCheck,
    StatusCounts,
    TriedAnswer,
    Waiting,
)

__all__ = [
    "RELEASABLE",
    "AlreadyDecided",
    "AnswerRow",
    "ApplicationRow",
    "Bearing",
    "Breaker",
    "Claimed",
    "Copy",
    "Counts",
    "CursorPassed",
    "DecisionRow",
    "DocumentRow",
    "EffectDamaged",
    "FolderState",
    "Ledger",
    "LedgerDamaged",
    "LedgerError",
    "LedgerInUse",
    "LedgerMissing",
    "LedgerNewer",
    "LedgerOlder",
    "LedgerUnavailable",
    "MailRow",
    "NewestAnswers",
    "NoSuchAction",
    "OnceConflict",
    "OpenAction",
    "OpenItems",
    "PollState",
    "PutRight",
    "RaisedAlarm",
    "Recovered",
    "Seen",
    "SentMail",
    "Settlement",
    "SpotCheck",
    "StateChanged",
    "StatusCounts",
    "TriedAnswer",
    "Waiting",
]
