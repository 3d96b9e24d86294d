"""What a title's place in a sentence means: applied for, held now, turned down, or just mentioned."""

import re2

from inbox_bot.core.judgement.text.wording import FoldedText, PhrasePattern, pattern_of
from inbox_bot.core.judgement.vacancy.words.titles import Mention
from inbox_bot.core.lexicon.phrases import one_of

APPLIED_FOR = 0.93
HELD = 0.25  #: "I work as a data scientist", "last year I applied for …"
TURNED_DOWN = 0.1  #: "not for the data scientist position"
HAS_WORDS = "has_words_of_its_name"  #: the rule of what isn't meant as a name
IN_PASSING = 0.25  #: only words of its name: "I like open source"
REACH = 250  #: characters of a sentence that are looked at before a mention
BESIDE = 60  #: characters beside a mention in which an internship or an apprenticeship is looked for
REACH_AFTER = 30  #: and after it: "data scientist position at your company"

_APPLYING = pattern_of("vacancy.applying")
_HOLDING = pattern_of("vacancy.holding")
_WISHING = pattern_of("vacancy.wishing")
_WANTS = pattern_of("vacancy.wants")  # between "I am a …" and a position
_REFUSING = pattern_of("vacancy.refusing")
_NEGATED = re2.compile(rf"\b{one_of('vacancy.negated')}\s*$")  # right before a mention
_NOT_REFUSING = re2.compile(rf"\b{one_of('vacancy.not_refusing')}\b")
_REFUSED_AFTER = pattern_of("vacancy.refused_after")
_REFUSED_WITHIN = 30  # characters after a mention in which such words begin
_APPLIED_BEFORE = pattern_of("vacancy.applied_before")
_TURNING = pattern_of("vacancy.turning")
_CONTRAST_AFTER = pattern_of("vacancy.contrast_after")


_LEARNING = one_of("vacancy.learning")
_LEARNS_BEFORE = re2.compile(
    rf"\b{_LEARNING}(?: {one_of('vacancy.learning_place')})?"
    rf"(?:\s+{one_of('vacancy.learning_as')})?"
    rf"(?:\s+{one_of('vacancy.learning_article')})?\s*[:(/–-]?\s*$"
)
_LEARNS_AFTER = re2.compile(rf"^\s*[(–-]?\s*{_LEARNING}\b")
_BEHIND = re2.compile(rf"\b{one_of('vacancy.lies_behind')}\b[^.!?]{{0,30}}$")


def weight_in_letter(wording: FoldedText, mention: Mention, *, plain: float) -> float:
    """How much a mention counts, by its sentence; `plain` where the sentence says nothing about it."""
    before, after = around(wording.folded, mention.start, mention.end)
    itself = wording.folded[mention.start : mention.end]
    turning = [match.end() for match in _TURNING.finditer(before)]
    clause = before[turning[-1] :] if turning else before
    if _is_refused_before(before, clause) or _is_refused_after(wording, mention):
        return TURNED_DOWN
    if _ends_with(_APPLIED_BEFORE, clause, 60):
        return HELD
    wishing = _ends_with(_WISHING, clause, 80)
    if not wishing and _is_held(clause):
        return HELD
    if wishing or _APPLYING.search(before) or _APPLYING.search(itself + _before_contrast(after)):
        return max(APPLIED_FOR, plain)
    return plain


def _is_refused_before(before: str, clause: str) -> bool:
    """'Not for the accountant job'; 'not only' and 'not available before May' refuse nothing."""
    said = _NOT_REFUSING.sub(" ", re2.split(r"[:()]", clause)[-1])
    return _ends_with(_REFUSING, said, 60) or _NEGATED.search(_NOT_REFUSING.sub(" ", before)) is not None


def _is_refused_after(wording: FoldedText, mention: Mention) -> bool:
    """'The accountant job is not for me.' What is after a comma or a bracket is said of something else."""
    after = wording.folded[mention.end : mention.end + 3 * _REFUSED_WITHIN]
    cut = min((after.find(end) for end in ".!?;,()\n" if end in after), default=len(after))
    match = _REFUSED_AFTER.search(after[:cut])
    return match is not None and match.start() <= _REFUSED_WITHIN


def _is_held(clause: str) -> bool:
    """Whether a clause leads to what its writer is now; 'I am a graduate applying for …' leads to what they want."""
    return any(
        len(clause) - match.end() <= 25 and _WANTS.search(clause[match.start() :]) is None
        for match in _HOLDING.finditer(clause)
    )


def is_a_learners(wording: FoldedText, mention: Mention) -> bool:
    """Whether words beside it make it a learner's: 'internship as a …', 'Ausbildung zum …', '… apprenticeship'.

    A training that the writer has behind them is none: 'nach meiner Ausbildung zum …'.
    """
    before = wording.folded[max(0, mention.start - BESIDE) : mention.start]
    after = wording.folded[mention.end : mention.end + BESIDE]
    if _LEARNS_AFTER.search(after) is not None:
        return True
    match = _LEARNS_BEFORE.search(before)
    return match is not None and _BEHIND.search(before[: match.start()]) is None


def around(folded: str, start: int, end: int) -> tuple[str, str]:
    """What is in the same sentence before a place, and shortly after it."""
    before = folded[max(0, start - REACH) : start]
    after = folded[end : end + REACH_AFTER]
    return before[_last_end(before) :], after[: _first_end(after)]


def _before_contrast(after: str) -> str:
    match = _CONTRAST_AFTER.search(after)
    return after if match is None else after[: match.start()]


def _ends_with(wanted: PhrasePattern, clause: str, within: int) -> bool:
    """Whether it occurs and ends within so many characters of the clause's end."""
    return any(len(clause) - match.end() <= within for match in wanted.finditer(clause))


def _last_end(text: str) -> int:
    """Where the last sentence of a text begins."""
    return max(
        (
            text.rfind(end) + len(end)
            for end in (". ", "! ", "? ", ".\n", "!\n", "?\n", "\n\n", "\n \n", "; ")
            if end in text
        ),
        default=0,
    )


def _first_end(text: str) -> int:
    """Where the first sentence of a text ends."""
    return min((text.find(end) for end in (".", "!", "?", "\n\n", ";") if end in text), default=len(text))
