"""The vacancies, prepared once for many mails, and what a mail says for one of them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

import re2

from inbox_bot.core.judgement.text.wording import FoldedText, PhrasePattern
from inbox_bot.core.judgement.vacancy.likeness.compare import Profiles, profiles_of
from inbox_bot.core.judgement.vacancy.position.fitting import Offer, offer_of
from inbox_bot.core.judgement.vacancy.words.occupations import Works, works_of
from inbox_bot.core.judgement.vacancy.words.position_words import Level
from inbox_bot.core.judgement.vacancy.words.titles import Titles, titles_of
from inbox_bot.core.judgement.verdict import Evidence
from inbox_bot.core.rules.model import Vacancy

DECIDES = 0.5  #: the weight from which a claim decides; below it is a hint
ALTERNATIVES = 5  #: how many other candidates are told

_SHORT_REFERENCE = 4  # characters; below it, or in digits only, a reference needs its label before it
_LABEL = (
    r"(?:ref|refs|reference|referenz|kennziffer|kennung|id|job|jobid|no|nr|number|nummer|stelle|vacancy|vacature|offre|"
    r"referencia|rif|#)[^a-z0-9\n]{0,6}"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """What one application says: of a mail as a whole, or of one mail inside a forward."""

    subjects: tuple[FoldedText, ...]
    letters: tuple[FoldedText, ...]  #: what its writer typed, then cover letters
    documents: tuple[int, ...]  #: indices of its documents, CV first


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in one of the request's texts."""

    text: FoldedText
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class VacancyClaim:
    """One finding that names a vacancy."""

    vacancy: str
    evidence: Evidence
    spot: Spot | None = None  #: where its name was written; None where no name was


@dataclass(frozen=True, kw_only=True)
class Advertised:
    """The vacancies, prepared once for many mails."""

    vacancies: tuple[Vacancy, ...]
    titles: Titles
    references: tuple[tuple[str, PhrasePattern], ...]
    profiles: Profiles = field(repr=False)
    offers: tuple[Offer, ...] = field(repr=False)
    works: Works = field(repr=False)
    learners: frozenset[str]  #: ids of those that are an internship, an apprenticeship, a working student's job


@lru_cache(maxsize=16)
def advertised(vacancies: tuple[Vacancy, ...]) -> Advertised:
    """Prepare the vacancies (closed ones as well: the plan says what that means)."""
    offers = tuple(offer_of(vacancy) for vacancy in vacancies)
    return Advertised(
        vacancies=vacancies,
        titles=titles_of(vacancies),
        references=tuple((vacancy.id, _reference(vacancy.reference)) for vacancy in vacancies if vacancy.reference),
        profiles=profiles_of(vacancies),
        offers=offers,
        works=works_of((offer.vacancy, name.all_words) for offer in offers for name in offer.names),
        learners=frozenset(
            offer.vacancy for offer in offers if any(Level.LEARNING in name.levels for name in offer.names)
        ),
    )


def _reference(reference: str) -> PhrasePattern:
    pieces = [re2.escape(piece) for piece in re2.split(r"[^\pL\pN]+", FoldedText.of(reference, 100).folded) if piece]
    body = r"[-_/ .:]{0,2}".join(pieces) or re2.escape(reference[:100])
    bare = "".join(pieces)
    needs_label = len(bare) < _SHORT_REFERENCE or bare.isdigit()
    options = re2.Options()
    options.log_errors = False
    before = _LABEL if needs_label else r"(?:^|[^\pL\pN])"
    compiled: PhrasePattern = re2.compile(rf"{before}{body}(?:$|[^\pL\pN])", options=options)
    return compiled


def strongest(claims: Iterable[VacancyClaim]) -> dict[str, VacancyClaim]:
    """The weightiest claim for each vacancy."""
    best: dict[str, VacancyClaim] = {}
    for claim in claims:
        if claim.vacancy not in best or claim.evidence.weight > best[claim.vacancy].evidence.weight:
            best[claim.vacancy] = claim
    return best
