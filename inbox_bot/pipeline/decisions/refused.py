"""What can't be decided: said to whoever decides, with what can be done instead."""

from inbox_bot.core.wording import Sentence


class NotDecided(Exception):
    """Nothing was decided about the mail; the Sentence says why, and what can be done."""


class NotNow(NotDecided):
    """The same may be decided in a while: whoever can't say it again is waited for."""


def changed_meanwhile(number: int) -> NotNow:
    """What was shown to the person who agreed to it is no more what would be done."""
    return NotNow(Sentence("mail #{number} has changed meanwhile: look again", number=number))
