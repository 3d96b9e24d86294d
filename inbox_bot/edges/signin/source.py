"""Where a mailbox's connections get their token: one that holds, renewed ahead of its end, by one process at a time.

The invariants: a token is asked for again only when less than `AHEAD_S` of it is left or a mail server refused it; a
token server that said no is asked again after a quarter of an hour, or when somebody signed in meanwhile; one that
can't be reached is no reason to stop, as long as the token at hand holds.
"""

import contextlib
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from inbox_bot import log
from inbox_bot.core.wording import Sentence
from inbox_bot.edges.access import AccessRefused
from inbox_bot.edges.signin.tokens import Token, TokenFile
from inbox_bot.edges.signin.transport import NotTrusted, TokenServerDown

AHEAD_S = 300.0  # before its end a token is renewed: a login in between takes seconds
REFUSED_FOR_S = 900.0
DOWN_FOR_S = 10.0  # a token server that did not answer is left alone so long: four connections ask at once
FRESH_S = 30.0  # a token that is younger is not renewed because a mail server refused it: it is not the token's fault
NOBODY = Sentence("nobody has signed in for it yet: inbox-bot login")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Pause:
    """No use asking before then, with the same grant."""

    until: float  #: on the monotonic clock
    error: AccessRefused
    grant: int  #: of this process (PEP 456): tells another refresh token from this one


class TokenSource:
    """See the module. Shared by all connections to a mailbox's servers; may be used by several threads."""

    def __init__(
        self,
        *,
        mailbox: str,
        obtain: Callable[[Token | None, datetime], Token],
        file: TokenFile | None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """`obtain` asks the token server, given the token so far; `file` is None where no person signs in."""
        self._mailbox = mailbox
        self._obtain = obtain
        self._file = file
        self._now = now
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._held: Token | None = None
        self._ends = 0.0  # of what is held, on the monotonic clock: a wall clock that jumps lengthens no token
        self._pause: _Pause | None = None
        self._stamp: tuple[int, int] | None = None  # of the file as it was read last

    def current(self) -> str:
        """A token that holds. Raises AccessRefused, `temporary` where the token server can't be asked now."""
        with self._lock:
            if self._left_s() > AHEAD_S and not self._was_replaced():
                return self._access()
            return self._fresh(force=False)

    def renew(self) -> None:
        """A mail server refused the token: have another one. Raises AccessRefused."""
        with self._lock:
            held = self._held
            if held is not None and held.lasts_s - self._left_s() < FRESH_S:
                return
            self._fresh(force=True)

    def _fresh(self, *, force: bool) -> str:
        refused = self._held.access if force and self._held else None
        try:
            with self._file.locked() if self._file else contextlib.nullcontext():
                self._take_from_file()
                if self._left_s() > AHEAD_S and self._access() != refused:
                    return self._access()
                self._ask()
        except OSError as error:
            why = Sentence("the folder of tokens can't be written to: {why}", why=error.strerror or "?")
            raise AccessRefused(why, "AUTHENTICATIONFAILED") from None
        except AccessRefused as error:
            if not error.temporary or force or self._left_s() <= 0:
                raise
        return self._access()

    def _was_replaced(self) -> bool:
        """Whether somebody signed in or out meanwhile, or another process renewed."""
        return self._file is not None and self._file.stamp() != self._stamp

    def _take_from_file(self) -> None:
        if self._file is None:
            return
        self._stamp = self._file.stamp()
        kept = self._file.read()
        if kept is None:
            self._held = None
            raise AccessRefused(NOBODY, "AUTHENTICATIONFAILED")
        if self._held is None or (kept != self._held and kept.obtained_at >= self._held.obtained_at):
            self._hold(kept)

    def _ask(self) -> None:
        pause, grant = self._pause, hash(self._held.refresh if self._held else None)
        if pause is not None and pause.grant == grant and self._monotonic() < pause.until:
            raise pause.error.again()
        try:
            token = self._obtain(self._held, self._now())
        except TokenServerDown as down:
            error = AccessRefused(
                Sentence("no token can be had now: {why}", why=down.why),
                "CERTIFICATE" if isinstance(down, NotTrusted) else "UNAVAILABLE",
                temporary=not isinstance(down, NotTrusted),
            )
            self._rest(error, max(DOWN_FOR_S, down.retry_after_s), grant)
            raise error from None
        except AccessRefused as error:
            self._rest(error, REFUSED_FOR_S, grant)
            log.token_refused(mailbox=self._mailbox)
            raise
        self._pause = None
        self._hold(token)
        if self._file is not None:
            self._keep(self._file, token)
        log.token_renewed(mailbox=self._mailbox, lasts_s=token.lasts_s)

    def _keep(self, file: TokenFile, token: Token) -> None:
        """A disk that is full must not cost the token that was just given: it is held on, and kept with the next."""
        try:
            file.write(token)
            self._stamp = file.stamp()
        except OSError:
            log.token_not_kept(mailbox=self._mailbox)

    def _rest(self, error: AccessRefused, for_s: float, grant: int) -> None:
        self._pause = _Pause(until=self._monotonic() + for_s, error=error, grant=grant)

    def _hold(self, token: Token) -> None:
        self._held = token
        self._ends = self._monotonic() + token.left_s(self._now())

    def _left_s(self) -> float:
        return self._ends - self._monotonic() if self._held is not None else 0.0

    def _access(self) -> str:
        return self._held.access if self._held is not None else ""
