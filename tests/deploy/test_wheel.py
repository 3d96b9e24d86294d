"""What is shipped: the wheel, installed into an environment of its own, with its manual and completion."""

import os
import pty
import re
import select
import shutil
import signal
import subprocess
import sys
import sysconfig
import time
import tomllib
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from inbox_bot import __version__
from inbox_bot.cli.commands import COMMANDS
from inbox_bot.cli.described import described
from inbox_bot.cli.manual import page
from inbox_bot.cli.shells import bash, zsh
from tests.unit.cli.running import ROOT

MANUAL = ROOT / "deploy" / "inbox-bot.1"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the wheel as it was built; what it runs on is this environment's."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    [wheel] = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as built:
        names = built.namelist()
    assert {"inbox_bot/py.typed", "inbox_bot/rules.yaml", "inbox_bot/core/rules/rules.schema.json"} <= {*names}
    assert any(name.endswith("/share/man/man1/inbox-bot.1") for name in names)
    place = folder / "environment"
    venv.create(place, with_pip=False)
    python = place / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--no-deps", "--no-index", str(wheel)]
    subprocess.run(pip, check=True, capture_output=True)
    [packages] = place.glob("lib/python*/site-packages")
    (packages / "zz-what-it-runs-on.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return place


def run(place: Path, *arguments: str, cwd: Path) -> str:
    command = [str(place / "bin" / "inbox-bot"), *arguments]
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(cwd), "LC_ALL": "C.UTF-8"}
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_wheel_runs_the_demo_and_has_all_that_it_prints(installed, tmp_path):
    assert run(installed, "--version", cwd=tmp_path) == f"inbox-bot {__version__}\n"
    assert (installed / "share" / "man" / "man1" / "inbox-bot.1").read_text() == MANUAL.read_text()
    example = run(installed, "example", cwd=tmp_path)
    [schema] = re.findall(r"\$schema=(\S+)", example)
    assert Path(schema).is_file()
    assert Path(schema).is_relative_to(installed)
    (tmp_path / "rules.yaml").write_text(example)
    assert "infrastructure-engineer" in run(installed, "vacancies", cwd=tmp_path)
    assert "24 of 24 as expected" in run(installed, "demo", cwd=tmp_path)


def test_a_plain_installation_has_the_demo_s_servers_and_the_image_s_has_not():
    of = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    demo = {*of["optional-dependencies"]["demo"]}
    assert demo < {*of["dependencies"]}
    locked = re.findall(r"^([a-z0-9-]+)(?:\[.*\])?==", (ROOT / "requirements-runtime.lock").read_text(), re.MULTILINE)
    names = {each: re.match(r"[a-z0-9.-]+", each)[0].replace(".", "-") for each in of["dependencies"]}
    assert {each for each, name in names.items() if name not in locked} == demo


def test_the_manual_is_made_of_the_help_as_it_is(monkeypatch):
    monkeypatch.setenv("LC_ALL", "C")
    assert MANUAL.read_text() == page(), "python -m inbox_bot.cli.manual > deploy/inbox-bot.1"
    for name in COMMANDS:
        assert f".SS {name}".replace("-", "\\-") in page()


@pytest.mark.skipif(shutil.which("groff") is None, reason="no groff on this machine")
def test_the_manual_is_laid_out_without_a_warning():
    done = subprocess.run(["groff", "-man", "-Tutf8", "-ww", str(MANUAL)], capture_output=True, text=True, check=True)
    assert done.stderr == ""
    assert "inbox-bot take-in" in re.sub(r"\x1b\[[0-9;]*m", "", done.stdout)


@pytest.mark.skipif(shutil.which("man") is None, reason="no man on this machine")
def test_man_shows_the_manual_without_a_warning():
    shown = ["man", "--warnings", "--local-file", str(MANUAL)]
    environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "MANPAGER": "cat", "MANWIDTH": "80"}
    done = subprocess.run(shown, capture_output=True, text=True, check=True, env=environment)
    assert done.stderr == ""
    assert "looks after a company's recruitment mailbox" in " ".join(done.stdout.split())


# Completion


def completed(*words: str) -> set[str]:
    """What bash offers for the last of these words."""
    script = f"""{bash(described())}
COMP_WORDS=({" ".join(f"'{word}'" for word in words)}); COMP_CWORD={len(words) - 1}; _inbox_bot
printf '%s\\n' "${{COMPREPLY[@]}}\""""
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True)
    assert done.stderr == ""
    return {*done.stdout.split()}


def test_bash_completes_commands_options_and_words():
    assert {*COMMANDS} <= completed("inbox-bot", "")
    assert completed("inbox-bot", "expo") == {"export"}
    assert completed("inbox-bot", "export", "--with-") == {"--with-documents"}
    assert {"held", "send", "resume"} <= completed("inbox-bot", "answers", "")
    assert {"list", "import"} <= completed("inbox-bot", "vacancies", "")
    assert completed("inbox-bot", "take-in", "--s") == {"--since"}


@pytest.mark.skipif(shutil.which("zsh") is None, reason="no zsh on this machine")
def test_zsh_takes_the_script(tmp_path):
    (tmp_path / "_inbox-bot").write_text(zsh(described()))
    asked = (
        f"fpath=({tmp_path} $fpath); autoload -Uz compinit; compinit -u -d {tmp_path}/dump; print $_comps[inbox-bot]"
    )
    done = subprocess.run(["zsh", "-fc", asked], capture_output=True, text=True, check=True)
    assert (done.stdout.strip(), done.stderr) == ("_inbox-bot", "")
    subprocess.run(["zsh", "-n", str(tmp_path / "_inbox-bot")], check=True)


WAIT_S = 60.0
PROMPT = "type:"


class Zsh:
    """A zsh in a terminal, with our completion."""

    def __init__(self, folder: Path) -> None:
        (folder / "_inbox-bot").write_text(zsh(described()))
        self._child, self._terminal = pty.fork()
        if self._child == 0:
            os.execve("/usr/bin/env", ["env", "zsh", "-f", "-i"], {"PATH": "/usr/bin:/bin", "TERM": "dumb"})
        self._answer(f"PS1='{PROMPT}'; fpath=({folder} $fpath); autoload -Uz compinit; compinit -u -d {folder}/dump\n")

    def after_tab(self, typed: str) -> str:
        """What the terminal shows when Tab is pressed behind these words."""
        return self._answer(f"{typed}\t\x15")  # Ctrl-U: the line is not run

    def close(self) -> None:
        os.kill(self._child, signal.SIGKILL)
        os.waitpid(self._child, 0)
        os.close(self._terminal)

    def _answer(self, keys: str) -> str:
        os.write(self._terminal, f"{keys}print $((6 * 7))ready\n".encode())
        shown, until = b"", time.monotonic() + WAIT_S
        while PROMPT.encode() not in shown.partition(b"42ready")[2]:
            ready, _, _ = select.select([self._terminal], [], [], max(0.0, until - time.monotonic()))
            assert ready, shown
            shown += os.read(self._terminal, 65_536)
        return shown.decode(errors="replace").replace("\r", "")


@pytest.fixture(scope="module")
def typed_in_zsh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Zsh]:
    if shutil.which("zsh") is None:
        pytest.skip("no zsh on this machine")
    shell = Zsh(tmp_path_factory.mktemp("zsh"))
    yield shell
    shell.close()


@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("inbox-bot expo", "inbox-bot export"),
        ("inbox-bot export --with-", "--with-documents"),
        ("inbox-bot answers unc", "uncertain"),
        ("inbox-bot agencies doss", "dossier"),
        ("inbox-bot vacancies imp", "import"),
        ("inbox-bot rules up", "upgrade"),
    ],
)
def test_zsh_completes_commands_options_and_words(typed_in_zsh, typed, completed):
    assert completed in typed_in_zsh.after_tab(typed)


def test_zsh_takes_what_is_said_of_every_command(typed_in_zsh):
    shown = {name: typed_in_zsh.after_tab(f"inbox-bot {name} -") for name in COMMANDS}
    assert {name: each for name, each in shown.items() if "_arguments" in each} == {}
