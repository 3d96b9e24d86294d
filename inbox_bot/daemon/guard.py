"""What ends one run of a job, and what ends the daemon: a bug or a ledger that is away, and a ledger that is lost."""

import threading
from collections.abc import Callable

from inbox_bot import log
from inbox_bot.daemon.shares import ClocksApart
from inbox_bot.edges.filing import FilingFailed
from inbox_bot.edges.ledger import LedgerDamaged, LedgerError, LedgerInUse, LedgerNewer, LockLost

#: Going on would do harm: the process ends, and says so.
FATAL = (LedgerInUse, LedgerDamaged, LedgerNewer, LockLost, ClocksApart)


class Guard:
    """Runs the work of jobs, whatever becomes of it. For any thread."""

    def __init__(self, stopping: threading.Event, fatal: Callable[[], None]) -> None:
        """Nothing is begun while `stopping`; `fatal` is called when the ledger can't be worked with any longer."""
        self._stopping = stopping
        self._fatal = fatal
        self._kept_from: set[Callable[[], None]] = set()  #: mail's work that the ledger ended the last time that it ran
        self.broken: LedgerError | None = None  #: why the ledger can't be worked with any longer

    @property
    def ledger_is_down(self) -> bool:
        """Whether mail is not taken in, or letters and changes don't go out, for want of it.

        On a full disk what only reads still works: that says nothing of the others.
        """
        return bool(self._kept_from)

    def forget(self) -> None:
        """The jobs are others from now on: one of a mailbox that is gone can't be well again."""
        self._kept_from.clear()

    def run(self, name: str, work: Callable[[], None], *, with_mail: bool) -> None:
        """A bug or a ledger that is away ends one run of a job, never the daemon.

        `with_mail`: it is what the alarm of a ledger that is down speaks of, and it runs often.
        """
        if self._stopping.is_set():
            return
        try:
            work()
        except FATAL as error:
            if self.broken is None:
                log.intake_stopped(why=str(error))
            self.broken = error
            self._stopping.set()
            self._fatal()
        except LedgerError as error:
            if with_mail:
                self._is_down(work, error)
            elif not self.ledger_is_down:
                log.ledger_not_reached(job=name)
        except FilingFailed:
            log.files_not_reached(job=name)
        except Exception as error:
            log.job_failed(job=name, **log.where(error))
        else:
            self._went_well(work)

    def _is_down(self, work: Callable[[], None], error: LedgerError) -> None:
        if not self.ledger_is_down:
            log.intake_stopped(why=str(error))
        self._kept_from.add(work)

    def _went_well(self, work: Callable[[], None]) -> None:
        if work in self._kept_from:
            self._kept_from.discard(work)
            if not self.ledger_is_down:
                log.intake_resumed()
