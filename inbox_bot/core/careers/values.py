"""What is read out of a careers page."""

from dataclasses import dataclass
from datetime import date

from inbox_bot.core.wording import Sentence


@dataclass(frozen=True, kw_only=True, slots=True)
class Advertised:
    """A vacancy as its page says it. Every text is one inert line."""

    title: str
    location: str = ""
    positions: int = 1
    keywords: tuple[str, ...] = ()
    description: str = ""
    reference: str = ""
    closes: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class CareersPage:
    """All that is read of a page."""

    vacancies: tuple[Advertised, ...]  #: at least one, each once
    agencies: str = ""  #: its sentence about recruitment agencies


class NotUnderstood(Exception):
    """No vacancies can be read out of a page; nothing is concluded from that. Its text says why, and what to do."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence)
