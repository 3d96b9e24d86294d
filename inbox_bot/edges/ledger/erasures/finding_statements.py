"""The questions by which somebody's copies are found: by their address, their name, or the number of a mail."""

from typing import Any

from sqlalchemy import BindParameter, and_, bindparam, func, or_, select, union

from inbox_bot.core.words import ActionKind, ActionState
from inbox_bot.edges.ledger.schema import (
    actions,
    applications,
    correspondence,
    documents,
    enclosures,
    messages,
    person_keys,
    persons,
    reviewer_mails,
    scans,
    sent_mails,
    sent_references,
)

_THESE: BindParameter[Any] = bindparam("mails", expanding=True)
_PERSON: BindParameter[Any] = bindparam("person")

#: The persons of an address: of several who share it, each has more behind it.
PERSONS_OF_ADDRESS = select(persons.c.id, persons.c.canonical).where(
    or_(
        persons.c.canonical == bindparam("address"),
        and_(
            persons.c.canonical >= bindparam("address", type_=persons.c.canonical.type) + " ",
            persons.c.canonical < bindparam("address", type_=persons.c.canonical.type) + "!",
        ),
    )
)

#: The persons who applied under a name.
PERSONS_OF_NAME = (
    select(persons.c.id, persons.c.canonical)
    .join(applications, applications.c.person == persons.c.id)
    .where(func.lower(applications.c.name) == bindparam("name"))
    .distinct()
)

#: The persons who apply with a mail, or whose application it belongs to.
PERSONS_OF_MAIL = (
    select(persons.c.id, persons.c.canonical)
    .join(applications, applications.c.person == persons.c.id)
    .outerjoin(correspondence, correspondence.c.application == applications.c.id)
    .where(or_(applications.c.message == bindparam("mail"), correspondence.c.message == bindparam("mail")))
    .distinct()
)

#: The names that a person applied under.
NAMES_OF = (
    select(applications.c.name).where(applications.c.person == _PERSON, applications.c.name.is_not(None)).distinct()
)

#: A person's mails: those that bring their applications, and those that belong to one.
MAILS_OF_PERSON = union(
    select(applications.c.message.label("mail")).where(applications.c.person == _PERSON),
    select(person_keys.c.message).where(person_keys.c.person == _PERSON),
    select(correspondence.c.message)
    .join(applications, applications.c.id == correspondence.c.application)
    .where(applications.c.person == _PERSON),
)

#: All mails from an address.
MAILS_OF_ADDRESS = select(messages.c.id).where(messages.c.correspondent == bindparam("address"))

_first = messages.alias("first_delivery")

#: Further deliveries of mails, whichever mailbox they came to.
DELIVERIES_OF = (
    select(messages.c.id)
    .join(_first, _first.c.fingerprint == messages.c.fingerprint)
    .where(_first.c.id.in_(_THESE), _first.c.fingerprint.is_not(None))
)

#: Those of these mails that are a reviewer's orders.
ORDERS_AMONG = select(reviewer_mails.c.message).where(reviewer_mails.c.message.in_(_THESE))

#: Those of these mails that bring applications of somebody else as well.
OTHERS_AMONG = (
    select(applications.c.message)
    .where(applications.c.message.in_(_THESE), applications.c.person != _PERSON)
    .distinct()
)

#: These mails, as they are known in their mailbox.
MAILS_OF = select(messages).where(messages.c.id.in_(_THESE)).order_by(messages.c.id)

#: Where the documents of these mails are filed.
PATHS_OF = select(documents.c.path).where(documents.c.message.in_(_THESE), documents.c.path.is_not(None))

#: Those of these mails that waited until their scans were recognised, by their bytes.
SCANNED_AMONG = (
    select(messages.c.raw_hash).join(scans, scans.c.message == messages.c.id).where(messages.c.id.in_(_THESE))
)

#: The folders that the applications of these mails are filed in, and the names and addresses they bear.
FOLDERS_OF = select(applications.c.folder, applications.c.name, applications.c.email).where(
    applications.c.message.in_(_THESE)
)

#: Folders of applications that other mails are filed in as well.
FOLDERS_OF_OTHERS = select(applications.c.folder).where(
    applications.c.folder.in_(bindparam("folders", expanding=True)), applications.c.message.not_in(_THESE)
)

#: What we wrote about these mails, to those who sent them and to reviewers, and to whom it went.
LETTERS_OF = select(
    actions.c.id, actions.c.kind, actions.c.state, actions.c.message_id, actions.c.to_address, actions.c.done_at
).where(actions.c.message.in_(_THESE), actions.c.message_id.is_not(None))

#: What reviewers were sent that belongs to no one mail, since a moment: the digests.
DIGESTS_SINCE = select(actions.c.id, actions.c.message_id, actions.c.to_address, actions.c.done_at).where(
    actions.c.kind == ActionKind.TELL,
    actions.c.state.in_((ActionState.DONE, ActionState.UNCERTAIN)),
    actions.c.planned_at >= bindparam("since"),
    actions.c.message.is_(None),
    actions.c.message_id.is_not(None),
)

#: Which documents of these mails went to whom.
ENCLOSED_OF = (
    select(actions.c.to_address, func.count().label("number"), func.max(actions.c.done_at).label("last_at"))
    .select_from(enclosures)
    .join(actions, actions.c.id == enclosures.c.action)
    .where(enclosures.c.message.in_(_THESE), actions.c.done_at.is_not(None), actions.c.to_address.is_not(None))
    .group_by(actions.c.to_address)
)

#: What people wrote by hand that belongs to one of these ids.
SENT_ABOUT = (
    select(sent_mails)
    .join(sent_references, sent_references.c.message_id == sent_mails.c.message_id)
    .where(sent_references.c.refers_to.in_(bindparam("ids", expanding=True)))
    .distinct()
)

#: What people wrote to an address.
SENT_TO = select(sent_mails).where(func.lower(sent_mails.c.to_addresses).contains(bindparam("address")))
