"""Is it a supplier's paper: an invoice, a reminder, a quotation, a delivery note?

Each language has its words; a paper shows itself by several of them: the subject's first words, "payable within 14
days", a sum, a file called Rechnung.pdf, a sender called billing@. An applicant's travel expenses are no invoice.
"""

from collections.abc import Callable

from inbox_bot.core.judgement.clues import DOCUMENTS_LOOKED_AT, Clues, evidence, evidence_in, filename_words
from inbox_bot.core.judgement.text.wording import FoldedText, pattern_of
from inbox_bot.core.judgement.verdict import Evidence

CERTAIN = 0.6

_SUBJECT = pattern_of("kind.paperwork_subject")
_SAYS_SO = pattern_of("kind.paperwork_says_so")
_SUM = pattern_of("kind.paperwork_sum")
_FILENAME = pattern_of("kind.paperwork_filename")
_INTERVIEW = pattern_of("kind.interview")
_DESK = pattern_of("kind.paperwork_desk")


def is_headed_as_paper(clues: Clues) -> Evidence | None:
    """'Invoice 2026-118', 'Mahnung': the subject's word."""
    return evidence_in("is_headed_as_paper", 0.35, _SUBJECT, clues.subject)


def is_worded_as_paper(clues: Clues) -> Evidence | None:
    """'Payment is due within 14 days', 'zahlbar innerhalb', 'montant TTC'."""
    return evidence_in("is_worded_as_paper", 0.35, _SAYS_SO, clues.typed)


def encloses_paper(clues: Clues) -> Evidence | None:
    """A file called invoice.pdf, or one whose text says that it is one."""
    for index, document in enumerate(clues.documents[:DOCUMENTS_LOOKED_AT]):
        named = _FILENAME.search(filename_words(document.filename)) is not None
        if named or FoldedText.of(clues.texts[index].original, 3_000).has(_SAYS_SO):
            return evidence("encloses_paper", 0.3, document.filename)
    return None


def names_a_sum(clues: Clues) -> Evidence | None:
    """An amount of money."""
    return evidence_in("names_a_sum", 0.15, _SUM, *clues.own_words())


def comes_from_a_desk(clues: Clues) -> Evidence | None:
    """A sender's address as accountants and shops have it."""
    return (
        None
        if clues.sender is None
        else evidence_in("comes_from_a_desk", 0.2, _DESK, FoldedText.of(clues.sender.local, 200))
    )


SIGNALS: tuple[Callable[[Clues], Evidence | None], ...] = (
    is_headed_as_paper,
    is_worded_as_paper,
    encloses_paper,
    names_a_sum,
    comes_from_a_desk,
)


def paperwork_evidence(clues: Clues) -> tuple[Evidence, ...]:
    """The evidence that it is a supplier's paper; empty where the signs are too few."""
    found = tuple(finding for finding in (signal(clues) for signal in SIGNALS) if finding is not None)
    rules = {finding.rule for finding in found}
    if "comes_from_a_desk" not in rules and any(words.has(_INTERVIEW) for words in clues.own_words()):
        return ()  # what the way to an interview cost
    if "?" in clues.typed.folded and not rules & {"encloses_paper", "comes_from_a_desk"}:
        return ()  # "who pays the invoice?"
    says_so = any(finding.rule in ("is_headed_as_paper", "is_worded_as_paper") for finding in found)
    return found if says_so and sum(finding.weight for finding in found) >= CERTAIN - 1e-9 else ()
