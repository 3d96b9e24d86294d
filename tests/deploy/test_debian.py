"""The recipe of the Debian package, without building one: that takes two minutes, and is `make deb`."""

import re
import shlex
import subprocess

import pytest

from tests.deploy.files import ROOT, unit

RECIPE = ROOT / "deploy" / "debian.sh"
TEXT = RECIPE.read_text(encoding="utf-8")
TAKEN = re.compile(
    r"(?<![\w/$.])(?:deploy|inbox_bot)/[\w./-]+\w|requirements-[a-z]+\.lock|LICENSE|CHANGELOG\.md"  # from the checkout
)
NAMED = sorted({*TAKEN.findall(TEXT)})


@pytest.mark.parametrize("path", NAMED)
def test_what_the_recipe_takes_is_there(path):
    assert (ROOT / path).is_file()


def test_the_recipe_takes_all_that_belongs_to_a_package():
    assert {"deploy/inbox-bot.service", "deploy/inbox-bot.sysusers", "deploy/inbox-bot.1", "LICENSE"} <= {*NAMED}


def test_the_unit_starts_the_program_where_the_package_puts_it():
    program = shlex.split(unit()["Service"]["ExecStart"][0])[0]
    assert program == "/opt/inbox-bot/bin/inbox-bot"
    assert "place=$root/opt/inbox-bot" in TEXT
    assert f"ln -s {program} " in TEXT


def test_what_a_package_has_to_say_of_itself_is_in_its_control_file():
    control = TEXT.partition("<<CONTROL\n")[2].partition("\nCONTROL\n")[0]
    said = dict(line.split(": ", 1) for line in control.splitlines() if not line.startswith(" "))
    assert {"Package", "Version", "Architecture", "Maintainer", "Depends", "Description"} <= said.keys()
    assert said["Package"] == "inbox-bot"
    assert "python3 (>= " in said["Depends"]


def test_it_is_a_script_that_a_shell_can_read():
    assert subprocess.run(["bash", "-n", RECIPE], capture_output=True, check=False).stderr == b""
    for script in re.findall(r"<<'SCRIPT'\n(.*?)^SCRIPT$", TEXT, re.MULTILINE | re.DOTALL):
        assert subprocess.run(["sh", "-n"], input=script.encode(), capture_output=True, check=False).stderr == b""
