"""What an unpacker gives back."""

from collections.abc import Callable
from dataclasses import dataclass

from inbox_bot.core.message.values import Message, Part
from inbox_bot.core.unpack.budget import Budget
from inbox_bot.core.words import Problem


@dataclass(frozen=True, kw_only=True, slots=True)
class Contents:
    """What one container holds."""

    parts: tuple[Part, ...] = ()  #: in its order; their sections begin with the container's, see `section_in`
    problem: Problem | None = None  #: why it stays closed; then it is a document with this problem
    letter: str = ""  #: what it says itself, where it stands for a mail that may have no other text
    mail: Message | None = None  #: of an enclosed mail what it says itself; its `parts` are empty


#: A container's part, and what the mail may still hold, to its contents. Spends nothing: the stage counts what comes
#: out. One that could unfold to more than it is looks at the budget's room first. Raises TooComplex, else nothing.
Unpacker = Callable[[Part, Budget], Contents]


def section_in(container: Part, name: str) -> str:
    """The section of what lies in a container under a name: `2!cv.pdf`. IMAP's numbers can't reach into it."""
    return f"{container.section}!{name}"
