"""What a mailbox is signed in with ends one day: that is said a month before, and once more a fortnight before.

A secret's end is known where rules.yaml says it, a certificate's from itself. What can't be read is the poll's to say.
"""

from datetime import date, timedelta

from inbox_bot.core.alarms import Alarm, AlarmKind
from inbox_bot.edges.access import AccessRefused
from inbox_bot.edges.secrets import SecretMissing
from inbox_bot.pipeline.installation import Installation, sign_in

EARLY, LATE = timedelta(days=30), timedelta(days=14)


def note_ends(installation: Installation) -> None:
    """Raise an alarm for each mailbox where something ends soon; end it where that was seen to. Raises LedgerError."""
    at, board = installation.now(), installation.ledger.alarms
    for mailbox in installation.rules.mailboxes:
        found = sign_in(installation.rules, mailbox, installation.folder)
        try:
            ends = found.ends() if found is not None else None
        except (AccessRefused, SecretMissing):
            continue
        due = due_on(ends, at.date())
        for kind in (AlarmKind.SIGN_IN_ENDS, AlarmKind.SIGN_IN_ENDS_SOON):
            if kind is due and ends is not None:
                board.raise_(Alarm(kind=kind, about=mailbox.name, parameters={"day": ends.isoformat()}), at)
            else:
                board.clear(kind, at, about=mailbox.name)


def due_on(ends: date | None, today: date) -> AlarmKind | None:
    """What is to be said on this day of something that ends then."""
    if ends is None or ends - today > EARLY:
        return None
    return AlarmKind.SIGN_IN_ENDS if ends - today > LATE else AlarmKind.SIGN_IN_ENDS_SOON
