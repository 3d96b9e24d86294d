"""Work that runs once at a time, whoever asks for it.

The invariant: after every `run` that returned, the work has begun once more, or will, in whichever thread does it.
Asked for while it runs, it runs again when it is done: what was noticed during a run is not lost.
"""

import threading
from collections.abc import Callable


class CoalescedJob:
    """One kind of work. `run` may be called from any thread."""

    def __init__(self, name: str, work: Callable[[], None]) -> None:
        """`work` raises nothing."""
        self.name = name
        self._work = work
        self._changed = threading.Condition()
        self._running = False
        self._again = False

    def run(self) -> None:
        """Do it now; where another thread is at it, have that one do it once more."""
        with self._changed:
            if self._running:
                self._again = True
                return
            self._running = True
        while True:
            try:
                self._work()
            finally:
                with self._changed:
                    ended = not self._again
                    self._again = False
                    if ended:
                        self._running = False
                        self._changed.notify_all()
            if ended:
                return

    def is_over(self, within_s: float) -> bool:
        """Wait until nobody is at it, for that long at most; whether it is so."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._running, within_s)
