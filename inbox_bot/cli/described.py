"""All commands as values: what each is for, its arguments and options. What the manual and the shells are made of."""

import re
from dataclasses import dataclass
from enum import Enum
from typing import Any

from inbox_bot.cli.commands import COMMANDS, command

_WORDS = re.compile(r"[a-z-]+(?:\|[a-z-]+)*")  # what an argument is called where words are all that it takes


@dataclass(frozen=True, kw_only=True, slots=True)
class Parameter:
    """An argument or an option."""

    names: tuple[str, ...]  #: of an option, `--since`; of an argument, none
    value: str  #: what it takes, as the help calls it; "" where it takes nothing
    help: str
    choices: tuple[str, ...] = ()  #: the words that it takes, where there are such


@dataclass(frozen=True, kw_only=True, slots=True)
class Described:
    """One command."""

    name: str
    short: str  #: one sentence
    paragraphs: tuple[str, ...]
    example: str
    arguments: tuple[Parameter, ...]
    options: tuple[Parameter, ...]


def described() -> tuple[Described, ...]:
    """Every command, in the order of `--help`, in the terminal's language."""
    return tuple(_described(name, command(name)) for name in COMMANDS)


def _described(name: str, made: Any) -> Described:
    parameters = [(each.param_type_name, _parameter(each)) for each in made.params]
    return Described(
        name=name,
        short=made.short_help or "",
        paragraphs=tuple((made.help or "").split("\n\n")),
        example=(made.epilog or "").rpartition("\n")[2].strip(),
        arguments=tuple(each for kind, each in parameters if kind == "argument"),
        options=(
            *(each for kind, each in parameters if kind == "option"),
            Parameter(names=("--help",), value="", help=""),
        ),
    )


def _parameter(parameter: Any) -> Parameter:
    is_option = parameter.param_type_name == "option"
    takes_nothing = bool(getattr(parameter, "is_flag", False))
    value = "" if takes_nothing else str(parameter.metavar or parameter.name.upper())
    words = () if is_option or not _WORDS.fullmatch(value) else tuple(value.split("|"))
    return Parameter(
        names=tuple(each for each in parameter.opts if each.startswith("-")) if is_option else (),
        value=value,
        help=parameter.help or "",
        choices=_choices(parameter.type_descriptor.annotation) or words,
    )


def _choices(type_: Any) -> tuple[str, ...]:
    """The words of an enumeration."""
    return tuple(str(each.value) for each in type_) if isinstance(type_, type) and issubclass(type_, Enum) else ()
