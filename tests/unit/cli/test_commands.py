"""Every command: its help, and what it says where it is used wrongly or the world is not as it should be."""

import os
import re
import subprocess
import sys

import pytest

from inbox_bot.cli.commands import COMMANDS as NAMES
from inbox_bot.cli.commands import command as command_named
from tests.unit.cli.running import ROOT, RULES, rules_file, run

COMMANDS = sorted(NAMES)
WITH_RULES = {
    "check", "run", "poll", "take-in", "observed", "explain", "digest", "status", "health", "show", "correct", "undo",
    "close", "decline", "learned", "answers", "template", "retry", "replay", "test", "vacancies", "backup", "restore",
    "login", "logout", "forget", "agencies", "requests", "settle", "disclose", "keep", "export", "rules", "move-to",
    "privacy", "audit",
}  # fmt: skip


def test_every_command_stands_in_the_list_with_what_it_is_for():
    listed = run("--help").out
    assert run().out == listed
    for command in COMMANDS:
        assert re.search(rf"^  {command} +[A-Z]", listed, re.MULTILINE), command
    assert "inbox-bot demo" in listed.splitlines()[-1]


@pytest.mark.parametrize("command", COMMANDS)
def test_help_begins_with_what_it_is_for_and_ends_with_an_example_to_copy(command):
    ran = run(command, "--help")
    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert lines[0].startswith(f"Usage: inbox-bot {command} ")
    assert re.match(r"  [A-Z][a-z]+ ", lines[2])
    assert lines[-2] == "  Example:"
    assert lines[-1].startswith(f"    inbox-bot {command}")
    assert run(command, "-h").out == ran.out


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_is_explained(command):
    for parameter in command_named(command).params:
        assert getattr(parameter, "help", None), f"{command} {parameter.name}"


def test_the_commands_that_need_rules_yaml_take_it_by_the_same_option():
    commands = {name: command_named(name) for name in COMMANDS}
    taking = {name for name in commands if any("--rules" in each.opts for each in commands[name].params)}
    assert taking == WITH_RULES


WRONG_USE = {
    ("expalin",): "No such command 'expalin'. Did you mean 'explain'? See: inbox-bot --help",
    ("--foo",): "No such option: --foo; see: inbox-bot --help",
    ("explain",): "MESSAGE.eml is missing; see: inbox-bot explain --help",
    ("explain", "--rule", "x", "y"): "No such option: --rule. Did you mean --rules? See: inbox-bot explain --help",
    ("explain", "--at", "noon", "x"): "--at: 'noon' is not a time; write it like 2026-11-24 or 2026-11-24T09:30; see: ",
    ("status", "extra"): "Got unexpected extra argument(s) (extra); see: inbox-bot status --help",
    ("answers", "sned"): "what: 'sned' is not one of 'pending', ",
    ("answers", "held", "12"): "held takes no ID; send and drop do; see: inbox-bot answers --help",
    ("answers", "--limit", "x"): "--limit: write a number; see: inbox-bot answers --help",
    ("take-in",): "--since is missing; see: inbox-bot take-in --help",
    ("take-in", "--since", "May"): "--since: 'May' is not a day; write it like 2026-11-24; see: ",
    ("take-in", "--since", "2999-01-01"): "--since: 2999-01-01 is still to come; say the first day of ",
    ("digest",): (
        "say --preview or --send-test: the daemon sends the digest by itself, once a day; see: inbox-bot digest --help"
    ),
}


@pytest.mark.parametrize("arguments", WRONG_USE, ids=" ".join)
def test_wrong_use_is_one_line_with_the_remedy_and_ends_with_2(arguments):
    ran = run(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert len(ran.err.splitlines()) == 1
    assert ran.err.startswith("inbox-bot: ")
    assert WRONG_USE[arguments] in ran.err


@pytest.mark.parametrize("command", ["check", "run", "poll", "digest", "answers", "explain"])
def test_a_missing_rules_yaml_is_explained(command, tmp_path):
    more = {"digest": ["--preview"], "explain": ["x.eml"]}.get(command, [])
    ran = run(command, "--rules", tmp_path / "rules.yaml", *more)
    assert (ran.code, ran.out) == (2, "")
    first, second = ran.err.splitlines()
    assert first == (
        f"{tmp_path}/rules.yaml:1:1: can't be read: No such file or directory; give the path of a file with --rules"
    )
    assert "`inbox-bot init` writes one" in second


@pytest.mark.parametrize("command", ["check", "run", "poll", "digest", "answers", "explain"])
def test_of_a_broken_rules_yaml_every_problem_is_told_with_its_place(command, tmp_path):
    text = RULES.read_text(encoding="utf-8")
    broken = text.replace("mode: observe", "mode: obsreve", 1).replace("timezone: Europe/London", "timezone: London", 1)
    (tmp_path / "rules.yaml").write_text(broken, encoding="utf-8")
    more = {"digest": ["--preview"], "explain": ["x.eml"]}.get(command, [])
    ran = run(command, "--rules", tmp_path / "rules.yaml", *more)
    assert (ran.code, ran.out) == (2, "")
    *problems, last = ran.err.splitlines()
    assert len(problems) == 2
    for problem in problems:
        assert re.match(r"rules\.yaml:\d+:\d+: ", problem)
    assert last == (
        "inbox-bot: 2 problems in rules.yaml: nothing was done; put right what stands above, then try again"
    )


@pytest.mark.sqlite("no file is there")
def test_a_rules_yaml_that_may_not_be_read_keeps_nobody_from_health(tmp_path, monkeypatch):
    rules = rules_file(tmp_path)
    monkeypatch.setattr("os.access", lambda path, mode: False)  # root, who runs tests, may read anything
    ran = run("health", "--rules", rules)
    assert (ran.code, ran.err) == (1, "")
    assert "there is no ledger" in ran.out


def test_rules_yaml_may_be_named_by_the_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("INBOX_BOT_RULES", str(tmp_path / "mine.yaml"))
    assert run("check").err.startswith(f"{tmp_path}/mine.yaml:1:1: ")


@pytest.mark.sqlite("no file is there")
def test_before_anything_came_in_there_are_no_answers_and_nothing_to_preview(tmp_path):
    rules = rules_file(tmp_path)
    assert run("answers", "--rules", rules) == run("answers", "held", "--rules", rules)
    assert (run("answers", "--rules", rules).code, run("answers", "--rules", rules).out) == (0, "")
    ran = run("digest", "--preview", "--rules", rules)
    assert ran.code == 3
    assert "`inbox-bot poll` or `run` makes it" in ran.err


ODD = [
    "",
    ".",
    "/",
    "x" * 5_000,
    "\udcff\udcfe.eml",
    "\x1b[2J",
    "-",
    "--",
    "@",
    "a\nb",
    "/dev/null",
    "/proc/self/mem",
    "~",
]


def assert_no_bug(ran):
    assert ran.code in (0, 1, 2)
    assert "this should not have happened" not in ran.err
    assert "\x1b" not in ran.out + ran.err


@pytest.mark.parametrize("use", ["answers {}", "answers send {}", "check --rules {}", "explain x --at {}"])
def test_odd_words_are_wrong_use_and_never_a_bug(use):
    for odd in ODD:
        assert_no_bug(run(*(odd if word == "{}" else word for word in use.split())))


@pytest.mark.parametrize("command", ["explain", "read"])
def test_files_with_odd_names_give_a_line_each_and_never_a_bug(command):
    names = [odd for odd in ODD if not odd.startswith("-")]
    ran = run(command, "--json", *names)
    assert_no_bug(ran)
    assert len(ran.out.splitlines()) == len(names)


@pytest.mark.parametrize("command", ["explain", "read"])
def test_of_a_file_that_is_not_there_nothing_is_said_but_that(command, tmp_path):
    ran = run(command, tmp_path / "gone.eml")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == f"inbox-bot: {tmp_path}/gone.eml: No such file or directory\n"


def test_a_bug_is_one_line_that_asks_for_a_report(tmp_path, monkeypatch):
    def broken(*_: object) -> None:
        raise ZeroDivisionError("jane@example.org")

    monkeypatch.setattr("inbox_bot.edges.rules_file.read", broken)
    ran = run("check", "--rules", tmp_path / "rules.yaml")
    assert ran.code == 3
    assert re.fullmatch(
        r"inbox-bot: this should not have happened \(ZeroDivisionError at \S+( > \S+)*\): it is a bug; .*\n", ran.err
    )
    assert "jane@example.org" not in ran.err


def test_check_says_of_each_thing_that_it_is_well_or_what_to_do(tmp_path, monkeypatch):
    for name in set(re.findall(r"env:(\w+)", RULES.read_text(encoding="utf-8"))):
        monkeypatch.setenv(name, "secret")
    text = RULES.read_text(encoding="utf-8")
    nowhere = text.replace("host: imap.snowplowanalytics.com", "host: 127.0.0.1\n    port: 1").replace(
        "host: smtp.snowplowanalytics.com", "host: 127.0.0.1\n    port: 1"
    )
    (tmp_path / "rules.yaml").write_text(nowhere, encoding="utf-8")
    ran = run("check", "--rules", tmp_path / "rules.yaml")
    assert ran.code == 1
    lines = ran.out.splitlines()
    assert all(re.match(r"ok    |to do |        ", line) for line in lines)
    assert [line.split()[2] for line in lines if line.startswith("to do")] == ["mailbox", "smtp"]
    for server in ("imap", "smtp"):
        assert f"correct port under {server}: nothing listens at 1" in ran.out
    assert ran.err == "inbox-bot: 2 to do: put it right, then check again\n"
    assert [path.name for path in tmp_path.iterdir()] == ["rules.yaml"]


# As a process of its own


def as_process(*arguments: str, **more: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "inbox_bot", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False, **more)


def test_as_a_process_it_ends_with_the_same_codes_and_without_a_traceback():
    assert as_process("--version").stdout.startswith("inbox-bot ")
    wrong = as_process("expalin")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "Traceback" not in wrong.stderr


def test_a_reader_that_hangs_up_is_no_error():
    reads, writes = os.pipe()
    os.close(reads)
    command = [sys.executable, "-m", "inbox_bot", "--help"]
    ran = subprocess.run(command, cwd=ROOT, stdout=writes, stderr=subprocess.PIPE, timeout=60, check=False)
    os.close(writes)
    assert (ran.returncode, ran.stderr) == (0, b"")


def test_a_terminal_without_utf_8_shows_what_it_can():
    mail = "inbox_bot/demo/mails/24-outlook-html-only.eml"
    ran = as_process("explain", mail, env={**os.environ, "PYTHONIOENCODING": "ascii"})
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "Ingrid S?rensen" in ran.stdout
