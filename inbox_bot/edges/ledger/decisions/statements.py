"""The statements behind the shelf of decisions."""

from sqlalchemy import and_, bindparam, delete, func, insert, select, update

from inbox_bot.core.reply.why import Ending, Hold
from inbox_bot.core.review.decision import Means
from inbox_bot.core.words import ActionKind, ActionState, Kind, Outcome, Reason
from inbox_bot.edges.ledger.described import DESCRIPTION
from inbox_bot.edges.ledger.schema import (
    OPEN_SOMEWHERE,
    actions,
    applications,
    decisions,
    documents,
    locations,
    messages,
    once_keys,
)

#: What an action of a mail may be in while a decision still bears on it.
OPEN_STATES = (ActionState.HELD, ActionState.PENDING, ActionState.DOING, ActionState.UNCERTAIN, ActionState.REFUSED)
#: What ends with the plan that asked for it; a mail to a reviewer doesn't.
OF_A_PLAN = tuple(kind for kind in ActionKind if kind is not ActionKind.TELL)

#: Why a mail waits for a person whose sender is asked for the CV once more.
ASKED_FOR_AGAIN = (Reason.ENCRYPTED, Reason.DAMAGED, Reason.UNSUPPORTED)

#: A mail's row.
MAIL = select(messages).where(messages.c.id == bindparam("of_message"))

#: The same, kept for the one who decides until the transaction ends.
MAIL_TO_DECIDE = MAIL.with_for_update()

#: What is on record about a mail, oldest first.
ON_RECORD = select(decisions).where(decisions.c.message == bindparam("of_message")).order_by(decisions.c.turn)

_first = applications.alias("first")

#: The mails whose applications add to those of one mail.
ADDING_TO = (
    select(applications.c.message)
    .join(_first, _first.c.id == applications.c.joins)
    .where(applications.c.joins.is_not(None), _first.c.message == bindparam("of_message"))
    .order_by(applications.c.message)
)

#: What people decided in a period, oldest first.
DECIDED_BETWEEN = (
    select(decisions)
    .where(decisions.c.at >= bindparam("start"), decisions.c.at < bindparam("end"), decisions.c.means.is_not(None))
    .order_by(decisions.c.at, decisions.c.id)
)

_theirs, _later = applications.alias("theirs"), applications.alias("later")
_letter = messages.alias("letter")
_completed = decisions.alias("completed")

_COMPLETED_SINCE = (
    select(_later.c.id)
    .join(_theirs, and_(_theirs.c.person == _later.c.person, _theirs.c.message < _later.c.message))
    .join(_letter, _letter.c.id == _later.c.message)
    .where(
        _theirs.c.message == messages.c.id,
        _later.c.had_cv,
        _later.c.source.is_(None),
        func.coalesce(_later.c.vacancy, "") == func.coalesce(_theirs.c.vacancy, ""),
        _letter.c.kind == Kind.APPLICATION,
        _letter.c.outcome.in_((Outcome.FILED, Outcome.SPECULATIVE)),
    )
)

#: The mails that wait for a person since their CV can't be read, and whose applicant has sent one that can be since
#: then, for the same. Not where that was said once: whoever took it back wants the mail looked at. Of all mailboxes:
#: asked of one, SQLite goes through all mails of it, and those that are open are few.
COMPLETE_BY_NOW = (
    select(messages.c.id, messages.c.mailbox)
    .where(
        OPEN_SOMEWHERE,
        messages.c.outcome == Outcome.REVIEW,
        messages.c.reason.in_(ASKED_FOR_AGAIN),
        messages.c.kind == Kind.APPLICATION,
        _COMPLETED_SINCE.exists(),
        ~select(_completed.c.id)
        .where(_completed.c.message == messages.c.id, _completed.c.means == Means.COMPLETED)
        .exists(),
    )
    .order_by(messages.c.seen_at, messages.c.id)
)

#: The actions of a mail that have not ended. One that means a certain copy is that copy's.
OPEN_ACTIONS = (
    select(actions.c.id, actions.c.kind, actions.c.state)
    .where(
        actions.c.message == bindparam("of_message"),
        actions.c.location.is_(None),
        actions.c.state.in_(OPEN_STATES),
        actions.c.kind.in_(OF_A_PLAN),
    )
    .order_by(actions.c.id)
)

#: The mails of which something was not done because inbox_bot only observed, oldest first.
OBSERVED = (
    select(actions.c.message)
    .where(
        actions.c.kind.in_((ActionKind.ANSWER, ActionKind.MOVE, ActionKind.FLAG)),
        actions.c.state == ActionState.HELD,
        actions.c.why == Hold.OBSERVE.value,
    )
    .group_by(actions.c.message)
    .order_by(actions.c.message)
)

#: What can be repeated of it is done as it was planned, for one mail and its copies.
LET_GO = (
    update(actions)
    .where(
        actions.c.message == bindparam("of_message"),
        actions.c.kind.in_((ActionKind.MOVE, ActionKind.FLAG)),
        actions.c.state == ActionState.HELD,
        actions.c.why == Hold.OBSERVE.value,
    )
    .values(state=ActionState.PENDING, why=None, due_at=bindparam("now", type_=actions.c.due_at.type))
)

#: What a plan that a person overruled asked for is not done.
OVERRULE = (
    update(actions)
    .where(actions.c.id.in_(bindparam("actions", expanding=True)))
    .values(state=ActionState.CANCELLED, why=Ending.CORRECTED.value)
)

#: The keys of these actions are free again: the new plan may ask for the same.
FREE_KEYS = delete(once_keys).where(once_keys.c.action.in_(bindparam("actions", expanding=True)))

#: What a mail became; its first outcome stays what it was.
BECOME = (
    update(messages)
    .where(messages.c.id == bindparam("of_message"))
    .values(
        outcome=bindparam("became", type_=messages.c.outcome.type),
        reason=bindparam("because", type_=messages.c.reason.type),
        rule=bindparam("by_rule"),
        reply_why=bindparam("answered"),
        nowhere=bindparam("lies_nowhere"),
    )
)

#: Whether a mail is anywhere.
LIES_SOMEWHERE = (
    select(locations.c.id).where(locations.c.message == bindparam("of_message"), locations.c.gone_at.is_(None)).limit(1)
)

#: What a mail that was read again says of itself.
DESCRIBE = update(messages).where(messages.c.id == bindparam("of_message")).values(**DESCRIPTION)

#: A mail's bytes are kept no longer.
BYTES_ARE_GONE = update(messages).where(messages.c.id == bindparam("of_message")).values(raw_path=None)

#: A decision, put on record.
NEW_DECISION = insert(decisions).returning(decisions.c.id)

#: Those of these paths that something refers to.
REFERRED_TO = (
    select(messages.c.raw_path.label("path"))
    .where(messages.c.raw_path.in_(bindparam("paths", expanding=True)))
    .union_all(
        select(documents.c.path).where(documents.c.path.in_(bindparam("paths", expanding=True))),
        select((applications.c.folder + "/application.json").label("path")).where(
            applications.c.folder.in_(bindparam("folders", expanding=True))
        ),
    )
)
