"""A CV's text as a few numbers: two sketches tell how much of two texts is the same, without either text.

A text is the set of its runs of three words (shingles); how alike two texts are is the share of runs they have in
common (Broder, "On the resemblance and containment of documents", 1997). Of each set the smallest hashes are kept: of
two sets, those among the smallest of both that are in both estimate that share (a bottom-k sketch).
"""

import re
import zlib
from collections.abc import Iterator

from inbox_bot.core.judgement.text.wording import fold
from inbox_bot.core.person.values import Sketch

KEPT = 64  # hashes: the share is told to about 6 in 100
FEWEST_RUNS = 40  # a shorter text says too little to be known again
LOOKED_AT = 10_000  # characters
_WORD = re.compile(r"[^\W_]+")
_SPREAD, _BITS = 0x9E3779B1, 0xFFFFFFFF  # a CRC's neighbours are spread over all 32 bits (Knuth, vol. 3, 6.4)


def sketch_of(text: str) -> Sketch:
    """The sketch of a text; empty where it has too few words."""
    words = _WORD.findall(fold(text[:LOOKED_AT]))
    hashed = list(map(zlib.crc32, map(str.encode, words)))
    runs = {((one * 31 + other) * 31 + last) * _SPREAD & _BITS for one, other, last in _runs(hashed)}
    return tuple(sorted(runs)[:KEPT]) if len(runs) >= FEWEST_RUNS else ()


def _runs(words: list[int]) -> Iterator[tuple[int, int, int]]:
    return zip(words, words[1:], words[2:], strict=False)


def resemblance(sketch: Sketch, other: Sketch) -> float:
    """The share of runs that two texts have in common, 0.0-1.0; 0.0 where one of them has no sketch."""
    if not sketch or not other:
        return 0.0
    smallest = sorted({*sketch, *other})[:KEPT]
    both = {*sketch} & {*other}
    return sum(each in both for each in smallest) / len(smallest)


def written(sketch: Sketch) -> str:
    """The sketch as text: eight hexadecimal digits a number."""
    return "".join(f"{each:08x}" for each in sketch)


def read(text: str) -> Sketch:
    """What `written` made. Raises ValueError for anything else."""
    return tuple(int(text[at : at + 8], 16) for at in range(0, len(text), 8))
