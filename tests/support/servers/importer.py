"""What imapsync, and the importers of Microsoft and Google, do when a mailbox moves to another server."""

import re
from collections.abc import Callable, Collection

from tests.support.servers.dovecot import Account


def rewritten(mail: bytes, field: str = "X-Moved-By: an importer") -> bytes:
    """The mail as another server has it: a field more, long fields folded elsewhere, line ends of its own."""
    head, _, body = mail.partition(b"\r\n\r\n")
    folded = re.sub(rb"^(Content-Type: [^;\r\n]+); ", rb"\1;\r\n\t", head, flags=re.M)
    return b"%s\r\n%s\r\n\r\n%s" % (field.encode(), folded, body.rstrip(b"\r\n"))


def copy(
    old: Account,
    new: Account,
    *,
    times: int = 1,
    dates: bool = True,
    only: Collection[str] | None = None,
    change: Callable[[bytes], bytes] = rewritten,
) -> int:
    """Copy every folder, so often: its mails get new UIDs, and its name the other server's delimiter. How many mails.

    Without `dates` the mails arrived when they were copied.
    """
    copied = 0
    reader = old.client()
    for flags, delimiter, name in reader.list_folders():
        if b"\\Noselect" in flags or (only is not None and name not in only):
            continue
        target = name.replace(delimiter.decode(), _delimiter(new))
        if not new.client().folder_exists(target):
            new.client().create_folder(target)
        reader.select_folder(name, readonly=True)
        uids = reader.search("ALL")
        found = reader.fetch(uids, ["BODY.PEEK[]", "FLAGS", "INTERNALDATE"]) if uids else {}
        for _ in range(times):
            copied += len(found)
            for _, item in sorted(found.items()):
                kept = tuple(str(flag, "ascii") for flag in item[b"FLAGS"] if flag != rb"\Recent")
                new.append(change(item[b"BODY[]"]), target, item[b"INTERNALDATE"] if dates else None, kept)
    return copied


def _delimiter(account: Account) -> str:
    return "/" if account.user.endswith("slash.test") else "."
