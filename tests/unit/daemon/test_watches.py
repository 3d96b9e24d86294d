"""Watches: who may connect when, what wakes the poll, and how often a server is bothered."""

import queue
import threading
from collections import defaultdict
from types import SimpleNamespace

import pytest

from inbox_bot.daemon import watches as module
from inbox_bot.daemon.watches import Watches
from inbox_bot.edges.mailbox import MailboxDown, Woke
from inbox_bot.pipeline.installation import utc_now


class Watched:
    """A mailbox whose watches do what they are told: each `wait` takes the next of `says`."""

    def __init__(self) -> None:
        self.says: queue.Queue[Woke | Exception] = queue.Queue()
        self.connected = threading.Semaphore(0)
        self.connections = 0

    def watch(self, folder: str) -> "Watched":
        self.connections += 1
        self.connected.release()
        return self

    def __enter__(self) -> "Watched":
        return self

    def __exit__(self, *error: object) -> None:
        pass

    def wait(self, timeout_s: float) -> Woke:
        said = self.says.get(timeout=20)
        if isinstance(said, Exception):
            raise said
        return said

    def wake(self) -> None:
        self.says.put(Woke.WOKEN)


class ByFolder:
    """A mailbox with a `Watched` for each folder."""

    def __init__(self) -> None:
        self.of: defaultdict[str, Watched] = defaultdict(Watched)

    def watch(self, folder: str) -> Watched:
        return self.of[folder].watch(folder)


def installation_of(folders: tuple[str, ...] = ("INBOX",), **mailboxes: Watched | ByFolder) -> SimpleNamespace:
    rules = SimpleNamespace(mailboxes=[SimpleNamespace(name=name, folders=folders) for name in mailboxes])
    sessions = {name: SimpleNamespace(mailbox=mailbox) for name, mailbox in mailboxes.items()}
    return SimpleNamespace(rules=rules, sessions=sessions, looked_after=rules.mailboxes, now=utc_now)


@pytest.fixture
def changed() -> threading.Semaphore:
    return threading.Semaphore(0)


@pytest.fixture
def watches(changed: threading.Semaphore):
    watches = Watches(lambda _: changed.release())
    yield watches
    watches.stop()


def test_a_watch_connects_after_a_good_poll_and_wakes_the_next(watches, changed):
    box = Watched()
    watches.follow(installation_of(jobs=box))
    watches.let_in("another")
    assert not box.connected.acquire(blocking=False)
    watches.let_in("jobs")
    assert box.connected.acquire(timeout=20)
    box.says.put(Woke.NOTHING)
    box.says.put(Woke.CHANGED)
    assert changed.acquire(timeout=20)
    assert not changed.acquire(blocking=False)


def test_a_lost_watch_waits_ever_longer_and_then_for_a_good_poll(watches, soon, monkeypatch):
    waits: list[float] = []
    box = Watched()
    monkeypatch.setattr(module.threading.Event, "wait", _noting(waits, [box], threading.Event.wait))
    watches.follow(installation_of(jobs=box))
    for number in range(1, 4):
        watches.let_in("jobs")
        assert box.connected.acquire(timeout=20)
        box.says.put(MailboxDown("gone", temporary=True))
        assert soon(lambda: len(waits) == number)  # noqa: B023
    assert box.connections == 3
    assert waits == sorted(waits)
    assert waits[0] >= 1


def _noting(waits: list[float], boxes, wait):
    """Of these mailboxes' watches: one that another test has left ends in its own time."""

    def noted(event: threading.Event, timeout: float | None = None) -> bool:
        watched = getattr(threading.current_thread(), "mailbox", None)
        if timeout is not None and 0.9 < timeout < 2000 and any(watched is each for each in boxes):
            waits.append(timeout)
            return event.is_set()
        return wait(event, timeout)

    return noted


def test_a_mailbox_that_changed_gets_a_new_watch_and_the_others_keep_theirs(watches, changed):
    kept, old, new = Watched(), Watched(), Watched()
    watches.follow(installation_of(jobs=kept, hr=old))
    for name in ("jobs", "hr"):
        watches.let_in(name)
    assert kept.connected.acquire(timeout=20)
    assert old.connected.acquire(timeout=20)
    watches.follow(installation_of(jobs=kept, hr=new))
    watches.let_in("hr")
    assert new.connected.acquire(timeout=20)
    assert (kept.connections, old.connections, new.connections) == (1, 1, 1)


def test_each_good_poll_lets_one_more_watch_in_inbox_s_first(watches):
    box = Watched()
    watches.follow(installation_of(("B", "C", "INBOX"), jobs=box))
    for number in range(1, 4):
        watches.let_in("jobs")
        assert box.connected.acquire(timeout=20)
        assert box.connections == number
    assert [folder for _, folder in watches._watchers] == ["INBOX", "B", "C"]


def test_a_watch_that_is_refused_for_want_of_connections_rests_and_so_does_the_least_of_the_others(
    watches, soon, monkeypatch
):
    waits: list[float] = []
    folders, boxes = ("INBOX", "B", "C"), {name: ByFolder() for name in ("jobs", "hr")}
    monkeypatch.setattr(module.threading.Event, "wait", _noting(waits, boxes.values(), threading.Event.wait))
    monkeypatch.setattr(module, "STEP_BACK_S", 1_999.0)
    watches.follow(installation_of(folders, **boxes))
    for name, box in boxes.items():
        for folder in folders:
            watches.let_in(name)
            assert box.of[folder].connected.acquire(timeout=20)
    assert soon(lambda: all(each.is_connected for name in boxes for each in watches._of(name)))
    boxes["jobs"].of["B"].says.put(MailboxDown("too many", temporary=True, code="LIMIT"))
    assert soon(lambda: waits == [1_999.0, 1_999.0])
    assert [each.is_connected for each in watches._of("jobs")] == [True, False, False]
    assert [each.is_connected for each in watches._of("hr")] == [True, True, True]


def test_where_no_watch_holds_a_connection_there_is_none_to_give_back(watches):
    watches.follow(installation_of(jobs=Watched()))
    watches.make_room("jobs")
    watches.make_room("another")
