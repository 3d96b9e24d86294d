"""Further copies of a mail that is known: they go where duplicates go, and nothing else happens to them.

A copy is one only while the mail still is at every place where we know it: what a person moved back, or a restored
mailbox shows again, stays where it is. So the server is asked about the other places before anything is moved.
"""

from collections.abc import Iterable
from datetime import datetime

from inbox_bot.core.message.values import Location
from inbox_bot.core.reply.why import Hold
from inbox_bot.core.rules.model import Mode
from inbox_bot.core.words import ActionState
from inbox_bot.edges.ledger import Copy
from inbox_bot.pipeline.installation import Installation
from inbox_bot.pipeline.presence import is_present


def put_copies_aside(copies: Iterable[Copy], installation: Installation, at: datetime) -> None:
    """Ask for the move of each further copy. Raises MailboxDown, LedgerError: `finish_copies` does what was left."""
    for copy in copies:
        if copy.elsewhere and copy.at.folder != installation.sessions[copy.at.mailbox].junk:
            _put_aside(copy.raw_hash, copy.at, installation, at)


def finish_copies(installation: Installation, mailbox: str, folder: str, at: datetime) -> None:
    """What a poll that ended half-way noted as copies and did not put aside. Raises MailboxDown, LedgerError."""
    polled_at = next(
        (each.polled_at for each in installation.ledger.notices.poll_states() if each.mailbox == mailbox), None
    )
    state = installation.ledger.intake.folder_state(mailbox, folder)
    for raw_hash, location in installation.ledger.intake.further_copies(mailbox, folder, polled_at):
        if state is None or location.uidvalidity != state.uidvalidity:
            continue  # where it lies now, nobody knows yet
        _put_aside(raw_hash, location, installation, at)


def _put_aside(raw_hash: str, location: Location, installation: Installation, at: datetime) -> None:
    folder = installation.rules.mailbox(location.mailbox).move_to.duplicate
    if folder is None or not _is_a_copy(raw_hash, location, installation, at):
        return
    observing = installation.rules.mode is Mode.OBSERVE
    installation.ledger.actions.put_aside(
        location,
        folder,
        at,
        state=ActionState.HELD if observing else ActionState.PENDING,
        why=Hold.OBSERVE.value if observing else None,
    )


def _is_a_copy(raw_hash: str, location: Location, installation: Installation, at: datetime) -> bool:
    """Whether the mail is at all its other places too; those it left are noted."""
    others = [each for each in installation.ledger.intake.locations_of(location.mailbox, raw_hash) if each != location]
    left = [each for each in others if not is_present(installation.sessions[location.mailbox].mailbox, each)]
    for each in left:
        installation.ledger.intake.moved(each, None, at)
    return bool(others) and not left
