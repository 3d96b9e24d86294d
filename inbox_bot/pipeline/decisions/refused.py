"""What can't be decided: said to whoever decides, with what can be done instead."""


class NotDecided(Exception):
    """Nothing was decided about the mail; the Sentence says why, and what can be done."""
