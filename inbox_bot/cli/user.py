"""Who gives a command: the name that goes on record beside what they decide."""

import getpass

from inbox_bot.core.message import safe


def user() -> str | None:
    """The user's name on this machine; None where the machine has none for them."""
    try:
        return safe.line(getpass.getuser(), 80)
    except (OSError, KeyError):  # no such entry: a container that runs under a bare number
        return None
