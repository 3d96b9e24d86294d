"""Which mailboxes are polled when something happens in one, and what asking their servers side by side comes to."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

import pytest

from inbox_bot.daemon import Daemon
from inbox_bot.daemon.knocks import Knocks
from inbox_bot.edges import rules_file
from inbox_bot.edges.mailbox import Mailbox, MailboxDown
from tests.support.servers.installation import ROOT

NAMES = ("one", "two", "three")


@dataclass
class Server:
    """A mailbox whose server answers when it is told to."""

    error: Exception | None = None
    may_answer: threading.Event = field(default_factory=threading.Event)

    def reach(self) -> None:
        assert self.may_answer.wait(20)
        if self.error is not None:
            raise self.error


@pytest.fixture
def servers() -> Iterator[dict[str, Server]]:
    servers = {name: Server() for name in NAMES}
    yield servers
    for server in servers.values():
        server.may_answer.set()


def in_a_thread(work: Callable[[], None]) -> None:
    threading.Thread(target=work, daemon=True).start()


def test_whoever_answers_is_polled_and_whoever_does_not_is_told_of_later(servers, monkeypatch):
    monkeypatch.setattr("inbox_bot.daemon.knocks.PATIENCE_S", 0.3)
    came: list[str] = []
    told = threading.Event()
    knocks = Knocks(in_a_thread, lambda name: (came.append(name), told.set()))
    down = servers["two"].error = MailboxDown("it is down", temporary=True)
    for name, server in servers.items():
        knocks.knock(name, server)
    for name in ("one", "two"):
        servers[name].may_answer.set()
    assert dict(knocks.answers(NAMES, lambda: False)) == {"one": None, "two": down}
    assert (knocks.is_at(servers["three"]), knocks.is_at(servers["one"]), came) == (True, False, [])

    servers["three"].may_answer.set()

    assert told.wait(20)
    assert came == ["three"]
    assert knocks.are_over(20)
    knocks.knock("three", servers["three"])  # it has answered: nobody asks again
    assert dict(knocks.answers(["three"], lambda: False)) == {"three": None}


def test_nobody_waits_for_servers_once_told_to_stop(servers):
    knocks = Knocks(in_a_thread, lambda name: None)
    for name, server in servers.items():
        knocks.knock(name, server)
    assert list(knocks.answers(NAMES, lambda: True)) == []


def test_another_connection_to_a_mailbox_is_asked_anew(servers):
    knocks = Knocks(in_a_thread, lambda name: None)
    knocks.knock("one", servers["one"])
    servers["two"].may_answer.set()
    knocks.knock("one", servers["two"])  # rules.yaml names another server meanwhile
    assert dict(knocks.answers(["one"], lambda: False)) == {"one": None}
    assert knocks.is_at(servers["one"])


@pytest.fixture
def polled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    polled: list[str] = []
    monkeypatch.setattr("inbox_bot.daemon.polls.poll", lambda _, rules, *more: polled.append(rules.name))
    monkeypatch.setattr("inbox_bot.daemon.polls.follow", lambda *_: None)
    monkeypatch.setattr(Mailbox, "reach", lambda _: None)
    return polled


def test_where_something_happens_in_one_mailbox_that_one_is_polled_and_by_the_clock_all(
    tmp_path, installation_at, polled, soon
):
    rules = rules_file.read(ROOT / "rules.yaml")
    boxes = tuple(rules.mailboxes[0].model_copy(update={"name": name}) for name in NAMES)
    with installation_at(replace(rules, mailboxes=boxes), tmp_path) as installation:
        jobs = Daemon(installation)._jobs
        jobs._wake_poll_of("two")
        assert soon(lambda: polled == ["two"] and jobs.are_over(0))
        jobs.wake_poll()
        assert soon(lambda: sorted(polled) == sorted([*NAMES, "two"]) and jobs.are_over(0))
