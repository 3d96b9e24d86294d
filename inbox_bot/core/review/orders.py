"""What a reviewer wrote, line by line: `#12 refuse`. Pure text; whether it is them is `proof`'s.

Only the writer's own lines are looked at, and of these only such as begin with a number (`#12`, `#3, #4`), are a verb
with its numbers behind it (`refuse #12`), or are one of the few words that need no number. A line of any other form is
a letter's and says nothing, so that greetings, signatures and a mail server's banner stand beside orders. What begins
with a number and is no verb is `unclear`: it is asked back, with the nearest verb. `#V3` is no mail's number, but that
of what the careers page proposes, which has verbs of its own.

No blank is between `#` and the number, and the sign is the ASCII one: what a digest repeats of an applicant's words has
neither (`inert`), so that no line of theirs, however a program quotes and wraps it, can be read here.
"""

import re
from dataclasses import dataclass

from inbox_bot.core.judgement.text.wording import fold
from inbox_bot.core.lexicon.phrases import one_of, phrases
from inbox_bot.core.message import safe
from inbox_bot.core.review.verbs import (
    OF_A_DOMAIN,
    OF_A_PROPOSAL,
    SAID_OF_PROPOSALS,
    WITHOUT_A_NUMBER,
    Verb,
    folded,
    is_courtesy,
    nearest,
    says_yes,
    speaks_of_a_domain,
    speaks_of_closing,
    verb_in,
)

LINES_READ = 2_000
LINE_READ = 500  #: characters
ORDERS_READ = 100  #: of one mail; an hour's worth
NUMBER_DIGITS = 9
NO_BREAK = "\xa0"

_NUMBER = rf"#(?P<number>[vV]?[0-9]{{1,{NUMBER_DIGITS}}})(?!\w)"
_BETWEEN = rf"(?:[ \t]|[,;&+:/]|(?<=[ ,]){one_of('review.and')}(?= ))"
_NUMBERS = re.compile(rf"(?<![^\s,;])(?:#[vV]?[0-9]{{1,{NUMBER_DIGITS}}}(?!\w){_BETWEEN}{{0,6}})+")
_ONE = re.compile(_NUMBER)
_BULLET = re.compile(r"^[ \t\xa0]*(?:[-*•–][ \t\xa0]+)?")


@dataclass(frozen=True, kw_only=True, slots=True)
class Order:
    """One thing that a reviewer wants done."""

    number: int | None  #: the mail's; None: of no mail (`status`)
    verb: Verb
    #: Of `vacancy` its title or id, folded; of `close` that and what follows it; of `hold` and `continue` a domain; of
    #: `same as` a mail.
    argument: str = ""
    proposal: int | None = None  #: of a change that the careers page proposes: its number behind the V

    @property
    def action(self) -> str:
        """What is to be done, by one name: what a link token stands for."""
        about = self.argument if self.proposal is None else f"V{self.proposal}"
        return f"{self.verb.value} {about}".strip()


@dataclass(frozen=True, kw_only=True, slots=True)
class Unclear:
    """A line that is meant as an order, and is none."""

    line: str  #: as written, one inert line
    number: int | None
    nearest: Verb | None
    proposal: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Written:
    """What a reviewer's own lines say."""

    orders: tuple[Order, ...] = ()  #: each once, in their order
    unclear: tuple[Unclear, ...] = ()
    confirms: bool = False  #: the first line is a yes

    def contradicted_proposals(self) -> frozenset[int]:
        """The proposals that two orders want different things of."""
        wanted: dict[int, set[Verb]] = {}
        for order in self.orders:
            if order.proposal is not None:
                wanted.setdefault(order.proposal, set()).add(order.verb)
        return frozenset(proposal for proposal, verbs in wanted.items() if len(verbs) > 1)

    def contradicted(self) -> frozenset[int]:
        """The mails that two orders want different things of."""
        wanted: dict[int, set[tuple[Verb, str]]] = {}
        said: dict[int, set[tuple[Verb, str]]] = {}
        settled: set[int] = set()
        answered: dict[int, set[Verb]] = {}
        for order in self.orders:
            if order.number is None:
                continue
            if order.verb in DECIDES_THE_OUTCOME:
                wanted.setdefault(order.number, set()).add((order.verb, order.argument))
            elif order.verb is Verb.SETTLED:
                settled.add(order.number)
            elif order.verb in DECIDES_WHOSE:
                said.setdefault(order.number, set()).add((order.verb, order.argument))
            elif order.verb in DECIDES_THE_ANSWER:
                answered.setdefault(order.number, set()).add(order.verb)
        outcomes = {number for number, told in wanted.items() if len(told) > 1}
        both = {n for n in answered if len(answered[n]) > 1 or any(v in _ALONE for v, _ in wanted.get(n, ()))}
        people = {n for n in said if len(said[n]) > 1 or any(verb in _ALONE for verb, _ in wanted.get(n, ()))}
        taken_back = {n for n in settled if any(verb is Verb.UNDO for verb, _ in wanted.get(n, ()))}
        return frozenset(outcomes | both | people | taken_back)


#: Two of these, about one mail, contradict each other.
DECIDES_THE_OUTCOME = frozenset(
    {
        Verb.REFUSE,
        Verb.AGENCY,
        Verb.NOT_AGENCY,
        Verb.VACANCY,
        Verb.SPECULATIVE,
        Verb.NOT_AN_APPLICATION,
        Verb.ASK,
        Verb.KEEP_LONGER,
        Verb.LET_GO,
        Verb.DECLINE,
        Verb.UNDO,
        Verb.LATER,
    }
)
#: They go with no other order about the same mail.
_ALONE = frozenset({Verb.DECLINE, Verb.UNDO})
DECIDES_WHOSE = frozenset({Verb.SAME_AS, Verb.NOT_THE_SAME})
DECIDES_THE_ANSWER = frozenset({Verb.ANSWER, Verb.DROP})


def written_in(typed: str) -> Written:
    """What the writer's own lines say. Linear in them; never raises."""
    orders: dict[Order, None] = {}
    unclear: list[Unclear] = []
    confirms: bool | None = None
    for whole in typed[: LINES_READ * LINE_READ].split("\n")[:LINES_READ]:
        line = whole[:LINE_READ].strip()
        if not line or is_banner(line):
            continue
        confirms = says_yes(line) if confirms is None else confirms
        found, unknown = _said_in(_BULLET.sub("", line))
        orders |= dict.fromkeys(found)
        unclear += unknown
    return Written(orders=tuple(orders)[:ORDERS_READ], unclear=tuple(unclear)[:ORDERS_READ], confirms=confirms or False)


def inert(text: str) -> str:
    """Somebody else's words for a mail to a reviewer: one inert line, with no number that an order could begin with.

    A program may wrap it anywhere; but it breaks no line at a no-break space, and so a "yes" stays among its words, and
    so do "hold example.org" and "close Engineer". Where the text is such an order as a whole, it is put in brackets,
    where none is read.

    >>> inert("#12 refuse")
    'No. 12 refuse'
    """
    shown = _SIGNS.sub("No. ", safe.line(text))
    words = shown.split()
    if speaks_of_a_domain(words):
        found = verb_in(shown)
        shown = f"⟨{shown}⟩" if found is not None and found[0] in OF_A_DOMAIN else shown
        return shown.replace(" ", NO_BREAK)
    if speaks_of_closing(words):
        found = verb_in(shown)
        shown = f"⟨{shown}⟩" if found is not None and found[0] is Verb.CLOSE else shown
        return shown.replace(" ", NO_BREAK)
    return shown.replace(" ", NO_BREAK) if any(map(says_yes, words)) else shown


def inert_behind_a_number(text: str) -> str:
    """The same for what stands behind a mail's number: what begins as a verb is put in brackets, where none is read.

    A program that quotes badly marks nothing, and wraps a line anywhere: a sender called "Refuse" would order it.

    >>> inert_behind_a_number("Refuse Reed"), inert_behind_a_number("Ann Lee")
    ('⟨Refuse Reed⟩', 'Ann Lee')
    """
    shown = inert(text)
    words = folded(shown).split()[:_WORDS_OF_A_VERB]
    begins = (" ".join(words[:end]) for end in range(1, len(words) + 1))
    return f"⟨{shown}⟩" if any(verb_in(f"{begin} x") or verb_in(begin) for begin in begins) else shown


def is_banner(line: str) -> bool:
    """Whether a mail server put the line above what the writer typed: "CAUTION: from outside the organization"."""
    said = fold(line)
    return any(words in said for words in _BANNER)


_BANNER = phrases("review.banner")
_WORDS_OF_A_VERB = 8
_SIGNS = re.compile(r"[#＃﹟♯]+\s*(?=[vVｖＶ]?\d)")


def _said_in(line: str) -> tuple[list[Order], list[Unclear]]:
    if line.startswith("#"):
        return _behind_numbers(line)
    found = verb_in(line)
    if found is not None and found[0] is Verb.CLOSE:  # the numbers in it are those of applicants who are kept
        return [Order(number=None, verb=Verb.CLOSE, argument=found[1])], []
    return _before_numbers(line)


def _behind_numbers(line: str) -> tuple[list[Order], list[Unclear]]:
    """`#3, #4 refuse; #5 vacancy Data engineer`: each run of numbers with the words up to the next.

    The number behind "same as" is the other mail's.
    """
    orders: list[Order] = []
    unclear: list[Unclear] = []
    runs = list(_NUMBERS.finditer(line))
    ends = [*(run.start() for run in runs[1:]), len(line)]
    named = [_ONE.findall(run[0]) for run in runs]
    words_behind = [line[run.end() : end] for run, end in zip(runs, ends, strict=False)]
    for at, words in enumerate(words_behind):
        if not named[at]:
            continue
        found = verb_in(words)
        if found is not None and found[0] is Verb.SAME_AS:
            other, *rest = named[at + 1] if at + 1 < len(named) else [""]
            if other.isdigit() and bool(rest) is bool(folded(words_behind[at + 1])):
                named[at + 1], found = rest, (Verb.SAME_AS, other)
            else:
                found = None
        said, missed = _said_of(named[at], found)
        orders += said
        if missed and (folded(words) or len(runs) == 1):
            unclear.append(_unclear(missed[0], words))
    return orders, unclear


def _before_numbers(line: str) -> tuple[list[Order], list[Unclear]]:
    """`refuse #3, #4`, or a word that needs no number."""
    run = _NUMBERS.search(line)
    if run is None:
        found = verb_in(line)
        if found is None or found[0] is Verb.VACANCY:
            return [], []
        if found[0] in WITHOUT_A_NUMBER:
            return [Order(number=None, verb=found[0], argument=found[1])], []
        return [], [Unclear(line=safe.line(line), number=None, nearest=found[0])]
    before = line[: run.start()]
    if is_courtesy(before):
        return _behind_numbers(line[run.start() :])
    found = verb_in(before)
    if found is None or found[0] in WITHOUT_A_NUMBER or folded(line[run.end() :]):
        return [], []
    if found[0] is Verb.SAME_AS:
        return [], [Unclear(line=safe.line(line), number=None, nearest=Verb.SAME_AS)]
    said, missed = _said_of(_ONE.findall(run[0]), found)
    return said, [_unclear(missed[0], before)] if missed else []


def _said_of(numbers: list[str], found: tuple[Verb, str] | None) -> tuple[list[Order], list[str]]:
    """What is ordered of these numbers, and the numbers of which this verb is not said."""
    orders = {number: _order(number, *found) if found is not None else None for number in numbers}
    return [each for each in orders.values() if each is not None], [n for n, each in orders.items() if each is None]


def _order(number: str, verb: Verb, argument: str) -> Order | None:
    """What is ordered of a number; None where the verb is not said of such a one."""
    if number[0] in "vV":
        return Order(number=None, verb=verb, proposal=int(number[1:])) if verb in SAID_OF_PROPOSALS else None
    is_said = verb not in WITHOUT_A_NUMBER and verb not in OF_A_PROPOSAL
    return Order(number=int(number), verb=verb, argument=argument) if is_said else None


def _unclear(number: str, words: str) -> Unclear:
    line = safe.line(f"#{number} {words.strip()}")
    if number[0] in "vV":
        meant = nearest(words, SAID_OF_PROPOSALS)
        return Unclear(line=line, number=None, nearest=meant, proposal=int(number[1:]))
    return Unclear(line=line, number=int(number), nearest=nearest(words))
