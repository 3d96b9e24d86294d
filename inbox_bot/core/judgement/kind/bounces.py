"""Is it a mail system's report: a bounce, a delay, a read receipt, a complaint (RFC 3464, RFC 8098, RFC 5965)?

By structure where the system keeps to the RFCs. Many don't (qmail, Exim, hosters of their own): there it takes a
machine's sender and a report's wording together, since a person may well write from postmaster@, or quote a bounce.
Only the outer mail counts: a person who forwards a bounce as an attachment has not bounced.
"""

from collections.abc import Callable

from inbox_bot.core.judgement.clues import Clues, evidence, evidence_in
from inbox_bot.core.judgement.text.wording import Wording, pattern
from inbox_bot.core.judgement.verdict import Evidence

CERTAIN = 0.7  # the sum of weights from which it is a report

_REPORT_PARTS = (
    "message/delivery-status",
    "message/global-delivery-status",
    "message/disposition-notification",
    "message/global-disposition-notification",
    "message/feedback-report",
    "message/x-jmr-report",
)
_MACHINE_LOCAL_PARTS = pattern(
    "mailer-daemon", "mail-daemon", "mailerdaemon", "maildaemon", "postmaster", "mailadmin", "mail-admin",
    "mailsystem", "mail.delivery.system", "mail.delivery.subsystem", "mdaemon", "smtp-gateway", "bounces?",
)  # fmt: skip
_MACHINE_NAMES = pattern(
    "mail delivery (?:sub)?system", "mail delivery service", "mail delivery", "mailer-daemon", "mailer daemon",
    "postmaster", "mail administrator", "system administrator", "internet mail delivery", "delivery subsystem",
    "message delivery system", "mail system", "content-filter at [a-z0-9.-]{1,80}",
)  # fmt: skip
_REPORT_SUBJECTS = pattern(
    "delivery status notification", "delivery notification", "delivery failure", "delivery failed",
    "delivery report", "delivery has failed", "delivery error", "undeliverable", "undelivered mail",
    "undelivered message", "undeliverable mail", "undeliverable message", "returned mail", "mail returned",
    "returning message to sender", "returned to sender", "mail delivery failed", "mail delivery failure",
    "mail delivery status", "mail failure", "failure notice", "failed delivery", "failure delivery",
    "message delivery failure", "mail system error", "non-deliverable", "nondeliverable", "non remis",
    "could not be delivered", "cannot be delivered", "can't be delivered", "mail could not be delivered",
    "message could not be delivered", "not delivered", "delivery delayed", "delayed mail", "mail delivery delayed",
    "message delayed", "delayed [0-9]{1,3} hours", "warning: message", "warning: could not send", "unzustellbar",
    "nicht zustellbar", "zustellung fehlgeschlagen", "unzustellbare nachricht", "echec de la remise",
    "echec de remise", "no se puede entregar", "non recapitabile", "mancato recapito", "onbestelbaar",
    "kon niet worden bezorgd", "niedostarczona", "falha na entrega", "error sending your mail", "mail not delivered",
    "notice: mail delivery status", "user unknown", "feedback report", "abuse report",
    "complaint about message from", "postmaster notify", "mail failed", "message you sent blocked", "gelesen",
    "read receipt", "disposition notification", "delivery status", "delivery report",
)  # fmt: skip
_REPORT_WORDS = pattern(
    "i wasn't able to deliver", "unable to deliver", "could not be delivered", "couldn't be delivered",
    "was not delivered", "wasn't delivered", "cannot be delivered", "can not be delivered", "has not been delivered",
    "had permanent fatal errors", "had transient non-fatal errors", "permanent fatal errors", "permanent failure",
    "permanent error", "delivery to the following recipients?", "the following addresses", "the following address",
    "following recipients?", "did not reach the following", "undeliverable", "mail could not be sent",
    "this is a permanent error", "i've given up", "message was not accepted", "user unknown", "unknown user",
    "no such user", "mailbox unavailable", "mailbox not found", "mailbox is full", "mailbox full", "over quota",
    "quota exceeded", "host unknown", "domain not found", "returned to sender", "return to sender",
    "returning your message", "returned below", "copy of the message", "copy of your message",
    "original message follows", "original message headers", "transcript of session", "remote host said",
    "said: 5[0-9]{2}", "550 5[.][0-9][.][0-9]", "[45][0-9]{2}[ -][45][.][0-9]{1,3}[.][0-9]{1,3}", "smtp error",
    "error message", "delivery failed", "delivery attempts?",
    "this message was created automatically by (?:the )?mail (?:delivery )?(?:software|system)",
    "rejected your message", "message has been rejected", "an error occurred while sending", "is not a member",
    "are not member", "delivery status notification", "konnte nicht zugestellt werden", "nicht zugestellt",
    "n'a pas pu etre (?:remis|distribue|delivre)", "no se ha podido entregar", "non e stato possibile recapitare",
    "kon niet worden bezorgd", "could not deliver", "failed to deliver", "can't deliver", "message is delayed",
    "delayed delivery", "will be retried", "will keep trying", "no further action is required",
    "status: [45][.][0-9]{1,3}[.][0-9]{1,3}",
)  # fmt: skip

#: What Outlook and others put before the subject of a mail that was read, or thrown away unread.
_READ_SUBJECTS = (
    "read:", "not read:", "read receipt:", "gelesen:", "nicht gelesen:", "ungelesen:", "lesebestatigung:",
    "lu :", "lu:",
    "non lu :", "non lu:", "leido:", "no leido:", "letto:", "non letto:", "gelezen:", "niet gelezen:", "lida:", "lido:",
    "nao lida:", "przeczytano:", "przeczytane:",
)  # fmt: skip
_READ_WORDS = pattern(
    "was (?:read|displayed|deleted without being read) on", "has been (?:read|displayed|opened)",
    "this is a (?:read|return) receipt", r"wurde [^\n]{0,60}(?:gelesen|angezeigt|geloscht|geoffnet)",
    "lesebestatigung", "a ete (?:lu|affiche|ouvert|supprime)", "accuse de (?:lecture|reception)",
    "(?:fue|ha sido|se ha) (?:leido|mostrado|eliminado|abierto)", "confirmacion de lectura",
    "e stat[oa] (?:letto|letta|visualizzat[oa]|eliminat[oa]|apert[oa])", "conferma di lettura",
    "(?:is|werd) (?:gelezen|weergegeven|geopend)(?: op)?", "leesbevestiging", "foi lid[oa]", "recibo de leitura",
    "zosta(?:l|ł)[ao]? (?:przeczytan[aye]|wyswietlon[aye])",
)  # fmt: skip


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
        if Wording.of(address.local, 300).has(_MACHINE_LOCAL_PARTS) or Wording.of(address.name, 300).has(
            _MACHINE_NAMES
        ):
            return evidence("comes_from_a_mail_system", 0.35, f"{address.name} {address.address}")
    if not clues.message.senders:  # `From: MAILER-DAEMON <>` and `From: mailer-daemon` have no address at all
        for value in clues.message.header("from")[:2]:
            wording = Wording.of(value, 300)
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
    if clues.typed.folded.strip() and not Wording.of(clues.message.text, 4_000).has(_READ_WORDS):
        return None
    return evidence("says_that_it_was_read", CERTAIN, clues.message.subject)


def is_worded_like_a_report(clues: Clues) -> Evidence | None:
    """What mail systems write into the body."""
    return evidence_in("is_worded_like_a_report", 0.35, _REPORT_WORDS, Wording.of(clues.message.text, 8_000))


SIGNALS: tuple[Callable[[Clues], Evidence | None], ...] = (
    is_a_report_by_structure,
    names_failed_recipients,
    comes_from_a_mail_system,
    has_a_null_return_path,
    returns_a_mail,
    has_a_reports_subject,
    says_that_it_was_read,
    is_worded_like_a_report,
)


def bounce_evidence(clues: Clues) -> tuple[Evidence, ...]:
    """The evidence that it is a mail system's report; empty where it isn't one."""
    found = tuple(finding for finding in (signal(clues) for signal in SIGNALS) if finding is not None)
    rules = {finding.rule for finding in found}
    by_machine = rules & {"comes_from_a_mail_system", "has_a_null_return_path", "names_failed_recipients"}
    if rules & {"is_a_report_by_structure", "says_that_it_was_read"}:
        return found
    if sum(finding.weight for finding in found) < CERTAIN - 1e-9 or not by_machine:
        return ()
    # A person's application that quotes a bounce ("my first mail came back") keeps its CV in the outer mail.
    if clues.cvs and "comes_from_a_mail_system" not in rules:
        return ()
    return found
