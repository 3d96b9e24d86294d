"""What a mail server's no is about: us, or this one letter. Pure.

A relay that refuses the account or the sender refuses every letter alike: then nothing may be refused one by one, for
it would be lost for a fault of ours that somebody mends tomorrow. Servers say which it is by the verb that they answer,
by an enhanced status code (RFC 3463), or only in words; Postfix says what it has against the sender at RCPT
(smtpd_delay_reject), and Exchange Online after the mail itself.
"""

import re

from inbox_bot.core.words import Word


class Verb(Word):
    """Where in the conversation the server said no (RFC 5321 §3.3)."""

    MAIL = "mail", "To MAIL FROM, which names the sender."
    RCPT = "rcpt", "To RCPT TO, which names the recipient."
    DATA = "data", "To DATA, before the letter."
    DOT = "dot", "To the letter, after its final dot."


class About(Word):
    """Whom a refusal is about."""

    US = "us", "The sender, the account or the server itself: every other letter would be refused as well."
    LETTER = "letter", "The recipient, or what this letter needs."
    UNCLEAR = "unclear", "A policy, against this letter or against us: the next letters will show."


SERVICE_NOT_AVAILABLE = 421  # RFC 5321 §4.2.2: may come to any verb, and the server closes the line
_ENHANCED = re.compile(r"(?:^|[ -])[45]\.(\d{1,3}\.\d{1,3})\b")
_TOO_LARGE_OR_NOT_OFFERED = frozenset({552, 555})  # RFC 5321 §4.2.3: size, or a parameter that the server doesn't know
#: RFC 3463 §3.4, §3.7; RFC 6531 §4.2: size, and an address that needs SMTPUTF8.
_NEEDS = frozenset({"3.4", "6.7"})
#: RFC 3463 §3.2, §3.3, and RFC 7505 for 1.10: the recipient's address, or the mailbox behind it.
_RECIPIENT = frozenset({"1.0", "1.1", "1.2", "1.3", "1.4", "1.6", "1.9", "1.10", "2.1", "2.2", "2.3", "2.4", "4.4"})
#: RFC 3463 §3.2: the sender's address. The rest are providers' own, from their lists of errors: Gmail's limits a day
#: are 4.5; Exchange Online's are 1.90 and 2.250 to 2.259 (limits, "SendAsDenied"), 7.57 (not logged in), 7.60 (not
#: allowed to send as this sender), 7.64 (not our tenant), 7.232 and 7.233 (the tenant's limit), 7.501 to 7.503 and
#: 7.511 (the sender is banned), 7.606 to 7.649 (our address is), 7.700 to 7.750 (the tenant's threshold).
_SENDER = re.compile(r"1\.(?:7|8|90)|4\.5|2\.25\d|7\.(?:57|60|64|139|23[23]|50[123]|511|60[6-9]|6[1-4]\d|7[0-4]\d|750)")
#: Exchange Online: blocked by the tenant's own list of recipients.
_BLOCKED_RECIPIENT = "7.703"
_SPEAKS_OF_US = re.compile(
    r"sender address rejected|not owned by user|sender (?:verify failed|is not allowed|not allowed)"
    r"|(?:client host|helo command) rejected|blocked using"
    r"|relay(?:ing)? (?:access )?(?:denied|not (?:permitted|allowed))"
    r"|(?:unable|not permitted|not allowed) to relay|not (?:allowed|permitted|authorized) to send|sendasdenied"
    r"|(?:sending|relay|submission|daily|hourly|message) (?:\w+ )?(?:limit|quota)|submissionquota"
    r"|(?:your (?:\w+ )?account|sending) (?:has been |is |was )?(?:suspended|disabled|blocked|paused|locked)"
    r"|e-?mail address is not verified|authentication (?:is )?required|bad outbound sender",
    re.IGNORECASE,
)
_SPEAKS_OF_RECIPIENT = re.compile(
    r"recipient address rejected|(?:no such|unknown|invalid) (?:user|recipient|mailbox|local part)"
    r"|(?:user|recipient|mailbox|account) (?:is )?(?:unknown|unavailable|not found|does(?: not|n't) exist|full)"
    r"|over ?quota",
    re.IGNORECASE,
)


def about(verb: Verb, code: int, reply: str) -> About:
    """Whom a refusal (4xx or 5xx) is about. A temporary one that is not about us is the letter's: it waits by itself.

    `reply` is the server's text behind the code: one line, untrusted.
    """
    found = _ENHANCED.search(reply[:40])
    enhanced = found[1] if found else ""
    if code == SERVICE_NOT_AVAILABLE:
        return About.US
    if code in _TOO_LARGE_OR_NOT_OFFERED or enhanced in _NEEDS:
        return About.LETTER
    if verb is Verb.MAIL or _is_about_sender(enhanced):
        return About.US
    if enhanced in _RECIPIENT or enhanced == _BLOCKED_RECIPIENT or _SPEAKS_OF_RECIPIENT.search(reply):
        return About.LETTER
    if _SPEAKS_OF_US.search(reply):
        return About.US
    return About.LETTER if code < 500 else About.UNCLEAR


def _is_about_sender(enhanced: str) -> bool:
    return bool(_SENDER.fullmatch(enhanced)) and enhanced != _BLOCKED_RECIPIENT
