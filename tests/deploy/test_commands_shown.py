"""Every command that a page shows is run, and does what the page says: so a page cannot fall behind the product.

CONTRIBUTING.md ("A page") says which blocks are run, and what stands for a command that no test may run.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.shown.blocks import COMMANDS, NEVER_RUN, NO_COMMANDS, TERMINAL, escapes, first_not_in_kind
from tests.support.shown.place import HARMLESS, Place, World
from tests.support.shown.played import wrong_with
from tests.support.shown.servers import running
from tests.support.shown.stand_ins import WORDS, of_all
from tests.support.site.pages import ROOT, files

#: README's first: what its commands make is what those of other pages find.
PAGES = sorted({*files().values(), *ROOT.glob(".github/**/*.md")}, key=lambda page: (page.name != "README.md", page))
#: A page whose terminal is played as a whole, and compared line by line.
PLAYED_ELSEWHERE = {"docs/first-hour.md": "tests/world/setting_up/test_first_hour.py"}


@pytest.mark.dovecot
@pytest.mark.postgres
@pytest.mark.sqlite("pages show a ledger's file, and move it themselves")
def test_every_command_that_a_page_shows_does_what_it_says(postgres, tmp_path):
    wrong = []
    if missing := [each for each in HARMLESS if shutil.which(each) is None]:
        pytest.skip(f"pages use {', '.join(missing)}")
    with running(postgres) as servers, World(tmp_path, servers) as world:
        for page in PAGES:
            name = page.relative_to(ROOT).as_posix()
            wrong += [] if name in PLAYED_ELSEWHERE else wrong_with(page, name, world)
    assert not wrong, "\n".join(["", *map(str, wrong)])


def test_what_is_played_elsewhere_is():
    for page, test in PLAYED_ELSEWHERE.items():
        assert (ROOT / page).is_file()
        assert (ROOT / test).is_file()


def test_whoever_writes_a_page_is_told_what_becomes_of_its_blocks():
    told = (ROOT / "CONTRIBUTING.md").read_text("utf-8").partition("\n## A page\n")[2].partition("\n## ")[0]
    for word in (*COMMANDS, TERMINAL, *NO_COMMANDS, *NEVER_RUN, *of_all(lambda _: 0, lambda _: 0)):
        assert f"`{word}`" in told, word


# The runner itself


@dataclass
class ShellAlone:
    """A world without servers: what the machine's own shell does."""

    folder: Path

    def place_of(self, page: Path) -> Place:
        return Place(folder=self.folder, machine=self.folder, environment={"PATH": "/usr/bin:/bin"})


def wrong_of(tmp_path: Path, text: str) -> list[str]:
    (page := tmp_path / "page.md").write_text(text)
    return [str(each) for each in wrong_with(page, "docs/page.md", ShellAlone(tmp_path))]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("# Page\n\n```sh\ntrue\nfalse\ntrue\n```\n", "docs/page.md:5: false\n    ended with 1:"),
        ("1. so\n\n   ```sh\n   inbox-bot chekc\n   ```\n", "docs/page.md:4: inbox-bot chekc\n    ended with 127:"),
        ("```sh\ntrue\n```\n\n```bash\nfalse | cat\n```\n", "docs/page.md:6: false | cat\n    ended with 1:"),
        ("```sh\nif\n```\n", "ended with 2:"),
        (
            "```console\n$ echo 12 mails\n3 letters\n```\n",
            "docs/page.md:3: 3 letters\n    is not printed, but:\n    12",
        ),
    ],
    ids=["a failure", "no such command, in a list", "within a pipe", "no shell's words", "another output"],
)
def test_a_command_that_does_not_work_is_told_with_its_line_and_the_remedy(tmp_path, page, said):
    (told,) = wrong_of(tmp_path, page)
    assert said in told
    assert "Put right the page or the command" in told


def test_what_works_is_passed_over_and_a_later_block_finds_what_an_earlier_one_left(tmp_path):
    page = "```sh\nexport NAME=Ann\n```\n\ntext\n\n```console\n$ echo $NAME, 12 mails\nAnn, 3 mails\n```\n"
    assert wrong_of(tmp_path, page) == []


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("```\ninbox-bot check\n```\n", "page.md:1: a block without a word behind its fence"),
        ("```shell\ninbox-bot check\n```\n", "page.md:1: a block of 'shell'"),
        ("```text\ninbox-bot check\n```\n", "page.md:2: a command in a block of text"),
        ("```text\n$ inbox-bot check\n```\n", "page.md:2: a command in a block of text"),
        ("```powershell\n.venv/bin/inbox-bot check\n```\n", "page.md:2: a command in a block of powershell"),
        ("text\n\n    make test\n", "page.md:3: a command that only indentation sets apart"),
        ("~~~sh\nmake test\n~~~\n", "page.md:1: a fence of tildes"),
    ],
)
def test_a_command_that_would_not_be_run_is_told(tmp_path, page, said):
    (file := tmp_path / "page.md").write_text(page)
    (told,) = escapes(file, "page.md", WORDS)
    assert str(told).startswith(said)


@pytest.mark.parametrize(
    ("shown", "missing"),
    [
        (["12 mails in 3.4 s", "…", "the end"], None),
        (["7 mails in 0.1 s", "the begin…"], "the begin…"),
        (["the end", "8 mails in 0.2 s"], "8 mails in 0.2 s"),
    ],
)
def test_output_is_compared_in_kind(shown, missing):
    assert first_not_in_kind(shown, ["2 mails in 9.9 s", "", "between", "the  end"]) == missing
