"""How a person names a mail on the command line: by its number, as the digest shows it, or one application of it."""

import re
from dataclasses import dataclass

import typer

_NAMED = re.compile(r"#?([1-9]\d{0,17})(?:\.([1-9]\d{0,3}))?")


@dataclass(frozen=True, kw_only=True, slots=True)
class Named:
    """What is meant."""

    mail: int
    application: int | None = None  #: from 1; None: all of them


def named(text: str) -> Named:
    """`12`, `#12`, or `#12.2` for the second application of a mail that brings several. Raises BadParameter."""
    found = _NAMED.fullmatch(text)
    if found is None:
        raise typer.BadParameter(
            "write a mail's number as the digest shows it: #12, or #12.2 for its second application"
        )
    return Named(mail=int(found[1]), application=None if found[2] is None else int(found[2]))
