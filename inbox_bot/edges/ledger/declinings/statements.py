"""The statements behind the shelf of applicants whom a person turns down."""

from sqlalchemy import and_, bindparam, delete, func, insert, or_, select, update

from inbox_bot.core.reply.why import Ending
from inbox_bot.core.review.declining import ApplicantState, DecliningState
from inbox_bot.core.words import ActionKind, ActionState, Template
from inbox_bot.edges.ledger.history.applicants import LIVE
from inbox_bot.edges.ledger.schema import (
    CONFIRMED,
    actions,
    answers,
    declined_applicants,
    declinings,
    once_keys,
    persons,
)

_ABOUT = and_(
    func.coalesce(declinings.c.vacancy, "") == bindparam("of_vacancy"),
    func.coalesce(declinings.c.message, 0) == bindparam("of_message"),
)
_LISTED = declined_applicants.c.declining == bindparam("of_declining")

#: A list that was shown, or is confirmed.
NEW_DECLINING = insert(declinings).returning(declinings.c.id)

#: Whom it names.
NEW_DECLINED = insert(declined_applicants)

#: What somebody was shown about a vacancy or a mail, and has not confirmed.
SHOWN = select(declinings.c.id).where(
    declinings.c.by == bindparam("whose"), declinings.c.state == DecliningState.ASKED, _ABOUT
)

#: The people of a list are forgotten.
FORGET_DECLINED = delete(declined_applicants).where(_LISTED)

#: The list itself is.
FORGET_DECLINING = delete(declinings).where(declinings.c.id == bindparam("of_declining"))

#: The people of these keys.
PERSONS_OF = select(persons.c.canonical, persons.c.id).where(persons.c.canonical.in_(bindparam("keys", expanding=True)))

#: What is on record about a vacancy or a mail in a state, the newest first.
DECLININGS_ABOUT = (
    select(declinings)
    .where(_ABOUT, declinings.c.state.in_(bindparam("states", expanding=True)))
    .order_by(declinings.c.id.desc())
)

#: One of them.
DECLINING = select(declinings).where(declinings.c.id == bindparam("of_declining"))

#: What was confirmed, and goes on now.
CONFIRMED_ONES = select(declinings).where(CONFIRMED).order_by(declinings.c.id)

#: Those whose hour ends, or that ended, in a period.
ENDED = (
    select(declinings)
    .where(
        declinings.c.ended_at >= bindparam("start"),
        declinings.c.ended_at < bindparam("end"),
        declinings.c.state != DecliningState.ASKED,
    )
    .order_by(declinings.c.id)
)

#: The people of a list, with what became of their letters.
DECLINED = (
    select(
        declined_applicants,
        persons.c.canonical,
        actions.c.state.label("letter"),
        actions.c.why.label("letter_why"),
    )
    .join(persons, persons.c.id == declined_applicants.c.person)
    .outerjoin(actions, actions.c.id == declined_applicants.c.action)
    .where(_LISTED)
    .order_by(declined_applicants.c.message, declined_applicants.c.person)
)

#: Whom to write to next: of what is confirmed and whose hour is over.
NEXT_OPEN = (
    select(declined_applicants, persons.c.canonical)
    .join(persons, persons.c.id == declined_applicants.c.person)
    .where(
        declined_applicants.c.declining.in_(
            select(declinings.c.id).where(CONFIRMED, declinings.c.begins_at <= bindparam("at"))
        ),
        declined_applicants.c.mailbox == bindparam("of_mailbox"),
        declined_applicants.c.state == ApplicantState.OPEN,
    )
    .order_by(declined_applicants.c.declining, declined_applicants.c.message)
    .limit(bindparam("count"))
)

#: The list goes from one state to another; no row where it is in another one by now.
BECOMES = (
    update(declinings)
    .where(declinings.c.id == bindparam("of_declining"), declinings.c.state == bindparam("seen"))
    .values(state=bindparam("state_now"))
    .returning(declinings.c.id)
)

_THEIRS = and_(
    _LISTED,
    declined_applicants.c.person
    == select(persons.c.id).where(persons.c.canonical == bindparam("whose")).scalar_subquery(),
    declined_applicants.c.vacancy == bindparam("of_vacancy"),
)

#: Somebody leaves the list; no row where they left it before, or it was stopped.
LEAVES = (
    update(declined_applicants)
    .where(
        _THEIRS,
        declined_applicants.c.state == ApplicantState.OPEN,
        select(declinings.c.id)
        .where(declinings.c.id == bindparam("of_declining"), declinings.c.state == DecliningState.WAITING)
        .exists(),
    )
    .values(state=bindparam("state_now"), why=bindparam("because"))
    .returning(declined_applicants.c.declining)
)

#: Their letter.
BY_LETTER = update(declined_applicants).where(_THEIRS).values(action=bindparam("letter"))

#: Everybody who is still on it leaves it.
ALL_LEAVE = (
    update(declined_applicants)
    .where(_LISTED, declined_applicants.c.state == ApplicantState.OPEN)
    .values(state=bindparam("state_now"))
)

#: Its letters that nobody has tried to send.
UNSENT = (
    update(actions)
    .where(
        actions.c.id.in_(
            select(declined_applicants.c.action).where(_LISTED, declined_applicants.c.action.is_not(None))
        ),
        actions.c.state.in_((ActionState.PENDING, ActionState.HELD)),
    )
    .values(state=ActionState.CANCELLED, why=Ending.STOPPED.value)
    .returning(actions.c.id)
)

#: What kept others from the same letter is free again.
FREE_DECLINE_KEYS = delete(once_keys).where(
    once_keys.c.action == bindparam("action"), once_keys.c.key.like("decline:%")
)

_STILL_TO_GO = (
    select(declined_applicants.c.person)
    .outerjoin(actions, actions.c.id == declined_applicants.c.action)
    .where(
        declined_applicants.c.declining == declinings.c.id,
        or_(
            declined_applicants.c.state == ApplicantState.OPEN,
            actions.c.state.in_((ActionState.PENDING, ActionState.DOING)),
        ),
    )
    .exists()
)

#: Nobody is left of those whose hour is over.
FINISH = (
    update(declinings)
    .where(CONFIRMED, declinings.c.begins_at <= bindparam("at"), ~_STILL_TO_GO)
    .values(state=DecliningState.DONE, ended_at=bindparam("at"))
)

#: How many letters turned this person down for this before, and went out or will.
TURNS = (
    select(func.count())
    .select_from(answers)
    .join(actions, actions.c.id == answers.c.action)
    .where(
        answers.c.person == bindparam("of_person"),
        answers.c.template == Template.DECLINE,
        func.coalesce(answers.c.vacancy, "") == bindparam("of_vacancy"),
        actions.c.state.in_(LIVE),
    )
)

#: How many letters that turn somebody down wait to go out.
WAITING_LETTERS = (
    select(func.count())
    .select_from(actions)
    .join(answers, answers.c.action == actions.c.id)
    .where(
        actions.c.kind == ActionKind.ANSWER,
        actions.c.state == ActionState.PENDING,
        answers.c.template == Template.DECLINE,
    )
)
