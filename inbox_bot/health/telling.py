"""People hear of alarms by ways that don't need what is broken: a webhook, a mail server of its own, a ping that stops.

Each way is told for itself: one that is down misses nothing, and holds up no other. It is tried again ever later, and
that it is down is logged once. The ping goes out while all is well (`alive`), so that a daemon which was killed,
stopped or hangs shows by its silence. A ledger that can't be read is an alarm like any other.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from inbox_bot import log
from inbox_bot.core.alarms import Alarm, AlarmKind
from inbox_bot.core.alarms_told import AlarmNews, news_of
from inbox_bot.core.message.values import Address
from inbox_bot.core.message_ids import Form, message_id_for
from inbox_bot.core.reply.values import Letter
from inbox_bot.core.reply.wire import to_wire
from inbox_bot.core.rules.alarm import AlarmMail
from inbox_bot.core.rules.model import Rules
from inbox_bot.core.wording import Sentence, Wording
from inbox_bot.edges import secrets
from inbox_bot.edges.access import Access, Credentials
from inbox_bot.edges.alerts import AlertFailed, SaidFile, ping, post
from inbox_bot.edges.ledger import Ledger, LedgerError, PollState
from inbox_bot.edges.outbox import OutboxDown, Refused, SmtpOutbox
from inbox_bot.edges.secrets import SecretMissing
from inbox_bot.health.alive import LIMIT, health_of

PING = "ping"
PING_S = 60.0
WAIT_S = 4.0  # for each answer of the mail server: a daemon that is told to stop waits no longer
PAUSES_S = (60.0, 300.0, 900.0)  # after a way failed once, twice, more often


@dataclass(slots=True)
class _Failing:
    """A way that reached nobody lately."""

    times: int = 0
    until: float = 0.0  #: on the monotonic clock


Say = Callable[[AlarmNews], None]


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
        ledger: Ledger,
        rules: Rules,
        at: datetime,
        *,
        ledger_is_down: bool = False,
        stopping: Callable[[], bool] = lambda: False,
    ) -> None:
        """Say what is new by each way, and ping where all is well. Raises nothing that a way or the ledger does.

        `ledger_is_down`: it was found so by whoever writes to it; reading may work all the same.
        """
        alarms, is_well = self._looked_up(ledger, rules, at, ledger_is_down=ledger_is_down)
        zone = ZoneInfo(rules.company.timezone)
        for way, say in self._ways(rules, at):
            if self._rests(way) or stopping():
                continue
            said = self._said.get(way, {})
            news, known = news_of(alarms, said, at, zone)
            if self._reached(way, partial(_say_all, say, news)) and known != said:
                self._said[way] = known
                self._file.write(self._said)
        if is_well and rules.alarm.ping and not self._rests(PING) and self._monotonic() - self._pinged >= PING_S:
            self._pinged = self._monotonic()
            self._reached(PING, partial(self._ping, rules))

    def _looked_up(
        self, ledger: Ledger, rules: Rules, at: datetime, *, ledger_is_down: bool
    ) -> tuple[list[tuple[Alarm, datetime]], bool]:
        """The alarms that stand, with their beginnings, and whether all is well."""
        try:
            raised, polls = ledger.alarms.raised(), ledger.notices.poll_states()
        except LedgerError as error:
            return [(_broken(str(error)), at)], False
        standing = [(each.alarm, each.since) for each in raised]
        if ledger_is_down:
            standing.append((_broken(Sentence("it can't be written to; look for a full disk")), at))
        names = {each.name for each in rules.mailboxes}
        told_of = {alarm.about for alarm, _ in standing if alarm.kind.topic == AlarmKind.POLL.topic}
        for poll in polls:
            silent_s = self._silent_s(poll)
            if poll.mailbox in names - told_of and silent_s > max(rules.alarm.after, LIMIT).total_seconds():
                standing.append((_silent(poll, at), at - timedelta(seconds=silent_s)))
        return standing, health_of(polls, tuple(names), at, raised).ok and not ledger_is_down

    def _silent_s(self, poll: PollState) -> float:
        """For how long we have seen no good poll; by the clock that never jumps, and not before we began to look."""
        now = self._monotonic()
        if self._polled.get(poll.mailbox, (None, now))[0] != poll.polled_at or poll.mailbox not in self._polled:
            self._polled[poll.mailbox] = (poll.polled_at, now)
        return now - self._polled[poll.mailbox][1]

    def _ways(self, rules: Rules, at: datetime) -> Iterator[tuple[str, Say]]:
        wording = rules.wordings.of(rules.company.language)
        if rules.alarm.webhook is not None:
            yield "webhook", partial(self._post, rules)
        if rules.alarm.mail is not None:
            for address in rules.alarm.mail.to:
                yield f"mail:{address}", partial(self._mail, rules.alarm.mail, address, wording, at)

    def _post(self, rules: Rules, news: AlarmNews) -> None:
        state = "raised" if news.begins else "cleared"
        fields = {"alarm": news.name, "state": state, "since": news.since.isoformat(), "company": rules.company.name}
        text = f"inbox_bot: {news.sentence}" if news.begins else f"inbox_bot: over: {news.sentence}"
        url = secrets.fetch(rules.alarm.webhook, self._folder) or ""
        post(url.strip(), fields | {"text": text}, ca=self._ca(rules))

    def _ping(self, rules: Rules) -> None:
        ping((secrets.fetch(rules.alarm.ping, self._folder) or "").strip(), ca=self._ca(rules))

    def _mail(self, server: AlarmMail, address: str, wording: Wording, at: datetime, news: AlarmNews) -> None:
        letter = _letter(server, address, wording, news)
        with SmtpOutbox(self._access(server), dot_reply_s=WAIT_S) as outbox:
            result = outbox.send(to_wire(letter, at), to=address, sender=server.from_)
        if isinstance(result, Refused):
            raise AlertFailed(result.reply)

    def _access(self, server: AlarmMail) -> Access:
        credentials = None
        if server.user is not None:
            credentials = Credentials(user=server.user, secret=partial(secrets.fetch, server.password, self._folder))
        ca = self._folder / server.ca if server.ca else None
        return Access(
            host=server.host,
            port=server.port,
            security=server.security,
            ca=ca,
            credentials=credentials,
            connect_s=WAIT_S,
            read_s=WAIT_S,
        )

    def _ca(self, rules: Rules) -> Path | None:
        return self._folder / rules.alarm.ca if rules.alarm.ca else None

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


def _letter(server: AlarmMail, address: str, wording: Wording, news: AlarmNews) -> Letter:
    subject = Sentence("inbox_bot: alarm {name}", name=news.name)
    if not news.begins:
        subject = Sentence("inbox_bot: the alarm {name} is over", name=news.name)
    since = wording.moment(news.since)
    return Letter(
        sender=Address(name="inbox_bot", address=server.from_),
        to=Address(name="", address=address),
        subject=wording.repeat(subject),
        text=f"{wording.repeat(news.sentence)}\n\n{since}\n",
        message_id=message_id_for(
            Form.ALARM, f"{news.name}:{news.since.isoformat()}:{news.begins}:{address}", server.from_
        ),
        auto_submitted="auto-generated",
    )
