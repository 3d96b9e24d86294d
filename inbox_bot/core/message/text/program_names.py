"""File names that mail servers make up, for what a person gave no name."""

import re

_PROGRAMS_NAME = re.compile(
    r"(?:att\d{4,6}|noname|unknown|unnamed|untitled|part[ _]?\d{1,2}|(?:mail|message)[ _-]?(?:body|text)|body|"
    r"mime-attachment)(?:\.(?:txt|html?|bin|dat))?",
    re.IGNORECASE,
)


def is_named_by_a_program(filename: str) -> bool:
    """Whether a mail server made up the name, for a piece of the letter that it could not keep in its place."""
    return _PROGRAMS_NAME.fullmatch(filename) is not None
