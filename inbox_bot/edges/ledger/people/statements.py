"""The statements behind the shelf of who applicants are: each key is found by its index, and the newest alone count."""

from typing import Any

from sqlalchemy import CompoundSelect, Select, and_, bindparam, delete, false, insert, or_, select, union_all

from inbox_bot.core.person.linking import MOST
from inbox_bot.core.words import ActionState, Kind
from inbox_bot.edges.ledger.schema import actions, applications, messages, person_keys, person_links, persons

ASKED = 12  # keys of one mail

#: What a mail told of its applicant, before it is written anew.
FORGET_KEYS = delete(person_keys).where(person_keys.c.message == bindparam("of_message"))

#: What was said of whose mail it is, before that is written anew.
FORGET_LINK = delete(person_links).where(person_links.c.message == bindparam("of_message"))

#: What mails tell of their applicants.
NEW_KEYS = insert(person_keys)

#: What was said of whose mails they are.
NEW_LINKS = insert(person_links)

_MAY_BE = or_(messages.c.mailbox == bindparam("mailbox"), bindparam("anywhere", type_=false().type))


def _newest(number: int) -> Select[Any]:
    newest = (
        select(person_keys)
        .where(person_keys.c.key == bindparam(f"key_{number}"), person_keys.c.message < bindparam("before"))
        .order_by(person_keys.c.id.desc())
        .limit(MOST)
        .subquery()
    )
    return (
        select(
            newest.c.id,
            newest.c.key,
            newest.c.name,
            newest.c.sketch,
            persons.c.canonical,
            messages.c.mailbox,
            messages.c.raw_hash,
        )
        .join(persons, persons.c.id == newest.c.person)
        .join(messages, messages.c.id == newest.c.message)
        .where(_MAY_BE)
    )


#: Who bore these keys, of each the newest.
HOLDERS: CompoundSelect[Any] = union_all(*(_newest(number) for number in range(ASKED)))

#: By whom those are known who applied from an address.
OF_THE_ADDRESS = (
    select(persons.c.canonical)
    .join(
        _of_address := select(person_keys.c.person)
        .where(person_keys.c.key == bindparam("address_key"), person_keys.c.message < bindparam("before"))
        .order_by(person_keys.c.id.desc())
        .limit(MOST)
        .subquery(),
        _of_address.c.person == persons.c.id,
    )
    .distinct()
)

_APPLICANT = (applications.c.name, persons.c.canonical, messages.c.mailbox, messages.c.raw_hash)

#: Who applied with the mails of a conversation, or with those that our answers in it are to.
OF_THE_THREAD: CompoundSelect[Any] = union_all(
    select(messages.c.message_id.label("named"), *_APPLICANT)
    .join(applications, applications.c.message == messages.c.id)
    .join(persons, persons.c.id == applications.c.person)
    .where(
        messages.c.message_id.in_(bindparam("thread", expanding=True)),
        messages.c.kind == Kind.APPLICATION,
        messages.c.id < bindparam("before"),
        _MAY_BE,
    ),
    select(actions.c.message_id.label("named"), *_APPLICANT)
    .join(messages, messages.c.id == actions.c.message)
    .join(applications, applications.c.message == messages.c.id)
    .join(persons, persons.c.id == applications.c.person)
    .where(
        and_(actions.c.message_id.in_(bindparam("thread", expanding=True)), actions.c.state != ActionState.CANCELLED),
        messages.c.kind == Kind.APPLICATION,
        messages.c.id < bindparam("before"),
        _MAY_BE,
    ),
)

#: Who applied with a mail first.
APPLICANT_OF = (
    select(persons.c.canonical, messages.c.mailbox, messages.c.raw_hash)
    .join(applications, applications.c.person == persons.c.id)
    .join(messages, messages.c.id == applications.c.message)
    .where(applications.c.message == bindparam("of_message"))
    .order_by(applications.c.number)
    .limit(1)
)

#: A mail by its bytes.
NUMBER_OF = select(messages.c.id, messages.c.outcome).where(
    messages.c.mailbox == bindparam("mailbox"), messages.c.raw_hash == bindparam("raw_hash")
)
