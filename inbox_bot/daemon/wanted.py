"""Which mailboxes are to be polled."""

import threading


class Wanted:
    """What somebody wants to be polled, until it is. For any thread."""

    def __init__(self) -> None:
        self._changing = threading.Lock()
        self._all = False
        self._names: set[str] = set()

    def add(self, mailbox: str) -> None:
        """This one, with what is wanted already."""
        with self._changing:
            self._names.add(mailbox)

    def add_all(self) -> None:
        """All that are ours when it is asked."""
        with self._changing:
            self._all = True

    def take(self) -> frozenset[str] | None:
        """What is wanted, which is done then; None: all."""
        with self._changing:
            taken = None if self._all else frozenset(self._names)
            self._all = False
            self._names.clear()
            return taken
