"""An erasure, from what the ledger forgets to the last copy: each step may be repeated, so that a kill changes nothing.

1. `begin`: the ledger forgets, in one transaction, and keeps the trail to the other copies.
   What is erased is noted beside the ledger (`erased_list`), for backups of before.
2. The files are deleted, but for those that something refers to again.
3. In each mailbox the copies are looked for and deleted. One that is down is done later.
4. The trail is forgotten, and what deleted rows left in the database's files is cleared. Then it is done.

What will be done is put on record before it is done: a receipt that is made twice says the same.
"""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from inbox_bot import log
from inbox_bot.core.erasure.values import Erasure, InFolder, Kept, Receipt, Why
from inbox_bot.core.rules.model import Rules
from inbox_bot.core.wording import Sentence, said_by
from inbox_bot.edges.filing import Filing, FilingFailed
from inbox_bot.edges.ledger import Ledger
from inbox_bot.edges.mailbox import Copies, MailboxDown, UidValidityChanged
from inbox_bot.pipeline.privacy.erased_list import note
from inbox_bot.pipeline.privacy.in_mailbox import FoundIn, copies_in

REFERENCE_BYTES = 4


@dataclass(frozen=True, kw_only=True, slots=True)
class World:
    """What an erasure reaches."""

    rules: Rules
    ledger: Ledger
    filing: Filing
    boxes: Mapping[str, Callable[[], Copies]]  #: by the mailbox's name; raises where its password is missing
    erased: Path  #: where it is noted, for a ledger that takes this one's place


@dataclass(frozen=True, kw_only=True, slots=True)
class Carried:
    """How far it came."""

    erasure: Erasure
    problems: tuple[str, ...] = ()  #: what is to be done later, and why
    is_scrubbed: bool = True  #: false: the ledger's files still have what was deleted: in use, or the disk is full


def begin(
    kept: Kept, world: World, at: datetime, *, why: Why, by: str | None, reference: str | None = None
) -> Erasure | None:
    """Let the ledger forget. None where a mail is being read just now, or a letter sent: try again in a moment.

    `reference`: of an erasure that this ledger does not know; None: a new one.
    """
    reference = reference or secrets.token_hex(REFERENCE_BYTES)
    names = [each.name for each in world.rules.mailboxes]
    files = files_besides(kept, world.filing)
    return world.ledger.erasures.begin(reference, kept, at, why=why, by=by, mailboxes=names, files=files)


def files_besides(kept: Kept, filing: Filing) -> list[str]:
    """What people put into the folders of the applications, beside what was filed there. Raises FilingFailed."""
    filed = frozenset(kept.trail.files)
    there = (entry.path for folder in kept.folders for entry in filing.listed(folder))
    return [path for path in there if path not in filed]


def carry_on(erasure: Erasure, world: World, at: datetime, *, scrubbing: bool = True) -> Carried:
    """Do what is left of an erasure. Raises LedgerError: it is taken up again from where it was.

    `scrubbing`: what deleted rows left is cleared at once; else whoever erases in batches does so at the end.
    """
    problems: list[str] = []
    try:
        note(erasure, world.ledger, world.erased)
    except OSError as error:
        said = error.strerror or type(error).__name__
        problems.append(Sentence("{file} can't be written: {why}", file=str(world.erased), why=said))
    try:
        erasure = _without_files(erasure, world)
    except FilingFailed as failed:
        problems.append(said_by(failed))
    for mailbox in erasure.receipt.pending:
        try:
            erasure = _without_mails(erasure, mailbox, world)
        except MailboxDown as down:
            problems.append(down.sentence)
        except UidValidityChanged:
            problems.append(Sentence("The mailbox {name} was changed meanwhile: it is looked at again", name=mailbox))
        except _StillThere as still:
            problems.append(said_by(still))
    if not problems and erasure.trail is not None:
        erasure = world.ledger.erasures.finish(erasure, at)
    is_scrubbed = scrubbing and clear_up(world.ledger, at)
    if is_scrubbed and erasure.trail is None and erasure.done_at is None:
        erasure = replace(erasure, done_at=at)
    return Carried(erasure=erasure, problems=tuple(problems), is_scrubbed=is_scrubbed)


def clear_up(ledger: Ledger, at: datetime) -> bool:
    """Clear what deleted rows left in the database's files: what has no copy left elsewhere is done then.

    False where that is not possible now. Raises LedgerError.
    """
    done = ledger.erasures.scrub(at)
    for reference in done or ():
        log.erasure_done(reference=reference)
    return done is not None


class _StillThere(Exception):
    """Copies that a mailbox has yet; the text says why."""


def _without_files(erasure: Erasure, world: World) -> Erasure:
    trail, receipt = erasure.trail, erasure.receipt
    if trail is None or not trail.files:
        return erasure
    referred = world.ledger.decisions.referred_to(trail.files)
    gone = [path for path in trail.files if path not in referred]
    if not receipt.files:
        there = sum(world.filing.exists(path) for path in gone)
        erasure = _noted(replace(erasure, receipt=replace(receipt, files=there)), world)
    for path in gone:
        world.filing.delete(path)
    return _noted(replace(erasure, trail=replace(trail, files=())), world)


def _without_mails(erasure: Erasure, mailbox: str, world: World) -> Erasure:
    trail = erasure.trail
    if trail is None:
        return erasure
    if mailbox not in world.boxes:
        raise _StillThere(Sentence("the mailbox {name} is no longer in rules.yaml: its copies stay", name=mailbox))
    copies = world.boxes[mailbox]()
    left = ""
    for found in copies_in(trail, copies, world.rules, world.ledger, erasure.asked_at):
        erasure = _noted(replace(erasure, receipt=_with_folder(erasure.receipt, mailbox, found, trail.to_trash)), world)
        do = copies.to_trash if trail.to_trash else copies.expunge
        ended = do(found.folder, found.uidvalidity, found.uids)
        if ended.left:
            left = (
                left
                or ended.sentence
                or Sentence(
                    "{number} mails in {folder} are marked as deleted, and go when a mail program clears it up",
                    number=len(ended.left),
                    folder=found.folder,
                )
            )
    if left:
        raise _StillThere(left)
    pending = tuple(each for each in erasure.receipt.pending if each != mailbox)
    return _noted(replace(erasure, receipt=replace(erasure.receipt, pending=pending)), world)


def _with_folder(receipt: Receipt, mailbox: str, found: FoundIn, to_trash: bool) -> Receipt:
    """With what is about to be done: after a kill fewer are found, and as many were."""
    before = next((each for each in receipt.folders if (each.mailbox, each.folder) == (mailbox, found.folder)), None)
    number = max(len(found.uids), before.number if before else 0)
    now = InFolder(mailbox=mailbox, folder=found.folder, number=number, to_trash=to_trash)
    return replace(receipt, folders=(*(each for each in receipt.folders if each != before), now))


def _noted(erasure: Erasure, world: World) -> Erasure:
    world.ledger.erasures.progress(erasure)
    return erasure
