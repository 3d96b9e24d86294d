"""What can't be decided: said to whoever decides, with what can be done instead."""

from inbox_bot.core.wording import Sentence


class NotDecided(Exception):
    """Nothing was decided about the mail; the Sentence says why, and what can be done."""


def changed_meanwhile(number: int) -> NotDecided:
    """What was shown to the person who agreed to it is no more what would be done."""
    return NotDecided(Sentence("mail #{number} has changed meanwhile: look again", number=number))
