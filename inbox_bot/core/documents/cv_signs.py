"""Whether a text reads as a CV: it is called one, headings of a CV, periods of time, lines to reach somebody by.

An honest count, not a model: what is looked for is in `role_words`, so a person can follow why.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from inbox_bot.core.documents.role_words import HEADINGS, TITLES
from inbox_bot.core.lexicon.phrases import one_of, words

SCANNED = 40_000  # characters that are looked at: what a text is shows within its first pages
LINE_LIMIT = 60  # characters of a line that may be a heading
TITLE_AREA = 2_000  # characters that a title is in
NAME_WORDS = 5  # of the name beside a title
TITLE_LINES = 12  # lines, empty ones left out, that a title stands among: name and address may come before it

_PUNCTUATION = " \t:.-–—•*#=_|/&·▪●►>~→➔➜⇒➢➤▶▸■□◆◇○◦∙‣⁃✓✔★☆✦❖»§"
_YEAR = r"(?:19[5-9]|20[0-4])\d"
_ANY_YEAR = re.compile(_YEAR)
_PERIOD = re.compile(
    rf"{_YEAR}\s{{0,3}}(?:[-–—/]|{one_of('documents.until')})\s{{0,3}}"
    rf"(?:[\w.]{{0,12}}[\s./]{{1,2}}){{0,2}}(?:{_YEAR}|{one_of('documents.now')}\b)",
    re.IGNORECASE,
)
_BEFORE_A_YEAR = 50  # characters that are looked at for what makes a year a date or a beginning
_SINCE = re.compile(rf"\b{one_of('documents.since')}\s(?:[\w.]{{1,12}}[\s./]){{0,2}}$", re.IGNORECASE)
_MONTH = re.compile(
    rf"\b(?:{one_of('documents.months')}[\w.]{{0,10}}\s{{1,2}}|(?:0?[1-9]|1[0-2])\s?[./]\s?)$", re.IGNORECASE
)
_PARTICLES = words("documents.particles")
_ANY_TITLE = "|".join(re.escape(title) for title in sorted(TITLES, key=len, reverse=True))
_TITLE = re.compile(_ANY_TITLE, re.IGNORECASE)
_TITLE_AND_NAME = re.compile(
    rf"(?:{_ANY_TITLE})(?:\s?[:|/–—-]\s?|\s{one_of('documents.whose_cv')}\s|\s)(?P<name>.*)", re.IGNORECASE
)
_NAME_AND_TITLE = re.compile(rf"(?P<name>.*?)(?:['’]s?)?(?:\s?[:|,/–—-])?\s(?:{_ANY_TITLE})", re.IGNORECASE)
_BETWEEN = re.compile(rf"\s{one_of('documents.between_headings')}\s|\s?[&/,]\s?")
_NUMBER = re.compile(r"^[ \t]{0,8}\(?(?:\d{1,2}|[a-zA-Z]|[ivxIVX]{1,5})[.):][ \t]+")  # "3. Work experience"
_ACCENTS = re.compile("[\u0300-\u036f]+")
_YEARS = re.compile(rf"(?<!\d){_YEAR}(?!\d)")
_PROFILE = re.compile(r"linkedin\.com/in/|github\.com/\w", re.IGNORECASE)
_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}\.\w")
_ADDRESS_REACHES = 66  # characters of one on each side of its `@` that are looked at
_TELEPHONE = re.compile(r"(?<![\w/])\+?\(?\d[\d\s()./-]{7,18}\d(?![\w/]|[\w.+-]{0,64}@)")

ESSENTIAL = frozenset({"experience", "education"})  #: groups of headings
TELLING = ESSENTIAL | {"skills", "languages"}  #: groups that other papers hardly have
SOME_PERIODS = 2  # "2015 - 2018": a bill has one
PERIODS, DATES, CONTACTS = 3, 6, 2  # that are counted: more say no more


@dataclass(frozen=True, kw_only=True, slots=True)
class CvSigns:
    """What was found of a CV in a text."""

    groups: frozenset[str]  #: groups of headings (`HEADINGS`) that stand on lines of their own
    periods: int  #: "2015 - 2018", "since May 2020"; up to `PERIODS`
    dates: int  #: months with a year, years; up to `DATES`
    contacts: int  #: addresses, telephone numbers, profiles; up to `CONTACTS`
    is_titled: bool  #: it says of itself that it is one: "Curriculum vitae", "Lebenslauf von …"

    @property
    def has_essential(self) -> bool:
        """Whether there is what no CV lacks and few other texts have: a title, or jobs, or an education."""
        return self.is_titled or bool(self.groups & ESSENTIAL)

    @property
    def shows_one(self) -> bool:
        """Whether anything speaks of a CV: a letter from a doctor or a bank has dates and an address, too."""
        return self.is_titled or bool(self.groups & TELLING) or self.periods >= SOME_PERIODS

    @property
    def score(self) -> float:
        """0.0-1.0: from 0.5 the text reads as a CV."""
        title = 0.4 if self.is_titled else 0.0
        essential = len(self.groups & ESSENTIAL) * 0.22
        others = min(len(self.groups - ESSENTIAL), 3) * 0.11
        times = self.periods * 0.07 + self.dates * 0.02
        return min(title + essential + others + times + self.contacts * 0.05, 1.0)


@lru_cache(maxsize=4)  # a document's role is asked more than once
def cv_signs(text: str) -> CvSigns:
    """What of a CV there is in the first pages of a text."""
    head = text[:SCANNED]
    return CvSigns(
        groups=frozenset(group for line in head.splitlines() if (group := _heading_group(line))),
        periods=_periods_in(head),
        dates=_dates_in(head),
        contacts=_different(_contacts_in(head), CONTACTS),
        is_titled=any(map(_is_title, list(filter(str.strip, head[:TITLE_AREA].splitlines()))[:TITLE_LINES])),
    )


def _periods_in(head: str) -> int:
    periods = [match.span() for match in islice(_PERIOD.finditer(head), PERIODS)]
    since = (
        year for year in _years_in(head, _SINCE) if not any(begun <= year.start() < ended for begun, ended in periods)
    )
    return len(periods) + len(list(islice(since, PERIODS - len(periods))))


def _dates_in(head: str) -> int:
    whole = (year for year in _years_in(head, _MONTH) if not head[year.end() : year.end() + 1].isalnum())
    months = len(list(islice(whole, DATES)))
    return months if months == DATES else min(months + _different(_YEARS.findall(head), DATES), DATES)


def _years_in(head: str, before: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """The years with this directly before them."""
    for year in _ANY_YEAR.finditer(head):
        if before.search(head, max(0, year.start() - _BEFORE_A_YEAR), year.start()):
            yield year


def _contacts_in(head: str) -> Iterator[str]:
    """Telephone numbers, addresses, profiles: by what all of their kind have, since to look for them takes long."""
    yield from _TELEPHONE.findall(head)
    at, behind = -1, 0
    while (at := head.find("@", at + 1)) >= 0:
        if address := _ADDRESS.search(head, max(behind, at - _ADDRESS_REACHES), at + _ADDRESS_REACHES):
            yield address.group()
            behind = address.end()
    if ".com/" in head.lower():
        yield from _PROFILE.findall(head)


def _different(found: Iterable[str], most: int) -> int:
    """How many different ones there are, up to `most`."""
    kinds: set[str] = set()
    for one in found:
        kinds.add(one)
        if len(kinds) == most:
            break
    return len(kinds)


def plain_letters(text: str) -> str:
    """Lower case, accents taken off, so that a heading is found however it was typed."""
    if text.isascii():
        return text.lower()
    return _ACCENTS.sub("", unicodedata.normalize("NFKD", text.replace("ß", "ss").replace("’", "'").lower()))


def _is_title(line: str) -> bool:
    """`Curriculum vitae`, `CV: Ada Example`, `Lebenslauf von Ada Example`, `Ada Example - Resume`; no sentence."""
    if len(line) > LINE_LIMIT:
        return False
    heading = " ".join(line.split()).strip(_PUNCTUATION)
    if _TITLE.fullmatch(heading) or _TITLE.fullmatch(_unspaced(heading)):
        return True
    if line.rstrip().endswith((".", "!", "?")):
        return False
    begun, ended = _TITLE_AND_NAME.fullmatch(heading), _NAME_AND_TITLE.fullmatch(heading)
    name = begun["name"] if begun else ended["name"] if ended else ""
    words = name.split()
    return bool(words) and len(words) <= NAME_WORDS and all(word[0].isupper() or word in _PARTICLES for word in words)


def _heading_group(line: str) -> str | None:
    if len(line) > LINE_LIMIT * 3:
        return None
    heading = plain_letters(_NUMBER.sub("", line).strip(_PUNCTUATION))
    group = _GROUP_OF.get(heading) or _GROUP_OF.get(_unspaced(heading))
    if group is None:
        # "Experience: ten years as…" and "Skills | Java"; "WORK EXPERIENCE (selection)".
        begin, mark, _ = heading.replace("(", ":").replace("|", ":").replace("\t", ":").partition(":")
        group = _GROUP_OF.get(begin.strip(_PUNCTUATION)) if mark else None
    if group is None and len(heading) <= LINE_LIMIT:
        # "Education and certifications", "Skills & Languages": the first of several.
        first = _BETWEEN.split(heading, maxsplit=1)[0]
        group = _GROUP_OF.get(first) if first != heading else None
    return group


def _unspaced(heading: str) -> str:
    """`E X P E R I E N C E`, as some templates set it."""
    letters = heading.split(" ")
    return "".join(letters) if len(letters) > 3 and all(len(letter) == 1 for letter in letters) else heading


_GROUP_OF = {plain_letters(word): group for group, words in HEADINGS.items() for word in words}
