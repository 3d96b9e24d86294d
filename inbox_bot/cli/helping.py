"""A command's help, in the reader's language, made of its docstring.

What a command is for comes first, and its example last, on a line of its own. Typer has no catalogue: what it says by
itself in a help text is said again here.
"""

import inspect
import re
from collections.abc import Callable
from typing import Any, TypedDict

from typer.core import TyperCommand

from inbox_bot.cli.language import wording
from inbox_bot.core.wording import Sentence, Wording

_EXAMPLE = "Example:"
#: Of typer's, beside an option's help.
_EXTRAS = (Sentence("env var"), Sentence("default"), Sentence("required"))
#: Of typer's own option.
_ITS_OWN_OPTION = Sentence("Show this message and exit.")


class Help(TypedDict):
    """What typer shows of a command."""

    help: str
    short_help: str
    epilog: str


def help_of(command: Callable[..., Any]) -> Help:
    """The docstring's paragraphs as help, and its example (`Example: inbox-bot …`, at its end) as the closing lines.

    Its first sentence is in the list of commands.
    """
    docstring, say = inspect.getdoc(command) or "", wording().say
    example = " ".join(docstring.partition(_EXAMPLE)[2].split())
    return Help(
        help="\n\n".join(map(say, paragraphs(docstring))),
        short_help=say(first_sentence(docstring)),
        epilog=closing(say("Example:"), example),
    )


def closing(words: str, example: str) -> str:
    """The last lines of a help text: words, and below them something to copy."""
    return f"\b\n{words}\n  {example}"  # \b: click breaks no lines here


def paragraphs(docstring: str) -> list[str]:
    """What a docstring says before its example, a line a paragraph."""
    said = docstring.partition(_EXAMPLE)[0]
    return [" ".join(paragraph.split()) for paragraph in said.strip().split("\n\n")]


def first_sentence(docstring: str) -> str:
    """The first sentence of a docstring, on one line."""
    return f"{paragraphs(docstring)[0].partition('. ')[0].rstrip('.')}."


class SpokenHelp:
    """How a command, or the group of them, writes its usage and its options."""

    def format_usage(self: Any, ctx: Any, formatter: Any) -> None:
        """The first line."""
        pieces = " ".join(self.collect_usage_pieces(ctx))
        prefix = wording().say("Usage:")
        formatter.write_usage(ctx.command_path, pieces, f"{prefix} ")

    def format_options(self: Any, ctx: Any, formatter: Any) -> None:
        """Arguments and options, each with its help."""
        said = wording()
        arguments: list[tuple[str, str]] = []
        options: list[tuple[str, str]] = []
        for parameter in self.get_params(ctx):
            record = parameter.get_help_record(ctx)
            if record is not None:
                rows = arguments if parameter.param_type_name == "argument" else options
                rows.append((record[0], _help_of_parameter(parameter, record[1], said)))
        for title, rows in ((said.say("Arguments"), arguments), (said.say("Options"), options)):
            if rows:
                with formatter.section(title):
                    formatter.write_dl(rows)


class SpokenCommand(SpokenHelp, TyperCommand):
    """One command."""


def _help_of_parameter(parameter: Any, written: str, said: Wording) -> str:
    """Its help, and what typer writes beside it: `[env var: INBOX_BOT_RULES; default: rules.yaml]`."""
    help_, default = parameter.help or "", parameter.show_default
    extras = written.removeprefix(help_)
    if isinstance(default, str):
        extras = extras.replace(default, said.say(default))
    for extra in _EXTRAS:
        extras = re.sub(rf"(?<=[\[ ]){extra}(?=:|\])", said.repeat(extra), extras)
    return said.say(help_) + extras if help_ else extras
