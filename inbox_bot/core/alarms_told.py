"""What is said of alarms by a way of its own: once when one begins, once when it has ended. Pure.

An alarm that comes and goes is one: its end is said only when it has stayed away for a while. What can wait is not said
at night or on a weekend; it is said in the morning, if it still stands then.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from inbox_bot.core.alarms import Alarm, AlarmKind

QUIET = timedelta(minutes=15)  # so long an alarm stays away before its end is said
DAY = (time(8), time(18))  # on a weekday, in the company's time zone
#: Nothing is lost while these wait for the morning.
CAN_WAIT = frozenset(
    {
        AlarmKind.RULES.topic,
        AlarmKind.RENUMBERED.topic,
        AlarmKind.NOT_GIVEN.topic,
        AlarmKind.UNDELIVERED.topic,
        AlarmKind.SIGN_IN_ENDS.topic,
        AlarmKind.SIGN_IN_ENDS_SOON.topic,
        AlarmKind.WAY_UNPROVEN.topic,
        AlarmKind.WRONG_TOKENS.topic,
        AlarmKind.MANY_MOVED.topic,
        AlarmKind.CAREERS.topic,
        AlarmKind.UNNAMED.topic,
    }
)


@dataclass(frozen=True, kw_only=True, slots=True)
class SaidAlarm:
    """An alarm whose beginning was said."""

    since: datetime
    sentence: str
    away_since: datetime | None = None  #: it stands no longer


@dataclass(frozen=True, kw_only=True, slots=True)
class AlarmNews:
    """One thing to say."""

    name: str
    begins: bool  #: else it has ended
    since: datetime
    sentence: str


def news_of(
    raised: Collection[tuple[Alarm, datetime]], said: Mapping[str, SaidAlarm], at: datetime, zone: ZoneInfo
) -> tuple[tuple[AlarmNews, ...], dict[str, SaidAlarm]]:
    """What is to be said now, and what is known as said once it was; `raised` are alarms with their beginning."""
    news, known = [], dict(said)
    standing = {alarm.name: (alarm, since) for alarm, since in raised}
    for name, (alarm, since) in standing.items():
        if name in known:
            known[name] = replace(known[name], away_since=None)
        elif is_time_for(alarm, at, zone):
            known[name] = SaidAlarm(since=since, sentence=alarm.sentence)
            news.append(AlarmNews(name=name, begins=True, since=since, sentence=alarm.sentence))
    for name in known.keys() - standing.keys():
        gone = known[name]
        clock_went_back = gone.away_since is not None and gone.away_since > at
        away_since = at if gone.away_since is None or clock_went_back else gone.away_since
        if at - away_since >= QUIET:
            del known[name]
            news.append(AlarmNews(name=name, begins=False, since=gone.since, sentence=gone.sentence))
        else:
            known[name] = replace(gone, away_since=away_since)
    return tuple(news), known


def is_time_for(alarm: Alarm, at: datetime, zone: ZoneInfo) -> bool:
    """Whether an alarm is said at this moment: by day, or because it can't wait."""
    local = at.astimezone(zone)
    by_day = local.weekday() < 5 and DAY[0] <= local.time() < DAY[1]
    return by_day or alarm.kind.topic not in CAN_WAIT
