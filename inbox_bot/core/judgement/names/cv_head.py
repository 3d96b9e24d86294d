"""The name at the top of a CV.

A name that a label gives, or that agrees with a mail address beside it, is one. Else it is what stands above the first
heading of contents ("Summary", "Berufserfahrung"), has a name's form and no word of headings, and either a given name
in it or a way to reach somebody near it. A CV whose name is a picture has none, and its headings are none either.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from inbox_bot.core.judgement.names.alike import name_words, names_the_mailbox
from inbox_bot.core.judgement.names.given_names import has_given_name
from inbox_bot.core.judgement.names.heading_words import is_no_names_word
from inbox_bot.core.judgement.names.labelled import labelled_name
from inbox_bot.core.judgement.names.letter_spaced import joined
from inbox_bot.core.judgement.names.reading import (
    has_heading_word,
    is_name_without_blank,
    name_words_in,
    possible_name,
    single_name,
)
from inbox_bot.core.judgement.text.addresses import addresses_in
from inbox_bot.core.judgement.text.wording import fold, pattern_of
from inbox_bot.core.lexicon.phrases import phrases

HEAD = 4_000  # characters in which the name is looked for
TOP_LINES = 12  # of a CV, in which the name stands
SIDE_LINES = 30  # with a column beside it that is read first
DIGITS_OF_A_NUMBER = 7

_PIECES = re.compile(r"\s{3,}|[|•✉☎⚫]|\s·\s|\t|\s[-–—/]\s(?!(?:de|van|von|der|den|ter|du|da|di)\b)|,(?=\s*\d)")
_INTRODUCED = re.compile(
    r"(?:curriculum\s+vitae|curriculum|r[ée]sum[ée]|c\.?v\.?|lebenslauf|hoja\s+de\s+vida|życiorys|bewerbung)"
    r"(?:\s+(?:of|for|von|de|di|van|da|do)\b|\s*[:–—-])?\s+",
    re.IGNORECASE,
)
#: What only headings of contents say; what stands below one is no longer the head.
_CONTENTS = pattern_of("names.headings_of_contents")

#: The same of other alphabets, where RE2's word boundary knows no letters.
_CONTENTS_ELSEWHERE = phrases("names.headings_without_boundaries")


def name_on_top(text: str) -> str | None:
    """The name at the top of a CV; None where nothing there is surely one."""
    return _name_on_top(text[:HEAD])


@lru_cache(maxsize=32)  # several signals ask for the same CVs' names while one mail is judged
def _name_on_top(head: str) -> str | None:
    lines = [line for line in head.split("\n") if line.strip()][:SIDE_LINES]
    labelled = labelled_name(lines)
    if labelled is not None:
        return labelled
    addresses = addresses_in("\n".join(lines))
    end = _end_of_head(lines)
    found = list(_candidates(lines))
    agreeing = next((_in_order(name, addresses) for name, _ in found if _agrees(name, addresses)), None)
    if agreeing is not None:
        return agreeing
    reachable = bool(addresses) or any(map(_has_number, lines[:TOP_LINES]))
    top = min(end, TOP_LINES)
    for name, at in found:
        if has_heading_word(name):
            continue
        if _is_one_on_top(name, reachable=reachable) if at < top else addresses and _is_one_beside(name):
            return name
    return None


def _is_known(name: str) -> bool:
    return has_given_name(fold(name).split()) or is_name_without_blank(name)


def _is_one_on_top(name: str, *, reachable: bool) -> bool:
    """At the top of the head anything of a name's form is one, where the person can be reached there."""
    if " " in name:
        return reachable or not name.isascii() or _is_known(name)
    return is_name_without_blank(name)


def _is_one_beside(name: str) -> bool:
    """Further down, and in a column beside, only what has a known given name and another word."""
    return _is_known(name) and sum(len(word.strip(".")) > 1 for word in name.split()) > 1


def _end_of_head(lines: Sequence[str]) -> int:
    """At which line the contents begin."""
    return next((at for at, line in enumerate(lines) if _is_heading_of_contents(line)), len(lines))


def _is_heading_of_contents(line: str) -> bool:
    folded = fold(line[:60]).strip()
    words = re.findall(r"[^\W\d_]+", folded)
    if (
        not 0 < len(words) <= 4
        or len(line) > 60
        or "@" in line
        or not (_CONTENTS.search(folded) is not None or any(word in folded for word in _CONTENTS_ELSEWHERE))
    ):
        return False
    return all(is_no_names_word(word) or len(word) <= 3 for word in words)


def _candidates(lines: Sequence[str]) -> Iterator[tuple[str, int]]:
    """What has a name's form, and on which line, in their order; of single words those that may be one."""
    for at, line in enumerate(lines):
        for piece in pieces_of(line)[:3]:
            name = possible_name(piece)
            if name is not None:
                yield name, at
                continue
            first = single_name(piece)
            if first is None:
                continue
            second = single_name(lines[at + 1]) if at + 1 < len(lines) and piece.strip() == line.strip() else None
            both = possible_name(f"{piece.strip()} {lines[at + 1].strip()}") if second is not None else None
            if both is not None:
                yield both, at
            yield first, at


def pieces_of(line: str) -> list[str]:
    """A line of a CV's head, taken apart where columns and marks divide it, letter-spaced words joined."""
    cut = line[:300]
    cut = joined(cut) or cut
    introduced = _INTRODUCED.match(cut.strip())
    if introduced is not None:
        cut = cut.strip()[introduced.end() :]
    return [piece for piece in _PIECES.split(cut) if piece and piece.strip()]


def _agrees(name: str, addresses: Iterable[str]) -> bool:
    """Whether a mail address of the head has this name; of a name with words of headings it has to have all of it."""
    words = name_words(name)
    strict = has_heading_word(name)
    if strict and all(is_no_names_word(word) for word in words):
        return False
    return any(names_the_mailbox(words, address, whole=strict or len(words) == 1) for address in addresses)


def _in_order(name: str, addresses: Sequence[str]) -> str:
    """`Nowak Jan` beside jan.nowak@ is Jan Nowak."""
    words = name.split()
    if len(words) != 2:
        return name
    first, last = (fold(word) for word in words)
    turned = any(
        address.partition("@")[0].lower() in (f"{last}.{first}", f"{last}_{first}", f"{last}-{first}")
        for address in addresses
    )
    return f"{words[1]} {words[0]}" if turned else name


def _has_number(line: str) -> bool:
    return sum(character.isdigit() for character in line) >= DIGITS_OF_A_NUMBER


def agreed_name(shown: Iterable[str | None], texts: Iterable[str]) -> str | None:
    """The first of the possible names that a CV has in its first lines, in any order of its words.

    Two who say the same outweigh any list of words: Jack Teacher, Frank Office and Art Director are people.
    """
    wanted = {frozenset(name_words(name)): name for name in reversed([name for name in shown if name])}
    if not wanted:
        return None
    found: set[frozenset[str]] = set()
    for text in texts:
        lines = [line for line in text[:HEAD].split("\n") if line.strip()][:TOP_LINES]
        for piece in (piece for line in lines for piece in pieces_of(line)[:3]):
            words = name_words_in(piece)
            if words is not None:
                found.add(frozenset(name_words(" ".join(words))))
    return next((name for words, name in reversed(wanted.items()) if words in found), None)
