"""A vacancy of which only a part was named, or named in other words; and a position that is named but isn't ours."""

import re
from collections.abc import Iterable, Iterator

from inbox_bot.core.judgement.clues import Clues, evidence
from inbox_bot.core.judgement.text.language import compounds_in
from inbox_bot.core.judgement.text.wording import Wording, fold
from inbox_bot.core.judgement.vacancy.advertised import ALTERNATIVES, Advertised, Claim, Request
from inbox_bot.core.judgement.vacancy.fitting import fitting, near
from inbox_bot.core.judgement.vacancy.positions import Naming, Position, positions_in
from inbox_bot.core.judgement.verdict import Evidence, VacancyMatch

LEAST = 0.75  #: a part of a title is worth that much and up to MOST, by how much of the title it is
MOST = 0.9
NEAR = 0.3  #: a vacancy that shares a word with a position which isn't ours
LONGEST_NAME = 4  # words of a position that may be another than ours; more is no name
_WORD = re.compile(r"[^\W_]+")
_LETTER = 6_000  # characters of a letter in which names are looked for


def names_a_part_of_its_title(clues: Clues, request: Request, offers: Advertised) -> Iterable[Claim]:
    """'The physiotherapist position', 'als Kraftfahrer': a part of its title, or all of it in another form."""
    fitted = list(_fitted(clues, request, offers))
    shared = {position.shared_end for position, _, fits in fitted if position.shared_end and not fits}
    found = [one for one in fitted if one[2] and one[0].shared_end not in shared]  # not the sales of "sales and events"
    certain = {vacancy for _, _, fits in found if len(fits) == 1 for vacancy in fits}
    for position, wording, fits in found:
        if len(fits) > 1 and not certain.isdisjoint(fits):
            continue  # "nurse" in the subject, "paediatric nurse" in the letter
        for vacancy_id, share in fits.items():
            weight = round(LEAST + (MOST - LEAST) * share, 3)
            quote = wording.quote(position.start, position.end)
            yield Claim(vacancy_id, evidence("names_a_part_of_its_title", weight, quote))


def names_another_position(
    clues: Clues, request: Request, offers: Advertised
) -> tuple[Evidence, tuple[VacancyMatch, ...]] | None:
    """A position is plainly named and no vacancy fits it; and the vacancies that share a word with it."""
    for position, wording, fits in _fitted(clues, request, offers):
        if not fits and position.naming is Naming.PLAIN and _is_a_name(position):
            quote = wording.quote(position.start, position.end)
            alike = tuple(VacancyMatch(id=vacancy, confidence=NEAR) for vacancy in near(position, offers.offers))
            return evidence("names_another_position", LEAST, quote), alike[:ALTERNATIVES]
    return None


def _fitted(clues: Clues, request: Request, offers: Advertised) -> Iterator[tuple[Position, Wording, dict[str, float]]]:
    compounds = compounds_in(clues.rules.company.language, *(letter.original for letter in request.letters))
    silent = _silent(clues)
    texts = [(subject, True) for subject in request.subjects]
    texts.extend((letter, False) for letter in request.letters)
    for wording, is_subject in texts:
        looked_at = wording if is_subject else Wording(wording.original[:_LETTER], wording.folded[:_LETTER])
        for position in positions_in(looked_at, silent=silent, subject=is_subject):
            yield position, looked_at, fitting(position, offers.offers, compounds=compounds)


def _silent(clues: Clues) -> frozenset[str]:
    """The words that name no position here: the company's, the vacancies' places', the sender's."""
    sender = clues.sender
    texts = [clues.rules.company.name, *(vacancy.location for vacancy in clues.vacancies)]
    if sender is not None:
        texts.append(sender.name)
    return frozenset(word for text in texts for word in _WORD.findall(fold(text[:200])))


def _is_a_name(position: Position) -> bool:
    return (
        len(position.words) <= LONGEST_NAME
        and all(word.isalpha() and len(word) >= 3 for word in position.words)
        and any(len(word) >= 4 for word in position.words)
    )
