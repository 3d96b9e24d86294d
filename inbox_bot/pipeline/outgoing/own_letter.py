"""A mail from a mailbox to itself: whether the mail server takes one whole, with nobody else to read it.

Some servers say no, or break off, only after the letter's final dot; so no question short of a letter tells.
"""

import time
from datetime import datetime

from inbox_bot.core.message.values import Address
from inbox_bot.core.message_ids import Form, message_id_for
from inbox_bot.core.reply.letter.survived import Fields
from inbox_bot.core.reply.letter.wire import needs_smtputf8, to_wire
from inbox_bot.core.reply.values import Letter
from inbox_bot.core.rules.model import MailboxSettings, Rules
from inbox_bot.core.wording import ENGLISH, Sentence, Wording
from inbox_bot.edges.mailbox import Mailbox
from inbox_bot.edges.outbox import Outbox, Refused, Sent, Uncertain

LOOK_EVERY_S = 1.0
SUBJECT = Sentence("inbox_bot tries whether mail can be sent")
TEXT = Sentence(
    "inbox_bot sent this mail from its mailbox to itself, to try whether your mail server sends what it is given. "
    "Nothing is to be done, and it may be deleted."
)


def send_to_itself(outbox: Outbox, rules: Rules, mailbox: MailboxSettings, at: datetime) -> Sent | Refused | Uncertain:
    """Send one, the way an answer would go. Raises OutboxDown."""
    return send_own(outbox, rules, letter_to_itself(mailbox, at, rules.wordings.of(rules.company.language)), at)


def send_own(outbox: Outbox, rules: Rules, letter: Letter, at: datetime) -> Sent | Refused | Uncertain:
    """Send this one. Raises OutboxDown."""
    return outbox.send(
        to_wire(letter, at),
        to=letter.to.address,
        sender=rules.answers.envelope or "",
        smtputf8=needs_smtputf8(letter),
    )


def came_back(box: Mailbox, letter: Letter, wait_s: float) -> Fields | None:
    """The header that it has in INBOX, as soon as it is there; None where it did not come in time. Raises MailboxDown.

    It is looked for by two fields, since a server may change one of them.
    """
    until = time.monotonic() + wait_s
    while True:
        for name, value in (("MESSAGE-ID", letter.message_id), ("IN-REPLY-TO", letter.in_reply_to or "")):
            if found := box.with_field("INBOX", name, value):
                return found[-1]
        if time.monotonic() >= until:
            return None
        time.sleep(min(LOOK_EVERY_S, wait_s))


def letter_to_itself(mailbox: MailboxSettings, at: datetime, wording: Wording = ENGLISH) -> Letter:
    """The letter: it comes back into the mailbox, where it is known by its sender, and not answered."""
    address = Address(name="inbox_bot", address=mailbox.address)
    return Letter(
        sender=address,
        to=Address(name="", address=mailbox.address),
        subject=wording.repeat(SUBJECT),
        text=f"{wording.repeat(TEXT)}\n",
        message_id=message_id_for(Form.NOTICE, f"self:{mailbox.name}:{at.isoformat()}", mailbox.address),
        in_reply_to=message_id_for(Form.NOTICE, f"asked:{mailbox.name}:{at.isoformat()}", mailbox.address),
        auto_submitted="auto-generated",
    )
