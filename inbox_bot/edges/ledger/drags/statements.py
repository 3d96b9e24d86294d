"""The statements behind the shelf of moves."""

from typing import Any

from sqlalchemy import Select, and_, bindparam, delete, exists, select, update

from inbox_bot.core.review.moves import DragState
from inbox_bot.core.words import WENT_OUT, ActionKind, ActionState, Role
from inbox_bot.edges.ledger.schema import (
    UNSETTLED,
    actions,
    answers,
    applications,
    correspondence,
    documents,
    drags,
    locations,
    messages,
    once_keys,
    sent_mails,
)

_KNOWN = select(
    messages.c.id, messages.c.raw_hash, messages.c.message_id, messages.c.fingerprint, messages.c.outcome
).where(messages.c.mailbox == bindparam("mailbox"))

#: Mails of a mailbox that have these Message-IDs: several may have one.
WITH_IDS: Select[Any] = _KNOWN.where(messages.c.message_id.in_(bindparam("ids", expanding=True)))

#: Mails of a mailbox with these bytes.
WITH_HASHES: Select[Any] = _KNOWN.where(messages.c.raw_hash.in_(bindparam("hashes", expanding=True)))

#: Which of these Message-IDs are of mails that we, or a person of ours, sent.
IN_SENT = select(sent_mails.c.message_id).where(sent_mails.c.message_id.in_(bindparam("ids", expanding=True)))

_DRAGS = (
    select(
        drags,
        messages.c.mailbox,
        messages.c.raw_hash,
        messages.c.message_id,
        messages.c.received_at,
        messages.c.kind,
        messages.c.outcome,
        messages.c.reason,
        messages.c.correspondent,
        locations.c.uidvalidity,
        locations.c.uid,
    )
    .join(messages, messages.c.id == drags.c.message)
    .join(locations, locations.c.id == drags.c.location)
    .where(messages.c.mailbox == bindparam("of_mailbox"))
    .order_by(drags.c.id)
)

#: Moves that are not settled in one way: whose meaning is not known, or that a person is asked about.
UNSETTLED_OF: Select[Any] = _DRAGS.where(UNSETTLED, drags.c.state == bindparam("in_state", type_=drags.c.state.type))

#: Which of these mails were moved, and it is not known yet what that means.
UNSETTLED_HASHES = (
    select(messages.c.raw_hash)
    .join(drags, drags.c.message == messages.c.id)
    .where(
        UNSETTLED,
        drags.c.state == DragState.NOTICED,
        messages.c.raw_hash.in_(bindparam("hashes", expanding=True)),
    )
)

#: Where a mail is.
PLACES_OF = (
    select(locations)
    .where(locations.c.message == bindparam("of_message"), locations.c.gone_at.is_(None))
    .order_by(locations.c.id)
)

#: The vacancy of a mail's first application.
FIRST_VACANCY = (
    select(applications.c.vacancy)
    .where(applications.c.message == bindparam("of_message"))
    .order_by(applications.c.number)
).limit(1)

#: Whether it brings a CV.
HAS_CV = select(exists().where(documents.c.message == bindparam("of_message"), documents.c.role == Role.CV))

#: Whether it belongs to an application.
BELONGS = select(exists().where(correspondence.c.message == bindparam("of_message")))

#: Whether an address had a letter of ours, or may have had it.
HAD_LETTER = select(
    exists().where(
        answers.c.correspondent == bindparam("of_correspondent"),
        actions.c.id == answers.c.action,
        actions.c.state.in_(sorted(WENT_OUT)),
    )
)

#: What a sender's last mails were taken for.
SENDERS_MAILS = (
    select(messages.c.outcome, messages.c.kind, messages.c.reason)
    .where(messages.c.correspondent == bindparam("of_correspondent"))
    .order_by(messages.c.received_at.desc())
    .limit(bindparam("count"))
)

#: The drags of a mail that decided something, the last one first.
DECIDED_OF = (
    select(drags.c.id, drags.c.was, drags.c.folder, drags.c.state, drags.c.seen_at)
    .where(
        drags.c.message == bindparam("of_message"),
        drags.c.state.in_((DragState.DECIDED, DragState.TAKEN_BACK, DragState.UNDID)),
    )
    .order_by(drags.c.id.desc())
)

#: What a move came to.
SETTLE = (
    update(drags)
    .where(drags.c.id == bindparam("of_drag"))
    .values(state=bindparam("became"), question=bindparam("asked"), asked_first=bindparam("hold"))
)

#: One that decided nothing, and asks nothing.
FORGET = delete(drags).where(drags.c.id == bindparam("of_drag"))

#: What a person is asked about a mail, where it was moved on.
FORGET_ASKED = delete(drags).where(
    drags.c.message == bindparam("of_message"), drags.c.state == DragState.ASKED, drags.c.id != bindparam("of_drag")
)

#: Questions that nobody answered for long enough.
FORGET_OLD = delete(drags).where(UNSETTLED, drags.c.state == DragState.ASKED, drags.c.seen_at < bindparam("before"))

#: Whether a mail's move to a folder was asked for by us, and is done, or on the way.
MOVED_BY_US = select(
    exists().where(
        once_keys.c.key.in_(bindparam("keys", expanding=True)),
        actions.c.id == once_keys.c.action,
        actions.c.state.in_((ActionState.PENDING, ActionState.DOING, ActionState.DONE)),
    )
)

#: Whether a further copy of a mail is moved aside by us, or was.
PUT_ASIDE = select(
    exists().where(
        actions.c.message == bindparam("of_message"),
        actions.c.kind == ActionKind.MOVE,
        actions.c.location.is_not(None),
        actions.c.state.in_((ActionState.PENDING, ActionState.DOING, ActionState.DONE)),
    )
)

#: Answers that wait for a further look at their mail.
LETTERS = (
    select(actions.c.id, actions.c.message, actions.c.mailbox, actions.c.planned_at, messages.c.raw_hash)
    .join(messages, messages.c.id == actions.c.message)
    .where(
        actions.c.kind == ActionKind.ANSWER,
        actions.c.state == ActionState.PENDING,
        actions.c.ready.is_(False),
        actions.c.after_action.is_(None),
        actions.c.mailbox == bindparam("of_mailbox"),
    )
    .order_by(actions.c.planned_at, actions.c.id)
)

#: The last drag of a mail that decided something.
LAST_DECIDED = DECIDED_OF.with_only_columns(drags.c.asked_first).limit(1)

_WAITING = and_(actions.c.state == ActionState.PENDING, actions.c.ready.is_(False), actions.c.after_action.is_(None))

#: Let answers go that waited.
LET_GO = update(actions).where(actions.c.id.in_(bindparam("actions", expanding=True)), _WAITING).values(ready=True)

#: Hold answers that waited, for a person.
HOLD = (
    update(actions)
    .where(actions.c.id.in_(bindparam("actions", expanding=True)), _WAITING)
    .values(state=ActionState.HELD, why=bindparam("because"), ready=True)
)
