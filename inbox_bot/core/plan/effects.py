"""The kinds of effect that a plan may ask for: what each holds, who carries it out, and whether it may be repeated.

A new kind is a class here and in `EFFECTS`, with its codec (edges/ledger/actions/effects_json) and the carrier's hand
for it. All else goes by what the class says.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from inbox_bot.core.reply.values import Answer, Letter
from inbox_bot.core.rules.hooks import HookEvent
from inbox_bot.core.words import ActionKind, Carrier, Repeating


@dataclass(frozen=True, kw_only=True, slots=True)
class Move:
    """Move the mail to a folder."""

    kind: ClassVar = ActionKind.MOVE
    carrier: ClassVar = Carrier.MAILBOX
    repeating: ClassVar = Repeating.HARMLESS

    folder: tuple[str, ...]  #: parts of the name; joined with the server's delimiter


@dataclass(frozen=True, kw_only=True, slots=True)
class Flag:
    """Set flags or keywords on the mail."""

    kind: ClassVar = ActionKind.FLAG
    carrier: ClassVar = Carrier.MAILBOX
    repeating: ClassVar = Repeating.HARMLESS

    flags: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Unflag:
    """Take flags that we set off the mail."""

    kind: ClassVar = ActionKind.UNFLAG
    carrier: ClassVar = Carrier.MAILBOX
    repeating: ClassVar = Repeating.HARMLESS

    flags: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class SentCopy:
    """Put a copy of the answer into Sent."""

    kind: ClassVar = ActionKind.SENT_COPY
    carrier: ClassVar = Carrier.MAILBOX
    repeating: ClassVar = Repeating.HARMLESS

    letter: Letter


@dataclass(frozen=True, kw_only=True, slots=True)
class Notice:
    """Send a mail to a reviewer."""

    kind: ClassVar = ActionKind.TELL
    carrier: ClassVar = Carrier.OUTBOX
    repeating: ClassVar = Repeating.A_SECOND_MAIL

    letter: Letter


@dataclass(frozen=True, kw_only=True, slots=True)
class Discard:
    """Delete what was filed under these paths, but for what something refers to again."""

    kind: ClassVar = ActionKind.DISCARD
    carrier: ClassVar = Carrier.FILING
    repeating: ClassVar = Repeating.HARMLESS

    paths: tuple[str, ...]  #: relative to the filing root


@dataclass(frozen=True, kw_only=True, slots=True)
class TellHook:
    """Tell another system of an event. Told twice, it knows it by its id."""

    kind: ClassVar = ActionKind.HOOK
    carrier: ClassVar = Carrier.HOOK
    repeating: ClassVar = Repeating.HARMLESS

    hook: str  #: by its name in rules.yaml
    event: HookEvent
    mail: int  #: the number of the mail that it is about
    at: str  #: when it happened, in UTC (ISO 8601)


Effect = Move | Flag | Unflag | Answer | SentCopy | Notice | Discard | TellHook
EFFECTS: tuple[type[Effect], ...] = (Move, Flag, Unflag, Answer, SentCopy, Notice, Discard, TellHook)


def kinds_of(carrier: Carrier) -> tuple[ActionKind, ...]:
    """The kinds of effect that one carrier carries out."""
    return _kinds(effect for effect in EFFECTS if effect.carrier is carrier)


def unrepeatable_kinds() -> tuple[ActionKind, ...]:
    """The kinds of effect that are never done again by themselves: done twice, they would be two mails."""
    return _kinds(effect for effect in EFFECTS if effect.repeating is Repeating.A_SECOND_MAIL)


def _kinds(effects: Iterable[type[Effect]]) -> tuple[ActionKind, ...]:
    return tuple(effect.kind for effect in effects)
