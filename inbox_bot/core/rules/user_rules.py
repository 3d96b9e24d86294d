"""The user's own rules: when something holds of a mail, then it is this kind, this vacancy, this outcome.

The first rule whose `when` holds decides. Pure and linear in the text; over any facts whatever it gives an answer and
never raises. What a rule may not do (turn a stop into an answer) is the plan's to hold, not this room's.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, InstanceOf, WithJsonSchema

from inbox_bot.core.rules.section import Listed, Section
from inbox_bot.core.rules.text.problems import Wrong, allowed_words, nearest
from inbox_bot.core.rules.written import names
from inbox_bot.core.rules.written.fields import TEXT, TEXT_OR_LIST, Email, Language, Text
from inbox_bot.core.rules.written.patterns import Pattern, address_pattern, as_bytes, pattern
from inbox_bot.core.wording import Sentence
from inbox_bot.core.words import Kind, Outcome, Role, Template

#: Outcomes that a rule may give. The others are facts about a mail or its reading, which no rule can make true.
OUTCOMES = (
    Outcome.FILED,
    Outcome.SPECULATIVE,
    Outcome.REVIEW,
    Outcome.AGENCY,
    Outcome.CORRESPONDENCE,
    Outcome.NOT_AN_APPLICATION,
)
#: Kinds that a rule may give: a reviewer's command and our own mail are proven, not declared.
KINDS = tuple(kind for kind in Kind if kind not in (Kind.COMMAND, Kind.OWN))


#: Answers that a rule may give. Nobody is turned down but by a person, each time.
_NO_RULES = frozenset({Template.DECLINE, Template.KEEP_QUESTION})  # a person's word, and the calendar's
ANSWERS = tuple(template for template in Template if template not in _NO_RULES)


def _outcome(value: object) -> object:
    return _one_of(value, OUTCOMES)


def _kind(value: object) -> object:
    return _one_of(value, KINDS)


def _answer(value: object) -> object:
    return _one_of(value, ("none", *ANSWERS))


def _one_of(value: object, allowed: tuple[str, ...]) -> object:
    if isinstance(value, str) and value not in allowed:
        near = nearest(value, allowed)
        raise Wrong(Sentence("which a rule can't give; write one of {words}", words=allowed_words(allowed, near)))
    return value


TextPatterns = Listed[Annotated[InstanceOf[Pattern], BeforeValidator(pattern), WithJsonSchema(TEXT)]]
AddressPatterns = Listed[Annotated[InstanceOf[Pattern], BeforeValidator(address_pattern), WithJsonSchema(TEXT)]]


def _folder(value: object) -> object:
    return () if value == "stay" else names.folder(value)


RuledFolder = Annotated[tuple[str, ...] | None, BeforeValidator(_folder), WithJsonSchema(TEXT_OR_LIST)]


class Condition(Section):
    """What must hold of a mail: every key that is given. A list of values means any of them."""

    from_: AddressPatterns = Field((), alias="from", description="the sender: name, address, @domain")
    to: AddressPatterns = Field((), description="any recipient's address")
    subject: TextPatterns = Field((), description="the subject")
    text: TextPatterns = Field((), description="what the writer typed")
    kind: Listed[Kind] = Field((), description="what was judged")
    vacancy: Listed[Text] = Field((), description="ids, or none")
    language: Listed[Language] = ()
    has: Listed[Role] = Field((), description="a document of this role")
    headers: dict[Text, TextPatterns] = Field(default={}, description="header fields and what stands in them")
    any_: "Listed[Condition]" = Field((), alias="any", description="at least one of these conditions holds")
    all_: "Listed[Condition]" = Field((), alias="all", description="each of these conditions holds")
    not_: "Listed[Condition]" = Field((), alias="not", description="none of these conditions holds")


class Then(Section):
    """What a rule decides; what it leaves out stays as judged."""

    vacancy: Text | None = Field(None, description="the id of a vacancy")
    kind: Annotated[Kind, BeforeValidator(_kind)] | None = None
    outcome: Annotated[Outcome, BeforeValidator(_outcome)] | None = None
    answer: Annotated[Template | Literal["none"], BeforeValidator(_answer)] | None = Field(
        None, description="a template of answers, or none"
    )
    folder: RuledFolder = Field(None, description="where the mail goes, or stay")  #: None: as judged; (): it stays
    tell: Email | None = Field(None, description="a reviewer's address, who gets a mail about it")


class UserRule(Section):
    """A rule of the user's."""

    name: Text = Field(examples=["Staff referrals"])
    when: Condition = Field(examples=['{from: "@example.com"}'])
    then: Then = Field(examples=["{kind: referral}"])


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What a rule can ask of a mail. Untrusted, in any length and with any characters."""

    from_: str = ""  #: the sender's address
    from_name: str = ""  #: the sender's display name
    to: tuple[str, ...] = ()  #: addresses of To and Cc, and the one it was delivered to
    subject: str = ""
    text: str = field(default="", repr=False)  #: what the writer typed
    kind: str = ""
    vacancy: str | None = None
    language: str = ""
    has: frozenset[str] = frozenset()  #: the roles of its documents
    headers: tuple[tuple[str, str], ...] = ()  #: (name, value) in order, as in Message

    @cached_property
    def sender_bytes(self) -> tuple[bytes, ...]:
        """Address and name, ready to be matched."""
        return (as_bytes(self.from_), as_bytes(self.from_name))

    @cached_property
    def recipient_bytes(self) -> tuple[bytes, ...]:
        """Recipients, ready to be matched."""
        return tuple(as_bytes(address) for address in self.to)

    @cached_property
    def subject_bytes(self) -> tuple[bytes, ...]:
        """The subject, ready to be matched."""
        return (as_bytes(self.subject),)

    @cached_property
    def text_bytes(self) -> tuple[bytes, ...]:
        """The text, ready to be matched."""
        return (as_bytes(self.text),)

    @cached_property
    def header_bytes(self) -> Mapping[str, tuple[bytes, ...]]:
        """Header values by their name in lower case, ready to be matched."""
        by_name: dict[str, list[bytes]] = {}
        for name, value in self.headers:
            by_name.setdefault(name.lower(), []).append(as_bytes(value))
        return {name: tuple(values) for name, values in by_name.items()}


def first_match(rules: Iterable[UserRule], facts: Facts) -> UserRule | None:
    """The first rule whose condition holds; None where none does."""
    return next((rule for rule in rules if holds(rule.when, facts)), None)


def holds(condition: Condition, facts: Facts) -> bool:
    """Whether everything the condition says is so. Cheap questions first; the text last."""
    return (
        _among(facts.kind, condition.kind)
        and _among(facts.vacancy or "none", condition.vacancy)
        and _among(facts.language, condition.language)
        and (not condition.has or any(role in facts.has for role in condition.has))
        and _any_found(condition.from_, facts.sender_bytes)
        and _any_found(condition.to, facts.recipient_bytes)
        and all(
            _any_found(patterns, facts.header_bytes.get(name.lower(), ()))
            for name, patterns in condition.headers.items()
        )
        and _any_found(condition.subject, facts.subject_bytes)
        and all(holds(inner, facts) for inner in condition.all_)
        and (not condition.any_ or any(holds(inner, facts) for inner in condition.any_))
        and not any(holds(inner, facts) for inner in condition.not_)
        and _any_found(condition.text, facts.text_bytes)
    )


def _among(value: str, allowed: Iterable[str]) -> bool:
    allowed = tuple(allowed)
    return not allowed or value in allowed


def _any_found(patterns: tuple[Pattern, ...], texts: tuple[bytes, ...]) -> bool:
    return not patterns or any(found.found_in(text) for found in patterns for text in texts)
