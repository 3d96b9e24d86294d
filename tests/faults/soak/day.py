"""What happens in a day: which mails come, and after which of them what goes wrong. A seed draws it beforehand.

Kills come in the first stretch and in the last one, so that the process which lives between them lives long: what it
holds can then be compared with what it held long before.
"""

import errno
import random
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from tests.faults.lies import IMAP_LIES, SMTP_LIES, Told
from tests.faults.line import Break, How
from tests.faults.scenarios import an_agencys
from tests.faults.shim import Call, Failing
from tests.support.builders.company import a_mixed_day

AGENCIES = 0.02  # of the mails
EARLY, LATE = 0.15, 0.95  # of the mails: before the first and behind the second there are kills
EARLY_KILLS = 2 / 3
_CALLS = 300  # a daemon that takes mail in makes so many within a second
_IMAP_BYTES, _SMTP_BYTES, _RESPONSES = 20_000, 3_000, 20
_ERRORS = (errno.ENOSPC, errno.EIO, errno.EROFS, errno.EINTR)
_FAILING = (Call.WRITE, Call.WRITE, Call.FSYNC, Call.FSYNC, Call.RENAME, Call.UNLINK, Call.MKDIR, Call.CREATE)


class Server(StrEnum):
    """Which of the two."""

    IMAP = "imap"
    SMTP = "smtp"


@dataclass(frozen=True)
class LineBreaks:
    """The line to a server breaks, or the server lies."""

    server: Server
    how: Break | Told

    @property
    def kind(self) -> str:
        """For a report."""
        return f"{self.server} {'cut' if isinstance(self.how, Break) else 'lie'}"


@dataclass(frozen=True)
class CallFails:
    """A call of the daemon's fails below its folder."""

    failing: Failing

    kind = "failing call"


@dataclass(frozen=True)
class Restarts:
    """A server goes down, and comes again."""

    server: Server

    @property
    def kind(self) -> str:
        """For a report."""
        return f"{self.server} restart"


@dataclass(frozen=True)
class Kill:
    """SIGKILL before the daemon's call of this number from now on."""

    call: int

    kind = "kill"


@dataclass(frozen=True)
class Renumbering:
    """INBOX gets a new UIDVALIDITY, while the server is down."""

    kind = "new UIDVALIDITY"


Happening = LineBreaks | CallFails | Restarts | Kill | Renumbering


@dataclass(frozen=True)
class Asked:
    """How much of everything."""

    hours: float = 24.0
    mails: int = 10_000
    faults: int = 200
    kills: int = 30
    renumberings: int = 5
    seed: int = 1
    minutes: float = 9.0  #: that it takes where the daemon keeps up

    @property
    def speed(self) -> float:
        """How many seconds pass in one."""
        return self.hours * 60 / self.minutes


@dataclass(frozen=True)
class Day:
    """The mails in their order, and what happens after so many of them."""

    mails: tuple[bytes, ...]
    happenings: tuple[tuple[int, Happening], ...]


def day(asked: Asked) -> Day:
    """The day of a seed."""
    chance = random.Random(asked.seed)
    mails = a_mixed_day(asked.mails, chance)
    for number in chance.sample(range(asked.mails), int(asked.mails * AGENCIES)):
        mails[number] = an_agencys(number)
    happenings: list[tuple[int, Happening]] = []
    for share in _spread(asked.faults, 0.01, 0.98, chance):
        happenings.append((int(share * asked.mails), _fault(chance)))
    early = round(asked.kills * EARLY_KILLS)
    for share in (*_spread(early, 0.01, EARLY, chance), *_spread(asked.kills - early, LATE, 0.99, chance)):
        happenings.append((int(share * asked.mails), Kill(chance.randint(1, _CALLS))))
    for share in _spread(asked.renumberings, 0.05, 0.97, chance):
        happenings.append((int(share * asked.mails), Renumbering()))
    return Day(tuple(mail.bytes() for mail in mails), tuple(sorted(happenings, key=lambda each: each[0])))


def _spread(count: int, begin: float, end: float, chance: random.Random) -> Iterator[float]:
    """So many shares of the day, each somewhere in a stretch of its own."""
    stretch = (end - begin) / max(1, count)
    for index in range(count):
        yield begin + stretch * (index + chance.random())


def _fault(chance: random.Random) -> Happening:
    kind = chance.random()
    if kind < 0.2:
        return LineBreaks(Server.IMAP, Break(chance.randint(1, _IMAP_BYTES), chance.choice(list(How))))
    if kind < 0.4:
        return LineBreaks(Server.SMTP, Break(chance.randint(1, _SMTP_BYTES), chance.choice(list(How))))
    if kind < 0.55:
        return LineBreaks(Server.IMAP, Told(chance.randint(1, _RESPONSES), chance.choice(IMAP_LIES)))
    if kind < 0.65:
        return LineBreaks(Server.SMTP, Told(chance.randint(1, _RESPONSES), chance.choice(SMTP_LIES)))
    if kind < 0.9:
        error = chance.choice(_ERRORS)
        times = 3 if error == errno.ENOSPC else 1
        return CallFails(Failing(chance.choice(_FAILING), chance.randint(1, 20), error, times))
    return Restarts(chance.choice(list(Server)))
