"""The statements about who is asked whether they may be kept longer, and what they answered."""

from typing import Any

from sqlalchemy import BindParameter, Select, and_, bindparam, delete, exists, func, insert, or_, select, update

from inbox_bot.core.reply.keeping import QuestionState
from inbox_bot.core.words import WENT_OUT, ActionState, Right
from inbox_bot.edges.ledger.schema import (
    TO_BE_ASKED,
    actions,
    answers,
    applications,
    keep_answers,
    keep_questions,
    messages,
    persons,
    requests,
)

_THESE: BindParameter[Any] = bindparam("mails", expanding=True)
_MAIL: BindParameter[Any] = bindparam("of_mail")
_at: BindParameter[Any] = bindparam("at", type_=keep_questions.c.noted_at.type)
_start: BindParameter[Any] = bindparam("start", type_=keep_answers.c.at.type)
_end: BindParameter[Any] = bindparam("end", type_=keep_answers.c.at.type)

_beside = applications.alias("beside")

#: Who applies with these mails, alone with each, and for what; the newest of each person's first. Not whoever was asked
#: before, over any mail of theirs.
APPLYING_WITH = (
    select(applications.c.message, applications.c.person, messages.c.mailbox)
    .join(messages, messages.c.id == applications.c.message)
    .where(
        applications.c.message.in_(_THESE),
        ~exists().where(keep_questions.c.message == _beside.c.message).where(_beside.c.person == applications.c.person),
    )
    .order_by(messages.c.received_at.desc(), messages.c.id.desc())
)

#: Somebody is to be asked.
NOTE = insert(keep_questions)

_ABOUT: Select[Any] = (
    select(
        keep_questions.c.message,
        keep_questions.c.mailbox,
        keep_questions.c.state,
        keep_questions.c.why,
        keep_questions.c.noted_at,
        applications.c.vacancy,
        persons.c.canonical,
    )
    .join(applications, applications.c.message == keep_questions.c.message)
    .join(persons, persons.c.id == applications.c.person)
    .where(applications.c.number == 0)
)

#: Who is asked next, of a mailbox: noted long enough ago.
NEXT = (
    _ABOUT.where(
        TO_BE_ASKED,
        keep_questions.c.mailbox == bindparam("of_mailbox"),
        keep_questions.c.noted_at <= bindparam("before"),
    )
    .order_by(keep_questions.c.noted_at, keep_questions.c.message)
    .limit(bindparam("count"))
)

#: Which mails' questions are to be asked yet.
WAITING = select(keep_questions.c.message).where(TO_BE_ASKED).order_by(keep_questions.c.message)

#: These are not to be asked now: what they are about is not about to go.
UNNOTE = delete(keep_questions).where(keep_questions.c.message.in_(_THESE), TO_BE_ASKED)

#: One is asked by this letter; no row where it is asked already.
ASKED = (
    update(keep_questions)
    .where(keep_questions.c.message == _MAIL, TO_BE_ASKED)
    .values(state=QuestionState.ASKED, asked_at=_at, answer_by=bindparam("by", type_=keep_questions.c.answer_by.type))
    .returning(keep_questions.c.message)
)

#: That letter.
BY_LETTER = update(keep_questions).where(keep_questions.c.message == _MAIL).values(action=bindparam("letter"))

#: Nobody is asked.
SPARED = (
    update(keep_questions)
    .where(keep_questions.c.message == _MAIL, TO_BE_ASKED)
    .values(state=QuestionState.SPARED, why=bindparam("because"))
)

#: How many such letters were planned since a moment.
ASKED_SINCE = select(func.count()).select_from(keep_questions).where(keep_questions.c.asked_at >= bindparam("since"))

_later = keep_answers.alias("later")
_is_last = ~exists().where(
    _later.c.question == keep_answers.c.question,
    or_(
        _later.c.at > keep_answers.c.at,
        and_(_later.c.at == keep_answers.c.at, _later.c.message > keep_answers.c.message),
    ),
)

#: Each question that may keep somebody, with what was answered last.
STANDING = (
    select(
        keep_questions.c.message,
        keep_questions.c.state,
        keep_questions.c.asked_at,
        keep_questions.c.answer_by,
        actions.c.state.label("letter"),
        actions.c.done_at,
        keep_answers.c.agrees,
        keep_answers.c.kept_until,
    )
    .outerjoin(actions, actions.c.id == keep_questions.c.action)
    .outerjoin(keep_answers, and_(keep_answers.c.question == keep_questions.c.message, _is_last))
    .where(keep_questions.c.state != QuestionState.SPARED)
)

_own = applications.alias("own")

#: All mails that bring applications of whoever applies with these.
ALL_OF_THEIRS = (
    select(applications.c.message)
    .join(_own, _own.c.person == applications.c.person)
    .where(_own.c.message.in_(_THESE))
    .distinct()
)

_other = applications.alias("other")
_QUESTION: Select[Any] = (
    select(
        keep_questions.c.message,
        answers.c.correspondent,
        applications.c.language,
        actions.c.message_id,
        keep_questions.c.asked_at,
    )
    .join(actions, actions.c.id == keep_questions.c.action)
    .join(answers, answers.c.action == actions.c.id)
    .join(applications, applications.c.message == keep_questions.c.message)
    .where(actions.c.state.in_((ActionState.PENDING, *sorted(WENT_OUT))), applications.c.number == 0)
)

#: The question that one of these Message-IDs asked.
ASKED_BY = _QUESTION.where(actions.c.message_id.in_(bindparam("ids", expanding=True)))

#: Or that a person was asked, the newest first.
ASKED_OF = (
    _QUESTION.join(persons, persons.c.id == applications.c.person)
    .where(persons.c.canonical == bindparam("of_person"))
    .order_by(keep_questions.c.asked_at.desc())
    .limit(1)
)

#: What mails but this one say to a question, the last first.
SAID = (
    select(keep_answers.c.agrees)
    .where(keep_answers.c.question == bindparam("of_question"), keep_answers.c.message != bindparam("but_mail"))
    .order_by(keep_answers.c.at.desc(), keep_answers.c.message.desc())
    .limit(1)
)

#: A mail says nothing to any question.
UNSAY = delete(keep_answers).where(keep_answers.c.message == _MAIL)

#: What a mail says to a question that is still there.
SAY = insert(keep_answers).from_select(
    ["message", "question", "agrees", "at", "kept_until"],
    select(
        _MAIL,
        keep_questions.c.message,
        bindparam("agrees", type_=keep_answers.c.agrees.type),
        _at,
        bindparam("until", type_=keep_answers.c.kept_until.type),
    ).where(keep_questions.c.message == bindparam("of_question")),
)

#: Yeses of a time that are in force.
AGREED_BETWEEN = (
    select(keep_answers)
    .where(keep_answers.c.at >= _start, keep_answers.c.at < _end, keep_answers.c.agrees, _is_last)
    .order_by(keep_answers.c.at, keep_answers.c.message)
)

_asking = messages.alias("asking")

#: Whether a mail's writer asked for anything about their data that is open, or ever to be erased or left alone.
OBJECTED = (
    select(requests.c.id)
    .join(_asking, _asking.c.id == requests.c.message)
    .where(
        or_(requests.c.settled_at.is_(None), requests.c.asks_for.in_((Right.ERASURE, Right.OBJECTION))),
        _asking.c.correspondent.in_(bindparam("addresses", expanding=True)),
    )
    .limit(1)
)
