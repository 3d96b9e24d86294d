"""A token, and the file that the tokens of one mailbox are kept in: mode 0600, replaced whole, locked while renewed.

A token lives here, in memory, and on the line to its server: in no log, no ledger and no backup.
"""

import contextlib
import fcntl
import json
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from inbox_bot.core.wording import Sentence
from inbox_bot.edges.access import AccessRefused

FORMAT = 1
LIMIT_BYTES = 200_000
CLOCKS_APART = timedelta(minutes=2)


@dataclass(frozen=True, kw_only=True, slots=True)
class Token:
    """What a token server gave."""

    access: str = field(repr=False)
    obtained_at: datetime
    lasts_s: float  #: from then on
    refresh: str | None = field(default=None, repr=False)  #: gives the next one, where a person has signed in
    user: str = ""  #: who signed in, as the server names them; "" where it doesn't say
    signed_in_at: datetime | None = None  #: when a person did

    @property
    def ends_at(self) -> datetime:
        """When it holds no longer."""
        return self.obtained_at + timedelta(seconds=self.lasts_s)

    def left_s(self, at: datetime) -> float:
        """For how long it holds yet; not at all where it comes from the future: the clock went back."""
        if self.obtained_at - at > CLOCKS_APART:
            return 0.0
        return min(self.lasts_s, self.lasts_s - (at - self.obtained_at).total_seconds())


class TokenFile:
    """See the module. May be used by several processes at a time."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> Token | None:
        """What is kept; None where nobody has signed in. Raises AccessRefused where the file can't be read."""
        try:
            with self.path.open("rb") as file:
                return _from_json(file.read(LIMIT_BYTES))
        except FileNotFoundError:
            return None
        except OSError as error:
            why = Sentence("the file of tokens, {file}, can't be read: {why}", file=str(self.path), why=error.strerror)
            raise AccessRefused(why, "AUTHENTICATIONFAILED") from None
        except (ValueError, KeyError, TypeError, AttributeError):
            why = Sentence(
                "the file of tokens, {file}, is damaged: sign in anew with `inbox-bot login`", file=self.path
            )
            raise AccessRefused(why, "AUTHENTICATIONFAILED") from None

    def stamp(self) -> tuple[int, int] | None:
        """What changes when the file is replaced; None where there is none."""
        try:
            found = self.path.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_ino

    def write(self, token: Token) -> None:
        """Keep a token in the other's place. Raises OSError; then the other one is still there."""
        self._make_folder()
        new = self.path.with_name(f".{self.path.name}.{secrets.token_hex(4)}")
        try:
            with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600), "wb") as file:
                _give(file.fileno(), self.path)
                file.write(_to_json(token))
                file.flush()
                os.fsync(file.fileno())
            new.replace(self.path)
        finally:
            new.unlink(missing_ok=True)

    def forget(self) -> bool:
        """Delete it; whether there was one. Raises OSError."""
        with contextlib.suppress(FileNotFoundError):
            self.path.unlink()
            return True
        return False

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Alone among all processes, for as long as it takes to renew: a refresh token may be good for one use."""
        self._make_folder()
        lock = os.open(self.path.with_name(f".{self.path.name}.lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            _give(lock, self.path)
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)

    def _make_folder(self) -> None:
        if not self.path.parent.is_dir():
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            _give(self.path.parent, self.path.parent)


def _give(what: int | Path, path: Path) -> None:
    """Root signs in, and the daemon that reads the tokens is another user: whoever owns the folder they are in."""
    if os.geteuid() == 0:
        around = path.parent.stat()
        os.chown(what, around.st_uid, around.st_gid)


def _to_json(token: Token) -> bytes:
    fields = {
        "format": FORMAT,
        "access": token.access,
        "refresh": token.refresh,
        "obtained_at": token.obtained_at.isoformat(),
        "lasts_s": token.lasts_s,
        "user": token.user,
        "signed_in_at": token.signed_in_at.isoformat() if token.signed_in_at else None,
    }
    return json.dumps(fields).encode()


def _from_json(content: bytes) -> Token:
    fields = json.loads(content)
    signed_in_at = fields["signed_in_at"]
    return Token(
        access=str(fields["access"]),
        refresh=fields["refresh"] and str(fields["refresh"]),
        obtained_at=datetime.fromisoformat(fields["obtained_at"]).astimezone(UTC),
        lasts_s=float(fields["lasts_s"]),
        user=str(fields["user"]),
        signed_in_at=datetime.fromisoformat(signed_in_at).astimezone(UTC) if signed_in_at else None,
    )
