"""A question, and its answer: from an option, from whoever types, or what it is when nothing is answered."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

import typer

from inbox_bot.cli.language import wording
from inbox_bot.core.rules.text.problems import Wrong, shown
from inbox_bot.core.setting_up.questions import Asked, Question
from inbox_bot.core.wording import Sentence, said_by

MOST = 6  # questions, whatever is answered
Answer = TypeVar("Answer")


@dataclass
class Conversation:
    """One newcomer's; each question has a number, also where an option has answered it."""

    given: Mapping[Asked, str]
    asks: bool  #: false: what no option answers is what it is by default
    number: int = 0

    def ask(self, question: Question, parse: Callable[[str], Answer]) -> Answer:
        """The answer. Raises BadParameter for an option that is wrong or missing, Abort where nobody answers."""
        self.number += 1
        given = self.given.get(question.asked)
        if given is not None:
            return self._parsed(question, given, parse)
        if self.asks:
            return self.ask_again(question, parse)
        if question.default is None:
            missing = Sentence("--{option} is missing, and has no default", option=question.asked.value)
            raise typer.BadParameter(missing)
        return parse(question.default)

    def ask_again(self, question: Question, parse: Callable[[str], Answer]) -> Answer:
        """The same question, until its answer can be used."""
        while True:
            typed = typer.prompt(
                f"{self.number}/{MOST}  {wording().repeat(question.text)}",
                default=question.default,
                show_default=bool(question.default) and not question.is_secret,
                hide_input=question.is_secret,
                prompt_suffix=" ",
                err=True,
            )
            try:
                return parse(typed)
            except Wrong as wrong:
                self.tell(_what_is_wrong(typed, wrong))

    def leave_out(self) -> None:
        """A question that an option of another name has answered."""
        self.number += 1

    def is_asked(self, question: Question) -> bool:
        """Whether somebody types the answer, and so can give another one."""
        return self.asks and question.asked not in self.given

    def tell(self, sentence: str) -> None:
        """Something on the way, for whoever types."""
        typer.echo(f"     {wording().repeat(sentence)}", err=True)

    def _parsed(self, question: Question, given: str, parse: Callable[[str], Answer]) -> Answer:
        try:
            return parse(given)
        except Wrong as wrong:
            told = Sentence("--{option}: {problem}", option=question.asked.value, problem=_what_is_wrong(given, wrong))
            raise typer.BadParameter(told) from None


def _what_is_wrong(typed: str, wrong: Wrong) -> Sentence:
    return Sentence("that is {value}, {problem}", value=shown(typed), problem=said_by(wrong))
