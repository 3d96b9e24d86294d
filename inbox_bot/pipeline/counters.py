"""The counters of a poll's folders: told by one command at its beginning, where the server can, else asked one by one.

What that command told of a folder is believed once. Whoever asks again wants to know how it is now.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from inbox_bot.edges.mailbox import FolderStatus, Mailbox


@dataclass(kw_only=True)
class Counters:
    """See the module."""

    box: Mailbox
    told: dict[str, FolderStatus] = field(default_factory=dict)
    first: Mapping[str, FolderStatus] = field(default_factory=dict)  #: as it was told
    missing: frozenset[str] = frozenset()  #: folders that are not there, as far as it was told
    at_once: bool = False  #: one command told of all; else each costs a STATUS

    listed: frozenset[str] | None = None  #: every folder of the account; None: nobody has asked yet

    def has(self, folder: str) -> bool:
        """Whether the account has such a folder: one LIST a poll, at most. Raises MailboxDown."""
        if self.listed is None:
            self.listed = frozenset(each.name for each in self.box.folders())
        return folder in self.listed

    def status(self, folder: str) -> FolderStatus:
        """The folder's counters. Raises MailboxDown, and FolderRefused where there is none."""
        return self.told.pop(folder, None) or self.box.status(folder)


def counters_of(box: Mailbox, folders: Collection[str]) -> Counters:
    """The counters of these folders, by one command where the server has LIST-STATUS. Raises MailboxDown."""
    glance = box.glance(sorted(folders))
    if glance is None:
        return Counters(box=box)
    return Counters(box=box, told=dict(glance.told), first=glance.told, missing=glance.missing, at_once=True)
