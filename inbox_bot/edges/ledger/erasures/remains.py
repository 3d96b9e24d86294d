"""What is left of erased mails, and when it ends: who was introduced by them, and that they were answered.

It is left since somebody may need it yet: an agency may sue for a fee, and what was answered may come in once more. So
it ends by times of its own (`keep.introductions`, `keep.answered`): never what lies in a folder again, what is in
dispute (`expiring` leaves that out), or the hash of a sending that is still kept from elsewhere.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Connection, and_, bindparam, delete, exists, or_, select, update

from inbox_bot.core.erasure.retention import Kept
from inbox_bot.core.words import Outcome
from inbox_bot.edges.ledger.database.in_sets import in_sets
from inbox_bot.edges.ledger.erasures.erasing_statements import FORGET_EXPIRING, UNKNOW
from inbox_bot.edges.ledger.introductions.statements import FORGET_REFUSALS
from inbox_bot.edges.ledger.schema import (
    LIVE,
    actions,
    agency_mails,
    answers,
    introduced_keys,
    introductions,
    locations,
    messages,
    once_keys,
)

_THESE: BindParameter[Any] = bindparam("mails", expanding=True)
_alike = messages.alias("alike")

#: A version before noted no moment: it is counted from the next look on.
NOTE_ERASED = (
    update(messages)
    .where(messages.c.outcome == Outcome.ERASED, messages.c.erased_at.is_(None))
    .values(erased_at=bindparam("at", type_=messages.c.erased_at.type))
)

_IS_GONE = and_(messages.c.outcome == Outcome.ERASED, ~exists().where(locations.c.message == messages.c.id, LIVE))

#: Agencies' mails that are gone, and whose introductions nobody can ask a fee for any more.
INTRODUCTIONS = select(messages.c.id).where(
    _IS_GONE,
    agency_mails.c.message == messages.c.id,
    agency_mails.c.received_at < bindparam("before", type_=agency_mails.c.received_at.type),
)

#: Mails that are gone, of which it is known that they were answered. Of an agency's its record says so, and goes first.
ANSWERED = select(messages.c.id).where(
    _IS_GONE,
    messages.c.erased_at < bindparam("before", type_=messages.c.erased_at.type),
    ~exists().where(agency_mails.c.message == messages.c.id),
    exists().where(
        actions.c.message == messages.c.id,
        answers.c.action == actions.c.id,
        or_(answers.c.answer_of.is_not(None), exists().where(once_keys.c.action == actions.c.id)),
    ),
    ~exists().where(
        actions.c.message == messages.c.id,
        answers.c.action == actions.c.id,
        _alike.c.fingerprint == answers.c.answer_of,
    ),
)

_OF_THESE = select(actions.c.id).where(actions.c.message.in_(_THESE))
_THEIR_INTRODUCTIONS = select(introductions.c.id).where(introductions.c.message.in_(_THESE))

#: What tells of the candidates.
END_KEYS = delete(introduced_keys).where(introduced_keys.c.introduction.in_(_THEIR_INTRODUCTIONS))

#: Whom these mails introduced.
END_INTRODUCTIONS = delete(introductions).where(introductions.c.message.in_(_THESE))

#: What the server said to the refusals.
END_NOTES = update(actions).where(actions.c.message.in_(_THESE)).values(note=None)

#: What an agency wrote, and when.
END_AGENCY_MAILS = delete(agency_mails).where(agency_mails.c.message.in_(_THESE))

#: By which id an agency's mail was known.
END_IDS = update(messages).where(messages.c.id.in_(_THESE)).values(message_id=None)

#: That these mails were answered, by which keys.
END_ONCE_KEYS = delete(once_keys).where(once_keys.c.action.in_(_OF_THESE))

#: And which sending was.
END_ANSWERS = update(answers).where(answers.c.action.in_(_OF_THESE)).values(answer_of=None)

#: What is left of a mail of each kind, in an order in which no row refers to one that is gone.
STATEMENTS = {
    Kept.INTRODUCTIONS: (
        END_KEYS,
        END_INTRODUCTIONS,
        FORGET_REFUSALS,
        END_NOTES,
        END_AGENCY_MAILS,
        END_IDS,
        UNKNOW,
        FORGET_EXPIRING,
    ),
    Kept.ANSWERED: (END_ONCE_KEYS, END_ANSWERS, FORGET_EXPIRING),
}


def end(connection: Connection, left: Mapping[Kept, Collection[int]]) -> int:
    """What is left of these mails, by its kind, is deleted; how many rows that were."""
    rows = 0
    for kept, mails in left.items():
        for some in in_sets(sorted(mails)):
            rows += sum(connection.execute(each, {"mails": some}).rowcount for each in STATEMENTS[kept])
    return rows


def note_erased(connection: Connection, at: datetime) -> None:
    """From when on it is counted, of mails that a version before erased."""
    connection.execute(NOTE_ERASED, {"at": at})
