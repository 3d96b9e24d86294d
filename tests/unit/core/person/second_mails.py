"""Reads `second_mails.txt`: earlier applications, the mail at hand, and what has to be said of the two."""

import hashlib
import re
from dataclasses import dataclass, replace
from pathlib import Path

from inbox_bot.core.documents.collect import documents_of
from inbox_bot.core.judgement.judge import judge
from inbox_bot.core.judgement.verdict import NOTHING_KNOWN, Verdict
from inbox_bot.core.message.content import content_hash
from inbox_bot.core.message.values import Reading
from inbox_bot.core.person.keys import keys_of
from inbox_bot.core.person.values import Earlier, Holder, Keys
from tests.support.builders.mails import MailBuilder, a_mail, read_mail
from tests.unit.core.judgement.building import NOON, RULES
from tests.unit.core.person.stories import story

PAGE = Path(__file__).parent / "second_mails.txt"
_FIELD = re.compile(r"(?P<name>Had|From|CV|Letter|Answers|Right): ?(?P<value>.*)")
_CV = re.compile(r"(?P<language>\w\w) (?P<story>\w+)(?: (?P<version>[+~]))?(?: of (?P<name>.+))?")
_LETTERS = {
    "de": "Guten Tag, hiermit bewerbe ich mich auf die Stelle als",
    "en": "Dear team, I hereby apply for the position of",
    "fr": "Bonjour, je vous adresse ma candidature au poste de",
    "es": "Buenos días, les envío mi candidatura para el puesto de",
}


@dataclass(frozen=True)
class Sent:
    """A mail as its block describes it."""

    language: str
    sender: str
    cv: str = ""
    letter: str = ""
    answers: bool = False

    def mail(self, number: int) -> MailBuilder:
        """It, to be read."""
        spoken = _LETTERS[self.language]
        letter = self.letter or f"{spoken} Infrastructure engineer."
        address = self.sender.partition("<")[2].strip("<>")
        built = (
            a_mail()
            .from_(self.sender.strip())
            .return_path(address)
            .subject("Application: Infrastructure engineer")
            .id(f"<mail{number}@post.example>")
            .text(letter.replace("\\n", "\n"))
        )
        if self.answers:
            built = built.replying_to("<mail0@post.example>")
        return built.attach("cv.txt", self._cv().encode(), "text/plain") if self.cv else built

    def _cv(self) -> str:
        head, *more = (each.strip() for each in self.cv.split(";"))
        found = _CV.fullmatch(head)
        assert found is not None, head
        said = dict(each.split(" ", 1) for each in more)
        name, _, address = self.sender.partition("<")
        lines = [found["name"] or name.strip(), said.get("at", address.strip("<>"))]
        lines += [said[each] for each in ("tel", "page") if each in said]
        return "\n".join(lines) + "\n\n" + story(found["language"], found["story"], found["version"] or "")


@dataclass(frozen=True)
class Block:
    """One second mail."""

    title: str
    had: tuple[Sent, ...]
    mail: Sent
    right: str


def blocks() -> list[Block]:
    """Every block of the page."""
    return [_block(text) for text in PAGE.read_text("utf-8").split("\n=== ")[1:]]


def _block(text: str) -> Block:
    title, *lines = text.strip().split("\n")
    sent: list[Sent] = []
    right = ""
    for line in lines:
        match = _FIELD.fullmatch(line)
        assert match is not None, line
        name, value = match["name"], match["value"]
        if name in ("Had", "From"):
            sent.append(Sent(title[:2] if title[:2] in _LETTERS and title[2:3] == ":" else "en", value))
        elif name == "Right":
            right = value
        else:
            field = {"CV": "cv", "Letter": "letter", "Answers": "answers"}[name]
            sent[-1] = replace(sent[-1], **{field: value if name != "Answers" else True})
    return Block(title, tuple(sent[:-1]), sent[-1], right)


def read(mail: MailBuilder) -> tuple[Reading, Verdict]:
    """A mail, read and judged as the product does."""
    raw = mail.bytes()
    message = read_mail(raw)
    reading = Reading(
        raw_hash=hashlib.sha256(raw).hexdigest(),
        mailbox="recruitment",
        received_at=NOON,
        message=message,
        documents=documents_of(message),
        content_hash=content_hash(message),
    )
    return reading, judge(reading, RULES, NOTHING_KNOWN)


def keys_in(mail: MailBuilder) -> Keys | None:
    """The keys of a mail."""
    return keys_of(*read(mail), RULES)


def holders_of(block: Block, keys: Keys) -> list[Holder]:
    """Those of the block's earlier applicants who bore one of the keys, the newest first."""
    found: list[Holder] = []
    for number, sent in enumerate(block.had):
        earlier = keys_in(sent.mail(number))
        assert earlier is not None, f"{block.title}: the earlier mail has no keys"
        of = Earlier(person=f"person {number}", mailbox="recruitment", raw_hash=str(number))
        found += [
            Holder(key=key, of=of, name=earlier.name, sketch=earlier.sketch) for key in earlier.keys if key in keys.keys
        ]
        found += [
            Holder(key=key, of=of, name=earlier.name) for key in keys.keys if number == 0 and key.kind.value == "thread"
        ]
    return found[::-1]
