"""Answers, and mails to reviewers, go out: one at a time, over one session.

A letter is claimed in the same transaction that settles the one before it, so that at any moment at most one a mailbox
is `doing`: whatever kills the daemon leaves at most one uncertain there. The session is there before the claim: a
daemon that dies while it waits for a dead server leaves none.
"""

import contextlib
from dataclasses import replace
from datetime import datetime

from inbox_bot import log
from inbox_bot.core.domains import comparable
from inbox_bot.core.plan import Go, may_still
from inbox_bot.core.plan.effects import Notice, SentCopy
from inbox_bot.core.reply.letter.wire import needs_smtputf8, to_wire
from inbox_bot.core.reply.office_hours import first_due
from inbox_bot.core.reply.values import Answer, Letter
from inbox_bot.core.reply.why import Ending, Hold
from inbox_bot.core.rules.model import MailboxSettings, Rules
from inbox_bot.core.wording import Sentence
from inbox_bot.core.words import ActionState, Template
from inbox_bot.edges.filing import FilingFailed
from inbox_bot.edges.ledger import Claimed, LedgerError, Settlement
from inbox_bot.edges.mailbox import MailboxDown
from inbox_bot.edges.outbox import Outbox, OutboxDown, Refused, Sent, Uncertain
from inbox_bot.pipeline import rival
from inbox_bot.pipeline.installation import Installation
from inbox_bot.pipeline.outgoing import backoff, stops
from inbox_bot.pipeline.outgoing.answered_by_hand import answered_since
from inbox_bot.pipeline.outgoing.breaker import open_breaker
from inbox_bot.pipeline.outgoing.enclosed import attachments_of
from inbox_bot.pipeline.outgoing.mailbox_changes import change_mailbox
from inbox_bot.pipeline.outgoing.proven_way import may_answer
from inbox_bot.pipeline.outgoing.traces import Traces
from inbox_bot.pipeline.outgoing.undelivered import say_undelivered
from inbox_bot.pipeline.pace import MINUTE, is_full_for
from inbox_bot.pipeline.restored import ledger_restored_at


def send_letters(installation: Installation, rules: MailboxSettings) -> bool:
    """Send what is due in one mailbox, as far as the minute's pace goes; whether its mail server could be used.

    Raises OutboxDown and SendingStopped, with nothing left in hand, and LedgerError. Answers wait until Sent was looked
    at since the start (`sent`); mail to reviewers doesn't.
    """
    session, actions = installation.sessions[rules.name], installation.ledger.actions
    outbox = session.outbox
    kinds = stops.LETTERS if session.is_proven and _answers_may_go(installation, rules) else (Notice.kind,)
    stopped_before = stops.is_stopped(installation, rules.name)
    settled: tuple[Settlement, ...] = ()
    reached = False
    traces = Traces(installation=installation, rules=rules)
    per_minute = installation.rules.answers.limits.per_minute
    if len(actions.letters_at(installation.now())) >= per_minute:
        return reached  # no server is asked for what may not be sent; the claim of each letter counts again
    while not installation.stopping():
        due = actions.next_due(kinds, installation.now(), mailbox=rules.name, count=1)
        down = _connect(outbox) if due else None
        if due and down is None:
            reached = True
            if stopped_before and not settled:
                stops.try_the_way(installation, rules, outbox)
            if isinstance(due[0].action.effect, Answer) and not due[0].action.released and traces.is_to_look(due[0]):
                actions.settle_many(settled, installation.now())  # a kill while we look leaves no letter uncertain
                settled = ()
                traces.look(due[0])
        taken = actions.claim_letter(
            kinds, installation.now(), mailbox=rules.name, per_minute=per_minute, settled=settled
        )
        if taken is None:
            return reached
        unanswered_at = traces.unanswered_at.get(taken.id)
        settled = (_tried(taken, installation, outbox, down, unanswered_at, was_stopped=stopped_before),)
        if stopped_before and settled[0].state is ActionState.DONE:
            stops.goes_on(installation, rules.name)
            stopped_before = False
        _log(taken, settled[0], installation)
        if settled[0].state is ActionState.DONE and taken.id in traces.unmarked:
            actions.settle_many(settled, installation.now())
            settled = ()
            _copy_to_sent(installation, rules)
    actions.settle_many(settled, installation.now())
    return reached


def _answers_may_go(installation: Installation, rules: MailboxSettings) -> bool:
    due = installation.ledger.actions.is_due([Answer.kind], installation.now(), mailbox=rules.name)
    return may_answer(installation, rules, due=due)


def _tried(
    claimed: Claimed,
    installation: Installation,
    outbox: Outbox,
    down: OutboxDown | None,
    unanswered_at: datetime | None,
    *,
    was_stopped: bool,
) -> Settlement:
    """What became of a claimed letter. Raises OutboxDown and SendingStopped, the letter settled, and LedgerError."""
    actions = installation.ledger.actions
    try:
        late = _too_late(claimed, installation.rules, installation.now()) if was_stopped else None
        return late or _send(claimed, installation, outbox, down, unanswered_at)
    except OutboxDown as lost:
        actions.settle_many([_not_tried(claimed, lost.sentence, installation)], installation.now())
        raise
    except stops.SendingStopped as stopped:
        actions.settle_many([stopped.settlement or _not_tried(claimed, "", installation)], installation.now())
        raise
    except FilingFailed as failed:  # its documents can't be read, and nothing was sent
        return _not_tried(claimed, str(failed), installation)
    except LedgerError:
        raise
    except Exception as error:
        return _met_a_bug(claimed, error)


def _is_full_for(domain: str, claimed: Claimed, installation: Installation) -> bool:
    return is_full_for(domain, installation.ledger.actions.letters_at(installation.now(), but=claimed.id))


def _met_a_bug(claimed: Claimed, error: Exception) -> Settlement:
    """As after a crash, nobody knows whether it went out; the next letter goes on."""
    log.job_failed(job="letter", **log.where(error))
    note = f"an error within inbox_bot ({type(error).__name__}); see its log"
    return Settlement(id=claimed.id, state=ActionState.UNCERTAIN, note=note)


def _connect(outbox: Outbox) -> OutboxDown | None:
    """Have a session; gives back why there is none."""
    try:
        outbox.open()
    except OutboxDown as down:
        return down
    return None


def _send(
    claimed: Claimed,
    installation: Installation,
    outbox: Outbox,
    down: OutboxDown | None,
    unanswered_at: datetime | None,
) -> Settlement:
    """Raises OutboxDown where the letter should go out and can't: also the one that is known already, `down`.

    Raises SendingStopped where no letter should go out any more.
    """
    at = installation.now()
    letter = letter_of(claimed)
    with installation.ledger.one_look():
        history = installation.ledger.history.of_action(claimed.id, at)
        rivalled = _rival(claimed, installation)
        answers_at_will = isinstance(claimed.action.effect, Answer) and not claimed.action.released
        predates = answers_at_will and _predates(claimed, installation)
        is_full = isinstance(claimed.action.effect, Answer) and _is_full_for(letter.to.domain, claimed, installation)
    claim = may_still(claimed.action, installation.rules, history, at)
    if claim.go is Go.LATER:
        return Settlement(id=claimed.id, state=ActionState.PENDING, why=claim.why, next_try_at=claim.until, tried=False)
    if claim.go is not Go.GO:
        if claim.why == Hold.BREAKER:
            open_breaker(installation, at)
        held = claim.go is Go.HOLD
        return Settlement(
            id=claimed.id, state=ActionState.HELD if held else ActionState.CANCELLED, why=claim.why, tried=False
        )
    if answered_since(claimed, installation, at, unanswered_at):
        return Settlement(id=claimed.id, state=ActionState.CANCELLED, why=Ending.ANSWERED_BY_HAND, tried=False)
    if rivalled is not None:
        return rivalled
    if isinstance(claimed.action.effect, Answer):
        letter = replace(letter, ledger=installation.ledger.name)
    if predates:
        return Settlement(id=claimed.id, state=ActionState.HELD, why=Hold.SEEN_BEFORE, tried=False)
    if is_full:
        return Settlement(id=claimed.id, state=ActionState.PENDING, next_try_at=at + MINUTE, tried=False)
    try:
        wire = to_wire(letter, at, attachments_of(claimed.id, letter, installation))
    except ValueError:
        return Settlement(id=claimed.id, state=ActionState.REFUSED, why=Ending.UNWRITABLE)
    if down is not None:
        raise down
    sender = installation.rules.answers.envelope or ""
    to = (
        f"{letter.to.local}@{comparable(letter.to.domain)}"  # in the envelope too: A-labels need no SMTPUTF8 (RFC 6531)
    )
    if isinstance(claimed.action.effect, Answer) and claimed.action.effect.template is Template.AGENCY_REJECTION:
        installation.ledger.introductions.write_refusal(claimed.id, wire.decode("utf-8", "replace"), at)
    result = outbox.send(wire, to=to, sender=sender, smtputf8=needs_smtputf8(letter))
    match result:
        case Sent():
            return Settlement(id=claimed.id, state=ActionState.DONE, note=result.reply)
        case Uncertain():
            uncertain = Settlement(id=claimed.id, state=ActionState.UNCERTAIN, note=result.reply)
            stops.after_doubt(installation, claimed, uncertain)
            return uncertain
        case Refused():
            refused = _refused(claimed, result, installation.rules, at)
            stops.after_refusal(installation, claimed, result, refused)
            return refused


def _rival(claimed: Claimed, installation: Installation) -> Settlement | None:
    """Where another inbox_bot is at work in the mailbox, the answer is held, unless a person wants it sent."""
    mailbox = claimed.mailbox
    if mailbox is None or not isinstance(claimed.action.effect, Answer) or claimed.action.released:
        return None
    if not rival.is_at_work(installation, mailbox):
        return None
    return Settlement(id=claimed.id, state=ActionState.HELD, why=Hold.ANOTHER_DAEMON, tried=False)


def _copy_to_sent(installation: Installation, rules: MailboxSettings) -> None:
    """Directly after its letter, where no keyword on the mail tells of it: it is what another inbox_bot would see."""
    with contextlib.suppress(MailboxDown):  # then it comes with the other changes
        change_mailbox(installation, rules, (SentCopy.kind,))


def _too_late(claimed: Claimed, rules: Rules, at: datetime) -> Settlement | None:
    """An answer that waited for three days because nothing went out: a person says whether it still should."""
    if not isinstance(claimed.action.effect, Answer) or claimed.action.released:
        return None
    if at - _due_since(claimed, rules) <= backoff.LETTER_FOR:
        return None
    return Settlement(id=claimed.id, state=ActionState.HELD, why=Hold.NOT_IN_TIME, tried=False)


def _due_since(claimed: Claimed, rules: Rules) -> datetime:
    """From when on it is tried: what waited for its delay or the office was no letter that could not be sent."""
    effect = claimed.action.effect
    if not isinstance(effect, Answer) or claimed.action.released:
        return claimed.planned_at
    return first_due(effect.template, rules, claimed.planned_at)


def _predates(claimed: Claimed, installation: Installation) -> bool:
    """Whether a ledger that is gone may have sent this answer already."""
    since = None if claimed.mailbox is None else ledger_restored_at(installation, claimed.mailbox)
    return since is not None and claimed.planned_at < since


def _not_tried(claimed: Claimed, why: str, installation: Installation) -> Settlement:
    """What is needed for it can't be used, which is no letter's fault: soon again, but nobody is answered after three
    days. Where we cut the line ourselves to end, it is due for whoever comes after us.
    """
    at = installation.now()
    if at - _due_since(claimed, installation.rules) > backoff.LETTER_FOR:
        return Settlement(id=claimed.id, state=ActionState.REFUSED, note=why, why=Ending.GIVEN_UP)
    again = None if installation.stopping() else at + MINUTE
    return Settlement(id=claimed.id, state=ActionState.PENDING, next_try_at=again, tried=False)


def _refused(claimed: Claimed, refused: Refused, rules: Rules, at: datetime) -> Settlement:
    note = f"{refused.code} {refused.reply}" if refused.code else refused.reply
    again = backoff.letter_again(claimed.attempts, _due_since(claimed, rules), at) if refused.temporary else None
    if again is not None:
        return Settlement(id=claimed.id, state=ActionState.PENDING, note=note, next_try_at=again)
    why = Ending.GIVEN_UP if refused.temporary else None
    return Settlement(id=claimed.id, state=ActionState.REFUSED, note=note, why=why)


def letter_of(claimed: Claimed) -> Letter:
    """The letter of an answer or of a mail to a reviewer."""
    effect = claimed.action.effect
    if isinstance(effect, Answer | Notice):
        return effect.letter
    raise TypeError(f"an action of kind {claimed.action.kind} has no letter to send")


def _log(claimed: Claimed, settlement: Settlement, installation: Installation) -> None:
    if settlement.state in (ActionState.REFUSED, ActionState.UNCERTAIN) and isinstance(claimed.action.effect, Notice):
        say_undelivered(
            installation,
            claimed.action.effect.letter.to.address,
            settlement.note or Sentence("no mail could be made of it"),
        )
    kind = claimed.action.kind.value
    if settlement.state is ActionState.PENDING:
        log.action_waits(action=claimed.id, kind=kind, attempts=claimed.attempts, why=settlement.note[:3] or "pace")
    elif settlement.state is not ActionState.DONE:
        log.action_settled(action=claimed.id, kind=kind, state=settlement.state.value, why=settlement.why)
