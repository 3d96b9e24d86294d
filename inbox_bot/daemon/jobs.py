"""What the daemon does, and in which threads: polling, carrying out, digests, taking changed rules over.

Each job runs once at a time, on a tick or when it is woken, and takes the installation as it is when it begins. A new
one (new rules) is put in its place; it is never changed under a job. What is done is the pipeline's; when somebody has
to look is the `daemon`'s.

APScheduler runs on the wall clock, which may jump: an interval job then runs not at all, or a daily one is missed
(measured on 3.11). So it only ticks. Every job coalesces, has no misfire limit and runs once at a time, and whether a
digest is due is asked of the ledger.
"""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from time import monotonic as steady

from apscheduler.executors.pool import BasePoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from inbox_bot import log
from inbox_bot.core.alarms import Alarm, AlarmKind
from inbox_bot.core.wording import said_by
from inbox_bot.daemon.coalesced_job import CoalescedJob
from inbox_bot.daemon.guard import Guard
from inbox_bot.daemon.polls import Polls
from inbox_bot.daemon.reload import Fingerprint, HalfWritten, RulesNotTaken, fingerprint, read_anew, rebuilt
from inbox_bot.daemon.shares import All, Share
from inbox_bot.daemon.upkeep import Upkeep
from inbox_bot.daemon.wanted import Wanted
from inbox_bot.daemon.watches import Watches
from inbox_bot.edges.ledger import LedgerError
from inbox_bot.edges.mailbox import Mailbox
from inbox_bot.edges.outbox import Outbox
from inbox_bot.health.alive import POLL_S
from inbox_bot.pipeline.installation import Installation, MailboxSession, open_session, utc_now
from inbox_bot.pipeline.intake.scans import recognise_next
from inbox_bot.pipeline.outgoing.carry_out import changes_in, letters_of

CARRY_OUT_S = 10
ALL_HAVE_TURNS_S = 60.0  # of carrying out: also where nothing is due
DIGEST_S = 60
ALARMS_S = 30
SCANS_S = 60
CAREERS_S = 900  # whether the careers page is to be read is asked: it is once a day
ERASE_S = 600  # whether an erasure is not finished is asked
SHARES_S = 5  # whether a mailbox is free, or to be given back
PROVE_S = 3_600  # whether the ledger's file is to be checked is asked: it is once a day
THREADS = 256  # at most; one is made when it is needed, and a mailbox needs two


class Jobs:
    """See the module. `start` and `end` are for one thread, the rest for any."""

    def __init__(
        self,
        installation: Installation,
        rules_file: Path | None,
        *,
        monotonic: Callable[[], float],
        fatal: Callable[[], None],
        share: Share | None = None,
    ) -> None:
        """`fatal` is called when the ledger can't be worked with any longer; `broken` says why.

        `share`: which mailboxes are ours; None: all, and the installation has a session with each.
        """
        self._share: Share = share if share is not None else All()
        self._exchanging = threading.Lock()
        self._polling: Installation | None = None
        self._all_had_turns_at = -ALL_HAVE_TURNS_S
        self._left: dict[str, MailboxSession] = {}  #: sessions with mailboxes that are being given back
        self._stopping = threading.Event()
        self.installation = replace(installation, stopping=self._stopping.is_set, rules_file=rules_file)
        self._opened_by_others = {id(each) for each in self._connections()}
        self._rules_file = rules_file
        self._guard = Guard(self._stopping, fatal)
        self._upkeep = Upkeep(lambda: self.installation)
        self.examined: Fingerprint | None = fingerprint(rules_file, installation.rules) if rules_file else None
        self._poll = self._job("poll", self._take_in, with_mail=True)
        self._poll_all = CoalescedJob("poll all", self.wake_poll)
        self._carry_out = self._job("carry out", self._do_what_is_due)
        self._carriers = {each.name: self._carrier(each.name) for each in installation.looked_after}
        self._digest = self._job("digest", self._once_for_all(self._upkeep.plan_digests))
        self._reload = self._job("reload", self._take_rules_over)
        self._prove = self._job("prove", self._upkeep.prove_ledger)
        self._careers = self._job("careers", self._once_for_all(self._upkeep.look_at_page))
        self._erase = self._job("erase", self._once_for_all(self._upkeep.go_on_erasing))
        self._scans = self._job("scans", self._recognise_scans)
        self._hooks = self._job("hooks", self._once_for_all(self._upkeep.tell_hooks))
        self._alarms = CoalescedJob("alarms", self._once_for_all(self._tell_of_alarms))
        self._shares = self._job("shares", self._look_at_shares)
        self._wanted = Wanted()
        self._watches = Watches(self._wake_poll_of)
        self.polls = Polls(
            taken_in=self._took_in,
            went_well=self._went_well,
            crowded=self._watches.make_room,
            begin=lambda work: self._threads.submit(work),
            came=self._wake_poll_of,
            monotonic=monotonic,
        )
        self._threads = ThreadPoolExecutor(max_workers=THREADS, thread_name_prefix="job")
        self._scheduler = BackgroundScheduler(
            timezone="UTC",
            executors={"default": _Threads(self._threads)},
            job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1},
        )

    @property
    def broken(self) -> LedgerError | None:
        """Why the ledger can't be worked with any longer."""
        return self._guard.broken

    @property
    def ledger_is_down(self) -> bool:
        """Whether mail is not taken in, or letters and changes don't go out, for want of it."""
        return self._guard.ledger_is_down

    def start(self) -> None:
        """Begin to tick."""
        self._guard.run("start", self._mended, with_mail=False)
        self._watches.follow(self.installation)
        ticks = (
            (self._poll_all, POLL_S),
            (self._carry_out, CARRY_OUT_S),
            (self._digest, DIGEST_S),
            (self._prove, PROVE_S),
            (self._careers, CAREERS_S),
            (self._erase, ERASE_S),
            (self._scans, SCANS_S),
            (self._alarms, ALARMS_S),
            (self._hooks, CARRY_OUT_S),
            *([(self._shares, SHARES_S)] if self._share.changes else []),
        )
        for job, seconds in ticks:
            self._scheduler.add_job(job.run, "interval", seconds=seconds, id=job.name, next_run_time=utc_now())
        self._scheduler.start()

    def end(self) -> None:
        """Begin nothing more; what is in hand ends between two steps (`are_over`)."""
        self._stopping.set()
        self._scheduler.shutdown(wait=False)
        self._watches.stop()

    def are_over(self, within_s: float) -> bool:
        """Wait until no job is at work, for that long at most; whether it is so."""
        until = steady() + within_s
        jobs = [self._poll, self._carry_out, self._digest, self._reload, self._prove, self._careers, self._alarms]
        jobs += [self._hooks, self._erase, self._scans, self._shares]
        for carrier in list(self._carriers.values()):  # those that rules.yaml no longer names, too
            jobs += [carrier.letters, carrier.changes]
        at_rest = all(job.is_over(max(0.0, until - steady())) for job in jobs)
        return self.polls.are_over(max(0.0, until - steady())) and at_rest

    def hang_up(self) -> None:
        """Cut every line: what waits for a server ends at once."""
        for each in self._connections():
            each.hang_up()
        self._upkeep.hang_up()
        if self.installation.reading.scan_reader is not None:
            self.installation.reading.scan_reader.close()

    def close(self) -> None:
        """Close the connections that were opened here, since the start; the others are their opener's."""
        for each in self._connections():
            if id(each) not in self._opened_by_others:
                each.close()
        for each in self.installation.beside.values():
            each.close()

    def wake_poll(self) -> None:
        """Poll now all mailboxes that are due."""
        self._wanted.add_all()
        self._wake(self._poll)

    def wake_poll_of_those_down(self) -> None:
        """Poll now the mailboxes that were down and are to be asked again."""
        for mailbox in self.polls.again_due():
            self._wake_poll_of(mailbox)

    def _wake_poll_of(self, mailbox: str) -> None:
        """Something happened there: the others are looked at in their time."""
        self._wanted.add(mailbox)
        self._wake(self._poll)

    def wake_reload(self) -> None:
        """Look at rules.yaml now."""
        self._wake(self._reload)

    def wake_all(self) -> None:
        """Poll, carry out and look for digests now, also where a server was down a moment ago."""
        self.polls.ask_again()
        self.wake_poll()
        for job in (self._carry_out, self._digest):
            self._wake(job)

    def tick_now(self) -> None:
        """Begin the ticks anew: their next times were set by a wall clock that has jumped since."""
        for job in self._scheduler.get_jobs():
            job.modify(next_run_time=utc_now())

    # What is done

    def _take_in(self) -> None:
        with self._exchanging:
            installation = self._polling = self.installation
        names = self._wanted.take()
        if self.ledger_is_down:  # whether it is well again shows by work that was to be done
            names = None
        try:
            self.polls.poll_all(
                installation, lambda: self._stopping.is_set() or self.installation is not installation, names
            )
        finally:
            self._polling = None
            self._something_ended()

    def _took_in(self) -> None:
        self._wake(self._carry_out)
        if self.installation.scan_queue.first() is not None:
            self._wake(self._scans)

    def _went_well(self, mailbox: str) -> None:
        self._watches.let_in(mailbox)
        self._wake(self._carry_out)  # what waited for the mailbox, or for proof of what was sent, waits no longer

    def _do_what_is_due(self) -> None:
        """A turn for each mailbox, in threads of its own: a server that is slow costs nobody else's letters.

        Changes come after the letters, but for one whose letters take long: then they don't wait. Where nothing is due
        a mailbox has its turn once a minute: alarms that are over end then.
        """
        installation, now = self.installation, steady()
        due = installation.ledger.actions.due_in(installation.now())
        if now - self._all_had_turns_at >= ALL_HAVE_TURNS_S:
            self._all_had_turns_at = now
            due = frozenset(installation.sessions)
        for each in installation.looked_after:
            if each.name not in due:
                continue
            carrier = self._carriers.setdefault(each.name, self._carrier(each.name))
            if not carrier.letters.is_over(0):
                self._wake(carrier.changes)
            self._wake(carrier.letters)

    def _send_letters_of(self, mailbox: str) -> None:
        installation = self._while_ours(mailbox)
        try:
            if any(each.name == mailbox for each in installation.looked_after):
                letters_of(installation, installation.rules.mailbox(mailbox))
        finally:
            self._wake(self._carriers[mailbox].changes)

    def _change(self, mailbox: str) -> None:
        installation = self._while_ours(mailbox)
        if any(each.name == mailbox for each in installation.looked_after):
            changes_in(installation, installation.rules.mailbox(mailbox))
        self._something_ended()

    def _something_ended(self) -> None:
        """Perhaps it was the last that was in hand of a mailbox that another worker waits for."""
        if self._left:
            self._wake(self._shares)

    def _while_ours(self, mailbox: str) -> Installation:
        """The installation, for work that also ends between two steps when the mailbox is to be another worker's."""
        return replace(
            self.installation, stopping=lambda: self._stopping.is_set() or mailbox not in self.installation.sessions
        )

    # Once for all mailboxes

    def _once_for_all(self, work: Callable[[], None]) -> Callable[[], None]:
        """The work, where it is this process's to do."""

        def done() -> None:
            if self._share.does_upkeep:
                work()

        return done

    def _recognise_scans(self) -> None:
        """One mail after the other, in a thread of its own: nobody else waits for it."""
        installation = self.installation
        while not self._stopping.is_set() and recognise_next(installation):
            self.wake_poll()

    def _tell_of_alarms(self) -> None:
        """Not among the jobs that a broken ledger ends: this one says so."""
        self._upkeep.tell_of_alarms(ledger_is_down=self.ledger_is_down)

    def _take_rules_over(self) -> None:
        if self._rules_file is None:
            return
        examined = fingerprint(self._rules_file, self.installation.rules)
        try:
            rules, examined = read_anew(self._rules_file, self.installation.rules)
            with self._exchanging:
                self.installation = rebuilt(self.installation, rules, self._share.of(rules))
        except HalfWritten:
            return
        except RulesNotTaken as error:
            log.rules_broken(where=str(error).partition(": ")[0])
            alarm = Alarm(kind=AlarmKind.RULES, parameters={"problem": said_by(error)})
            self.installation.ledger.alarms.raise_(alarm, self.installation.now())
        else:
            self._guard.forget()
            log.rules_reloaded()
            self._mended()
            with self._exchanging:
                self._watches.follow(self.installation)
            self.wake_all()
            self._wake(self._careers)
        self.examined = examined

    def _mended(self) -> None:
        self.installation.ledger.alarms.clear(AlarmKind.RULES, self.installation.now())

    def _look_at_shares(self) -> None:
        """Mailboxes that are ours from now on, and those that another worker is to have."""
        self._share.look(self.installation)
        if self._share.of(self.installation.rules) != self.installation.sessions.keys():
            self._begin_and_leave()
        for name in self._share.leaving():
            if self._nothing_is_in_hand_of(name):
                if (session := self._left.pop(name, None)) is not None:
                    session.mailbox.close()
                    session.outbox.close()
                self._share.give_back(self.installation, name)

    def _begin_and_leave(self) -> None:
        """Have a session with each mailbox that is ours, and no work begun with any other."""
        with self._exchanging:
            was = self.installation
            ours = self._share.of(was.rules)
            left = {name: each for name, each in was.sessions.items() if name not in ours}
            new = {
                each.name: open_session(was, each)
                for each in was.rules.mailboxes
                if each.name in ours - was.sessions.keys()
            }
            self._left |= left
            kept = {name: each for name, each in was.sessions.items() if name in ours}
            self.installation = replace(was, sessions=kept | new)
            self._watches.follow(self.installation)
        for name in left:
            was.scan_queue.drop_all_of(name)
        self.wake_poll()
        self._wake(self._carry_out)

    def _nothing_is_in_hand_of(self, mailbox: str) -> bool:
        polling, carrier = self._polling, self._carriers.get(mailbox)
        if polling is not None and mailbox in polling.sessions:
            return False
        left = self._left.get(mailbox)
        if left is not None and self.polls.is_asking(left.mailbox):
            return False
        return carrier is None or (carrier.letters.is_over(0) and carrier.changes.is_over(0))

    # How it is run

    def _carrier(self, mailbox: str) -> "_Carrier":
        return _Carrier(
            letters=self._job("letters", lambda: self._send_letters_of(mailbox), with_mail=True),
            changes=self._job("changes", lambda: self._change(mailbox), with_mail=True),
        )

    def _job(self, name: str, work: Callable[[], None], *, with_mail: bool = False) -> CoalescedJob:
        return CoalescedJob(name, lambda: self._guard.run(name, work, with_mail=with_mail))

    def _wake(self, job: CoalescedJob) -> None:
        if not self._stopping.is_set():
            self._threads.submit(job.run)

    def _connections(self) -> tuple[Mailbox | Outbox, ...]:
        sessions = (*self.installation.sessions.values(), *self._left.values())
        return (*(each.mailbox for each in sessions), *(each.outbox for each in sessions))


@dataclass(frozen=True, kw_only=True, slots=True)
class _Carrier:
    """What carries out one mailbox's actions."""

    letters: CoalescedJob
    changes: CoalescedJob


class _Threads(BasePoolExecutor):  # type: ignore[misc]
    """APScheduler's ticks run in the same threads as what is woken between them."""

    def __init__(self, pool: ThreadPoolExecutor) -> None:
        super().__init__(pool)
