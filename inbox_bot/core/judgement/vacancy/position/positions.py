"""Positions that a writer names, whether we advertise them or not: "the pharmacist job", "als Disponent", "poste de X".

Owns finding where a position's name begins and ends, and taking away what isn't part of it: adjectives, levels, forms
of gender, the company's name. What fits a name is fitting.py's. In a letter only sentences that apply count; a subject
is read as a whole as well, part by part, since "Pharmacist" or "Bewerbung Lager" names a position, too.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from inbox_bot.core.judgement.text.spelling import stem
from inbox_bot.core.judgement.text.wording import FoldedText, PhrasePattern
from inbox_bot.core.judgement.vacancy.words.mentions import APPLIED_FOR, around, weight_in_letter
from inbox_bot.core.judgement.vacancy.words.position_words import (
    APPLIES,
    BOUNDARIES,
    CONJUNCTIONS,
    GOES_ON,
    INNER,
    LEADS_TO_A_FIELD,
    LEADS_TO_A_POSITION,
    LEADS_TO_AN_INTEREST,
    MAY_LEAD_TO_A_POSITION,
    NOT_ALONE,
    NOT_OURS,
    OURS,
    SAYS_NOTHING,
    SEEKS,
    TRAILS_A_POSITION,
    Level,
    level_of,
)
from inbox_bot.core.judgement.vacancy.words.titles import Mention
from inbox_bot.core.lexicon.phrases import one_of

WORDS_OF_A_NAME = 6  # at most, before adjectives and the like are taken away
NAMES_TOGETHER = 3  # with "and" or "or" between
POSITIONS_LOOKED_AT = 20  # of one text
_LEVEL_BEFORE = 30  # characters before a name in which its level may stand
_LEARNERS = re.compile(rf"([^\W\d_]{{5,}}){one_of('vacancy.learners_endings')}")
_REACH_BACK = 80  # characters before "position" in which its name stands
_TOKEN = re.compile(r"[^\W_]+(?:[+#]{1,2})?|\n\s*\n|[^\w\s]")
_DOTTED = re.compile(r"([^\W\d_]+)\.")
_CAPITALS = re.compile(r"\b[A-Z]{2,5}\b")
_LINE = 80  # characters of a text that tell whether all of it is in capitals
_WITHIN = ("'", "-")  # signs within a name
_CUT_SHORT = 5  # letters before a dot that may end a word cut short, and no sentence
_PARTS = re.compile(
    rf"\s[-–—|/]+\s|[:|,;()]|(?<=[^\W\d_]{{5}})/(?=[^\W\d_]{{5}})|\s{one_of('vacancy.two_positions')}\s"
)


class Naming(Enum):
    """How a name was found, and so what it means when nothing fits it."""

    PLAIN = "plain"  #: as a position's: where none of ours fits, the writer means another
    LIKELY = "likely"  #: where names stand, but other words as well
    INTEREST = "interest"  #: as what the writer is interested in, be it work or a hobby
    FIELD = "field"  #: as a field of work: "Stelle im Lager"
    SUBJECT = "subject"  #: a subject's own words, next to "application" or "job"
    BARE = "bare"  #: a subject's own words, with nothing beside them


@dataclass(frozen=True, kw_only=True, slots=True)
class Position:
    """A position's name, as somebody wrote it."""

    words: tuple[str, ...]  #: folded, in order, without what says nothing
    levels: frozenset[Level]
    start: int  #: where in the text
    end: int
    naming: Naming
    dotted: frozenset[str] = frozenset()  #: its words that a dot follows: "eng."
    capitals: frozenset[str] = frozenset()  #: its words that are written in capitals: "SRE"
    shared_end: int = 0  #: where names end that share one noun ("React and QA positions"); 0: it has its own


def positions_in(wording: FoldedText, *, silent: frozenset[str], subject: bool) -> tuple[Position, ...]:
    """The positions that a text names, in no particular order. `silent`: words that name none here (the company's)."""
    found: list[Position] = []
    for naming, start, end, shared, words in _named(wording, subject=subject):
        said = [word for word in words if word not in SAYS_NOTHING and word not in silent and not word.isdigit()]
        kept, levels = _without_levels(said)
        before = wording.folded[max(0, start - _LEVEL_BEFORE) : start].split()
        looked_at = before if naming is Naming.PLAIN else before[-2:-1]
        if any(level_of(word) is Level.LEARNING for word in looked_at if word != "working"):
            levels |= {Level.LEARNING}  # "Praktikum als Disponent"
        if not kept or NOT_ALONE.issuperset(kept) or len(found) >= POSITIONS_LOOKED_AT:
            continue
        at = Mention(vacancy="", start=start, end=end, words=len(kept), closeness=1.0, by_alias=False)
        if subject or weight_in_letter(wording, at, plain=APPLIED_FOR) >= APPLIED_FOR:
            found.append(
                Position(
                    words=kept,
                    levels=levels,
                    start=start,
                    end=end,
                    naming=naming,
                    dotted=frozenset(_DOTTED.findall(wording.folded[start : end + 1])),
                    capitals=_capitals(wording, start, end),
                    shared_end=shared,
                )
            )
    return tuple(found)


def _without_levels(words: Iterable[str]) -> tuple[tuple[str, ...], frozenset[Level]]:
    """A position's words without those that say at which level it is, and these levels: "Konditorlehrling" has one."""
    kept: list[str] = []
    levels: set[Level] = set()
    for word in words:
        level = level_of(word)
        learner = _LEARNERS.fullmatch(word) if level is None else None
        if level is not None:
            levels.add(level)
            continue
        if learner:
            levels.add(Level.LEARNING)
        kept.append(learner[1] if learner else word)
    return tuple(kept), frozenset(levels)


def _capitals(wording: FoldedText, start: int, end: int) -> frozenset[str]:
    """The words of a name that are in capitals, where not everything is."""
    if wording.original[:_LINE].isupper():
        return frozenset()
    return frozenset(word.lower() for word in _CAPITALS.findall(wording.original[start:end]))


def _named(wording: FoldedText, *, subject: bool) -> Iterator[tuple[Naming, int, int, int, list[str]]]:
    """Every name with how it was found, its place, the end that it shares with others or 0, and its words."""
    text = wording.folded
    leads: tuple[tuple[PhrasePattern, Naming], ...] = (
        (LEADS_TO_A_POSITION, Naming.PLAIN),
        (MAY_LEAD_TO_A_POSITION, Naming.LIKELY),
        (LEADS_TO_AN_INTEREST, Naming.INTEREST),
        (LEADS_TO_A_FIELD, Naming.FIELD),
    )
    for lead, naming in leads:
        for match in lead.finditer(text):
            names = _words_after(text, match.end())
            said = naming if subject else _in_its_sentence(text, match.start(), names[0][1], naming)
            if said is not None and not _compares(text, match.start()):
                shared = names[-1][1] if len(names) > 1 and TRAILS_A_POSITION.search(" ".join(names[-1][2])) else 0
                for start, end, words in names:
                    yield said, start, end, shared, words
                    if said is not Naming.INTEREST:
                        said = Naming.LIKELY  # after an "and" a name may follow, or anything else
    for match in TRAILS_A_POSITION.finditer(text):
        naming, before = _words_before(text, match.start())
        trailing = stem(text[match.start() : match.end()])
        level = [trailing] if level_of(trailing) is not None else []  # "design internship"
        for start, name in before:
            words = [*name, *level]
            said = naming if subject else _in_its_sentence(text, start, match.end(), naming)
            if said is not None:
                yield said, start, match.end(), match.end() if len(before) > 1 else 0, words
    if subject:
        yield from _of_a_subject(text)


def _in_its_sentence(text: str, start: int, end: int, naming: Naming) -> Naming | None:
    """How a name was found, given its sentence: plain only where that applies, None where it isn't about work."""
    before, after = around(text, start, end)
    sentence = before + text[start:end] + after
    if APPLIES.search(sentence) is not None:
        return naming
    if SEEKS.search(sentence) is None:
        return None
    return Naming.LIKELY if naming is Naming.PLAIN else naming


def _compares(text: str, start: int) -> bool:
    """'mehr als', 'rather as': what follows is no name."""
    before = text[max(0, start - 20) : start].split()
    return bool(before) and before[-1] in ("mehr", "weniger", "besser", "langer", "sowohl", "rather", "more", "less")


def _words_after(text: str, start: int) -> list[tuple[int, int, list[str]]]:
    """The names that begin here, each with its place: one, or several with an "and" between; the first may be empty."""
    names: list[tuple[int, int, list[str]]] = [(start, start, [])]
    for match in _TOKEN.finditer(text, start, start + 150):
        token = match.group()
        first, _, words = names[-1]
        if token in _WITHIN or (words and _is_cut_short(text, match.start())):
            continue
        if token in CONJUNCTIONS and words and len(names) < NAMES_TOGETHER:
            names.append((match.end(), match.end(), []))
            continue
        if not token[0].isalnum() or token in NOT_OURS or len(words) >= WORDS_OF_A_NAME:
            break
        if token in INNER or (token in OURS and not words):
            continue
        if token in OURS or token in BOUNDARIES or (token in GOES_ON and not words):
            break
        names[-1] = (first if words else match.start(), match.end(), [*words, token])
    return names


def _words_before(text: str, end: int) -> tuple[Naming, list[tuple[int, list[str]]]]:
    """The names before "position", each with its start: plain after "the" or "your", none after "my" or "any"."""
    names: list[tuple[int, list[str]]] = [(end, [])]
    naming: Naming | None = None
    for match in reversed(list(_TOKEN.finditer(text, max(0, end - _REACH_BACK), end))):
        token = match.group()
        words = names[-1][1]
        if token in _WITHIN or _is_cut_short(text, match.start()):
            continue
        if token in NOT_OURS or len(words) >= WORDS_OF_A_NAME:
            return Naming.LIKELY, []
        if token in CONJUNCTIONS and words and len(names) < NAMES_TOGETHER:
            names.append((match.start(), []))
            continue
        if token in OURS or not token[0].isalnum() or token in BOUNDARIES:
            naming = Naming.PLAIN if token in OURS else Naming.LIKELY
            break
        names[-1] = (match.start(), [token, *words])
    if naming is None and end > _REACH_BACK:
        return Naming.LIKELY, []
    return naming or Naming.LIKELY, [name for name in names if name[1]]


def _is_cut_short(text: str, dot: int) -> bool:
    """Whether a dot ends a few letters, and a word goes on in its sentence: "sr. data eng. position"."""
    before = re.search(r"[^\W\d_]+$", text[max(0, dot - 20) : dot])
    goes_on = re.match(r"\.\s?[^\W_]", text[dot : dot + 3])
    return before is not None and len(before[0]) <= _CUT_SHORT and goes_on is not None


def _of_a_subject(text: str) -> Iterator[tuple[Naming, int, int, int, list[str]]]:
    """The parts of a subject, and all of it."""
    said = any(word in SAYS_NOTHING and len(word) > 2 for word in re.findall(r"[^\W_]+", text))
    naming = Naming.SUBJECT if said else Naming.BARE
    start = 0
    edges = [(match.start(), match.end()) for match in _PARTS.finditer(text)][:20]
    for end, following in (*edges, (len(text), len(text))):
        words = [word for word in re.findall(r"[^\W_]+(?:[+#]{1,2})?", text[start:end]) if word not in _SMALL]
        if words:
            yield naming, start, end, 0, words
        start = following
    if edges:
        yield (
            naming,
            0,
            len(text),
            0,
            [word for word in re.findall(r"[^\W_]+(?:[+#]{1,2})?", text) if word not in _SMALL],
        )


_SMALL = BOUNDARIES | INNER | OURS | NOT_OURS
