"""People hear of alarms by ways that don't need what is broken (`alert_ways`), and monitoring by a ping that stops.

Each way is told for itself: one that is down misses nothing, and holds up no other. It is tried again ever later, and
that it is down is logged once. The ping goes out while all is well (`alive`), so that a daemon which was killed,
stopped or hangs shows by its silence; at each look, how things stand goes into a file, in numbers. A ledger that can't
be read is an alarm like any other.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from inbox_bot import log
from inbox_bot.core.alarms import Alarm, AlarmKind
from inbox_bot.core.alarms_told import AlarmNews, news_of
from inbox_bot.core.rules.model import Rules
from inbox_bot.core.wording import Sentence
from inbox_bot.edges.alerts import AlertFailed, SaidFile, write_metrics
from inbox_bot.edges.ledger import Ledger, LedgerError, PollState
from inbox_bot.edges.outbox import OutboxDown
from inbox_bot.edges.secrets import SecretMissing
from inbox_bot.health.alert_ways import Say, ping_of, ways_of
from inbox_bot.health.alive import LIMIT, Health, health_of
from inbox_bot.health.metrics import Standing, metrics_of, standing_of

PING = "ping"
METRICS = "metrics"
PING_S = 60.0
PAUSES_S = (60.0, 300.0, 900.0)  # after a way failed once, twice, more often


@dataclass(slots=True)
class _Failing:
    """A way that reached nobody lately."""

    times: int = 0
    until: float = 0.0  #: on the monotonic clock


@dataclass(frozen=True, kw_only=True, slots=True)
class _Look:
    """What was found at one look."""

    alarms: Sequence[tuple[Alarm, datetime]]  #: those that stand, with their beginnings
    health: Health
    polls: Sequence[PollState] = ()
    standing: Standing | None = None


class Teller:
    """See the module. For one thread at a time."""

    def __init__(self, folder: Path, said: Path, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        """`folder` is rules.yaml's; `said` the file of what was said."""
        self._folder = folder
        self._file = SaidFile(said)
        self._said = self._file.read()
        self._monotonic = monotonic
        self._failing: dict[str, _Failing] = {}
        self._pinged = -PING_S
        self._polled: dict[str, tuple[datetime | None, float]] = {}  # the last good poll, and when we saw it

    def tell(
        self,
        ledger: Ledger | LedgerError,
        rules: Rules,
        at: datetime,
        *,
        ledger_is_down: bool = False,
        stopping: Callable[[], bool] = lambda: False,
    ) -> None:
        """Say what is new by each way, and ping where all is well. Raises nothing that a way or the ledger does.

        `ledger`: why there is none, where it can't be opened. `ledger_is_down`: it was found so by whoever writes to
        it; reading may work all the same.
        """
        look = self._look(ledger, rules, at, ledger_is_down=ledger_is_down)
        zone = ZoneInfo(rules.company.timezone)
        if rules.alarm.metrics and not self._rests(METRICS):
            text = metrics_of(look.health, look.polls, look.alarms, look.standing)
            self._reached(METRICS, partial(write_metrics, self._folder / rules.alarm.metrics, text))
        for way, say in ways_of(rules, self._folder, at):
            if self._rests(way) or stopping():
                continue
            said = self._said.get(way, {})
            news, known = news_of(look.alarms, said, at, zone)
            if self._reached(way, partial(_say_all, say, news)) and known != said:
                self._said[way] = known
                self._file.write(self._said)
        is_due = self._monotonic() - self._pinged >= PING_S
        if look.health.ok and rules.alarm.ping and is_due and not self._rests(PING):
            self._pinged = self._monotonic()
            self._reached(PING, ping_of(rules, self._folder))

    def _look(self, ledger: Ledger | LedgerError, rules: Rules, at: datetime, *, ledger_is_down: bool) -> _Look:
        try:
            if isinstance(ledger, LedgerError):
                raise ledger
            raised, polls = ledger.alarms.raised(), ledger.notices.poll_states()
            zone = ZoneInfo(rules.company.timezone)
            standing = standing_of(ledger, zone, at) if rules.alarm.metrics else None
        except LedgerError as error:
            broken = _broken(str(error))
            return _Look(alarms=[(broken, at)], health=Health(ok=False, sentence=broken.sentence))
        alarms = [(each.alarm, each.since) for each in raised]
        names = {each.name for each in rules.mailboxes}
        health = health_of(polls, tuple(names), at, raised)
        if ledger_is_down:
            broken = _broken(Sentence("it can't be written to; look for a full disk"))
            alarms.append((broken, at))
            health = Health(ok=False, sentence=broken.sentence)
        told_of = {alarm.about for alarm, _ in alarms if alarm.kind.topic == AlarmKind.POLL.topic}
        for poll in polls:
            silent_s = self._silent_s(poll)
            if poll.mailbox in names - told_of and silent_s > max(rules.alarm.after, LIMIT).total_seconds():
                alarms.append((_silent(poll, at), at - timedelta(seconds=silent_s)))
        return _Look(alarms=alarms, health=health, polls=polls, standing=standing)

    def _silent_s(self, poll: PollState) -> float:
        """For how long we have seen no good poll; by the clock that never jumps, and not before we began to look."""
        now = self._monotonic()
        if self._polled.get(poll.mailbox, (None, now))[0] != poll.polled_at or poll.mailbox not in self._polled:
            self._polled[poll.mailbox] = (poll.polled_at, now)
        return now - self._polled[poll.mailbox][1]

    def _rests(self, way: str) -> bool:
        failing = self._failing.get(way)
        return failing is not None and self._monotonic() < failing.until

    def _reached(self, way: str, try_: Callable[[], None]) -> bool:
        kind = way.partition(":")[0]  # an address is not logged
        try:
            try_()
        except (AlertFailed, OutboxDown, SecretMissing, OSError, ValueError):
            failing = self._failing.setdefault(way, _Failing())
            if failing.times == 0:
                log.alert_failed(way=kind)
            failing.until = self._monotonic() + PAUSES_S[min(failing.times, len(PAUSES_S) - 1)]
            failing.times += 1
            return False
        if self._failing.pop(way, None) is not None:
            log.alert_recovered(way=kind)
        return True


def _say_all(say: Say, news: Sequence[AlarmNews]) -> None:
    for each in news:
        say(each)


def _broken(problem: str) -> Alarm:
    return Alarm(kind=AlarmKind.LEDGER, parameters={"problem": problem})


def _silent(poll: PollState, at: datetime) -> Alarm:
    """Polling hangs, and so nobody raised the alarm."""
    problem = health_of((poll,), (poll.mailbox,), at).sentence
    return Alarm(kind=AlarmKind.POLL, about=poll.mailbox, parameters={"problem": problem})
