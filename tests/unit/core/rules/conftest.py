from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from inbox_bot.core.rules.load import load
from inbox_bot.core.rules.model import Rules
from inbox_bot.core.rules.text.problems import RulesError, RulesProblem

ROOT = Path(__file__).parents[4]


@pytest.fixture(scope="session")
def example() -> str:
    """The rules.yaml that comes with the product."""
    return (ROOT / "rules.yaml").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def templates() -> dict[str, str]:
    """The templates that come with the product."""
    folder = ROOT / "templates"
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*"))
        if path.suffix in (".txt", ".html")
    }


@pytest.fixture(scope="session")
def smallest() -> str:
    """As little as one can write."""
    return """\
company: {name: Example Ltd}
mailbox:
  address: jobs@example.com
  imap: {host: imap.example.com}
  smtp: {host: smtp.example.com}
vacancies:
  - {id: engineer, title: Engineer}
reviewers:
  - {email: jane@example.com}
"""


@pytest.fixture(scope="session")
def problems(templates: Mapping[str, str]) -> Callable[..., tuple[RulesProblem, ...]]:
    """The problems of a text; () where it loads."""

    def find(text: str, with_templates: Mapping[str, str] = templates) -> tuple[RulesProblem, ...]:
        try:
            load(text, with_templates)
        except RulesError as error:
            return error.problems
        return ()

    return find


@pytest.fixture(scope="session")
def rules_with(smallest: str, templates: Mapping[str, str]) -> Callable[[str], Rules]:
    """The smallest rules with some lines more."""
    return lambda more: load(smallest + more, templates)
