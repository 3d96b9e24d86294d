"""Whether the cursor passed over a mail: asked of the mailbox itself before a digest says that all is accounted for.

Between where a folder's cursor was at the last digest and where it is now, each mail that is there has a row. `deep`
takes in what has none; here it is only told, for a digest may not wait long.
"""

from collections.abc import Collection
from datetime import datetime

from inbox_bot.core.wording import Sentence
from inbox_bot.edges.mailbox import FolderRefused, MailboxDown, UidValidityChanged
from inbox_bot.pipeline.installation import Installation


def passed_over(
    installation: Installation, mailboxes: Collection[str], since: datetime
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Sentences about mails without a row, and about mailboxes that can't be asked now. Raises LedgerError."""
    doubts: list[str] = []
    unasked: list[str] = []
    for name in sorted(mailboxes):
        try:
            doubts += _in_mailbox(installation, name, since)
        except MailboxDown:
            unasked.append(
                Sentence(
                    "The mailbox {mailbox} could not be asked whether it has more than is told here.", mailbox=name
                )
            )
    return tuple(doubts), tuple(unasked)


def _in_mailbox(installation: Installation, name: str, since: datetime) -> list[str]:
    found: list[str] = []
    intake = installation.ledger.intake
    try:
        box = installation.mailbox(name)
    except KeyError:  # rules.yaml names it no longer
        return found
    for folder in installation.rules.mailbox(name).folders:
        state = intake.folder_state(name, folder)
        if state is None:
            continue
        first = max(state.start_uid, intake.place_at(name, folder, state.uidvalidity, since))
        last = state.next_uid - 1
        if first > last:
            continue
        try:
            there = box.uids(folder, state.uidvalidity, first, last)
        except (UidValidityChanged, FolderRefused):
            continue  # the next poll meets the folder anew
        passed = set(there) - intake.known_uids(name, folder, state.uidvalidity, first, last)
        if passed:
            found.append(
                Sentence(
                    "{number} mails in the mail folder {folder} are in no list: whoever runs inbox_bot is to compare "
                    "mailbox and ledger, which takes them in.",
                    number=len(passed),
                    folder=folder,
                )
            )
    return found
