"""What happens to mails in their mailbox: moved to the folder of their outcome, flagged, a copy of the answer in Sent.

All of it may be repeated: a move of a mail that is gone is done, a flag that is set stays set, a copy in Sent is looked
for before it is put there again. So these are claimed in numbers, and a dead daemon's are simply tried anew.
"""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from functools import partial
from typing import TypeVar

from inbox_bot import log
from inbox_bot.core.message.values import Location
from inbox_bot.core.plan.claim import may_change
from inbox_bot.core.plan.effects import Effect, Flag, Move, SentCopy, Unflag, kinds_of
from inbox_bot.core.reply.values import Letter
from inbox_bot.core.rules.model import MailboxSettings
from inbox_bot.core.words import ActionKind, ActionState, Carrier
from inbox_bot.edges.ledger import Claimed, Settlement
from inbox_bot.edges.mailbox import (
    AppendFailed,
    FlagFailed,
    Flagged,
    Gone,
    Mailbox,
    MailboxDown,
    Moved,
    MoveFailed,
    UidValidityChanged,
)
from inbox_bot.pipeline.installation import Installation
from inbox_bot.pipeline.outgoing import backoff
from inbox_bot.pipeline.outgoing.sent_by_server import LOOKS, files_sent, has_copy
from inbox_bot.pipeline.outgoing.together import SEEN, Together, batches, copy_of, done_together, lying_now
from inbox_bot.pipeline.pace import MINUTE
from inbox_bot.pipeline.presence import is_present

CHANGES = kinds_of(Carrier.MAILBOX)
AT_ONCE = 50
DONE = ActionState.DONE
T = TypeVar("T")


def change_mailbox(installation: Installation, rules: MailboxSettings, kinds: Collection[ActionKind] = CHANGES) -> None:
    """Do what of these kinds is due in one mailbox. Raises MailboxDown, LedgerError: what was left is due again.

    Mails are moved and flagged once the mailbox was looked at in this session (`poll`): before, their UIDs may mean
    others, and whoever claimed the changes of a mailbox that was just begun with would put them off.
    """
    box = installation.sessions[rules.name].mailbox
    if not box.is_compared():
        kinds = [kind for kind in kinds if kind is SentCopy.kind]
    if not kinds:
        return
    settled: list[Settlement] = []
    while not installation.stopping():
        taken = installation.ledger.actions.claim_many(
            kinds, installation.now(), mailbox=rules.name, count=AT_ONCE, settled=tuple(settled)
        )
        settled = []
        if not taken:
            return
        try:
            for batch in batches(taken):
                settled += _do_batch(batch, installation, box)
        except MailboxDown:
            known = {settlement.id for settlement in settled}
            settled += [_again(left, installation) for left in taken if left.id not in known]
            installation.ledger.actions.settle_many(settled, installation.now())
            raise
    installation.ledger.actions.settle_many(settled, installation.now())


def _do_batch(batch: Sequence[Claimed], installation: Installation, box: Mailbox) -> list[Settlement]:
    together = done_together(batch, installation, box) if may_change(installation.rules) is None else Together()
    settled = [_do(claimed, installation, box, together) for claimed in batch]
    for claimed, settlement in zip(batch, settled, strict=True):
        if settlement.state is not DONE:
            log.action_settled(
                action=claimed.id, kind=claimed.action.kind.value, state=settlement.state.value, why=settlement.why
            )
    return settled


def _do(claimed: Claimed, installation: Installation, box: Mailbox, together: Together) -> Settlement:
    at = installation.now()
    if (hold := may_change(installation.rules)) is not None:
        return Settlement(id=claimed.id, state=ActionState.HELD, why=hold.value)
    try:
        return _try(claimed, claimed.action.effect, installation, box, together)
    except UidValidityChanged:
        # Nothing was tried: the next poll learns where the mail lies now.
        return Settlement(id=claimed.id, state=ActionState.PENDING, next_try_at=at + MINUTE, tried=False)


def _try(claimed: Claimed, effect: Effect, installation: Installation, box: Mailbox, together: Together) -> Settlement:
    match effect:
        case Move():
            return _move(claimed, effect, installation, box, together)
        case Flag():
            places = together.places.get(claimed.id)
            return _flag(claimed, partial(_flagged, effect, box, together), installation, box, places)
        case Unflag():
            return _flag(claimed, partial(box.unflag, flags=effect.flags), installation, box, None)
        case SentCopy() if claimed.id in together.copied:
            return Settlement(id=claimed.id, state=DONE)
        case SentCopy():
            return _copy(claimed, effect.letter, installation, box)
    raise TypeError(f"an action of kind {claimed.action.kind} does not happen in a mailbox")


def _move(claimed: Claimed, move: Move, installation: Installation, box: Mailbox, together: Together) -> Settlement:
    """The first place that we knew of is the mail's own: further copies have moves of their own."""
    for location in reversed(claimed.locations):
        result = together.moved.get(location)
        if isinstance(result, Moved) and result.to is not None:
            return Settlement(id=claimed.id, state=DONE)
        result = result or _at(location, installation, partial(box.move, location, move.folder))
        match result:
            case Moved():
                to = result.to or (_found_there(claimed, move, installation, box) if _tells_places(box) else None)
                installation.ledger.intake.moved(location, to, installation.now())
                return Settlement(id=claimed.id, state=DONE)
            case Gone():
                tried = (
                    claimed.attempts > 1 or location in together.moved
                )  # a NO to several may have come after some were moved
                installation.ledger.intake.moved(
                    location, _found_there(claimed, move, installation, box) if tried else None, installation.now()
                )
            case MoveFailed() if not is_present(box, location):
                installation.ledger.intake.moved(location, None, installation.now())
            case MoveFailed():
                return _failed(claimed, result, installation.now())
    return Settlement(id=claimed.id, state=DONE, note="the mail was gone")


def _tells_places(box: Mailbox) -> bool:
    """Whether the server says where it moves mails; one that never does is not asked for each."""
    return "UIDPLUS" in box.capabilities()


def _found_there(claimed: Claimed, move: Move, installation: Installation, box: Mailbox) -> Location | None:
    """Where it is in the target folder, by its Message-ID: a try that could not say so moved it there."""
    if claimed.mailbox is None or claimed.raw_hash is None:
        return None
    mail = installation.ledger.reports.mail(claimed.mailbox, claimed.raw_hash)
    if mail is None or mail.message_id is None:
        return None
    found = box.find(box.folder_name(move.folder), mail.message_id)
    return found[0] if len(found) == 1 else None


def _flagged(flag: Flag, box: Mailbox, together: Together, location: Location) -> Flagged | Gone | FlagFailed:
    return together.flagged.get(location) or box.flag(location, flag.flags)


def _flag(
    claimed: Claimed,
    change: Callable[[Location], Flagged | Gone | FlagFailed],
    installation: Installation,
    box: Mailbox,
    places: Sequence[Location] | None,
) -> Settlement:
    """Set flags or take them off, in `places`; None: wherever the mail is."""
    flagged = False
    for location in places if places is not None else lying_now([claimed], installation)[claimed.id]:
        result = _at(location, installation, partial(change, location))
        if isinstance(result, Gone) or (isinstance(result, FlagFailed) and not is_present(box, location)):
            installation.ledger.intake.moved(location, None, installation.now())
        elif isinstance(result, FlagFailed):
            return _failed(claimed, result, installation.now())
        else:
            flagged = True
    return Settlement(id=claimed.id, state=DONE, note="" if flagged else "the mail was gone")


def _at(location: Location, installation: Installation, change: Callable[[], T]) -> T | Gone:
    """Make a change. A folder that nobody polls and that was made anew holds nothing of what we knew there.

    Raises UidValidityChanged for a watched folder: the next poll learns where the mail lies now.
    """
    try:
        return change()
    except UidValidityChanged:
        if location.folder in installation.rules.mailbox(location.mailbox).folders:
            raise
        return Gone(location=location)


def _copy(claimed: Claimed, letter: Letter, installation: Installation, box: Mailbox) -> Settlement:
    sent, at = box.sent_folder(), installation.now()
    by_server = claimed.mailbox is not None and files_sent(installation.rules.mailbox(claimed.mailbox))
    if sent is not None and by_server and has_copy(box, sent, letter, installation.ledger.name):
        return Settlement(id=claimed.id, state=DONE, note="the server put it there")
    if by_server and claimed.attempts <= LOOKS:
        return Settlement(id=claimed.id, state=ActionState.PENDING, next_try_at=at + MINUTE)
    if sent is not None and claimed.attempts > 1 and box.find(sent, letter.message_id):
        return Settlement(id=claimed.id, state=DONE, note="it was there")
    result = box.append(sent or ("Sent",), copy_of(letter, installation, at), [SEEN], at)
    if isinstance(result, AppendFailed):
        return _failed(claimed, result, at)
    return Settlement(id=claimed.id, state=DONE)


def _failed(claimed: Claimed, failed: MoveFailed | FlagFailed | AppendFailed, at: datetime) -> Settlement:
    if failed.temporary:
        again = backoff.deed_again(claimed.attempts, at)
        return Settlement(id=claimed.id, state=ActionState.PENDING, note=failed.sentence, next_try_at=again)
    return Settlement(id=claimed.id, state=ActionState.REFUSED, note=failed.sentence, why=failed.code)


def _again(claimed: Claimed, installation: Installation) -> Settlement:
    """When the line is gone: later; but for whoever comes after us at once, where we cut it ourselves to end."""
    again = None if installation.stopping() else backoff.deed_again(claimed.attempts, installation.now())
    return Settlement(id=claimed.id, state=ActionState.PENDING, next_try_at=again)
