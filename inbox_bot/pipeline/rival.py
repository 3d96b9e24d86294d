"""Another inbox_bot on the same mailbox, with a ledger of its own: it would answer everybody a second time.

No lock can tell of it: a laptop and a server share nothing but the mailbox. So each leaves traces there, and looks for
the other's: a keyword on the mail before its letter goes, where the server keeps keywords, and the copy in Sent
directly after it, whose `X-Inbox-Bot` names the ledger. Where one is found, all answers of that mailbox are held, as by
the breaker, until a person resumes; and a note in Sent tells the other. What such a person has seen counts no more.

A ledger that was restored from a copy is told from another by that name: it has its own.
"""

import contextlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from inbox_bot.core.alarms import Alarm, AlarmKind
from inbox_bot.core.message.values import Address, Location
from inbox_bot.core.message_ids import Form, message_id_for
from inbox_bot.core.reply.letter.wire import is_note, ledger_of, to_wire
from inbox_bot.core.reply.values import Letter
from inbox_bot.core.rules.model import MailboxSettings, Mode
from inbox_bot.core.words import Word
from inbox_bot.edges.mailbox import Flagged, Mailbox, MailboxDown, ThreadHeader, UidValidityChanged
from inbox_bot.pipeline.installation import Installation

KEYWORD = "InboxBot-"  # with the ledger's name behind
CLOCKS_APART = timedelta(days=1)  # the other's clock may be wrong by so much


class Trace(Word):
    """What a mail's keywords say about another inbox_bot."""

    OTHERS = "others", "Another one is about to answer it, or has."
    OURS = "ours", "Our keyword is there, and no other's."
    NONE = "none", "No keyword is there: the server keeps none, or the mail is not where it was."


@dataclass(frozen=True)
class Marked:
    """A mail as it was seen when our keyword was left on it."""

    trace: Trace
    other: str = ""  #: the name of the other's ledger
    flags: frozenset[str] | None = None  #: None where it could not be seen


def is_at_work(installation: Installation, mailbox: str) -> bool:
    """Whether another inbox_bot was found in this mailbox, and nobody has resumed since. Raises LedgerError."""
    return installation.ledger.alarms.find(AlarmKind.RIVAL, mailbox) is not None


def report(installation: Installation, rules: MailboxSettings, other: str, *, known_to_it: bool = False) -> None:
    """Hold all answers of the mailbox from now on; `other` is the name of the other's ledger. Raises LedgerError.

    The other may not know of us yet: a note in Sent tells it (`known_to_it`: it was its note that told us). One that
    only observes answers nobody, so that it may stand beside another.
    """
    mailbox = rules.name
    if installation.rules.mode is Mode.OBSERVE or is_at_work(installation, mailbox):
        return
    whose = f"its ledger is {other}" if other else "of an older version"
    parameters = {"whose": whose, "own": installation.ledger.name}
    installation.ledger.alarms.raise_(
        Alarm(kind=AlarmKind.RIVAL, about=mailbox, parameters=parameters), installation.now()
    )
    if not known_to_it:
        with contextlib.suppress(MailboxDown):
            _leave_note(installation, rules)


def _leave_note(installation: Installation, rules: MailboxSettings) -> None:
    """A mail in Sent that the other finds when it looks there, and a person too."""
    box, at = installation.sessions[rules.name].mailbox, installation.now()
    note = Letter(
        sender=Address(name="inbox_bot", address=rules.address),
        to=Address(name="", address=rules.address),
        subject="Another inbox_bot was found in this mailbox",
        text=(
            f"The inbox_bot with the ledger {installation.ledger.name} found that another one answers the mail of this "
            "mailbox. Both hold their answers until a person has stopped one of them and says to the other: "
            "inbox-bot answers resume\n"
        ),
        message_id=message_id_for(Form.ALARM, f"{AlarmKind.RIVAL}:{rules.name}:{at.isoformat()}", rules.address),
        auto_submitted="auto-generated",
        ledger=installation.ledger.name,
    )
    box.append(box.sent_folder() or ("Sent",), to_wire(note, at), ["\\Seen"], at)


def counts_from(installation: Installation, mailbox: str, first_contact_at: datetime) -> datetime:
    """Older traces tell of nothing: they were there before us, or a person has seen them. Raises LedgerError."""
    seen_at = installation.ledger.alarms.cleared_at(AlarmKind.RIVAL, mailbox)
    return max(first_contact_at - CLOCKS_APART, seen_at or first_contact_at - CLOCKS_APART)


def is_anothers(installation: Installation, header: ThreadHeader, unknown: Collection[str]) -> bool:
    """Whether a mail in Sent is another inbox_bot's: an answer that this ledger does not know, or a note to us."""
    if ledger_of(header.mark) == installation.ledger.name:
        return False
    return header.message_id in unknown or (is_note(header.mark) and bool(ledger_of(header.mark)))


def mark(installation: Installation, box: Mailbox, locations: Sequence[Location]) -> dict[Location, Marked]:
    """Leave our keyword on mails, and look for another's, whose ledger is named then. Asked before their answers go.

    Ours comes first: of two that do this at the same time, at least one sees the other. Raises MailboxDown.
    """
    own = KEYWORD + installation.ledger.name
    marked = dict.fromkeys(locations, Marked(Trace.NONE))
    for folder, uidvalidity in dict.fromkeys((each.folder, each.uidvalidity) for each in locations):
        some = [each for each in locations if (each.folder, each.uidvalidity) == (folder, uidvalidity)]
        with contextlib.suppress(UidValidityChanged):
            results = zip(some, box.flag_all(some, [own]), strict=True)
            kept = {each.uid: each for each, result in results if isinstance(result, Flagged) and result.set}
            described = box.describe(folder, uidvalidity, list(kept)) if kept else {}
            marked |= {kept[uid]: Marked(*_trace(mail.flags, own), mail.flags) for uid, mail in described.items()}
    return marked


def has_marked(
    installation: Installation, rules: MailboxSettings, flags: Collection[str], received_at: datetime
) -> bool:
    """Whether another inbox_bot left its keyword on a mail that came after we first met the mailbox."""
    met = [
        state.first_contact_at
        for folder in rules.folders
        if (state := installation.ledger.intake.folder_state(rules.name, folder)) is not None
    ]
    if not met or received_at <= counts_from(installation, rules.name, min(met)):
        return False
    return _trace(flags, KEYWORD + installation.ledger.name)[0] is Trace.OTHERS


def _trace(flags: Collection[str], own: str) -> tuple[Trace, str]:
    marks = {flag.lower() for flag in flags if flag.lower().startswith(KEYWORD.lower())}
    others = sorted(marks - {own.lower()})
    if others:
        return Trace.OTHERS, others[0][len(KEYWORD) :]
    return Trace.OURS if own.lower() in marks else Trace.NONE, ""
