"""Other systems are told what happened: found on record, asked for once, posted, and tried again for three days.

An event is found in what is on record, and not in the moment in which it happens: so none is lost, whoever decided and
whatever broke off, and the way of a mail knows nothing of hooks. A receiver may get one twice, where its answer was
lost on the way; it has the same `webhook-id` then (Standard Webhooks, "Idempotency"). In `observe` nobody is told.
"""

from collections.abc import Callable, Sequence
from datetime import timedelta

from inbox_bot import log
from inbox_bot.core.message import safe
from inbox_bot.core.plan.effects import TellHook, kinds_of
from inbox_bot.core.plan.values import Action
from inbox_bot.core.reply.why import Ending
from inbox_bot.core.rules.hooks import HookEvent, HookSettings
from inbox_bot.core.rules.model import Mode
from inbox_bot.core.wording import said_by
from inbox_bot.core.words import ActionState, Carrier
from inbox_bot.edges import secrets
from inbox_bot.edges.access import Line
from inbox_bot.edges.hooks import BadSecret, HookFailed, HookRefused, key_of, post
from inbox_bot.edges.ledger import Claimed, MailRow, Settlement
from inbox_bot.edges.ledger.hooks import OnRecord, lane_of
from inbox_bot.pipeline.installation import Installation
from inbox_bot.pipeline.outgoing import backoff
from inbox_bot.pipeline.outgoing.hook_body import body_of, events_of, is_so, waits_for_its_letter

OF_HOOKS = kinds_of(Carrier.HOOK)
TOGETHER = 200  # rows of the record that are looked at in one transaction
LETTER_AGAIN = timedelta(minutes=1)  # when it is asked again whether an agency's refusal has gone
ID_LENGTH = 32  # hexadecimal digits of a webhook's id


def tell_hooks(installation: Installation, on_line: Callable[[Line], None] = lambda _: None) -> None:
    """Ask for what is new, and post what is due. `on_line` is given each line, to cut it. Raises LedgerError."""
    hooks = installation.rules.hooks
    if installation.rules.mode is Mode.OBSERVE:
        for hook in hooks:
            _pass_over(hook, installation)
        return
    for hook in hooks:
        while not installation.stopping() and _plan(hook, installation):
            pass
        _post_what_is_due(hook, installation, on_line)


def _pass_over(hook: HookSettings, installation: Installation) -> None:
    """What is only observed is told to nobody, nor later."""
    found = installation.ledger.hooks.after_mark(hook.name, 1)
    if found is None or found:
        installation.ledger.hooks.begin(hook.name)


def _plan(hook: HookSettings, installation: Installation) -> bool:
    """Ask for the next events of one hook; whether there may be more."""
    ledger, at = installation.ledger, installation.now()
    found = ledger.hooks.after_mark(hook.name, TOGETHER)
    if found is None:
        ledger.hooks.begin(hook.name)
        return False
    if not found:
        return False
    planned: list[Action] = []
    for row in found:
        if at - row.at > backoff.LETTER_FOR:
            continue  # the hook was away from rules.yaml for long: who adds it again does not mean what was then
        mail = ledger.reports.mail_by_number(row.message)
        if mail is not None:
            planned += _actions(hook, row, mail, installation)
    ledger.hooks.ask(hook.name, planned, found[-1].id, at)
    return len(found) == TOGETHER


def _actions(hook: HookSettings, row: OnRecord, mail: MailRow, installation: Installation) -> list[Action]:
    at = installation.now()
    return [
        Action(
            effect=TellHook(hook=hook.name, event=event, mail=mail.id, at=row.at.isoformat()),
            once_keys=(_once_key(hook, event, row, mail),),
            state=ActionState.PENDING,
            due_at=at,
        )
        for event in events_of(mail, by_a_person=row.by_a_person)
        if hook.is_told_of(event)
    ]


def _once_key(hook: HookSettings, event: HookEvent, row: OnRecord, mail: MailRow) -> str:
    """What is decided may be told often of a mail, all else once."""
    of = f"{row.id}" if event is HookEvent.DECIDED else f"{mail.mailbox}:{mail.raw_hash}"
    return f"hook:{hook.name}:{event.value}:{of}"


def _post_what_is_due(hook: HookSettings, installation: Installation, on_line: Callable[[Line], None]) -> None:
    """One after the other, until one fails: what else is due waits as long as that one."""
    actions, lane = installation.ledger.actions, lane_of(hook.name)
    settled: Sequence[Settlement] = ()
    while not installation.stopping():
        taken = actions.claim_many(OF_HOOKS, installation.now(), mailbox=lane, count=1, settled=settled)
        if not taken:
            return
        [claimed] = taken
        line = Line()
        on_line(line)
        settlement = _posted(claimed, hook, installation, line)
        _log(claimed, settlement)
        settled = [settlement]
        if settlement.state is ActionState.PENDING and settlement.tried and settlement.next_try_at is not None:
            actions.settle_many(settled, installation.now())
            actions.put_off(OF_HOOKS, lane, settlement.next_try_at)
            return
    actions.settle_many(settled, installation.now())


def _posted(claimed: Claimed, hook: HookSettings, installation: Installation, line: Line) -> Settlement:
    effect = claimed.action.effect
    if not isinstance(effect, TellHook):
        raise TypeError(f"an action of kind {claimed.action.kind} tells no hook")
    at = installation.now()
    mail = installation.ledger.reports.mail_by_number(effect.mail)
    if mail is None or not is_so(effect.event, mail) or not hook.is_told_of(effect.event):
        return Settlement(id=claimed.id, state=ActionState.CANCELLED, why=Ending.CORRECTED.value)
    if waits_for_its_letter(effect.event, mail):
        return Settlement(id=claimed.id, state=ActionState.PENDING, next_try_at=at + LETTER_AGAIN, tried=False)
    [once] = claimed.action.once_keys
    try:
        post(
            hook.url,
            body_of(effect, mail, installation.rules),
            id_=f"msg_{installation.ledger.history.keyed(once)[:ID_LENGTH]}",
            key=key_of(secrets.fetch(hook.secret, installation.folder) or ""),
            at=at,
            private=hook.private,
            ca=installation.folder / hook.ca if hook.ca else None,
            line=line,
        )
    except HookRefused as error:
        return _given_up(claimed, hook, error)
    except (HookFailed, BadSecret, secrets.SecretMissing) as error:
        if installation.stopping():  # whoever ends us cuts the line
            return Settlement(id=claimed.id, state=ActionState.PENDING, tried=False)
        again = backoff.letter_again(claimed.attempts, claimed.planned_at, at)
        if again is None:
            return _given_up(claimed, hook, error)
        return Settlement(id=claimed.id, state=ActionState.PENDING, note=_note(error), next_try_at=again)
    return Settlement(id=claimed.id, state=ActionState.DONE)


def _log(claimed: Claimed, settled: Settlement) -> None:
    kind = claimed.action.kind.value
    if settled.state is ActionState.PENDING and settled.note:
        log.action_waits(action=claimed.id, kind=kind, attempts=claimed.attempts, why=settled.note)
    elif settled.state is ActionState.REFUSED:
        log.action_settled(action=claimed.id, kind=kind, state=settled.state.value, why=settled.why)


def _given_up(claimed: Claimed, hook: HookSettings, error: Exception) -> Settlement:
    """Its note says which hook it was: nothing else of it is kept."""
    note = safe.line(f"{hook.name}: {_note(error)}", 200)
    return Settlement(id=claimed.id, state=ActionState.REFUSED, why=Ending.GIVEN_UP.value, note=note)


def _note(error: Exception) -> str:
    return safe.line(said_by(error), 200)
