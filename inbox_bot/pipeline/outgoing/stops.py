"""Whether the mail server lets a mailbox send at all: what stops its letters, what is said then, how it goes on.

A relay that refuses the account or the sender would have every letter refused for good, one by one, for a fault that is
over tomorrow; a line that breaks at each final dot would put every letter in doubt. So such a mailbox sends nothing:
its letters wait, an alarm says what to do, and it is tried again, ever later, until a letter is taken.

- *account*: a refusal that is about us (`core.reply.refusal`), or one that may be about the letter, for three
  recipients of different domains with none sent between. Tried again with a letter that waits, another one each time:
  what a server refuses takes no harm.
- *doubt*: three final dots in a row that were not answered. Tried again with a mail to the mailbox itself: no
  applicant's letter is put in doubt for it.

Both last over a restart: the alarm is in the ledger, and so is what was tried last.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from inbox_bot.core.domains import domain_of
from inbox_bot.core.message import safe
from inbox_bot.core.plan.effects import kinds_of
from inbox_bot.core.reply.refusal import About, Verb, about
from inbox_bot.core.reply.values import Answer
from inbox_bot.core.rules.model import MailboxSettings
from inbox_bot.core.words import ActionState, Carrier
from inbox_bot.edges.ledger import Alarm, Claimed, Settlement, TriedAnswer
from inbox_bot.edges.outbox import Outbox, Refused, Sent
from inbox_bot.pipeline.alarms import raised, say
from inbox_bot.pipeline.installation import House
from inbox_bot.pipeline.outgoing.backoff import sending_again
from inbox_bot.pipeline.outgoing.own_letter import send_to_itself
from inbox_bot.pipeline.pace import MINUTE

ACCOUNT, DOUBT, RECIPIENTS = "account:", "doubt:", "recipients:"  # alarms, with the mailbox's name behind
IN_A_ROW = 3
RECIPIENTS_IN_A_ROW = 10
BY_A_CRASH = "inbox-bot ended"  # how the note of an answer begins that nobody settled: no server's fault
LETTERS = kinds_of(Carrier.OUTBOX)
_EVER = timedelta(days=366)
#: The shortest and the longest pause between two tries. Where there is doubt, each try is a mail in the inbox.
_TRIED_AGAIN = {
    ACCOUNT: (MINUTE, timedelta(minutes=15)),
    DOUBT: (timedelta(minutes=5), timedelta(hours=4)),
}


class SendingStopped(Exception):
    """A mailbox's letters stop here; the text says why, for a person."""

    def __init__(
        self, alarm: str, sentence: str, settlement: Settlement | None = None, again: Sequence[int] = ()
    ) -> None:
        super().__init__(sentence)
        self.alarm = alarm
        self.sentence = sentence
        self.settlement = settlement  #: of the letter in hand
        self.again = again  #: answers that were refused for the same reason, and are due again


def is_stopped(house: House, mailbox: str) -> bool:
    """Whether the mailbox's letters were stopped, or recipients were in doubt, and no letter was taken since."""
    names = {kind + mailbox for kind in (ACCOUNT, DOUBT, RECIPIENTS)}
    return any(alarm.name in names for alarm in house.ledger.notices.alarms())


def rests(house: House, mailbox: str) -> Alarm | None:
    """Why the mailbox sends nothing now; None where it may send, or may try whether it is over."""
    until = house.rests.get(mailbox)
    if until is None or house.now() >= until:
        return None
    return raised(house, ACCOUNT + mailbox) or raised(house, DOUBT + mailbox)


def stop(house: House, mailbox: str, stopped: SendingStopped) -> None:
    """The mailbox sends nothing for a while, and that is said. Raises LedgerError."""
    at = house.now()
    if stopped.again:
        house.ledger.actions.due_again(stopped.again, at)
    say(house, stopped.alarm, stopped.sentence)
    house.rests[mailbox] = until = _until(house, stopped.alarm)
    house.ledger.actions.put_off(LETTERS, mailbox, until)  # in the ledger, for a `poll` that begins each minute


def goes_on(house: House, mailbox: str) -> None:
    """A letter was taken: whatever stopped the mailbox is over. Raises LedgerError."""
    house.rests.pop(mailbox, None)
    for alarm in (ACCOUNT, DOUBT, RECIPIENTS):
        say(house, alarm + mailbox, None)


def end_where_nothing_waits(house: House, mailbox: str) -> None:
    """Nobody waits for a letter any longer: whether the mail server would take one, nobody needs to know."""
    stopped = [name for name in (ACCOUNT + mailbox, DOUBT + mailbox) if raised(house, name)]
    if stopped and not house.ledger.actions.is_due(LETTERS, house.now() + _EVER, mailbox=mailbox):
        house.rests.pop(mailbox, None)
        for name in stopped:
            say(house, name, None)


def try_the_way(house: House, rules: MailboxSettings, outbox: Outbox) -> None:
    """Where final dots broke: whether a mail to the mailbox itself is taken. Raises SendingStopped, OutboxDown."""
    alarm = raised(house, DOUBT + rules.name)
    if alarm is None:
        return
    if not isinstance(send_to_itself(outbox, house.rules, rules, house.now()), Sent):
        raise SendingStopped(alarm.name, alarm.sentence)
    say(house, alarm.name, None)
    house.rests.pop(rules.name, None)


def after_refusal(house: House, claimed: Claimed, refused: Refused, settlement: Settlement) -> None:
    """Raises SendingStopped where a refusal is about us; `settlement` is what becomes of the letter otherwise."""
    mailbox = claimed.mailbox or ""
    whom = about(refused.verb, refused.code, refused.reply) if refused.code else About.LETTER
    if whom is About.LETTER:
        if settlement.state is ActionState.REFUSED and refused.verb is Verb.RCPT:
            _count_recipients(house, mailbox, settlement)
        return
    row = _refused_in_a_row(house.ledger.actions.tried_last(mailbox, 5 * IN_A_ROW)) if whom is About.UNCLEAR else ()
    lasts = raised(house, ACCOUNT + mailbox) is not None
    domains = {each.domain for each in row} | {_domain(claimed)}
    if whom is About.US or lasts or len(domains) >= IN_A_ROW:
        waits = _until(house, ACCOUNT + mailbox) + MINUTE  # behind those that were not tried
        raise SendingStopped(
            ACCOUNT + mailbox,
            _refuses_us(house, mailbox, refused),
            Settlement(id=claimed.id, state=ActionState.PENDING, note=settlement.note, next_try_at=waits, tried=False),
            [each.id for each in row],
        )


def after_doubt(house: House, claimed: Claimed, settlement: Settlement) -> None:
    """Raises SendingStopped where this letter's final dot was the third in a row that was not answered."""
    mailbox = claimed.mailbox or ""
    broken = 1
    for each in house.ledger.actions.tried_last(mailbox, IN_A_ROW):
        if each.state is not ActionState.UNCERTAIN or each.note.startswith(BY_A_CRASH):
            break
        broken += 1
    if broken >= IN_A_ROW:
        raise SendingStopped(
            DOUBT + mailbox,
            f"The mail server of {mailbox} broke off after {broken} letters in a row, without saying whether it took "
            "them (`inbox-bot answers uncertain`): look into its log. No other letter is given to it before it takes "
            "a mail to the mailbox itself, which is tried by itself; then letters go on.",
            settlement,
        )


def _until(house: House, name: str) -> datetime:
    alarm, at = raised(house, name), house.now()
    shortest, longest = _TRIED_AGAIN[ACCOUNT if name.startswith(ACCOUNT) else DOUBT]
    return sending_again(at if alarm is None else alarm.since, at, shortest=shortest, longest=longest)


def _refused_in_a_row(tried: Sequence[TriedAnswer]) -> tuple[TriedAnswer, ...]:
    """The answers that were refused since the last one that was sent, each by a policy that may be against us."""
    row = []
    for each in tried:
        if each.state is ActionState.DONE:
            break
        code, _, reply = each.note.partition(" ")
        if each.state is ActionState.REFUSED and code.isdigit() and about(Verb.DOT, int(code), reply) is About.UNCLEAR:
            row.append(each)
    return tuple(row)


def _count_recipients(house: House, mailbox: str, settlement: Settlement) -> None:
    """Ten unknown recipients in a row are refused one by one, and somebody hears of it: are they a list, or typed?"""
    number = 1
    for each in house.ledger.actions.tried_last(mailbox, RECIPIENTS_IN_A_ROW):
        if each.state is not ActionState.REFUSED:
            break
        number += 1
    if number >= RECIPIENTS_IN_A_ROW:
        say(
            house,
            RECIPIENTS + mailbox,
            f"The mail server of {mailbox} called {RECIPIENTS_IN_A_ROW} recipients in a row unknown, the last with: "
            f"{safe.line(settlement.note, 200)}. Look whether smtp: names a server that sends mail to anybody, and at "
            "`inbox-bot answers refused`.",
        )


def _refuses_us(house: House, mailbox: str, refused: Refused) -> str:
    bounce = house.rules.answers.bounce_address
    sender = f"mail from {bounce}" if bounce else "mail without an envelope sender (or set answers.bounce_address)"
    return (
        f"The mail server of {mailbox} refuses us, whomever a letter is to: {refused.code} "
        f"{safe.line(refused.reply, 200)}. Ask whoever runs it whether the user under smtp: may send, as "
        f"{house.rules.mailbox(mailbox).address}, {sender}, and so much a day. Letters wait and none is lost; it is "
        "tried again by itself."
    )


def _domain(claimed: Claimed) -> str:
    effect = claimed.action.effect
    return domain_of(effect.correspondent) if isinstance(effect, Answer) else "a reviewer's"
