"""What tells who an applicant is, who bore the same before, and what that comes to."""

from dataclasses import dataclass
from typing import ClassVar

from inbox_bot.core.words import Word


class KeyKind(Word):
    """What two mails have in common where one person sent both; what says most of it first."""

    ADDRESS = "address", "the same address"
    CV = "cv", "the same CV"
    PHONE = "phone", "the same phone number"
    PROFILE = "profile", "the same profile page"
    THREAD = "thread", "the same conversation"
    TEXT = "text", "nearly the same CV"
    NAME = "name", "the same name"  #: of those whom agencies introduce alone: it suggests, and links nobody


@dataclass(frozen=True, kw_only=True, slots=True)
class Key:
    """One thing that tells who an applicant is."""

    kind: KeyKind
    value: str  #: a canonical address, E.164, a page without its scheme, SHA-256; of TEXT the name that bears it


Sketch = tuple[int, ...]  # the smallest hashes of a text's runs of words (core/person/sketch)


@dataclass(frozen=True, kw_only=True, slots=True)
class Keys:
    """What an applicant's own mail and CV tell of who they are."""

    name: str | None  #: as the mail or the CV says it
    address: str  #: whose application it is where nobody links it: a canonical address, perhaps not a key
    keys: tuple[Key, ...]
    sketch: Sketch = ()  #: of the CV's text; empty where none could be read


@dataclass(frozen=True, kw_only=True, slots=True)
class Earlier:
    """Somebody who applied before, and a mail of theirs."""

    person: str  #: by whom the ledger knows them
    mailbox: str  #: that the mail came in by
    raw_hash: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Holder:
    """Somebody who bore one of these keys in an earlier mail."""

    key: Key
    of: Earlier
    name: str | None  #: that they bore there
    sketch: Sketch = ()  #: of a key of kind TEXT

    @property
    def person(self) -> str:
        """By whom the ledger knows them."""
        return self.of.person


class Says(Word):
    """What was said of two mails."""

    SAME = "same", "The same person sent both."
    SUGGESTION = "suggestion", "Perhaps the same person sent both."
    QUESTION = "question", "It can't be told whether the same person sent both."


@dataclass(frozen=True, kw_only=True, slots=True)
class Same:
    """It is somebody who applied before."""

    says: ClassVar = Says.SAME
    of: Earlier
    because: tuple[KeyKind, ...]  #: none: a person said so


@dataclass(frozen=True, kw_only=True, slots=True)
class Suggestion:
    """It may well be: a person is told, and decides."""

    says: ClassVar = Says.SUGGESTION
    of: Earlier
    because: tuple[KeyKind, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """It can't be told: somebody of another name bears the same key, or two people do. A person is asked."""

    says: ClassVar = Says.QUESTION
    of: Earlier
    because: tuple[KeyKind, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Stranger:
    """Nothing says that they applied before."""


Link = Same | Suggestion | Question | Stranger
STRANGER = Stranger()


@dataclass(frozen=True, kw_only=True, slots=True)
class Linked:
    """What an applicant's keys came to."""

    keys: Keys | None = None  #: None: nobody applies for themselves
    link: Link = STRANGER
    person: str = ""  #: by whom the ledger knows the applicant; "": by the address alone
    across_mailboxes: bool = False  #: whether what came in by another mailbox counts


NOT_LINKED = Linked()
