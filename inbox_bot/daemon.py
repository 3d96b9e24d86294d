"""The schedule: who looks at what when. What is done stands in the pipeline.

APScheduler runs on the wall clock, which may jump: an interval job then runs not at all, or a daily one is missed
(measured on 3.11). So it only ticks. Every job coalesces, has no misfire limit and runs once at a time; whether a
digest is due is asked of the ledger; and the main thread, which waits on the monotonic clock, wakes all jobs when the
two clocks part.
"""

import random
import signal
import threading
import time
from collections.abc import Callable
from datetime import datetime
from types import FrameType

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from inbox_bot import log
from inbox_bot.core.rules.model import Mailbox as MailboxRules
from inbox_bot.digest.send import plan_digests
from inbox_bot.edges.filing import FilingFailed
from inbox_bot.edges.ledger import LedgerError
from inbox_bot.edges.mailbox import MailboxDown, SpoolFailed
from inbox_bot.edges.secrets import SecretMissing
from inbox_bot.pipeline.backoff import mailbox_again
from inbox_bot.pipeline.carry_out import carry_out
from inbox_bot.pipeline.house import House
from inbox_bot.pipeline.poll import poll

POLL_S = 60
CARRY_OUT_S = 10
DIGEST_S = 60
CLOCKS_APART_S = 60
LOOK_AT_CLOCKS_S = 5.0


class Daemon:
    """One house at work until it is told to stop."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._stopping = threading.Event()
        self._failures: dict[str, int] = {}
        self._again: dict[str, datetime] = {}
        self._digests: set[str] = set()
        self._scheduler = BackgroundScheduler(
            timezone="UTC",
            executors={"default": ThreadPoolExecutor(4)},
            job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1},
        )

    def run(self) -> None:
        """Work until SIGTERM or SIGINT; the batch in hand is finished."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._on_signal)
        report = self._house.reading.cage_report()
        log.daemon_started(
            mode=self._house.rules.mode.value, mailboxes=len(self._house.rules.mailboxes), cage=str(report)
        )
        self._every(POLL_S, self._poll, "poll")
        self._every(CARRY_OUT_S, self._carry_out, "carry out")
        self._every(DIGEST_S, self._digest, "digest")
        self._scheduler.start()
        try:
            self._wait()
        finally:
            self._scheduler.shutdown(wait=True)
            log.daemon_stopped()

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        if not self._stopping.is_set():
            self._stopping.set()
            log.daemon_stopping(signal=signal.Signals(number).name)

    def _every(self, seconds: int, work: Callable[[], None], name: str) -> None:
        self._scheduler.add_job(
            self._guarded, "interval", seconds=seconds, args=(work, name), id=name, next_run_time=self._house.now()
        )

    def _guarded(self, work: Callable[[], None], name: str) -> None:
        """A bug or a lost ledger ends one run of a job, never the daemon."""
        if self._stopping.is_set():
            return
        try:
            work()
        except LedgerError as error:
            log.intake_stopped(why=str(error))
        except Exception as error:
            log.job_failed(job=name, error=type(error).__name__)

    def _wait(self) -> None:
        """Until we are stopped; wakes all jobs where the wall clock jumped."""
        wall, steady = self._house.now(), time.monotonic()
        while not self._stopping.wait(LOOK_AT_CLOCKS_S):
            apart = (self._house.now() - wall).total_seconds() - (time.monotonic() - steady)
            if abs(apart) > CLOCKS_APART_S:
                log.clock_jumped(by_s=apart)
                self._again.clear()
                for job in self._scheduler.get_jobs():
                    job.modify(next_run_time=self._house.now())
                wall, steady = self._house.now(), time.monotonic()

    def _poll(self) -> None:
        for rules in self._house.rules.mailboxes:
            if not self._stopping.is_set() and self._house.now() >= self._again.get(rules.name, self._house.now()):
                self._poll_one(rules)

    def _poll_one(self, rules: MailboxRules) -> None:
        problem, code = None, None
        try:
            poll(self._house, rules, stop=self._stopping.is_set)
        except MailboxDown as error:
            problem, code = error.sentence, error.code
        except (SecretMissing, SpoolFailed, FilingFailed) as error:
            problem = str(error)
        at = self._house.now()
        news = self._house.ledger.note_poll(rules.name, at, problem)
        if problem is None:
            self._failures.pop(rules.name, None)
            self._again.pop(rules.name, None)
            if news:
                log.poll_recovered(mailbox=rules.name)
            return
        self._failures[rules.name] = self._failures.get(rules.name, 0) + 1
        self._again[rules.name] = mailbox_again(self._failures[rules.name], code, at, random.random())  # noqa: S311
        if news:
            log.poll_failed(mailbox=rules.name, why=problem)

    def _carry_out(self) -> None:
        carry_out(self._house)

    def _digest(self) -> None:
        report = self._house.reading.cage_report()
        notes = () if report.is_closed else (f"This machine's kernel offers only {report} for reading documents.",)
        plan_digests(self._house.ledger, self._house.rules, self._house.now(), self._digests, notes)
