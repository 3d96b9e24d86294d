"""Workers find by themselves how many mailboxes are theirs, take what nobody has, and give back what is too much."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import inbox_bot
from inbox_bot.daemon.shares import ClocksApart, Fair, quota_of
from inbox_bot.edges.ledger import Sharing, Worker
from inbox_bot.edges.ledger.values import Recovered

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def sharing(workers: int, ours: int) -> Sharing:
    return Sharing(
        workers=tuple(
            Worker(session=number, name=f"w{number}", version="1", is_ours=number == ours, has=())
            for number in range(workers)
        ),
        clock=AT,
    )


@given(st.integers(1, 40), st.integers(0, 400))
def test_the_quotas_of_all_workers_are_all_mailboxes_and_differ_by_one_at_most(workers: int, mailboxes: int):
    quotas = [quota_of(sharing(workers, ours), mailboxes) for ours in range(workers)]
    assert sum(quotas) == mailboxes
    assert max(quotas) - min(quotas) <= 1


@dataclass
class Locks:
    """The locks of a ledger that some workers share."""

    workers: int = 0
    held: dict[str, int] = field(default_factory=dict)
    ahead: timedelta = timedelta()


class Shared:
    """The ledger, as one worker sees it."""

    def __init__(self, locks: Locks) -> None:
        self.locks = locks
        self.number = locks.workers
        locks.workers += 1

    def sharing(self, names: list[str]) -> Sharing:
        workers = tuple(
            Worker(
                session=each,
                name=f"w{each}",
                version="1",
                is_ours=each == self.number,
                has=tuple(name for name in names if self.locks.held.get(name) == each),
            )
            for each in range(self.locks.workers)
        )
        return Sharing(workers=workers, clock=AT + self.locks.ahead)

    def take(self, name: str) -> Recovered | None:
        had = self.locks.held.setdefault(name, self.number) == self.number
        return Recovered(mails=0, uncertain=0, again=0) if had else None

    def take_duty(self, name: str) -> bool:
        return self.take(f"duty {name}") is not None

    def give_back(self, name: str) -> None:
        assert self.locks.held.pop(name) == self.number


class AWorker:
    """One worker: its share, and the installation that it looks with."""

    def __init__(self, locks: Locks, mailboxes: int) -> None:
        names = [SimpleNamespace(name=f"m{number}") for number in range(mailboxes)]
        self.share = Fair()
        self.installation = SimpleNamespace(
            ledger=Shared(locks), rules=SimpleNamespace(mailboxes=names, hooks=()), now=lambda: AT
        )

    @property
    def has(self) -> set[str]:
        return set(self.share.of(self.installation.rules))

    def looks(self) -> None:
        """Once; nothing is in hand of what it leaves."""
        self.share.look(self.installation)
        for name in self.share.leaving():
            self.share.give_back(self.installation, name)


def test_three_hundred_mailboxes_are_shared_by_two_workers_and_are_one_s_again_when_the_other_dies():
    locks = Locks()
    first = AWorker(locks, 300)
    first.looks()
    assert len(first.has) == 300
    second = AWorker(locks, 300)
    for worker in (first, second):
        worker.looks()
    assert (len(first.has), len(second.has)) == (150, 150)
    assert not first.has & second.has
    locks.held = {name: by for name, by in locks.held.items() if by != second.installation.ledger.number}
    locks.workers -= 1
    first.looks()
    assert len(first.has) == 300


@given(st.integers(0, 12), st.lists(st.integers(0, 4), max_size=30))
def test_whoever_looks_when_they_share_fairly_after_each_has_looked_twice(mailboxes: int, order: list[int]):
    locks = Locks()
    workers = [AWorker(locks, mailboxes)]
    for number in order:
        if number == 4 and len(workers) < 5:
            workers.append(AWorker(locks, mailboxes))
        workers[number % len(workers)].looks()
        assert sum(len(each.has) for each in workers) == len({name for each in workers for name in each.has})
    for _ in range(2):
        for each in workers:
            each.looks()
    assert sum(len(each.has) for each in workers) == mailboxes
    assert max(len(each.has) for each in workers) - min(len(each.has) for each in workers) <= 1
    assert [each.share.does_upkeep for each in workers].count(True) == 1


def test_what_is_left_is_not_taken_again_before_it_was_given_back():
    locks = Locks()
    first, second = AWorker(locks, 2), AWorker(locks, 2)
    locks.workers = 1
    first.share.look(first.installation)
    locks.workers = 2
    first.share.look(first.installation)
    assert (first.has, first.share.leaving()) == ({"m0"}, ("m1",))
    second.looks()
    assert second.has == set(), "something of it is still in hand"
    locks.workers = 1
    first.share.look(first.installation)
    assert first.has == {"m0"}
    locks.workers = 2
    first.share.give_back(first.installation, "m1")
    second.looks()
    assert second.has == {"m1"}


def test_a_mailbox_that_the_rules_name_no_longer_is_given_back():
    worker = AWorker(Locks(), 2)
    worker.looks()
    worker.installation.rules.mailboxes.pop()
    worker.share.look(worker.installation)
    assert (worker.has, worker.share.leaving()) == ({"m0"}, ("m1",))


@pytest.mark.parametrize("ahead_s", [-61, 61])
def test_a_worker_whose_clock_is_not_the_databases_has_no_share(ahead_s: int):
    locks = Locks(ahead=timedelta(seconds=ahead_s))
    worker = AWorker(locks, 2)
    with pytest.raises(ClocksApart, match="61 seconds from the database's"):
        worker.looks()
    assert locks.held == {}


BELOW_THE_DAEMON = ("pipeline", "digest", "reviewing", "exporting")
ABOUT_WORKERS = re.compile(r"\bsharing\(|\btake_duty\b|\bgive_back\b|\bshared=|--cluster|\.take\(")


def test_nothing_below_the_daemon_knows_whether_it_has_all_mailboxes():
    rooms = [Path(inbox_bot.__file__).parent / room for room in BELOW_THE_DAEMON]
    asking = [path for room in rooms for path in room.rglob("*.py") if ABOUT_WORKERS.search(path.read_text())]
    assert asking == []
