"""The machine of `ingestion/test_machine` by two workers that share a ledger on PostgreSQL, over two mailboxes.

Among its steps a mailbox changes hands, a worker is killed and the other takes its mailboxes over, a worker loses its
mailbox in the middle of a look and goes on, believing that it is its own, and one looks at its mailbox in the middle of
the other's look at another. People write to both mailboxes. The invariants are the same.

`MACHINE_EXAMPLES=200 python -m pytest tests/world/cluster/test_machine.py` plays more of them.
"""

import contextlib
import itertools
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from inbox_bot.core.message.values import RawMail, Reading
from inbox_bot.edges.filing import LocalFolders
from inbox_bot.edges.ledger import Ledger, LedgerError
from inbox_bot.pipeline.installation import Installation, MailboxSession
from inbox_bot.pipeline.intake.poll import poll
from inbox_bot.pipeline.outgoing.carry_out import changes_in, letters_of
from inbox_bot.reviewing.follow import follow
from tests.support.builders.company import Reader, an_application
from tests.support.builders.fuse import Crash, Fuse, Fused
from tests.support.builders.model_server import INBOX, ModelMailbox, Stored
from tests.support.ledgers.shared import SharedLedgers
from tests.world.ingestion import test_machine as machine

pytestmark = pytest.mark.postgres
FIRST, SECOND = "recruitment", "jobs"
BOTH = ", ".join(map(machine.address_of, (FIRST, SECOND)))
NAMES = st.sampled_from([FIRST, SECOND])
MOMENTS = st.none() | machine.CRASHES
FILED_ONCE = """
SELECT fingerprint FROM messages WHERE outcome = 'filed' AND (
    SELECT count(*) FROM decisions WHERE decisions.message = messages.id) = 1
GROUP BY fingerprint HAVING count(*) > 1
"""


@pytest.fixture(scope="module", autouse=True)
def ledgers(shared_ledgers: SharedLedgers) -> None:
    """Where the machine makes its ledgers."""
    Sharing.ledgers_of = shared_ledgers


@dataclass
class Moment(Fuse):
    """Something happens at the n-th step, and what was at work goes on."""

    happens: Callable[[], object] | None = None

    def burn(self) -> None:
        if self.happens is None or self.left is None:
            return
        self.left -= 1
        if self.left < 0:
            happens, self.happens = self.happens, None
            happens()


class OneByOne:
    """A reader; what happens at a moment may come between the plan of one mail and that of the next, or the commit."""

    def __init__(self, real: Reader, moment: Moment) -> None:
        self._real, self._moment = real, moment

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)

    def read(self, mails: Iterable[RawMail], **more: int) -> Iterator[Reading]:
        for reading in self._real.read(mails, **more):
            yield reading
            self._moment.burn()


class Worker:
    """One of those that share, as a process."""

    def __init__(self, world: "Sharing", number: int) -> None:
        self._world = world
        self.ledger = Ledger.open(world.where, shared=True)
        #: the database's number of the connection that has the locks
        self.session = next(each.session for each in self.ledger.sharing(()).workers if each.is_ours)
        self.fuse, self.moment, self.between_plans = Fuse(None), Moment(), Moment()
        self._spool = world.folder / f"spool-{number}"
        self._spool.mkdir()
        self.installation = Installation(
            rules=world.company,
            folder=world.folder,
            ledger=Fused(self.ledger, self.fuse),  # type: ignore[arg-type]
            filing=Fused(LocalFolders(world.folder / "applications"), self.fuse),  # type: ignore[arg-type]
            reading=Fused(OneByOne(world.reader, self.between_plans), self.fuse),  # type: ignore[arg-type]
            spool=self._spool,
            now=lambda: world.at,
        )

    def _of_the_world(self, real: object) -> Any:
        """What others may come between. Not files: who waits for them waits for us."""
        return Fused(Fused(real, self.fuse), self.moment)

    def take(self, name: str) -> bool:
        if self.ledger.take(name) is None:
            return False
        box = ModelMailbox(self._world.servers[name], self._spool, name)
        session = MailboxSession(mailbox=self._of_the_world(box), outbox=self._of_the_world(self._world.outbox))
        self.installation.sessions = {**self.installation.sessions, name: session}
        return True

    def give_back(self, name: str) -> None:
        self.installation.sessions = {
            kept: session for kept, session in self.installation.sessions.items() if kept != name
        }
        self.ledger.give_back(name)

    def look(self, name: str, *, due_first: bool = False) -> None:
        """As the daemon's jobs do. Raises Crash, LedgerError."""
        mailbox = self.installation.rules.mailbox(name)
        if due_first:
            self._carry_out(name)
        poll(self.installation, mailbox)
        follow(self.installation, mailbox)
        self.installation.ledger.notices.note_poll(name, self.installation.now(), None)
        self._carry_out(name)

    @contextlib.contextmanager
    def meanwhile(self, calls: int | None, happens: Callable[[], object]) -> Iterator[None]:
        """Something happens at the n-th call of what is done here; None: when the first mail is planned."""
        moment = self.between_plans if calls is None else self.moment
        moment.left, moment.happens = calls or 0, happens
        yield
        moment.happens = None

    def _carry_out(self, name: str) -> None:
        mailbox = self.installation.rules.mailbox(name)
        assert letters_of(self.installation, mailbox) is None
        assert changes_in(self.installation, mailbox) is None


class Sharing(machine.Ingestion):
    """Its steps, and those of workers."""

    names = (FIRST, SECOND)
    mails = machine.Ingestion.mails
    ledgers_of: SharedLedgers

    @initialize()
    def nobody_is_at_work(self) -> None:
        self.wrote_to_both = 0

    # What comes

    @rule(target=mails, cv=st.booleans(), bytes_too=st.booleans())
    def deliver_to_both(self, cv: bool, bytes_too: bool) -> bytes:
        """One mail to both addresses, which the servers leave alike, or mark."""
        content = an_application(500 + self.wrote_to_both, cv=cv).to(BOTH).bytes()
        self.wrote_to_both += 1
        self._arrives(content)
        self._arrives_in(SECOND, content if bytes_too else b"X-Copy: 1\r\n" + content)
        return content

    @rule(who=st.integers(0, 1), letters=st.lists(st.tuples(NAMES, st.booleans()), min_size=2, max_size=3))
    def write_to_either(self, who: int, letters: list[tuple[str, bool]]) -> None:
        """Somebody of a telephone of their own applies in one mailbox, and adds to it in another."""
        for name, cv in letters:
            self.delivered += 1
            phone, sender = f"+44 20 7946 020{who}", f"both{who}@home.example"
            self._arrives_in(name, machine.from_whoever_has_it(phone, sender, self.delivered, cv=cv))

    # Who works

    @rule(name=NAMES)
    def change_hands(self, name: str) -> None:
        had = self.who_has(name)
        had.give_back(name)
        assert self.other(had).take(name)

    @rule(name=NAMES, calls=MOMENTS)
    def overtake(self, name: str, calls: int | None) -> None:
        """A worker loses the connection with its locks in the middle of a look, does not notice, and goes on."""
        lost = self.who_has(name)
        next_one = self.other(lost)

        def overtaken() -> None:
            with self.ledgers_of.postgres.connect() as connection:
                connection.execute("SELECT pg_terminate_backend(%s, 5000)", (lost.session,))
            assert next_one.take(name)
            next_one.look(name)

        with contextlib.suppress(LedgerError), lost.meanwhile(calls, overtaken):
            lost.look(name)
        self.replace(lost)

    @rule(first=NAMES, calls=MOMENTS, writes=st.booleans())
    def look_meanwhile(self, first: str, calls: int | None, writes: bool) -> None:
        """Each has a mailbox, and one looks in the middle of the other's look; at the same mail, perhaps."""
        [second] = {FIRST, SECOND} - {first}
        if writes:
            self.deliver_to_both(cv=True, bytes_too=False)
        one = self.who_has(first)
        if self.who_has(second) is one:
            self.change_hands(second)
        with one.meanwhile(calls, lambda: self.who_has(second).look(second)):
            one.look(first)

    @rule()
    def start_with_what_is_due(self) -> None:
        """After a change of hands: what is due may be done before the first look."""
        for name in self.names:
            self.change_hands(name)
            self.who_has(name).look(name, due_first=True)

    def look(self, fuse: Fuse | None, before: object = None) -> None:
        """Both mailboxes, each by whoever has it; where the fuse burns, its worker is killed."""
        left = fuse.left if fuse is not None else None
        for name in self.names:
            worker = self.who_has(name)
            worker.fuse.left = left
            try:
                worker.look(name)
            except Crash:
                self.replace(worker)
                return
            left, worker.fuse.left = worker.fuse.left, None

    # The workers, and their ledger

    def at_work(self) -> list[Worker]:
        """Two, always."""
        if not hasattr(self, "workers"):
            self.workers: list[Worker] = []
            self.numbers = itertools.count()
        while len(self.workers) < 2:
            self.workers.append(Worker(self, next(self.numbers)))
        return self.workers

    def other(self, worker: Worker) -> Worker:
        return next(each for each in self.at_work() if each is not worker)

    def who_has(self, name: str) -> Worker:
        """Where nobody has it, whoever takes it first."""
        having = [each for each in self.at_work() if name in each.installation.sessions]
        return having[0] if having else next(each for each in self.at_work() if each.take(name))

    def replace(self, dead: Worker) -> None:
        """A worker's process is gone. Another one begins when it is needed."""
        dead.ledger.close()
        self.workers.remove(dead)

    def all_end(self) -> None:
        for worker in list(getattr(self, "workers", ())):
            self.replace(worker)
        if (open_beside := self.__dict__.pop("open_beside", None)) is not None:
            open_beside.close()

    def new_ledger(self) -> str:
        self.made = [self.ledgers_of.new()]
        return self.made[0]

    def copy_of(self, where: str) -> str:
        self.all_end()
        self.made.append(self.ledgers_of.copy(where))
        return self.made[-1]

    @contextlib.contextmanager
    def beside(self) -> Iterator[Ledger]:
        """It stays open: on PostgreSQL that takes longer than what is asked."""
        if "open_beside" not in self.__dict__:
            self.open_beside = Ledger.open(self.where, lock=False)
        yield self.open_beside

    def _all_comes_to_an_end(self) -> None:
        super()._all_comes_to_an_end()
        with self.beside() as ledger, ledger._store.reading() as connection:
            filed = connection.exec_driver_sql(FILED_ONCE).all()
        assert self.ledger_was_restored or not filed, "one sending was filed twice, and by nobody's decision"

    def teardown(self) -> None:
        try:
            super().teardown()
        finally:
            self.all_end()
            for where in getattr(self, "made", ()):
                self.ledgers_of.drop(where)

    def _arrives_in(self, name: str, content: bytes) -> None:
        self.servers[name].folder(INBOX).add(Stored(content, self.at))


Sharing.TestCase.settings = settings(
    machine.Ingestion.TestCase.settings, max_examples=int(os.environ.get("MACHINE_EXAMPLES", "3"))
)
TestSharing = Sharing.TestCase
