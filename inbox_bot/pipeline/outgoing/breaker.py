"""The breaker: more answers within an hour than there should ever be, and all are held until a person resumes.

Opened wherever that is noticed: when an answer is planned, or claimed. The reviewers are told by a mail at once,
`status` and the digest begin with it, and it is said once until it clears (`inbox-bot answers resume`).
"""

from datetime import datetime

from inbox_bot.core.alarms import Alarm, AlarmKind
from inbox_bot.core.message import safe
from inbox_bot.core.message.values import Address
from inbox_bot.core.message_ids import Form, message_id_for
from inbox_bot.core.reply.values import Letter
from inbox_bot.core.rules.model import MailboxSettings, Reviewer, Rules
from inbox_bot.pipeline.installation import Installation


def open_breaker(installation: Installation, at: datetime) -> None:
    """All answers are held from now on, and the reviewers hear of it; where they have, nothing. Raises LedgerError."""
    limit = installation.rules.answers.limits.per_hour
    alarm = Alarm(kind=AlarmKind.BREAKER, parameters={"number": limit})
    installation.ledger.notices.set_breaker(True, at, alarm.sentence)
    installation.ledger.alarms.raise_(alarm, at)
    raised = installation.ledger.alarms.find(AlarmKind.BREAKER)
    if raised is None or raised.notified_at is not None:
        return
    for reviewer in installation.rules.reviewers:
        mailbox = _mailbox_of(installation.rules, reviewer)
        key = f"tell:{alarm.name}:{raised.since.isoformat()}:{reviewer.email.lower()}"
        letter = _letter(alarm, installation.rules, mailbox, reviewer, installation.ledger.history.keyed(key))
        installation.ledger.actions.add_notice(letter, key, at, mailbox=mailbox.name)
    installation.ledger.alarms.notified(AlarmKind.BREAKER, at)


def _letter(alarm: Alarm, rules: Rules, mailbox: MailboxSettings, reviewer: Reviewer, keyed: str) -> Letter:
    wording = rules.wordings.of(reviewer.language)
    and_mail = wording.say("Mail is taken in and filed as always; only nobody is answered.")
    return Letter(
        sender=Address(name=safe.header(f"{rules.company.name} inbox_bot", 80), address=mailbox.address),
        to=Address(name="", address=reviewer.email),
        subject=wording.say("ALARM: inbox_bot holds all answers"),
        text=f"{alarm.said_in(wording)}\n\n{and_mail}\n",
        message_id=message_id_for(Form.ALARM, keyed, mailbox.address),
        auto_submitted="auto-generated",
    )


def _mailbox_of(rules: Rules, reviewer: Reviewer) -> MailboxSettings:
    """One that the reviewer looks after, else the first: the alarm is about all of them."""
    theirs = (each for each in rules.mailboxes if reviewer in rules.reviewers_of(each.name))
    return next(theirs, rules.mailboxes[0])
