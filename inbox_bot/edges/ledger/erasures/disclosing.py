"""What the ledger says of somebody's mails, table by table, as it stands there: for who asks what is kept of them.

It goes by the schema: a table whose rows belong to a mail, or to an action about one, is asked as soon as it is there.
Of an agency's mail that introduced them: by whom, when and for what (GDPR, article 15 §1 g). What it says besides is
theirs where it introduces nobody else; its terms are the agency's.
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import BindParameter, Connection, Table, bindparam, func, or_, select

from inbox_bot.core.erasure.values import Trail
from inbox_bot.core.person.values import KeyKind
from inbox_bot.edges.ledger.schema import (
    actions,
    agency_mails,
    applications,
    correspondents,
    introduced_keys,
    introductions,
    lessons,
    messages,
    metadata,
    person_keys,
    persons,
    sent_mails,
    sent_references,
)

_THESE: BindParameter[Any] = bindparam("mails", expanding=True)
_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
#: Of no use to anybody: by which hashes a mail or a letter is known again.
LEFT_OUT = frozenset(
    {"raw_hash", "fingerprint", "substance", "wording", "trace", "passages", "likeness", "answer_of", "in_hand"}
)


def _refers_to(table: Table, to: Table) -> str | None:
    for column in table.columns:
        if any(key.column.table is to for key in column.foreign_keys):
            return str(column.name)
    return None


_BY_MAIL = {table.name: column for table in metadata.sorted_tables if (column := _refers_to(table, messages))}
_BY_ACTION = {
    table.name: column
    for table in metadata.sorted_tables
    if table.name not in _BY_MAIL and table is not actions and (column := _refers_to(table, actions))
}

#: What each table says of some mails, of the actions about them, and of an address.
OF_MAILS = {
    "messages": select(messages).where(messages.c.id.in_(_THESE)),
    "persons": select(persons).where(
        persons.c.id.in_(select(applications.c.person).where(applications.c.message.in_(_THESE)))
    ),
    **{
        name: select(metadata.tables[name]).where(metadata.tables[name].c[column].in_(_THESE))
        for name, column in _BY_MAIL.items()
    },
    **{
        name: select(metadata.tables[name]).where(
            metadata.tables[name].c[column].in_(select(actions.c.id).where(actions.c.message.in_(_THESE)))
        )
        for name, column in _BY_ACTION.items()
    },
}

#: What is known of mails in Sent.
OF_SENT = {
    "sent_mails": select(sent_mails).where(sent_mails.c.message_id.in_(_IDS)),
    "sent_references": select(sent_references).where(
        or_(sent_references.c.message_id.in_(_IDS), sent_references.c.refers_to.in_(_IDS))
    ),
}

#: What is known of an address, whatever mail it was in.
OF_ADDRESS = {
    "correspondents": select(correspondents).where(correspondents.c.canonical == bindparam("address")),
    "lessons": select(lessons).where(
        or_(lessons.c.about == bindparam("address"), lessons.c.means == bindparam("address"))
    ),
}

_BY_THEIR_KEYS = select(introduced_keys.c.introduction).where(
    introduced_keys.c.kind != KeyKind.TEXT,
    or_(
        introduced_keys.c.hashed.in_(bindparam("hashed", expanding=True)),
        introduced_keys.c.hashed.in_(
            select(person_keys.c.hashed).where(person_keys.c.message.in_(_THESE), person_keys.c.hashed.is_not(None))
        ),
    ),
)

#: By whom, when and for what somebody was introduced, of whom one of these hashed keys tells, or one of their mails.
INTRODUCED = (
    select(
        introductions.c.message,
        introductions.c.number,
        introductions.c.agency,
        agency_mails.c.firm,
        agency_mails.c.consultant,
        introductions.c.vacancy,
        agency_mails.c.received_at,
        introductions.c.at,
    )
    .outerjoin(agency_mails, agency_mails.c.message == introductions.c.message)
    .where(introductions.c.id.in_(_BY_THEIR_KEYS))
    .order_by(introductions.c.message, introductions.c.number)
)

#: Those of these mails that introduce nobody else.
OF_ONE_ALONE = (
    select(introductions.c.message)
    .where(introductions.c.message.in_(_THESE))
    .group_by(introductions.c.message)
    .having(func.count() == 1)
)

#: What an agency's mail says of whom alone it introduces.
WORDS_OF_AN_AGENCY = ("messages", "documents", "decisions")


def rows_of(connection: Connection, trail: Trail, hashed: Collection[str] = ()) -> dict[str, list[dict[str, object]]]:
    """Each table's rows about these mails, their sender, and whoever these hashed keys tell of in agencies' mails.

    Tables without any are left out.
    """
    found: dict[str, list[dict[str, object]]] = {}
    numbers = [mail.number for mail in trail.mails]
    ids = [*(mail.message_id for mail in trail.mails if mail.message_id), *trail.letters, *trail.sent]
    asked: list[tuple[dict[str, Any], dict[str, object]]] = [
        (OF_MAILS, {"mails": numbers}),
        (OF_SENT, {"ids": ids}),
        (OF_ADDRESS, {"address": trail.address or ""}),
        ({"introductions": INTRODUCED}, {"mails": numbers, "hashed": list(hashed)}),
    ]
    introduced = {row.message for row in connection.execute(INTRODUCED, {"mails": numbers, "hashed": list(hashed)})}
    alone = list(connection.scalars(OF_ONE_ALONE, {"mails": sorted(introduced - set(numbers))}))
    asked.append(({name: OF_MAILS[name] for name in WORDS_OF_AN_AGENCY}, {"mails": alone}))
    for statements, parameters in asked:
        for name, statement in statements.items():
            rows = [_said(row._mapping) for row in connection.execute(statement, parameters)]
            if rows:
                found[name] = [*found.get(name, []), *(row for row in rows if row not in found.get(name, []))]
    return found


def _said(row: Any, left_out: Collection[str] = LEFT_OUT) -> dict[str, object]:
    return {name: value for name, value in row.items() if name not in left_out and value is not None}
