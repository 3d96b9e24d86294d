"""Does somebody ask for what the law gives them over their data (GDPR, articles 15 to 17 and 21)?

Only what they wrote for us to read counts, never a document. Each sentence is looked at alone: words that ask for it
of the writer's own data; or a name of the right ("under article 15") beside words that ask for something. What else
the sentence says may show that it is none: a footer that tells readers of theirs, a clause of consent, an applicant's
work with such requests, the old CV for the new one. A right that is named outweighs all but the first two kinds.
What a mail that is judged to be a machine's says is nobody's request; that is decided before (`finding`).
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from inbox_bot.core.judgement.clues import Clues
from inbox_bot.core.judgement.forwarded import forwarded_clues
from inbox_bot.core.judgement.text.wording import FoldedText, PhrasePattern, pattern_of
from inbox_bot.core.judgement.verdict import Evidence, Request
from inbox_bot.core.words import Right

FOUND_IN_A_TEXT = 50  #: of each pattern; a letter with more is no letter


@dataclass(frozen=True, kw_only=True, slots=True)
class _Wordings:
    """How one right is asked for."""

    asks: PhrasePattern  #: in so many words
    names: PhrasePattern  #: only what the right is called
    is_none: PhrasePattern  #: words beside it that ask for something else
    rule: str


_WORDINGS = {
    Right.ERASURE: _Wordings(
        asks=pattern_of("kind.asks_for_erasure"),
        names=pattern_of("kind.names_erasure"),
        is_none=pattern_of("kind.no_erasure"),
        rule="asks_for_erasure",
    ),
    Right.OBJECTION: _Wordings(
        asks=pattern_of("kind.objects"),
        names=pattern_of("kind.names_objection"),
        is_none=pattern_of("kind.no_objection"),
        rule="objects",
    ),
    Right.ACCESS: _Wordings(
        asks=pattern_of("kind.asks_for_their_data"),
        names=pattern_of("kind.names_access"),
        is_none=pattern_of("kind.no_access"),
        rule="asks_for_their_data",
    ),
    Right.CORRECTION: _Wordings(
        asks=pattern_of("kind.asks_for_correction"),
        names=pattern_of("kind.names_correction"),
        is_none=pattern_of("kind.no_correction"),
        rule="asks_for_correction",
    ),
}
_ASKS_OF_US = pattern_of("kind.asks_of_us")
_NO_REQUEST = pattern_of("kind.no_request")

_ENDS = re.compile(r"[.!?;][\"')\]]*\s+|\n[ \t]*\n")
_ABBREVIATED = re.compile(
    r"(?:^|[\s(])(?:gem|art|abs|lit|nr|no|vgl|dr|mr|mrs|ms|sr|sra|dott|mgr|z|b|d|h|s|u|r|ca|ggf|bzw|al)$"
)


def requests_in(clues: Clues) -> tuple[Request, ...]:
    """What is asked for, each right once; also in what a colleague passes on. In the order of `Right`."""
    texts = [(clues.subject, True), (clues.typed, False)]
    if clues.colleague:
        for inner in forwarded_clues(clues):
            texts += [(inner.subject, True), (inner.typed, False)]
    found: dict[Right, Request] = {}
    for right, wordings in _WORDINGS.items():
        for text, is_subject in texts:
            by_its_name = is_subject and not clues.cvs  # "Experience: subject access requests" is a CV's subject, too
            quote = _asked_in(text, wordings, by_its_name=by_its_name)
            if quote is not None:
                found[right] = Request(right=right, evidence=Evidence(rule=wordings.rule, quote=quote, weight=0.8))
                break
    return tuple(found.values())


def _asked_in(text: FoldedText, wordings: _Wordings, *, by_its_name: bool) -> str | None:
    """The words that ask for it; None where none do."""
    asking = _spans(text, wordings.asks)
    naming = _spans(text, wordings.names)
    if not asking and not naming:
        return None
    sentences = _Sentences(text)
    named_in = {sentences.of(start) for start, _ in naming}
    for start, end in asking:
        sentence = sentences.of(start, end)
        is_named = sentences.of(start) in named_in
        if not sentences.say(sentence, _NO_REQUEST) and (is_named or not sentences.say(sentence, wordings.is_none)):
            return text.quote(start, end)
    for start, end in naming:
        sentence = sentences.of(start)
        asks = by_its_name or sentences.say(sentence, _ASKS_OF_US)
        if asks and not sentences.say(sentence, _NO_REQUEST):
            return text.quote(start, end)
    return None


def _spans(text: FoldedText, wanted: PhrasePattern) -> list[tuple[int, int]]:
    found = []
    for match in wanted.finditer(text.folded):
        found.append((match.start(), match.end()))
        if len(found) >= FOUND_IN_A_TEXT:
            break
    return found


class _Sentences:
    """Where the sentences of a text begin and end: at a full stop before a capital, or at an empty line."""

    def __init__(self, text: FoldedText) -> None:
        self._text = text
        self._cuts = list(_cuts(text))

    def of(self, start: int, end: int | None = None) -> tuple[int, int]:
        """The sentence that something stands in; of what reaches over an end, all that it reaches into."""
        before, behind = bisect_right(self._cuts, start), bisect_left(self._cuts, end or start + 1)
        begin = self._cuts[before - 1] if before else 0
        return begin, self._cuts[behind] if behind < len(self._cuts) else len(self._text.folded)

    def say(self, sentence: tuple[int, int], wanted: PhrasePattern) -> bool:
        """Whether a sentence has some words."""
        return wanted.search(self._text.folded[sentence[0] : sentence[1]]) is not None


def _cuts(text: FoldedText) -> Iterator[int]:
    has_capitals = text.original != text.original.lower()
    for match in _ENDS.finditer(text.folded):
        at = match.end()
        goes_on = text.original[at : at + 1].isdigit() or (has_capitals and text.original[at : at + 1].islower())
        is_abbreviated = _ABBREVIATED.search(text.folded, max(0, match.start() - 6), match.start()) is not None
        if match[0].startswith("\n") or not (goes_on or is_abbreviated):
            yield at
