"""The main thread: hears signals, looks at clocks and changed files, and tells the service manager that all is alive.

It never touches mail, so that whatever hangs, it can still stop. What is done, and in which threads, is in `jobs`. It
waits on the monotonic clock, and wakes all jobs when the wall clock, by which they tick, parts from it.
"""

import queue
import signal
import threading
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from inbox_bot import log
from inbox_bot.daemon.jobs import Jobs
from inbox_bot.daemon.polls import monotonic
from inbox_bot.daemon.reload import Fingerprint, fingerprint
from inbox_bot.daemon.shares import Share
from inbox_bot.edges import notify
from inbox_bot.pipeline.installation import Installation

LOOK_S = 5.0  # the main thread's round: clocks, files, watchdog
CLOCKS_APART_S = 60
HANGS_S = 15 * 60  # without a batch or a server's answer: the slowest batch of hostile mails takes less
GRACE_S = 6.0  # for what is in hand when we are told to stop; then lines are cut
CUT_S = 2.0  # for what ends when its line is cut


class Daemon:
    """One installation at work until it is told to stop."""

    def __init__(
        self,
        installation: Installation,
        rules_file: Path | None = None,
        *,
        monotonic: Callable[[], float] = monotonic,
        share: Share | None = None,
    ) -> None:
        """`rules_file` is looked at for changes; None: the rules stay as they are. `share`: as in `Jobs`."""
        self._rules_file = rules_file
        self._monotonic = monotonic
        self._stopping = threading.Event()
        self._requests: queue.SimpleQueue[signal.Signals] = queue.SimpleQueue()
        self._candidate: Fingerprint | None = None
        self._clocks = (installation.now(), monotonic())
        self._told = ""
        self.is_told_to_stop = False  #: by a signal, or by `ask_to_stop`
        self.has_ended = True  #: whether all that was in hand when it stopped came to an end
        self._jobs = Jobs(installation, rules_file, monotonic=monotonic, fatal=self._give_up, share=share)

    @property
    def installation(self) -> Installation:
        """The installation as it is now: with the rules in force."""
        return self._jobs.installation

    def run(self) -> bool:
        """Work until SIGTERM or SIGINT; False where something in hand did not end in time.

        Raises LedgerInUse where another daemon took the ledger over, LedgerDamaged where it broke under us; LockLost
        and ClocksApart where we are no worker any longer.
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
        if self._jobs.broken is not None:
            raise self._jobs.broken
        return ended

    def ask_to_stop(self) -> None:
        """Have `run` end; from a signal's handler, too."""
        self.is_told_to_stop = True
        self._requests.put(signal.SIGTERM)

    def start(self) -> None:
        """Begin to work, in threads."""
        report = self.installation.reading.cage_report()
        log.daemon_started(
            mode=self.installation.rules.mode.value, mailboxes=len(self.installation.rules.mailboxes), cage=str(report)
        )
        self._jobs.start()

    def stop(self) -> bool:
        """Finish what is in hand, in less than 10 s; whether everything ended."""
        self._stopping.set()
        notify.notify(notify.STOPPING)
        self._jobs.end()
        ended = self._jobs.are_over(GRACE_S)
        if not ended:
            self._jobs.hang_up()
            ended = self._jobs.are_over(CUT_S)
        if ended:
            self._jobs.close()
            log.daemon_stopped()
        else:
            log.daemon_cut_off()
        self.has_ended = ended
        return ended

    def poll_now(self) -> None:
        """Poll every mailbox, also those that were down a moment ago; returns at once."""
        self._jobs.polls.ask_again()
        self._jobs.wake_poll()

    def is_idle(self) -> bool:
        """Whether no job is at work."""
        return self._jobs.are_over(0)

    def is_mailbox_due(self) -> bool:
        """Whether a mailbox that was down is to be asked again now."""
        return self._jobs.polls.is_again_due()

    def look_around(self) -> None:
        """One round: clocks, mailboxes that were down, changed files, the service manager."""
        self.look_at_clocks()
        if self._jobs.ledger_is_down:
            self._jobs.wake_poll()
        elif self.is_mailbox_due():
            self._jobs.wake_poll_of_those_down()
        self.look_at_files()
        if self.is_getting_on():
            notify.notify(notify.ALIVE)
        if (summary := self._jobs.polls.summary()) != self._told:
            self._told = summary
            notify.notify(notify.status(summary))

    def is_getting_on(self) -> bool:
        """Whether polling makes progress, or has nothing to do. False: the service manager should start us anew."""
        return self._monotonic() - self._jobs.polls.progress_at < HANGS_S

    def look_at_clocks(self) -> None:
        """Where the wall clock jumped, wake all jobs: their ticks would come too late, or not at all."""
        wall, steady = self._clocks
        apart = (self.installation.now() - wall).total_seconds() - (self._monotonic() - steady)
        if abs(apart) <= CLOCKS_APART_S:
            return
        self._clocks = (self.installation.now(), self._monotonic())
        log.clock_jumped(by_s=apart)
        self._jobs.tick_now()
        self._jobs.wake_all()

    def look_at_files(self) -> None:
        """A change that has stood still for a round is looked at: an editor may still be writing."""
        if self._rules_file is None:
            return
        found = fingerprint(self._rules_file, self.installation.rules)
        if found == self._jobs.examined:
            self._candidate = None
        elif found == self._candidate:
            self._jobs.wake_reload()
        else:
            self._candidate = found

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self.is_told_to_stop = self.is_told_to_stop or number in (signal.SIGTERM, signal.SIGINT)
        self._requests.put(signal.Signals(number))  # may be called again within itself, unlike an Event's set

    def _give_up(self) -> None:
        self._stopping.set()
        self._requests.put(signal.SIGTERM)

    def _wait(self) -> None:
        try:
            asked = self._requests.get(timeout=LOOK_S)
        except queue.Empty:
            return
        match asked:
            case signal.SIGHUP:
                self._jobs.wake_reload()
            case signal.SIGUSR1:
                self.poll_now()
            case _:
                log.daemon_stopping(signal=asked.name)
                self._stopping.set()
