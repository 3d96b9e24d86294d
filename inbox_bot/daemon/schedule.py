"""The schedule: who looks at what when. What is done stands in the pipeline.

APScheduler runs on the wall clock, which may jump: an interval job then runs not at all, or a daily one is missed
(measured on 3.11). So it only ticks. Every job coalesces, has no misfire limit and runs once at a time; whether a
digest is due is asked of the ledger; and the main thread, which waits on the monotonic clock, wakes all jobs when the
two clocks part.

The main thread alone hears signals, looks for changed files, and tells the service manager that all is alive. It never
touches mail, so that whatever hangs, it can still stop.
"""

import queue
import signal
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from types import FrameType

from apscheduler.executors.pool import BasePoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from inbox_bot import log
from inbox_bot.daemon.errand import Errand
from inbox_bot.daemon.polls import Polls, monotonic
from inbox_bot.daemon.reload import Fingerprint, HalfWritten, NotTaken, fingerprint, read_anew, rebuilt
from inbox_bot.daemon.watches import Watches
from inbox_bot.digest.send import plan_digests
from inbox_bot.edges import notify
from inbox_bot.edges.ledger import LedgerDamaged, LedgerError, LedgerInUse, LedgerNewer
from inbox_bot.edges.mailbox import Mailbox
from inbox_bot.edges.outbox import Outbox
from inbox_bot.health.alive import POLL_S
from inbox_bot.pipeline.installation import House, utc_now
from inbox_bot.pipeline.outgoing.carry_out import carry_out

CARRY_OUT_S = 10
DIGEST_S = 60
LOOK_S = 5.0  # the main thread's round: clocks, files, watchdog
CLOCKS_APART_S = 60
HANGS_S = 15 * 60  # without a batch or a server's answer: the slowest batch of hostile mails takes less
GRACE_S = 6.0  # for what is in hand when we are told to stop; then lines are cut
CUT_S = 2.0  # for what ends when its line is cut
RULES_ALARM = "rules"
_FATAL = (LedgerInUse, LedgerDamaged, LedgerNewer)  # going on would do harm: the process ends, and says so


class Daemon:
    """One house at work until it is told to stop."""

    def __init__(
        self, house: House, rules_file: Path | None = None, *, monotonic: Callable[[], float] = monotonic
    ) -> None:
        """`rules_file` is looked at for changes; None: the rules stay as they are."""
        self._stopping = threading.Event()
        self._house = replace(house, stopping=self._stopping.is_set)
        self._opened_by_others = {id(each) for each in self._connections()}
        self._rules_file = rules_file
        self._monotonic = monotonic
        self._requests: queue.SimpleQueue[signal.Signals] = queue.SimpleQueue()
        self._fatal: LedgerError | None = None
        self._ledger_is_down = False
        self._digests: set[str] = set()
        self._examined: Fingerprint | None = fingerprint(rules_file, house.rules) if rules_file else None
        self._candidate: Fingerprint | None = None
        self._clocks = (house.now(), monotonic())
        self._told = ""
        self._poll = self._errand("poll", self._take_in)
        self._carry_out = self._errand("carry out", self._do_what_is_due)
        self._digest = self._errand("digest", self._plan_digests)
        self._reload = self._errand("reload", self._take_rules_over)
        self._errands = (self._poll, self._carry_out, self._digest, self._reload)
        self._watches = Watches(lambda: self._wake(self._poll))
        self._polls = Polls(
            taken_in=lambda: self._wake(self._carry_out), went_well=self._went_well, monotonic=monotonic
        )
        self._threads = ThreadPoolExecutor(max_workers=2 * len(self._errands), thread_name_prefix="job")
        self._scheduler = BackgroundScheduler(
            timezone="UTC",
            executors={"default": _Threads(self._threads)},
            job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1},
        )

    @property
    def house(self) -> House:
        """The house as it stands: with the rules in force."""
        return self._house

    def run(self) -> bool:
        """Work until SIGTERM or SIGINT; False where something in hand did not end in time.

        Raises LedgerInUse where another daemon took the ledger over, LedgerDamaged where it broke under us.
        """
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGUSR1):
            signal.signal(number, self._on_signal)
        signal.signal(signal.SIGUSR2, signal.SIG_IGN)
        self.start()
        notify.notify(notify.READY)
        while not self._stopping.is_set():
            self.look_around()
            self._wait()
        ended = self.stop()
        if self._fatal is not None:
            raise self._fatal
        return ended

    def start(self) -> None:
        """Begin to work, in threads."""
        report = self._house.reading.cage_report()
        log.daemon_started(
            mode=self._house.rules.mode.value, mailboxes=len(self._house.rules.mailboxes), cage=str(report)
        )
        self._guarded("start", self._mended)
        self._watches.follow(self._house)
        for errand, seconds in ((self._poll, POLL_S), (self._carry_out, CARRY_OUT_S), (self._digest, DIGEST_S)):
            self._scheduler.add_job(errand.run, "interval", seconds=seconds, id=errand.name, next_run_time=utc_now())
        self._scheduler.start()

    def stop(self) -> bool:
        """Finish what is in hand, in less than 10 s; whether everything ended."""
        self._stopping.set()
        notify.notify(notify.STOPPING)
        self._scheduler.shutdown(wait=False)
        self._watches.stop()
        ended = self._are_over(GRACE_S)
        if not ended:
            self._hang_up()
            ended = self._are_over(CUT_S)
        if ended:
            for each in self._connections():
                if id(each) not in self._opened_by_others:
                    each.close()
            log.daemon_stopped()
        else:
            log.daemon_cut_off()
        return ended

    def poll_now(self) -> None:
        """Poll every mailbox, also those that were down a moment ago; returns at once."""
        self._polls.ask_again()
        self._wake(self._poll)

    def is_idle(self) -> bool:
        """Whether no job is at work."""
        return self._are_over(0)

    def is_mailbox_due(self) -> bool:
        """Whether a mailbox that was down is to be asked again now."""
        return self._polls.is_again_due()

    # The main thread's round

    def look_around(self) -> None:
        """One round: clocks, mailboxes that were down, changed files, the service manager."""
        self.look_at_clocks()
        if self.is_mailbox_due() or self._ledger_is_down:
            self._wake(self._poll)
        self.look_at_files()
        if self.is_getting_on():
            notify.notify(notify.ALIVE)
        if (summary := self._polls.summary()) != self._told:
            self._told = summary
            notify.notify(notify.status(summary))

    def is_getting_on(self) -> bool:
        """Whether polling makes progress, or has nothing to do. False: the service manager should start us anew."""
        return self._monotonic() - self._polls.progress_at < HANGS_S

    def look_at_clocks(self) -> None:
        """Where the wall clock jumped, wake all jobs: their ticks would come too late, or not at all."""
        wall, steady = self._clocks
        apart = (self._house.now() - wall).total_seconds() - (self._monotonic() - steady)
        if abs(apart) <= CLOCKS_APART_S:
            return
        self._clocks = (self._house.now(), self._monotonic())
        log.clock_jumped(by_s=apart)
        self._polls.ask_again()
        for job in self._scheduler.get_jobs():
            job.modify(next_run_time=utc_now())
        for errand in (self._poll, self._carry_out, self._digest):
            self._wake(errand)

    def look_at_files(self) -> None:
        """A change that has stood still for a round is looked at: an editor may still be writing."""
        if self._rules_file is None:
            return
        found = fingerprint(self._rules_file, self._house.rules)
        if found == self._examined:
            self._candidate = None
        elif found == self._candidate:
            self._wake(self._reload)
        else:
            self._candidate = found

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self._requests.put(signal.Signals(number))  # may be called again within itself, unlike an Event's set

    def _wait(self) -> None:
        try:
            asked = self._requests.get(timeout=LOOK_S)
        except queue.Empty:
            return
        match asked:
            case signal.SIGHUP:
                self._wake(self._reload)
            case signal.SIGUSR1:
                self.poll_now()
            case _:
                log.daemon_stopping(signal=asked.name)
                self._stopping.set()

    # The jobs

    def _take_in(self) -> None:
        house = self._house
        self._polls.poll_all(house, lambda: self._stopping.is_set() or self._house is not house)

    def _went_well(self, mailbox: str) -> None:
        self._watches.let_in(mailbox)
        self._wake(self._carry_out)  # what waited for the mailbox, or for proof of what was sent, waits no longer

    def _do_what_is_due(self) -> None:
        carry_out(self._house)

    def _plan_digests(self) -> None:
        report = self._house.reading.cage_report()
        notes = () if report.is_closed else (f"This machine's kernel offers only {report} for reading documents.",)
        plan_digests(self._house.ledger, self._house.rules, self._house.now(), self._digests, notes)

    def _take_rules_over(self) -> None:
        if self._rules_file is None:
            return
        examined = fingerprint(self._rules_file, self._house.rules)
        try:
            rules, examined = read_anew(self._rules_file, self._house.rules)
            house = rebuilt(self._house, rules)
        except HalfWritten:
            return
        except NotTaken as error:
            log.rules_broken(where=str(error).partition(": ")[0])
            sentence = f"The last good rules stay in force: {error}"
            if self._house.ledger.raise_alarm(RULES_ALARM, sentence, self._house.now()):
                log.alarm_raised(alarm=RULES_ALARM)
        else:
            self._house = house
            log.rules_reloaded()
            self._mended()
            self._watches.follow(house)
            self._polls.ask_again()
            for errand in (self._poll, self._carry_out, self._digest):
                self._wake(errand)
        self._examined = examined

    def _mended(self) -> None:
        if self._house.ledger.clear_alarm(RULES_ALARM, self._house.now()):
            log.alarm_cleared(alarm=RULES_ALARM)

    # How jobs run

    def _errand(self, name: str, work: Callable[[], None]) -> Errand:
        return Errand(name, lambda: self._guarded(name, work))

    def _wake(self, errand: Errand) -> None:
        if not self._stopping.is_set():
            self._threads.submit(errand.run)

    def _guarded(self, name: str, work: Callable[[], None]) -> None:
        """A bug or a lost ledger ends one run of a job, never the daemon."""
        if self._stopping.is_set():
            return
        try:
            work()
        except _FATAL as error:
            log.intake_stopped(why=str(error))
            self._fatal = error
            self._stopping.set()
            self._requests.put(signal.SIGTERM)
        except LedgerError as error:
            if not self._ledger_is_down:
                log.intake_stopped(why=str(error))
            self._ledger_is_down = True
        except Exception as error:
            log.job_failed(job=name, **log.where(error))
        else:
            if self._ledger_is_down:
                self._ledger_is_down = False
                log.intake_resumed()

    def _are_over(self, within_s: float) -> bool:
        until = monotonic() + within_s
        return all(errand.is_over(max(0.0, until - monotonic())) for errand in self._errands)

    def _hang_up(self) -> None:
        for each in self._connections():
            each.hang_up()

    def _connections(self) -> tuple[Mailbox | Outbox, ...]:
        return (*self._house.mailboxes.values(), *self._house.outboxes.values())


class _Threads(BasePoolExecutor):  # type: ignore[misc]
    """APScheduler's ticks run in the same threads as what is woken between them."""

    def __init__(self, pool: ThreadPoolExecutor) -> None:
        super().__init__(pool)
