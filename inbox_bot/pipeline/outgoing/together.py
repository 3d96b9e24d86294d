"""Changes that are alike, made in a mailbox by few commands: moves to one folder, flags, copies into Sent.

What became of each mail is a value; settling is `mailbox_changes`'. A change that a server refuses of many is tried
alone there, and so is what failed before: a server may have a limit for commands, and say no more than that.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from inbox_bot.core.message.values import Location
from inbox_bot.core.plan.effects import Flag, Move, SentCopy
from inbox_bot.core.reply.letter.wire import to_wire
from inbox_bot.core.reply.values import Letter
from inbox_bot.edges.ledger import Claimed
from inbox_bot.edges.mailbox import Appended, FlagFailed, Flagged, Gone, Mailbox, Moved, MoveFailed, UidValidityChanged
from inbox_bot.pipeline.installation import Installation
from inbox_bot.pipeline.outgoing.sent_by_server import files_sent

SEEN = "\\Seen"


@dataclass(frozen=True, kw_only=True, slots=True)
class Together:
    """What became of changes that were made together; what is not in here is tried alone."""

    #: the ledger knows the new places, where the server told them
    moved: dict[Location, Moved | Gone | MoveFailed] = field(default_factory=dict)
    flagged: dict[Location, Flagged | Gone | FlagFailed] = field(default_factory=dict)
    places: dict[int, tuple[Location, ...]] = field(default_factory=dict)  #: of mails to be flagged, by the action
    copied: frozenset[int] = frozenset()  #: actions whose copy is in Sent


def batches(taken: Sequence[Claimed]) -> list[list[Claimed]]:
    """What is done together, in this order: moves to the same folder, copies into Sent, the same flags; else alone."""
    moves: dict[tuple[str, ...], list[Claimed]] = {}
    copies: list[Claimed] = []
    flags: dict[tuple[str, ...], list[Claimed]] = {}
    alone: list[list[Claimed]] = []
    for claimed in taken:
        match claimed.action.effect:
            case Move() as move if len(claimed.locations) == 1 and claimed.attempts == 1:
                moves.setdefault(move.folder, []).append(claimed)
            case SentCopy() if claimed.attempts == 1:
                copies.append(claimed)
            case Flag() as flag if claimed.attempts == 1:
                flags.setdefault(flag.flags, []).append(claimed)
            case _:
                alone.append([claimed])
    return [*moves.values(), *([copies] if copies else []), *flags.values(), *alone]


def done_together(batch: Sequence[Claimed], installation: Installation, box: Mailbox) -> Together:
    """Make a batch's changes at once. Raises MailboxDown, LedgerError."""
    if len(batch) == 1:
        return Together()
    try:
        match batch[0].action.effect:
            case Move() as move:
                return Together(moved=_moved([each.locations[0] for each in batch], move, installation, box))
            case Flag() as flag:
                return _flagged(batch, flag, installation, box)
            case SentCopy() if _files_sent(batch, installation):
                return Together()  # each copy is looked for, and may be there
            case SentCopy():
                return Together(copied=_copied(batch, installation, box))
            case _:
                return Together()
    except UidValidityChanged:
        return Together()  # each is tried alone, and says so for itself


def _files_sent(batch: Sequence[Claimed], installation: Installation) -> bool:
    mailbox = batch[0].mailbox
    return mailbox is not None and files_sent(installation.rules.mailbox(mailbox))


def _moved(
    locations: Sequence[Location], move: Move, installation: Installation, box: Mailbox
) -> dict[Location, Moved | Gone | MoveFailed]:
    results = dict(zip(locations, box.move_all(locations, move.folder), strict=True))
    moves = [(location, result.to) for location, result in results.items() if isinstance(result, Moved) and result.to]
    installation.ledger.intake.moved_all(moves, installation.now())
    return results


def _flagged(batch: Sequence[Claimed], flag: Flag, installation: Installation, box: Mailbox) -> Together:
    places = lying_now(batch, installation)
    locations = list(dict.fromkeys(location for some in places.values() for location in some))
    return Together(flagged=dict(zip(locations, box.flag_all(locations, flag.flags), strict=True)), places=places)


def lying_now(batch: Sequence[Claimed], installation: Installation) -> dict[int, tuple[Location, ...]]:
    """Where the mails of these flags are, by the action: after the moves that were claimed together with them."""
    hashes = [each.raw_hash for each in batch if each.raw_hash is not None]
    mailbox = batch[0].mailbox
    known = installation.ledger.intake.locations_of_all(mailbox, hashes) if mailbox is not None and hashes else {}
    return {each.id: each.locations if each.raw_hash is None else known.get(each.raw_hash, ()) for each in batch}


def _copied(batch: Sequence[Claimed], installation: Installation, box: Mailbox) -> frozenset[int]:
    at = installation.now()
    letters = [each.action.effect.letter for each in batch if isinstance(each.action.effect, SentCopy)]
    wires = [copy_of(letter, installation, at) for letter in letters]
    results = box.append_all(box.sent_folder() or ("Sent",), wires, [SEEN], at)
    return frozenset(each.id for each, result in zip(batch, results, strict=True) if isinstance(result, Appended))


def copy_of(letter: Letter, installation: Installation, at: datetime) -> bytes:
    """What is put into Sent: the letter, which says by whose ledger it went out."""
    return to_wire(replace(letter, ledger=installation.ledger.name), at)
