"""A command's help, made of its docstring: what it is for comes first, and its example last, on a line of its own."""

import inspect
from collections.abc import Callable
from typing import Any, TypedDict

_EXAMPLE = "Example:"


class Help(TypedDict):
    """What typer shows of a command."""

    help: str
    short_help: str
    epilog: str


def help_of(command: Callable[..., Any]) -> Help:
    """The docstring's paragraphs as help, and its example (`Example: inbox-bot …`, at its end) as the closing lines.

    Its first sentence is in the list of commands.
    """
    said, _, example = (inspect.getdoc(command) or "").partition(_EXAMPLE)
    paragraphs = [" ".join(paragraph.split()) for paragraph in said.strip().split("\n\n")]
    return Help(
        help="\n\n".join(paragraphs),
        short_help=first_sentence(said),
        epilog=f"\b\nExample:\n  {' '.join(example.split())}",  # \b: click breaks no lines here; it can be copied
    )


def first_sentence(docstring: str) -> str:
    """The first sentence of a docstring, on one line."""
    paragraph = " ".join(docstring.strip().partition("\n\n")[0].split())
    return f"{paragraph.partition('. ')[0].rstrip('.')}."
