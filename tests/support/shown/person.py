"""Whoever sits at the terminal: types what a command asks for, signs in where it says so, and ends a daemon."""

import re
import urllib.request
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tests.support.servers.dovecot import PASSWORD
from tests.support.servers.token_server import TokenServer
from tests.support.shown.asked import Asked
from tests.support.shown.servers import OURS, PERSON, SHARED, Servers
from tests.support.terminal import Terminal, plain

#: What is typed at which question, by the words that the command begins with.
TYPED = {
    ("answers", "send"): (("[y/N]: ", "y"),),
    ("forget",): (("[y/N]: ", "y"),),
    ("vacancies", "import"): (("[y/N]: ", "y"),),
}


def at_the_terminal(asked: Asked, servers: Servers, ends_at: str) -> int | None:
    """Its exit code; None for a command that needs nobody. A daemon is ended once it has logged `ends_at`."""
    words = asked.arguments
    if words[:1] == ("run",) and "--dry-run" not in words:
        return _played(asked, partial(_ends, at=ends_at))
    if words[:1] == ("login",) and "--status" not in words and "flow: " in (asked.folder / "rules.yaml").read_text():
        return _played(asked, lambda terminal: _signs_in(terminal, asked.folder, servers.tokens))
    if words[:1] == ("init",):
        return _played(asked, lambda terminal: _sets_up(terminal, servers))
    for begin, answers in TYPED.items():
        if words[: len(begin)] == begin:
            return _played(asked, partial(_answers, answers=answers))
    return None


def _answers(terminal: Terminal, answers: tuple[tuple[str, str], ...]) -> None:
    for question, answer in answers:
        terminal.type(answer, at=question)


def _played(asked: Asked, does: Callable[[Terminal], object]) -> int:
    with Terminal(asked.arguments, asked.folder, asked.environment) as terminal:
        try:
            does(terminal)
            return terminal.until_it_ends()
        finally:
            asked.say(plain(terminal.screen))


def _sets_up(terminal: Terminal, servers: Servers) -> None:
    imap, smtp = servers.dovecot.port, servers.smtp.port
    terminal.type(OURS, at="come to? ")
    terminal.type(f"127.0.0.1:{imap} 127.0.0.1:{smtp}", at="smtp.plain.test] ")
    terminal.type(PASSWORD, at="(Enter: later) ")
    terminal.type(PERSON, at="digest? [postmaster@plain.test] ")
    terminal.type("Infrastructure engineer, Data pipeline engineer intern, Data scientist intern", at="(Enter: later) ")
    terminal.type("", at="[observe] ")


def _ends(terminal: Terminal, at: str) -> None:
    terminal.until_shown(at)
    terminal.interrupt()


def _signs_in(terminal: Terminal, folder: Path, tokens: TokenServer) -> None:
    rules = (folder / "rules.yaml").read_text()
    who = PERSON if f"user: {PERSON}" in rules else SHARED
    if "flow: device" in rules:
        terminal.until_shown("This waits.")
        code = re.findall(r"type the code (\w+)", terminal.screen)[-1]
        tokens.consent(who, code)
    elif "flow: browser" in rules:
        terminal.until_shown("This waits until the browser comes back")
        address = re.findall(r"^(https://\S+)", terminal.screen, re.MULTILINE)[-1]
        back = tokens.visit(address, who).replace("localhost", "127.0.0.1")
        urllib.request.urlopen(back, timeout=20).close()
