"""Where it stands when applicants are turned down by a person's word: all of a vacancy's, or one mail's."""

from datetime import timedelta

from inbox_bot.core.words import Word

UNDONE_WITHIN = timedelta(hours=1)  # from the confirmation on nothing goes out for so long
ASKED_FOR = timedelta(days=14)  # a list that was shown longer ago is shown again before it is confirmed
AT_ONCE = 10_000  # applicants of one closing


class DecliningState(Word):
    """How far it is."""

    ASKED = "asked", "It was shown who would be turned down; nobody has confirmed it."
    WAITING = "waiting", "It is confirmed: letters go out when the hour is over, or are going out."
    UNDONE = "undone", "A person stopped it."
    HELD = "held", "It was not begun when its hour was over: it is to be confirmed again."
    DONE = "done", "Nobody is left of those who were to be turned down."


class ApplicantState(Word):
    """What becomes of one of them."""

    OPEN = "open", "They are to be turned down."
    WRITTEN = "written", "The letter is planned, or went out."
    SPARED = "spared", "Nobody wrote to them: `why` says it."
    KEPT = "kept", "The person who ordered it keeps them."
    STOPPED = "stopped", "A person stopped it before they were written to."
