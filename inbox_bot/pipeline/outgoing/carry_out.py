"""What was planned is done: letters first, then what happens to the mails in their mailbox.

Each action is claimed (its state is `doing`, committed, before anything is tried), asked about once more (`may_still`),
tried once, and settled with what is known. The two kinds differ in one thing only, and each has its file:

- `letters`: a mail that was sent twice is the one thing that can't be undone. A letter that broke after its final dot,
  or was `doing` when the daemon died, is `uncertain`, and nothing here ever sends it again.
- `mailbox_changes`: moves, flags and copies may be repeated until they are seen to be done; a mail that is gone
  needs no doing.

What a decision left of files at their old place is deleted, too (`discarding`), and other systems are told what
happened (`hooks`).

A failed action never holds up the next.
"""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import chain

from inbox_bot import log
from inbox_bot.core.alarms import Alarm, AlarmKind
from inbox_bot.core.plan.effects import SentCopy
from inbox_bot.core.rules.model import MailboxSettings
from inbox_bot.edges.mailbox import MailboxDown
from inbox_bot.edges.outbox import OutboxDown
from inbox_bot.pipeline.installation import Installation
from inbox_bot.pipeline.outgoing import stops
from inbox_bot.pipeline.outgoing.backoff import LETTER_FOR
from inbox_bot.pipeline.outgoing.discarding import discard_what_is_left
from inbox_bot.pipeline.outgoing.hooks import tell_hooks
from inbox_bot.pipeline.outgoing.letters import send_letters
from inbox_bot.pipeline.outgoing.mailbox_changes import change_mailbox


def carry_out(installation: Installation) -> tuple[str, ...]:
    """Do what is due, in every mailbox; gives back what can't be done now, a sentence each. Raises LedgerError.

    Mailboxes don't wait for each other: a server that is slow costs its own mailbox only.
    """
    mailboxes = installation.rules.mailboxes
    if len(mailboxes) == 1:
        sentences = _carried_out(installation, mailboxes[0])
    else:
        with ThreadPoolExecutor(max_workers=len(mailboxes), thread_name_prefix="carry out") as threads:
            sentences = tuple(chain.from_iterable(threads.map(partial(_carried_out, installation), mailboxes)))
    tell_hooks(installation)
    return sentences


def _carried_out(installation: Installation, rules: MailboxSettings) -> tuple[str, ...]:
    sentences = (letters_of(installation, rules), changes_in(installation, rules))
    return tuple(sentence for sentence in sentences if sentence is not None)


def letters_of(installation: Installation, rules: MailboxSettings) -> str | None:
    """Send what is due in one mailbox; a sentence where its mail server can't be used, or lets us send nothing."""
    if (resting := stops.rests(installation, rules.name)) is not None:
        return resting.alarm.sentence
    try:
        reached = send_letters(installation, rules)
    except OutboxDown as down:
        if not installation.stopping():  # else we cut the line ourselves
            _is_down(installation, rules.name, down.sentence)
        return down.sentence
    except stops.SendingStopped as stopped:
        _is_up(installation, rules.name)
        stops.stop(installation, rules.name, stopped)
        return stopped.alarm.sentence
    if reached or not _letters_wait(installation, rules.name):
        _is_up(installation, rules.name)
    stops.end_where_nothing_waits(installation, rules.name)
    return None


def changes_in(installation: Installation, rules: MailboxSettings) -> str | None:
    """Do what is due to the mails of one mailbox, and to their files; a sentence where its server can't be used.

    Copies of answers come first: before a mail is moved away, another inbox_bot must see its answer (`rival`).
    """
    discard_what_is_left(installation, rules.name)
    try:
        change_mailbox(installation, rules, (SentCopy.kind,))
        change_mailbox(installation, rules)
    except MailboxDown as error:
        return error.sentence
    return None


def _letters_wait(installation: Installation, mailbox: str) -> bool:
    """Whether a letter's turn was put off: between two tries nobody knows whether the server works again."""
    until = installation.now() + LETTER_FOR
    return installation.ledger.actions.is_due(stops.LETTERS, until, mailbox=mailbox)


def _is_down(installation: Installation, mailbox: str, problem: str) -> None:
    alarm = Alarm(kind=AlarmKind.OUTBOX, about=mailbox, parameters={"problem": problem})
    if installation.ledger.alarms.raise_(alarm, installation.now()):
        log.outbox_failed(mailbox=mailbox, why=problem)


def _is_up(installation: Installation, mailbox: str) -> None:
    if installation.ledger.alarms.clear(AlarmKind.OUTBOX, installation.now(), about=mailbox):
        log.outbox_recovered(mailbox=mailbox)
