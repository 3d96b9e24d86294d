"""What a letter says, told alike in eight languages: the glosses of its words, of neighbours, and of whom it speaks.

`manner` looks for wordings that somebody thought of; here all of a letter counts. "Ich hätte da jemanden für Sie" and
"I may have someone for you" are the same features: `have someone`, `someone for`, more of another than of oneself.
What each weighs was learned from letters (`bench/learn_agencies.py`) and is in `meaning.txt`; what they weigh together
is one of the figures that `learned` weighs.

Names, addresses, nations and sexes are left out, figures told by their length alone. Read are the subject, the writer's
first 2,000 letters, the head of two papers and how the sender is called. What is said in a subject is told for itself,
too, and what a paper and the sender's name say for itself alone.
"""

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise

from inbox_bot.core.judgement.clues import Clues
from inbox_bot.core.judgement.names.given_names import GIVEN_NAMES
from inbox_bot.core.judgement.text.language import language_of
from inbox_bot.core.judgement.text.wording import fold
from inbox_bot.core.lexicon.glosses.derived import derived
from inbox_bot.core.lexicon.glosses.gloss import PERSONS, glosses_of
from inbox_bot.core.lexicon.glosses.of_no_account import OF_NO_ACCOUNT
from inbox_bot.core.lexicon.phrases import LANGUAGES

FILE = "meaning.txt"
CONSTANT = "=constant"  # no gloss is called so
FEW = 25  # features of a letter that says so little that half of their weight is left out of account
SCALE = 1_000  # a weight in the file, for one of the sum

LETTERS_READ = 2_000  # characters of a letter
PAPERS_READ = 2
PAPER_READ = 800  # characters of a paper: its head
SENDER_READ = 200  # characters of a display name and an address
NEAR = 5  # words that tell something: so far from each other two of them are near
OFTEN = (3, 5, 9)  # so often somebody is spoken of
FOURTHS = 4  # of all who are spoken of
HEAVIEST = 12  # features that are told of with their words
SHORTEST_NAME = 3  # letters
DIGITS = 5  # a longer figure is a phone number, or as good as one

SUBJECT, PAPER, SENDER = "subject:", "paper:", "sender:"  #: before what stands there
OPENS, CLOSES = "opens:", "closes:"  #: before what the letter begins and ends with
OPENING, CLOSING = 12, 14  # words of a letter that tell something
SAYS_NOTHING = frozenset({"a", "an", "and", "at", "in", "is", "it", "of", "on", "or", "that", "the", "this", "to"})

_ONE_LETTER = str.maketrans("łßø", "lso")
_TOKEN = re.compile(r"[^\W\d_]+|[0-9][0-9.,:/-]*|[€£$%?!>]")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a letter comes to, and by which of its words."""

    total: float  #: above 0 it speaks for an agency
    heaviest: tuple[tuple[float, str], ...]  #: what speaks for one, with its share of the total, the heaviest first
    lightest: tuple[tuple[float, str], ...]  #: what speaks against one, in the same way
    known: int  #: different words of subject and letter whose meaning was learned
    by_who: float  #: the share of what speaks for an agency in how the sender is called and signs


def meaning_of(clues: Clues) -> Meaning:
    """What was learned of a letter's features, together."""
    return _weighed(*_read(clues))


def features_of(clues: Clues) -> Mapping[str, str]:
    """The features of a letter, each with the words it was found in."""
    return _found(*_read(clues))


@lru_cache(maxsize=4)  # one letter is asked by several signs
def _weighed(subject: str, typed: str, papers: str, sender: str, language: str) -> Meaning:
    weights, found = learned(), _found(subject, typed, papers, sender, language)
    known = {feature: weights[feature] for feature in found if feature in weights}
    share = 1 / math.sqrt(FEW + len(known))
    told = sorted(((weight * share, found[feature]) for feature, weight in known.items() if found[feature]))
    return Meaning(
        total=weights[CONSTANT] + share * sum(known.values()),
        heaviest=tuple((weight, words) for weight, words in reversed(told[-HEAVIEST:]) if weight > 0),
        lightest=tuple((weight, words) for weight, words in told[:HEAVIEST] if weight < 0),
        known=sum(feature.isalpha() for feature in known),
        by_who=share * sum(max(0.0, known[feature]) for feature in known if feature.startswith((SENDER, CLOSES))),
    )


@cache
def learned() -> dict[str, float]:
    """The weight of each feature, and the constant."""
    _, _, lines = files(__package__).joinpath(FILE).read_text(encoding="utf-8").partition("\n\n")
    parts = (line.rpartition(" ") for line in lines.splitlines())
    return {feature: int(weight) / SCALE for feature, _, weight in parts}


def _read(clues: Clues) -> tuple[str, str, str, str, str]:
    """What is read of a mail: its subject, its letter, its papers, its sender; and the letter's language."""
    typed = clues.typed.original[:LETTERS_READ]
    subject = clues.subject.original
    language = language_of(typed, f"{subject} {typed}", clues.quoted.original) or clues.rules.company.language
    sender = f"{clues.sender.name} {clues.sender.address.rpartition('.')[0]}"[:SENDER_READ] if clues.sender else ""
    papers = "\n".join([text.original[:PAPER_READ] for text in clues.texts if text.original][:PAPERS_READ])
    return subject, typed, papers, sender, language


def _found(subject: str, typed: str, papers: str, sender: str, language: str) -> Mapping[str, str]:
    if language not in LANGUAGES:
        return {}
    letter, head = list(_said(typed, language)), list(_said(subject, language))
    found = _apart(papers, language, PAPER) | _apart(re.sub(r"[.@_-]", " ", sender), language, SENDER)
    telling = _telling(letter)
    for said, of_it in ((head, _telling(head)), (letter, telling)):
        found |= _of_words(said) | _of_neighbours(of_it) | _of_near(of_it)
    found |= {f"{SUBJECT}{word}": each.text for each in head for word in each.words}
    return found | _of_its_ends(telling) | _of_persons(letter)


@dataclass(frozen=True, slots=True)
class _Said:
    """One word of a letter; no words and no persons: what it means is not known."""

    text: str
    words: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()

    @property
    def tells(self) -> tuple[str, ...]:
        return (*(word for word in self.words if word not in SAYS_NOTHING), *self.persons)


def _said(text: str, language: str, *, of_names: bool = False) -> Iterator[_Said]:
    """Each word with its meaning. What somebody is called has none: a given name, and the word after it.

    After one that is also a word ("Nur Kandidaten") nothing is a surname. In a text `of_names` case tells nothing, and
    a word has no meaning that the glosses don't have.
    """
    text = " ".join(word for word in text.split() if not _is_an_address(word))
    folded = fold(text).translate(_ONE_LETTER)
    glosses = glosses_of(language)
    after_a_name = False
    for match in _TOKEN.finditer(folded):
        token = match.group()
        written = text[match.start() : match.end()]
        perhaps_a_name = of_names or written[0].isupper()
        is_a_name = perhaps_a_name and len(token) >= SHORTEST_NAME and (after_a_name or token in GIVEN_NAMES)
        after_a_name = is_a_name and not after_a_name and token not in glosses
        if token[0].isdigit():
            yield _Said(written, (f"#{min(sum(map(str.isdigit, token)), DIGITS)}",))
        elif not token[0].isalpha():
            yield _Said(written, (token,))
        elif not is_a_name and (
            gloss := glosses.get(token)
            or (None if of_names else derived(token, language, perhaps_a_name=perhaps_a_name))
        ):
            yield _Said(written, tuple(word for word in gloss.words if word not in OF_NO_ACCOUNT), gloss.persons)
        else:
            yield _Said(written)


def _is_an_address(word: str) -> bool:
    return "@" in word or "://" in word or word.startswith("www.")


def _apart(text: str, language: str, where: str) -> dict[str, str]:
    said = _said(text, language, of_names=where == SENDER)
    return {f"{where}{word}": "" for each in said for word in (*each.words, *each.persons)}


def _of_words(said: list[_Said]) -> dict[str, str]:
    found = {}
    for each in said:
        for word in each.words:
            found[word] = each.text
            for person in each.persons:
                found[f"{word}{person}"] = each.text
        for person in each.persons:
            found.setdefault(person, "")
    return found


def _telling(said: list[_Said]) -> list[_Said]:
    """Without the words that tell nothing; what nobody knows may tell something."""
    return [each for each in said if each.tells or not (each.words or each.persons)]


def _of_neighbours(telling: list[_Said]) -> dict[str, str]:
    """Pairs of what two words next to each other tell, past words that tell nothing; and the parts of a compound."""
    found = {
        f"{one} {other}": f"{left.text} {right.text}"
        for left, right in pairwise(telling)
        for one in left.tells
        for other in right.tells
    }
    for each in telling:
        parts = sorted(each.words)
        for at, one in enumerate(parts):
            found.update({f"{one}_{other}": each.text for other in parts[at + 1 :] if one != other})
    return found


def _of_near(telling: list[_Said]) -> dict[str, str]:
    """Pairs of what two words tell that are not far from each other, whichever comes first; not quoted."""
    known = [each.tells for each in telling if each.tells]
    return {
        f"{one}&{other}" if one < other else f"{other}&{one}": ""
        for at, ones in enumerate(known)
        for others in known[at + 1 : at + 1 + NEAR]
        for one in ones
        for other in others
    }


def _of_its_ends(telling: list[_Said]) -> dict[str, str]:
    """What a letter opens and closes with: people greet, introduce themselves and sign in other words than firms."""
    ends = ((OPENS, telling[:OPENING]), (CLOSES, telling[-CLOSING:]))
    return {f"{end}{word}": "" for end, those in ends for each in those for word in (*each.words, *each.persons)}


def _of_persons(said: list[_Said]) -> dict[str, str]:
    """Of whom the letter speaks, how often, and of whom more."""
    counts = Counter(person for each in said for person in each.persons)
    found = [f"{person}>{often}" for person, count in counts.items() for often in OFTEN if count >= often]
    if everybody := counts.total():
        found += [f"{person}={FOURTHS * counts[person] // everybody}" for person in PERSONS]
        found.append("@i>others" if counts["@i"] > counts["@he"] + counts["@they"] else "others>=@i")
        found.append("@we>@i" if counts["@we"] > counts["@i"] else "@i>=@we")
    return dict.fromkeys(found, "")
