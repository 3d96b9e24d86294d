"""Polling mailboxes: who is due, what a failure means, and what the ledger is told of it.

Where there are several, all servers are asked at once whether they answer (`knocks`); then each mailbox is polled, one
after the other. So a server that hangs costs the others two seconds a round; one that hangs in the middle of a poll
costs them one answer's time, once, since it is then asked like any that is down.

A server that is down is asked again after 1 second, then ever later up to 15 minutes; a refused login only every 15
minutes. These waits are on the monotonic clock: a wall clock that jumps neither shortens nor lengthens them.
"""

import random
import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from inbox_bot import log
from inbox_bot.core.alarms import Alarm, AlarmKind
from inbox_bot.core.rules.model import MailboxSettings
from inbox_bot.core.wording import Sentence, said_by
from inbox_bot.daemon.knocks import Knocks
from inbox_bot.edges.antivirus import ScannerDown
from inbox_bot.edges.filing import FilingFailed
from inbox_bot.edges.ledger import LedgerError
from inbox_bot.edges.mailbox import CROWDED, FolderRefused, Mailbox, MailboxDown, SpoolFailed
from inbox_bot.edges.reading.process import WorkerNotStarted
from inbox_bot.edges.secrets import SecretMissing
from inbox_bot.health.alive import POLL_S
from inbox_bot.pipeline.installation import Installation
from inbox_bot.pipeline.intake.poll import poll
from inbox_bot.pipeline.intake.take_in import TakenIn
from inbox_bot.pipeline.outgoing.backoff import mailbox_again
from inbox_bot.reviewing.follow import follow

NOTED_EVERY_S = 60.0  # while a long poll goes on, the ledger hears that it goes well


@dataclass(frozen=True, kw_only=True, slots=True)
class _Trouble:
    """Why a mailbox could not be polled."""

    sentence: str
    lasting: bool  #: a person has to act: an alarm at once, not after `alarm.after`
    code: str | None = None
    partly: bool = False  #: of one folder; the others were looked at


@dataclass(slots=True)
class _Failing:
    """A mailbox that could not be polled lately."""

    since: float
    times: int = 0
    again: float = 0.0


class Polls:
    """See the module. `poll_all` is for one thread at a time."""

    def __init__(
        self,
        *,
        taken_in: Callable[[], None],
        went_well: Callable[[str], None],
        crowded: Callable[[str], None],
        begin: Callable[[Callable[[], None]], object],
        came: Callable[[str], None],
        monotonic: Callable[[], float],
    ) -> None:
        """`taken_in` is called after each batch with news, the others with a mailbox's name: `went_well` after a good
        poll, `crowded` where the server has no connection left for the user. `begin` and `came` are `Knocks`'.
        """
        self._taken_in = taken_in
        self._went_well = went_well
        self._crowded = crowded
        self._monotonic = monotonic
        self._failing: dict[str, _Failing] = {}
        self._cleared: set[str] = set()
        self._knocks = Knocks(begin, came)
        self._noted = 0.0
        self.progress_at = monotonic()  #: when polling last got on: the watchdog's proof of life
        self.mails = 0  #: finished since the start

    def poll_all(
        self, installation: Installation, stop: Callable[[], bool], names: Collection[str] | None = None
    ) -> None:
        """Poll every mailbox of ours that is due, of `names` alone where there are any.

        `stop` ends it between two batches. Raises LedgerError.
        """
        installation.spool.mkdir(mode=0o700, exist_ok=True)  # a cleaner of /tmp may have been here
        for name in self._failing.keys() - installation.sessions.keys():
            del self._failing[name]  # another worker looks after it, or nobody does
        self._cleared &= installation.sessions.keys()
        self.progress_at = self._monotonic()
        due = {each.name: each for each in installation.looked_after if self._is_due(each.name, names)}
        for name, error in self._answering(installation, due, stop):
            self.progress_at = self._monotonic()
            if stop():
                return
            self._poll_one(installation, due[name], stop, error)
        self.progress_at = self._monotonic()

    def is_asking(self, box: Mailbox) -> bool:
        """Whether a mailbox's server is asked now whether it answers."""
        return self._knocks.is_at(box)

    def are_over(self, within_s: float) -> bool:
        """Wait until no server is asked whether it answers, for that long at most; whether it is so."""
        return self._knocks.are_over(within_s)

    def _is_due(self, name: str, names: Collection[str] | None) -> bool:
        failing = self._failing.get(name)
        is_meant = names is None or name in names
        return is_meant and (failing is None or self.progress_at >= failing.again)

    def _answering(
        self, installation: Installation, due: Collection[str], stop: Callable[[], bool]
    ) -> Iterator[tuple[str, Exception | None]]:
        """Those to be polled now; where there is one mailbox alone, nobody waits while its server is polled."""
        if len(installation.sessions) == 1:
            yield from ((name, None) for name in due)
            return
        for name in due:
            self._knocks.knock(name, installation.sessions[name].mailbox)
        yield from self._knocks.answers(due, stop)

    def is_again_due(self) -> bool:
        """Whether a mailbox that was down should be asked again now."""
        return bool(self.again_due())

    def again_due(self) -> frozenset[str]:
        """The mailboxes that were down and should be asked again now."""
        now = self._monotonic()
        return frozenset(name for name, failing in list(self._failing.items()) if now >= failing.again)

    def ask_again(self) -> None:
        """Wait for nobody any longer."""
        for failing in self._failing.values():
            failing.again = 0.0

    def summary(self) -> str:
        """For `systemctl status`."""
        down = ", ".join(sorted(self._failing))
        return f"{self.mails} mails taken in since the start" + (f"; can't poll {down}" if down else "")

    def _poll_one(
        self, installation: Installation, rules: MailboxSettings, stop: Callable[[], bool], error: Exception | None
    ) -> None:
        """`error`: what came of asking its server, where it can't be worked with."""

        def on_batch(taken: TakenIn, left: int) -> None:
            self.progress_at = self._monotonic()
            self.mails += len(taken.finished)
            if taken.finished or taken.copies or taken.waiting:
                self._taken_in()
            if self.progress_at - self._noted >= NOTED_EVERY_S:
                self._note(installation, rules, None)

        self._noted = self._monotonic()
        trouble = None
        try:
            if error is not None:
                raise error
            poll(installation, rules, on_batch, stop)
            follow(installation, rules)
        except MailboxDown as down:
            if down.code == CROWDED:
                self._crowded(rules.name)
            trouble = _Trouble(
                sentence=down.sentence,
                lasting=not down.temporary,
                code=down.code,
                partly=isinstance(down, FolderRefused),
            )
        except (SecretMissing, SpoolFailed, FilingFailed, ScannerDown) as lacking:
            trouble = _Trouble(sentence=said_by(lacking), lasting=True)
        except WorkerNotStarted as not_started:
            sentence = Sentence("no process can be started that reads mail: {why}", why=said_by(not_started))
            trouble = _Trouble(sentence=sentence, lasting=True)
        except LedgerError:
            raise
        except Exception as bug:
            log.job_failed(job="poll", **log.where(bug))
            sentence = Sentence("an error within inbox_bot ({error}); see its log", error=type(bug).__name__)
            trouble = _Trouble(sentence=sentence, lasting=True)
        if trouble is not None and stop():
            return  # we cut the line ourselves
        self._note(installation, rules, trouble)

    def _note(self, installation: Installation, rules: MailboxSettings, trouble: _Trouble | None) -> None:
        self._noted = self._monotonic()
        news = installation.ledger.notices.note_poll(
            rules.name, installation.now(), trouble.sentence if trouble else None
        )
        if trouble is None:
            self._is_well(installation, rules.name)
            if news:
                log.poll_recovered(mailbox=rules.name)
        else:
            self._is_down(installation, rules.name, trouble)
            if news:
                log.poll_failed(mailbox=rules.name, why=trouble.sentence)

    def _is_well(self, installation: Installation, name: str) -> None:
        if name in self._failing or name not in self._cleared:  # one that a daemon before us raised ends as well
            self._failing.pop(name, None)
            self._cleared.add(name)
            installation.ledger.alarms.clear(AlarmKind.POLL, installation.now(), about=name)
        self._went_well(name)

    def _is_down(self, installation: Installation, name: str, trouble: _Trouble) -> None:
        now, at = self._monotonic(), installation.now()
        failing = self._failing.setdefault(name, _Failing(since=now))
        failing.times += 1
        wait = mailbox_again(failing.times, trouble.code, at, random.random()) - at  # noqa: S311
        wait_s = min(wait.total_seconds(), POLL_S) if trouble.partly else wait.total_seconds()
        failing.again = now + wait_s
        lasts = now - failing.since >= installation.rules.alarm.after.total_seconds()
        if trouble.lasting or lasts:
            alarm = Alarm(kind=AlarmKind.POLL, about=name, parameters={"problem": trouble.sentence})
            installation.ledger.alarms.raise_(alarm, at)


def monotonic() -> float:
    """Seconds that never jump."""
    return time.monotonic()
