"""The statements that erase mails: what is deleted of them, and what is left as a number without a word.

A mail's row stays, so that the sums of a day do not change, and so does the keyed hash by which it is known that it was
answered, until its own time is over (`remains`); every word of it goes. A test holds a list of what becomes of each
table with personal columns.
"""

from typing import Any

from sqlalchemy import (
    BindParameter,
    bindparam,
    case,
    cast,
    delete,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    text,
    update,
)

from inbox_bot.core.reply.why import Ending
from inbox_bot.core.words import ActionKind, ActionState, Outcome
from inbox_bot.edges.ledger.introductions.statements import EMPTY_AGENCY_MAILS, FORGET_REFUSALS
from inbox_bot.edges.ledger.schema import (
    actions,
    agency_mails,
    answers,
    applications,
    correspondence,
    correspondents,
    decisions,
    declined_applicants,
    declinings,
    documents,
    drags,
    enclosures,
    erasures,
    expiring,
    filed_ahead,
    introductions,
    keep_answers,
    keep_questions,
    lessons,
    locations,
    messages,
    once_keys,
    payloads,
    person_keys,
    person_links,
    persons,
    put_off,
    refusals,
    requests,
    reviewer_mails,
    scans,
    sent_mails,
    sent_references,
    stored_otherwise,
)

_THESE: BindParameter[Any] = bindparam("mails", expanding=True)
_OPEN = (ActionState.HELD, ActionState.PENDING)

#: On PostgreSQL alone: nobody notes a mail while it is looked whether one is in hand. SQLite has one writer anyway.
NOBODY_TAKES_IN = text("LOCK TABLE messages IN EXCLUSIVE MODE")

#: A mail that is being read now: what is planned of it may refer to what is about to be erased.
IN_HAND = select(messages.c.id).where(text("in_hand")).limit(1)

#: An action of these mails that is being carried out now.
UNDER_WAY = select(actions.c.id).where(actions.c.message.in_(_THESE), actions.c.state == ActionState.DOING).limit(1)

#: What was filed of these mails at an old place, and is to be deleted.
DISCARDS_OF = (
    select(payloads.c.effect)
    .join(actions, actions.c.id == payloads.c.action)
    .where(actions.c.message.in_(_THESE), actions.c.kind == ActionKind.DISCARD)
)

#: What was filed of these mails for a plan that came out otherwise.
LEFT_OVER_OF = select(filed_ahead.c.paths).where(filed_ahead.c.message.in_(_THESE))

#: Mails to reviewers that have not gone out yet, and belong to no one mail: the digests.
DIGESTS_WAITING = (
    select(payloads.c.action, payloads.c.effect)
    .join(actions, actions.c.id == payloads.c.action)
    .where(
        actions.c.kind == ActionKind.TELL,
        actions.c.state == ActionState.PENDING,
        actions.c.message.is_(None),
    )
)

_DIGESTS: BindParameter[Any] = bindparam("digests", expanding=True)

#: These digests do not go out: they are composed anew, since their keys are free.
CANCEL_DIGESTS = (
    update(actions)
    .where(actions.c.id.in_(_DIGESTS), actions.c.state == ActionState.PENDING)
    .values(state=ActionState.CANCELLED, why=Ending.ERASED.value)
)

#: Their keys are free.
FREE_DIGESTS = delete(once_keys).where(once_keys.c.action.in_(_DIGESTS))

#: What they said is deleted.
FORGET_DIGESTS = delete(payloads).where(payloads.c.action.in_(_DIGESTS))

#: Which documents went with them is forgotten.
UNENCLOSE_DIGESTS = delete(enclosures).where(enclosures.c.action.in_(_DIGESTS))

_OF_THESE = select(actions.c.id).where(actions.c.message.in_(_THESE))

#: What these mails' actions would need to be carried out is deleted.
FORGET_PAYLOADS = delete(payloads).where(payloads.c.action.in_(_OF_THESE))

#: The keys of these mails' actions are free, but for those by which it is known that a mail was answered.
FREE_KEYS = delete(once_keys).where(
    once_keys.c.action.in_(_OF_THESE),
    or_(
        once_keys.c.key.not_like("answer:%"),
        once_keys.c.action.in_(select(actions.c.id).where(actions.c.message.in_(_THESE), actions.c.state.in_(_OPEN))),
    ),
)

#: What was still to be done about these mails is not; of what was done it is forgotten to whom it went.
END_ACTIONS = (
    update(actions)
    .where(actions.c.message.in_(_THESE))
    .values(
        state=case(
            (actions.c.state.in_(_OPEN), literal(ActionState.CANCELLED, actions.c.state.type)), else_=actions.c.state
        ),
        why=case((actions.c.state.in_(_OPEN), Ending.ERASED.value), else_=actions.c.why),
        note=case((actions.c.id.in_(select(refusals.c.action)), actions.c.note), else_=None),
        to_address=None,
    )
)

#: Of the answers to these mails there is left when one went out, with which template, and to which sending.
EMPTY_ANSWERS = (
    update(answers)
    .where(answers.c.action.in_(_OF_THESE))
    .values(correspondent="", person="", domain="", likeness="", subject=None, passages=None)
)

#: Which of their documents went to whom is forgotten.
UNENCLOSE = delete(enclosures).where(enclosures.c.message.in_(_THESE))

#: What was learned from decisions about these mails.
UNLEARN = delete(lessons).where(lessons.c.message.in_(_THESE))

#: What was learned of an address.
UNLEARN_ADDRESS = delete(lessons).where(
    or_(lessons.c.about == bindparam("address"), lessons.c.means == bindparam("address"))
)

#: What was decided about these mails.
FORGET_DECISIONS = delete(decisions).where(decisions.c.message.in_(_THESE))

#: Moves of these mails that we did not make.
FORGET_DRAGS = delete(drags).where(drags.c.message.in_(_THESE))

#: How far the recognition of their scans is.
FORGET_SCANS = delete(scans).where(scans.c.message.in_(_THESE))

#: What was filed of them, and nothing refers to: it is deleted with the rest.
FORGET_FILED_AHEAD = delete(filed_ahead).where(filed_ahead.c.message.in_(_THESE))

#: Who put these mails off.
FORGET_PUT_OFF = delete(put_off).where(put_off.c.message.in_(_THESE))

#: That these mails are about to go.
FORGET_EXPIRING = delete(expiring).where(expiring.c.message.in_(_THESE))

#: What these mails say to the question whether somebody may be kept, and what others say to theirs.
FORGET_KEEP_ANSWERS = delete(keep_answers).where(
    or_(keep_answers.c.message.in_(_THESE), keep_answers.c.question.in_(_THESE))
)

#: That somebody was asked over these mails.
FORGET_KEEP_QUESTIONS = delete(keep_questions).where(keep_questions.c.message.in_(_THESE))

#: What these mails ask for: it is done by this.
FORGET_REQUESTS = delete(requests).where(requests.c.message.in_(_THESE))

#: Whose orders these mails were.
FORGET_ORDERS = update(reviewer_mails).where(reviewer_mails.c.message.in_(_THESE)).values(reviewer=None)

#: That somebody with these mails was to be turned down.
FORGET_DECLINED = delete(declined_applicants).where(
    or_(
        declined_applicants.c.message.in_(_THESE),
        declined_applicants.c.declining.in_(select(declinings.c.id).where(declinings.c.message.in_(_THESE))),
    )
)

#: That one of these mails alone was to be turned down.
FORGET_DECLININGS = delete(declinings).where(declinings.c.message.in_(_THESE))

#: That these mails' applicants sent others, or others' sent these.
FORGET_LINKS = delete(person_links).where(or_(person_links.c.message.in_(_THESE), person_links.c.other.in_(_THESE)))

#: What these mails tell of who applies.
FORGET_PERSON_KEYS = delete(person_keys).where(person_keys.c.message.in_(_THESE))

#: That these mails belong to an application, or others to theirs.
FORGET_CORRESPONDENCE = delete(correspondence).where(
    or_(
        correspondence.c.message.in_(_THESE),
        correspondence.c.application.in_(select(applications.c.id).where(applications.c.message.in_(_THESE))),
    )
)

#: The documents of these mails.
FORGET_DOCUMENTS = delete(documents).where(documents.c.message.in_(_THESE))

_joining = applications.alias("joining")

#: What added to an application of these mails stands by itself.
UNJOIN = (
    update(applications)
    .where(
        applications.c.message.not_in(_THESE),
        applications.c.joins.in_(select(_joining.c.id).where(_joining.c.message.in_(_THESE))),
    )
    .values(joins=None)
)

#: Who applies with these mails.
APPLICANTS_OF = select(applications.c.person).where(applications.c.message.in_(_THESE)).distinct()

#: The applications of these mails.
FORGET_APPLICATIONS = delete(applications).where(applications.c.message.in_(_THESE))

#: Of these persons, those of whom nothing is left.
FORGET_PERSONS = delete(persons).where(
    persons.c.id.in_(bindparam("persons", expanding=True)),
    ~exists().where(applications.c.person == persons.c.id),
    ~exists().where(person_keys.c.person == persons.c.id),
    ~exists().where(declined_applicants.c.person == persons.c.id),
)

#: Which agency introduced somebody with these mails; of whom, only hashes tell.
FORGET_AGENCIES = update(introductions).where(introductions.c.message.in_(_THESE)).values(agency="")

#: From which address an agency introduced somebody.
FORGET_AGENCY = update(introductions).where(introductions.c.agency == bindparam("address")).values(agency="")

_IDS: BindParameter[Any] = bindparam("ids", expanding=True)

#: That somebody wrote by hand about one of these ids.
FORGET_REFERENCES = delete(sent_references).where(
    or_(sent_references.c.refers_to.in_(_IDS), sent_references.c.message_id.in_(_IDS))
)

#: What is known of mails in Sent.
FORGET_SENT = delete(sent_mails).where(sent_mails.c.message_id.in_(_IDS))

#: That mail does not reach these addresses.
FORGET_CORRESPONDENTS = delete(correspondents).where(correspondents.c.canonical.in_(_IDS))

_TELLS_OF_AN_INTRODUCTION = messages.c.id.in_(select(agency_mails.c.message).where(agency_mails.c.header.is_not(None)))

#: A mail is a number without a word. Its bytes are known yet, lest it is taken for a new one while it lies somewhere.
EMPTY_MAILS = (
    update(messages)
    .where(messages.c.id.in_(_THESE))
    .values(
        outcome=literal(Outcome.ERASED, messages.c.outcome.type),
        first_outcome=func.coalesce(messages.c.first_outcome, literal(Outcome.ERASED, messages.c.outcome.type)),
        outcome_at=func.coalesce(messages.c.outcome_at, bindparam("at", type_=messages.c.outcome_at.type)),
        erased_at=func.coalesce(messages.c.erased_at, bindparam("at", type_=messages.c.erased_at.type)),
        fingerprint=None,
        substance=None,
        wording=None,
        trace=None,
        message_id=case((_TELLS_OF_AN_INTRODUCTION, messages.c.message_id), else_=None),
        correspondent=None,
        sender=None,
        subject=None,
        quote=None,
        raw_path=None,
        in_hand=False,
        nowhere=False,
    )
)

#: Their bytes are unknown: what has these bytes and comes in is a new mail.
UNKNOW = (
    update(messages)
    .where(messages.c.id.in_(_THESE), ~_TELLS_OF_AN_INTRODUCTION)
    .values(raw_hash=literal("erased:") + cast(messages.c.id, messages.c.raw_hash.type))
)

#: So are those that another server stores them as.
UNKNOW_OTHERWISE = delete(stored_otherwise).where(stored_otherwise.c.message.in_(_THESE))

#: They lie nowhere any more.
LEAVE_PLACES = (
    update(locations)
    .where(locations.c.message.in_(_THESE), locations.c.gone_at.is_(None))
    .values(gone_at=bindparam("at"))
)

#: An erasure.
NEW_ERASURE = insert(erasures)

#: One erasure.
ERASURE = select(erasures).where(erasures.c.reference == bindparam("of_reference"))

#: By which bytes mails are known.
RAW_HASHES = select(messages.c.id, messages.c.raw_hash).where(messages.c.raw_hash.not_like("erased:%"))

#: By which bytes these are.
RAW_HASHES_OF = select(messages.c.id, messages.c.raw_hash).where(messages.c.id.in_(_THESE))

#: What is not finished, oldest first.
UNFINISHED = select(erasures).where(erasures.c.done_at.is_(None)).order_by(erasures.c.asked_at)

#: The newest.
NEWEST = select(erasures).order_by(erasures.c.asked_at.desc()).limit(bindparam("count"))

#: What was done of it by now.
PROGRESS = (
    update(erasures)
    .where(erasures.c.reference == bindparam("of_reference"), erasures.c.done_at.is_(None))
    .values(receipt=bindparam("receipt_now"), trail=bindparam("trail_now"))
)

#: No copy is left elsewhere: what led to them is forgotten.
FINISH = (
    update(erasures)
    .where(erasures.c.reference == bindparam("of_reference"), erasures.c.trail.is_not(None))
    .values(receipt=bindparam("receipt_now"), trail=None)
    .returning(erasures.c.reference)
)

#: What waits for the database's own files alone.
TO_SCRUB = select(erasures.c.reference).where(erasures.c.done_at.is_(None), erasures.c.trail.is_(None))

#: Nothing of it is left there, either: it is done.
DONE = (
    update(erasures)
    .where(erasures.c.reference.in_(bindparam("references", expanding=True)), erasures.c.done_at.is_(None))
    .values(done_at=bindparam("at", type_=erasures.c.done_at.type))
)

#: Where these mails lie, as far as is known.
PLACES_OF = select(locations).where(locations.c.message.in_(_THESE), locations.c.gone_at.is_(None))

#: Which mails are known to lie at some UIDs of a folder.
KNOWN_AT = select(locations.c.uid, locations.c.message).where(
    locations.c.mailbox == bindparam("of_mailbox"),
    locations.c.folder == bindparam("of_folder"),
    locations.c.uidvalidity == bindparam("number"),
    locations.c.uid.in_(bindparam("uids", expanding=True)),
    locations.c.gone_at.is_(None),
)

#: What is done about these mails in every table, in an order in which no row refers to one that is gone.
OF_THESE_MAILS = (
    FREE_KEYS,
    FORGET_PAYLOADS,
    END_ACTIONS,
    EMPTY_ANSWERS,
    UNENCLOSE,
    UNLEARN,
    FORGET_DECISIONS,
    FORGET_DRAGS,
    FORGET_SCANS,
    FORGET_FILED_AHEAD,
    FORGET_PUT_OFF,
    FORGET_EXPIRING,
    FORGET_KEEP_ANSWERS,
    FORGET_KEEP_QUESTIONS,
    FORGET_ORDERS,
    FORGET_DECLINED,
    FORGET_DECLININGS,
    FORGET_LINKS,
    FORGET_PERSON_KEYS,
    FORGET_CORRESPONDENCE,
    FORGET_DOCUMENTS,
    UNJOIN,
    FORGET_APPLICATIONS,
)

#: What is done besides where a person asked for it. What was only kept long enough leaves what tells of an
#: introduction, since it may be disputed: it ends after its own time (`remains`).
OF_INTRODUCTIONS = (FORGET_AGENCIES, EMPTY_AGENCY_MAILS, FORGET_REFUSALS)
