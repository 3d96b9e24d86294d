"""The statements behind `history.py`: each finds its rows by an index, and a flood of like mails makes none slower."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    and_,
    bindparam,
    func,
    literal_column,
    or_,
    select,
    union_all,
)

from inbox_bot.core.reply.checks.threads import REQUESTS
from inbox_bot.core.reply.proposal import TO_THE_SENDER
from inbox_bot.core.words import ActionState, Kind, Outcome
from inbox_bot.edges.ledger.schema import (
    actions,
    answers,
    applications,
    breaker,
    correspondence,
    correspondents,
    decisions,
    documents,
    folders,
    locations,
    messages,
    outcome_changes,
    persons,
    sent_mails,
    sent_references,
)

APPLICATIONS = 50  # of one person; who sends more is a matter for people
ANSWERS = 50  # newest of each sort: no limit counts further, and a flood of like mails must not slow the next one
DELIVERIES = 5  # with one Message-ID: two ways, two mailboxes, and no more are looked at
_WENT_OUT = (ActionState.DONE, ActionState.DOING, ActionState.UNCERTAIN)
_DUE = (ActionState.PENDING,)


_ANSWER_COLUMNS = (
    actions.c.id,
    actions.c.state,
    actions.c.message_id,
    answers.c.answer_of,
    answers.c.template,
    answers.c.counted_at,
    answers.c.subject,
    answers.c.passages,
    answers.c.correspondent,
    answers.c.person,
    answers.c.vacancy,
    answers.c.likeness,
)


def _newest_answers(about: ColumnElement[bool], since: str, states: Collection[ActionState]) -> Select[Any]:
    newest = (
        select(answers.c.action)
        .join(actions, actions.c.id == answers.c.action)
        .where(about, answers.c.counted_at >= bindparam(since), actions.c.state.in_(states))
        .order_by(answers.c.counted_at.desc())
        .limit(literal_column(str(ANSWERS)))
    )
    return select(newest.subquery().c.action)


_BEARING: CompoundSelect[Any] = union_all(
    *(
        _newest_answers(about, since, states)
        for states in (_WENT_OUT, _DUE)
        for about, since in (
            (answers.c.person == bindparam("person"), "since"),
            (answers.c.likeness == bindparam("likeness"), "since"),
            (answers.c.correspondent.in_(bindparam("correspondents", expanding=True)), "since"),
            (answers.c.domain.in_(bindparam("domains", expanding=True)), "since_an_hour"),
        )
    ),
    select(answers.c.action)
    .join(actions, actions.c.id == answers.c.action)
    .where(
        actions.c.message_id.in_(bindparam("referred_to", expanding=True)),
        actions.c.state != ActionState.CANCELLED,
    ),
    select(answers.c.action).where(answers.c.answer_of == bindparam("fingerprint")),
)

#: The answers that the limits count (due, or out), those referred to, and those to this very sending, dropped ones too.
PAST_ANSWERS: Select[Any] = (
    select(*_ANSWER_COLUMNS)
    .join(answers, answers.c.action == actions.c.id)
    .where(actions.c.id.in_(_BEARING), actions.c.id.not_in(bindparam("but", expanding=True)))
    .order_by(actions.c.id)
)

#: A letter of ours to the person, or to one of their addresses, that went out, may have, or is due; whenever it was.
WRITTEN_TO = union_all(
    *(
        select(
            select(answers.c.action)
            .join(actions, actions.c.id == answers.c.action)
            .where(
                about,
                answers.c.template.not_in(sorted(TO_THE_SENDER)),
                actions.c.state.in_((*_WENT_OUT, *_DUE)),
                actions.c.id.not_in(bindparam("but", expanding=True)),
            )
            .limit(1)
            .subquery()
            .c.action
        )
        for about in (
            answers.c.person == bindparam("person"),
            answers.c.correspondent.in_(bindparam("correspondents", expanding=True)),
        )
    )
)

#: Our answers that went out, or may have, since a moment. The state is looked up of each: PostgreSQL would else begin
#: with all actions that were ever done.
SENT_SINCE = (
    select(func.count())
    .select_from(answers)
    .where(
        answers.c.counted_at >= bindparam("since"),
        select(actions.c.state).where(actions.c.id == answers.c.action).scalar_subquery().in_(_WENT_OUT),
        answers.c.action.not_in(bindparam("but", expanding=True)),
    )
)

#: The first delivery of the same sending that came to an outcome of its own.
SAME_SENDING = (
    select(messages.c.raw_hash, messages.c.outcome)
    .where(
        messages.c.fingerprint == bindparam("fingerprint"),
        messages.c.outcome.is_not(None),
        messages.c.outcome.not_in((Outcome.FAILED, Outcome.EXPUNGED, Outcome.DUPLICATE)),
        or_(messages.c.mailbox != bindparam("mailbox"), messages.c.raw_hash != bindparam("raw_hash")),
    )
    .order_by(messages.c.id)
    .limit(1)
)

#: The deliveries with the same Message-ID that had come to an outcome of their own by then, oldest first.
SAME_MESSAGE_ID = (
    select(
        messages.c.id,
        messages.c.raw_hash,
        messages.c.outcome,
        messages.c.message_id,
        messages.c.correspondent,
        messages.c.subject,
    )
    .where(
        messages.c.message_id == bindparam("message_id"),
        messages.c.outcome_at < bindparam("by"),
        messages.c.outcome.is_not(None),
        messages.c.outcome.not_in((Outcome.FAILED, Outcome.EXPUNGED, Outcome.DUPLICATE)),
        or_(messages.c.mailbox != bindparam("mailbox"), messages.c.raw_hash != bindparam("raw_hash")),
    )
    .order_by(messages.c.id)
    .limit(literal_column(str(DELIVERIES)))
)

#: What the documents of a mail are known by.
DOCUMENTS_OF = select(documents.c.sha256).where(documents.c.message == bindparam("message"))

#: A mail in Sent that refers to this one and is not ours.
ANSWERED_BY_HAND = (
    select(sent_mails.c.message_id)
    .join(sent_references, sent_references.c.message_id == sent_mails.c.message_id)
    .where(
        sent_references.c.refers_to == bindparam("message_id"),
        ~select(actions.c.id).where(actions.c.message_id == sent_mails.c.message_id).exists(),
    )
    .limit(1)
)

#: Whether a message was known under UIDs that its folder no longer uses.
BEFORE_RESCAN = (
    select(locations.c.id)
    .join(folders, and_(folders.c.mailbox == locations.c.mailbox, folders.c.folder == locations.c.folder))
    .where(locations.c.message == bindparam("message"), locations.c.uidvalidity != folders.c.uidvalidity)
    .limit(1)
)

#: A later mail in which the person, or who was answered, took the application back.
WITHDRAWN = (
    select(messages.c.id)
    .where(
        messages.c.correspondent.in_(bindparam("correspondents", expanding=True)),
        messages.c.kind == Kind.WITHDRAWAL,
        messages.c.id > bindparam("message"),
    )
    .limit(1)
)

#: Another outcome that a message was given later than its plan.
CORRECTED = (
    select(outcome_changes.c.id)
    .where(outcome_changes.c.message == bindparam("message"), outcome_changes.c.at > bindparam("planned_at"))
    .limit(1)
)

_letter = messages.alias("letter")
_letters = correspondence.alias("letters")


#: The mail's answers that went out, may have, or are due.
_ITS_ANSWERS = (
    select(answers.c.template)
    .join(actions, actions.c.id == answers.c.action)
    .where(actions.c.message == messages.c.id, actions.c.state.in_((*_WENT_OUT, *_DUE)))
)

#: The applicant took it back: by a letter that belongs to it, or by one that belongs to none.
TAKEN_BACK = or_(
    select(_letter.c.id)
    .join(_letters, _letters.c.message == _letter.c.id)
    .where(
        _letters.c.application == func.coalesce(applications.c.joins, applications.c.id),
        _letter.c.kind == Kind.WITHDRAWAL,
        _letter.c.id > messages.c.id,
    )
    .exists(),
    select(_letter.c.id)
    .where(
        _letter.c.correspondent == messages.c.correspondent,
        _letter.c.kind == Kind.WITHDRAWAL,
        _letter.c.id > messages.c.id,
        ~select(_letters.c.message).where(_letters.c.message == _letter.c.id).exists(),
    )
    .exists(),
)

_DECISION = select(decisions).where(decisions.c.message == messages.c.id)
_LAST = _DECISION.where(decisions.c.wanted.is_not(None)).order_by(decisions.c.turn.desc()).limit(1)

#: A person's applications, newest first.
PAST_APPLICATIONS = (
    select(
        applications.c.id,
        applications.c.number,
        applications.c.folder,
        applications.c.joins,
        applications.c.source,
        applications.c.vacancy,
        applications.c.at,
        applications.c.had_cv,
        messages.c.raw_hash,
        messages.c.mailbox,
        messages.c.kind,
        messages.c.outcome,
        messages.c.reason,
        _ITS_ANSWERS.exists().label("answered"),
        _ITS_ANSWERS.where(answers.c.template.in_(sorted(REQUESTS)))
        .order_by(actions.c.id.desc())
        .limit(1)
        .scalar_subquery()
        .label("asked"),
        TAKEN_BACK.label("withdrawn"),
        applications.c.message,
        applications.c.name,
        _DECISION.with_only_columns(decisions.c.changed).where(decisions.c.turn == 0).scalar_subquery().label("judged"),
        _LAST.with_only_columns(decisions.c.at).scalar_subquery().label("decided_at"),
        _LAST.with_only_columns(decisions.c.means).scalar_subquery().label("decided_by"),
    )
    .join(persons, persons.c.id == applications.c.person)
    .join(messages, messages.c.id == applications.c.message)
    .where(persons.c.canonical == bindparam("person"), applications.c.message != bindparam("but"))
    .order_by(applications.c.at.desc(), applications.c.id.desc())
    .limit(APPLICATIONS)
)

_first = applications.alias("first")

#: What is filed of these applications and of what adds to them: documents, and the mails' own bytes.
FILED_OF: CompoundSelect[Any] = union_all(
    *(
        statement
        for which in (
            _first.c.id.in_(bindparam("applications", expanding=True)),
            _first.c.joins.in_(bindparam("applications", expanding=True)),
        )
        for statement in (
            select(_first.c.folder, documents.c.path)
            .join(documents, documents.c.application == _first.c.id)
            .where(which, _first.c.message != bindparam("but")),
            select(_first.c.folder, messages.c.raw_path.label("path"))
            .join(messages, messages.c.id == _first.c.message)
            .where(which, _first.c.message != bindparam("but")),
        )
    )
)

#: An action, with what makes it an answer where it is one.
ACTION = (
    select(
        actions.c.id,
        actions.c.message,
        actions.c.kind,
        actions.c.planned_at,
        answers.c.answer_of,
        answers.c.template,
        answers.c.vacancy,
        answers.c.person,
        answers.c.correspondent,
        answers.c.likeness,
    )
    .outerjoin(answers, answers.c.action == actions.c.id)
    .where(actions.c.id == bindparam("action"))
)

#: The mail that an action is about.
MESSAGE = select(messages).where(messages.c.id == bindparam("message"))

#: A mail by its bytes.
MESSAGE_BY_HASH = select(messages).where(
    messages.c.mailbox == bindparam("mailbox"), messages.c.raw_hash == bindparam("raw_hash")
)

#: Whether all answers are held, and since when.
BREAKER = select(breaker.c.open, breaker.c.since)

#: When mail to these correspondents last came back.
LAST_BOUNCE = select(func.max(correspondents.c.bounced_at)).where(
    correspondents.c.canonical.in_(bindparam("correspondents", expanding=True))
)

#: What the sender of a mail wrote, as a keyed hash.
FINGERPRINT_OF = select(messages.c.fingerprint).where(messages.c.id == bindparam("message"))
