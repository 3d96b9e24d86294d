"""Mail that was left alone at first contact is taken in after all, from a day on (`inbox-bot take-in --since`).

1. A poll, so that everything is known by now, and Sent from that day on: who was answered by hand.
2. In each folder, the mails between the first one that arrived since that day and where taking in began: those that
   have no row yet, batch by batch, as any mail. Of answers to mail older than three days, `reply/` says that they wait.
3. Where all of them came, the folder's beginning moves down to that mail: the cursor's invariant holds from there on.

Killed or stopped before 3, the beginning is where it was: the next call finds what was taken in by its rows, and goes
on. It needs the ledger's lock, as a poll does.
"""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from inbox_bot.core.rules.model import MailboxSettings
from inbox_bot.edges.ledger import FolderState
from inbox_bot.edges.mailbox import UidValidityChanged
from inbox_bot.pipeline.cursor import unknown
from inbox_bot.pipeline.installation import Installation
from inbox_bot.pipeline.intake.batches import NotTaken, OnBatch, WatchedFolder, take_in_uids
from inbox_bot.pipeline.intake.first_contact import first_uid_since, state_of
from inbox_bot.pipeline.intake.poll import LOOKS, poll
from inbox_bot.pipeline.sent import note_sent_since


@dataclass(frozen=True, kw_only=True, slots=True)
class TakenEarlier:
    """What became of the earlier mails of one folder."""

    folder: str
    left: NotTaken  #: what did not come; then the next call takes it in
    left_alone: int  #: mails before that day: they stay as they are


def take_in_since(
    installation: Installation,
    rules: MailboxSettings,
    since: date,
    on_batch: OnBatch = lambda taken, left: None,
    stop: Callable[[], bool] = lambda: False,
) -> tuple[TakenEarlier, ...]:
    """Take in what arrived in the mailbox since that day began in the company's time zone; each folder's result.

    `on_batch` and `stop` are as in `poll`. Raises MailboxDown, SpoolFailed, FilingFailed, LedgerError: what was
    committed stays, the rest comes with the next call.
    """
    box = installation.sessions[rules.name].mailbox
    poll(installation, rules, on_batch, stop)
    with contextlib.suppress(UidValidityChanged):  # Sent is looked at anew with the next poll
        note_sent_since(installation, rules, box, installation.rules.midnight(since))
    watched = [
        WatchedFolder(installation=installation, rules=rules, box=box, name=name, on_batch=on_batch, stop=stop)
        for name in rules.folders
    ]
    return tuple(_until_it_holds(folder, since) for folder in watched)


def _until_it_holds(folder: WatchedFolder, since: date) -> TakenEarlier:
    for _ in range(LOOKS - 1):
        try:
            return _in_folder(folder, since)
        except UidValidityChanged:
            poll(folder.installation, folder.rules, folder.on_batch, folder.stop)  # it sees the new value
    return _in_folder(folder, since)


def _in_folder(folder: WatchedFolder, since: date) -> TakenEarlier:
    intake, key = folder.installation.ledger.intake, (folder.rules.name, folder.name)
    state, status = state_of(folder), folder.box.status(folder.name)
    if status.uidvalidity != state.uidvalidity:
        raise UidValidityChanged(folder.name, state.uidvalidity, status.uidvalidity)
    moment = folder.installation.rules.midnight(since)
    begin = min(first_uid_since(folder, status, moment), state.start_uid)
    listed = folder.box.uids(folder.name, status.uidvalidity, begin, state.start_uid - 1)
    known = intake.known_uids(*key, status.uidvalidity, begin, state.start_uid - 1)
    left = take_in_uids(folder, status.uidvalidity, unknown(listed, known))
    left_alone = len(folder.box.uids(folder.name, status.uidvalidity, 1, begin - 1))
    if not left.uids:
        intake.begin_earlier(
            *key,
            uidvalidity=status.uidvalidity,
            start_uid=begin,
            listed=listed,
            left_alone=left_alone,
            since=min(moment, state.first_contact_at),
            start=_noted(state, folder.rules, since, left_alone),
        )
    return TakenEarlier(folder=folder.name, left=left, left_alone=left_alone)


def _noted(state: FolderState, rules: MailboxSettings, since: date, left_alone: int) -> str | None:
    """What `start` is taken to have said: what it says today, once that is so; else as before."""
    asked = rules.start
    is_so = left_alone == 0 if isinstance(asked, str) else since <= asked
    return str(asked) if is_so and asked != "now" else state.start
