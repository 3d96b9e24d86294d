"""Ledger and files move by one command, and whatever broke it off, the same command goes on."""

from dataclasses import replace
from pathlib import Path

import pytest

from inbox_bot.core.rules.model import FilingSettings
from inbox_bot.edges import rules_file as edge
from inbox_bot.edges.filing import LocalFolders
from inbox_bot.edges.ledger import Ledger, LedgerInUse
from inbox_bot.pipeline.installation import utc_now
from inbox_bot.pipeline.upkeep.moving import Moved, move
from tests.unit.cli.running import rules_file
from tests.unit.edges.filing.contract import CV, paths_in

pytestmark = pytest.mark.sqlite("moves a ledger's file")


class Killed(BaseException):
    """The command ended here."""


def test_a_move_that_ended_before_rules_yaml_was_written_is_asked_for_again(tmp_path: Path):
    rules = edge.read(rules_file(tmp_path))
    Ledger.open(tmp_path / "ledger.db").close()
    LocalFolders(tmp_path / "applications").put({CV: b"cv"})
    moved = replace(rules, ledger="./moved.db", filing=FilingSettings(to="./elsewhere"))

    def killed() -> None:
        raise Killed

    with pytest.raises(Killed):
        move(rules, moved, tmp_path, utc_now(), named=killed)
    written: list[bool] = []

    def named() -> None:
        with pytest.raises(LedgerInUse):
            Ledger.open(tmp_path / "ledger.db", moving=True)
        written.append(True)

    assert move(rules, moved, tmp_path, utc_now(), named=named) == Moved(files=1, rows=1)
    assert written == [True]
    assert paths_in(LocalFolders(tmp_path / "elsewhere")) == [CV]
    Ledger.open(tmp_path / "moved.db").close()


def test_files_alone_move_and_the_ledger_stays(tmp_path: Path):
    rules = edge.read(rules_file(tmp_path))
    Ledger.open(tmp_path / "ledger.db").close()
    moved = replace(rules, filing=FilingSettings(to="./elsewhere"))
    assert move(rules, moved, tmp_path, utc_now(), named=lambda: None) == Moved(files=0, rows=None)
    Ledger.open(tmp_path / "ledger.db").close()
