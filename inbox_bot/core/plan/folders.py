"""To which folder a mail goes: the user's rule says, else `move_to` of its mailbox, by outcome."""

from inbox_bot.core.message import safe
from inbox_bot.core.rules.model import Folders, Vacancy
from inbox_bot.core.words import Outcome

PART_LIMIT = 100  # characters of one part of a folder's name
NO_VACANCY = "Speculative"  # what {vacancy} says where there is none

_STAYING = frozenset({Outcome.EXPUNGED})


def folder_of(
    outcome: Outcome, vacancy: Vacancy | None, folders: Folders, ruled: tuple[str, ...] | None
) -> tuple[str, ...] | None:
    """The parts of the folder's name, `{vacancy}` replaced by the vacancy's title; None: the mail stays where it is.

    Separators of the server's are the mailbox's to clean: only it knows them.
    """
    if outcome in _STAYING:
        return None
    parts: tuple[str, ...] | None = ruled if ruled else getattr(folders, outcome.value)
    if parts is None:
        return None
    title = safe.line(vacancy.title, PART_LIMIT) if vacancy is not None else NO_VACANCY
    return tuple(part.replace("{vacancy}", title) for part in parts)
