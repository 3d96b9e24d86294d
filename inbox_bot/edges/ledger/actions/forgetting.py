"""What is forgotten, and when: what an effect held, once it has ended; what an answer is known by, after some days.

`docs/ledger.md`, "What is kept of an effect", tells it whole.
"""

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection, and_, bindparam, delete, select, union_all, update

from inbox_bot.core.words import ActionKind, ActionState
from inbox_bot.edges.ledger.schema import (
    REFUSED,
    REMEMBERED,
    actions,
    answers,
    payloads,
)
from inbox_bot.edges.ledger.values import Settlement

_ENDED = actions.c.state.in_((ActionState.DONE, ActionState.REFUSED, ActionState.CANCELLED))

_ENDED_OF = union_all(
    select(actions.c.id).where(actions.c.id.in_(bindparam("actions", expanding=True)), _ENDED),
    select(actions.c.id).where(actions.c.after_action.in_(bindparam("actions", expanding=True)), _ENDED),
)

#: What these actions, and what waited for them, would need to be carried out, where they have ended.
FORGET_PAYLOADS = delete(payloads).where(payloads.c.action.in_(_ENDED_OF))

#: An answer was refused: what it and those that waited for it hold is kept for a while. It may be due again (`tried`).
KEEP_PAYLOADS = update(payloads).where(payloads.c.action.in_(_ENDED_OF)).values(refused_at=bindparam("at"))

_EVER = datetime(1970, 1, 1, tzinfo=UTC)
_OF_MAILBOX = (
    select(actions.c.id).where(actions.c.id == payloads.c.action, actions.c.mailbox == bindparam("of_mailbox")).exists()
)

#: A mailbox's letter was taken: the refusals before it were for good. Said as a range, or PostgreSQL takes the index of
#: the whole table for as good as that of the few refused ones, and reads what the last hour's letters have left in it.
FORGET_REFUSED = delete(payloads).where(REFUSED, payloads.c.refused_at > _EVER, _OF_MAILBOX)

#: Refusals of long ago were for good, whatever was sent since.
FORGET_REFUSED_BEFORE = delete(payloads).where(REFUSED, payloads.c.refused_at < bindparam("before"))

#: Whether there are any.
ANY_REFUSED_BEFORE = select(payloads.c.action).where(REFUSED, payloads.c.refused_at < bindparam("before")).limit(1)

#: A mail to a reviewer that perhaps went out is nobody's to send again.
FORGET_UNCERTAIN_NOTICES = delete(payloads).where(
    payloads.c.action.in_(
        select(actions.c.id).where(actions.c.kind == ActionKind.TELL, actions.c.state == ActionState.UNCERTAIN)
    )
)

_LONG_AGO = and_(
    REMEMBERED,
    answers.c.counted_at < bindparam("before"),
    ~select(actions.c.id)
    .where(actions.c.id == answers.c.action, actions.c.state.in_((ActionState.PENDING, ActionState.DOING)))
    .exists(),
)

#: Whether there are answers that judging no longer looks back at. Those that go out yet will be looked back at.
ANY_TO_FORGET = select(answers.c.action).where(_LONG_AGO).limit(1)

#: Their subjects and passages are forgotten.
FORGET_ANSWERS = update(answers).where(_LONG_AGO).values(subject=None, passages=None)


def forget_payloads(
    connection: Connection, settlements: Sequence[Settlement], refused: Sequence[int], at: datetime
) -> None:
    """What has ended holds nothing, but for answers that were refused: the refusal may have been about us."""
    ended = [settled.id for settled in settlements if settled.id not in refused]
    if ended:
        connection.execute(FORGET_PAYLOADS, {"actions": ended})
    if refused:
        connection.execute(KEEP_PAYLOADS, {"actions": list(refused), "at": at})
    if any(settled.state is ActionState.UNCERTAIN for settled in settlements):
        connection.execute(FORGET_UNCERTAIN_NOTICES)


def forget(connection: Connection, before: datetime) -> None:
    """What is remembered of answers that counted before this moment is forgotten, but of those that go out yet.

    So is what answers that were refused before it would need.
    """
    connection.execute(FORGET_ANSWERS, {"before": before})
    connection.execute(FORGET_REFUSED_BEFORE, {"before": before})


def is_any_to_forget(connection: Connection, before: datetime) -> bool:
    """Whether something of before this moment is to be forgotten: a look, by two indices."""
    asked = {"before": before}
    return any(connection.execute(look, asked).first() is not None for look in (ANY_TO_FORGET, ANY_REFUSED_BEFORE))
