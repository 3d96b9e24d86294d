"""Who claims a mail: the vacancies that something in it speaks for, signal by signal.

A signal is a function from a mail to claims, each a vacancy with its evidence; `SIGNALS` has them in order of strength:
the address it went to, a reference number, a title in the subject, a title in the letter, a part of a title, the
thread, an application that waits for its CV. Which claim wins is choice.py's.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

from inbox_bot.core.domains import split_address
from inbox_bot.core.judgement.applicant.cv_owner import writes_for_themselves
from inbox_bot.core.judgement.clues import Clues, evidence
from inbox_bot.core.judgement.sender import is_sent_for_somebody
from inbox_bot.core.judgement.taught import BY_WORDING, Teaches, of_a_title
from inbox_bot.core.judgement.text.wording import pattern_of
from inbox_bot.core.judgement.vacancy.advertised import (
    DECIDES,
    Advertised,
    Request,
    VacancyClaim,
    strongest,
)
from inbox_bot.core.judgement.vacancy.guess import Hint, closed_on_arrival, hints_of
from inbox_bot.core.judgement.vacancy.part_named import Elsewhere, names_a_part_of_its_title, names_another_position
from inbox_bot.core.judgement.vacancy.speculative import speaks_speculatively
from inbox_bot.core.judgement.vacancy.title_named import (
    TURNS_IT_DOWN,
    names_it_in_the_letter,
    names_it_in_the_subject,
)
from inbox_bot.core.judgement.vacancy.wordings import wordings_of
from inbox_bot.core.judgement.verdict import EarlierMail, Evidence
from inbox_bot.core.words import Kind, Role

CV_FOLLOWS_WITHIN = timedelta(days=14)  #: an application without a CV waits that long for one sent outside its thread

LEARNED = 0.75  #: what a decision about such a title is worth: less than a title that is one of ours
_FORGOTTEN = pattern_of("vacancy.forgotten_cv")


def was_sent_to_its_address(clues: Clues, request: Request, offers: Advertised) -> Iterable[VacancyClaim]:
    """The mail went to the vacancy's own address, or to ours with the vacancy's id or reference as plus-tag."""
    addresses = [recipient.address for recipient in clues.message.recipients[:100]]
    for name in ("delivered-to", "x-original-to", "envelope-to"):
        addresses.extend(value.strip().strip("<>") for value in clues.message.header(name)[:5])
    ours = clues.rules.own_addresses()
    named: dict[str, str] = {}
    for address in addresses:
        lowered = address.lower()
        local, domain = split_address(lowered)
        base, _, tag = local.partition("+")
        for vacancy in offers.vacancies:
            own = (vacancy.address or "").lower()
            words = {vacancy.id.lower(), (vacancy.reference or vacancy.id).lower()}
            if (own and own in (lowered, f"{base}@{domain}")) or (tag in words and f"{base}@{domain}" in ours):
                named.setdefault(vacancy.id, address)
    for vacancy_id, address in named.items():
        yield VacancyClaim(vacancy_id, evidence("was_sent_to_its_address", 0.97, address))


def quotes_its_reference(clues: Clues, request: Request, offers: Advertised) -> Iterable[VacancyClaim]:
    """Subject or letter has the vacancy's reference number."""
    for vacancy_id, reference in offers.references:
        for wording in (*request.subjects, *request.letters):
            match = reference.search(wording.folded)
            if match is not None:
                quote = wording.quote(match.start(), match.end())
                yield VacancyClaim(vacancy_id, evidence("quotes_its_reference", 0.96, quote))
                break


def belongs_to_its_thread(clues: Clues, request: Request, offers: Advertised) -> Iterable[VacancyClaim]:
    """An earlier mail of this thread was about the vacancy."""
    ids = {vacancy.id for vacancy in offers.vacancies}
    for mail in clues.known.earlier[:50]:
        if mail.same_thread:
            for vacancy_id in mail.vacancies[:5]:
                if vacancy_id in ids:
                    yield VacancyClaim(
                        vacancy_id, evidence("belongs_to_its_thread", 0.9, mail.message_id or vacancy_id)
                    )


def brings_the_cv_that_was_missing(clues: Clues, request: Request, offers: Advertised) -> Iterable[VacancyClaim]:
    """The writer's last application came a short while ago, for this vacancy alone, and this mail brings the CV.

    People answer "we found no CV in your mail" with a new mail as often as with a reply. Where nothing tells whether
    the application had a CV, the vacancy is the best guess still, unless the writer speaks of a forgotten attachment.
    """
    if not clues.has_cv or clues.colleague or _is_sent_by_many(clues):
        return
    mails = _applications_lately(clues)
    wanted = {vacancy_id for mail in mails for vacancy_id in mail.vacancies}
    if len(wanted) != 1 or any(mail.had_cv for mail in mails) or not mails[0].vacancies:
        return
    (vacancy_id,) = wanted
    if vacancy_id not in {vacancy.id for vacancy in offers.vacancies}:
        return
    quote = next(
        (text.first(_FORGOTTEN) for text in (*request.subjects, *request.letters) if text.has(_FORGOTTEN)), None
    )
    certain = quote is not None or all(mail.had_cv is False for mail in mails)
    found = evidence("brings_the_cv_that_was_missing", 0.85 if certain else 0.7, quote or mails[0].message_id or "")
    yield VacancyClaim(vacancy_id, found)


def _applications_lately(clues: Clues) -> list[EarlierMail]:
    """The writer's own applications of the last days, newest first."""
    since = clues.reading.received_at - CV_FOLLOWS_WITHIN
    theirs = [mail for mail in clues.known.earlier[:50] if mail.same_person and not mail.ours]
    return [mail for mail in theirs if mail.kind is Kind.APPLICATION and mail.received_at >= since]


def _is_sent_by_many(clues: Clues) -> bool:
    """Whether the sender's address is a job board's: whoever it sent before is another person."""
    return is_sent_for_somebody(clues) and not writes_for_themselves(clues)


def was_decided_by_its_wording(clues: Clues, offers: Advertised, declined: frozenset[str]) -> VacancyClaim | None:
    """People filed mails with the same wording of a title under one vacancy, which takes applications still."""
    if not any(fact.lesson.teaches is Teaches.TITLE for fact in clues.known.facts):
        return None
    closed = closed_on_arrival(clues, offers)
    possible = {vacancy.id for vacancy in offers.vacancies} - closed - declined
    found = [of_a_title(clues.known.facts, wording) for wording in wordings_of(clues.message)]
    meant = {fact.lesson.means: fact for fact in reversed(found) if fact is not None}
    if len(meant) != 1:
        return None
    [(vacancy, fact)] = meant.items()
    if vacancy is None or vacancy not in possible:
        return None
    return VacancyClaim(vacancy, evidence(BY_WORDING, LEARNED, fact.quote))


Signal = Callable[[Clues, Request, Advertised], Iterable[VacancyClaim]]
SIGNALS: tuple[Signal, ...] = (  # in order of strength
    was_sent_to_its_address,
    quotes_its_reference,
    names_it_in_the_subject,
    names_it_in_the_letter,
    names_a_part_of_its_title,
    belongs_to_its_thread,
    brings_the_cv_that_was_missing,
)

RANK_OF_SUBJECT = SIGNALS.index(names_it_in_the_subject)
RANK_OF_LETTER = SIGNALS.index(names_it_in_the_letter)
RANK_OF_PART = SIGNALS.index(names_a_part_of_its_title)
RANK_OF_FOLLOWING = SIGNALS.index(brings_the_cv_that_was_missing)
TIE = 0.12  #: claims of one rank that are closer than this are equal


@dataclass(frozen=True, kw_only=True, slots=True)
class Claims:
    """All that a mail says for and against the vacancies."""

    request: Request
    ranks: tuple[dict[str, VacancyClaim], ...]  #: by signal, in their order: the weightiest claim for each vacancy
    named: tuple[VacancyClaim, ...]  #: every claim by a name, in the order of the texts
    speculative: Evidence | None  #: the writer wants none in particular
    another: Elsewhere | None  #: a position that no vacancy fits, and what is near it
    learned: VacancyClaim | None  #: what people decided about a mail with the same wording of its title
    hints: dict[str, Hint]  #: what the CV and passing mentions say
    by_cv: bool  #: a CV was read, and the hints are its words

    def leaders(self, rank: int) -> list[VacancyClaim]:
        """The claims of a rank that decide and are equally strong, the strongest first."""
        return leaders(self.ranks[rank])


def claims_of(clues: Clues, request: Request, offers: Advertised) -> Claims:
    """Ask each signal. A part of a title is looked for only where no whole one is named."""
    ranks: list[dict[str, VacancyClaim]] = []
    named: list[VacancyClaim] = []
    for signal in SIGNALS:
        if signal is names_a_part_of_its_title and any(leaders(claims) for claims in ranks):
            ranks.append({})
            continue
        claims = tuple(signal(clues, request, offers))
        named.extend(claim for claim in claims if claim.spot is not None)
        ranks.append(strongest(claims))
    declined = _declined(ranks[RANK_OF_SUBJECT], ranks[RANK_OF_LETTER])
    for rank in (RANK_OF_SUBJECT, RANK_OF_PART):
        ranks[rank] = {vacancy: claim for vacancy, claim in ranks[rank].items() if vacancy not in declined}
    another = any(leaders(claims) for claims in ranks[: RANK_OF_PART + 1])
    by_name = (ranks[rank] for rank in (RANK_OF_SUBJECT, RANK_OF_LETTER, RANK_OF_PART))
    passing = strongest(claim for claims in by_name for claim in claims.values())
    return Claims(
        request=request,
        ranks=tuple(ranks),
        named=tuple(named),
        speculative=speaks_speculatively(request.subjects, request.letters),
        another=None if another else names_another_position(clues, request, offers),
        learned=None if another else was_decided_by_its_wording(clues, offers, declined),
        hints=hints_of(clues, request, offers, passing, declined),
        by_cv=any(clues.documents[at].role is Role.CV and clues.documents[at].text for at in request.documents),
    )


def _declined(subject: dict[str, VacancyClaim], letter: dict[str, VacancyClaim]) -> frozenset[str]:
    """The vacancies that the letter turns down, or the subject where the letter doesn't apply for them."""
    down = {vacancy for vacancy, claim in letter.items() if claim.evidence.rule == TURNS_IT_DOWN}
    down |= {
        vacancy
        for vacancy, claim in subject.items()
        if claim.evidence.rule == TURNS_IT_DOWN and vacancy not in _deciding(letter)
    }
    return frozenset(down)


def _deciding(claims: dict[str, VacancyClaim]) -> frozenset[str]:
    return frozenset(vacancy for vacancy, claim in claims.items() if claim.evidence.weight >= DECIDES)


def leaders(claims: dict[str, VacancyClaim]) -> list[VacancyClaim]:
    """The claims that decide and are equally strong, the strongest first."""
    deciding = sorted(
        (claim for claim in claims.values() if claim.evidence.weight >= DECIDES), key=lambda c: -c.evidence.weight
    )
    return [claim for claim in deciding if claim.evidence.weight >= deciding[0].evidence.weight - TIE]
