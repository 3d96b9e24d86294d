"""The folders that mail goes to: made at the first live poll, and looked into at every poll for what people put there.

A cursor each, like a watched folder's, but what lies there when a folder is first seen (or seen anew: another
UIDVALIDITY, back after it was away, under a ledger that was put back) is nobody's decision: the cursor begins above
it, and what we knew there is found under its new number (`found_again`). What comes later and has no row is not ours:
we note where we move mail. Such a mail is told by its Message-ID first, and to be sure by its raw hash; where a server
rewrites what it stores, by its fingerprint. One that nobody has seen before is taken in like new mail. What the move of
either means is `decisions/moved`'s.

Idle, a look costs nothing beside the poll's one command. Without LIST-STATUS, a few folders are asked at each poll, in
turn: each within five.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from inbox_bot import log
from inbox_bot.core.message.values import Location, RawMail
from inbox_bot.core.message_ids import Form, is_at
from inbox_bot.core.review.folders import OurFolder, our_folders
from inbox_bot.core.rules.model import MailboxSettings, Mode
from inbox_bot.core.words import Outcome
from inbox_bot.edges.ledger import FolderState, KnownMail
from inbox_bot.edges.mailbox import FolderRefused, FolderStatus, ThreadHeader, UidValidityChanged
from inbox_bot.pipeline.counters import Counters
from inbox_bot.pipeline.cursor import is_another_mailbox, unknown
from inbox_bot.pipeline.installation import Installation
from inbox_bot.pipeline.intake.batches import WatchedFolder, hand_in
from inbox_bot.pipeline.intake.fetching import BATCH_BYTES, BATCH_MAILS, spooled
from inbox_bot.pipeline.intake.found_again import find_again
from inbox_bot.pipeline.restored import ledger_restored_at

POLLS_A_ROUND = 5  # without LIST-STATUS: each folder is looked into within so many polls


def ours_of(installation: Installation, rules: MailboxSettings) -> dict[str, OurFolder]:
    """Our folders by the server's name for them; those that rules.yaml named once, too, which mean nothing any more."""
    box = installation.sessions[rules.name].mailbox
    named = our_folders(installation.rules, rules, box.folder_name)
    if (sent := box.sent_folder()) is not None:
        named.pop(sent, None)
    met = installation.ledger.intake.our_folders(rules.name)
    former = {name: OurFolder(parts=(name,)) for name in met if name not in named and name not in rules.folders}
    return named | former


def look_into_ours(folders: Mapping[str, OurFolder], watched: WatchedFolder, counters: Counters, at: datetime) -> None:
    """Note what people put into our folders. `watched` is any of the mailbox's. Raises MailboxDown, LedgerError.

    A folder that the server refuses holds up no other: it is looked into again.
    """
    states = watched.installation.ledger.intake.folder_states(watched.rules.name)
    restored_at = ledger_restored_at(watched.installation, watched.rules.name)
    for name in _in_turn(sorted(folders), watched.installation, watched.rules, counters):
        if watched.stop():
            return
        folder = WatchedFolder(
            installation=watched.installation,
            rules=watched.rules,
            box=watched.box,
            name=name,
            on_batch=watched.on_batch,
            stop=watched.stop,
        )
        try:
            _look(folder, folders[name], states.get(name), restored_at, counters, at)
        except (FolderRefused, UidValidityChanged):
            continue


def _in_turn(
    names: Sequence[str], installation: Installation, rules: MailboxSettings, counters: Counters
) -> Sequence[str]:
    session = installation.sessions[rules.name]
    if counters.at_once:
        return names
    fresh = [name for name in names if name not in session.looked_into]
    session.looked_into.update(fresh)
    if fresh:
        return fresh
    session.turn += 1
    return names[session.turn % POLLS_A_ROUND :: POLLS_A_ROUND]


def _look(
    folder: WatchedFolder,
    our: OurFolder,
    state: FolderState | None,
    restored_at: datetime | None,
    counters: Counters,
    at: datetime,
) -> None:
    intake, key = folder.installation.ledger.intake, (folder.rules.name, folder.name)
    status = _status_of_one_there(folder, state, counters)
    if status is None and state is None:
        status = _made(folder, our)
    if status is None:
        if state is not None and not state.anew:
            intake.away(*key)
    elif state is None:
        intake.first_contact(
            *key, uidvalidity=status.uidvalidity, start_uid=status.uidnext, left_alone=0, at=at, ours=True
        )
    elif is_another_mailbox(state, status):
        intake.new_uidvalidity(*key, uidvalidity=status.uidvalidity, start_uid=status.uidnext, at=at)
        if find_again(folder, status, at):
            intake.forget_old_numbers(*key, at)
    elif state.anew and not find_again(folder, status, at):
        return
    elif state.anew or _is_from_before(restored_at, state):
        _pass_over(folder, status, at)
    elif status.uidnext > state.next_uid:
        _note_arrivals(folder, state, status, at)


def _pass_over(folder: WatchedFolder, status: FolderStatus, at: datetime) -> None:
    """What came while nobody looked is nobody's decision."""
    intake, key = folder.installation.ledger.intake, (folder.rules.name, folder.name)
    intake.advance(*key, uidvalidity=status.uidvalidity, next_uid=status.uidnext, arrival_at=at)
    intake.forget_old_numbers(*key, at)


def _status_of_one_there(folder: WatchedFolder, state: FolderState | None, counters: Counters) -> FolderStatus | None:
    """The folder's counters; None where there is no such folder.

    What was put into one that was away is nobody's decision: so one that was there is asked for alone before.
    """
    was_there = state is not None and not state.anew
    if counters.at_once and folder.name in counters.missing and not was_there:
        return None
    try:
        return counters.status(folder.name)
    except FolderRefused as refused:
        if refused.code == "NONEXISTENT" or not counters.has(folder.name):
            return None
        raise


def _made(folder: WatchedFolder, our: OurFolder) -> FolderStatus | None:
    """A folder that rules.yaml names and nobody has met yet is made, once we are live; None where it can't be."""
    session = folder.installation.sessions[folder.rules.name]
    if folder.installation.rules.mode is not Mode.LIVE or not our.means or folder.name in session.not_made:
        return None
    if (refused := folder.box.create(our.parts)) is not None:
        session.not_made.add(folder.name)
        log.folder_not_made(mailbox=folder.rules.name, why=refused)
        return None
    return folder.box.status(folder.name)


def _is_from_before(restored_at: datetime | None, state: FolderState) -> bool:
    """Whether the ledger was put back from a copy since the folder was met: what came since is not new to people."""
    return restored_at is not None and (state.last_arrival_at or state.first_contact_at) < restored_at


@dataclass(frozen=True, kw_only=True, slots=True)
class _Arrivals:
    """What came into a folder of ours and is not by us."""

    headers: Mapping[int, ThreadHeader]
    known: Mapping[str, tuple[KnownMail, ...]]  #: by Message-ID
    in_sent: frozenset[str]

    def is_ours(self, uid: int) -> bool:
        """A mail of our own, or of a colleague's that was sent from here, and none that came in."""
        message_id = self._id(uid)
        return message_id is not None and message_id in self.in_sent and message_id not in self.known

    def candidates(self, uid: int) -> tuple[KnownMail, ...]:
        """The mails of the ledger's that it may be, by its Message-ID."""
        message_id = self._id(uid)
        return () if message_id is None else self.known.get(message_id, ())

    def follows(self, uid: int) -> bool:
        """Whether it went along with the mail that its conversation began with: that one decides."""
        header = self.headers.get(uid)
        if header is None:
            return False
        beside = {each.message_id for other, each in self.headers.items() if other != uid and not self.is_ours(other)}
        return not beside.isdisjoint({*header.in_reply_to, *header.references} - {header.message_id})

    def _id(self, uid: int) -> str | None:
        header = self.headers.get(uid)
        return None if header is None else header.message_id


def _note_arrivals(folder: WatchedFolder, state: FolderState, status: FolderStatus, at: datetime) -> None:
    intake, key = folder.installation.ledger.intake, (folder.rules.name, folder.name)
    first, last = state.next_uid, status.uidnext - 1
    new = unknown(
        _listed(folder, status.uidvalidity, first, last), intake.known_uids(*key, status.uidvalidity, first, last)
    )
    reached = status.uidnext
    if new:
        arrivals = _arrivals(folder, status.uidvalidity, new)
        left = _tell_apart(folder, status.uidvalidity, new, arrivals, at)
        reached = min(left, default=reached)
    intake.advance(
        *key,
        uidvalidity=status.uidvalidity,
        next_uid=max(state.next_uid, reached),
        highestmodseq=status.highestmodseq,
        messages=status.messages,
    )


def _listed(folder: WatchedFolder, uidvalidity: int, first: int, last: int) -> list[int]:
    """The UIDs that are there. The newest is seldom gone again: where it is left out, one answer is not believed."""
    told = folder.box.uids(folder.name, uidvalidity, first, last)
    return told if last in told else [*told, *folder.box.uids(folder.name, uidvalidity, first, last)]


def _arrivals(folder: WatchedFolder, uidvalidity: int, uids: Sequence[int]) -> _Arrivals:
    headers = {each.uid: each for each in folder.box.headers(folder.name, uidvalidity, uids)}
    ids = {each.message_id for each in headers.values() if each.message_id is not None}
    drags = folder.installation.ledger.drags
    known: dict[str, tuple[KnownMail, ...]] = {}
    for mail in drags.with_ids(folder.rules.name, ids):
        if mail.message_id is not None and mail.outcome is not Outcome.EXPUNGED:
            known[mail.message_id] = (*known.get(mail.message_id, ()), mail)
    own = folder.installation.rules.own_addresses()
    by_form = {each for each in ids if is_at(each, own, Form.ANSWER)}
    return _Arrivals(headers=headers, known=known, in_sent=drags.in_sent(ids) | by_form)


def _tell_apart(
    folder: WatchedFolder, uidvalidity: int, uids: Sequence[int], arrivals: _Arrivals, at: datetime
) -> frozenset[int]:
    """Note each that the ledger knows, and take in what nobody has seen; gives the UIDs that did not come."""
    left = [uid for uid in uids if not arrivals.is_ours(uid)]
    refused: set[int] = set()
    while left and not folder.stop():
        asked = left[:BATCH_MAILS]
        with spooled(folder.box.fetch(folder.name, uidvalidity, asked, max_bytes=BATCH_BYTES)) as (mails, missing):
            left = left[len(mails) + len(missing) :]
            unseen = _note_known(folder, mails, arrivals, at)
            hand_in(folder, [mail for mail in unseen if not arrivals.follows(mail.location.uid)], len(left))
        if not mails and not missing:
            break
        refused |= {each.location.uid for each in missing if folder.box.is_present(each.location)}
    return frozenset(refused | set(left))


def _note_known(folder: WatchedFolder, mails: Sequence[RawMail], arrivals: _Arrivals, at: datetime) -> list[RawMail]:
    """Note where each mail is that the ledger knows; gives the others."""
    drags = folder.installation.ledger.drags
    by_hash = {
        mail.raw_hash: mail.id
        for mail in drags.with_hashes(folder.rules.name, [mail.raw_hash for mail in mails])
        if mail.outcome is not Outcome.EXPUNGED
    }
    moved: list[tuple[Location, int]] = []
    along: list[tuple[Location, int]] = []
    unseen: list[RawMail] = []
    for mail in mails:
        number = by_hash.get(mail.raw_hash) or _rewritten(folder, mail, arrivals.candidates(mail.location.uid))
        if number is None:
            unseen.append(mail)
        else:
            (along if arrivals.follows(mail.location.uid) else moved).append((mail.location, number))
    drags.note(moved, at)
    drags.note_along(along, at)
    return unseen


def _rewritten(folder: WatchedFolder, mail: RawMail, candidates: Collection[KnownMail]) -> int | None:
    """The mail of the ledger's whose sender wrote the same, where the server stores it otherwise than it came."""
    if not candidates:
        return None
    for reading in folder.installation.reading.read([mail]):
        fingerprint = folder.installation.ledger.history.fingerprint(reading)
        return next((each.id for each in candidates if each.fingerprint == fingerprint), None)
    return None
