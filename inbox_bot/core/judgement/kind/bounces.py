"""Is it a mail system's report: a bounce, a delay, a read receipt, a complaint (RFC 3464, RFC 8098, RFC 5965)?

By structure where the system keeps to the RFCs. Many don't (qmail, Exim, hosters of their own): there it takes a
machine's sender and a report's wording together, since a person may well write from postmaster@, or quote a bounce.
Only the outer mail counts: a person who forwards a bounce as an attachment has not bounced.
"""

from collections.abc import Callable

from inbox_bot.core.judgement.clues import Clues, evidence, evidence_in
from inbox_bot.core.judgement.text.wording import FoldedText, pattern_of
from inbox_bot.core.judgement.verdict import Evidence
from inbox_bot.core.lexicon.phrases import phrases

CERTAIN = 0.7  # the sum of weights from which it is a report

_REPORT_PARTS = (
    "message/delivery-status",
    "message/global-delivery-status",
    "message/disposition-notification",
    "message/global-disposition-notification",
    "message/feedback-report",
    "message/x-jmr-report",
)
_MACHINE_LOCAL_PARTS = pattern_of("kind.machines_local_parts")
_MACHINE_NAMES = pattern_of("kind.machines_names")
_REPORT_SUBJECTS = pattern_of("kind.report_subjects")
_REPORT_WORDS = pattern_of("kind.report_words")

#: What Outlook and others put before the subject of a mail that was read, or thrown away unread.
_READ_SUBJECTS = phrases("kind.read_receipts_subjects")
_READ_WORDS = pattern_of("kind.read_receipts")


def is_a_report_by_structure(clues: Clues) -> Evidence | None:
    """multipart/report of a known kind, or a report part in the outer mail (RFC 3464 §2, RFC 8098 §3, RFC 5965 §2)."""
    for value in clues.message.header("content-type")[:5]:
        folded = value[:1000].lower()
        if "multipart/report" in folded and any(
            kind in folded for kind in ("delivery-status", "disposition-notification", "feedback-report", "tlsrpt")
        ):
            return evidence("is_a_report_by_structure", 1.0, value)
    inside = tuple(section + "." for section in clues.message.enclosed_sections)
    for part in clues.message.parts[:200]:
        if part.declared_type.lower() in _REPORT_PARTS and not part.section.startswith(inside):
            return evidence("is_a_report_by_structure", 1.0, part.declared_type)
    return None


def names_failed_recipients(clues: Clues) -> Evidence | None:
    """Exim's and Google's header for a bounce that has no report part."""
    for value in clues.message.header("x-failed-recipients")[:1]:
        return evidence("names_failed_recipients", 0.7, f"X-Failed-Recipients: {value}")
    return None


def comes_from_a_mail_system(clues: Clues) -> Evidence | None:
    """The sender's local part or name is a mail system's."""
    for address in clues.message.senders[:3]:
        if FoldedText.of(address.local, 300).has(_MACHINE_LOCAL_PARTS) or FoldedText.of(address.name, 300).has(
            _MACHINE_NAMES
        ):
            return evidence("comes_from_a_mail_system", 0.35, f"{address.name} {address.address}")
    if not clues.message.senders:  # `From: MAILER-DAEMON <>` and `From: mailer-daemon` have no address at all
        for value in clues.message.header("from")[:2]:
            wording = FoldedText.of(value, 300)
            if wording.has(_MACHINE_NAMES) or wording.has(_MACHINE_LOCAL_PARTS):
                return evidence("comes_from_a_mail_system", 0.35, value)
    return None


def has_a_null_return_path(clues: Clues) -> Evidence | None:
    """MAIL FROM:<>, as every report has it (RFC 5321 §4.5.5) once a final server wrote it down."""
    if clues.message.return_path in ("", "MAILER-DAEMON"):
        return evidence("has_a_null_return_path", 0.3, f"Return-Path: <{clues.message.return_path}>")
    return None


def returns_a_mail(clues: Clues) -> Evidence | None:
    """A mail is enclosed, as reports return the one that failed; weak, since people forward so, too."""
    if not clues.message.enclosed:
        return None
    return evidence("returns_a_mail", 0.15, clues.message.enclosed[0].subject)


def has_a_reports_subject(clues: Clues) -> Evidence | None:
    """A subject that mail systems write."""
    return evidence_in("has_a_reports_subject", 0.35, _REPORT_SUBJECTS, clues.subject)


def says_that_it_was_read(clues: Clues) -> Evidence | None:
    """A receipt without a receipt's structure (RFC 8098): 'Gelesen: …', and a text that says when, or none at all."""
    subject = clues.subject.folded.lstrip()
    if clues.documents or not subject.startswith(_READ_SUBJECTS):
        return None
    if clues.typed.folded.strip() and not FoldedText.of(clues.message.text, 4_000).has(_READ_WORDS):
        return None
    return evidence("says_that_it_was_read", CERTAIN, clues.message.subject)


def returns_a_complaint(clues: Clues) -> Evidence | None:
    """Outlook.com's complaints have no report's structure: nothing but the mail, with a field of theirs within."""
    for enclosed in clues.message.enclosed[:1]:
        for value in enclosed.header("x-hmxmroriginalrecipient")[:1]:
            if not clues.typed.folded.strip():
                return evidence("returns_a_complaint", CERTAIN, f"X-HmXmrOriginalRecipient: {value}")
    return None


def is_worded_like_a_report(clues: Clues) -> Evidence | None:
    """What mail systems write into the body."""
    return evidence_in("is_worded_like_a_report", 0.35, _REPORT_WORDS, FoldedText.of(clues.message.text, 8_000))


SIGNALS: tuple[Callable[[Clues], Evidence | None], ...] = (
    is_a_report_by_structure,
    names_failed_recipients,
    comes_from_a_mail_system,
    has_a_null_return_path,
    returns_a_mail,
    has_a_reports_subject,
    says_that_it_was_read,
    returns_a_complaint,
    is_worded_like_a_report,
)


def bounce_evidence(clues: Clues) -> tuple[Evidence, ...]:
    """The evidence that it is a mail system's report; empty where it isn't one."""
    found = tuple(finding for finding in (signal(clues) for signal in SIGNALS) if finding is not None)
    rules = {finding.rule for finding in found}
    by_machine = rules & {"comes_from_a_mail_system", "has_a_null_return_path", "names_failed_recipients"}
    if rules & {"is_a_report_by_structure", "says_that_it_was_read", "returns_a_complaint"}:
        return found
    if sum(finding.weight for finding in found) < CERTAIN - 1e-9 or not by_machine:
        return ()
    # A person's application that quotes a bounce ("my first mail came back") keeps its CV in the outer mail.
    if clues.cvs and "comes_from_a_mail_system" not in rules:
        return ()
    return found
