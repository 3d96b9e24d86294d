"""Where taking in begins in a folder: what `mailbox.start` says when it is first met, and nothing after that.

What lies below is counted and left alone. `start` is asked once: to change it later has no effect, and each process
logs that. What has one is taking earlier mail in (`earlier`).
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from inbox_bot import log
from inbox_bot.edges.ledger import FolderState
from inbox_bot.edges.mailbox import FolderStatus
from inbox_bot.pipeline.cursor import first_from
from inbox_bot.pipeline.intake.batches import WatchedFolder

DESCRIBED_AT_ONCE = 1_000
SECOND = timedelta(seconds=1)  # what INTERNALDATE tells apart


def first_contact(folder: WatchedFolder, status: FolderStatus, at: datetime) -> FolderState:
    """Where taking in begins, by `mailbox.start`: what lies below it is noted, counted and left alone.

    The moment is noted by the server's clock where there is a mail to tell it: after a new UIDVALIDITY, what arrived
    later is ours.
    """
    start, since = folder.rules.start, at
    if start == "all":
        start_uid = 1
    elif start == "now":
        start_uid = status.uidnext
        since = _last_arrival(folder, status, at)
    else:
        since = folder.installation.rules.midnight(start)
        start_uid = first_uid_since(folder, status, since)
    left_alone = len(folder.box.uids(folder.name, status.uidvalidity, 1, start_uid - 1))
    folder.installation.ledger.intake.first_contact(
        folder.rules.name,
        folder.name,
        uidvalidity=status.uidvalidity,
        start_uid=start_uid,
        left_alone=left_alone,
        start=str(start),
        at=since,
    )
    log.first_contact(mailbox=folder.rules.name, left_alone=left_alone)
    return state_of(folder)


def note_start(folder: WatchedFolder, state: FolderState) -> None:
    """Log, once a process, where `start` says something else by now; note it where a former version did not."""
    start = str(folder.rules.start)
    if state.start is None:
        folder.installation.ledger.intake.note_start(folder.rules.name, folder.name, start)
    elif state.start != start:
        said = folder.installation.sessions[folder.rules.name].starts_logged
        if (folder.name, start) not in said:
            said.add((folder.name, start))
            log.start_without_effect(mailbox=folder.rules.name, start=start, was=state.start)


def first_uid_since(folder: WatchedFolder, status: FolderStatus, since: datetime) -> int:
    """The lowest UID of a mail that arrived since then; the next one to come, where there is none."""
    uids = folder.box.uids(folder.name, status.uidvalidity, 1, status.uidnext - 1)
    for some in _slices(uids, DESCRIBED_AT_ONCE):
        found = first_from(folder.box.describe(folder.name, status.uidvalidity, some), since, status.uidnext)
        if found < status.uidnext:
            return found
    return status.uidnext


def state_of(folder: WatchedFolder) -> FolderState:
    """The cursor of a folder that was met."""
    state = folder.installation.ledger.intake.folder_state(folder.rules.name, folder.name)
    if state is None:
        raise LookupError(f"{folder.name} has no cursor although it was met")
    return state


def _last_arrival(folder: WatchedFolder, status: FolderStatus, at: datetime) -> datetime:
    """The second after the last mail that is left alone came; now, where none is there."""
    first = max(1, status.uidnext - DESCRIBED_AT_ONCE)
    uids = folder.box.uids(folder.name, status.uidvalidity, first, status.uidnext - 1)
    there = folder.box.describe(folder.name, status.uidvalidity, uids) if uids else {}
    return max((mail.received_at + SECOND for mail in there.values()), default=at)


def _slices(uids: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    for begin in range(0, len(uids), size):
        yield uids[begin : begin + size]
