"""What an address says by itself: can mail be sent there, is it a person's, and which one would be answered."""

import re

from inbox_bot.core.domains import as_a_labels, local_part_of, split_address
from inbox_bot.core.message.values import Address, Message
from inbox_bot.core.reply.correspondents.correspondent import stands_for

_ATOM = re.compile(r"[^\x00-\x20\x7f-\x9f()<>\[\]:;@\\,\"\s]+")
_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?")
_UNROUTABLE = frozenset({"invalid", "localhost", "local", "localdomain"})  # RFC 2606 §2, RFC 6762 §3
_LOCAL_LIMIT = 64  # octets, RFC 5321 §4.5.3.1.1
_ADDRESS_LIMIT = 254  # octets, RFC 5321 §4.5.3.1.3
SYSTEMS = frozenset(
    {
        "mailer-daemon",
        "postmaster",
        "abuse",
        "root",
        "uucp",
        "mailer",
        "listserv",
        "majordomo",
        "mdaemon",
    }
)
#: Addresses that take no answers, or give automatic ones; `-` may be another sign, or none.
_NO_REPLY_LISTED = """
no-reply do-not-reply dont-reply don't-reply keine-antwort nicht-antworten ne-pas-repondre no-responder no-contestar
non-rispondere nao-responda nao-responder niet-beantwoorden niet-reageren nie-odpowiadaj
mailer-daemon mail-daemon auto-reply auto-response auto-responder
"""
_NO_REPLY = re.compile(
    r"(?:^|[^a-z])(?:" + "|".join(word.replace("-", "[-_.]?") for word in _NO_REPLY_LISTED.split()) + r")(?:[^a-z]|$)"
)
_BOUNCE = re.compile(r"bounces?(?:[^a-z]|$)")
LIST_ADDRESS = re.compile(r"owner-.+|.+(?:-request|-errors|-relay)$")


def is_usable(address: str) -> bool:
    """Whether mail can be sent there: a dot-atom (also non-ASCII, RFC 6531) at a name of two labels or more."""
    local, domain = split_address(address)
    if not local or not _ATOM.fullmatch(local) or len(local.encode("utf-8", "replace")) > _LOCAL_LIMIT:
        return False
    if local.startswith(".") or local.endswith(".") or ".." in local or not local.isprintable():
        return False
    encoded = domain.lower() if domain.isascii() else as_a_labels(domain)
    if encoded is None or not _is_writable(local):
        return False
    labels = encoded.split(".")
    if len(address.encode()) > _ADDRESS_LIMIT or len(labels) < 2 or labels[-1] in _UNROUTABLE or labels[-1].isdigit():
        return False
    return all(len(label) <= 63 and _LABEL.fullmatch(label) for label in labels)


def _is_writable(local: str) -> bool:
    """Whether it can be written as UTF-8: a lone surrogate can't."""
    try:
        local.encode("utf-8")
    except UnicodeError:
        return False
    return True


def is_a_systems(address: str) -> bool:
    """Whether the local part is no person's: mailer-daemon, noreply, bounce, owner-, -request and the like.

    RFC 5230 §4.6; pigeonhole; zammad's send_no_auto_response_reg_exp; simta. Whole words only: zammad's pattern is
    unanchored and silences beetroot@. BATV, SRS and VERP are unwrapped first.
    """
    for written in (address.lower(), *stands_for(address)):
        local = local_part_of(written)
        base = local.partition("+")[0]
        if base in SYSTEMS or _NO_REPLY.search(local) or _BOUNCE.match(local) or LIST_ADDRESS.fullmatch(base):
            return True
    return False


def asked_for(message: Message) -> Address | None:
    """The first Reply-To address that can be written to; None where there is none."""
    return next((address for address in message.reply_to if is_usable(address.address)), None)


def recipient_of(message: Message) -> Address | None:
    """The one address an answer may go to: Reply-To, else From (RFC 3834 §4). Whether it may is for the checks to say.

    Never an address found only inside a document: only these two fields are asked. None where there is nobody.
    """
    return asked_for(message) or message.sender
