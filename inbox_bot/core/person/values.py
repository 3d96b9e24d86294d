"""What tells who an applicant is, who bore the same before, and what that comes to."""

from dataclasses import dataclass

from inbox_bot.core.words import Word


class KeyKind(Word):
    """What two mails have in common where one person sent both; what says most of it first."""

    ADDRESS = "address", "the same address"
    CV = "cv", "the same CV"
    PHONE = "phone", "the same phone number"
    PROFILE = "profile", "the same profile page"
    THREAD = "thread", "the same conversation"
    TEXT = "text", "nearly the same CV"


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
class Holder:
    """Somebody who bore one of these keys in an earlier mail."""

    key: Key
    person: str  #: by whom the ledger knows them
    name: str | None  #: that they bore there
    raw_hash: str  #: of that mail
    sketch: Sketch = ()  #: of a key of kind TEXT


@dataclass(frozen=True, kw_only=True, slots=True)
class Same:
    """It is somebody who applied before."""

    person: str
    raw_hash: str  #: of the newest mail of theirs that says so
    because: tuple[KeyKind, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Suggestion:
    """It may well be: a person is told, and decides."""

    person: str
    raw_hash: str
    because: tuple[KeyKind, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """It can't be told: somebody of another name bears the same key, or two people do. A person is asked."""

    person: str
    raw_hash: str
    because: tuple[KeyKind, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Stranger:
    """Nothing says that they applied before."""


Link = Same | Suggestion | Question | Stranger
STRANGER = Stranger()
