"""A file built to hold, kill or fool its reader, and the ends it may have."""

from dataclasses import dataclass

from inbox_bot.core.words import Problem

UNSAFE, DAMAGED, ENCRYPTED = Problem.UNSAFE, Problem.DAMAGED, Problem.ENCRYPTED
UNSUPPORTED, SCANNED, TOO_LARGE, READ = Problem.UNSUPPORTED, Problem.SCANNED, Problem.TOO_LARGE, None
ANY = frozenset({*Problem, READ})


@dataclass(frozen=True, kw_only=True)
class Hostile:
    """A file, and the problems it may be read with; None is a text."""

    name: str
    content: bytes
    ends: frozenset[Problem | None]


def hostile(name: str, content: bytes, *ends: Problem | None) -> Hostile:
    """One; without ends, any will do, as long as there is one."""
    return Hostile(name=name, content=content, ends=frozenset(ends) or ANY)
