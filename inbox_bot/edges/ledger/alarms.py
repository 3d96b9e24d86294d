"""The board of alarms: which are raised, since when, and whether somebody was told. Owns the table `alarms`.

An alarm is logged once when it is raised and once when it ends, here and nowhere else. What is wrong is decided by
whoever notices it; what it says is `core/alarms`'s.
"""

from datetime import datetime, timedelta

from sqlalchemy import Row, bindparam, select, update

from inbox_bot import log
from inbox_bot.core.alarms import Alarm, AlarmKind, is_within, name_of
from inbox_bot.edges.ledger.alarms_json import parameters_from_json, parameters_to_json
from inbox_bot.edges.ledger.database.store import Store
from inbox_bot.edges.ledger.database.upsert import upsert
from inbox_bot.edges.ledger.schema import alarms
from inbox_bot.edges.ledger.values import RaisedAlarm

STANDS_FOR = timedelta(days=3)  # a notice that nothing ends by itself: a weekend, so that a digest has told it

#: One alarm, raised or cleared.
ALARM = select(alarms).where(alarms.c.name == bindparam("alarm"))

#: One alarm, where it is raised.
RAISED_ALARM = select(alarms).where(alarms.c.name == bindparam("alarm"), alarms.c.cleared_at.is_(None))

#: The alarms that are raised, oldest first.
RAISED_ALARMS = select(alarms).where(alarms.c.cleared_at.is_(None)).order_by(alarms.c.since)

#: A raised alarm says something new.
REWORD_ALARM = (
    update(alarms)
    .where(alarms.c.name == bindparam("alarm"))
    .values(kind=bindparam("said_as"), parameters=bindparam("said_with"), written=None)
)

#: An alarm is over; no row where it was not raised.
CLEAR_ALARM = (
    update(alarms)
    .where(alarms.c.name == bindparam("alarm"), alarms.c.cleared_at.is_(None))
    .values(cleared_at=bindparam("at"))
)

#: When an alarm was over last.
CLEARED_AT = select(alarms.c.cleared_at).where(alarms.c.name == bindparam("alarm"))

#: Somebody was told of an alarm.
ALARM_NOTIFIED = update(alarms).where(alarms.c.name == bindparam("alarm")).values(notified_at=bindparam("at"))


class AlarmBoard:
    """The alarms. Each method is one transaction, `clear` and `expire` a look more."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def raise_(self, alarm: Alarm, at: datetime) -> bool:
        """True where the alarm is new, or had ended: tell somebody. Else only what it says is brought up to date."""
        said = parameters_to_json(alarm.parameters)
        with self._store.writing() as connection:
            row = connection.execute(ALARM, {"alarm": alarm.name}).one_or_none()
            if row is not None and row.cleared_at is None:
                asked = {"alarm": alarm.name, "said_as": alarm.kind, "said_with": said}
                if alarm.written is None:
                    connection.execute(REWORD_ALARM, asked)
                return False
            new = {"name": alarm.name, "kind": alarm.kind, "about": alarm.about, "parameters": said}
            upsert(
                connection,
                alarms,
                new | {"written": alarm.written, "since": at, "notified_at": None, "cleared_at": None},
            )
        log.alarm_raised(alarm=alarm.name)
        return True

    def clear(self, kind: AlarmKind, at: datetime, *, about: str = "") -> bool:
        """What raised the alarm is over. True where it was raised; where it was not, nothing is written."""
        if self.find(kind, about) is None:
            return False
        name = name_of(kind, about)
        with self._store.writing() as connection:
            cleared = bool(connection.execute(CLEAR_ALARM, {"alarm": name, "at": at}).rowcount)
        if cleared:
            log.alarm_cleared(alarm=name)
        return cleared

    def expire(self, kind: AlarmKind, at: datetime, *, mailbox: str | None = None) -> None:
        """End the notices of this kind (of one mailbox) that have stood for three days."""
        for each in self.raised():
            theirs = mailbox is None or is_within(each.alarm.about, mailbox)
            if each.alarm.kind.topic == kind.topic and theirs and at - each.since >= STANDS_FOR:
                self.clear(each.alarm.kind, at, about=each.alarm.about)

    def notified(self, kind: AlarmKind, at: datetime, *, about: str = "") -> None:
        """Somebody was told of the alarm."""
        with self._store.writing() as connection:
            connection.execute(ALARM_NOTIFIED, {"alarm": name_of(kind, about), "at": at})

    def find(self, kind: AlarmKind, about: str = "") -> RaisedAlarm | None:
        """The alarm, where it is raised."""
        with self._store.asking() as connection:
            row = connection.execute(RAISED_ALARM, {"alarm": name_of(kind, about)}).one_or_none()
        return None if row is None else _raised(row)

    def cleared_at(self, kind: AlarmKind, about: str = "") -> datetime | None:
        """When the alarm was over last; None where it is raised, or never was."""
        with self._store.asking() as connection:
            return connection.scalar(CLEARED_AT, {"alarm": name_of(kind, about)})

    def raised(self) -> tuple[RaisedAlarm, ...]:
        """The alarms that are raised, oldest first."""
        with self._store.asking() as connection:
            rows = connection.execute(RAISED_ALARMS).all()
        return tuple(map(_raised, rows))


def _raised(row: Row[tuple[object, ...]]) -> RaisedAlarm:
    parameters = parameters_from_json(row.parameters)
    if row.written is None and row.kind.parameters != parameters.keys():
        # Of another version, whose sentence names others: as much is said as can be.
        words = "; ".join(str(value) for value in parameters.values())
        alarm = Alarm(kind=row.kind, about=row.about, parameters=parameters, written=words or row.kind.value)
    else:
        alarm = Alarm(kind=row.kind, about=row.about, parameters=parameters, written=row.written)
    return RaisedAlarm(alarm=alarm, since=row.since, notified_at=row.notified_at)
