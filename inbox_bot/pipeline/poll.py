"""One look at a mailbox: what is new comes in, batch by batch, and the cursor follows.

1. `glance` at each folder. Other UIDs than we know (a new UIDVALIDITY, a restored mailbox): its mails are fetched again
   and known by their raw hash.
2. What waits from before is fetched again, each mail alone.
3. What is new is fetched in batches bounded by count and bytes, and taken in.
4. The cursor moves up to the first mail that did not come.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from inbox_bot import log
from inbox_bot.core.message.values import RawMail
from inbox_bot.core.rules.model import Mailbox as MailboxRules
from inbox_bot.edges.ledger import FolderState
from inbox_bot.edges.mailbox import Absence, Glance, Mailbox, Missing, UidValidityChanged
from inbox_bot.pipeline.arrivals import first_from, is_another_mailbox, look_for, looks_different, unknown
from inbox_bot.pipeline.house import House
from inbox_bot.pipeline.take_in import TakenIn, take_in

BATCH_MAILS = 50
BATCH_BYTES = 24_000_000  # of a batch's mails together; a larger mail comes alone
DESCRIBED_AT_ONCE = 1_000
LOOKS = 3  # at one folder in one poll, where its UIDs change their meaning meanwhile

Told = Callable[[TakenIn, int], None]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Folder:
    """A folder of a mailbox that is being looked at."""

    house: House
    rules: MailboxRules
    box: Mailbox
    name: str
    told: Told
    stop: Callable[[], bool]


def poll(
    house: House,
    rules: MailboxRules,
    told: Told = lambda taken, left: None,
    stop: Callable[[], bool] = lambda: False,
) -> None:
    """Take in all that is new in a mailbox; `told` hears of each batch, and how many mails are still to come.

    `stop` is asked between batches: what is left comes with the next poll.
    Raises MailboxDown, SpoolFailed, FilingFailed, LedgerError: what was committed stays, the rest comes next time.
    """
    for name in rules.folders:
        folder = _Folder(house=house, rules=rules, box=house.mailboxes[rules.name], name=name, told=told, stop=stop)
        for _ in range(LOOKS):
            try:
                _look(folder)
                break
            except UidValidityChanged:
                continue  # the next look sees the new value, and starts over with it


def _look(folder: _Folder) -> None:
    house, at = folder.house, folder.house.now()
    glance = folder.box.glance(folder.name)
    state = house.ledger.folder_state(folder.rules.name, folder.name)
    if state is None:
        state = _first_contact(folder, glance, at)
    elif is_another_mailbox(state, glance) or _was_restored(folder, state):
        state = _begin_again(folder, state, glance, at)
    house.checked.add((folder.rules.name, folder.name))
    _take_in_waiting(folder, state)
    look = look_for(state, glance, at)
    if look is None:
        return
    listed = folder.box.uids(folder.name, glance.uidvalidity, look.first, look.last)
    new = unknown(
        listed, house.ledger.known_uids(folder.rules.name, folder.name, glance.uidvalidity, look.first, look.last)
    )
    later = _take_in(folder, glance.uidvalidity, new)
    reached = min(later, default=max(glance.uidnext, state.next_uid))
    house.ledger.advance(
        folder.rules.name,
        folder.name,
        uidvalidity=glance.uidvalidity,
        next_uid=max(state.next_uid, reached),
        listed=[uid for uid in listed if uid not in later],
        highestmodseq=glance.highestmodseq,
        messages=glance.messages,
        arrival_at=at if new else None,
    )


def _first_contact(folder: _Folder, glance: Glance, at: datetime) -> FolderState:
    """Where taking in begins, by `mailbox.start`: what lies below it is noted, counted and left alone."""
    start = folder.rules.start
    if start == "all":
        start_uid = 1
    elif start == "now":
        start_uid = glance.uidnext
    else:
        midnight = datetime.combine(start, time(), ZoneInfo(folder.house.rules.company.timezone)).astimezone(UTC)
        start_uid = _first_from(folder, glance, midnight)
    left_alone = len(folder.box.uids(folder.name, glance.uidvalidity, 1, start_uid - 1))
    folder.house.ledger.first_contact(
        folder.rules.name,
        folder.name,
        uidvalidity=glance.uidvalidity,
        start_uid=start_uid,
        left_alone=left_alone,
        at=at,
    )
    log.first_contact(mailbox=folder.rules.name, left_alone=left_alone)
    return _state(folder)


def _begin_again(folder: _Folder, state: FolderState, glance: Glance, at: datetime) -> FolderState:
    """The folder's UIDs mean other mails now: it is listed anew from where we once began, by date of arrival."""
    start_uid = 1 if state.left_alone == 0 else _first_from(folder, glance, state.first_contact_at)
    folder.house.ledger.new_uidvalidity(
        folder.rules.name, folder.name, uidvalidity=glance.uidvalidity, start_uid=start_uid, at=at
    )
    log.uids_changed(mailbox=folder.rules.name, uidvalidity=glance.uidvalidity)
    return _state(folder)


def _was_restored(folder: _Folder, state: FolderState) -> bool:
    """At a daemon's first look: whether the last UIDs still mean the mails we know by them."""
    key = (folder.rules.name, folder.name)
    if key in folder.house.checked:
        return False
    checks = folder.house.ledger.spot_checks(*key)
    there = folder.box.describe(folder.name, state.uidvalidity, [check.uid for check in checks]) if checks else {}
    return looks_different(checks, there)


def _first_from(folder: _Folder, glance: Glance, since: datetime) -> int:
    uids = folder.box.uids(folder.name, glance.uidvalidity, 1, glance.uidnext - 1)
    for some in _slices(uids, DESCRIBED_AT_ONCE):
        found = first_from(folder.box.describe(folder.name, glance.uidvalidity, some), since, glance.uidnext)
        if found < glance.uidnext:
            return found
    return glance.uidnext


def _take_in_waiting(folder: _Folder, state: FolderState) -> None:
    """Mails that were seen and have no outcome: fetched again, each in a batch of its own."""
    for waiting in folder.house.ledger.waiting(folder.rules.name):
        here = [place for place in waiting.locations if place.folder == folder.name]
        if here and here[0].uidvalidity == state.uidvalidity:
            _take_in(folder, state.uidvalidity, [here[0].uid])


def _take_in(folder: _Folder, uidvalidity: int, uids: Sequence[int]) -> frozenset[int]:
    """These mails, in batches; gives back the UIDs that are there and did not come."""
    later: set[int] = set()
    left = list(uids)
    while left and not folder.stop():
        asked = left[:BATCH_MAILS]
        with _spooled(folder.box.fetch(folder.name, uidvalidity, asked, max_bytes=BATCH_BYTES)) as (mails, missing):
            left = left[len(mails) + len(missing) :]
            for absent in missing:
                if absent.why is Absence.EXPUNGED:
                    folder.house.ledger.expunged(absent.location, folder.house.now())
                else:
                    later.add(absent.location.uid)
            _hand_in(folder, mails, len(left))
        if not mails and not missing:
            break
    return frozenset(later.union(left))


def _hand_in(folder: _Folder, mails: Sequence[RawMail], left: int) -> None:
    if not mails:
        return
    house = folder.house
    taken = take_in(mails, house, house.now())
    folder.told(taken, left)
    for alone in taken.alone:
        folder.told(take_in([alone], house, house.now()), left)


@contextmanager
def _spooled(fetched: Iterable[RawMail | Missing]) -> Iterator[tuple[list[RawMail], list[Missing]]]:
    """What was fetched; its spool files are deleted at the end, whatever happens."""
    mails: list[RawMail] = []
    missing: list[Missing] = []
    try:
        for each in fetched:
            if isinstance(each, RawMail):
                mails.append(each)
            else:
                missing.append(each)
        yield mails, missing
    finally:
        for mail in mails:
            mail.spool.unlink(missing_ok=True)


def _state(folder: _Folder) -> FolderState:
    state = folder.house.ledger.folder_state(folder.rules.name, folder.name)
    if state is None:
        raise LookupError(f"{folder.name} has no cursor although it was met")
    return state


def _slices(uids: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    for begin in range(0, len(uids), size):
        yield uids[begin : begin + size]
