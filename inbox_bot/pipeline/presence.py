"""Whether a mail or a folder is where it is said to be: the server is asked."""

from inbox_bot.core.message.values import Location
from inbox_bot.edges.mailbox import Mailbox, MailboxDown, UidValidityChanged


def is_present(box: Mailbox, location: Location) -> bool:
    """Whether a mail lies there; not where the folder is gone, or its UIDs mean others. Raises MailboxDown."""
    try:
        return box.is_present(location)
    except UidValidityChanged:
        return False
    except MailboxDown:
        if exists(box, location.folder):
            raise
        return False


def exists(box: Mailbox, folder: str) -> bool:
    """Whether the folder is there: a NO to SELECT says so on some servers only ([NONEXISTENT], RFC 5530)."""
    return folder in {each.name for each in box.folders()}
