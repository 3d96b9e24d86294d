"""The documentation's site: its reference is whole, what a text names is a link, and a dead one is found."""

import json

import pytest

from inbox_bot.cli.commands import COMMANDS
from inbox_bot.core.rules.schema import json_schema
from tests.support.earlier import keys_of
from tests.support.site.checked import problems_in
from tests.support.site.pages import indented, linked, pages


@pytest.fixture(scope="module")
def made() -> dict[str, str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LC_ALL", "C")
        return pages()


def test_the_reference_has_every_command_and_every_key(made):
    for command in COMMANDS:
        assert f"\n## {command}\n" in made["commands.md"]
    keys = {key for key in keys_of(json.loads(json_schema())) if not key.startswith("mailboxes.")} - {"mailboxes"}
    assert {key for key in keys if f"| `{key}` |" not in made["keys.md"]} == set()


def test_nothing_leads_to_where_the_pages_were(made):
    for name, page in made.items():
        assert "](docs/" not in page, name


TITLES = {"rules.md": "rules.yaml", "decisions/014-a-catalogue.md": "014: A catalogue", "index.md": "inbox_bot"}
NAMED = {
    "- docs/rules.md: every key": "- [rules.yaml](rules.md): every key",
    "as in (docs/decisions/014)": "as in ([014: A catalogue](decisions/014-a-catalogue.md))",
    "[docs/rules.md](docs/rules.md#hooks)": "[rules.yaml](rules.md#hooks)",
    "[rules.md](rules.md)": "[rules.yaml](rules.md)",
    "see README.md": "see [inbox_bot](index.md)",
    "`docs/rules.md` and docs/other.md": "`docs/rules.md` and docs/other.md",
    "```sh\ncat docs/rules.md\n```": "```sh\ncat docs/rules.md\n```",
}


@pytest.mark.parametrize("written", NAMED)
def test_a_page_that_is_named_is_a_link_by_its_title(written):
    assert linked(written, "index.md", TITLES) == f"{NAMED[written]}\n"


def test_from_a_folder_links_lead_up():
    assert linked("docs/rules.md", "decisions/014-a-catalogue.md", TITLES) == "[rules.yaml](../rules.md)\n"


LISTS = {
    "Text:\n- one\n- two\n": "Text:\n\n- one\n- two\n",
    "1. one\n\n   ```sh\n   make\n     it\n   ```\n\n   more\n2. two\n": (
        "1. one\n\n    ```sh\n    make\n      it\n    ```\n\n    more\n\n2. two\n"
    ),
    "- one\n  goes on\n  - below\n\nText\n": "- one\n    goes on\n    - below\n\nText\n",
    "```text\n- no list\n   1. nor here\n```\n": "```text\n- no list\n   1. nor here\n```\n",
}


@pytest.mark.parametrize("written", LISTS)
def test_lists_are_indented_as_the_generator_reads_them(written):
    assert indented(written) == LISTS[written]


def test_a_dead_link_and_what_is_asked_of_another_server_are_found(tmp_path):
    (tmp_path / "style.css").write_text("")
    (tmp_path / "other.html").write_text('<h1 id="there">x</h1>')
    (tmp_path / "index.html").write_text(
        '<link rel="stylesheet" href="style.css"><link rel="canonical" href="https://a.example/">'
        '<a href="other.html#there">1</a> <a href="https://b.example/">2</a> <a href="other.html#gone">3</a>'
        '<a href="none.html">4</a> <img src="none.png"> <script src="https://c.example/x.js"></script>'
    )
    assert problems_in(tmp_path) == [
        "index.html: asks another server: https://c.example/x.js",
        "index.html: leads nowhere: other.html#gone",
        "index.html: leads nowhere: none.html",
        "index.html: leads nowhere: none.png",
    ]
