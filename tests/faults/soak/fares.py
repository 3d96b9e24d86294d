"""How the daemon fares: what it holds early in a long life is compared with what it holds late."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

WINDOW = 0.15  #: of a life: its first and its last stretch, which are compared
LEVEL = 1.1  #: what memory may have late to what it had early


@dataclass(frozen=True)
class Look:
    """What it holds at a moment."""

    life: int
    mails: int  #: taken in
    bytes: int
    descriptors: int
    children: int


def compared(looks: Sequence[Look]) -> tuple[dict[str, object], list[str]]:
    """Of the longest life in these looks: figures by their name, and what grew though it must not.

    A leak shows in what is held at rest, and so in the least; memory has no rest: its middle is compared.
    """
    life = _longest(looks)
    if not life:
        return {}, ["it was never looked at"]
    first, last = life[0].mails, life[-1].mails
    early = [look for look in life if look.mails <= first + WINDOW * (last - first)]
    late = [look for look in life if look.mails >= last - WINDOW * (last - first)]
    figures: dict[str, object] = {"longest_life_from_mail": first, "longest_life_to_mail": last}
    grew = []
    for name, of, held, most in (
        ("memory_mb", _megabytes, statistics.median, LEVEL),
        ("descriptors", _descriptors, min, 1.0),
        ("children", _children, min, 1.0),
    ):
        before, after = held([of(look) for look in early]), held([of(look) for look in late])
        figures |= {f"{name}_early": round(before, 1), f"{name}_late": round(after, 1)}
        if after > before * most:
            grew.append(f"{name}: {before:.1f} early in the longest life, {after:.1f} late")
    return figures, grew


def _longest(looks: Sequence[Look]) -> list[Look]:
    lives: dict[int, list[Look]] = {}
    for look in looks:
        lives.setdefault(look.life, []).append(look)
    return max(lives.values(), key=lambda life: life[-1].mails - life[0].mails, default=[])


def _megabytes(look: Look) -> float:
    return look.bytes / 1e6


def _descriptors(look: Look) -> float:
    return look.descriptors


def _children(look: Look) -> float:
    return look.children
