"""The ledger: the only place that changes states. What was seen, what became of it, what was asked for, what was done.

Owns the tables, their migrations, every statement, and the lock of the one daemon. Plans come from core, and what the
world said comes from those who asked it. An open `Ledger` has seventeen shelves: `intake`, `actions`, `history`,
`notices`, `alarms`, `reports`, `exports`, `decisions`, `reviewing`, `careers`, `drags`, `declinings`, `erasures`,
`expiring`, `introductions`, `scans`, `requests`; each of their methods is one transaction.
`docs/ledger.md` tells the protocol: what is written when, what each crash leaves, how the next start finishes it;
`docs/ledger-sql.md` shows every statement. The fact to know: a mail's attempt is committed before the mail is read,
and everything that was decided about a batch is committed in one transaction.
"""

from inbox_bot.edges.ledger.actions.decisions import DROPPABLE, RELEASABLE
from inbox_bot.edges.ledger.decisions.values import Bearing, DecisionRow, OpenAction, PutRight
from inbox_bot.edges.ledger.declinings.declinings import Stopped
from inbox_bot.edges.ledger.declinings.values import DeclinedRow, DecliningRow, Listed
from inbox_bot.edges.ledger.drags.values import Drag, KnownMail, WaitingLetter
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
from inbox_bot.edges.ledger.exports import Wanted
from inbox_bot.edges.ledger.introductions.values import AppliedRow, IntroductionRow, MailOnRecord, Meeting, RefusalRow
from inbox_bot.edges.ledger.ledger import Ledger
from inbox_bot.edges.ledger.reports import BEGINNING
from inbox_bot.edges.ledger.requests.values import RequestRow
from inbox_bot.edges.ledger.scans import ScanStanding
from inbox_bot.edges.ledger.values import (
    AnswerRow,
    ApplicationRow,
    Breaker,
    CameBy,
    Claimed,
    Copy,
    Counts,
    DocumentRow,
    EnclosedRow,
    FolderState,
    LinkRow,
    MailRow,
    Month,
    MonthRow,
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
    UnansweredRow,
    Waiting,
    WaitingRow,
)

__all__ = [
    "BEGINNING",
    "DROPPABLE",
    "RELEASABLE",
    "AlreadyDecided",
    "AnswerRow",
    "ApplicationRow",
    "AppliedRow",
    "Bearing",
    "Breaker",
    "CameBy",
    "Claimed",
    "Copy",
    "Counts",
    "CursorPassed",
    "DecisionRow",
    "DeclinedRow",
    "DecliningRow",
    "DocumentRow",
    "Drag",
    "EffectDamaged",
    "EnclosedRow",
    "FolderState",
    "IntroductionRow",
    "KnownMail",
    "Ledger",
    "LedgerDamaged",
    "LedgerError",
    "LedgerInUse",
    "LedgerMissing",
    "LedgerNewer",
    "LedgerOlder",
    "LedgerUnavailable",
    "LinkRow",
    "Listed",
    "MailOnRecord",
    "MailRow",
    "Meeting",
    "Month",
    "MonthRow",
    "NewestAnswers",
    "NoSuchAction",
    "OnceConflict",
    "OpenAction",
    "OpenItems",
    "PollState",
    "PutRight",
    "RaisedAlarm",
    "Recovered",
    "RefusalRow",
    "RequestRow",
    "ScanStanding",
    "Seen",
    "SentMail",
    "Settlement",
    "SpotCheck",
    "StateChanged",
    "StatusCounts",
    "Stopped",
    "TriedAnswer",
    "UnansweredRow",
    "Waiting",
    "WaitingLetter",
    "WaitingRow",
    "Wanted",
]
