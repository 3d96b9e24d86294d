"""Which commands there are, each imported when it is asked for: `--help` and `health` must not wait for the others.

The list of commands in `--help` shows the first sentence of each command's docstring, read from its source.
"""

import ast
import gc
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperGroup

from inbox_bot.cli.helping import SpokenCommand, SpokenHelp, closing, first_sentence, help_of
from inbox_bot.cli.language import wording

#: In the order of `--help`, each with its shelf in this room. Each is a module there, "_" for "-", with the function
#: `command`.
COMMANDS = {
    "demo": "trial",
    "init": "setting_up",
    "example": "setting_up",
    "completion": "setting_up",
    "login": "setting_up",
    "logout": "setting_up",
    "check": "setting_up",
    "rules": "setting_up",
    "run": "running",
    "poll": "running",
    "take-in": "running",
    "observed": "deciding",
    "explain": "trial",
    "read": "trial",
    "digest": "looking",
    "status": "looking",
    "health": "looking",
    "show": "looking",
    "export": "looking",
    "correct": "deciding",
    "undo": "deciding",
    "close": "deciding",
    "decline": "deciding",
    "learned": "looking",
    "answers": "deciding",
    "agencies": "looking",
    "template": "trial",
    "retry": "running",
    "replay": "trial",
    "test": "trial",
    "vacancies": "deciding",
    "requests": "privacy",
    "settle": "privacy",
    "disclose": "privacy",
    "forget": "privacy",
    "keep": "privacy",
    "privacy": "privacy",
    "audit": "privacy",
    "backup": "running",
    "restore": "running",
    "move-to": "running",
}
CONTEXT = {"help_option_names": ["-h", "--help"]}


class CommandsOnDemand(SpokenHelp, TyperGroup):
    """The commands of `inbox-bot`."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.help = wording().say(self.help) if self.help else None
        names: dict[str, Any] = dict.fromkeys(COMMANDS)
        self.commands = names  # typer takes what it suggests for a misspelt command from these names

    def list_commands(self, ctx: Any) -> list[str]:
        """Their names."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """One of them, imported now; None where there is no such command."""
        return command(cmd_name) if cmd_name in COMMANDS else None

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """The options, and the list of commands."""
        super().format_options(ctx, formatter)
        said = wording()
        with formatter.section(said.say("Commands")):
            formatter.write_dl([(name, said.say(short_help(name))) for name in COMMANDS])

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        """What to try first."""
        self.epilog = closing(wording().say("See it work, without an account:"), "inbox-bot demo")
        super().format_epilog(ctx, formatter)


def command(name: str) -> Any:
    """A command as typer runs it."""
    function = _loaded(module_of(name)).command
    alone = typer.Typer(
        rich_markup_mode=None, add_completion=False, pretty_exceptions_enable=False, context_settings=CONTEXT
    )
    alone.command(name, cls=SpokenCommand, **help_of(function))(function)
    return typer.main.get_command(alone)


def _loaded(module: str) -> Any:
    """The module, imported if it isn't. What is loaded stays: no search for garbage looks at it, now or later."""
    if module in sys.modules:
        return sys.modules[module]
    gc.disable()
    try:
        return import_module(module)
    finally:
        gc.freeze()
        gc.enable()


def module_of(name: str) -> str:
    """The full name of the module that a command is in."""
    return f"inbox_bot.cli.{COMMANDS[name]}.{name.replace('-', '_')}"


def short_help(name: str) -> str:
    """What a command is for, without importing what it needs."""
    found = find_spec(module_of(name))
    if found is None or found.origin is None:
        return ""
    for node in ast.parse(Path(found.origin).read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef) and node.name == "command":
            return first_sentence(ast.get_docstring(node) or "")
    return ""
