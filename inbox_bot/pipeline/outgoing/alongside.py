"""Carrying out beside a poll: what is due is done while later mails are read, so that nobody waits for the other.

One turn at a time, in a thread of its own. What it may do meanwhile is what the daemon's jobs may: every change to a
state is one transaction, and a mailbox answers one question at a time.
"""

from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Self

from inbox_bot.pipeline.installation import Installation
from inbox_bot.pipeline.outgoing.carry_out import carry_out


class Alongside:
    """A context manager. Left by an error, it cuts the lines, so that a server that hangs holds nobody up."""

    def __init__(self, installation: Installation) -> None:
        self._installation = installation
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="carry out")
        self._turns: list[Future[tuple[str, ...]]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            for session in self._installation.sessions.values():
                session.mailbox.hang_up()
                session.outbox.hang_up()
        self._thread.shutdown(wait=True, cancel_futures=True)

    def wake(self) -> None:
        """Something may be due. Where a turn has yet to begin, it finds that, too."""
        if not self._turns or self._turns[-1].running() or self._turns[-1].done():
            self._turns.append(self._thread.submit(carry_out, self._installation))

    def finish(self) -> tuple[str, ...]:
        """A last turn; what can't be done then, a sentence each. Raises what any turn raised (LedgerError)."""
        self.wake()
        return [turn.result() for turn in self._turns][-1]
