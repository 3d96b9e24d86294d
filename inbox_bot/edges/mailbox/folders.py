"""Which folders an account has, how it spells them, and which one is for mail sent."""

from dataclasses import dataclass
from operator import methodcaller

from inbox_bot.edges.mailbox.connection import Connection
from inbox_bot.edges.mailbox.names import Spelling, folder_name
from inbox_bot.edges.mailbox.values import Folder

#: names of the Sent folder on servers that don't mark it (RFC 6154), in the order they are tried
USUAL_SENT = ("Sent", "Sent Items", "Sent Messages", "Gesendet", "Gesendete Elemente", "Envoyés", "Enviados")


SENT_AGAIN_S = 3600.0  # a LIST of 200 folders costs more than everything else that a poll asks


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """What was found when a folder was looked for by its use."""

    name: str | None
    session: int  #: in which it was looked for
    at: float  #: when, on the monotonic clock

    def is_out_of_date(self, now: float, *, afresh: bool) -> bool:
        """Whether it is to be looked for again in the same session: only where it was missing."""
        return self.name is None and (afresh or now - self.at >= SENT_AGAIN_S)


def folders(connection: Connection) -> list[Folder]:
    """All folders of the account."""
    return [
        Folder(
            name=name,
            delimiter=_text(delimiter),
            attributes=frozenset(str(each, "ascii", "replace") for each in attributes),
        )
        for attributes, delimiter, name in connection.ask(methodcaller("list_folders"))
    ]


def spelling(connection: Connection) -> Spelling:
    """The prefix and delimiter of the account's own folders, by NAMESPACE (RFC 2342), else by an empty LIST."""
    if connection.can("NAMESPACE"):
        personal = connection.ask(methodcaller("namespace")).personal
        if personal:
            prefix, delimiter = personal[0]
            return Spelling(prefix=prefix, delimiter=delimiter or None)
    listed = connection.ask(methodcaller("list_folders", "", ""))
    return Spelling(delimiter=_text(listed[0][1]) if listed else "/")


def marked(listed: list[Folder], special_use: str) -> str | None:
    """The first folder that the server marks so (RFC 6154), in whatever case; None where there is none."""
    wanted = special_use.lower()
    return next((each.name for each in listed if wanted in {one.lower() for one in each.attributes}), None)


def sent_folder(listed: list[Folder], spelling: Spelling) -> str | None:
    """The folder that is marked for mail sent, else one with a usual name; None where there is none."""
    if (found := marked(listed, "\\Sent")) is not None:
        return found
    names = {folder.name.lower(): folder.name for folder in listed}
    for usual in USUAL_SENT:
        for spelled in (folder_name((usual,), spelling), usual):
            if found := names.get(spelled.lower()):
                return found
    return None


def _text(delimiter: bytes | None) -> str | None:
    return str(delimiter, "ascii", "replace") if delimiter else None
