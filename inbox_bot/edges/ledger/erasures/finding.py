"""Who may be meant, and which copies the ledger knows of: questions only, nothing is changed."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection

from inbox_bot.core.erasure.values import Candidate, Elsewhere, Got, Kept, Stays, TracedMail, Trail
from inbox_bot.core.plan.filed.layout import APPLICATION_JSON, recognised_path
from inbox_bot.core.reply.correspondents.correspondent import canonical
from inbox_bot.core.words import ActionKind
from inbox_bot.edges.ledger.erasures import finding_statements as ask

Rows = Sequence[Any]  # of one statement each; SQLAlchemy's own type says which columns, and can't be named shortly


def candidates_of_address(connection: Connection, address: str) -> tuple[Candidate, ...]:
    """Those known by a canonical address; one without a person where mails came from it and nobody applied."""
    rows: Rows = connection.execute(ask.PERSONS_OF_ADDRESS, {"address": address}).all()
    if rows:
        return tuple(_candidate(connection, row) for row in rows)
    mails = tuple(connection.scalars(ask.MAILS_OF_ADDRESS, {"address": address}))
    if not mails:
        return ()
    return (
        Candidate(person=None, address=address, is_shared=False, names=(), mails=with_deliveries(connection, mails)),
    )


def candidates_of_name(connection: Connection, name: str) -> tuple[Candidate, ...]:
    """Those who applied under a name, in lower case."""
    rows: Rows = connection.execute(ask.PERSONS_OF_NAME, {"name": name}).all()
    return tuple(_candidate(connection, row) for row in rows)


def candidates_of_mail(connection: Connection, number: int) -> tuple[Candidate, ...]:
    """Those who apply with a mail; where nobody does, the mail by itself."""
    rows: Rows = connection.execute(ask.PERSONS_OF_MAIL, {"mail": number}).all()
    if rows:
        return tuple(_candidate(connection, row) for row in rows)
    if not connection.execute(ask.MAILS_OF, {"mails": [number]}).all():
        return ()
    mails = with_deliveries(connection, [number])
    return (Candidate(person=None, address="", is_shared=False, names=(), mails=mails),)


def _candidate(connection: Connection, row: Any) -> Candidate:
    address = str(row.canonical).partition(" ")[0]
    others = connection.execute(ask.PERSONS_OF_ADDRESS, {"address": address}).all() if address else []
    is_shared = len(others) > 1
    mails = set(connection.scalars(ask.MAILS_OF_PERSON, {"person": row.id}))
    if address and not is_shared:
        mails |= set(connection.scalars(ask.MAILS_OF_ADDRESS, {"address": address}))
    return Candidate(
        person=row.id,
        address=address,
        is_shared=is_shared,
        names=tuple(connection.scalars(ask.NAMES_OF, {"person": row.id})),
        mails=with_deliveries(connection, mails),
    )


def with_deliveries(connection: Connection, mails: Collection[int]) -> tuple[int, ...]:
    """These mails and their further deliveries, in order."""
    further = connection.scalars(ask.DELIVERIES_OF, {"mails": list(mails)}) if mails else ()
    return tuple(sorted({*mails, *further}))


def kept_of(connection: Connection, whom: Candidate, but: Collection[str], introduced: Collection[int] = ()) -> Kept:
    """Every copy that the ledger knows of.

    `but`: addresses of ours, by which nobody's mail is looked for. `introduced`: mails of agencies that name them; they
    stay, and digests that tell of them don't.
    """
    stays = _stays(connection, whom)
    gone = [number for number in whom.mails if number not in {mail for mail, _ in stays}]
    by_address = whom.address if whom.address and not whom.is_shared and whom.address not in but else None
    found = kept_of_mails(connection, gone, address=by_address, named_in=introduced)
    names = tuple(dict.fromkeys((*found.trail.names, *whom.names)))
    return replace(found, trail=replace(found.trail, names=names), stays=stays)


def _stays(connection: Connection, whom: Candidate) -> tuple[tuple[int, Stays], ...]:
    if not whom.mails:
        return ()
    orders = set(connection.scalars(ask.ORDERS_AMONG, {"mails": list(whom.mails)}))
    others: set[int] = set()
    if whom.person is not None:
        others = set(connection.scalars(ask.OTHERS_AMONG, {"mails": list(whom.mails), "person": whom.person}))
    return tuple(
        (number, Stays.ORDERS if number in orders else Stays.OTHERS_TOO)
        for number in whom.mails
        if number in orders or number in others
    )


def kept_of_mails(
    connection: Connection,
    numbers: Sequence[int],
    *,
    address: str | None = None,
    to_trash: bool = False,
    named_in: Collection[int] = (),
) -> Kept:
    """Every copy of these mails that the ledger knows of, with our letters about them.

    `named_in`: of other mails only the digests since they came.
    """
    these = {"mails": list(numbers)}
    rows: Rows = connection.execute(ask.MAILS_OF, these).all() if numbers else []
    filed: Rows = connection.execute(ask.FOLDERS_OF, these).all() if numbers else []
    folders = {row.folder for row in filed if row.folder}
    if folders:
        folders -= set(connection.scalars(ask.FOLDERS_OF_OTHERS, {**these, "folders": list(folders)}))
    paths = {row.raw_path for row in rows if row.raw_path} | {f"{folder}/{APPLICATION_JSON}" for folder in folders}
    paths |= {recognised_path(each) for each in (connection.scalars(ask.SCANNED_AMONG, these) if numbers else ())}
    letters: Rows = connection.execute(ask.LETTERS_OF, these).all() if numbers else []
    others: Rows = connection.execute(ask.MAILS_OF, {"mails": list(named_in)}).all() if named_in else []
    since = min((row.seen_at for row in (*rows, *others)), default=None)
    digests: Rows = connection.execute(ask.DIGESTS_SINCE, {"since": since}).all() if since else []
    sent = _sent(connection, rows, letters, address)
    ours = {row.message_id for row in letters} | {row.message_id for row in digests}
    by_hand = [row for row in sent if row.message_id not in ours]
    trail = Trail(
        mails=tuple(
            TracedMail(
                number=row.id,
                mailbox=row.mailbox,
                message_id=row.message_id,
                size_bytes=row.size_bytes,
                writer=row.correspondent,
            )
            for row in rows
        ),
        address=address,
        spellings=_spellings(address, rows, filed),
        names=tuple(dict.fromkeys(row.name for row in filed if row.name)),
        letters=tuple(row.message_id for row in letters),
        sent=tuple(row.message_id for row in by_hand),
        digests=tuple(row.message_id for row in digests),
        files=tuple(sorted(paths | set(connection.scalars(ask.PATHS_OF, these) if numbers else ()))),
        to_trash=to_trash,
    )
    documents = connection.execute(ask.ENCLOSED_OF, these).all() if numbers else []
    elsewhere = [
        *(
            Elsewhere(to=each.to_address, got=Got.DOCUMENTS, number=each.number, last_at=each.last_at)
            for each in documents
        ),
        *_to_reviewers(Got.NOTICE, [row for row in letters if row.kind is ActionKind.TELL]),
        *_to_reviewers(Got.DIGEST, digests),
        *_by_hand(by_hand, {address, *(row.correspondent for row in rows)}),
    ]
    return Kept(trail=trail, folders=tuple(sorted(folders)), elsewhere=tuple(elsewhere))


_ADDRESS = re.compile(r"[^\s<>()\"',;:]{1,64}@[\w.-]{1,253}")


def _spellings(address: str | None, rows: Rows, filed: Rows) -> tuple[str, ...]:
    """Every way in which the address was written."""
    if address is None:
        return ()
    written = [*(row.email or "" for row in filed), *(row.sender or "" for row in rows)]
    found = (each for text in written for each in _ADDRESS.findall(text))
    return tuple(dict.fromkeys((address, *(each.lower() for each in found if canonical(each) == address))))


def _sent(connection: Connection, rows: Rows, letters: Rows, address: str | None) -> list[Any]:
    ids = [row.message_id for row in rows if row.message_id] + [row.message_id for row in letters]
    found = list(connection.execute(ask.SENT_ABOUT, {"ids": ids})) if ids else []
    if address:
        to = connection.execute(ask.SENT_TO, {"address": address})
        found += [row for row in to if address in row.to_addresses.lower().split(", ")]
    return list({row.message_id: row for row in found}.values())


def _to_reviewers(got: Got, letters: Rows) -> Iterable[Elsewhere]:
    went = [row for row in letters if row.done_at is not None and row.to_address]
    for to in dict.fromkeys(row.to_address for row in went):
        theirs = [row for row in went if row.to_address == to]
        yield Elsewhere(to=to, got=got, number=len(theirs), last_at=max(row.done_at for row in theirs))


def _by_hand(sent: Rows, own: set[str | None]) -> Iterable[Elsewhere]:
    to = dict.fromkeys(each for row in sent for each in row.to_addresses.split(", ") if each and each not in own)
    for address in to:
        theirs = [row for row in sent if address in row.to_addresses.split(", ")]
        yield Elsewhere(to=address, got=Got.BY_HAND, number=len(theirs), last_at=max(row.at for row in theirs))
