"""Did a machine write it: a vacation note, a ticket receipt (RFC 3834)?

Owns the parsing of Auto-Submitted. Not here: X-Auto-Response-Suppress, which people's ordinary Exchange mail carries
and which says nothing about who wrote it.
"""

from collections.abc import Callable

from inbox_bot.core.judgement.clues import Clues, evidence, evidence_in
from inbox_bot.core.judgement.kind.application import application_evidence
from inbox_bot.core.judgement.sender import auto_submitted
from inbox_bot.core.judgement.text.wording import fold, pattern_of
from inbox_bot.core.judgement.verdict import Evidence
from inbox_bot.core.lexicon.phrases import phrases
from inbox_bot.core.message.subjects import is_reply

CERTAIN = 0.7

_FLAG_HEADERS = (
    "x-autoreply",
    "x-autorespond",
    "x-autoresponder",
    "x-auto-reply",
    "x-mail-autoreply",
    "x-auto-reply-from",
)
#: What vacation programs put before the subject that they answer, in some thirty languages: "Automatic reply: …".
_NOTE_PREFIXES = (
    *phrases("kind.note_prefixes"),
    *map(fold, phrases("kind.note_prefixes_other_scripts")),
)
#: What only notes say beside it: in urgent cases, who stands in, that mail isn't forwarded. Thanks for a mail, and what
#: the writer does on their return, people say as well.
_NOTE_SIGNS = pattern_of("kind.note_signs")
_INTERVIEW = pattern_of("kind.interview")
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


def has_a_notes_prefix(clues: Clues) -> Evidence | None:
    """A subject that a vacation program wrote: its words come first; a colon, an answer's mark or nothing follows."""
    subject = clues.subject.folded.strip()
    for prefix in _NOTE_PREFIXES:
        rest = subject[len(prefix) :].lstrip()
        if subject.startswith(prefix) and (not rest or rest[0] in _AFTER_A_PREFIX or is_reply(rest)):
            return evidence("has_a_notes_prefix", 0.7, clues.message.subject)
    return None


_AFTER_A_PREFIX = ":：(["


def has_a_vacation_subject(clues: Clues) -> Evidence | None:
    """A subject that speaks of being away: a note's, but as well a person's who asks for another day."""
    return evidence_in("has_a_vacation_subject", 0.3, _VACATION_SUBJECTS, clues.subject)


def is_worded_like_a_vacation_note(clues: Clues) -> Evidence | None:
    """What people write into their vacation notes, and into their letters: "I am on holiday"."""
    return evidence_in("is_worded_like_a_vacation_note", 0.3, _VACATION_WORDS, clues.typed)


def says_what_notes_say(clues: Clues) -> Evidence | None:
    """'In urgent cases', 'is not forwarded', 'will reply on my return': beside vacation words it makes a note.

    Not beside a question, an interview, an application: then it is a person's own sentence.
    """
    if not any(words.has(_VACATION_SUBJECTS) or words.has(_VACATION_WORDS) for words in clues.own_words()):
        return None
    if "?" in clues.typed.folded or clues.typed.has(_INTERVIEW):
        return None
    if any(finding.rule not in _SAID_BY_A_SUBJECT for finding in application_evidence(clues)):
        return None
    return evidence_in("says_what_notes_say", 0.4, _NOTE_SIGNS, clues.typed)


def is_worded_like_a_receipt(clues: Clues) -> Evidence | None:
    """What ticket systems write."""
    return evidence_in("is_worded_like_a_receipt", 0.4, _RECEIPT_WORDS, clues.typed)


#: What a note repeats of the mail that it answers, or finds in it.
_SAID_BY_A_SUBJECT = frozenset(
    {"has_an_applications_subject", "is_headed_by_a_vacancy", "names_a_role", "wrote_to_a_vacancy", "applied_before"}
)


def has_a_null_return_path(clues: Clues) -> Evidence | None:
    """MAIL FROM:<>, as RFC 3834 §3.3 asks of automatic answers."""
    return evidence("has_a_null_return_path", 0.4, "Return-Path: <>") if clues.message.return_path == "" else None


SIGNALS: tuple[Callable[[Clues], Evidence | None], ...] = (
    says_it_is_automatic,
    has_an_autoresponders_header,
    has_a_notes_prefix,
    has_a_vacation_subject,
    is_worded_like_a_vacation_note,
    says_what_notes_say,
    is_worded_like_a_receipt,
    has_a_null_return_path,
)


def automatic_evidence(clues: Clues) -> tuple[Evidence, ...]:
    """The evidence that a machine answered; empty where a person wrote.

    Words of being away are no note by themselves. A program's subject decides only where no CV came with it; a subject
    that speaks of being away, only where the letter says nothing.
    """
    found = tuple(finding for finding in (signal(clues) for signal in SIGNALS) if finding is not None)
    rules = {finding.rule for finding in found}
    if rules & {"says_it_is_automatic", "has_an_autoresponders_header"}:
        return found
    weight = sum(finding.weight for finding in found)
    if "has_a_notes_prefix" in rules:
        return () if clues.has_cv else found
    if rules & {"says_what_notes_say", "has_a_null_return_path"}:
        return found if weight >= CERTAIN - 1e-9 else ()
    silent = not clues.typed.folded.strip() and not clues.documents
    return found if silent and "has_a_vacation_subject" in rules else ()
