"""What was planned is done: letters first, then what happens to the mails in their mailbox.

Each action is claimed (its state is `doing`, committed, before anything is tried), asked about once more (`may_still`),
tried once, and settled with what is known. The two kinds differ in one thing only, and each has its file:

- `letters`: a mail that was sent twice is the one thing that can't be undone. A letter that broke after its final dot,
  or was `doing` when the daemon died, is `uncertain`, and nothing here ever sends it again.
- `mailbox_changes`: moves, flags and copies may be repeated until they are seen to be done; a mail that is gone
  needs no doing.

A failed action never holds up the next.
"""

from inbox_bot import log
from inbox_bot.core.rules.model import MailboxSettings
from inbox_bot.edges.mailbox import MailboxDown
from inbox_bot.edges.outbox import OutboxDown
from inbox_bot.pipeline.installation import House
from inbox_bot.pipeline.outgoing import stops
from inbox_bot.pipeline.outgoing.letters import send_letters
from inbox_bot.pipeline.outgoing.mailbox_changes import change_mailbox


def carry_out(house: House) -> tuple[str, ...]:
    """Do what is due, in every mailbox; gives back what can't be done now, a sentence each. Raises LedgerError."""
    return tuple(
        sentence
        for rules in house.rules.mailboxes
        for sentence in (letters_of(house, rules), changes_in(house, rules))
        if sentence is not None
    )


def letters_of(house: House, rules: MailboxSettings) -> str | None:
    """Send what is due in one mailbox; a sentence where its mail server can't be used, or lets us send nothing."""
    if (resting := stops.rests(house, rules.name)) is not None:
        return resting.sentence
    alarm, sentence = f"outbox:{rules.name}", None
    try:
        send_letters(house, rules)
    except OutboxDown as down:
        sentence = down.sentence
        _say(house, alarm, sentence, rules.name)
    except stops.SendingStopped as stopped:
        sentence = stopped.sentence
        _say(house, alarm, None, rules.name)
        stops.stop(house, rules.name, stopped)
    else:
        _say(house, alarm, None, rules.name)
        stops.end_where_nothing_waits(house, rules.name)
    return sentence


def changes_in(house: House, rules: MailboxSettings) -> str | None:
    """Do what is due to the mails of one mailbox; a sentence where its server can't be used."""
    try:
        change_mailbox(house, rules)
    except MailboxDown as error:
        return error.sentence
    return None


def _say(house: House, alarm: str, sentence: str | None, mailbox: str) -> None:
    """Once when a server is lost, and once when it is back."""
    if sentence is not None:
        if house.ledger.notices.raise_alarm(alarm, sentence, house.now()):
            log.outbox_failed(mailbox=mailbox, why=sentence)
    elif any(raised.name == alarm for raised in house.ledger.notices.alarms()):
        house.ledger.notices.clear_alarm(alarm, house.now())
        log.outbox_recovered(mailbox=mailbox)
