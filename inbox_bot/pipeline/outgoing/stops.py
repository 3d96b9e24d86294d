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

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from inbox_bot.core.alarms import Alarm, AlarmKind, Parameter
from inbox_bot.core.domains import domain_of
from inbox_bot.core.message import safe
from inbox_bot.core.plan.effects import kinds_of
from inbox_bot.core.reply.letter.refusal import About, Verb, about
from inbox_bot.core.reply.values import Answer
from inbox_bot.core.rules.model import MailboxSettings
from inbox_bot.core.words import ActionState, Carrier
from inbox_bot.edges.ledger import Claimed, RaisedAlarm, Settlement, TriedAnswer
from inbox_bot.edges.outbox import Outbox, Refused, Sent
from inbox_bot.pipeline.installation import Installation
from inbox_bot.pipeline.outgoing.backoff import sending_again
from inbox_bot.pipeline.outgoing.own_letter import send_to_itself
from inbox_bot.pipeline.pace import MINUTE

IN_A_ROW = 3
RECIPIENTS_IN_A_ROW = 10
BY_A_CRASH = "inbox-bot ended"  # how the note of an answer begins that nobody settled: no server's fault
LETTERS = kinds_of(Carrier.OUTBOX)
_EVER = timedelta(days=366)
#: The shortest and the longest pause between two tries. Where there is doubt, each try is a mail in the inbox.
#: By topic: see `core.alarms`.
_STOPS = (AlarmKind.ACCOUNT, AlarmKind.DOUBT)
_TRIED_AGAIN = {
    AlarmKind.ACCOUNT: (MINUTE, timedelta(minutes=15)),
    AlarmKind.DOUBT: (timedelta(minutes=5), timedelta(hours=4)),
}


class SendingStopped(Exception):
    """A mailbox's letters stop here; the alarm says why, to a person."""

    def __init__(self, alarm: Alarm, settlement: Settlement | None = None, again: Sequence[int] = ()) -> None:
        super().__init__(alarm.sentence)
        self.alarm = alarm
        self.settlement = settlement  #: of the letter in hand
        self.again = again  #: answers that were refused for the same reason, and are due again


def is_stopped(installation: Installation, mailbox: str) -> bool:
    """Whether the mailbox's letters were stopped, or recipients were in doubt, and no letter was taken since."""
    topics = {kind.topic for kind in (*_STOPS, AlarmKind.RECIPIENTS)}
    raised = (each.alarm for each in installation.ledger.alarms.raised())
    return any(alarm.kind.topic in topics and alarm.about == mailbox for alarm in raised)


def rests(installation: Installation, mailbox: str) -> RaisedAlarm | None:
    """Why the mailbox sends nothing now; None where it may send, or may try whether it is over."""
    until = installation.sessions[mailbox].rests_until
    if until is None or installation.now() >= until:
        return None
    return next(_raised_stops(installation, mailbox), None)


def stop(installation: Installation, mailbox: str, stopped: SendingStopped) -> None:
    """The mailbox sends nothing for a while, and that is said. Raises LedgerError."""
    at = installation.now()
    if stopped.again:
        installation.ledger.actions.due_again(stopped.again, at)
    installation.ledger.alarms.raise_(stopped.alarm, at)
    installation.sessions[mailbox].rests_until = until = _until(installation, stopped.alarm.kind, mailbox)
    installation.ledger.actions.put_off(LETTERS, mailbox, until)  # in the ledger, for a `poll` that begins each minute


def goes_on(installation: Installation, mailbox: str) -> None:
    """A letter was taken: whatever stopped the mailbox is over. Raises LedgerError."""
    installation.sessions[mailbox].rests_until = None
    for kind in (*_STOPS, AlarmKind.RECIPIENTS):
        installation.ledger.alarms.clear(kind, installation.now(), about=mailbox)


def end_where_nothing_waits(installation: Installation, mailbox: str) -> None:
    """Nobody waits for a letter any longer: whether the mail server would take one, nobody needs to know."""
    stopped = list(_raised_stops(installation, mailbox))
    if stopped and not installation.ledger.actions.is_due(LETTERS, installation.now() + _EVER, mailbox=mailbox):
        installation.sessions[mailbox].rests_until = None
        for each in stopped:
            installation.ledger.alarms.clear(each.alarm.kind, installation.now(), about=mailbox)


def try_the_way(installation: Installation, rules: MailboxSettings, outbox: Outbox) -> None:
    """Where final dots broke: whether a mail to the mailbox itself is taken. Raises SendingStopped, OutboxDown."""
    raised = installation.ledger.alarms.find(AlarmKind.DOUBT, rules.name)
    if raised is None:
        return
    if not isinstance(send_to_itself(outbox, installation.rules, rules, installation.now()), Sent):
        raise SendingStopped(raised.alarm)
    installation.ledger.alarms.clear(AlarmKind.DOUBT, installation.now(), about=rules.name)
    installation.sessions[rules.name].rests_until = None


def after_refusal(installation: Installation, claimed: Claimed, refused: Refused, settlement: Settlement) -> None:
    """Raises SendingStopped where a refusal is about us; `settlement` is what becomes of the letter otherwise."""
    mailbox = claimed.mailbox or ""
    whom = about(refused.verb, refused.code, refused.reply) if refused.code else About.LETTER
    if whom is About.LETTER:
        if settlement.state is ActionState.REFUSED and refused.verb is Verb.RCPT:
            _count_recipients(installation, mailbox, settlement)
        return
    row = (
        _refused_in_a_row(installation.ledger.actions.tried_last(mailbox, 5 * IN_A_ROW))
        if whom is About.UNCLEAR
        else ()
    )
    lasts = installation.ledger.alarms.find(AlarmKind.ACCOUNT, mailbox) is not None
    domains = {each.domain for each in row} | {_domain(claimed)}
    if whom is About.US or lasts or len(domains) >= IN_A_ROW:
        waits = _until(installation, AlarmKind.ACCOUNT, mailbox) + MINUTE  # behind those that were not tried
        raise SendingStopped(
            _refuses_us(installation, mailbox, refused),
            Settlement(id=claimed.id, state=ActionState.PENDING, note=settlement.note, next_try_at=waits, tried=False),
            [each.id for each in row],
        )


def after_doubt(installation: Installation, claimed: Claimed, settlement: Settlement) -> None:
    """Raises SendingStopped where this letter's final dot was the third in a row that was not answered."""
    mailbox = claimed.mailbox or ""
    broken = 1
    for each in installation.ledger.actions.tried_last(mailbox, IN_A_ROW):
        if each.state is not ActionState.UNCERTAIN or each.note.startswith(BY_A_CRASH):
            break
        broken += 1
    if broken >= IN_A_ROW:
        raise SendingStopped(
            Alarm(kind=AlarmKind.DOUBT, about=mailbox, parameters={"number": broken}),
            settlement,
        )


def _raised_stops(installation: Installation, mailbox: str) -> Iterator[RaisedAlarm]:
    found = (installation.ledger.alarms.find(kind, mailbox) for kind in _STOPS)
    return (each for each in found if each is not None)


def _until(installation: Installation, kind: AlarmKind, mailbox: str) -> datetime:
    raised, at = installation.ledger.alarms.find(kind, mailbox), installation.now()
    shortest, longest = _TRIED_AGAIN[AlarmKind.DOUBT if kind is AlarmKind.DOUBT else AlarmKind.ACCOUNT]
    return sending_again(at if raised is None else raised.since, at, shortest=shortest, longest=longest)


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


def _count_recipients(installation: Installation, mailbox: str, settlement: Settlement) -> None:
    """Ten unknown recipients in a row are refused one by one, and somebody hears of it: are they a list, or typed?"""
    number = 1
    for each in installation.ledger.actions.tried_last(mailbox, RECIPIENTS_IN_A_ROW):
        if each.state is not ActionState.REFUSED:
            break
        number += 1
    if number >= RECIPIENTS_IN_A_ROW:
        parameters: dict[str, Parameter] = {"number": RECIPIENTS_IN_A_ROW, "reply": safe.line(settlement.note, 200)}
        alarm = Alarm(kind=AlarmKind.RECIPIENTS, about=mailbox, parameters=parameters)
        installation.ledger.alarms.raise_(alarm, installation.now())


def _refuses_us(installation: Installation, mailbox: str, refused: Refused) -> Alarm:
    bounce = installation.rules.answers.envelope
    parameters: dict[str, Parameter] = {
        "reply": f"{refused.code} {safe.line(refused.reply, 200)}",
        "address": installation.rules.mailbox(mailbox).address,
    }
    if bounce:
        return Alarm(kind=AlarmKind.ACCOUNT, about=mailbox, parameters=parameters | {"sender": bounce})
    return Alarm(kind=AlarmKind.ACCOUNT_WITHOUT_SENDER, about=mailbox, parameters=parameters)


def _domain(claimed: Claimed) -> str:
    effect = claimed.action.effect
    return domain_of(effect.correspondent) if isinstance(effect, Answer) else "a reviewer's"
