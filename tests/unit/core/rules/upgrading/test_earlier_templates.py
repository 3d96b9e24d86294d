"""Letters and pages that a user took over from an earlier version: they still work, or are refused by name."""

import pytest

from inbox_bot.core.rules.load import load
from inbox_bot.core.rules.templates.compiled import VARIABLES
from inbox_bot.core.rules.templates.names import PAGES, answer_name
from inbox_bot.core.rules.text.problems import RulesError
from tests.support.earlier import FOLDER, VERSIONS


def templates_of(version: str) -> dict[str, str]:
    folder = FOLDER / version / "templates"
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in folder.rglob("*.*")}


@pytest.mark.parametrize("version", VERSIONS)
def test_every_letter_of_a_version_is_still_one(version, example, templates):
    letters = {name: source for name, source in templates_of(version).items() if name not in PAGES}
    rules = load(example, templates | letters, shipped=templates)
    values = dict.fromkeys(VARIABLES, "") | {"company_name": "Example Ltd"}
    for name in letters:
        parts = answer_name(name)
        said = rules.templates.answer(parts.template, language=parts.language, vacancy=None, values=values)
        assert "Example Ltd" in said.text


def test_a_page_that_asks_for_what_the_digest_no_longer_has_is_refused_before_a_digest_is_due(example, templates):
    """Else it is found when the digest is due, and nobody hears of the day."""
    page = templates_of("2026-11-24")["digest/digest.txt"].replace("|format", "~")
    with pytest.raises(RulesError) as refused:
        load(example, templates | {"digest/digest.txt": page}, shipped=templates)
    assert 'templates/digest/digest.txt:20: "begins" is unknown; there are digest, title, ' in str(refused.value)


def test_a_page_may_have_names_of_its_own(example, templates):
    page = "{% set here = lead %}{% for group in digest.applications %}{{ loop.index }}{{ here }}{% endfor %}\n"
    load(example, templates | {"digest/digest.txt": page}, shipped=templates)
