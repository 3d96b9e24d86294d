"""Threads that wait with IDLE, each for a folder, and wake the poll when the server says that something came.

Each needs a connection of its own, and servers allow a user few (ten on a Dovecot as it comes), which people's mail
programs need as well. So INBOX and two further folders of a mailbox are waited for; the poll looks at the others by one
STATUS each, over the one connection that it has.

A watch never finds mail itself, and it never tries a login that polling has not just shown to work: it connects after a
good poll, one after the other, and once lost, after another good one. A server that drops it again and again is left
alone ever longer. One that has no connection left for the user is short of them for people as well: the watch that is
refused rests for an hour, and so does the least of those that hold one, that a poll or a person may have it.
"""

import random
import threading
import time
from collections.abc import Callable, Sequence
from functools import partial

from inbox_bot import log
from inbox_bot.edges.mailbox import CROWDED, Mailbox, MailboxDown, Watch, Woke
from inbox_bot.edges.secrets import SecretMissing
from inbox_bot.pipeline.installation import Installation
from inbox_bot.pipeline.outgoing.backoff import mailbox_again

WAIT_S = 300.0
BESIDE_INBOX = 2  # folders of a mailbox that have a watch
SHORT_S = 60.0  # a watch that lasted less counts as another failure
STEP_BACK_S = 3_600.0  # of a watch, where the server has no connection left
END_S = 1.0  # to say goodbye when we stop


class Watches:
    """The watches of all mailboxes. `follow` and `stop` are for one thread at a time, `let_in` for any."""

    def __init__(self, changed: Callable[[str], None]) -> None:
        """`changed` hears in which mailbox something happened."""
        self._changed = changed
        self._watchers: dict[tuple[str, str], _Watcher] = {}

    def follow(self, installation: Installation) -> None:
        """Watch just these mailboxes from now on."""
        wanted = {
            (each.name, folder): installation.sessions[each.name].mailbox
            for each in installation.looked_after
            for folder in waited_for(each.folders)
        }
        kept = {key: watcher for key, watcher in self._watchers.items() if wanted.get(key) is watcher.mailbox}
        for key, watcher in self._watchers.items():
            if key not in kept:
                watcher.stop()
        new = {
            key: _Watcher(box, key[1], installation, partial(self._changed, key[0]), partial(self.make_room, key[0]))
            for key, box in wanted.items()
            if key not in kept
        }
        self._watchers = {key: kept.get(key) or new[key] for key in wanted}
        for watcher in new.values():
            watcher.start()

    def let_in(self, mailbox: str) -> None:
        """A poll of this mailbox went well: one more of its watches may connect, INBOX's first."""
        for watcher in self._of(mailbox):
            if not watcher.may_connect.is_set():
                watcher.may_connect.set()
                return

    def make_room(self, mailbox: str) -> None:
        """The server has no connection left for this user: the watch that is missed least gives its own back."""
        for watcher in reversed(self._of(mailbox)):
            if watcher.is_connected:
                watcher.step_back()
                return

    def stop(self) -> None:
        """End every watch; waits a moment for them to say goodbye."""
        for watcher in self._watchers.values():
            watcher.stop()
        until = time.monotonic() + END_S
        for watcher in self._watchers.values():
            watcher.join(max(0.0, until - time.monotonic()))

    def _of(self, mailbox: str) -> list["_Watcher"]:
        """In the order in which they are wanted."""
        return [watcher for (name, _), watcher in list(self._watchers.items()) if name == mailbox]


def waited_for(folders: Sequence[str]) -> tuple[str, ...]:
    """Which of a mailbox's watched folders have a connection that waits: INBOX, and the first two of the others."""
    inbox = [folder for folder in folders if folder.upper() == "INBOX"]  # RFC 3501 §5.1: in whatever case
    return (*inbox, *[folder for folder in folders if folder not in inbox][:BESIDE_INBOX])


class _Watcher(threading.Thread):
    def __init__(
        self,
        mailbox: Mailbox,
        folder: str,
        installation: Installation,
        changed: Callable[[], None],
        crowded: Callable[[], None],
    ) -> None:
        super().__init__(name="watch", daemon=True)
        self.mailbox = mailbox
        self.may_connect = threading.Event()
        self._folder = folder
        self._installation = installation
        self._changed = changed
        self._crowded = crowded
        self._over = threading.Event()
        self._steps_back = threading.Event()
        self._watch: Watch | None = None
        self._was_connected = False

    @property
    def is_connected(self) -> bool:
        """Whether it holds a connection that it may give back."""
        return self._watch is not None and not self._steps_back.is_set()

    def stop(self) -> None:
        self._over.set()
        self.may_connect.set()
        self._wake()

    def step_back(self) -> None:
        """Give the connection back, and ask for none for an hour."""
        self._steps_back.set()
        self._wake()

    def _wake(self) -> None:
        watch = self._watch
        if watch is not None:
            watch.wake()

    def run(self) -> None:
        failures = 0
        while self.may_connect.wait() and not self._over.is_set():
            began, code = time.monotonic(), None
            self._was_connected = False
            try:
                self._wait_for_mail()
            except MailboxDown as error:
                code = error.code
            except SecretMissing:
                pass  # the poll says so
            except Exception as error:
                log.job_failed(job="watch", **log.where(error))
            if code == CROWDED:
                self._steps_back.set()
                self._crowded()
            elif self._was_connected and not self._over.is_set():
                self._changed()  # what comes while nobody waits; and a poll that goes well lets this one in again
            failures = failures + 1 if time.monotonic() - began < SHORT_S else 1
            self.may_connect.clear()
            self._over.wait(self._rest_s(failures, code))
            if self._over.is_set():
                return

    def _rest_s(self, failures: int, code: str | None) -> float:
        if self._steps_back.is_set():
            self._steps_back.clear()
            return STEP_BACK_S
        at = self._installation.now()
        return (mailbox_again(failures, code, at, random.random()) - at).total_seconds()  # noqa: S311

    def _wait_for_mail(self) -> None:
        with self.mailbox.watch(self._folder) as watch:
            self._watch = watch
            try:
                while not (self._over.is_set() or self._steps_back.is_set()):
                    woke = watch.wait(WAIT_S)
                    self._was_connected = True
                    if woke is Woke.CHANGED:
                        self._changed()
            finally:
                self._watch = None
