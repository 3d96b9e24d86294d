"""What is known of a letter once it was tried, and what stops all letters of a server."""

from dataclasses import dataclass

from inbox_bot.core.reply.letter.refusal import Verb
from inbox_bot.edges.access import Cause


@dataclass(frozen=True, kw_only=True, slots=True)
class Sent:
    """The server said 250 to the final dot: the mail is its responsibility now."""

    reply: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Refused:
    """The server said no before it took the mail."""

    verb: Verb  #: what it said no to; where the line broke, the verb that it did not answer
    code: int  #: 0 where the line broke
    reply: str  #: one inert line
    temporary: bool  #: 4xx, or the line broke before the final dot: trying again later helps


@dataclass(frozen=True, kw_only=True, slots=True)
class Uncertain:
    """The line broke after the final dot, or the answer to it made no sense: only a person may send it again."""

    reply: str


class OutboxDown(Exception):
    """The SMTP server can't be used at all: no mail was tried."""

    def __init__(self, sentence: str, *, temporary: bool = True, cause: Cause = Cause.TOLD) -> None:
        super().__init__(sentence)
        self.cause = cause  #: by which a remedy is found
        self.sentence = sentence
        self.temporary = temporary
