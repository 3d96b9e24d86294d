"""One look at a mailbox: what is new comes in, batch by batch, and the cursor follows (docs/ingestion.md).

1. Sent is followed first, so that what was answered by hand is known.
2. The counters of all folders, by one command where the server has LIST-STATUS (RFC 5819). Other UIDs than we know (a
   new UIDVALIDITY, a restored mailbox): its mails are fetched again and known by their raw hash.
3. What is new is fetched in batches bounded by count and bytes, and taken in.
4. The cursor moves up to the first mail that did not come.
5. What waits from before is read again, each mail alone: after the new ones, so that it holds up none. What was filed
   for a mail that came out otherwise then is deleted.
6. What people put into our folders, or back into a watched one, is noticed, and what it means is carried out.

A folder that the server refuses (deleted, not ours to read) holds up no other, and is said at the end.

An idle look is that one command, else one STATUS a folder, and nothing is selected.
"""

import contextlib
from collections.abc import Callable
from datetime import datetime

from inbox_bot import log
from inbox_bot.core.alarms import Alarm, AlarmKind, in_folder
from inbox_bot.core.rules.model import MailboxSettings
from inbox_bot.core.wording import Sentence, said_by
from inbox_bot.edges.antivirus import ScannerDown
from inbox_bot.edges.filing import FilingFailed
from inbox_bot.edges.ledger import FolderState, LedgerError
from inbox_bot.edges.mailbox import FolderRefused, FolderStatus, SpoolFailed, UidValidityChanged
from inbox_bot.pipeline.counters import Counters, counters_of
from inbox_bot.pipeline.cursor import is_another_mailbox, look_for, looks_different, unknown
from inbox_bot.pipeline.decisions.completing import complete
from inbox_bot.pipeline.decisions.keep_questions import ask_applicants
from inbox_bot.pipeline.decisions.reminding import remind
from inbox_bot.pipeline.decisions.turning_down import turn_down
from inbox_bot.pipeline.installation import Installation
from inbox_bot.pipeline.intake.batches import NotTaken, OnBatch, WatchedFolder, take_in_uids
from inbox_bot.pipeline.intake.copies import finish_copies
from inbox_bot.pipeline.intake.dealt_with import note_what_left
from inbox_bot.pipeline.intake.filed import clear_left_over
from inbox_bot.pipeline.intake.first_contact import first_contact, first_uid_since, note_start, state_of
from inbox_bot.pipeline.intake.noticing import notice_moves
from inbox_bot.pipeline.intake.our_folders import ours_of
from inbox_bot.pipeline.intake.waiting import settle_homeless, take_in_waiting
from inbox_bot.pipeline.sent import follow_sent, follow_sent_where_it_was_missing

EMPTIED_FROM = 10  # mails that should be there: fewer may have been dealt with by a person
LOOKS = 3  # at one folder in one poll, where its UIDs change their meaning meanwhile


def poll(
    installation: Installation,
    rules: MailboxSettings,
    on_batch: OnBatch = lambda taken, left: None,
    stop: Callable[[], bool] = lambda: False,
) -> None:
    """Take in all that is new in a mailbox; `on_batch` hears of each batch, and how many mails are still to come.

    `stop` is asked between batches: what is left comes with the next poll.
    Raises MailboxDown, SpoolFailed, ScannerDown, FilingFailed, LedgerError: what was committed stays, the rest comes
    next time.
    """
    try:
        _poll(installation, rules, on_batch, stop)
    except BaseException as error:
        installation.sessions[rules.name].finished.clear()
        if isinstance(error, FilingFailed | SpoolFailed | ScannerDown):
            with contextlib.suppress(LedgerError):  # broken too: whoever meets its error logs it
                installation.ledger.alarms.raise_(_nothing_taken_in(rules, error), installation.now())
        raise
    installation.ledger.alarms.clear(AlarmKind.POLL, installation.now(), about=rules.name)


def _poll(installation: Installation, rules: MailboxSettings, on_batch: OnBatch, stop: Callable[[], bool]) -> None:
    session = installation.sessions[rules.name]
    box = session.mailbox
    while session.in_hand:
        installation.ledger.intake.requeue(rules.name, session.in_hand[-1], counted=False)
        session.in_hand.pop()
    with installation.ledger.one_look():
        installation.ledger.actions.clock_went_back(installation.now())
        installation.ledger.actions.forget(installation.now())
        waiting = installation.ledger.intake.waiting(rules.name)
    sent = box.sent_folder()
    folders = ours_of(installation, rules)
    session.junk = box.junk_folder() if rules.reads_junk else None
    names = [*rules.folders]
    if session.junk is not None and session.junk not in names:
        names.append(session.junk)
    folders.pop(session.junk or "", None)
    counters = counters_of(box, {*names, *folders, *([] if sent is None else [sent])})
    watched = [
        WatchedFolder(installation=installation, rules=rules, box=box, name=name, on_batch=on_batch, stop=stop)
        for name in names
    ]
    follow_sent(installation, rules, box, counters)
    looked: list[WatchedFolder] = []
    refused: FolderRefused | None = None if session.junk or not rules.reads_junk else _no_junk()
    whole = True
    for folder in watched:
        try:
            whole = _look_until_it_holds(folder, counters) and whole
            looked.append(folder)
        except FolderRefused as error:
            refused = refused or error
    for folder in looked:
        try:
            take_in_waiting(folder, waiting)
        except UidValidityChanged:
            whole = False  # the next poll sees the new value
    if refused is None and whole and waiting and not stop():
        settle_homeless(watched[0])
    clear_left_over(installation, rules.name)
    notice_moves(folders, watched[0], counters)
    complete(installation, rules.name)
    if refused is None and whole and not stop():
        remind(installation, rules)
        turn_down(installation, rules)
        ask_applicants(installation, rules)
    if refused is not None:
        raise refused
    with installation.ledger.one_look():
        installation.ledger.alarms.expire(AlarmKind.RENUMBERED, installation.now(), mailbox=rules.name)
        installation.ledger.alarms.expire(AlarmKind.UNDELIVERED, installation.now())
        installation.ledger.alarms.expire(AlarmKind.MANY_MOVED, installation.now(), mailbox=rules.name)


def _no_junk() -> FolderRefused:
    why = Sentence(
        "the mail server marks no folder as \\Junk (RFC 6154): name it itself, or take \\Junk out of folders"
    )
    return FolderRefused(why, temporary=False, code="NONEXISTENT")


def _nothing_taken_in(rules: MailboxSettings, error: Exception) -> Alarm:
    return Alarm(kind=AlarmKind.NOTHING_TAKEN_IN, about=rules.name, parameters={"problem": said_by(error)})


def _look_until_it_holds(folder: WatchedFolder, counters: Counters) -> bool:
    """Whether the folder was listed to its end."""
    for _ in range(LOOKS):
        try:
            return _look(folder, counters)
        except UidValidityChanged:
            continue  # the next look sees the new value, and starts over with it
    return False


def _look(folder: WatchedFolder, counters: Counters) -> bool:
    installation, at = folder.installation, folder.installation.now()
    key = (folder.rules.name, folder.name)
    status = counters.status(folder.name)
    state = installation.ledger.intake.folder_state(*key)
    if state is None:
        state = first_contact(folder, status, at)
    elif is_another_mailbox(state, status) or _was_restored(folder, state):
        state = _begin_again(folder, state, status, at)
    note_start(folder, state)
    folder.box.compared(folder.name)
    finished = installation.sessions[folder.rules.name].finished
    is_junk = folder.name == installation.sessions[folder.rules.name].junk
    if folder.name not in finished and not is_junk:
        finish_copies(installation, *key, at)
        finished.add(folder.name)
    emptied = not is_junk and _note_emptiness(folder, status)  # servers and people empty it
    look = look_for(state, status, at)
    if look is None:
        return True
    if not emptied and (status.messages, status.highestmodseq) != (state.messages, state.highestmodseq):
        note_what_left(folder, status)
    listed = folder.box.uids(folder.name, status.uidvalidity, look.first, look.last)
    known = installation.ledger.intake.known_uids(*key, status.uidvalidity, look.first, look.last)
    new = unknown(listed, known)
    if new:
        follow_sent_where_it_was_missing(installation, folder.rules, folder.box)
    left = take_in_uids(folder, status.uidvalidity, new)
    _note_refused(folder, left)
    reached = min(left.uids, default=max(status.uidnext, state.next_uid))
    installation.ledger.intake.advance(
        *key,
        uidvalidity=status.uidvalidity,
        next_uid=max(state.next_uid, reached),
        listed=[uid for uid in listed if uid not in left.uids],
        highestmodseq=status.highestmodseq,
        messages=status.messages,
        arrival_at=at if new or status.uidnext > state.next_uid else None,  # a gap is looked at for an hour, too
    )
    if left.uids:
        return False
    installation.ledger.intake.forget_old_numbers(*key, at)
    return True


def _begin_again(folder: WatchedFolder, state: FolderState, status: FolderStatus, at: datetime) -> FolderState:
    """The folder's UIDs mean other mails now: it is listed anew from where we once began, by date of arrival."""
    start_uid = 1 if state.left_alone == 0 else first_uid_since(folder, status, state.first_contact_at)
    folder.installation.ledger.intake.new_uidvalidity(
        folder.rules.name, folder.name, uidvalidity=status.uidvalidity, start_uid=start_uid, at=at
    )
    log.uids_changed(mailbox=folder.rules.name, uidvalidity=status.uidvalidity)
    about = in_folder(folder.rules.name, folder.name)
    alarm = Alarm(kind=AlarmKind.RENUMBERED, about=about, parameters={"folder": folder.name})
    folder.installation.ledger.alarms.raise_(alarm, at)
    return state_of(folder)


def _was_restored(folder: WatchedFolder, state: FolderState) -> bool:
    """At the first look since the start, or since the server was lost: whether the last UIDs mean other mails now."""
    if not folder.box.needs_comparing(folder.name):
        return False
    checks = folder.installation.ledger.intake.spot_checks(folder.rules.name, folder.name, left=True)
    if not checks:
        return False
    uids = [check.uid for check in checks]
    there = folder.box.describe(folder.name, state.uidvalidity, uids)
    headers = folder.box.headers(folder.name, state.uidvalidity, uids)
    return looks_different(checks, there, {each.uid: each.message_id for each in headers if each.message_id})


def _note_emptiness(folder: WatchedFolder, status: FolderStatus) -> bool:
    """Whether a folder that held many mails holds none: that is reported, and nothing is concluded about them."""
    number = 0
    if status.messages == 0:
        number = len(folder.installation.ledger.intake.spot_checks(folder.rules.name, folder.name))
    emptied = number >= EMPTIED_FROM
    _note_number(folder, AlarmKind.EMPTIED, number if emptied else 0)
    return emptied


def _note_refused(folder: WatchedFolder, left: NotTaken) -> None:
    """Mails that the server lists and does not give: asked for at every poll, and said once."""
    _note_number(folder, AlarmKind.NOT_GIVEN, len(left.refused))


def _note_number(folder: WatchedFolder, kind: AlarmKind, number: int) -> None:
    """The alarm lasts as long as there are mails that it is about."""
    board, at = folder.installation.ledger.alarms, folder.installation.now()
    about = in_folder(folder.rules.name, folder.name)
    if number:
        board.raise_(Alarm(kind=kind, about=about, parameters={"number": number, "folder": folder.name}), at)
    else:
        board.clear(kind, at, about=about)
