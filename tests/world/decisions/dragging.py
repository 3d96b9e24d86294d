"""A person with a mail program: what dragging a mail is on the wire, in the ways that programs do it."""

from collections.abc import Callable, Sequence

from imapclient import IMAPClient

from tests.world.decisions.desk import Desk

#: (the client, the UIDs, the folder to)
Way = Callable[[IMAPClient, Sequence[int], str], None]


def by_move(client: IMAPClient, uids: Sequence[int], to: str) -> None:
    """MOVE (RFC 6851): Thunderbird, Apple Mail, phones."""
    client.move(uids, to)


def by_copy(client: IMAPClient, uids: Sequence[int], to: str) -> None:
    """COPY, then the originals are marked and expunged: programs on servers without MOVE."""
    client.copy(uids, to)
    client.delete_messages(uids)
    client.uid_expunge(uids)


def by_copy_and_mark(client: IMAPClient, uids: Sequence[int], to: str) -> None:
    """COPY, and the originals only marked: programs that show deleted mail struck through."""
    client.copy(uids, to)
    client.delete_messages(uids)


def by_append(client: IMAPClient, uids: Sequence[int], to: str) -> None:
    """The same bytes put there anew, then deleted here: a drag between accounts, some programs always."""
    told = client.fetch(uids, ["BODY.PEEK[]", "FLAGS", "INTERNALDATE"])
    for uid in uids:
        flags = [flag for flag in told[uid][b"FLAGS"] if flag != b"\\Recent"]
        client.append(to, told[uid][b"BODY[]"], flags, told[uid][b"INTERNALDATE"])
    client.delete_messages(uids)
    client.uid_expunge(uids)


def by_rewriting(client: IMAPClient, uids: Sequence[int], to: str) -> None:
    """The mail anew as the server renders it, with fields of its own (Exchange): other bytes, and another size."""
    told = client.fetch(uids, ["BODY.PEEK[]", "INTERNALDATE"])
    for uid in uids:
        rendered = b"X-MS-Exchange-Organization-SCL: -1\r\nX-Rendered: yes\r\n" + told[uid][b"BODY[]"]
        client.append(to, rendered, [], told[uid][b"INTERNALDATE"])
    client.delete_messages(uids)
    client.uid_expunge(uids)


WAYS = {"MOVE": by_move, "COPY": by_copy, "APPEND": by_append}


def drag(desk: Desk, was: str, to: str, way: Way = by_move, *, which: Sequence[int] | None = None) -> None:
    """Drag all mails of a folder, or the `which`-th of them (from 1), to another."""
    client = desk.company.installed.account.client()
    client.select_folder(was)
    uids = client.search("ALL")
    way(client, uids if which is None else [uids[number - 1] for number in which], to)
    client.logout()
