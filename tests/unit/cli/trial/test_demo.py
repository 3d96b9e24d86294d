"""The demo as a newcomer sees it."""

import dataclasses
import re

import pytest

from inbox_bot.core.words import Outcome
from inbox_bot.demo import compare
from inbox_bot.demo.expected import EXPECTED
from tests.support.shown.blocks import blocks_of, first_not_in_kind
from tests.unit.cli.running import ROOT, run

pytestmark = pytest.mark.sqlite("the demo's ledger is a file of its own")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("demo") / "run"


@pytest.fixture(scope="module")
def narrow(folder):
    """The demo on a terminal of 80 columns."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLUMNS", "80")
        return run("demo", "--folder", folder)


def test_every_mail_became_what_it_should(narrow):
    assert (narrow.code, narrow.err) == (0, "")
    assert f"\n{len(EXPECTED)} of {len(EXPECTED)} as expected" in narrow.out
    assert "not as expected" not in narrow.out


def test_on_80_columns_a_mail_takes_two_lines_that_say_who_what_which_and_why(narrow):
    block = narrow.out.split("\n\n")[1].splitlines()
    assert len(block) == 2 * len(EXPECTED)
    assert block[0].split() == ["Maeve", "Okonkwo", "filed", "infrastructure-engineer"]
    assert block[1] == "  answered: acknowledgement; “Application: Infrastructure engineer (London)”"
    assert all(len(line) <= 80 for line in block)


def test_the_sum_the_tree_the_answers_the_digest_and_what_next_are_shown(narrow, folder):
    assert f"{len(EXPECTED)} received, in " in narrow.out
    sums = [int(number) for number in re.findall(r"^ {2,4}(\d+) [a-z]", narrow.out, re.MULTILINE)]
    assert sum(sums) == len(EXPECTED)
    assert "applications/" in narrow.out
    assert "Answered (14)" in narrow.out
    assert "Ready, and held for a person (4)" in narrow.out
    assert str(folder / "digest.html") in narrow.out
    assert (folder / "digest.html").is_file()
    assert "Try next" in narrow.out
    assert "\x1b" not in narrow.out


def test_the_readme_shows_what_is_printed(narrow):
    shown = next(block for block in blocks_of(ROOT / "README.md") if "Maeve Okonkwo" in block.text)
    assert first_not_in_kind([line for line in shown.lines if "demo-run/" not in line], narrow.out.splitlines()) is None


def test_a_mail_that_somebody_drags_to_a_vacancy_is_filed_there(narrow, folder):
    said = narrow.out.partition("Somebody drags a mail to another folder, and it is filed there:")[2]
    moved = " ".join(said.strip().split("\n\n")[0].split())
    assert re.fullmatch(r"#\d+ Lukas Brandt → Filed/Data pipeline engineering intern: Filed under a vacancy\.", moved)
    assert list((folder / "applications" / "data-pipeline-engineer-intern").glob("*/Lukas Brandt*"))


def test_a_reviewer_answers_the_digest_and_it_is_done_and_acknowledged(narrow, folder):
    said = narrow.out.partition("A reviewer answers it by mail, and has this back:")[2].split("Try next")[0]
    order, acknowledged = said.strip().split("\n", 1)
    number = int(order.partition(" ")[0].removeprefix("#"))
    assert order == f"#{number} vacancy infrastructure-engineer"
    assert " ".join(acknowledged.split()).startswith(f"#{number} Grace Adeyemi: filed under “Infrastructure engineer”.")
    assert list((folder / "applications" / "infrastructure-engineer").glob("*/Grace Adeyemi*"))


@pytest.fixture(scope="module")
def wide(narrow, folder):
    """Another run in the same folder, on 140 columns, where one mail is expected to become something else."""
    changed = {**EXPECTED}
    changed["05-newsletter.eml"] = dataclasses.replace(changed["05-newsletter.eml"], outcome=Outcome.FILED)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLUMNS", "140")
        patch.setattr(compare, "EXPECTED", changed)
        return run("demo", "--folder", folder)


def test_on_a_wide_terminal_a_mail_takes_one_line(wide):
    block = wide.out.split("\n\n")[1].splitlines()
    assert len([line for line in block if "not as expected" not in line]) == len(EXPECTED)
    assert all(len(line) <= 140 for line in block)


def test_a_second_run_replaces_the_files_of_the_first(wide, folder):
    assert f"{len(EXPECTED)} received, in " in wide.out
    assert len(list((folder / "applications").glob("*/*/*/message.eml"))) == 16


def test_a_mail_that_became_something_else_is_named_and_ends_it_with_1(wide):
    assert wide.code == 1
    assert "  not as expected: outcome is not_an_application, not filed" in wide.out
    assert f"{len(EXPECTED) - 1} of {len(EXPECTED)} as expected" in wide.out


def test_a_folder_that_no_demo_made_is_left_alone(tmp_path):
    (tmp_path / "thesis.doc").write_text("years of work")
    ran = run("demo", "--folder", tmp_path)
    assert ran.code == 2
    assert "no demo made it; name another with --folder" in ran.err
    assert (tmp_path / "thesis.doc").read_text() == "years of work"
