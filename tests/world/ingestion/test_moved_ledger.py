"""`move-to`: from a file to PostgreSQL and back by one command each, and nobody is answered again."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from inbox_bot.edges import rules_file as edge
from inbox_bot.edges.ledger import Ledger
from inbox_bot.pipeline.installation import ledger_place, said_file
from inbox_bot.pipeline.upkeep import moving
from tests.support.builders.company import Company, an_application
from tests.support.servers.postgres import Postgres
from tests.unit.cli.running import rules_file, run
from tests.world.ingestion import invariant

pytestmark = [pytest.mark.postgres, pytest.mark.sqlite("moves between a file and PostgreSQL")]


@pytest.mark.dovecot
def test_there_and_back_nobody_is_answered_again(company: Company, postgres: Postgres):
    mails = [an_application(number).bytes() for number in range(4)]
    for mail in mails[:2]:
        company.account.append(mail)
    company.poll()
    for place, mail in ((postgres.place(), mails[2]), ("ledger.db", mails[3])):
        moved_to(company, place)
        company.poll(2)
        company.account.append(mail)
        company.renumber()
        company.poll(2)
    invariant.check(company, mails)
    assert len(company.smtp.kept) == len(mails)


def moved_to(company: Company, place: str) -> None:
    """As the command does it."""
    moved = replace(company.rules, ledger=place)
    moving.move(company.rules, moved, company.folder, company.now(), named=lambda: None)
    company.rules = moved


@pytest.fixture
def command(tmp_path: Path) -> Callable[[str], tuple[int, str]]:
    """Calls it for an installation in that folder; gives back how it ended and what it said."""

    def called(place: str) -> tuple[int, str]:
        ended = run("move-to", "--ledger", place, "--rules", tmp_path / "rules.yaml")
        return ended.code, ended.out + ended.err

    return called


def test_the_command_moves_compares_and_names_the_new_place(command, tmp_path: Path, postgres: Postgres):
    path, place = rules_file(tmp_path), postgres.place()
    before = path.read_text()
    Ledger.open(tmp_path / "ledger.db").close()
    said = said_file(edge.read(path), tmp_path)
    said.write_text("{}")
    assert command(place)[0] == 0
    moved = edge.read(path)
    assert ledger_place(moved, tmp_path) == place
    assert said_file(moved, tmp_path).read_text() == "{}"
    assert not said.exists()
    Ledger.open(place).close()
    assert command(place) == (0, f"the ledger is there already: {place}\n")
    code, out = command("./ledger.db")
    assert (code, "1 row is moved and compared" in out) == (0, True)
    assert path.read_text() in (before, before + '\nledger: "./ledger.db"\n', before + 'ledger: "./ledger.db"\n')
    Ledger.open(tmp_path / "ledger.db").close()


@pytest.mark.parametrize(
    ("place", "says"),
    [
        ("postgresql://bot:secret@db/jobs", "holds a password"),
        ("mysql://db/jobs", "URL of another kind"),
        ("postgresql://127.0.0.1:1/jobs", "can't be used now"),
    ],
)
def test_a_place_that_can_not_be_is_refused_before_anything_moves(command, tmp_path: Path, place: str, says: str):
    path = rules_file(tmp_path)
    before = path.read_text()
    Ledger.open(tmp_path / "ledger.db").close()
    code, said = command(place)
    assert code in (2, 3)
    assert says in said
    assert "secret" not in said
    assert path.read_text() == before
    Ledger.open(tmp_path / "ledger.db").close()


def test_where_there_is_no_ledger_none_is_made(command, tmp_path: Path, postgres: Postgres):
    rules_file(tmp_path)
    code, said = command(postgres.place())
    assert code == 3
    assert "no ledger" in said
    assert not (tmp_path / "ledger.db").exists()
