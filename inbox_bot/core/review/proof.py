"""Whether a mail that says it is a reviewer's is theirs: what our own mail server found out about its sender.

From alone proves nothing. What proves is, in this order:

1. Authentication-Results of our own border (`checks/authentication` says which fields those are), the first of them
   alone: DMARC passed for From's domain (RFC 7489 §3), or a DKIM signature of that domain or of one above it
   (RFC 6376 §6; DMARC's relaxed alignment, §3.1.1, without the domains below From's).
2. The same field: the sender logged in at our server with From's address (RFC 8601 §2.7.4, `auth=pass smtp.auth=…`).
3. Exchange Online writes none of these for mail within the organisation, but X-MS-Exchange-Organization-AuthAs:
   Internal, and takes that field off whatever comes from outside (its header firewall). It is believed where it stands
   exactly once, and only where the mailbox is Exchange Online's: an Exchange of one's own writes it for every mail of
   an "externally secured" connector. X-MS-Exchange-CrossTenant-AuthAs comes with other organisations' mail.

A DMARC failure in any believed field is a forgery. ARC seals (RFC 8617) are no proof: anybody may seal.
"""

from inbox_bot.core.domains import comparable, is_in_domains
from inbox_bot.core.message.values import Address, Message
from inbox_bot.core.reply.checks.authentication import AuthenticationResults, trusted_results
from inbox_bot.core.rules.model import MailboxSettings
from inbox_bot.core.words import Word

#: Exchange Online's IMAP servers: worldwide, the two US government clouds, 21Vianet in China (Microsoft, "Endpoints").
EXCHANGE_ONLINE = ("outlook.office365.com", "outlook.office365.us", "outlook-dod.office365.us", "partner.outlook.cn")
_AUTH_AS = "x-ms-exchange-organization-authas"


class Proof(Word):
    """What shows that the address in From is the sender's."""

    DMARC = "dmarc", "Our mail server checked the sender's domain (DMARC)."
    DKIM = "dkim", "Our mail server checked a signature of the sender's domain (DKIM)."
    LOGIN = "login", "The sender logged in at our own mail server."
    EXCHANGE = "exchange", "Exchange Online says that the mail is from within the organisation."
    NONE = "none", "Our mail server says nothing of the sender."
    FORGED = "forged", "Our mail server says that the sender's address is forged."


PROVEN = frozenset({Proof.DMARC, Proof.DKIM, Proof.LOGIN, Proof.EXCHANGE})


def one_sender(message: Message) -> Address | None:
    """The one address in the one From field; None where there are several, or somebody else sent it in their name.

    A Sender field of another address (RFC 5322 §3.6.2) and Resent fields (§3.6.6) are another's act: a deputy has an
    address of their own.
    """
    sender = message.sender
    if sender is None or message.from_fields != 1:
        return None
    if message.sender_field is not None and message.sender_field.address.lower() != sender.address.lower():
        return None
    if len(message.header("sender")) > 1 or message.header("resent-from") or message.header("resent-sender"):
        return None
    return sender


def proof_of(message: Message, mailbox: MailboxSettings) -> Proof:
    """What shows that a mail in this mailbox is of the one address in its From field."""
    sender = one_sender(message)
    if sender is None:
        return Proof.NONE
    fields = trusted_results(message, mailbox.authserv_id)
    if any("fail" in field.result_of("dmarc") for field in fields):
        return Proof.FORGED
    if fields and (found := _said_by(fields[0], sender)) is not None:
        return found
    if is_exchange_online(mailbox) and _is_internal(message):
        return Proof.EXCHANGE
    return Proof.NONE


def is_exchange_online(mailbox: MailboxSettings) -> bool:
    """Whether the mailbox's IMAP server is Exchange Online's, by its name."""
    return comparable(mailbox.imap.host) in EXCHANGE_ONLINE


def _said_by(field: AuthenticationResults, sender: Address) -> Proof | None:
    domain = comparable(sender.domain)
    if any(comparable(passed) == domain for passed in field.passed_with("dmarc", "header.from")):
        return Proof.DMARC
    if any(is_in_domains(domain, (comparable(signer),)) for signer in _signers(field)):
        return Proof.DKIM
    if sender.address.lower() in field.passed_with("auth", "smtp.auth"):
        return Proof.LOGIN
    return None


def _signers(field: AuthenticationResults) -> tuple[str, ...]:
    """The domains whose signatures passed: header.d, or behind header.i's @ where a server names only that (Gmail).

    One that is no domain below a top-level one signs for nobody: `d=com` is aligned with half the world.
    """
    named = (*field.each_passed_with("dkim", "header.d"), *field.each_passed_with("dkim", "header.i"))
    domains = (value.rpartition("@")[2] for value in named)
    return tuple(domain for domain in domains if "." in domain.strip("."))


def _is_internal(message: Message) -> bool:
    said = message.header(_AUTH_AS)
    return len(said) == 1 and said[0].strip().lower() == "internal"
