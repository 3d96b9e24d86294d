"""A command loads what it needs and nothing besides: a container runs `health` every minute.

How long that takes is `bench/start.py`'s to say; what is loaded can be said here.
"""

import subprocess
import sys

import pytest

from inbox_bot.edges.ledger import Ledger
from tests.unit.cli.running import ROOT

HEAVY = ("alembic", "imapclient", "inscriptis", "lxml", "mailparser", "pymap", "pypdf", "pypdfium2", "apscheduler")


def loaded_by(words: list[str], folder) -> set[str]:
    """The top-level packages that a run of `inbox-bot` loads."""
    code = (
        "import sys, runpy\n"
        f"sys.argv = ['inbox-bot', *{words!r}]\n"
        "try:\n    runpy.run_module('inbox_bot', run_name='__main__')\n"
        "except SystemExit: pass\n"
        "print('LOADED', *sorted({name.partition('.')[0] for name in sys.modules}))"
    )
    ran = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=True)
    return set(ran.stdout.rpartition("LOADED")[2].split())


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["-h"]])
def test_help_and_version_load_no_library_but_typer(words, tmp_path):
    loaded = loaded_by(words, tmp_path)
    assert not loaded & {*HEAVY, "sqlalchemy", "pydantic", "ruamel", "jinja2", "re2", "rich"}
    assert "typer" in loaded


@pytest.fixture
def installed(tmp_path):
    """A folder with the example's rules.yaml and an empty ledger."""
    (tmp_path / "rules.yaml").write_bytes((ROOT / "rules.yaml").read_bytes())
    Ledger.open(str(tmp_path / "ledger.db")).close()
    return tmp_path


@pytest.mark.parametrize("words", [["health"], ["status"], ["status", "--json"]])
def test_health_and_status_read_no_mail_and_talk_to_no_server(words, installed):
    loaded = loaded_by(words, installed)
    assert not loaded & set(HEAVY)
    assert "sqlalchemy" in loaded


def test_a_commands_own_help_loads_that_command_alone(tmp_path):
    assert not loaded_by(["health", "--help"], tmp_path) & set(HEAVY)


def test_the_daemon_leaves_what_opens_files_to_its_readers_and_loads_what_signs_where_something_is_signed(tmp_path):
    loaded = loaded_by(["poll", "--rules", str(tmp_path / "none.yaml")], tmp_path)
    assert not loaded & {"pypdf", "pypdfium2", "PIL", "joserfc", "lxml", "inscriptis"}
    assert "imapclient" in loaded
