"""Somebody who begins: answers put in the place of a terminal, and name servers that a test fills."""

import contextlib
from collections.abc import Callable, Iterator

import pytest

from inbox_bot.cli.setting_up import conversation
from inbox_bot.cli.trial import dry_run as shown
from inbox_bot.edges import mail_routes, rules_file
from tests.support.builders.at_work import workers
from tests.support.servers.dns import NameServer


class Terminal:
    """Whoever types: gives these answers in turn, the default for None; keeps what was asked, with its default."""

    def __init__(self) -> None:
        self.answers: list[str | None] = []
        self.asked: list[tuple[str, str | None]] = []
        self.hidden: list[str] = []
        self.breaks_off: type[BaseException] = conversation.typer.Abort

    def prompt(self, text: str, *, default: str | None, hide_input: bool, **_: object) -> str:
        self.asked.append((text, default))
        if hide_input:
            self.hidden.append(text)
        if not self.answers:
            raise self.breaks_off
        answer = self.answers.pop(0)
        assert answer is not None or default is not None, f"{text} has no default"
        return default if answer is None else answer

    @property
    def numbers(self) -> list[str]:
        return [text.split()[0] for text, _ in self.asked]


@pytest.fixture
def terminal(monkeypatch) -> Terminal:
    found = Terminal()
    monkeypatch.setattr(conversation.typer, "prompt", found.prompt)
    return found


@pytest.fixture(autouse=True)
def one_pool(monkeypatch):
    monkeypatch.setattr(shown, "open_reading", lambda *_, **__: contextlib.nullcontext(workers()))


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch):
    for name in ("EMAIL", "INBOX_BOT_PASSWORD", "LANG", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TZ", "Europe/London")


@pytest.fixture(autouse=True)
def english_alone(monkeypatch):
    """Compiling the letters of eight languages takes longer than all that is tried here."""
    below = rules_file._below
    monkeypatch.setattr(
        rules_file, "_below", lambda folder: [each for each in below(folder) if ".en." in each[0] or "/" not in each[0]]
    )


@pytest.fixture
def names(monkeypatch) -> Iterator[Callable[..., NameServer]]:
    """`names({("example.org", "MX"): […]})`: what name servers say from now on; nothing is known before."""
    servers: list[NameServer] = []

    def say(records: dict[tuple[str, str], list[str]] | None = None, **how: bool) -> NameServer:
        server = NameServer(records, **how).__enter__()
        servers.append(server)
        monkeypatch.setattr(mail_routes.dns.resolver, "Resolver", server.resolver)
        return server

    monkeypatch.setattr(mail_routes, "WAIT_S", 0.3)
    say()
    yield say
    for server in servers:
        server.__exit__()
