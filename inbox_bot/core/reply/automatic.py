"""Did a machine write it? Answering one is how loops begin (RFC 3834 §2, RFC 5230 §4.6).

Only what the mail says of itself in its headers and structure; wording is judgement's (`judged_automatic` passes its
word on). Field names are compared in any case, every field of a name counts, comments and parameters are set aside.
"""

import re

from inbox_bot.core.reply.case import Case
from inbox_bot.core.reply.correspondent import stands_for
from inbox_bot.core.reply.fields import keyword, keywords, without_comments
from inbox_bot.core.reply.why import Hold, Stop
from inbox_bot.core.words import Kind

_BULK = frozenset({"bulk", "junk", "list", "auto_reply", "auto-reply"})
_DENIED = frozenset({"no", "false", "0"})
_AFFIRMED = frozenset({"yes", "true", "1"})
_SUPPRESSED = frozenset({"all", "oof", "autoreply"})
_AUTORESPONDER_FIELDS = (
    "x-autoreply",
    "x-autorespond",
    "x-autoresponder",
    "x-auto-reply-from",
    "x-mail-autoreply",
    "x-ms-exchange-inbox-rules-loop",
    "x-rt-loop-prevention",
    "x-no-ack",
)
_BULK_FLAGS = frozenset({"bulk", "campaign", "newsletter", "marketing"})
_REPORT_TYPES = (
    "message/delivery-status",
    "message/global-delivery-status",
    "message/disposition-notification",
    "message/global-disposition-notification",
    "message/feedback-report",
    "message/tracking-status",
    "application/tlsrpt+json",
    "application/tlsrpt+gzip",
)
_DMARC_REPORT = re.compile(
    r"^[^!]{1,255}![^!]{1,255}!\d{1,12}!\d{1,12}(![^!]{1,64})?\.(xml|xml\.gz|zip)$", re.IGNORECASE
)
_CALENDAR_REPLY = re.compile(rb"^METHOD(;[^:\r\n]{0,80})?:\s*REPLY\s*$", re.IGNORECASE | re.MULTILINE)
_CALENDAR_LOOKED_AT = 100_000  # bytes
_JUDGED = {
    Kind.BOUNCE: Stop.BOUNCE,
    Kind.AUTO_REPLY: Stop.AUTO_REPLY,
    Kind.BULK: Stop.BULK,
    Kind.OWN: Stop.OURSELVES,
    Kind.COMMAND: Stop.COMMAND,
}


def auto_submitted(case: Case) -> Stop | None:
    """Auto-Submitted other than `no` (RFC 3834 §2 and §5, RFC 5230 §4.6; `auto-notified` is RFC 5436's).

    Any field that isn't `no` decides, an unknown or empty keyword isn't `no`. freescout `app/Misc/Mail.php` takes `no`
    itself for automatic; zammad `auto_response_check.rb` knows two keywords only; RT wants exactly `no`; simta lets
    `notified` pass.
    """
    fields = case.message.header("auto-submitted")
    return Stop.AUTO_SUBMITTED if any(keyword(value) != "no" for value in fields) else None


def precedence(case: Case) -> Stop | None:
    """Precedence or X-Precedence of bulk, junk, list, auto_reply (pigeonhole, freescout; RFC 2076).

    mailman `src/mailman/app/replybot.py` looks for the name in lower case only and misses `Precedence`.
    """
    fields = (*case.message.header("precedence"), *case.message.header("x-precedence"))
    return Stop.PRECEDENCE if any(keyword(value) in _BULK for value in fields) else None


def auto_response_suppressed(case: Case) -> Hold | None:
    """X-Auto-Response-Suppress naming All, OOF or AutoReply ([MS-OXCMAIL] §2.1.3.2.8; pigeonhole).

    A hold, not a stop as in pigeonhole: people's ordinary Exchange mail carries `DR, RN, NRN, OOF, AutoReply`. DR, RN
    and NRN alone speak of receipts, not of answers.
    """
    words: frozenset[str] = frozenset()
    for value in case.message.header("x-auto-response-suppress"):
        words |= keywords(value)
    return Hold.AUTO_RESPONSE_SUPPRESSED if words & _SUPPRESSED else None


def autoresponder_field(case: Case) -> Stop | None:
    """A field that only autoresponders write, whatever it says but no.

    X-Autoreply and its kin (zammad, freescout), X-MS-Exchange-Inbox-Rules-Loop (zammad), X-RT-Loop-Prevention (RT),
    X-No-Ack (mailman).
    """
    for name in _AUTORESPONDER_FIELDS:
        if any(keyword(value) not in _DENIED for value in case.message.header(name)):
            return Stop.MACHINE_HEADER
    return None


def machine_generated(case: Case) -> Stop | None:
    """X-FC-Machinegenerated: true (RT), X-Loop: yes or true (zammad), or X-Loop with an address of ours (procmail)."""
    if any(keyword(value) in _AFFIRMED for value in case.message.header("x-fc-machinegenerated")):
        return Stop.MACHINE_HEADER
    loops = case.message.header("x-loop")
    if any(keyword(value) in _AFFIRMED for value in loops):
        return Stop.MACHINE_HEADER
    own = case.own() if loops else frozenset()
    return Stop.MACHINE_HEADER if any(own & stands_for(value) for value in loops) else None


def acknowledgement_refused(case: Case) -> Stop | None:
    """X-Ack: no (mailman `replybot.py`)."""
    return Stop.MACHINE_HEADER if any(keyword(value) == "no" for value in case.message.header("x-ack")) else None


def delivered_to_autoresponder(case: Case) -> Stop | None:
    """Delivered-To: autoresponder, with or without a domain (freescout `app/Misc/Mail.php`)."""
    fields = (keyword(value).partition("@")[0] for value in case.message.header("delivered-to"))
    return Stop.MACHINE_HEADER if "autoresponder" in fields else None


def bulk_feedback_id(case: Case) -> Stop | None:
    """Feedback-ID with a part that says bulk, campaign, newsletter or marketing (Gmail's feedback loop)."""
    for value in case.message.header("feedback-id"):
        if _BULK_FLAGS & frozenset(part.strip() for part in value.lower().split(":")):
            return Stop.MACHINE_HEADER
    return None


def our_marker(case: Case) -> Stop | None:
    """X-Inbox-Bot: any instance's, not only ours; RT's own loop check leaves other instances open (its TODO)."""
    return Stop.MACHINE_HEADER if case.message.header("x-inbox-bot") else None


def machine_report(case: Case) -> Stop | None:
    """A report by its structure: multipart/report of any kind (RFC 6522), or a report part in the outer mail.

    For filing it matters which report it is (odoo `_detect_is_bounce` takes any for a bounce); for answering it does
    not. Parts of an enclosed mail don't count: a person may forward a bounce.
    """
    if any(keyword(value) == "multipart/report" for value in case.message.header("content-type")):
        return Stop.MACHINE_REPORT
    inside = tuple(f"{place}." for place in case.message.enclosed_places)
    for part in case.message.parts:
        outer = not (inside and part.place.startswith(inside))
        if outer and part.declared_type.strip().lower() in _REPORT_TYPES:
            return Stop.MACHINE_REPORT
    return None


def statistics_report(case: Case) -> Stop | None:
    """A DMARC aggregate report (RFC 7489 §7.2.1.1: its file's name says so) or a TLS report (RFC 8460 §5.3)."""
    if case.message.header("tls-report-domain"):
        return Stop.MACHINE_REPORT
    named = any(_DMARC_REPORT.match(part.filename) for part in case.message.parts)
    return Stop.MACHINE_REPORT if named else None


def calendar_reply(case: Case) -> Stop | None:
    """A calendar's answer to an invitation: METHOD:REPLY (RFC 5546 §3.2.3), or so the mail's Content-Type."""
    for value in case.message.header("content-type"):
        lowered = without_comments(value).lower()
        if lowered.strip().startswith("text/calendar") and re.search(r'method\s*=\s*"?reply', lowered):
            return Stop.MACHINE_REPORT
    for part in case.message.parts:
        calendar = "text/calendar" in (part.type.lower(), part.declared_type.lower())
        if calendar and _CALENDAR_REPLY.search(part.content[:_CALENDAR_LOOKED_AT]):
            return Stop.MACHINE_REPORT
    return None


def judged_automatic(case: Case) -> Stop | None:
    """What judgement read out of the wording: bounces without any header (qmail's), vacation notes, newsletters."""
    return _JUDGED.get(case.verdict.kind)
