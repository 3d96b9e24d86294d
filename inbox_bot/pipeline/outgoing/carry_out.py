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
from inbox_bot.edges.mailbox import MailboxDown
from inbox_bot.edges.outbox import OutboxDown
from inbox_bot.pipeline.installation import House
from inbox_bot.pipeline.outgoing.letters import send_letters
from inbox_bot.pipeline.outgoing.mailbox_changes import change_mailbox


def carry_out(house: House) -> tuple[str, ...]:
    """Do what is due, in every mailbox; gives back what can't be reached, a sentence each. Raises LedgerError."""
    down = []
    for rules in house.rules.mailboxes:
        try:
            send_letters(house, rules)
        except OutboxDown as error:
            down.append(error.sentence)
            _say(house, f"outbox:{rules.name}", error.sentence, rules.name)
        else:
            _say(house, f"outbox:{rules.name}", None, rules.name)
        try:
            change_mailbox(house, rules)
        except MailboxDown as error:
            down.append(error.sentence)
    return tuple(down)


def _say(house: House, alarm: str, sentence: str | None, mailbox: str) -> None:
    """Once when a server is lost, and once when it is back."""
    if sentence is not None:
        if house.ledger.notices.raise_alarm(alarm, sentence, house.now()):
            log.outbox_failed(mailbox=mailbox, why=sentence)
    elif any(raised.name == alarm for raised in house.ledger.notices.alarms()):
        house.ledger.notices.clear_alarm(alarm, house.now())
        log.outbox_recovered(mailbox=mailbox)
