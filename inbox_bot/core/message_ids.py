"""The Message-IDs that we write: made here, and known again here.

Each says in its form what the mail is (`<answer.…@…>`), and in its hash which one: the ledger knows it by that alone.
"""

import hashlib
import re
from collections.abc import Iterable
from enum import StrEnum

from inbox_bot.core.domains import comparable, domain_of


class Form(StrEnum):
    """What a mail of ours is."""

    ANSWER = "answer"  #: to somebody who wrote to us
    DIGEST = "digest"
    REVIEW = "review"  #: to a reviewer, about what they ordered
    ALARM = "alarm"
    NOTICE = "notice"  #: to a reviewer, because a rule of the user's says so


_OURS = re.compile(rf"<(?P<form>{'|'.join(Form)})\.[0-9a-f]{{40}}@(?P<domain>[^@<>\s]+)>")


def message_id_for(form: Form, key: str, mailbox_address: str) -> str:
    """The Message-ID of the mail with this key: the same mail keeps its id however often it is planned.

    What the key is made of, or the key itself, is a keyed hash of the ledger's (a fingerprint, `history.keyed`): so
    nobody can guess the id of a mail that they didn't get, and forge a report that it came back. A mail that the ledger
    does not hold needs no such key: a report on it means nothing.
    """
    digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:40]
    return f"<{form}.{digest}@{comparable(domain_of(mailbox_address))}>"


def form_of(message_id: str) -> Form | None:
    """What the mail with this Message-ID is, by its form; None where it hasn't one of ours. Anybody can write it."""
    found = _OURS.fullmatch(message_id)
    return Form(found["form"]) if found else None


def is_at(message_id: str, addresses: Iterable[str], *forms: Form) -> bool:
    """Whether it has one of these forms, at a domain of one of these addresses of ours."""
    found = _OURS.fullmatch(message_id)
    if found is None or found["form"] not in forms:
        return False
    return comparable(found["domain"]) in {comparable(domain_of(address)) for address in addresses}


def found_in(text: str, *forms: Form) -> tuple[str, ...]:
    """The Message-IDs of these forms that a text names, in order."""
    return tuple(found[0] for found in _OURS.finditer(text) if found["form"] in forms)
