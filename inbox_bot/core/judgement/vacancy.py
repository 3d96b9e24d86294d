"""Which vacancy an application is for.

Evidence is asked for in order of strength: the address it went to, a reference number, a title in the subject, a title
in the letter, the thread; the first that names a vacancy decides, what comes later can only confirm, contradict, or
break a tie. Two named equally are no decision: a person is asked. Where nothing is named, the CV's own words may
decide, never with more than `GUESS_LIMIT`, and only when one vacancy is clearly ahead.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache

import re2

from inbox_bot.core.judgement.case import Case, evidence, filename_words
from inbox_bot.core.judgement.mentions import weight_in_letter
from inbox_bot.core.judgement.similarity import Likeness, Vector, likenesses, profile_of
from inbox_bot.core.judgement.speculative import speaks_speculatively
from inbox_bot.core.judgement.titles import Titles, mentions_in, titles_of
from inbox_bot.core.judgement.verdict import Evidence, VacancyFinding, VacancyMatch
from inbox_bot.core.judgement.wording import NOTHING, Pattern, Wording
from inbox_bot.core.rules.model import Vacancy
from inbox_bot.core.words import Reason, Role

DECIDES = 0.5  #: a claim below it is a hint
TIE = 0.08  #: claims of one rank that are closer than this are equal
GUESS_LIMIT = 0.7  #: the most that a CV's own words are worth
GUESS_FROM = 0.55  #: what a guess must be worth; below it a person is asked
DOUBTED_FROM = 0.43  #: what makes a person look at all; below it the application is for none in particular
AHEAD = 1.5  #: how many times more alike the best must be than the second
ALTERNATIVES = 5

_SHORT_REFERENCE = 4  # characters; below it, or in digits only, a reference needs its label before it
_LABEL = (
    r"(?:ref|refs|reference|referenz|kennziffer|kennung|id|job|jobid|no|nr|number|nummer|stelle|vacancy|vacature|offre|"
    r"referencia|rif|#)[^a-z0-9\n]{0,6}"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """What one application says: of a mail as a whole, or of one mail inside a forward."""

    subjects: tuple[Wording, ...]
    letters: tuple[Wording, ...]  #: what its writer typed, then cover letters
    documents: tuple[int, ...]  #: indices of its documents, CV first


@dataclass(frozen=True, slots=True)
class Claim:
    """One finding that names a vacancy."""

    vacancy: str
    evidence: Evidence


@dataclass(frozen=True, kw_only=True)
class Advertised:
    """The vacancies, prepared once for many mails."""

    vacancies: tuple[Vacancy, ...]
    titles: Titles
    references: tuple[tuple[str, Pattern], ...]
    profiles: tuple[tuple[str, Vector], ...] = field(repr=False)


@lru_cache(maxsize=16)
def advertised(vacancies: tuple[Vacancy, ...]) -> Advertised:
    """Prepare the vacancies (closed ones as well: the plan says what that means)."""
    return Advertised(
        vacancies=vacancies,
        titles=titles_of(vacancies),
        references=tuple((vacancy.id, _reference(vacancy.reference)) for vacancy in vacancies if vacancy.reference),
        profiles=tuple((vacancy.id, profile_of(vacancy)) for vacancy in vacancies),
    )


def _reference(reference: str) -> Pattern:
    pieces = [re2.escape(piece) for piece in re2.split(r"[^\pL\pN]+", Wording.of(reference, 100).folded) if piece]
    body = r"[-_/ .:]{0,2}".join(pieces) or re2.escape(reference[:100])
    bare = "".join(pieces)
    needs_label = len(bare) < _SHORT_REFERENCE or bare.isdigit()
    options = re2.Options()
    options.log_errors = False
    before = _LABEL if needs_label else r"(?:^|[^\pL\pN])"
    compiled: Pattern = re2.compile(rf"{before}{body}(?:$|[^\pL\pN])", options=options)
    return compiled


def was_sent_to_its_address(case: Case, request: Request, offers: Advertised) -> Iterable[Claim]:
    """The mail went to the vacancy's own address, or to ours with the vacancy's id or reference as plus-tag."""
    addresses = [recipient.address for recipient in case.message.recipients[:100]]
    for name in ("delivered-to", "x-original-to", "envelope-to"):
        addresses.extend(value.strip().strip("<>") for value in case.message.header(name)[:5])
    named: dict[str, str] = {}
    for address in addresses:
        lowered = address.lower()
        local, _, domain = lowered.rpartition("@")
        base, _, tag = local.partition("+")
        for vacancy in offers.vacancies:
            own = (vacancy.address or "").lower()
            words = {vacancy.id.lower(), (vacancy.reference or vacancy.id).lower()}
            if (own and own in (lowered, f"{base}@{domain}")) or (tag in words and f"{base}@{domain}" in _ours(case)):
                named.setdefault(vacancy.id, address)
    for vacancy_id, address in named.items():
        yield Claim(vacancy_id, evidence("was_sent_to_its_address", 0.97, address))


def _ours(case: Case) -> frozenset[str]:
    return case.rules.own_addresses()


def quotes_its_reference(case: Case, request: Request, offers: Advertised) -> Iterable[Claim]:
    """Subject or letter has the vacancy's reference number."""
    for vacancy_id, reference in offers.references:
        for wording in (*request.subjects, *request.letters):
            match = reference.search(wording.folded)
            if match is not None:
                quote = wording.quote(match.start(), match.end())
                yield Claim(vacancy_id, evidence("quotes_its_reference", 0.96, quote))
                break


def names_it_in_the_subject(case: Case, request: Request, offers: Advertised) -> Iterable[Claim]:
    """The subject has the vacancy's title or an alias of it."""
    for wording in request.subjects:
        for mention in mentions_in(wording, offers.titles):
            weight = min(0.95, weight_in_letter(wording, mention, plain=0.95))
            weight *= mention.closeness * (0.98 if mention.by_alias else 1.0)
            quote = wording.quote(mention.start, mention.end)
            yield Claim(mention.vacancy, evidence("names_it_in_the_subject", round(weight, 3), quote))


def names_it_in_the_letter(case: Case, request: Request, offers: Advertised) -> Iterable[Claim]:
    """The letter has the vacancy's title or an alias of it, and where it stands says how much that means."""
    for wording in request.letters:
        for mention in mentions_in(wording, offers.titles):
            plain = 0.6 if mention.words > 1 else 0.3
            weight = weight_in_letter(wording, mention, plain=plain)
            weight *= mention.closeness * (0.98 if mention.by_alias else 1.0)
            quote = wording.quote(mention.start, mention.end)
            yield Claim(mention.vacancy, evidence("names_it_in_the_letter", round(weight, 3), quote))


def belongs_to_its_thread(case: Case, request: Request, offers: Advertised) -> Iterable[Claim]:
    """An earlier mail of this thread was about the vacancy."""
    ids = {vacancy.id for vacancy in offers.vacancies}
    for mail in case.known.earlier[:50]:
        if mail.same_thread:
            for vacancy_id in mail.vacancies[:5]:
                if vacancy_id in ids:
                    yield Claim(vacancy_id, evidence("belongs_to_its_thread", 0.9, mail.message_id or vacancy_id))


Signal = Callable[[Case, Request, Advertised], Iterable[Claim]]
SIGNALS: tuple[Signal, ...] = (  # in order of strength
    was_sent_to_its_address,
    quotes_its_reference,
    names_it_in_the_subject,
    names_it_in_the_letter,
    belongs_to_its_thread,
)


def stands_on_the_cv(case: Case, request: Request, offers: Advertised) -> Iterable[Claim]:
    """The CV's first lines, or its file name, have the title: what its writer is, or wants to be."""
    for index in request.documents[:10]:
        document = case.documents[index]
        if document.role is not Role.CV:
            continue
        top = Wording.of(document.text[:600], 600)
        for wording in (top, Wording.of(filename_words(document.filename), 300)):
            for mention in mentions_in(wording, offers.titles):
                if mention.words > 1 or wording is not top:
                    quote = wording.quote(mention.start, mention.end)
                    yield Claim(mention.vacancy, evidence("stands_on_the_cv", 0.35 * mention.closeness, quote))


def vacancy_finding(case: Case, request: Request) -> tuple[VacancyFinding, tuple[Reason, ...]]:
    """Which vacancy, with evidence and the other candidates; and what is doubtful about it."""
    offers = advertised(case.vacancies)
    if not offers.vacancies:
        return VacancyFinding(), ()
    ranks = [_strongest(signal(case, request, offers)) for signal in SIGNALS]
    speculative = speaks_speculatively(request.subjects, request.letters)
    hints = _hints(case, request, offers, ranks)
    for rank, claims in enumerate(ranks):
        leaders = _leaders(claims)
        if not leaders:
            continue
        if speculative is not None and rank >= _RANK_OF_LETTER:
            break
        if len(leaders) == 1:
            return _named(leaders[0], rank, ranks, hints), ()
        settled = _settled_later(leaders, ranks[rank + 1 :])
        if settled is not None:
            return _named(settled, rank, ranks, hints, limit=0.8), ()
        tied = tuple(VacancyMatch(id=claim.vacancy, confidence=claim.evidence.weight) for claim in leaders)
        found = VacancyFinding(evidence=tuple(claim.evidence for claim in leaders), alternatives=tied[:ALTERNATIVES])
        return found, (Reason.TWO_VACANCIES,)
    if speculative is not None:
        return VacancyFinding(evidence=(speculative,), alternatives=_alternatives(hints, None)), ()
    return _guessed(hints)


_RANK_OF_LETTER = SIGNALS.index(names_it_in_the_letter)


def _strongest(claims: Iterable[Claim]) -> dict[str, Claim]:
    best: dict[str, Claim] = {}
    for claim in claims:
        if claim.vacancy not in best or claim.evidence.weight > best[claim.vacancy].evidence.weight:
            best[claim.vacancy] = claim
    return best


def _leaders(claims: dict[str, Claim]) -> list[Claim]:
    deciding = sorted(
        (claim for claim in claims.values() if claim.evidence.weight >= DECIDES), key=lambda c: -c.evidence.weight
    )
    return [claim for claim in deciding if claim.evidence.weight >= deciding[0].evidence.weight - TIE]


def _settled_later(tied: list[Claim], later: list[dict[str, Claim]]) -> Claim | None:
    """The one of the tied that stronger words further down name alone."""
    ids = {claim.vacancy: claim for claim in tied}
    for claims in later:
        leaders = [claim for claim in _leaders(claims) if claim.vacancy in ids]
        if len(leaders) == 1:
            return ids[leaders[0].vacancy]
        if leaders:
            return None
    return None


def _named(
    claim: Claim, rank: int, ranks: list[dict[str, Claim]], hints: dict[str, "Hint"], limit: float = 0.99
) -> VacancyFinding:
    found = [claims[claim.vacancy].evidence for claims in ranks if claim.vacancy in claims]
    rest = 1.0
    for finding in found:
        rest *= 1.0 - max(0.0, finding.weight)
    confidence = min(limit, max(1.0 - rest, claim.evidence.weight))
    against = [
        other
        for later in ranks[rank + 1 :]
        for other in _leaders(later)
        if other.vacancy != claim.vacancy and claim.vacancy not in later
    ]
    if against:
        confidence = min(confidence, claim.evidence.weight) * 0.85
    if claim.vacancy in hints:
        found.extend(hints[claim.vacancy].evidence)
    others = {
        vacancy_id: max(claims[vacancy_id].evidence.weight for claims in ranks if vacancy_id in claims)
        for claims in ranks
        for vacancy_id in claims
        if vacancy_id != claim.vacancy
    }
    matches = [VacancyMatch(id=key, confidence=round(min(value, confidence) * 0.9, 3)) for key, value in others.items()]
    matches.extend(match for match in _alternatives(hints, claim.vacancy) if match.id not in others)
    return VacancyFinding(
        id=claim.vacancy,
        confidence=round(confidence, 3),
        evidence=tuple(found),
        alternatives=tuple(sorted(matches, key=lambda match: -match.confidence)[:ALTERNATIVES]),
    )


@dataclass(frozen=True, slots=True)
class Hint:
    """What a CV and passing mentions say for a vacancy that nobody named."""

    vacancy: str
    confidence: float  #: at most GUESS_LIMIT
    cosine: float
    mentioned: bool
    evidence: tuple[Evidence, ...]


def _hints(case: Case, request: Request, offers: Advertised, ranks: list[dict[str, Claim]]) -> dict[str, Hint]:
    mentions = _strongest(stands_on_the_cv(case, request, offers))
    passing = ranks[_RANK_OF_LETTER]
    found: dict[str, Hint] = {}
    for likeness in _likenesses(case, request, offers):
        rest = 1.0 - _worth(likeness)
        quoted: list[Evidence] = []
        if likeness.cosine > 0:
            quote = ", ".join(likeness.words)
            quoted.append(evidence("resembles_the_cv", round(_worth(likeness), 3), quote))
        for claims in (mentions, passing):
            if likeness.vacancy in claims and claims[likeness.vacancy].evidence.weight < DECIDES:
                finding = claims[likeness.vacancy].evidence
                rest *= 1.0 - max(0.0, finding.weight)
                quoted.append(finding)
        confidence = round(min(GUESS_LIMIT, 1.0 - rest), 3)
        found[likeness.vacancy] = Hint(
            likeness.vacancy, confidence, likeness.cosine, likeness.vacancy in mentions, tuple(quoted)
        )
    return found


def _likenesses(case: Case, request: Request, offers: Advertised) -> tuple[Likeness, ...]:
    for index in request.documents[:10]:
        if case.documents[index].role is Role.CV and case.documents[index].text:
            return likenesses(case.texts[index], offers.profiles)
    return likenesses(request.letters[0] if request.letters else NOTHING, offers.profiles)


def _worth(likeness: Likeness) -> float:
    """What a cosine is worth as confidence: 0.43 at 0.06, 0.55 at 0.1, the limit at 0.19 and above.

    Checked on CVs of 24 fields against as many made-up vacancies: above 0.1 and ahead, nine of ten were right; between
    0.04 and 0.1, about half.
    """
    return min(GUESS_LIMIT, likeness.cosine / (likeness.cosine + 0.08)) if len(likeness.words) >= 2 else 0.0


def _alternatives(hints: dict[str, Hint], but: str | None) -> tuple[VacancyMatch, ...]:
    best = sorted(hints.values(), key=lambda hint: (-hint.confidence, -hint.cosine))
    return tuple(
        VacancyMatch(id=hint.vacancy, confidence=hint.confidence)
        for hint in best
        if hint.vacancy != but and hint.confidence > 0
    )[:ALTERNATIVES]


def _guessed(hints: dict[str, Hint]) -> tuple[VacancyFinding, tuple[Reason, ...]]:
    """What the CV's own words say: a vacancy where one is clearly ahead, a doubt where some come close, else none."""
    best, *others = sorted(hints.values(), key=lambda hint: (-hint.confidence, -hint.cosine, hint.vacancy))
    if best.confidence >= GUESS_FROM and all(_is_ahead(best, other) for other in others):
        alternatives = _alternatives(hints, best.vacancy)
        found = VacancyFinding(
            id=best.vacancy, confidence=best.confidence, evidence=best.evidence, alternatives=alternatives
        )
        return found, ()
    doubtful = best.confidence >= DOUBTED_FROM
    found = VacancyFinding(evidence=best.evidence if doubtful else (), alternatives=_alternatives(hints, None))
    return found, (Reason.UNSURE_VACANCY,) if doubtful else ()


def _is_ahead(best: Hint, other: Hint) -> bool:
    """By the words alone, or by a title on the CV that the other has not."""
    titled = best.mentioned and not other.mentioned
    return best.confidence > other.confidence and (titled or best.cosine >= AHEAD * other.cosine)
