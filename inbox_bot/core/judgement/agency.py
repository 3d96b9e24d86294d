"""Is the sender an agency: somebody who introduces candidates for a fee?

A genuine person must never be refused, so this judge is careful in three ways. Findings count as independent only
when they are of different families. What somebody *is* (a recruiter's domain, title, signature) never flags alone:
recruiters apply for jobs too; it takes something they *do* (present somebody, speak of fees, send others' CVs). And
whoever plainly applies ("I am applying", "my CV", a CV with their own
name) is never flagged, at most doubted. The rules' lists go
before all of it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum

from inbox_bot.core.judgement import agency_words as words
from inbox_bot.core.judgement.case import Case, evidence, evidence_in, filename_words, is_listed
from inbox_bot.core.judgement.people import addresses_in, display_name, name_is_in_address, name_on_top, same_person
from inbox_bot.core.judgement.verdict import AgencyFinding, Evidence
from inbox_bot.core.judgement.wording import Wording, pattern
from inbox_bot.core.words import Role

FLAGGED_FROM = 0.6  #: the score from which a sender is flagged
DOUBTED_FROM = 0.4  #: the score from which a person should look


class Family(Enum):
    """What a finding is about. Two findings of one family are one witness."""

    WORDING = "wording"  #: presents candidates, offers services
    TERMS = "terms"  #: fees, rates, terms of business
    DOCUMENTS = "documents"  #: whose CVs they are
    IDENTITY = "identity"  #: the sender's name, title and signature
    ADDRESS = "address"  #: the sender's domain


_DOES = frozenset({Family.WORDING, Family.TERMS, Family.DOCUMENTS})


@dataclass(frozen=True, slots=True)
class Signal:
    """A finding's family and the function that looks for it."""

    family: Family
    looks: Callable[[Case], Evidence | None]


def presents_a_candidate(case: Case) -> Evidence | None:
    """'My candidate', 'I have an excellent candidate', 'unser Kandidat'."""
    if any(wording.has(words.OWN_PROFILE) for wording in case.own_words()):
        return None
    return evidence_in("presents_a_candidate", 0.5, words.PRESENTS_A_CANDIDATE, *case.own_words())


def speaks_of_somebody_else(case: Case) -> Evidence | None:
    """'He is available for interview', 'her CV': an agency's candidate, or somebody's friend."""
    return evidence_in("speaks_of_somebody_else", 0.25, words.SPEAKS_OF_SOMEBODY_ELSE, case.typed)


def offers_services(case: Case) -> Evidence | None:
    """'Our clients', 'recruitment services', 'Personalvermittlung', in the letter itself."""
    return evidence_in("offers_services", 0.35, words.OFFERS_SERVICES, *case.own_words())


def asks_for_terms(case: Case) -> Evidence | None:
    """'Our terms are attached', 'fee of 20 %', 'market rates', 'PSL', 'by interviewing you accept'."""
    return evidence_in("asks_for_terms", 0.5, words.ASKS_FOR_TERMS, *case.own_words())


def names_a_rate(case: Case) -> Evidence | None:
    """A day rate: weak, since freelancers name theirs."""
    return evidence_in("names_a_rate", 0.2, words.NAMES_A_RATE, *case.own_words())


def attaches_terms(case: Case) -> Evidence | None:
    """A document that is an agency's terms of business, by its role or its name."""
    for document in case.documents:
        if document.role is Role.TERMS or _TERMS_FILENAME.search(filename_words(document.filename)):
            return evidence("attaches_terms", 0.5, document.filename)
    return None


_TERMS_FILENAME = pattern(
    "terms(?: of business| and conditions| of engagement)?", "tob", "fee agreement", "agb", "rahmenvertrag"
)


def sends_several_people(case: Case) -> Evidence | None:
    """CVs of several persons from one sender: different names on top, and different addresses where they have any."""
    names: list[str] = []
    for index in case.cvs[:20]:
        name = name_on_top(case.documents[index].text)
        if name is not None and not any(same_person(name, other) for other in names):
            names.append(name)
    return evidence("sends_several_people", 0.55, ", ".join(names[:5])) if len(names) >= 2 else None


def sends_somebody_elses_cv(case: Case) -> Evidence | None:
    """The one CV has a name and an address, and neither is the sender's."""
    if case.sender is None or len(case.cvs) != 1:
        return None
    text = case.documents[case.cvs[0]].text
    name, addresses = name_on_top(text), addresses_in(text)
    sender_name = display_name(case.sender.name)
    if name is None or not addresses or case.sender.address.lower() in {address.lower() for address in addresses}:
        return None
    if sender_name is None or " " not in sender_name or same_person(name, sender_name):
        return None
    if name_is_in_address(name, case.sender.address) or any(name_is_in_address(sender_name, a) for a in addresses):
        return None
    return evidence("sends_somebody_elses_cv", 0.35, f"{sender_name} sends the CV of {name} <{addresses[0]}>")


def signs_as_a_recruiter(case: Case) -> Evidence | None:
    """A recruiter's title in the signature or the display name."""
    name = Wording.of(case.sender.name if case.sender else "", 300)
    return evidence_in("signs_as_a_recruiter", 0.4, words.RECRUITERS_TITLES, case.signature, name, _closing(case))


def signs_for_a_firm(case: Case) -> Evidence | None:
    """A recruitment firm's name in the signature or the display name."""
    name = Wording.of(case.sender.name if case.sender else "", 300)
    return evidence_in("signs_for_a_firm", 0.3, words.FIRM_WORDS, case.signature, name, _closing(case))


def _closing(case: Case) -> Wording:
    """The last lines of the letter: a signature that nothing set apart."""
    lines = case.typed.original[-600:].rstrip().split("\n")
    short = [line for line in lines[-6:] if len(line) <= 60]
    return Wording.of("\n".join(short) if len(lines) > 1 else "")


def writes_from_a_recruiters_domain(case: Case) -> Evidence | None:
    """Recruitment words in the sender's domain: talentpartners.example, smith-recruitment.example."""
    if case.sender is None:
        return None
    domain = case.sender.domain.lower()
    squeezed = domain.replace("-", "")
    pieces = set(domain.replace("-", ".").split("."))
    if any(word in squeezed for word in words.RECRUITMENT_IN_DOMAIN) or "talent" in pieces:
        return evidence("writes_from_a_recruiters_domain", 0.4, case.sender.domain)
    return None


AGENCY_SIGNALS: tuple[Signal, ...] = (  # in the order the digest shows them
    Signal(Family.WORDING, presents_a_candidate),
    Signal(Family.TERMS, asks_for_terms),
    Signal(Family.TERMS, attaches_terms),
    Signal(Family.TERMS, names_a_rate),
    Signal(Family.DOCUMENTS, sends_several_people),
    Signal(Family.DOCUMENTS, sends_somebody_elses_cv),
    Signal(Family.WORDING, offers_services),
    Signal(Family.WORDING, speaks_of_somebody_else),
    Signal(Family.IDENTITY, signs_as_a_recruiter),
    Signal(Family.IDENTITY, signs_for_a_firm),
    Signal(Family.ADDRESS, writes_from_a_recruiters_domain),
)


def applies_themselves(case: Case) -> Evidence | None:
    """'I am applying', 'my CV', 'meine Bewerbung': whoever writes so is never flagged."""
    return evidence_in("applies_themselves", -0.5, words.APPLIES_THEMSELVES, *case.own_words())


def speaks_for_kin(case: Case) -> Evidence | None:
    """'My husband', 'a friend of mine': a person helping another is never flagged."""
    return evidence_in("speaks_for_kin", -0.5, words.SPEAKS_OF_KIN, case.typed)


def brings_their_own_cv(case: Case) -> Evidence | None:
    """The one CV has the sender's name on top: whoever brings it is never flagged."""
    if case.sender is None or len(case.cvs) != 1:
        return None
    name, sender_name = name_on_top(case.documents[case.cvs[0]].text), display_name(case.sender.name)
    if name is not None and sender_name is not None and same_person(name, sender_name):
        return evidence("brings_their_own_cv", -0.4, name)
    return None


def tells_of_themselves(case: Case) -> Evidence | None:
    """'My skills', 'I worked': weak, since recruiters tell of themselves, too."""
    return evidence_in("tells_of_themselves", -0.2, words.TELLS_OF_THEMSELVES, case.typed)


PERSONAL_SIGNALS: tuple[Callable[[Case], Evidence | None], ...] = (  # what speaks against an agency
    applies_themselves,
    speaks_for_kin,
    brings_their_own_cv,
    tells_of_themselves,
)
_NEVER_FLAGGED = frozenset({"applies_themselves", "speaks_for_kin", "brings_their_own_cv"})


def agency_finding(case: Case) -> AgencyFinding:
    """Whether the sender is an agency. Colleagues and those on `agencies.never` are not, whatever they write."""
    lists = case.rules.agencies
    if case.sender is not None:
        entry = is_listed(case.sender, lists.never)
        if entry is not None:
            return AgencyFinding(evidence=(evidence("is_never_an_agency", -1.0, f"agencies.never: {entry}"),))
    if case.colleague:
        return AgencyFinding()
    best: dict[Family, float] = {}
    found: list[Evidence] = []
    for signal in AGENCY_SIGNALS:
        finding = signal.looks(case)
        if finding is not None:
            found.append(finding)
            best[signal.family] = max(best.get(signal.family, 0.0), finding.weight)
    score = _together(best.values())
    for address in (case.sender, *case.message.reply_to[:3]):
        entry = is_listed(address, lists.blocked) if address else None
        if entry is not None:
            blocked = evidence("is_blocked", 1.0, f"agencies.blocked: {entry}")
            return AgencyFinding(flagged=True, score=1.0, signals=1 + len(best), evidence=(blocked, *found))
    entry = is_listed(case.sender, lists.approved) if case.sender else None
    if entry is not None:
        approved = evidence("is_approved", 1.0, f"agencies.approved: {entry}")
        return AgencyFinding(approved=True, score=1.0, signals=1 + len(best), evidence=(approved, *found))
    before = score
    personal = tuple(
        finding for finding in (signal(case) for signal in PERSONAL_SIGNALS if found) if finding is not None
    )
    for finding in personal:
        score *= 1.0 + finding.weight
    spared = any(finding.rule in _NEVER_FLAGGED for finding in personal)
    does = best.keys() & _DOES
    if spared and before >= 0.75 and len(does) >= 2 and "brings_their_own_cv" not in {p.rule for p in personal}:
        score = max(score, DOUBTED_FROM)  # "I am applying on behalf of my candidate; our fee is 20 %"
    flagged = score >= FLAGGED_FROM and len(best) >= 2 and bool(does) and not spared
    return AgencyFinding(
        flagged=flagged, score=round(min(score, 1.0), 3), signals=len(best), evidence=(*found, *personal)
    )


def is_doubtful(finding: AgencyFinding) -> bool:
    """Whether a person should look: too much for an applicant, too little to flag."""
    return not finding.flagged and not finding.approved and finding.score >= DOUBTED_FROM


def _together(weights: Iterable[float]) -> float:
    rest = 1.0
    for weight in weights:
        rest *= 1.0 - weight
    return 1.0 - rest
