"""How many letters a minute, in all and to one domain. Forgotten over a restart: the limits that matter are counted
over the ledger (`core/reply/checks/limits`); this one only keeps a burst from looking like spam.
"""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock

from inbox_bot.core.reply.correspondents.public_domains import is_public

MINUTE = timedelta(minutes=1)
PER_DOMAIN = 10  # letters a minute to one company's domain; the domains where the public has mailboxes take more


@dataclass
class Pace:
    """When letters went out in the last minute, and to which domain. May be used by several threads."""

    _sent: deque[tuple[datetime, str]] = field(default_factory=deque)
    _lock: Lock = field(default_factory=Lock)

    def note(self, at: datetime, domain: str) -> None:
        """A letter went out."""
        with self._lock:
            self._sent.append((at, domain))

    def is_full(self, at: datetime, per_minute: int) -> bool:
        """Whether the minute's letters are spent."""
        with self._lock:
            while self._sent and not timedelta() <= at - self._sent[0][0] < MINUTE:
                self._sent.popleft()
            return len(self._sent) >= per_minute

    def is_full_for(self, domain: str) -> bool:
        """Whether the minute's letters to this domain are spent. Asked after `is_full`."""
        if is_public(domain):
            return False
        with self._lock:
            return sum(sent_to == domain for _, sent_to in self._sent) >= PER_DOMAIN
