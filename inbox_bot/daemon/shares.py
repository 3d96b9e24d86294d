"""Which mailboxes this process looks after: all of them, or its fair share beside other workers.

A worker sees in the ledger's locks which workers there are and what each has, in an order that all of them see. So each
of them knows by itself how many mailboxes are its own: nobody hands them out. It takes those that nobody has, and gives
back what is too much once nothing of it is in hand. What is done once for all mailboxes (digest, alarms, erasing, the
careers page, hooks) is a duty of one worker, whichever has its lock.
"""

from collections.abc import Collection, Set
from typing import Protocol

from inbox_bot import log
from inbox_bot.core.rules.model import Rules
from inbox_bot.core.wording import Sentence
from inbox_bot.edges.ledger import Ledger, LedgerError, Sharing
from inbox_bot.edges.ledger.hooks import lane_of
from inbox_bot.pipeline.installation import Installation

UPKEEP = "upkeep"  # what one worker does for all
CLOCKS_APART_S = 60.0  # from the database's: limits by the hour and minute are counted by each worker's clock


class ClocksApart(LedgerError):
    """This machine's clock is not the database's: whoever counts by it counts wrongly."""


class Share(Protocol):
    """What this process looks after. For one thread at a time, but for `of` and `does_upkeep`."""

    @property
    def changes(self) -> bool:
        """Whether a look may find a change."""

    @property
    def does_upkeep(self) -> bool:
        """Whether what is done once for all mailboxes is this process's to do."""

    def of(self, rules: Rules) -> Set[str]:
        """The mailboxes that are ours, of those that the rules name."""

    def look(self, installation: Installation) -> None:
        """Take what is to be ours, and find what is to be left. Raises LedgerError."""

    def leaving(self) -> Collection[str]:
        """What is to be given back as soon as nothing of it is in hand."""

    def give_back(self, installation: Installation, name: str) -> None:
        """Nothing of it is in hand any longer. Raises LedgerError."""


class All:
    """The one daemon's share."""

    changes = False
    does_upkeep = True

    def of(self, rules: Rules) -> Set[str]:
        """All of them."""
        return {each.name for each in rules.mailboxes}

    def look(self, installation: Installation) -> None:
        """Nothing changes."""

    def leaving(self) -> Collection[str]:
        """None."""
        return ()

    def give_back(self, installation: Installation, name: str) -> None:
        """There is nobody to give it to."""


class Fair:
    """A worker's share, on a ledger that is shared."""

    changes = True

    def __init__(self) -> None:
        self._ours: set[str] = set()
        self._leaving: set[str] = set()
        self._lanes: set[str] = set()  #: of hooks, whose last worker's work was settled
        self.does_upkeep = False

    def of(self, rules: Rules) -> Set[str]:
        """Those that were taken."""
        return {each.name for each in rules.mailboxes} & self._ours

    def look(self, installation: Installation) -> None:
        """Take what is ours, and find what is to be left. Raises LedgerError, and ClocksApart."""
        ledger, names = installation.ledger, sorted(each.name for each in installation.rules.mailboxes)
        sharing = ledger.sharing(names)
        _compare_clocks(installation, sharing)
        quota = quota_of(sharing, len(names))
        gone = sorted(self._ours.difference(names))
        surplus = sorted(self._ours.intersection(names))[quota:]
        for name in (*gone, *surplus):
            self._ours.discard(name)
            self._leaving.add(name)
        for name in _free(names, sharing):
            if len(self._ours) >= quota:
                break
            if name not in self._leaving and (recovered := ledger.take(name)) is not None:
                self._ours.add(name)
                log.mailbox_taken(mailbox=name, mails=recovered.mails, uncertain=recovered.uncertain)
        self._look_at_upkeep(ledger, installation.rules)

    def leaving(self) -> Collection[str]:
        """What was too much, and is not given back yet."""
        return tuple(self._leaving)

    def give_back(self, installation: Installation, name: str) -> None:
        """Another worker takes it within seconds. Raises LedgerError."""
        installation.ledger.give_back(name)
        self._leaving.discard(name)
        log.mailbox_given_back(mailbox=name)

    def _look_at_upkeep(self, ledger: Ledger, rules: Rules) -> None:
        if not self.does_upkeep and ledger.take_duty(UPKEEP):
            log.upkeep_taken()
            self.does_upkeep = True
        if self.does_upkeep:
            for lane in {lane_of(hook.name) for hook in rules.hooks} - self._lanes:
                if ledger.take(lane) is not None:
                    self._lanes.add(lane)


def quota_of(sharing: Sharing, mailboxes: int) -> int:
    """How many of the mailboxes are this worker's: as many as any other's; of what is over, the first have one each.

    All workers that see the same find quotas whose sum is the number of mailboxes.
    """
    rank = next((number for number, each in enumerate(sharing.workers) if each.is_ours), None)
    if rank is None:
        return 0
    each, over = divmod(mailboxes, len(sharing.workers))
    return each + (rank < over)


def _free(names: Collection[str], sharing: Sharing) -> list[str]:
    """Those that nobody has; each worker begins elsewhere, so that few ask for the same one."""
    taken = {name for each in sharing.workers for name in each.has}
    free = [name for name in names if name not in taken]
    rank = next((number for number, each in enumerate(sharing.workers) if each.is_ours), 0)
    start = rank * len(free) // max(1, len(sharing.workers))
    return [*free[start:], *free[:start]]


def _compare_clocks(installation: Installation, sharing: Sharing) -> None:
    if sharing.clock is None:
        return
    apart_s = (installation.now() - sharing.clock).total_seconds()
    if abs(apart_s) > CLOCKS_APART_S:
        raise ClocksApart(
            Sentence(
                "this machine's clock is {seconds} seconds from the database's: set both by NTP; until then this "
                "worker looks after no mailbox",
                seconds=round(apart_s),
            )
        )
