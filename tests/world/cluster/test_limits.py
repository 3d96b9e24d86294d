"""Twenty an hour are twenty, however many mailboxes and workers there are: limits are counted over all of them.

Four mailboxes of two workers, which poll and send at once, each mailbox's letters in a thread of its own; between two
looks the mailboxes change hands. Two that claim at the same moment may each take the other's letter for one that goes
out, and both wait: so there may be fewer than the limit by that, and never more.
"""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from inbox_bot.core.words import ActionState
from tests.support.builders.at_work import MINUTE, Clock, an_application, read
from tests.support.builders.company import Reader
from tests.support.builders.sharing import Worker, a_worker
from tests.support.ledgers.shared import SharedLedgers
from tests.support.servers.cluster import Cluster
from tests.support.servers.dovecot import Account, Dovecot
from tests.support.servers.smtp import SmtpServer

pytestmark = [pytest.mark.dovecot, pytest.mark.postgres]

MAILBOXES, EACH = 4, 7
ALL = MAILBOXES * EACH


@dataclass
class Group:
    """Four mailboxes, and two workers."""

    cluster: Cluster
    clock: Clock
    workers: list[Worker]

    def receives(self, box: int, name: str, address: str, title: str = "Infrastructure engineer") -> None:
        """Somebody applies in one of the mailboxes."""
        to = f"jobs{box}@snowplowanalytics.com"
        mail = an_application(name, address, cv=f"{name} once more", to=to, title=title)
        self.cluster.accounts[box].append(mail.id(f"<{box}.{address}>").bytes(), internaldate=self.clock())

    def look(self) -> None:
        """Both workers look, and send, at once; then the mailboxes are the other's."""
        with ThreadPoolExecutor(max_workers=len(self.workers)) as threads:
            assert [said for said in threads.map(Worker.poll, self.workers) if said] == []
        has = [list(worker.installation.sessions) for worker in self.workers]
        for worker, names in zip(self.workers, has, strict=True):
            for name in names:
                worker.give_back(name)
        for worker, names in zip(self.workers, reversed(has), strict=True):
            assert all(worker.take(name) for name in names)

    def sent(self) -> list[str]:
        """To whom answers went out; each is one the ledger knows of."""
        to = [kept.recipients[0] for kept in self.cluster.smtp.kept if not read(kept)["Subject"].startswith("ALARM")]
        assert sorted(to) == sorted(row.to for row in self.answers(ActionState.DONE))
        return to

    def answers(self, *states: ActionState):
        return self.workers[0].installation.ledger.actions.answers(states or None)

    def states(self) -> Counter[tuple[ActionState, str | None]]:
        return Counter((row.state, row.why) for row in self.answers())


@contextmanager
def a_group(folder: Path, accounts: list[Account], smtp: SmtpServer, ledger: str, limits: str) -> Iterator[Group]:
    cluster = Cluster(folder, ledger, accounts, smtp, more=f"\nanswers: {{limits: {{{limits}}}}}\n")
    cluster.write()
    clock, rules = Clock(), cluster.rules
    with ExitStack() as stack:
        workers = [stack.enter_context(a_worker(rules, folder, clock, reading=Reader())) for _ in range(2)]
        for number, name in enumerate(cluster.names):
            assert workers[number % 2].take(name)
        yield Group(cluster, clock, workers)


@pytest.fixture
def group(request, dovecot: Dovecot, shared_ledgers: SharedLedgers, tmp_path: Path) -> Iterator[Group]:
    """With the limits that the test's mark names."""
    limits = request.node.get_closest_marker("limits").args[0]
    accounts = [dovecot.account() for _ in range(MAILBOXES)]
    with SmtpServer() as smtp, a_group(tmp_path, accounts, smtp, shared_ledgers.new(), limits) as group:
        yield group


def word(number: int) -> str:
    """A number in letters: likeness leaves digits out."""
    return "".join("abcdefghij"[int(digit)] for digit in f"{number:02}")


def everybody_applies(group: Group, domain: str = "{word}.example") -> None:
    for number in range(ALL):
        name = word(number)
        group.receives(number % MAILBOXES, f"Ann{name} Lee", f"ann.{name}@{domain.format(word=name)}")


@pytest.mark.limits("per_minute: 1000, per_hour: 20")
def test_an_hour_has_so_many_answers_over_all_workers_and_the_rest_waits_for_a_person(group: Group):
    everybody_applies(group)
    for _ in range(3):
        group.look()
        group.clock.forward(MINUTE)
    assert 20 - (MAILBOXES - 1) <= len(group.sent()) <= 20
    assert group.states() == {
        (ActionState.DONE, None): len(group.sent()),
        (ActionState.HELD, "breaker"): ALL - len(group.sent()),
    }
    assert len([kept for kept in group.cluster.smtp.kept if read(kept)["Subject"].startswith("ALARM")]) == 1


@pytest.mark.limits("per_minute: 12, per_hour: 1000")
def test_a_minute_has_so_many_letters_over_all_workers_and_the_rest_waits_for_the_next(group: Group):
    everybody_applies(group)
    for sent in (12, 24, ALL):
        for _ in range(2):
            group.look()
            assert len(group.sent()) == sent
        group.clock.forward(MINUTE)
    assert set(group.states()) == {(ActionState.DONE, None)}


@pytest.mark.limits("per_minute: 1000, per_hour: 1000, per_domain: 16")
def test_an_hour_has_so_many_answers_to_one_domain_and_the_rest_waits_for_the_next(group: Group):
    everybody_applies(group, domain="students.example")
    for _ in range(5):
        group.look()
        group.clock.forward(11 * MINUTE)
    assert 16 - (MAILBOXES - 1) <= len(group.sent()) <= 16
    for _ in range(5):
        group.clock.forward(13 * MINUTE)
        group.look()
    assert set(group.states()) == {(ActionState.DONE, None)}


@pytest.mark.limits("per_minute: 1000")
def test_who_writes_to_all_mailboxes_at_once_has_three_answers_a_day(group: Group):
    titles = ("Infrastructure engineer", "Data pipeline engineering intern", "Data science intern")
    for _ in range(2):
        for box in range(MAILBOXES):
            group.receives(box, "Ann Lee", "ann@lee.example", title=titles[box % len(titles)])
        group.look()
        group.clock.forward(MINUTE)
    assert 1 <= len(group.sent()) <= 3
    assert group.states()[(ActionState.DONE, None)] == len(group.sent())
    assert not {state for state, _ in group.states()} - {ActionState.DONE, ActionState.HELD}
