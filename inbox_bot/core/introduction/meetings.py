"""Whether a candidate whom an agency presented is somebody whom we know otherwise, by what the two have in common.

Pure. One of the keys that tell a person is enough: it is a warning to a person of ours, who looks. What a name alone or
a CV that is somewhat alike says is a question.
"""

from collections.abc import Collection
from dataclasses import dataclass

from inbox_bot.core.person.values import KeyKind, Sketch

MUCH_ALIKE = 0.5  # of the runs of words in a sketch: an agency's version of the same CV, under its own head
SOMEWHAT_ALIKE = 0.3  # strangers' CVs share less than half as much (core/person/linking)
_TELLING = (KeyKind.ADDRESS, KeyKind.PHONE, KeyKind.PROFILE, KeyKind.CV)


@dataclass(frozen=True, kw_only=True, slots=True)
class Sameness:
    """What two have in common who may be one person."""

    because: tuple[KeyKind, ...]  #: what says most first
    is_sure: bool  #: False: it is a question


def sameness(kinds: Collection[KeyKind], sketch: Sketch, other: Sketch, *, both_named: bool) -> Sameness | None:
    """What keys of these kinds and two sketches say; None where they say nothing.

    `both_named`: a full name is known of either. Where the two differ, CVs alike are what a template makes of them.
    """
    alike = 0.0 if both_named and KeyKind.NAME not in kinds else shared(sketch, other)
    telling = [kind for kind in KeyKind if kind in kinds and kind in _TELLING]
    telling += [KeyKind.TEXT] if alike >= MUCH_ALIKE else []
    if telling:
        return Sameness(because=tuple(telling), is_sure=True)
    asking = [KeyKind.TEXT] if alike >= SOMEWHAT_ALIKE else []
    asking += [KeyKind.NAME] if KeyKind.NAME in kinds else []
    return Sameness(because=tuple(asking), is_sure=False) if asking else None


def shared(sketch: Sketch, other: Sketch) -> float:
    """The share of the shorter sketch's numbers that are in the other: what an agency adds of its own does not count.

    The numbers may be keyed: it goes by what is equal, not by what is small.
    """
    if not sketch or not other:
        return 0.0
    return len({*sketch} & {*other}) / min(len(sketch), len(other))
