"""The counters of many folders by one command: LIST-STATUS (RFC 5819), over the folders' names (RFC 5258 §3).

One command and one line a folder, however many mails are in them: what an idle poll costs. A server that can't, or
that refuses it, is asked by STATUS, folder by folder: that is the caller's.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from imapclient import IMAPClient, imap_utf7
from imapclient.response_parser import parse_response

from inbox_bot.edges.mailbox.connection import CommandRefused, Connection
from inbox_bot.edges.mailbox.queries import ITEMS, counters, has_modseq
from inbox_bot.edges.mailbox.values import FolderStatus

LIST_STATUS = "LIST-STATUS"
_WILDCARDS = frozenset("%*")


@dataclass(frozen=True, kw_only=True, slots=True)
class Glance:
    """What one command told of the folders that were asked about; nothing of those whose counters it left out."""

    told: dict[str, FolderStatus] = field(default_factory=dict)
    missing: frozenset[str] = frozenset()  #: the account has no such folder, or none that mail can be in


def glance(connection: Connection, folders: Sequence[str]) -> Glance | None:
    """The counters of these folders; None where the server can't tell of several by one command."""
    asked = [folder for folder in folders if not _WILDCARDS.intersection(folder)]
    if not asked or not connection.can(LIST_STATUS):
        return None
    for folder in asked:
        connection.leave(folder)
    items = (*ITEMS, "HIGHESTMODSEQ") if has_modseq(connection) else ITEMS
    try:
        return connection.ask(lambda client: _asked(client, asked, items))
    except CommandRefused:
        return None


def _asked(client: IMAPClient, folders: Sequence[str], items: Sequence[str]) -> Glance:
    """LIST with options, which IMAPClient has none of; what LIST and STATUS said to it, untagged."""
    names = " ".join(str(client._normalise_folder(folder), "ascii") for folder in folders)
    kind, said = client._imap._simple_command("LIST", '""', f"({names})", f"RETURN (STATUS ({' '.join(items)}))")
    client._checkok("list", kind, said)
    listed, told = (client._imap.untagged_responses.pop(name, []) for name in ("LIST", "STATUS"))
    by_key = {_key(name): name for name in folders}
    there: set[str] = set()
    for attributes, _, name in _in_groups_of(3, listed):
        if not {b"\\noselect", b"\\nonexistent"}.intersection(attribute.lower() for attribute in attributes):
            there.add(_key(_decoded(name)))
    counted = {}
    for name, values in _in_groups_of(2, told):
        status, own = counters(values), by_key.get(_key(_decoded(name)))
        if status is not None and own is not None:
            counted[own] = status
    return Glance(told=counted, missing=frozenset(name for key, name in by_key.items() if key not in there))


def _in_groups_of(size: int, said: list[Any]) -> list[tuple[Any, ...]]:
    """The tokens of untagged answers, as many together as one answer has."""
    tokens = parse_response([each for each in said if each])
    return list(zip(*[iter(tokens)] * size, strict=True))


def _decoded(name: bytes | int) -> str:
    """IMAPClient's parser takes a name of digits for a number."""
    return str(name) if isinstance(name, int) else str(imap_utf7.decode(name))


def _key(name: str) -> str:
    """INBOX is one folder however it is spelt (RFC 3501 §5.1); all other names are as they are."""
    return "INBOX" if name.upper() == "INBOX" else name
