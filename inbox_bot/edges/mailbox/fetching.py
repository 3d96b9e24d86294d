"""How mails come from the server into spool files: sizes first, then bytes, large ones in pieces, each counted for.

BODY.PEEK always: fetching never sets \\Seen. Mails are asked for in groups, so that many small ones cost one command.
A server may say OK and give nothing (Dovecot does so for what another session expunged), or refuse the whole group for
one bad mail: whoever is missing is asked for singly, then searched for, and comes back as `Missing`, never as silence.

UIDVALIDITY is looked at before and after bytes are read, since a session goes on when its folder is deleted and created
again, and Dovecot then reads from the new one.
"""

import hashlib
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from imapclient import IMAPClient
from imapclient.response_parser import parse_fetch_response

from inbox_bot.core.message.values import Location, RawMail
from inbox_bot.core.wording import Sentence
from inbox_bot.edges.mailbox.connection import CommandRefused, Connection
from inbox_bot.edges.mailbox.values import Absence, Described, Missing, SpoolFailed

PIECE_BYTES = 1_048_576  # what one command asks of a large mail
GROUP_BYTES = 4 * PIECE_BYTES  # what one command asks of small mails together; so much may lie in memory
GROUP_MAILS = 100
DESCRIBED_AT_ONCE = 500
ASKED = 2  # times, before what a server leaves out counts as not there
HEADER_LIMIT = PIECE_BYTES  # of a mail above `largest`: more header than this is nobody's header
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)  # a date before it is a server's 0, or its epoch
_METADATA = ["RFC822.SIZE", "INTERNALDATE", "FLAGS"]
_NEWS = re.compile(rb"^\d+ \(")  # a FETCH response from its beginning
_UID = re.compile(rb"[( ]UID \d", re.IGNORECASE)


def describe(connection: Connection, folder: str, uidvalidity: int, uids: Sequence[int]) -> dict[int, Described]:
    """Size, date and flags of these mails; those the server is silent about are missing from the answer."""
    described: dict[int, Described] = {}
    for start in range(0, len(uids), DESCRIBED_AT_ONCE):
        some = uids[start : start + DESCRIBED_AT_ONCE]
        connection.select(folder, uidvalidity, afresh=start == 0)
        for uid, told in fetch(connection, some, _METADATA).items():
            if isinstance(told.get(b"RFC822.SIZE"), int):
                described[uid] = Described(
                    uid=uid,
                    size_bytes=told[b"RFC822.SIZE"],
                    received_at=_utc(told.get(b"INTERNALDATE")),
                    flags=flags(told),
                )
    return described


def is_listed(connection: Connection, folder: str, uidvalidity: int, uid: int) -> bool:
    """Whether the folder, looked at afresh, has this UID. One answer that leaves it out is not believed."""
    for _ in range(ASKED):
        connection.select(folder, uidvalidity)
        if those_listed(connection, [uid]):
            return True
    return False


def those_listed(connection: Connection, uids: Sequence[int]) -> list[int]:
    """Those of these UIDs that the selected folder has, as far as this session knows, ascending."""
    wanted = ",".join(map(str, uids))
    return sorted(set(uids).intersection(connection.ask(lambda client: client.search(["UID", wanted]))))


def flags(told: dict[bytes, Any]) -> frozenset[str]:
    """The flags of a FETCH answer, without \\Recent, which says something about the session only."""
    given = (str(flag, "ascii", "replace") for flag in told.get(b"FLAGS", ()) if isinstance(flag, bytes))
    return frozenset(flag for flag in given if flag != "\\Recent")


class Fetch:
    """One fetch: where from, where to, how much at most."""

    def __init__(
        self, connection: Connection, *, mailbox: str, folder: str, uidvalidity: int, spool: Path, largest_bytes: int
    ) -> None:
        self._connection = connection
        self._mailbox = mailbox
        self._folder = folder
        self._uidvalidity = uidvalidity
        self._spool = spool
        self._largest_bytes = largest_bytes

    def mails(self, uids: Sequence[int], max_bytes: int) -> Iterator[RawMail | Missing]:
        """These mails in order, as many as fit into `max_bytes` (the first always does)."""
        try:
            described = describe(self._connection, self._folder, self._uidvalidity, uids)
        except CommandRefused:
            described = {}  # one bad mail spoils the answer for all: each is asked for singly
        for group in self._groups(self._affordable(uids, described, max_bytes), described):
            bodies = self._bodies(group) if len(group) > 1 else {}
            for uid in group:
                if whole := bodies.get(uid):
                    yield self._spooled(described[uid], [whole])
                else:
                    yield self._single(uid)

    def _affordable(self, uids: Sequence[int], described: dict[int, Described], max_bytes: int) -> list[int]:
        spent, chosen = 0, list[int]()
        for uid in uids:
            size = described[uid].size_bytes if uid in described else 0
            cost = size if size <= self._largest_bytes else min(size, HEADER_LIMIT)
            if chosen and spent + cost > max_bytes:
                break
            spent += cost
            chosen.append(uid)
        return chosen

    def _groups(self, uids: Sequence[int], described: dict[int, Described]) -> Iterator[list[int]]:
        group, size = list[int](), 0
        for uid in uids:
            own = described[uid].size_bytes if uid in described else None
            alone = own is None or not 0 < own <= min(PIECE_BYTES, self._largest_bytes)
            if group and (alone or size + (own or 0) > GROUP_BYTES or len(group) == GROUP_MAILS):
                yield group
                group, size = [], 0
            group.append(uid)
            size += own or 0
            if alone:
                yield group
                group, size = [], 0
        if group:
            yield group

    def _bodies(self, uids: Sequence[int]) -> dict[int, bytes]:
        self._connection.select(self._folder, self._uidvalidity, afresh=False)
        try:
            told = fetch(self._connection, uids, ["BODY.PEEK[]"])
        except CommandRefused:
            return {}  # as above
        self._connection.select(self._folder, self._uidvalidity)
        return {uid: given for uid, item in told.items() if (given := body(item)) is not None}

    def _single(self, uid: int) -> RawMail | Missing:
        location = Location(mailbox=self._mailbox, folder=self._folder, uidvalidity=self._uidvalidity, uid=uid)
        said = ""
        try:
            described = describe(self._connection, self._folder, self._uidvalidity, [uid]).get(uid)
            if described is not None:
                whole = described.size_bytes <= self._largest_bytes
                pieces = self._pieces(described) if whole else self._header(described)
                return self._spooled(described, pieces, headers_only=not whole)
        except CommandRefused as refused:
            said = refused.text
        except _NothingGiven:
            pass
        listed = is_listed(self._connection, self._folder, self._uidvalidity, uid)
        return Missing(location=location, why=Absence.LATER if listed else Absence.EXPUNGED, sentence=said)

    def _pieces(self, described: Described) -> Iterator[bytes]:
        """The mail in pieces, until one is short: RFC822.SIZE is an estimate on some servers (Exchange)."""
        offset = 0
        while True:
            piece = self._piece(described.uid, "BODY.PEEK[]", offset)
            if offset == 0 and not piece and described.size_bytes > 0:
                raise _NothingGiven
            yield piece
            offset += len(piece)
            if not piece or (len(piece) < PIECE_BYTES and offset >= described.size_bytes):
                break
        self._connection.select(self._folder, self._uidvalidity)

    def _header(self, described: Described) -> Iterator[bytes]:
        header = self._piece(described.uid, "BODY.PEEK[HEADER]", 0)
        if not header:
            raise _NothingGiven
        yield header[:HEADER_LIMIT]

    def _piece(self, uid: int, what: str, offset: int) -> bytes:
        self._connection.select(self._folder, self._uidvalidity, afresh=False)
        told = fetch(self._connection, [uid], [f"{what}<{offset}.{PIECE_BYTES}>"]).get(uid, {})
        given = body(told)
        if given is None:
            raise _NothingGiven
        return given

    def _spooled(self, described: Described, pieces: Iterable[bytes], *, headers_only: bool = False) -> RawMail:
        """Write the bytes and hash them on the way; a mail that ends halfway leaves no file.

        Of a mail of which only the header is there, the hash is over the header and then its size in decimal: the
        same mail again gives the same, another with the same header hardly.
        """
        digest, path = hashlib.sha256(), None
        try:
            self._spool.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor, name = tempfile.mkstemp(suffix=".eml", dir=self._spool)
            path = Path(name)
            with open(descriptor, "wb") as spool:
                for piece in pieces:
                    digest.update(piece)
                    spool.write(piece)
        except BaseException as error:
            if path is not None:
                with suppress(OSError):  # what went wrong before is told; the next start empties the folder
                    path.unlink(missing_ok=True)
            if isinstance(error, OSError):  # the disk's: the network's come as MailboxDown
                why = Sentence("can't write to {folder}: {why}", folder=str(self._spool), why=str(error.strerror))
                raise SpoolFailed(why) from None
            raise
        if headers_only:
            digest.update(str(described.size_bytes).encode())
        return RawMail(
            location=Location(
                mailbox=self._mailbox, folder=self._folder, uidvalidity=self._uidvalidity, uid=described.uid
            ),
            raw_hash=digest.hexdigest(),
            size_bytes=described.size_bytes,
            received_at=described.received_at,
            flags=described.flags,
            spool=path,
            headers_only=headers_only,
        )


class _NothingGiven(Exception):
    """The server said OK and gave nothing."""


def told_by_uid(client: IMAPClient, command: str, uids: Sequence[int], *arguments: str) -> dict[int, dict[bytes, Any]]:
    """Make a UID FETCH or STORE; what the server told of each mail, by UID.

    As IMAPClient's own, but for news that the server adds about other mails without their UID (`* 5 FETCH (FLAGS …)`
    about the fifth mail): IMAPClient takes that for UID 5, and one mail's flags for another's.
    """
    kind, told = client._imap.uid(command, ",".join(map(str, uids)), *arguments)
    client._checkok(command.lower(), kind, told)
    own = [piece for piece in told if not (isinstance(piece, bytes) and _NEWS.match(piece) and not _UID.search(piece))]
    return parse_fetch_response(own or [None], normalise_times=False)  # type: ignore[no-any-return]


def fetch(connection: Connection, uids: Sequence[int], what: Sequence[str]) -> dict[int, dict[bytes, Any]]:
    """UID FETCH in the selected folder: what the server told of these mails.

    Reading fills no quota: one that is used up then is the account's (Gmail's bandwidth), and no other mail would come.
    """
    try:
        told = connection.ask(lambda client: told_by_uid(client, "FETCH", uids, f"({' '.join(what)})"))
    except CommandRefused as refused:
        if refused.code == "OVERQUOTA":
            raise connection.exhausted(refused) from None
        raise
    return {uid: told[uid] for uid in uids if uid in told}


def body(told: dict[bytes, Any]) -> bytes | None:
    """The body in a FETCH answer, whatever the origin octet in its name (`BODY[]<0>`, RFC 3501 §7.4.2)."""
    for name, value in told.items():
        if name.upper().startswith(b"BODY[") and isinstance(value, bytes):
            return value
    return None


def _utc(date: Any) -> datetime:
    """INTERNALDATE in UTC; now, where there is none, or one from before there was any mail server that sets it."""
    try:
        found = date.astimezone(UTC) if isinstance(date, datetime) else None
    except (OverflowError, ValueError):
        found = None
    return found if found is not None and found >= EARLIEST else datetime.now(UTC)
