"""Asking all mail servers side by side whether they answer, so that one that hangs holds up no other mailbox's poll.

Mails are taken in one mailbox after the other: what is decided about one may bear on the next. Waiting for a server
decides nothing, so that is done for all mailboxes at once, each in a thread of its own. Whoever does not answer soon is
left to be asked, for as long as a connection waits at most, and is polled when it has answered.
"""

import threading
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from time import monotonic

from inbox_bot.edges.mailbox import Mailbox

PATIENCE_S = 2.0  # of a round of polls, altogether, for those that have not answered yet
LOOK_S = 0.1  # whether we are told to stop


@dataclass(slots=True)
class _Knock:
    """A server that is asked."""

    box: Mailbox
    has_answered: bool = False
    error: Exception | None = None
    is_late: bool = False  #: nobody waits for it any longer


class Knocks:
    """See the module. `knock` and `answers` are for one thread at a time, the rest for any."""

    def __init__(self, begin: Callable[[Callable[[], None]], object], came: Callable[[str], None]) -> None:
        """`begin` has something done in a thread of its own; `came` hears of a mailbox that answered late."""
        self._begin = begin
        self._came = came
        self._changed = threading.Condition()
        self._knocks: dict[str, _Knock] = {}
        self._under_way: list[_Knock] = []

    def knock(self, name: str, box: Mailbox) -> None:
        """Ask a mailbox's server, where that is not under way over this very connection."""
        with self._changed:
            there = self._knocks.get(name)
            if there is not None and there.box is box:
                there.is_late = False
                return
            knock = self._knocks[name] = _Knock(box)
            self._under_way.append(knock)
        self._begin(lambda: self._ask(name, knock))

    def answers(self, names: Collection[str], stop: Callable[[], bool]) -> Iterator[tuple[str, Exception | None]]:
        """The mailboxes whose servers have answered, as they do: None, or why they can't be worked with.

        Those that take longer than all may take together are left out, and told to `came` when they have.
        """
        left, until = set(names), monotonic() + PATIENCE_S
        while left and not stop():
            with self._changed:
                self._changed.wait_for(lambda: self._ready(left), min(LOOK_S, max(0.0, until - monotonic())))
                name = self._ready(left)
                if name is None:
                    if monotonic() < until:
                        continue
                    break
                knock = self._knocks.pop(name)
            left.discard(name)
            yield name, knock.error
        with self._changed:
            for name in left & self._knocks.keys():
                self._knocks[name].is_late = True
            came = [name for name in left if name in self._knocks and self._knocks[name].has_answered]
        for name in came:  # in the very moment
            self._came(name)

    def is_at(self, box: Mailbox) -> bool:
        """Whether this mailbox's server is asked now."""
        with self._changed:
            return any(each.box is box for each in self._under_way)

    def are_over(self, within_s: float) -> bool:
        """Wait until no server is asked, for that long at most; whether it is so."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._under_way, within_s)

    def _ready(self, names: Collection[str]) -> str | None:
        return next((name for name in sorted(names) if name in self._knocks and self._knocks[name].has_answered), None)

    def _ask(self, name: str, knock: _Knock) -> None:
        error: Exception | None = None
        try:
            knock.box.reach()
        except Exception as found:
            error = found
        with self._changed:
            knock.has_answered, knock.error = True, error
            self._under_way.remove(knock)
            is_late = knock.is_late and self._knocks.get(name) is knock
            self._changed.notify_all()
        if is_late:
            self._came(name)
