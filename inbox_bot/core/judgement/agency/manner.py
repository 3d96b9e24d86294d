"""How a letter is written: how often each sort of the trade's words, and of what no agency writes, occurs in it.

Phrases that one sign rests on are seldom in a letter of the writer's own words; that somebody else is spoken of, that
money is asked for, that people are on offer, is in nearly all. Each is a mark, the same in all languages: its phrases
are in the lexicon under `trade.`, those of a mark that speaks for no agency under `trade.not_`. What the marks weigh
together is `learned`'s.

Read are the subject and the writer's first 2,000 letters: no quotes, no forwarded mail, no attachment. The phrases are
those of the letter's own language, since `die` and `has` mean something else in the next one.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from itertools import islice

from inbox_bot.core.judgement.clues import Clues
from inbox_bot.core.judgement.names.given_names import GIVEN_NAMES
from inbox_bot.core.judgement.text.language import language_of
from inbox_bot.core.judgement.text.wording import PhrasePattern, fold, pattern
from inbox_bot.core.lexicon.phrases import LANGUAGES, sections_of

LETTERS_READ = 2_000  # characters of a letter: a writer who presents somebody has done so by then
TIMES_COUNTED = 40  # occurrences of one mark
GREETING = 60  # characters: a first line that is no longer greets, and names whom it greets
CLOSING = 35  # characters: last lines that are no longer sign the letter

FEES = "trade.fees"
KIN = "trade.not_kin"
THIRD_PERSON = "trade.third_person"
#: The marks that have phrases.
WORDED = (
    "trade.calls_people", "trade.calls_themselves", "trade.contracts", "trade.describes", FEES, "trade.keeps_names",
    "trade.knows_no_agencies", "trade.needs", "trade.not_applicants_letters", "trade.not_first_person", KIN,
    "trade.not_public_services", "trade.not_seeking_work", "trade.not_selling_adverts", "trade.not_selling_products",
    "trade.not_telling_of_oneself", "trade.offers", "trade.searches", THIRD_PERSON, "trade.third_plural",
    "trade.urges", "trade.ways",
)  # fmt: skip
#: Those that are figures: sums of money, by the hour or day, in per cent; "3 x welders".
FIGURES = {
    "money": re.compile(
        r"(?:[€£$]|\b(?:eur|euros?|zl|pln|usd)\b)\s?[0-9]|[0-9]\s?(?:[€£$]|(?:euros?|eur|zl|pln|usd|k)\b)"
    ),
    "rate": re.compile(
        r"/\s?(?:h|hr|hour|std|stunde|uur|u|heure|ora|hora|godz|day|tag|dag|jour|dia|md|mes|month|giorno)\b|"
        r"\b(?:ph|p/u|pd|per hour|an hour|a day|per day|pro stunde|die stunde|am tag|per uur|per dag|de l'heure|"
        r"all'ora|la hora|por hora|a hora|za godzine)\b"
    ),
    "percent": re.compile(r"[0-9]\s?(?:%|prozent|procent|per cent|percent|pour cent|por ciento|por cento|per cento)"),
    "times": re.compile(r"\b[1-9][0-9]?\s?[x×*]\s?[a-z]|[a-z]\s?[x×]\s?[1-9]\b"),
}
NAMES = "names"  #: people who are named in the letter, and are neither its writer nor whom it greets
MARKS = (*WORDED, *FIGURES, NAMES)

_OF_ONE_LETTER = str.maketrans("łß", "ls")  # fold leaves them, and RE2's \b takes them for no letters
_WORD = re.compile(r"[^\W\d_]+")


def marks_of(clues: Clues) -> Mapping[str, tuple[str, ...]]:
    """The words by which each mark is in the letter, as they were written; a mark that is not in it may be left out."""
    typed = clues.typed.original[:LETTERS_READ]
    language = (
        language_of(typed, f"{clues.subject.original} {typed}", clues.quoted.original) or clues.rules.company.language
    )
    sender = f"{clues.sender.name} {clues.sender.address}"[:300] if clues.sender else ""
    return _marks(f"{clues.subject.original}\n{typed}", typed, sender, language)


@lru_cache(maxsize=4)  # one letter is asked by several signs
def _marks(text: str, typed: str, sender: str, language: str) -> Mapping[str, tuple[str, ...]]:
    folded = fold(text).translate(_OF_ONE_LETTER)
    found = {NAMES: _others_named(typed, sender)}
    for mark, form in _forms(language) if language in LANGUAGES else ():
        found[mark] = _said(text, ((match.start(), match.end()) for match in form.finditer(folded)))
    for mark, figure in FIGURES.items():
        found[mark] = _said(text, (match.span() for match in figure.finditer(folded)))
    return found


def _said(text: str, places: Iterable[tuple[int, int]]) -> tuple[str, ...]:
    return tuple(text[start:end] for start, end in islice(places, TIMES_COUNTED))


@cache
def _forms(language: str) -> tuple[tuple[str, PhrasePattern], ...]:
    sections = sections_of(language)
    return tuple((mark, pattern(*sections[mark])) for mark in WORDED)


def _others_named(typed: str, sender: str) -> tuple[str, ...]:
    """The given names in a letter, each once, but for the greeting, the closing lines and the sender's own."""
    lines = [line for line in typed.split("\n") if line.strip()]
    if lines and len(lines[0]) < GREETING:
        del lines[0]
    while lines and len(lines[-1]) < CLOSING:
        lines.pop()
    own = set(_WORD.findall(fold(sender)))
    named = {fold(word): word for word in _WORD.findall("\n".join(lines)) if word[0].isupper()}
    return tuple(word for folded, word in named.items() if folded in GIVEN_NAMES and folded not in own)
