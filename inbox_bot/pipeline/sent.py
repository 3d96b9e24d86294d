"""Follows the Sent folder, headers only: what people answered by hand, and which of our answers certainly went out.

The cursor is that of a watched folder (`cursor`), but nothing is taken in: a row in `sent_mails` for each header, so
that looking at one twice changes nothing. Our own copies are told from a person's by their Message-ID.

A copy of an answer that this ledger doesn't know was sent by a ledger that is gone (an older copy was put back, or a
new one begun), or by another inbox_bot (`rival`). It is another's where it names another ledger and came after our
first look. Else what came before that moment may have been answered: its answers are held for a person (`restored`).
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from inbox_bot.core.alarms import Alarm, AlarmKind
from inbox_bot.core.message_ids import Form, is_at
from inbox_bot.core.reply.letter.wire import is_note, ledger_of
from inbox_bot.core.reply.values import Answer
from inbox_bot.core.rules.model import MailboxSettings, Rules
from inbox_bot.edges.ledger import CursorPassed, FolderState, SentMail
from inbox_bot.edges.mailbox import SENT_AGAIN_S, FolderRefused, FolderStatus, Mailbox, ThreadHeader, UidValidityChanged
from inbox_bot.pipeline import rival
from inbox_bot.pipeline.counters import Counters
from inbox_bot.pipeline.cursor import first_from, is_another_mailbox, look_for
from inbox_bot.pipeline.installation import Installation
from inbox_bot.pipeline.presence import exists
from inbox_bot.pipeline.restored import ledger_restored_at

HEADERS_AT_ONCE = 200
_NOT_OURS_TO_READ = ("NONEXISTENT", "NOPERM", "CANNOT", "BAD")


def follow_sent(
    installation: Installation, rules: MailboxSettings, box: Mailbox, counters: Counters | None = None
) -> None:
    """Note what is new in Sent; from here on answers may go out. Raises MailboxDown, LedgerError.

    `counters`: what a poll was told at its beginning.

    A Sent folder that we may not read is left alone. So is one that is missing: it is looked for once an hour, and at
    each poll while an answer waits.
    """
    sent = box.sent_folder() or box.sent_folder(afresh=_an_answer_waits(installation, rules))
    if sent is not None:
        try:
            _look(installation, rules, box, sent, (counters or Counters(box=box)).status(sent))
        except UidValidityChanged:
            return  # the next poll sees the new value
        except FolderRefused as refused:
            if refused.code not in _NOT_OURS_TO_READ and exists(box, sent):
                raise
    installation.ledger.alarms.expire(AlarmKind.RESTORED, installation.now(), mailbox=rules.name)
    installation.sessions[rules.name].is_proven = True


def follow_sent_where_it_was_missing(installation: Installation, rules: MailboxSettings, box: Mailbox) -> None:
    """The same, before new mail is judged: the first answer that a person writes makes Sent."""
    if box.sent_folder() is None and box.sent_folder(afresh=True) is not None:
        follow_sent(installation, rules, box)


def _an_answer_waits(installation: Installation, rules: MailboxSettings) -> bool:
    """Whether one is to go out before a missing Sent is looked for again."""
    until = installation.now() + timedelta(seconds=SENT_AGAIN_S)
    return installation.ledger.actions.is_due([Answer.kind], until, mailbox=rules.name)


def look_again(installation: Installation, rules: MailboxSettings, box: Mailbox) -> None:
    """Note what came into Sent since it was followed last: one STATUS, where nothing did. Asked before each letter.

    Raises MailboxDown, LedgerError.
    """
    sent = box.sent_folder(afresh=True)
    state = None if sent is None else installation.ledger.intake.folder_state(rules.name, sent)
    if sent is None:
        return
    try:
        status = box.status(sent)
        if state is None or status.uidnext > state.next_uid or is_another_mailbox(state, status):
            _look(installation, rules, box, sent, status)
    except (UidValidityChanged, FolderRefused):
        return  # the next poll looks anew


def note_sent_since(installation: Installation, rules: MailboxSettings, box: Mailbox, since: datetime) -> None:
    """Note what was put into Sent since then and before it was followed: earlier mail may be answered by hand.

    Raises MailboxDown, UidValidityChanged, LedgerError.
    """
    sent = box.sent_folder()
    state = None if sent is None else installation.ledger.intake.folder_state(rules.name, sent)
    if sent is None or state is None:
        return
    status = box.status(sent)
    first = _first_from(box, sent, status, since)
    uids = box.uids(sent, status.uidvalidity, first, state.start_uid - 1) if first < state.start_uid else []
    for begin in range(0, len(uids), HEADERS_AT_ONCE):
        headers = box.headers(sent, status.uidvalidity, uids[begin : begin + HEADERS_AT_ONCE])
        _note(installation, rules, headers, installation.now(), None)


def _look(installation: Installation, rules: MailboxSettings, box: Mailbox, sent: str, status: FolderStatus) -> None:
    at = installation.now()
    first_look = False
    state = installation.ledger.intake.folder_state(rules.name, sent)
    if state is None:
        met_at = _met_before_sent_was_there(installation, rules)
        first_look = met_at is None
        state = _first_contact(installation, rules, box, sent, status, at, met_at)
    elif is_another_mailbox(state, status):
        first = _first_from(box, sent, status, state.first_contact_at)
        installation.ledger.intake.new_uidvalidity(
            rules.name, sent, uidvalidity=status.uidvalidity, start_uid=first, at=at
        )
        state = _state(installation, rules, sent)
    look = look_for(state, status, at)
    if look is None:
        return
    uids = box.uids(sent, status.uidvalidity, look.first, look.last)
    reached = max(status.uidnext, state.next_uid)
    for begin in range(0, len(uids), HEADERS_AT_ONCE):
        asked = uids[begin : begin + HEADERS_AT_ONCE]
        headers = box.headers(sent, status.uidvalidity, asked)
        _note(installation, rules, headers, at, None if first_look else state.first_contact_at)
        silent = sorted(set(asked) - {header.uid for header in headers})
        if silent and (there := box.uids(sent, status.uidvalidity, silent[0], silent[-1])):
            reached = min([reached, *(uid for uid in there if uid in silent)])
    next_uid = max(state.next_uid, reached)
    try:
        installation.ledger.intake.advance(
            rules.name,
            sent,
            uidvalidity=status.uidvalidity,
            next_uid=next_uid,
            highestmodseq=status.highestmodseq,
            messages=status.messages,
            arrival_at=at if status.uidnext > state.next_uid else None,
        )
    except CursorPassed:
        now = _state(installation, rules, sent)
        if now.uidvalidity != status.uidvalidity or now.next_uid < next_uid:
            raise
        # Polls and letters look at Sent, each in its thread: the other has looked meanwhile, and seen more.


def _met_before_sent_was_there(installation: Installation, rules: MailboxSettings) -> datetime | None:
    """When the mailbox was met, where there was no Sent then: Sent is followed before any other folder."""
    met = [
        state.first_contact_at
        for folder in rules.folders
        if (state := installation.ledger.intake.folder_state(rules.name, folder)) is not None
    ]
    return min(met, default=None)


def _first_contact(
    installation: Installation,
    rules: MailboxSettings,
    box: Mailbox,
    sent: str,
    status: FolderStatus,
    at: datetime,
    met_at: datetime | None,
) -> FolderState:
    """From the moment on from which mail is taken in. A Sent that was made since then is ours from its first mail."""
    since, first = at, status.uidnext
    if met_at is not None:
        since, first = met_at, 1
    elif rules.start == "all":
        since, first = datetime(1970, 1, 1, tzinfo=UTC), 1
    elif rules.start != "now":
        since = installation.rules.midnight(rules.start)
        first = _first_from(box, sent, status, since)
    installation.ledger.intake.first_contact(
        rules.name, sent, uidvalidity=status.uidvalidity, start_uid=first, left_alone=0, at=since
    )
    return _state(installation, rules, sent)


def _note(
    installation: Installation,
    rules: MailboxSettings,
    headers: Sequence[ThreadHeader],
    at: datetime,
    met_at: datetime | None,
) -> None:
    """`met_at`: since when this ledger knows the mailbox; None at the first look, which shows what was there before."""
    mails = [
        SentMail(
            mailbox=rules.name,
            message_id=header.message_id,
            refers_to=(*header.in_reply_to, *header.references),
            to=header.to,
            at=header.date or at,
        )
        for header in headers
        if header.message_id is not None and not _is_ours_renamed(installation, header)
    ]
    ours = [mail.message_id for mail in mails if is_our_id(mail.message_id, installation.rules)]
    unknown = installation.ledger.notices.unknown_answers(ours)
    others: list[ThreadHeader] = []
    if met_at is not None:
        others = [header for header in headers if rival.is_anothers(installation, header, unknown)]
        newest = max((header.date or at for header in others), default=None)
        if newest is not None and newest > rival.counts_from(installation, rules.name, met_at):
            rival.report(installation, rules, ledger_of(others[-1].mark), known_to_it=is_note(others[-1].mark))
    if unknown - {header.message_id for header in others} and ledger_restored_at(installation, rules.name) is None:
        installation.ledger.alarms.raise_(
            Alarm(kind=AlarmKind.RESTORED, about=rules.name, parameters={"moment": at}), installation.now()
        )
    installation.ledger.notices.note_sent(mails, at)


def _is_ours_renamed(installation: Installation, header: ThreadHeader) -> bool:
    """Whether it is a letter of this ledger's, to which the mail server gave another Message-ID: nobody wrote it."""
    named_anew = header.message_id is not None and not is_our_id(header.message_id, installation.rules)
    return named_anew and ledger_of(header.mark) == installation.ledger.name


def is_our_id(message_id: str, rules: Rules) -> bool:
    """Whether a Message-ID has the form of our answers', at a domain of ours."""
    return is_at(message_id, rules.own_addresses(), Form.ANSWER)


def _first_from(box: Mailbox, sent: str, status: FolderStatus, since: datetime) -> int:
    uids = box.uids(sent, status.uidvalidity, 1, status.uidnext - 1)
    return first_from(box.describe(sent, status.uidvalidity, uids), since, status.uidnext)


def _state(installation: Installation, rules: MailboxSettings, sent: str) -> FolderState:
    state = installation.ledger.intake.folder_state(rules.name, sent)
    if state is None:
        raise LookupError(f"{sent} has no cursor although it was met")
    return state
