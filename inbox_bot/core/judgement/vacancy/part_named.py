"""A vacancy of which only a part was named, or its title cut short; and a position that is named but isn't ours.

Such a position may be one of ours in another language: then it is named among the candidates, first of all.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from inbox_bot.core.judgement.clues import Clues, evidence
from inbox_bot.core.judgement.text.language import compounds_in
from inbox_bot.core.judgement.text.wording import FoldedText, fold
from inbox_bot.core.judgement.vacancy.advertised import ALTERNATIVES, Advertised, Request, Spot, VacancyClaim
from inbox_bot.core.judgement.vacancy.position.abbreviations import abbreviated
from inbox_bot.core.judgement.vacancy.position.fitting import fitting, near, says_work
from inbox_bot.core.judgement.vacancy.position.positions import Naming, Position, positions_in
from inbox_bot.core.judgement.vacancy.words.mentions import HAS_WORDS, IN_PASSING
from inbox_bot.core.judgement.verdict import Evidence, VacancyMatch

NAMES_A_PART = "names_a_part_of_its_title"  #: the rule of a name that has some of a title's words
ABBREVIATES = "abbreviates_its_title"  #: and of one that has them cut short
LEAST = 0.75  #: a part of a title is worth that much and up to MOST, by how much of the title it is
MOST = 0.9
NEAR = 0.3  #: a vacancy that shares a word with a position which isn't ours
LONGEST_NAME = 4  # words of a position that may be another than ours; more is no name
_WORD = re.compile(r"[^\W_]+")
_LETTER = 6_000  # characters of a letter in which names are looked for


@dataclass(frozen=True, slots=True)
class Fitted:
    """A position's name, and the vacancies that it fits."""

    position: Position
    wording: FoldedText
    fits: dict[str, float]  #: the share of each one's title that was written
    rule: str

    @property
    def quote(self) -> str:
        """The words of the name."""
        return self.wording.quote(self.position.start, self.position.end)


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A position that no vacancy fits by its words."""

    evidence: Evidence
    near: tuple[VacancyMatch, ...]  #: the same work in another language, then what shares a word with it


def names_a_part_of_its_title(clues: Clues, request: Request, offers: Advertised) -> Iterable[VacancyClaim]:
    """'The physiotherapist position', 'als Kraftfahrer', 'Sr. Data Eng.': a part of its title, or it is cut short."""
    fitted = list(_fitted(clues, request, offers))
    shared = {one.position.shared_end for one in fitted if one.position.shared_end and not one.fits}
    found = [one for one in fitted if one.fits and one.position.shared_end not in shared]  # of "sales and events"
    certain = {vacancy for one in found if len(one.fits) == 1 for vacancy in one.fits}
    for one in found:
        if len(one.fits) > 1 and not certain.isdisjoint(one.fits):
            continue  # "nurse" in the subject, "paediatric nurse" in the letter
        for vacancy_id, share in one.fits.items():
            named = one.position.naming is not Naming.INTEREST or says_work(one.position)
            weight = round(LEAST + (MOST - LEAST) * share, 3) if named else IN_PASSING
            spot = Spot(one.wording, one.position.start, one.position.end)
            yield VacancyClaim(vacancy_id, evidence(one.rule if named else HAS_WORDS, weight, one.quote), spot)


def names_another_position(clues: Clues, request: Request, offers: Advertised) -> Elsewhere | None:
    """A position is plainly named and no vacancy fits it, or one is named that is ours in another language."""
    unfitting = [one for one in _fitted(clues, request, offers) if not one.fits]
    for one in unfitting:
        if alike := offers.works.alike(one.position.words):
            found = evidence("names_it_in_other_words", max(alike.values()), one.quote)
            return Elsewhere(found, _nearest(alike, near(one.position, offers.offers)))
    for one in unfitting:
        if one.position.naming is Naming.PLAIN and _is_a_name(one.position):
            found = evidence("names_another_position", LEAST, one.quote)
            return Elsewhere(found, _nearest({}, near(one.position, offers.offers)))
    return None


def _nearest(alike: dict[str, float], near: Iterable[str]) -> tuple[VacancyMatch, ...]:
    """The same work first, then what shares a word with it, then what is alike in part."""
    worth = dict.fromkeys(near, NEAR)
    for vacancy, likeness in alike.items():
        both = likeness / 10 if vacancy in worth else 0.0  # of those that share a word, the most alike first
        worth[vacancy] = round(max(likeness, worth.get(vacancy, 0.0)) + both, 3)
    ordered = sorted(worth.items(), key=lambda one: -one[1])
    return tuple(VacancyMatch(id=vacancy, confidence=confidence) for vacancy, confidence in ordered)[:ALTERNATIVES]


def _fitted(clues: Clues, request: Request, offers: Advertised) -> Iterator[Fitted]:
    compounds = compounds_in(clues.rules.company.language, *(letter.original for letter in request.letters))
    silent = _silent(clues)
    texts = [(subject, True) for subject in request.subjects]
    texts.extend((letter, False) for letter in request.letters)
    asked: dict[Position, tuple[dict[str, float], str]] = {}  # a name that is repeated is compared once
    for wording, is_subject in texts:
        looked_at = wording if is_subject else FoldedText(wording.original[:_LETTER], wording.folded[:_LETTER])
        for position in positions_in(looked_at, silent=silent, subject=is_subject):
            name = replace(position, start=0, end=0, shared_end=0)
            if name not in asked:
                short = abbreviated(position, offers.offers)
                fits = short or fitting(position, offers.offers, compounds=compounds)
                asked[name] = fits, ABBREVIATES if short else NAMES_A_PART
            fits, rule = asked[name]
            yield Fitted(position, looked_at, fits, rule)


def _silent(clues: Clues) -> frozenset[str]:
    """The words that name no position here: the company's, the vacancies' places', the sender's."""
    sender = clues.sender
    texts = {clues.rules.company.name, *(vacancy.location for vacancy in clues.vacancies)}
    if sender is not None:
        texts.add(sender.name)
    return frozenset(word for text in texts for word in _WORD.findall(fold(text[:200])))


def _is_a_name(position: Position) -> bool:
    return (
        len(position.words) <= LONGEST_NAME
        and all(word.isalpha() and len(word) >= 3 for word in position.words)
        and any(len(word) >= 4 for word in position.words)
    )
