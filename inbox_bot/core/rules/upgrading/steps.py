"""What an earlier version wrote otherwise in rules.yaml: a step each, with its reason, the oldest change first.

A key that is called or written otherwise from now on gets a step here in the same change. What an earlier version took
and this one refuses, and no program can decide, has no step: loading names it, with its line and what to do.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from inbox_bot.core.rules.text.problems import Wrong
from inbox_bot.core.rules.written.quantities import duration, span
from inbox_bot.core.wording import Sentence

_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Renamed:
    """A key that has another name by now; its value means what it meant."""

    section: tuple[str, ...]
    was: str
    becomes: str
    why: Sentence


@dataclass(frozen=True, kw_only=True, slots=True)
class Reworded:
    """A value that is written otherwise by now."""

    path: tuple[str, ...]
    today: Callable[[str], str]  #: how it is written today; raises Wrong where that can't be said
    why: Sentence


def _in_whole_days(value: str) -> str:
    """`30d` as `30 days`, since keeping is counted in the calendar; as it is, where it is no length of time at all."""
    try:
        span(value)
    except Wrong:
        pass
    else:
        return value
    try:
        length = duration(value)
    except Wrong:
        return value  # never was one: loading says so
    days, rest = divmod(length, _DAY) if isinstance(length, timedelta) else (0, _DAY)
    if rest or not days:
        raise Wrong(Sentence('which is no number of whole days; write at least "1 day", or take the line out'))
    written = f"{days} days" if days > 1 else "1 day"
    span(written)
    return written


_BY_THE_CALENDAR = Sentence("what is kept is counted by the calendar, in days, weeks, months or years")

STEPS: tuple[Renamed | Reworded, ...] = (
    Renamed(
        section=("answers",),
        was="bounce_address",
        becomes="envelope",
        why=Sentence("it is the sender in a letter's envelope, and null where there is none"),
    ),
    Reworded(path=("keep", "agency"), today=_in_whole_days, why=_BY_THE_CALENDAR),
    Reworded(path=("keep", "raw"), today=_in_whole_days, why=_BY_THE_CALENDAR),
)
