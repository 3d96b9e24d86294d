"""Did a machine write it: a vacation note, a ticket receipt (RFC 3834)?

Owns the parsing of Auto-Submitted. Not here: X-Auto-Response-Suppress, which people's ordinary Exchange mail carries
and which says nothing about who wrote it.
"""

from collections.abc import Callable

from inbox_bot.core.judgement.clues import Clues, evidence, evidence_in
from inbox_bot.core.judgement.sender import auto_submitted
from inbox_bot.core.judgement.text.wording import pattern_of
from inbox_bot.core.judgement.verdict import Evidence

CERTAIN = 0.7

_FLAG_HEADERS = (
    "x-autoreply",
    "x-autorespond",
    "x-autoresponder",
    "x-auto-reply",
    "x-mail-autoreply",
    "x-auto-reply-from",
)
_VACATION_SUBJECTS = pattern_of("kind.vacation_subjects")
_VACATION_WORDS = pattern_of("kind.vacation_words")
_RECEIPT_WORDS = pattern_of("kind.receipt_words")


def says_it_is_automatic(clues: Clues) -> Evidence | None:
    """Auto-Submitted with any keyword but `no` (RFC 3834 §5)."""
    keyword = auto_submitted(clues.message)
    return None if keyword is None else evidence("says_it_is_automatic", 0.9, f"Auto-Submitted: {keyword}")


def has_an_autoresponders_header(clues: Clues) -> Evidence | None:
    """The fields that autoresponders wrote before RFC 3834, and Precedence: auto_reply."""
    for name in _FLAG_HEADERS:
        for value in clues.message.header(name)[:1]:
            if value.strip().lower() not in ("no", "false", "0"):
                return evidence("has_an_autoresponders_header", 0.8, f"{name}: {value}")
    for name in ("precedence", "x-precedence"):
        if any(value.strip().lower() in ("auto_reply", "auto-reply") for value in clues.message.header(name)[:5]):
            return evidence("has_an_autoresponders_header", 0.8, f"{name}: auto_reply")
    return None


def has_a_vacation_subject(clues: Clues) -> Evidence | None:
    """A subject that vacation programs write, in ten languages."""
    return evidence_in("has_a_vacation_subject", 0.5, _VACATION_SUBJECTS, clues.subject)


def is_worded_like_a_vacation_note(clues: Clues) -> Evidence | None:
    """What people write into their vacation notes."""
    return evidence_in("is_worded_like_a_vacation_note", 0.4, _VACATION_WORDS, clues.typed)


def is_worded_like_a_receipt(clues: Clues) -> Evidence | None:
    """What ticket systems write."""
    return evidence_in("is_worded_like_a_receipt", 0.4, _RECEIPT_WORDS, clues.typed)


def has_a_null_return_path(clues: Clues) -> Evidence | None:
    """MAIL FROM:<>, as RFC 3834 §3.3 asks of automatic answers."""
    return evidence("has_a_null_return_path", 0.4, "Return-Path: <>") if clues.message.return_path == "" else None


SIGNALS: tuple[Callable[[Clues], Evidence | None], ...] = (
    says_it_is_automatic,
    has_an_autoresponders_header,
    has_a_vacation_subject,
    is_worded_like_a_vacation_note,
    is_worded_like_a_receipt,
    has_a_null_return_path,
)


def automatic_evidence(clues: Clues) -> tuple[Evidence, ...]:
    """The evidence that a machine answered; empty where a person wrote.

    The subject alone decides only where no CV came with it: an applicant's phone may add "out of office" to nothing.
    """
    found = tuple(finding for finding in (signal(clues) for signal in SIGNALS) if finding is not None)
    weight = sum(finding.weight for finding in found)
    stated = any(finding.rule in ("says_it_is_automatic", "has_an_autoresponders_header") for finding in found)
    subject_only = not clues.has_cv and any(finding.rule == "has_a_vacation_subject" for finding in found)
    return found if stated or weight >= CERTAIN or subject_only else ()
