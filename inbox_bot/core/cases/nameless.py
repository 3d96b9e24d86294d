"""A mail as a case: its letter and documents as text, with names, addresses and numbers replaced. Pure.

Names are those of the applicants and of the senders, wherever their words stand; addresses and links become ones of
example.org, but for the company's own, and of others the domain where mail is judged by it: a public provider's, an
agency's that rules.yaml names. Of a year the decade stays, of other numbers their length. What a person wrote besides
(a street, an employer) stays: whoever passes a case on reads it first.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP
from itertools import count

from inbox_bot.core.domains import domain_of
from inbox_bot.core.judgement.names.alike import name_words
from inbox_bot.core.judgement.text.wording import fold
from inbox_bot.core.judgement.verdict import Verdict
from inbox_bot.core.message import safe
from inbox_bot.core.message.values import Document, Message, Reading
from inbox_bot.core.public_domains import is_public
from inbox_bot.core.rules.model import Rules

SHORTEST_NAME = 3  # letters of a name's word: shorter ones stand in others by chance
#: Stand for the words of names, in the order in which they are met; so that a name still looks like one.
STAND_INS = ("Kim", "Miller", "Robin", "Taylor", "Alex", "Morgan", "Jo", "Parker", "Sam", "Carter")
#: Fields by which a machine's mail is known.
MACHINES = ("auto-submitted", "precedence", "x-auto-response-suppress", "list-id", "list-unsubscribe", "x-autoreply")
DATE = "Mon, 01 Jun 2026 09:00:00 +0000"

_ADDRESS = r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+"
_LINK = r"(?:https?://|www\.)[^\s<>\"')\]]+"
_YEAR = r"(?<!\d)(?:19|20)\d\d(?!\d)"
_WORD = r"[^\W\d_]+"


def nameless(reading: Reading, verdict: Verdict, rules: Rules) -> bytes:
    """The mail as a case, in the bytes of a mail (RFC 5322)."""
    stands = _StandIns(rules, _names(reading, verdict))
    message = reading.message
    mail = EmailMessage(policy=SMTP)
    sender = message.senders[0] if message.senders else None
    if sender is not None:
        mail["From"] = f'"{stands.instead(sender.name)}" <{stands.instead(sender.address)}>'
    mail["To"] = rules.mailbox(reading.mailbox).address
    mail["Subject"] = safe.line(stands.instead(message.subject))
    mail["Date"] = DATE
    mail["Message-ID"] = "<case@example.org>"
    for address in message.reply_to[:1]:
        mail["Reply-To"] = stands.instead(address.address)
    for name in MACHINES:
        for value in message.header(name)[:1]:
            mail[name] = safe.line(stands.instead(value))
    mail.set_content(stands.instead(_letter(message)))
    for document in _attached(reading):
        stem = safe.filename(stands.instead(document.filename.rpartition(".")[0] or document.filename))
        mail.add_attachment(stands.instead(document.text), filename=f"{stem}.txt")
    return mail.as_bytes()


def _names(reading: Reading, verdict: Verdict) -> list[str]:
    applicants = (verdict.applicant, *(each.applicant for each in verdict.applications))
    letters = (reading.message, *reading.message.enclosed)
    senders = (address.name for letter in letters for address in letter.senders)
    return [*(applicant.name or "" for applicant in applicants), *senders]


def _letter(message: Message) -> str:
    """The letter, and those that are forwarded with it."""
    inner = (
        f"\n-------- Forwarded Message --------\nSubject: {letter.subject}\n"
        f"From: {letter.senders[0].name if letter.senders else ''} "
        f"<{letter.senders[0].address if letter.senders else ''}>\n\n{letter.text}\n"
        for letter in message.enclosed
    )
    return message.text + "".join(inner)


def _attached(reading: Reading) -> Iterable[Document]:
    """The documents that have text, but for a letter that is one itself."""
    for document in reading.documents:
        part = reading.part(document)
        is_letter = part.type.startswith("text/") and part.disposition != "attachment" and not part.content_id
        if document.text.strip() and not (is_letter and document.text.strip() in reading.message.text):
            yield document


@dataclass
class _StandIns:
    """What stands for what, the same in all of a mail."""

    rules: Rules
    names: Iterable[str]
    words: dict[str, str] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        number = count()
        for name in self.names:
            for word in name_words(name):
                if len(word) >= SHORTEST_NAME and word not in self.words:
                    at = next(number)
                    again = "" if at < len(STAND_INS) else "son"
                    self.words[word] = STAND_INS[at % len(STAND_INS)] + again
        of_rules = [text for each in self.rules.vacancies for text in (each.title, each.reference) if text]
        kept = "|".join(re.escape(text) for text in sorted(of_rules, key=len, reverse=True)) or r"(?!)"
        self._pattern = re.compile(
            rf"(?P<kept>{kept})|(?P<address>{_ADDRESS})|(?P<link>{_LINK})|(?P<year>{_YEAR})|(?P<digits>\d+)|(?P<word>{_WORD})",
            re.IGNORECASE,
        )

    def instead(self, text: str) -> str:
        """The text, with all that is to be replaced."""
        return self._pattern.sub(self._stand_in, text)

    def _stand_in(self, found: re.Match[str]) -> str:
        said = found[0]
        match found.lastgroup:
            case "address":
                return self._address(said)
            case "link":
                return said if self._is_ours(said) else "https://www.example.org/"
            case "year":
                return said[:3] + "0"
            case "digits":
                return "1" * len(said)
            case "word":
                stands = self.words.get(fold(said))
                return said if stands is None else stands.upper() if said.isupper() else stands
        return said

    def _address(self, address: str) -> str:
        domain = domain_of(address.lower())
        agencies = self.rules.agencies
        approved = (entry.agency for entry in agencies.approved)
        known = {entry.rpartition("@")[2] for entry in (*approved, *agencies.blocked, *agencies.never)}
        if domain in self.rules.company.domains or address.lower() in self.rules.own_addresses():
            return address
        if address.lower() not in self.addresses:
            kept = domain if is_public(domain) or domain in known else "example.org"
            words = [stands.lower() for word, stands in self.words.items() if word in fold(address)]
            local = ".".join(words) or "someone"
            taken = sum(each.startswith(f"{local}") for each in self.addresses.values())
            self.addresses[address.lower()] = f"{local}{taken or ''}@{kept}"
        return self.addresses[address.lower()]

    def _is_ours(self, link: str) -> bool:
        return any(domain in link.lower() for domain in self.rules.company.domains)
