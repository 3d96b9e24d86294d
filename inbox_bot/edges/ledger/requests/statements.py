"""The statements about what people ask for about their data."""

from typing import Any

from sqlalchemy import BindParameter, and_, bindparam, exists, func, or_, select, update

from inbox_bot.edges.ledger.schema import UNSETTLED_REQUEST, messages, requests

_MAIL: BindParameter[Any] = bindparam("of_message")
_at: BindParameter[Any] = bindparam("at", type_=requests.c.settled_at.type)
_start: BindParameter[Any] = bindparam("start", type_=requests.c.settled_at.type)
_end: BindParameter[Any] = bindparam("end", type_=requests.c.settled_at.type)

#: What is open, the oldest first.
OPEN = select(requests).where(UNSETTLED_REQUEST).order_by(requests.c.asked_at, requests.c.id)

#: What a mail asks for.
OF_MAIL = select(requests).where(requests.c.message == _MAIL).order_by(requests.c.id)

#: What a mail asks for is settled, by a person.
SETTLE = (
    update(requests)
    .where(requests.c.message == _MAIL, UNSETTLED_REQUEST)
    .values(settled_at=_at, settled_by=bindparam("by"))
    .returning(requests.c.id)
)

#: That is taken back: what a person settled in one go is open again in one go.
REOPEN = (
    update(requests)
    .where(
        requests.c.message == _MAIL,
        requests.c.settled_at == bindparam("last", type_=requests.c.settled_at.type),
    )
    .values(settled_at=None, settled_by=None, reopened_at=_at)
    .returning(requests.c.id)
)

#: What was settled in a time, the oldest first.
SETTLED_BETWEEN = (
    select(requests)
    .where(requests.c.settled_at >= _start, requests.c.settled_at < _end)
    .order_by(requests.c.settled_at, requests.c.id)
)

#: How many are open, and when the oldest came.
STANDING = select(func.count().label("number"), func.min(requests.c.asked_at).label("oldest")).where(UNSETTLED_REQUEST)

_asking = messages.alias("asking")

#: Of a mail that its writer, or the mail itself, asks for something yet: in the terms of `messages`.
IS_ASKED_FOR = exists().where(
    UNSETTLED_REQUEST,
    _asking.c.id == requests.c.message,
    or_(
        _asking.c.id == messages.c.id,
        and_(_asking.c.correspondent.is_not(None), _asking.c.correspondent == messages.c.correspondent),
    ),
)
