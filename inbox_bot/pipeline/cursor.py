"""Which mails of a folder are new: the cursor's arithmetic, pure.

The invariant (docs/ingestion.md): the cursor never passes a UID that the server ever showed and that has no row. What
is new is found by UID, never by flags or by searching: a person who reads, flags, moves or deletes mail while we work
can neither hide a mail from us nor make us take one twice.

An idle look is one STATUS. A changed number leads to more, and so does an arrival within the last hour: then the last
200 UIDs are listed again, since a replicated server may show a lower UID after a higher one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from inbox_bot.edges.ledger import FolderState, SpotCheck
from inbox_bot.edges.mailbox import Described, FolderStatus

WINDOW_UIDS = 200  # below the cursor, listed again
WINDOW_FOR = timedelta(hours=1)  # after an arrival


@dataclass(frozen=True, kw_only=True, slots=True)
class Look:
    """The UIDs to list, both included; none where `last` is below `first`."""

    first: int
    last: int


def look_for(state: FolderState, status: FolderStatus, at: datetime) -> Look | None:
    """What to list, given where the cursor stands and what STATUS said; None where nothing can have arrived."""
    seen = (state.next_uid, state.messages, state.highestmodseq)
    unchanged = (status.uidnext, status.messages, status.highestmodseq) == seen
    quiet = state.last_arrival_at is None or not timedelta() <= at - state.last_arrival_at < WINDOW_FOR
    if unchanged and quiet:
        return None
    return Look(first=max(state.start_uid, state.next_uid - WINDOW_UIDS), last=status.uidnext - 1)


def is_another_mailbox(state: FolderState, status: FolderStatus) -> bool:
    """Whether the server's UIDs no longer mean what they meant: a new UIDVALIDITY (RFC 3501 §2.3.1.1).

    Or one whose UIDNEXT went back, which it may never do: a mailbox restored from a backup.
    """
    went_back = status.uidnext_told and status.uidnext < state.next_uid
    return status.uidvalidity != state.uidvalidity or went_back


def looks_different(checks: Iterable[SpotCheck], there: Mapping[int, Described], ids: Mapping[int, str]) -> bool:
    """Whether one of the last known UIDs now means another mail: a restored mailbox that gave UIDs anew.

    By size, date of arrival and Message-ID (`ids`). A UID that is gone proves nothing: people move and delete mail.
    One that is stored otherwise than it came is told by its Message-ID alone.
    """
    return any(
        (
            check.as_it_came
            and (there[check.uid].size_bytes, there[check.uid].received_at) != (check.size_bytes, check.received_at)
        )
        or (check.message_id is not None and ids.get(check.uid, check.message_id) != check.message_id)
        for check in checks
        if check.uid in there
    )


def first_from(there: dict[int, Described], since: datetime, uidnext: int) -> int:
    """The lowest UID of a mail that arrived at `since` or later; where there is none, the next one to come."""
    return min((uid for uid, mail in there.items() if mail.received_at >= since), default=uidnext)


def unknown(listed: Iterable[int], known: Iterable[int]) -> list[int]:
    """The listed UIDs that have no row, in order."""
    return sorted(set(listed) - set(known))
