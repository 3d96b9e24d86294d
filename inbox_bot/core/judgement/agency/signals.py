"""What gives an agency away, and what speaks against one: each signal looks for one thing and quotes what it found."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from inbox_bot.core.judgement.agency import words as words
from inbox_bot.core.judgement.agency.asked_after import asks_after_somebody
from inbox_bot.core.judgement.agency.decided import was_decided_an_agency
from inbox_bot.core.judgement.agency.earlier import presented_another, writes_to_several_of_ours
from inbox_bot.core.judgement.agency.fees import fees_in
from inbox_bot.core.judgement.agency.learned import reads_like_an_agency
from inbox_bot.core.judgement.agency.manner import FEES, KIN, THIRD_PERSON, marks_of
from inbox_bot.core.judgement.agency.papers import made_by_a_firm, on_a_firms_paper
from inbox_bot.core.judgement.agency.pictured import in_a_picture, in_place_of_a_letter, quoted, said
from inbox_bot.core.judgement.agency.software import sent_by_recruiters_software
from inbox_bot.core.judgement.applicant.branded import agencys_head
from inbox_bot.core.judgement.applicant.cv_owner import persons_of_the_cvs, places_of, somebody_elses_name
from inbox_bot.core.judgement.clues import Clues, evidence, evidence_in, filename_words
from inbox_bot.core.judgement.names.reading import display_name
from inbox_bot.core.judgement.sender import is_sent_for_somebody
from inbox_bot.core.judgement.text.wording import FoldedText, fold, pattern_of
from inbox_bot.core.judgement.verdict import Evidence
from inbox_bot.core.words import Role

REACH = 60  # characters before a person's name in which it is said what is done with them
LOOKED_AT = 20  # places in one text where its writer may seek work


class Family(Enum):
    """What a finding is about. Two findings of one family are one witness."""

    WORDING = "wording"  #: presents candidates, offers services
    TERMS = "terms"  #: fees, rates, terms of business
    DOCUMENTS = "documents"  #: whose CVs they are, and that somebody else is offered: a friend does that, too
    IDENTITY = "identity"  #: the sender's name, title and signature
    ADDRESS = "address"  #: the sender's domain
    DECIDED = "decided"  #: what people decided about earlier mails of the sender
    EARLIER = "earlier"  #: what else came from the same address
    FILES = "files"  #: what files say of themselves
    MANNER = "manner"  #: how the letter as a whole is written, by what was learned from letters


@dataclass(frozen=True, slots=True)
class Signal:
    """A finding's family and the function that looks for it."""

    family: Family
    looks: Callable[[Clues], Evidence | None]


def presents_a_candidate(clues: Clues) -> Evidence | None:
    """'My candidate', 'exclusively represented by', 'CV of a contractor', 'unser Kandidat'."""
    if any(wording.has(words.OWN_PROFILE) for wording in clues.own_words()):
        return None
    for pattern in (words.PRESENTS_A_CANDIDATE, words.OFFERS_A_CANDIDATE):
        found = said("presents_a_candidate", 0.5, pattern, clues)
        if found is not None:
            return found
    return None


def fills_in_a_submission(clues: Clues) -> Evidence | None:
    """A form about somebody: 'Candidate: …' and lines on role, salary, notice, availability. A job board's is none."""
    if (
        clues.by_form
        or is_sent_for_somebody(clues)
        or not clues.typed.has(words.FORM_OF_A_CANDIDATE)
        or clues.typed.count(words.FORM_LINES) < 2
    ):
        return None
    return evidence_in("fills_in_a_submission", 0.5, words.FORM_OF_A_CANDIDATE, clues.typed)


def sells_recruitment(clues: Clues) -> Evidence | None:
    """'We are a staffing company', 'do you use agencies', 'our bench', 'wir sind eine Personalvermittlung'."""
    for pattern in (words.SELLS_RECRUITMENT, words.IS_AN_AGENCY):
        found = said("sells_recruitment", 0.45, pattern, clues)
        if found is not None:
            return found
    return None


def offers_services(clues: Clues) -> Evidence | None:
    """'Our clients', 'recruitment services', 'wir überlassen Ihnen', in the letter itself."""
    return said("offers_services", 0.35, words.OFFERS_SERVICES, clues)


def names_the_trade(clues: Clues) -> Evidence | None:
    """'Zeitarbeit', 'agence d'intérim', 'uitzendbureau': weaker, since whoever works through one says so, too."""
    return evidence_in("names_the_trade", 0.2, words.NAMES_THE_TRADE, *clues.own_words())


def speaks_of_somebody_else(clues: Clues) -> Evidence | None:
    """'He is available for interview', 'her CV': an agency's candidate, or somebody's friend."""
    return evidence_in("speaks_of_somebody_else", 0.25, words.SPEAKS_OF_SOMEBODY_ELSE, clues.typed)


def asks_for_terms(clues: Clues) -> Evidence | None:
    """'Our terms are attached', 'fee of 20 %', 'market rates', 'PSL'; not where it says that there is no fee."""
    for wording in clues.own_words():
        quote = fees_in(wording)
        if quote is not None:
            return Evidence(rule="asks_for_terms", quote=quote, weight=0.5)
    shown = next((each for each in in_place_of_a_letter(clues) if fees_in(each) is not None), None)
    return None if shown is None else evidence("asks_for_terms", 0.5, quoted(shown.original))


def names_its_price(clues: Clues) -> Evidence | None:
    """Words of fees, and a sum, a rate or a percentage beside them: weaker still, it only bears out others."""
    marks = marks_of(clues)
    words = marks.get(FEES, ())
    figure = next((marks[figure][0] for figure in ("percent", "rate", "money") if marks.get(figure)), None)
    return evidence("names_its_price", 0.15, f"{words[0]}, {figure}") if words and figure is not None else None


def names_a_rate(clues: Clues) -> Evidence | None:
    """A day rate: weak, since freelancers name theirs."""
    return evidence_in("names_a_rate", 0.2, words.NAMES_A_RATE, *clues.own_words())


def attaches_terms(clues: Clues) -> Evidence | None:
    """A document that is an agency's terms of business, by its role or its name."""
    for document in clues.documents:
        if document.role is Role.TERMS or _TERMS_FILENAME.search(filename_words(document.filename)):
            return evidence("attaches_terms", 0.5, document.filename)
    return None


_TERMS_FILENAME = pattern_of("agency.terms_in_a_filename")


def sends_several_people(clues: Clues) -> Evidence | None:
    """CVs of several persons from one sender."""
    names = persons_of_the_cvs(clues)
    return evidence("sends_several_people", 0.55, ", ".join(names[:5])) if len(names) >= 2 else None


def sends_somebody_elses_cv(clues: Clues) -> Evidence | None:
    """The CV is plainly another person's than the sender."""
    name = somebody_elses_name(clues)
    if name is None or clues.sender is None:
        return None
    return evidence("sends_somebody_elses_cv", 0.35, f"{_shown(clues)} sends the CV of {name}")


def _shown(clues: Clues) -> str:
    return (display_name(clues.sender.name) or clues.sender.address) if clues.sender else ""


def sends_a_branded_cv(clues: Clues) -> Evidence | None:
    """A CV under a firm's or a consultant's name: 'Harper Recruitment Ltd', 'Consultant: Joan Harper'."""
    head = agencys_head(clues)
    return None if head is None else evidence("sends_a_branded_cv", 0.5, head)


def presents_the_cvs_person(clues: Clues) -> Evidence | None:
    """'I am delighted to present Bob Ray', 'I have interviewed Bob': weak, since a friend introduces, too."""
    name = somebody_elses_name(clues)
    if name is None:
        return None
    for word in (fold(name), *(part for part in fold(name).split() if len(part) >= 3)):
        for at in places_of(word, clues.typed):
            before = clues.typed.folded[max(0, at - REACH) : at]
            matches = list(words.DONE_WITH_A_CANDIDATE.finditer(before))
            if matches and len(before[matches[-1].end() :].split()) <= 2:
                quote = clues.typed.quote(at - len(before) + matches[-1].start(), at + len(word))
                return Evidence(rule="presents_the_cvs_person", quote=quote, weight=0.4)
    return None


def offers_somebody(clues: Clues) -> Evidence | None:
    """'I've got someone who', 'may I float a profile', 'un profil à vous présenter': weak, since friends do, too."""
    return said("offers_somebody", 0.4, words.OFFERS_SOMEBODY, clues)


def tells_of_another(clues: Clues) -> Evidence | None:
    """Twice and more a person is told of, who is not called kin: weaker still, it only bears out others."""
    marks = marks_of(clues)
    told = marks.get(THIRD_PERSON, ())
    return evidence("tells_of_another", 0.15, ", ".join(told[:5])) if len(told) >= 2 and not marks.get(KIN) else None


def signs_as_a_recruiter(clues: Clues) -> Evidence | None:
    """A recruiter's title in the signature, the display name or a picture's words."""
    name = FoldedText.of(clues.sender.name if clues.sender else "", 300)
    found = evidence_in("signs_as_a_recruiter", 0.4, words.RECRUITERS_TITLES, clues.signature, name, _closing(clues))
    return found or in_a_picture("signs_as_a_recruiter", 0.4, words.RECRUITERS_TITLES, clues.pictures)


def signs_for_a_firm(clues: Clues) -> Evidence | None:
    """A recruitment firm's name in the signature, the display name or a picture's words."""
    name = FoldedText.of(clues.sender.name if clues.sender else "", 300)
    found = evidence_in("signs_for_a_firm", 0.3, words.FIRM_WORDS, clues.signature, name, _closing(clues))
    return found or in_a_picture("signs_for_a_firm", 0.3, words.FIRM_WORDS, clues.pictures)


def signs_for_a_company(clues: Clues) -> Evidence | None:
    """A company's legal form in the signature or the display name: weaker still, since freelancers have companies."""
    name = FoldedText.of(clues.sender.name if clues.sender else "", 300)
    return evidence_in("signs_for_a_company", 0.15, words.LEGAL_FORMS, clues.signature, name, _closing(clues))


def _closing(clues: Clues) -> FoldedText:
    """The last lines of the letter: a signature that nothing set apart."""
    lines = clues.typed.original[-600:].rstrip().split("\n")
    short = [line for line in lines[-6:] if len(line) <= 60]
    return FoldedText.of("\n".join(short) if len(lines) > 1 else "")


def writes_from_a_recruiters_domain(clues: Clues) -> Evidence | None:
    """Recruitment words in the sender's domain: talentpartners.example, smith-recruitment.example."""
    if clues.sender is None:
        return None
    domain = clues.sender.domain.lower()
    squeezed = domain.replace("-", "")
    pieces = set(domain.replace("-", ".").split("."))
    if any(word in squeezed for word in words.RECRUITMENT_IN_DOMAIN) or "talent" in pieces:
        return evidence("writes_from_a_recruiters_domain", 0.4, clues.sender.domain)
    if any(piece.endswith("search") and not piece.endswith("research") for piece in pieces):  # simmonssearch.example
        return evidence("writes_from_a_recruiters_domain", 0.25, clues.sender.domain)
    return None


AGENCY_SIGNALS: tuple[Signal, ...] = (  # in the order the digest shows them
    Signal(Family.DECIDED, was_decided_an_agency),
    Signal(Family.WORDING, presents_a_candidate),
    Signal(Family.WORDING, fills_in_a_submission),
    Signal(Family.TERMS, asks_for_terms),
    Signal(Family.TERMS, attaches_terms),
    Signal(Family.TERMS, names_a_rate),
    Signal(Family.DOCUMENTS, sends_several_people),
    Signal(Family.DOCUMENTS, sends_somebody_elses_cv),
    Signal(Family.DOCUMENTS, sends_a_branded_cv),
    Signal(Family.DOCUMENTS, presents_the_cvs_person),
    Signal(Family.DOCUMENTS, offers_somebody),
    Signal(Family.DOCUMENTS, asks_after_somebody),
    Signal(Family.WORDING, sells_recruitment),
    Signal(Family.WORDING, offers_services),
    Signal(Family.WORDING, names_the_trade),
    Signal(Family.WORDING, speaks_of_somebody_else),
    Signal(Family.IDENTITY, signs_as_a_recruiter),
    Signal(Family.IDENTITY, signs_for_a_firm),
    Signal(Family.ADDRESS, writes_from_a_recruiters_domain),
    Signal(Family.ADDRESS, sent_by_recruiters_software),
    Signal(Family.MANNER, reads_like_an_agency),
    Signal(Family.TERMS, names_its_price),
    Signal(Family.DOCUMENTS, tells_of_another),
    Signal(Family.IDENTITY, signs_for_a_company),
    Signal(Family.DOCUMENTS, on_a_firms_paper),
    Signal(Family.FILES, made_by_a_firm),
    Signal(Family.EARLIER, presented_another),
    Signal(Family.EARLIER, writes_to_several_of_ours),
)
