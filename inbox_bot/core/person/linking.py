"""Whether an applicant is one who applied before, by the keys that both bear.

Address, phone number, profile page, conversation and CV link where the names don't contradict, and nobody of another
name bears the same key. Where somebody does (a family's address, a school's, a job centre's telephone), a person is
asked once, when the second name turns up; a key that several names bear says nothing from then on, but that a full name
tells two people apart who share an address. What resembles an earlier CV counts under the same full name alone.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from inbox_bot.core.person.names import Agreement, agreement
from inbox_bot.core.person.sketch import resemblance
from inbox_bot.core.person.values import STRANGER, Holder, Key, KeyKind, Keys, Link, Question, Same, Suggestion

NEARLY_THE_SAME = 0.5  # of a CV's runs of words: a newer version of it
SOMEWHAT_ALIKE = 0.3  # one that was rewritten; of 10,000 pairs of strangers' CVs none had more than 0.08
A_COUPLE = 2  # names that may share an address and still be told apart by them
MOST = 20  # who bore one key: more say nothing else, and a switchboard's number is everybody's
_ORDER = tuple(KeyKind)


def link(keys: Keys, holders: Iterable[Holder]) -> Link:
    """Who it is. `holders`: everybody who bore one of these keys, the newest first."""
    known = _newest(holders)
    names = {key: _names_on(key, known) for key in dict.fromkeys(holder.key for holder in known)}
    found = [_Found(keys, person, known, names) for person in dict.fromkeys(holder.person for holder in known)]
    same = [each for each in found if each.links]
    if len(same) > 1:
        nearest = [each for each in same if KeyKind.ADDRESS in each.links]
        same = nearest if len(nearest) == 1 else same
    if len(same) == 1:
        return Same(of=same[0].of, because=same[0].links)
    if same:
        return Question(of=same[0].of, because=same[0].links)
    for each in found:
        if each.suggests:
            return Suggestion(of=each.of, because=each.suggests)
    for each in found:
        if each.asks:
            return Question(of=each.of, because=each.asks)
    return STRANGER


def _newest(holders: Iterable[Holder]) -> list[Holder]:
    """The newest of each key."""
    counts: Counter[Key] = Counter()
    found = []
    for holder in holders:
        counts[holder.key] += 1
        if counts[holder.key] <= MOST:
            found.append(holder)
    return found


class _Found:
    """What speaks for one person."""

    def __init__(self, keys: Keys, person: str, known: Sequence[Holder], names: Mapping[Key, int]) -> None:
        """`names`: how many people of different names bore each key."""
        own = [holder for holder in known if holder.person == person]
        self.of = own[0].of
        compared = {agreement(keys.name, holder.name) for holder in own}
        agrees = next(each for each in Agreement if each in compared)
        standing: dict[str, set[KeyKind]] = defaultdict(set)
        for holder in own:
            standing[_says(keys, holder, known, agrees, names[holder.key])].add(holder.key.kind)
        self.links = _in_order(standing["links"])
        self.suggests = _in_order(standing["suggests"])
        self.asks = _in_order(standing["asks"])


def _says(keys: Keys, holder: Holder, known: Sequence[Holder], agrees: Agreement, names: int) -> str:
    """What one key, that so many names bore, says of its holder: "links", "suggests", "asks" or "nothing"."""
    if holder.key.kind is KeyKind.TEXT:
        return _by_text(keys, holder) if agrees is Agreement.AGREES else "nothing"
    if agrees is Agreement.DIFFERS:
        return "asks" if names < A_COUPLE else "nothing"
    others = [
        each
        for each in known
        if each.key == holder.key
        and each.person != holder.person
        and agreement(keys.name, each.name) is Agreement.DIFFERS
    ]
    if not others:
        return "links"
    if agrees is not Agreement.AGREES:
        return "asks"
    return "links" if holder.key.kind is KeyKind.ADDRESS and names <= A_COUPLE else "suggests"


def _by_text(keys: Keys, holder: Holder) -> str:
    alike = resemblance(keys.sketch, holder.sketch)
    if alike >= NEARLY_THE_SAME:
        return "links"
    return "suggests" if alike >= SOMEWHAT_ALIKE else "nothing"


def _names_on(key: Key, known: Sequence[Holder]) -> int:
    """How many people of different names bore a key."""
    told: list[Holder] = []
    for each in known:
        if each.key == key and all(
            each.person != other.person and agreement(each.name, other.name) is Agreement.DIFFERS for other in told
        ):
            told.append(each)
    return len(told)


def _in_order(kinds: Iterable[KeyKind]) -> tuple[KeyKind, ...]:
    return tuple(sorted(kinds, key=_ORDER.index))
