"""The sample mails, in the order in which they arrive; everybody in them is made up.

They are written by `tests/unit/demo/write_sample_mails.py`; what should become of them is in `expected`.
"""

from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable


@dataclass(frozen=True, kw_only=True, slots=True)
class Sample:
    """One sample mail."""

    name: str  #: the file's name, such as "01-title-in-subject.eml"
    raw: bytes = field(repr=False)  #: the mail as a server would deliver it, with CRLF line ends


@cache
def samples() -> tuple[Sample, ...]:
    """All sample mails, by the number in their names."""
    mails = sorted((file for file in _folder().iterdir() if file.name.endswith(".eml")), key=lambda file: file.name)
    return tuple(Sample(name=mail.name, raw=mail.read_bytes()) for mail in mails)


def _folder() -> Traversable:
    return files("inbox_bot.demo").joinpath("mails")
