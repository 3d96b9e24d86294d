"""A mailbox that was moved to another server: its mails are known, though nothing about them is as it was.

Its folders are numbered anew, and the program that copied the mails may have changed line ends and added fields, so
that their bytes are other ones. They are read once more, and known by what their sender wrote. For three days after a
folder was numbered anew (as long as the notice of it stands) whatever says the same is the same mail, so that one which
is copied twice, or a second time after days, is no second sending; later, what has the same trace (docs/moving.md).
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from inbox_bot.core.alarms import AlarmKind, is_within
from inbox_bot.core.message.trace import trace_of
from inbox_bot.core.message.values import Reading
from inbox_bot.core.plan.values import PlannedMail
from inbox_bot.core.reply.checks.circumstances import FRESH_FOR
from inbox_bot.core.reply.values import History
from inbox_bot.edges.ledger import Copy
from inbox_bot.pipeline.installation import Installation


def is_moving(installation: Installation, mailbox: str) -> bool:
    """Whether a folder of the mailbox was numbered anew within the last three days. Raises LedgerError."""
    return any(
        each.alarm.kind is AlarmKind.RENUMBERED and is_within(each.alarm.about, mailbox)
        for each in installation.ledger.alarms.raised()
    )


def left_some_alone(installation: Installation, mailbox: str) -> bool:
    """Whether mails that lay there at first contact were left alone: by a date that a copy lost, they look new."""
    intake = installation.ledger.intake
    states = (intake.folder_state(mailbox, folder) for folder in installation.rules.mailbox(mailbox).folders)
    return any(state is not None and state.left_alone > 0 for state in states)


def is_of_the_batch(reading: Reading, before: Iterable[PlannedMail], *, moving: bool) -> bool:
    """Whether a mail of the same batch, which has no outcome yet, is this one: then this one is read again after it."""
    return bool(reading.content_hash) and any(
        each.reading.content_hash == reading.content_hash and (moving or _has_its_trace(reading, each.reading))
        for each in before
    )


def become_known(
    installation: Installation, mailbox: str, known: Iterable[tuple[str, str]], at: datetime, *, moving: bool
) -> tuple[Copy, ...]:
    """Mails, by raw hash, are others that are known, by theirs. Gives where they lie. Raises LedgerError."""
    return tuple(
        copy
        for raw_hash, known_as in known
        for copy in installation.ledger.intake.become(mailbox, raw_hash, known_as, at, moving=moving)
    )


def as_it_arrived(history: History, reading: Reading, at: datetime) -> History:
    """The history of a mail that is met while the mailbox moves, that nobody knows, and that may have been left alone.

    Its date of arrival may be that of the copy. So the answer to one that was written more than three days ago waits
    for a person.
    """
    written = reading.message.date
    is_old = written is not None and at - written > FRESH_FOR
    return replace(history, seen_before_rescan=True) if is_old else history


def _has_its_trace(reading: Reading, other: Reading) -> bool:
    trace = trace_of(reading.message)
    return bool(trace) and trace == trace_of(other.message)
