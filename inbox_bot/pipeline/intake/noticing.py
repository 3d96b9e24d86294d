"""A poll's last step: which mails are in another folder than before, what that means, and which letters may go now."""

from collections.abc import Mapping

from inbox_bot.core.review.folders import OurFolder
from inbox_bot.pipeline.counters import Counters
from inbox_bot.pipeline.decisions.moved import (
    Moves,
    let_letters_go,
    look_again_at_copies,
    settle_moves,
    waiting_letters,
)
from inbox_bot.pipeline.intake.batches import WatchedFolder
from inbox_bot.pipeline.intake.our_folders import look_into_ours


def notice_moves(folders: Mapping[str, OurFolder], watched: WatchedFolder, counters: Counters) -> None:
    """`watched` is any of the mailbox's watched folders. Raises MailboxDown, SpoolFailed, FilingFailed, LedgerError.

    A letter goes that waited before this look; one that this look leads to waits for the next.
    """
    installation, rules = watched.installation, watched.rules
    moves = Moves(installation=installation, rules=rules, folders=folders)
    letters = waiting_letters(moves)
    look_into_ours(folders, watched, counters, installation.now())
    if _has_changed(watched, counters):
        look_again_at_copies(moves)
        installation.ledger.drags.forget_old(installation.now())
    settle_moves(moves)
    let_letters_go(letters, moves)


def _has_changed(watched: WatchedFolder, counters: Counters) -> bool:
    """Whether anything in the mailbox is another than at the last poll, as far as was told."""
    session = watched.installation.sessions[watched.rules.name]
    before, session.counted = session.counted, counters.first
    return before != session.counted or not counters.at_once
