"""Does a company write, and not a person? By its address, its name, its own words, and the service that sent it.

A shop's or a seller's wording has no end; who writes has few forms: `orders@`, "Papier Plus" at papierplus.example, a
letter that speaks of the sender's own domain as a product. None of it puts a mail away by itself, since a school's
office asks for a visit, too: it takes a hint of what companies write about beside it, and two where something is asked.
"""

import re
from collections.abc import Callable

from inbox_bot.core.judgement.clues import Clues, evidence
from inbox_bot.core.judgement.kind.away.counting import counted
from inbox_bot.core.judgement.text.wording import fold, pattern_of
from inbox_bot.core.judgement.verdict import Evidence

CERTAIN = 0.6
HINTED = 0.25  # of the hints alone
ASKED = 0.5  # of the hints alone, where something is asked: a person may do so, too
GREETING = 60  # characters in which a letter greets its reader
SHORTEST = 4  # letters of a domain's name: shorter ones are in many words

_DESKS = pattern_of("kind.desks")
_CALLS_TO_ACTION = pattern_of("kind.calls_to_action")
_YOUR_COMPANY = pattern_of("kind.your_company")
_SPEAKS_OF_PAYMENT = pattern_of("kind.speaks_of_payment")
_SPEAKS_OF_DELIVERY = pattern_of("kind.speaks_of_delivery")
_TELLS_NEWS = pattern_of("kind.tells_news")
_NOT_A_LETTER = re.compile(r"[^a-z0-9]+")
_ADDRESSES = re.compile(r"\S+@\S+|https?://\S+|www[.]\S+")
_HONORIFIC = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Mx|Herrn?|Frau|Monsieur|Madame|Mme|Sr|Sra|Señora?|Sig|Signora?|Dhr|Mevrouw|Meneer|Pani?)[.]? "
    r"[^\W\d_a-z]\w"
)
#: What the services by which companies send put into the header.
_SERVICES_FIELDS = (
    "feedback-id", "x-sg-eid", "x-mailgun-sid", "x-ses-outgoing", "x-mc-user", "x-mandrill-user", "x-sib-id",
    "x-mj-mid", "x-pm-message-id", "x-campaign", "x-campaignid", "x-mailer-recptid", "x-hs-email-id",
    "x-report-abuse", "x-csa-complaints",
)  # fmt: skip


def writes_from_a_desk(clues: Clues) -> Evidence | None:
    """`orders@`, `kundenservice@`, `atencion@`: an address that belongs to no person."""
    if clues.sender is None:
        return None
    local = fold(clues.sender.local[:100]).partition("+")[0].replace(".", "-").replace("_", "-")
    return evidence("writes_from_a_desk", 0.35, clues.sender.address) if _DESKS.fullmatch(local) else None


def is_called_as_its_domain(clues: Clues) -> Evidence | None:
    """ "Papier Plus" at papierplus.example; not Tom Rigby, whose address is tom@rigby.example."""
    if clues.sender is None:
        return None
    name, domain = _letters(clues.sender.name[:100]), _letters(_own_name(clues.sender.domain))
    words = fold(clues.sender.name[:100]).split()
    first_name = len(words) > 1 and _letters(words[0]) == _letters(clues.sender.local.partition("+")[0])
    if len(domain) < SHORTEST or not name or first_name:
        return None
    if domain in name or (len(name) >= SHORTEST and name in domain):
        return evidence("is_called_as_its_domain", 0.35, f"{clues.sender.name} <{clues.sender.address}>")
    return None


def names_its_own_company(clues: Clues) -> Evidence | None:
    """'PeoplePulse measures engagement', from peoplepulse.example: the writer speaks for it."""
    if clues.sender is None:
        return None
    domain = _letters(_own_name(clues.sender.domain))
    if len(domain) < SHORTEST or domain in _letters(clues.sender.name[:100]):
        return None
    for words in clues.own_words():
        said = _letters(_ADDRESSES.sub(" ", words.folded))
        if domain in said:
            return evidence("names_its_own_company", 0.35, clues.sender.domain)
    return None


def went_through_a_service(clues: Clues) -> Evidence | None:
    """A field of a service that sends for companies."""
    for name in _SERVICES_FIELDS:
        for value in clues.message.header(name)[:1]:
            return evidence("went_through_a_service", 0.35, f"{name}: {value}")
    return None


def calls_to_action(clues: Clues) -> Evidence | None:
    """'Shop now', 'Fordern Sie unser Angebot an', 'découvrez'."""
    return counted("calls_to_action", 0.25, 0.35, _CALLS_TO_ACTION, clues)


def speaks_of_your_company(clues: Clues) -> Evidence | None:
    """'Your employees', 'votre entreprise': the reader is a company to it."""
    return counted("speaks_of_your_company", 0.25, 0.3, _YOUR_COMPANY, clues)


def speaks_of_payment(clues: Clues) -> Evidence | None:
    """Amounts that are due, accounts that are charged."""
    return counted("speaks_of_payment", 0.25, 0.35, _SPEAKS_OF_PAYMENT, clues)


def speaks_of_delivery(clues: Clues) -> Evidence | None:
    """Orders and parcels on their way."""
    return counted("speaks_of_delivery", 0.25, 0.35, _SPEAKS_OF_DELIVERY, clues)


def tells_news(clues: Clues) -> Evidence | None:
    """What is new, opening hours, tips."""
    return counted("tells_news", 0.25, 0.35, _TELLS_NEWS, clues)


COMPANIES: tuple[Callable[[Clues], Evidence | None], ...] = (
    writes_from_a_desk,
    is_called_as_its_domain,
    names_its_own_company,
    went_through_a_service,
)
HINTS: tuple[Callable[[Clues], Evidence | None], ...] = (
    calls_to_action,
    speaks_of_your_company,
    speaks_of_payment,
    speaks_of_delivery,
    tells_news,
)


def company_evidence(clues: Clues, signs: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    """The evidence that a company writes on its business; empty where a person may write, or where nothing hints at it.

    `signs`: what was found of sellers, papers, notices and newsletters, which hint as well.
    """
    companies = tuple(finding for finding in (sign(clues) for sign in COMPANIES) if finding is not None)
    if not companies or _speaks_of_a_person(clues):
        return ()
    hints = (*(finding for finding in (sign(clues) for sign in HINTS) if finding is not None), *signs)
    if all(finding.rule == "names_its_own_company" for finding in companies):
        hints = tuple(finding for finding in hints if finding.rule in _SELLS)  # an employee names the company, too
    hinted = sum(finding.weight for finding in hints)
    total = hinted + sum(finding.weight for finding in companies)
    sells = any(finding.rule == "names_its_own_company" for finding in companies)
    enough = hinted >= (ASKED if "?" in clues.typed.folded and not sells else HINTED)
    return (*companies, *hints) if enough and total >= CERTAIN - 1e-9 else ()


def _speaks_of_a_person(clues: Clues) -> bool:
    """Whether it names somebody as "Ms Lee", after the greeting: an authority's, a lawyer's or a landlord's mail."""
    text = clues.typed.original[:8_000]
    _, ends, rest = text.partition("\n") if "\n" in text[:GREETING] else text.partition(",")
    return _HONORIFIC.search(rest if ends else text) is not None


_SELLS = frozenset(
    {"calls_to_action", "speaks_of_your_company", "offers_goods", "wants_a_meeting", "promotes", "boasts"}
)


def _own_name(domain: str) -> str:
    """A domain's own name: `peoplepulse` of mail.peoplepulse.example, without country and kind."""
    labels = domain.lower().split(".")[:-1]
    while len(labels) > 1 and len(labels[-1]) <= 3:  # co.uk, com.au
        labels.pop()
    return labels[-1] if labels else ""


def _letters(text: str) -> str:
    return _NOT_A_LETTER.sub("", fold(text))
