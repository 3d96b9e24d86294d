"""Which mails have been kept as long as rules.yaml says, and what was told of them beforehand.

Never among them: what waits, what needs a person, what a person held, what is still to be carried out, a mail that
somebody moved and nobody has settled, whoever is to be turned down, and whoever asks for something about their data;
and what is in dispute with an agency, which `expiring` leaves out.
"""

from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    and_,
    bindparam,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    text,
    update,
)

from inbox_bot.core.erasure.retention import Kept
from inbox_bot.core.review.declining import ApplicantState, DecliningState
from inbox_bot.core.words import PRESSING_CORRESPONDENCE, ActionState, Outcome, Reason
from inbox_bot.edges.ledger.erasures import remains
from inbox_bot.edges.ledger.requests.statements import IS_ASKED_FOR
from inbox_bot.edges.ledger.schema import (
    OPEN_OUTCOMES,
    UNSETTLED,
    actions,
    applications,
    correspondence,
    declined_applicants,
    declinings,
    drags,
    expiring,
    messages,
    retention,
)

_OPEN_STATES = (ActionState.HELD, ActionState.PENDING, ActionState.DOING, ActionState.UNCERTAIN)
_letter = messages.alias("letter")
_LETTER_IS_OPEN = or_(
    _letter.c.outcome.is_(None),
    _letter.c.in_hand,
    _letter.c.outcome.in_((Outcome.REVIEW, Outcome.FAILED)),
    and_(
        _letter.c.outcome == Outcome.CORRESPONDENCE,
        _letter.c.reason.in_(sorted(PRESSING_CORRESPONDENCE)),
        ~_letter.c.nowhere,
    ),
)
_written_about = applications.alias("written_about")

#: Not what `words.needs_a_person` says.
_NEEDS_NOBODY = text(f"NOT {OPEN_OUTCOMES.text}")

#: What stands in the way of letting a mail go.
_IS_FREE: ColumnElement[bool] = and_(
    messages.c.outcome.is_not(None),
    ~messages.c.in_hand,
    ~exists().where(actions.c.message == messages.c.id, actions.c.state.in_(_OPEN_STATES)),
    ~exists().where(drags.c.message == messages.c.id, UNSETTLED),
    ~exists().where(
        declined_applicants.c.message == messages.c.id,
        declined_applicants.c.state == ApplicantState.OPEN,
        declinings.c.id == declined_applicants.c.declining,
        declinings.c.state.in_((DecliningState.WAITING, DecliningState.HELD)),
    ),
    ~IS_ASKED_FOR,
    ~exists()
    .where(correspondence.c.message == _letter.c.id, _LETTER_IS_OPEN)
    .where(correspondence.c.application == _written_about.c.id, _written_about.c.message == messages.c.id),
)
_brought = exists().where(applications.c.message == messages.c.id)
#: An application that still has no CV: it is no other's correspondence.
_WITHOUT_CV = and_(messages.c.outcome == Outcome.CORRESPONDENCE, messages.c.reason == Reason.MISSING_CV, _brought)
_before: BindParameter[Any] = bindparam("before", type_=messages.c.received_at.type)

#: Applications whose vacancies have all closed long enough ago.
FILED = select(messages.c.id).where(
    or_(messages.c.outcome == Outcome.FILED, _WITHOUT_CV),
    messages.c.received_at < _before,
    _IS_FREE,
    _brought,
    ~exists().where(
        applications.c.message == messages.c.id,
        func.coalesce(applications.c.vacancy, "").not_in(bindparam("vacancies", expanding=True)),
    ),
)

_own = applications.alias("own")
_newer = applications.alias("newer")
_newer_mail = messages.alias("newer_mail")

#: Applications for no vacancy, by people who have not written since.
SPECULATIVE = select(messages.c.id).where(
    or_(
        messages.c.outcome == Outcome.SPECULATIVE,
        and_(
            _WITHOUT_CV,
            ~exists().where(applications.c.message == messages.c.id, applications.c.vacancy.is_not(None)),
        ),
    ),
    messages.c.received_at < _before,
    _IS_FREE,
    ~exists()
    .where(_own.c.message == messages.c.id)
    .where(
        _newer.c.person == _own.c.person, _newer_mail.c.id == _newer.c.message, _newer_mail.c.received_at >= _before
    ),
)

#: What agencies sent.
AGENCY = select(messages.c.id).where(messages.c.outcome == Outcome.AGENCY, messages.c.received_at < _before, _IS_FREE)

#: Mails that have to do with no application.
OTHERS = select(messages.c.id).where(
    messages.c.received_at < _before,
    _IS_FREE,
    or_(
        messages.c.outcome.in_((Outcome.NOT_AN_APPLICATION, Outcome.COMMAND)),
        and_(
            messages.c.outcome == Outcome.CORRESPONDENCE,
            ~exists().where(correspondence.c.message == messages.c.id),
            ~_brought,
            or_(messages.c.nowhere, _NEEDS_NOBODY),
        ),
    ),
)

_THESE: BindParameter[Any] = bindparam("mails", expanding=True)

#: The letters that belong to applications of these mails, and to no other.
LETTERS_TO = (
    select(correspondence.c.message)
    .join(applications, applications.c.id == correspondence.c.application)
    .where(applications.c.message.in_(_THESE))
)

#: What is known to be about to go.
EXPIRING = select(expiring.c.message, expiring.c.kept, expiring.c.announced_at).order_by(expiring.c.message)

#: A mail is about to go.
ANNOUNCE = insert(expiring)

#: Nothing is about to go.
STAY_ALL = delete(expiring)

#: These are not: a vacancy was opened again, an answer is held.
STAY = delete(expiring).where(expiring.c.message.in_(_THESE))

#: What was told long enough ago, oldest first.
TOLD_BEFORE = (
    select(expiring.c.message, expiring.c.kept)
    .where(expiring.c.announced_at <= bindparam("told_before"))
    .order_by(expiring.c.message)
)

#: How many are about to go, and since when that is told.
ABOUT_TO_GO = select(
    expiring.c.kept, func.count().label("number"), func.min(expiring.c.announced_at).label("first_at")
).group_by(expiring.c.kept)

#: How it stands with `keep`.
RETENTION = select(retention).where(retention.c.id == 1)

#: It stands so now.
NEW_RETENTION = insert(retention)

#: It was looked.
LOOKED = update(retention).where(retention.c.id == 1).values(looked_at=bindparam("at"))

#: It says something else, or the clock can't be trusted: a person is asked.
ASK = (
    update(retention)
    .where(retention.c.id == 1)
    .values(
        fingerprint=bindparam("now_fingerprint"),
        since=bindparam("at"),
        looked_at=bindparam("at"),
        confirmed_at=None,
        confirmed_by=None,
    )
)

#: A person has looked at what goes.
CONFIRM = (
    update(retention)
    .where(retention.c.id == 1, retention.c.fingerprint == bindparam("seen_fingerprint"))
    .values(confirmed_at=bindparam("at"), confirmed_by=bindparam("who"))
    .returning(retention.c.id)
)

#: They look again.
TAKE_BACK = (
    update(retention)
    .where(
        retention.c.id == 1,
        retention.c.fingerprint == bindparam("seen_fingerprint"),
        retention.c.confirmed_at.is_not(None),
    )
    .values(confirmed_at=None, confirmed_by=None)
    .returning(retention.c.id)
)

#: Copies on disk of mails that belong to no application.
RAW_BEFORE = (
    select(messages.c.id, messages.c.raw_path)
    .where(
        messages.c.raw_path.like(".raw/%"),
        messages.c.received_at < _before,
        _IS_FREE,
        messages.c.outcome.in_(
            (Outcome.AGENCY, Outcome.NOT_AN_APPLICATION, Outcome.COMMAND, Outcome.DUPLICATE, Outcome.CORRESPONDENCE)
        ),
        or_(messages.c.nowhere, _NEEDS_NOBODY),
    )
    .order_by(messages.c.id)
    .limit(bindparam("count"))
)

#: They are kept no longer.
RAW_GONE = update(messages).where(messages.c.id.in_(_THESE)).values(raw_path=None)

#: By what `keep` says of each.
BY_KIND = {
    Kept.FILED: FILED,
    Kept.SPECULATIVE: SPECULATIVE,
    Kept.AGENCY: AGENCY,
    Kept.NOT_AN_APPLICATION: OTHERS,
    Kept.INTRODUCTIONS: remains.INTRODUCTIONS,
    Kept.ANSWERED: remains.ANSWERED,
}
