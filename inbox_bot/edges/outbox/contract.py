"""What every way out keeps to: a letter was taken, refused, or nobody knows; or no letter can be tried now."""

from types import TracebackType
from typing import Protocol, Self

from inbox_bot.edges.outbox.values import Refused, Sent, Uncertain


class Outbox(Protocol):
    """A way out for letters, one at a time. For one thread at a time; only `hang_up` may come from another."""

    def __enter__(self) -> Self:
        """Itself."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """As `close`."""

    def open(self) -> None:
        """Have what a letter needs. Raises OutboxDown."""

    def probe(self, sender: str = "") -> None:
        """`open`, and whether letters of this envelope sender are taken, where it can be asked. Raises OutboxDown."""

    def send(self, wire: bytes, *, to: str, sender: str = "", smtputf8: bool = False) -> Sent | Refused | Uncertain:
        """Send one mail (whole, CRLF) to one recipient. Raises OutboxDown, and then it was not tried."""

    def close(self) -> None:
        """Drop what is open; it may be used again."""

    def hang_up(self) -> None:
        """From another thread: what waits for the server now ends at once."""
