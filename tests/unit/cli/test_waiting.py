"""A bar while a person waits: what is printed meanwhile stands in lines of its own, and reaches stdout in a pipe."""

import subprocess
import sys

from tests.support.terminal import Terminal

A_LOOK = """
from inbox_bot.cli.waiting import waiting
with waiting("looking") as bar:
    for number in range(3):
        bar.reached(number, 3)
        bar._bar.refresh()
        bar.line(f"mail {number}: [filed] :cook:")
"""
LINES = [f"mail {number}: [filed] :cook:" for number in range(3)]


def test_on_one_terminal_each_line_stands_above_the_bar_and_the_bar_is_gone_afterwards(tmp_path):
    with Terminal([], tmp_path, {"TERM": "xterm"}, code=A_LOOK) as terminal:
        assert terminal.until_it_ends() == 0
        shown = terminal.screen
    assert "looking" in shown
    for line in LINES:
        before, _, after = shown.partition(line)
        assert before.endswith("\x1b[2K"), "the bar is erased first"
        assert after.startswith("\n")
    assert "looking" not in shown.rpartition("\x1b[2K")[2]


def test_where_stdout_is_no_terminal_the_lines_go_there_and_nothing_else(tmp_path):
    code = f"import os, pty, sys\nours, theirs = pty.openpty()\nos.dup2(theirs, 2)\n{A_LOOK}"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert ran.stdout.splitlines() == LINES


def test_without_a_terminal_nothing_is_said_but_the_lines_and_no_bar_is_loaded(tmp_path):
    code = (
        A_LOOK.replace("        bar._bar.refresh()\n", "")
        + "import sys\nassert not [name for name in sys.modules if name.startswith('rich.progress')]"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert (ran.stdout.splitlines(), ran.stderr) == (LINES, "")
