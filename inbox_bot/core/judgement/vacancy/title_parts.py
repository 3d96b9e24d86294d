"""A part of a title beside a whole one: "Konstrukteur oder Elektrokonstrukteur" asks for two vacancies, not for one.

Looks at the words on the other side of an "or", an "and" or a slash next to a title that was found. They name another
vacancy where they fit it by a good part of its title, and are no other form of the one beside them.
"""

import re
from collections.abc import Iterator, Sequence

from inbox_bot.core.judgement.clues import Clues, evidence
from inbox_bot.core.judgement.text.language import compounds_in
from inbox_bot.core.judgement.text.tokens import WORD
from inbox_bot.core.judgement.text.wording import FoldedText
from inbox_bot.core.judgement.vacancy.advertised import Advertised, Request, Spot, VacancyClaim
from inbox_bot.core.judgement.vacancy.position.fitting import fitting
from inbox_bot.core.judgement.vacancy.position.positions import Naming, Position
from inbox_bot.core.judgement.vacancy.words.position_words import BOUNDARIES, INNER, NOT_OURS, OURS, level_of
from inbox_bot.core.judgement.vacancy.words.titles import GENDER, Mention
from inbox_bot.core.lexicon.phrases import one_of

SHARE = 0.4  #: of a title: what must be written of it
REACH = 60  # characters beside a title
WORDS = 4  # of a name

_JOIN = rf"(?:/|\||&|\b{one_of('vacancy.joins_two')}\b[.]?)"
_AS = rf"(?:\s*\b{one_of('vacancy.second_as')}\b)*"
_FORM = r"\s*(?:\([^()\n]{1,20}\)\s*)?(?:/in\b|[*:]in\b)?\s*"
_AFTER = re.compile(rf"^{_FORM},?\s*{_JOIN}{_AS}\s*(?P<words>[^.,;:!?\n|()]{{2,{REACH}}})")
_BEFORE = re.compile(rf"(?P<words>[^.,;:!?\n|()]{{2,{REACH}}}?){_FORM}{_JOIN}{_AS}\s*$")


def part_beside(
    clues: Clues,
    request: Request,
    wording: FoldedText,
    mention: Mention,
    found: Sequence[Mention],
    weight: float,
    offers: Advertised,
) -> Iterator[VacancyClaim]:
    """The vacancies that a part of their title names right beside a mention, worth as much as the mention.

    `found`: all mentions of the text; where one stands on a side, that side is told already.
    """
    text = wording.folded
    before = _BEFORE.search(text[max(0, mention.start - 2 * REACH) : mention.start])
    after = _AFTER.search(text[mention.end : mention.end + 2 * REACH])
    sides: list[tuple[int, list[list[str]]]] = []
    if before is not None and not any(0 < mention.start - other.end < REACH for other in found):
        words = list(WORD.findall(before["words"]))[-WORDS:]
        start = mention.start - len(before.string) + before.start("words")
        sides.append((start, [words[at:] for at in range(len(words))]))
    if after is not None and not any(0 < other.start - mention.end < REACH for other in found):
        words = list(WORD.findall(re.split(r"/", after["words"], maxsplit=1)[0]))[:WORDS]
        sides.append((mention.end + after.start("words"), [words[:at] for at in range(len(words), 0, -1)]))
    for start, names in sides:
        for name in names:
            if fits := _others(clues, request, name, mention.vacancy, offers):
                quote = wording.quote(max(0, mention.start - (REACH // 2)), mention.end + REACH // 2)
                spot = Spot(wording, start, start + len(name[0]))
                for vacancy in fits:
                    yield VacancyClaim(vacancy, evidence("names_a_part_beside_a_title", weight, quote), spot)
                break


def _others(clues: Clues, request: Request, name: list[str], beside: str, offers: Advertised) -> tuple[str, ...]:
    kept = tuple(word for word in name if word not in GENDER and level_of(word) is None)
    if not kept or any(word in BOUNDARIES or word in OURS or word in NOT_OURS for word in kept):
        return ()
    words = tuple(word for word in kept if word not in INNER)
    position = Position(words=words, levels=frozenset(), start=0, end=0, naming=Naming.LIKELY)
    compounds = compounds_in(clues.rules.company.language, *(letter.original for letter in request.letters))
    fits = fitting(position, offers.offers, compounds=compounds)
    return tuple(vacancy for vacancy, share in fits.items() if vacancy != beside and share >= SHARE)
