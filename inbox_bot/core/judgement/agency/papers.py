"""Whose paper a CV is: what its file says of itself, and what stands above, below and on each page of it.

Agencies put candidates' CVs on paper of their own. So do temporary-work firms with people who later apply by
themselves, and a file's properties name whoever owned the computer. So a firm that is named there is a sign only where
the CV is not the sender's own, and never by itself: it bears out others. What is no sign at all is who the applicant
is or has worked for, the programs and makers of computers that write themselves into every file, and who prints or
helps with CVs for no fee: copy shops, libraries, schools, job centres.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from inbox_bot.core.judgement.agency import words
from inbox_bot.core.judgement.agency.make_up import FIRM_LETTERS, squeezed
from inbox_bot.core.judgement.agency.pictured import quoted
from inbox_bot.core.judgement.applicant.branded import presents
from inbox_bot.core.judgement.applicant.cv_owner import own_name
from inbox_bot.core.judgement.clues import CVS_LOOKED_AT, Clues, evidence
from inbox_bot.core.judgement.names.cv_head import name_on_top
from inbox_bot.core.judgement.sender import is_sent_for_somebody
from inbox_bot.core.judgement.text.wording import FoldedText, fold, pattern_of
from inbox_bot.core.judgement.verdict import Evidence
from inbox_bot.core.message.values import Document, Origin
from inbox_bot.core.public_domains import is_public
from inbox_bot.core.rules.agencies.names import own_words_of

#: What a file that names a firm weighs: by a word of the trade, as the sender's own firm, by its legal form alone.
BY_THE_TRADE, BY_THE_SENDER, BY_ITS_FORM = 0.3, 0.25, 0.05
#: What a page weighs that names one: with a licence, a "presented by" or a word of the trade; as the sender's own firm.
PAGE_BY_THE_TRADE, PAGE_BY_THE_SENDER = 0.4, 0.35
HEAD_LINES, FOOT_LINES = 4, 4  # of a CV that aren't empty, in which a firm sets itself
LINE = 160  # characters of such a line
READ = 20_000  # characters of a CV
NAMES_WORDS = 12  # of a line that names a firm, and how to reach it
NAME_LETTERS = 3  # of a word of a name, that tells something

_TRADE = words.FIRM_WORDS
_TITLES = words.RECRUITERS_TITLES
_LEGAL_FORMS = words.LEGAL_FORMS
_COMPANY_FORM = pattern_of("applicant.company_form")
_REGISTERED = pattern_of("trade.registered")
_NO_AGENCYS = pattern_of("agency.no_agencys_paper")
_WORD = re.compile(r"[^\W\d_]+")
_WORDS_AND_FIGURES = re.compile(r"[^\W_]+")
_NO_DIGITS = dict.fromkeys(map(ord, "0123456789"))
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")


def made_by_a_firm(clues: Clues) -> Evidence | None:
    """A firm is the author, the company or in the template of a CV that is not the sender's own: bears out others."""
    told = [document for index in clues.cvs[:CVS_LOOKED_AT] if any(_told((document := clues.documents[index]).origin))]
    if not told or _is_somebodys_own(clues):
        return None
    found = (_firm_of(clues, document) for document in told)
    return max((each for each in found if each is not None), key=lambda each: each.weight, default=None)


def on_a_firms_paper(clues: Clues) -> Evidence | None:
    """A firm stands above, below or on each page of a CV that is not the sender's own: bears out others."""
    if not clues.cvs or _is_somebodys_own(clues):
        return None
    found = (_firm_on(clues, clues.documents[index]) for index in clues.cvs[:CVS_LOOKED_AT])
    return max((each for each in found if each is not None), key=lambda each: each.weight, default=None)


def _is_somebodys_own(clues: Clues) -> bool:
    """Whether the CV is the sender's, or a form's or a board's mail brings it."""
    return own_name(clues) is not None or clues.by_form or is_sent_for_somebody(clues) or names_no_agency(clues)


def names_no_agency(clues: Clues) -> bool:
    """Whether the sender's name or address is a library's, a school's, a board's: one for many."""
    if clues.sender is None:
        return False
    shown = FoldedText.of(f"{clues.sender.name} {' '.join(_WORD.findall(clues.sender.address[:300]))}", 600)
    return shown.has(_NO_AGENCYS) or shown.has(words.PUBLIC_SERVICES)


def _firm_of(clues: Clues, document: Document) -> Evidence | None:
    best: Evidence | None = None
    for field, said in _told(document.origin):
        weight = _weight_of(clues, field, said, document)
        if weight and (best is None or weight > best.weight):
            best = evidence("made_by_a_firm", weight, f"{field}: {said}")
    return best


def _told(origin: Origin) -> Iterator[tuple[str, str]]:
    told = (
        ("company", origin.company),
        ("manager", origin.manager),
        ("author", origin.author),
        ("changed_by", origin.changed_by),
        ("template", origin.template),
    )
    return ((field, said) for field, said in told if said)


def _weight_of(clues: Clues, field: str, said: str, document: Document) -> float:
    told = FoldedText.of(said, LINE)
    trade, formed = _is_the_trades(told), told.has(_LEGAL_FORMS) or told.has(_COMPANY_FORM)
    firm = _senders_firm(clues)
    by_sender = bool(firm) and firm in squeezed(said) and not _is_in_the_body(firm, document)
    if field == "template" and not by_sender and not (trade and formed):
        return 0.0  # templates are called by what they are for
    weight = BY_THE_TRADE if trade else BY_THE_SENDER if by_sender else BY_ITS_FORM if formed else 0.0
    return weight if weight and not _is_no_agencys(told, document) else 0.0


def _is_the_trades(told: FoldedText) -> bool:
    return told.has(_TRADE) and not told.has(_TITLES)


def _is_no_agencys(told: FoldedText, document: Document) -> bool:
    """Whether it is a program's or a public service's, the applicant's own, or that of an employer in the CV."""
    if told.has(_NO_AGENCYS) or told.has(words.PUBLIC_SERVICES):
        return True
    name = {word for word in _WORD.findall(fold(name_on_top(document.text) or "")) if len(word) >= NAME_LETTERS}
    if name & set(_WORD.findall(told.folded)):
        return True
    firm = " ".join(own_words_of(told.folded))
    return bool(firm) and firm in _pages(document.text).body


def _is_in_the_body(firm: str, document: Document) -> bool:
    return firm in _pages(document.text).body.replace(" ", "")


def _firm_on(clues: Clues, document: Document) -> Evidence | None:
    best: Evidence | None = None
    firm = _senders_firm(clues)
    for line, is_the_trades, quote in _set_apart(document):
        by_sender = bool(firm) and firm in squeezed(line.original) and not _is_in_the_body(firm, document)
        by_sender = by_sender and not _names_the_sender(clues, line)
        weight = PAGE_BY_THE_TRADE if is_the_trades else PAGE_BY_THE_SENDER if by_sender else 0.0
        if weight and (best is None or weight > best.weight) and not _is_no_agencys(line, document):
            best = evidence("on_a_firms_paper", weight, quote)
    return best


def _set_apart(document: Document) -> Iterator[tuple[FoldedText, bool, str]]:
    """Each line, or picture, that is not the CV's own text; whether it is the trade's; and as it is quoted."""
    pages = _pages(document.text)
    for line in pages.edge:
        yield line, line.has(_REGISTERED) or presents(line), line.original.strip()
    for line in pages.running:
        yield line, line.has(_REGISTERED) or presents(line) or _is_a_firm_of_the_trade(line), line.original.strip()
    for picture in (FoldedText.of(each, LINE) for each in document.origin.pictures):
        yield picture, _is_the_trades(picture), quoted(picture.original)


def _is_a_firm_of_the_trade(line: FoldedText) -> bool:
    """Whether a line is a firm's name, and no sentence: 'trained all restaurant personnel' is in CVs twice."""
    return len(line.folded.split()) <= NAMES_WORDS and _is_the_trades(line) and line.has(_COMPANY_FORM)


def _names_the_sender(clues: Clues, line: FoldedText) -> bool:
    """Whether it is a freelancer's head: two words of the sender's own name are in it."""
    shown = fold(clues.sender.name[:LINE]) if clues.sender else ""
    name = {word for word in _WORD.findall(shown) if len(word) >= NAME_LETTERS}
    return len(name & set(_WORD.findall(line.folded))) >= 2


def _senders_firm(clues: Clues) -> str:
    """The sender's domain as a firm's name, without signs; "" where it is short, a person's name, or anybody's."""
    if clues.sender is None or is_public(clues.sender.domain):
        return ""
    name = squeezed(max(clues.sender.domain.split(".")[:-1], key=len, default=""))
    rest = name
    for word in fold(clues.sender.name[:LINE]).replace("-", " ").split():
        rest = rest.replace(word, "") if len(word) >= NAME_LETTERS else rest
    return name if len(name) >= FIRM_LETTERS and len(rest) >= NAME_LETTERS else ""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Pages:
    edge: tuple[FoldedText, ...]  #: the first lines and the last ones
    running: tuple[FoldedText, ...]  #: what is there more than once, but for figures, and names no year
    rest: tuple[str, ...]  #: all other lines, folded

    @property
    def body(self) -> str:
        """The words of the other lines, a blank between them."""
        return " ".join(_WORDS_AND_FIGURES.findall("\n".join(self.rest)))


@lru_cache(maxsize=32)  # two signs ask for the same CVs
def _pages(text: str) -> _Pages:
    whole = FoldedText.of(text, READ)
    both = zip(whole.original.split("\n"), whole.folded.split("\n"), strict=True)
    lines = [FoldedText(original[:LINE], folded[:LINE]) for original, folded in both if folded.strip()]
    bare = [line.folded.strip().translate(_NO_DIGITS) for line in lines]
    times = Counter(bare)
    runs = {each for each, count in times.items() if count > 1}
    last = max(len(lines) - FOOT_LINES, HEAD_LINES)
    running = {each: line for each, line in zip(bare, lines, strict=True) if each in runs}
    running = {each: line for each, line in running.items() if not _YEAR.search(line.folded)}
    return _Pages(
        edge=(*lines[:HEAD_LINES], *lines[last:]),
        running=tuple(running.values()),
        rest=tuple(
            line.folded
            for each, line in zip(bare[HEAD_LINES:last], lines[HEAD_LINES:last], strict=True)
            if each not in running
        ),
    )
