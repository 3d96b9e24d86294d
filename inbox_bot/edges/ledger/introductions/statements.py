"""The statements behind the shelf of introductions: each key is found by its index, each mail by its number."""

from typing import Any

from sqlalchemy import (
    BindParameter,
    CompoundSelect,
    Select,
    and_,
    bindparam,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    union_all,
    update,
)

from inbox_bot.core.person.values import KeyKind
from inbox_bot.core.words import Template
from inbox_bot.edges.ledger.schema import (
    actions,
    agency_mails,
    answers,
    applications,
    decisions,
    documents,
    enclosures,
    introduced_keys,
    introductions,
    messages,
    person_keys,
    refusals,
)

MEETINGS = 500  # of one period or person: more are a switchboard's number
OF_MANY = 50  # mails that have a key: it is a switchboard's number, or a form's words, and tells nobody

_OF_MESSAGE = introductions.c.message == bindparam("of_message")

#: What tells of a mail's candidates, before it is noted anew.
FORGET_KEYS = delete(introduced_keys).where(
    introduced_keys.c.introduction.in_(select(introductions.c.id).where(_OF_MESSAGE))
)

#: Whom a mail presents, before it is noted anew.
FORGET_INTRODUCTIONS = delete(introductions).where(_OF_MESSAGE)

#: An agency's mail, before it is noted anew.
FORGET_MAIL = delete(agency_mails).where(agency_mails.c.message == bindparam("of_message"))

#: Whether an agency wrote it, as a person decided when its bytes were gone.
STAND = update(agency_mails).where(agency_mails.c.message == bindparam("of_message")).values(stands=bindparam("still"))

#: An agency's mail.
NEW_MAIL = insert(agency_mails)

#: A candidate whom it presents.
NEW_INTRODUCTION = insert(introductions).returning(introductions.c.id)

#: What tells of a candidate.
NEW_KEYS = insert(introduced_keys)

#: A refusal that was tried before is written as it goes out now.
FORGET_REFUSAL = delete(refusals).where(refusals.c.action == bindparam("of_action"))

#: A refusal as it goes to the server.
NEW_REFUSAL = insert(refusals)

_INTRODUCTION = (
    introductions.c.id,
    introductions.c.message,
    introductions.c.number,
    introductions.c.agency,
    introductions.c.vacancy,
    introductions.c.sketch,
    agency_mails.c.domain,
    agency_mails.c.firm,
    agency_mails.c.consultant,
    agency_mails.c.listed,
    agency_mails.c.terms,
    agency_mails.c.received_at,
    agency_mails.c.received_line,
    agency_mails.c.header,
    messages.c.mailbox,
    messages.c.raw_hash,
    messages.c.message_id,
    messages.c.size_bytes,
    messages.c.outcome,
)

_STANDING: Select[Any] = (
    select(*_INTRODUCTION)
    .join(agency_mails, agency_mails.c.message == introductions.c.message)
    .join(messages, messages.c.id == introductions.c.message)
    .where(agency_mails.c.stands)
)

_newest = (
    select(agency_mails.c.message)
    .where(agency_mails.c.stands)
    .order_by(agency_mails.c.received_at.desc(), agency_mails.c.message.desc())
    .limit(bindparam("count"))
)

#: The newest introductions.
NEWEST: Select[Any] = (
    _STANDING.where(introductions.c.message.in_(_newest))
    .order_by(agency_mails.c.received_at.desc(), introductions.c.message.desc(), introductions.c.number)
    .limit(bindparam("count"))
)

#: The introductions of some mails.
OF_MAILS: Select[Any] = _STANDING.where(introductions.c.message.in_(bindparam("messages", expanding=True))).order_by(
    introductions.c.message, introductions.c.number
)

#: What tells of some introductions' candidates.
KEYS_OF = select(introduced_keys.c.introduction, introduced_keys.c.kind).where(
    introduced_keys.c.introduction.in_(bindparam("introductions", expanding=True))
)

#: The refusals of some mails, with what became of each.
REFUSALS_OF: Select[Any] = (
    select(
        actions.c.id,
        actions.c.message,
        actions.c.state,
        actions.c.why,
        actions.c.note,
        actions.c.planned_at,
        actions.c.tried_at,
        actions.c.done_at,
        actions.c.message_id,
        actions.c.to_address,
        refusals.c.letter,
        refusals.c.at,
    )
    .join(answers, answers.c.action == actions.c.id)
    .outerjoin(refusals, refusals.c.action == actions.c.id)
    .where(
        actions.c.message.in_(bindparam("messages", expanding=True)),
        answers.c.template == Template.AGENCY_REJECTION,
    )
    .order_by(actions.c.id)
)

#: The documents of a mail, as they are on record.
DOCUMENTS_OF = (
    select(documents.c.filename, documents.c.type, documents.c.sha256, documents.c.path)
    .where(documents.c.message == bindparam("of_message"))
    .order_by(documents.c.number)
)

#: How many applications were filed of a mail, and how many of its documents went to reviewers.
PASSED_ON = select(
    select(func.count()).where(applications.c.message == bindparam("of_message")).scalar_subquery().label("filed"),
    select(func.count()).where(enclosures.c.message == bindparam("of_message")).scalar_subquery().label("enclosed"),
)

_PERIOD = select(messages.c.id).where(messages.c.seen_at >= bindparam("start"), messages.c.seen_at < bindparam("end"))
_SOME: BindParameter[Any] = bindparam("messages", expanding=True)
_other = introductions.alias("other")
_own = applications.alias("own")
_others_keys = introduced_keys.alias("others_keys")


def _applied(*of: Any) -> Any:
    return (
        select(
            introductions.c.message.label("introduced"),
            introductions.c.number,
            person_keys.c.message.label("met"),
            bindparam("none", value=-1).label("other"),
            introduced_keys.c.kind,
        )
        .select_from(
            introductions.join(introduced_keys, introduced_keys.c.introduction == introductions.c.id).join(
                person_keys, person_keys.c.hashed == introduced_keys.c.hashed
            )
        )
        .where(*of)
    )


def _introduced_twice(*of: Any) -> Any:
    return (
        select(
            introductions.c.message.label("introduced"),
            introductions.c.number,
            _other.c.message.label("met"),
            _other.c.number.label("other"),
            introduced_keys.c.kind,
        )
        .select_from(
            introductions.join(introduced_keys, introduced_keys.c.introduction == introductions.c.id)
            .join(
                _others_keys,
                and_(
                    _others_keys.c.hashed == introduced_keys.c.hashed,
                    _others_keys.c.introduction != introduced_keys.c.introduction,
                ),
            )
            .join(_other, _other.c.id == _others_keys.c.introduction)
        )
        .where(*of, _other.c.message != introductions.c.message)
    )


#: Where what came in a period meets an introduction or an application of any day, a row for each key.
MET_IN: CompoundSelect[Any] = union_all(
    _applied(introductions.c.message.in_(_PERIOD)),
    _applied(person_keys.c.message.in_(_PERIOD)),
    _introduced_twice(introductions.c.message.in_(_PERIOD)),
).limit(MEETINGS)

#: Where the introductions of some mails meet another one or an application, a row for each key.
MET_BY: CompoundSelect[Any] = union_all(
    _applied(introductions.c.message.in_(_SOME)), _introduced_twice(introductions.c.message.in_(_SOME))
).limit(MEETINGS)

_of_other = agency_mails.alias("of_other")
_applying = messages.alias("applying")
_introducing = messages.alias("introducing")
_since: BindParameter[Any] = bindparam("since", type_=agency_mails.c.received_at.type)


def _tells_somebody(keys: Any) -> Any:
    """Of a table of keys, those that few have."""
    many = keys.alias()
    frequent = select(many.c.hashed).group_by(many.c.hashed).having(func.count() > bindparam("of_many", value=OF_MANY))
    return keys.c.hashed.not_in(frequent.where(many.c.hashed.is_not(None)))


def _open_yet(of: Any, seen_at: Any) -> Any:
    """What nobody has settled, or what came in after that."""
    return or_(of.c.settled_at.is_(None), seen_at > of.c.settled_at)


_MAIL_OF = agency_mails.c.message == introductions.c.message

#: Where an introduction met an application or another agency's since a day, and nobody has settled it: a row for each
#: key. A key that very many have is left out, whoever they are.
IN_DISPUTE: CompoundSelect[Any] = union_all(
    _applied(
        _tells_somebody(introduced_keys),
        _tells_somebody(person_keys),
        person_keys.c.message != introductions.c.message,
        exists().where(
            _MAIL_OF,
            _applying.c.id == person_keys.c.message,
            or_(agency_mails.c.received_at >= _since, _applying.c.received_at >= _since),
            _open_yet(agency_mails, _applying.c.seen_at),
        ),
    ),
    _introduced_twice(
        _tells_somebody(introduced_keys),
        _other.c.agency != introductions.c.agency,
        _other.c.message > introductions.c.message,
        exists().where(
            _MAIL_OF,
            _of_other.c.message == _other.c.message,
            _applying.c.id == _other.c.message,
            _introducing.c.id == introductions.c.message,
            or_(agency_mails.c.received_at >= _since, _of_other.c.received_at >= _since),
            _open_yet(agency_mails, _applying.c.seen_at),
            _open_yet(_of_other, _introducing.c.seen_at),
        ),
    ),
)

#: The mails by which people apply who applied with some mails.
APPLICATIONS_OF_THE_SAME = select(applications.c.message).where(
    applications.c.person.in_(select(_own.c.person).where(_own.c.message.in_(_SOME)))
)

#: What is in dispute about an agency's mail is settled.
SETTLE = (
    update(agency_mails)
    .where(agency_mails.c.message == bindparam("of_message"), agency_mails.c.stands)
    .values(settled_at=bindparam("at", type_=agency_mails.c.settled_at.type), settled_by=bindparam("who"))
    .returning(agency_mails.c.message)
)

#: Who applied with some mails, and the sketch of each one's CV.
APPLICANTS = (
    select(
        messages.c.id,
        messages.c.mailbox,
        messages.c.received_at,
        applications.c.name,
        applications.c.vacancy,
    )
    .join(applications, applications.c.message == messages.c.id)
    .where(messages.c.id.in_(_SOME))
    .order_by(messages.c.id, applications.c.number)
)

#: The sketches of their CVs.
SKETCHES = select(person_keys.c.message, person_keys.c.sketch).where(
    person_keys.c.message.in_(_SOME), person_keys.c.sketch.is_not(None)
)

#: The agencies' mails that introduced whoever applied with some mails.
INTRODUCED_BEFORE = (
    select(agency_mails.c.message, agency_mails.c.header)
    .join(introductions, introductions.c.message == agency_mails.c.message)
    .join(introduced_keys, introduced_keys.c.introduction == introductions.c.id)
    .join(person_keys, person_keys.c.hashed == introduced_keys.c.hashed)
    .where(person_keys.c.message.in_(_SOME), introduced_keys.c.kind != KeyKind.TEXT)
    .distinct()
)

#: The agencies' mails that introduced somebody of whom one of these hashed keys tells.
INTRODUCING = (
    select(introductions.c.message)
    .join(introduced_keys, introduced_keys.c.introduction == introductions.c.id)
    .where(introduced_keys.c.hashed.in_(bindparam("hashed", expanding=True)))
    .distinct()
)

#: The headers of some agencies' mails.
HEADERS_OF = select(agency_mails.c.message, agency_mails.c.header).where(agency_mails.c.message.in_(_SOME))

#: Of an agency's header what names nobody who was erased.
CUT_HEADER = (
    update(agency_mails).where(agency_mails.c.message == bindparam("of_message")).values(header=bindparam("left"))
)

#: The subject of an agency's mail, which may name somebody who was erased.
CUT_SUBJECT = update(messages).where(messages.c.id == bindparam("of_message")).values(subject="")

#: The words of an agency's mail that decisions rest on.
CUT_EVIDENCE = (
    update(decisions)
    .where(decisions.c.message == bindparam("of_message"), decisions.c.evidence.is_not(None))
    .values(evidence="[]")
)

#: What an agency called its documents; their hashes stay.
CUT_FILENAMES = update(documents).where(documents.c.message == bindparam("of_message")).values(filename="")

#: Of some agencies' mails everything that says who wrote them.
EMPTY_AGENCY_MAILS = (
    update(agency_mails)
    .where(agency_mails.c.message.in_(bindparam("mails", expanding=True)))
    .values(domain="", firm="", consultant="", header=None, settled_by=None)
)

#: The refusals of some mails.
FORGET_REFUSALS = delete(refusals).where(
    refusals.c.action.in_(select(actions.c.id).where(actions.c.message.in_(bindparam("mails", expanding=True))))
)
