"""The digest's pages of earlier versions, as somebody keeps them who changed them: drawn today, or refused."""

import pytest

from inbox_bot.core.rules.load import load
from inbox_bot.core.rules.model import Rules
from inbox_bot.core.rules.templates.compiled import PAGE_VARIABLES
from inbox_bot.core.rules.text.problems import RulesError
from inbox_bot.core.words import Outcome, Reason
from inbox_bot.digest import compose
from inbox_bot.edges.rules_file import templates
from tests.support.earlier import FOLDER, ROOT, VERSIONS
from tests.unit.digest.days import Days, rules

REFUSED = ("2026-11-24",)  # whose digest had times where today's has finished sentences


def own_pages(version: str) -> Rules:
    """Rules with the pages of a version as the user's own. Raises RulesError."""
    own = FOLDER / version / "templates"
    pages = {f"digest/{path.name}": path.read_text("utf-8") for path in (own / "digest").iterdir()}
    shipped = templates(ROOT / "templates")
    return load((ROOT / "rules.yaml").read_text("utf-8"), shipped | pages, shipped=shipped)


@pytest.mark.parametrize("version", [version for version in VERSIONS if version not in REFUSED])
def test_they_are_drawn(version, days: Days):
    days.came("ann", applicant="Ann Baker")
    days.came("bob", Outcome.REVIEW, reason=Reason.ENQUIRY)
    for page in compose.pages(days.digest(), own_pages(version)):
        assert "Ann Baker" in page


@pytest.mark.parametrize("version", REFUSED)
def test_or_they_are_refused_before_a_digest_is_due(version):
    with pytest.raises(RulesError) as refused:
        own_pages(version)
    said = [problem.message for problem in refused.value.problems]
    assert any(each.startswith('templates/digest/digest.html:52: "begins" is unknown; there are') for each in said)
    assert all(each.startswith("templates/digest/digest.") and each.endswith("; put it right there") for each in said)


def test_a_page_is_given_what_is_promised_and_nothing_else(days: Days):
    assert set(compose._values(days.digest(), rules(), None)) == {*PAGE_VARIABLES}
