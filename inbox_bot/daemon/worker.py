"""A worker: a daemon that shares a ledger on PostgreSQL with others, and so its mailboxes (`run --cluster`).

It works as the one daemon does, by the same jobs, on the mailboxes that are its share. Where it lost the connection
that held its locks, it has lost its mailboxes: everything that was opened is thrown away with the ledger that may write
no more, and all begins anew, as after a start. Whatever still hangs in an old thread can commit nothing.
"""

import contextlib
import secrets
import shutil
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import FrameType

from inbox_bot import log
from inbox_bot.core.rules.model import Rules
from inbox_bot.core.rules.text.problems import RulesError
from inbox_bot.core.wording import Sentence
from inbox_bot.daemon.daemon import Daemon
from inbox_bot.daemon.shares import ClocksApart, Fair
from inbox_bot.edges import rules_file
from inbox_bot.edges.filing import FilingFailed
from inbox_bot.edges.ledger import Ledger, LedgerInUse, LedgerUnavailable, LockLost
from inbox_bot.edges.mailbox import SpoolFailed
from inbox_bot.health.telling import Teller
from inbox_bot.pipeline.installation import (
    Installation,
    ledger_place,
    open_around,
    said_file,
    spool_folder,
    utc_now,
)
from inbox_bot.pipeline.privacy.again import erase_again

AGAIN_S = (1.0, 2.0, 5.0)  # until it is tried once more to have a share, ever later
DOWN_FOR_S = 30.0  # until people hear that the database is down, by ways of their own
IN_USE_S = 60.0  # somebody makes or migrates the ledger; longer it is a daemon that does not share it
BEGINNING = "beginning"  # what is done before anybody works with a ledger
SPOOL = "spool "


def work(rules: Rules, file: Path) -> bool:
    """Work until SIGTERM or SIGINT, whatever becomes of the database; False where what was in hand did not end in time.

    Raises LedgerNotShared, OtherVersion, LedgerNewer, LedgerMoved, LedgerDamaged, LedgerInUse where a daemon has the
    ledger to itself, CageMissing.
    """
    stopped, at_work, all_ended, tries, waited_s = threading.Event(), list[Daemon](), True, 0, 0.0
    teller: Teller | None = None
    while not stopped.is_set():
        _stop_by_signal(stopped, at_work)
        try:
            with open_share(rules, file.parent, stopped.is_set) as installation:
                installation.rules_file = file
                tries, waited_s, teller = 0, 0.0, None
                at_work[:] = [daemon := Daemon(installation, file, share=Fair())]
                if stopped.is_set():
                    return all_ended
                return daemon.run() and all_ended
        except (LockLost, LedgerUnavailable, ClocksApart, SpoolFailed, FilingFailed) as error:
            why = str(error)
            if isinstance(error, LedgerUnavailable) and waited_s >= DOWN_FOR_S:
                teller = teller or Teller(file.parent, said_file(rules, file.parent))
                teller.tell(error, rules, utc_now(), stopping=stopped.is_set)
        except LedgerInUse as error:
            if waited_s >= IN_USE_S:
                raise
            why = str(error)
        _stop_by_signal(stopped, ())
        for daemon in at_work:  # it may have heard a signal while it came to its end
            all_ended = all_ended and daemon.has_ended
            if daemon.is_told_to_stop:
                stopped.set()
        at_work.clear()
        if tries == 0:
            log.share_lost(why=why)
        wait_s = AGAIN_S[min(tries, len(AGAIN_S) - 1)]
        tries, waited_s = tries + 1, waited_s + wait_s
        stopped.wait(wait_s)
        rules = _read(file, rules)
    return all_ended


@contextlib.contextmanager
def open_share(rules: Rules, folder: Path, stopping: Callable[[], bool] = lambda: False) -> Iterator[Installation]:
    """Open everything as one worker of many, which has no mailbox yet. Not to be worked with once it is `stopping`.

    Raises LedgerError, CageMissing, SpoolFailed, FilingFailed.
    """
    with contextlib.ExitStack() as stack:
        ledger = stack.enter_context(Ledger.open(ledger_place(rules, folder), shared=True))
        around = open_around(ledger, rules, folder, lambda: own_spool(ledger, spool_folder(rules, folder)))
        installation = stack.enter_context(around)
        stack.callback(shutil.rmtree, installation.spool, ignore_errors=True)
        _begin(installation, stopping)
        yield installation


def own_spool(ledger: Ledger, spool: Path) -> Path:
    """A folder for fetched mails that no other worker uses; what dead ones left of theirs is removed.

    Raises SpoolFailed, LedgerError.
    """
    name = secrets.token_hex(8)
    ledger.take_duty(SPOOL + name)
    try:
        spool.mkdir(mode=0o700, parents=True, exist_ok=True)
        spool.chmod(0o700)
        (spool / name).mkdir(mode=0o700)
        for left in [each.name for each in spool.iterdir() if each.name != name]:
            if ledger.take_duty(SPOOL + left):
                _remove(spool / left)
                ledger.give_back_duty(SPOOL + left)
    except OSError as error:
        raise SpoolFailed(Sentence("can't write to {folder}: {why}", folder=str(spool), why=error.strerror)) from error
    return spool / name


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _begin(installation: Installation, stopping: Callable[[], bool]) -> None:
    """Before anybody takes mail in: what a ledger that was put back does not know to be erased is erased again."""
    ledger, pause = installation.ledger, threading.Event()
    while not ledger.take_duty(BEGINNING):
        if stopping():
            return
        pause.wait(0.2)
    names = [each.name for each in installation.rules.mailboxes]
    if not any(each.has for each in ledger.sharing(names).workers):
        erase_again(installation)
    ledger.give_back_duty(BEGINNING)


def _read(file: Path, rules: Rules) -> Rules:
    """rules.yaml as it is now; where it is broken, as it was: the daemon says so once it works."""
    try:
        return rules_file.read(file)
    except RulesError:
        return rules


def _stop_by_signal(stopped: threading.Event, at_work: Sequence[Daemon]) -> None:
    """Until a daemon hears signals itself."""

    def stop(number: int, frame: FrameType | None) -> None:
        stopped.set()
        for daemon in at_work:
            daemon.ask_to_stop()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    for number in (signal.SIGHUP, signal.SIGUSR1, signal.SIGUSR2):
        signal.signal(number, signal.SIG_IGN)
