"""Who is meant by the names that a person keeps when a vacancy is closed: "Ann Lee, #12".

A name means the one applicant who bears it, whole or in part. Where none or several do, nothing is guessed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from inbox_bot.core.plan.decided.still_open import Candidate
from inbox_bot.core.review.verbs import folded


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """Whom the names mean."""

    persons: frozenset[str]  #: by whom the ledger knows them
    unknown: tuple[str, ...] = ()  #: names that no applicant bears
    ambiguous: tuple[tuple[str, tuple[int, ...]], ...] = ()  #: names that several bear, with the numbers of their mails


def kept_by_name(names: Iterable[str], candidates: Sequence[Candidate]) -> Kept:
    """Whom the names mean, among these applicants; a mail's number, or a name."""
    persons: set[str] = set()
    unknown: list[str] = []
    ambiguous: list[tuple[str, tuple[int, ...]]] = []
    for name in names:
        found = _meant(name, candidates)
        if len(found) == 1:
            persons.add(found[0].person)
        elif found:
            ambiguous.append((name, tuple(each.mail for each in found)))
        else:
            unknown.append(name)
    return Kept(persons=frozenset(persons), unknown=tuple(unknown), ambiguous=tuple(ambiguous))


def _meant(name: str, candidates: Sequence[Candidate]) -> list[Candidate]:
    number = name.removeprefix("#")
    if number.isascii() and number.isdigit():
        return [each for each in candidates if int(number) in each.mails]
    wanted = folded(name)
    if not wanted:
        return []
    whole = [each for each in candidates if wanted in (folded(each.name or ""), each.address, each.person)]
    parts = set(wanted.split())
    return whole or [each for each in candidates if parts <= set(folded(each.name or "").split())]
