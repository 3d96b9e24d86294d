"""One IMAP session: opened when first needed, given up at the first sign of trouble, never half-trusted.

Owns which folder is selected, and turns every error into one of three exceptions: MailboxDown (the session is gone),
Refused (the server said NO to this request and goes on), UidValidityChanged. What is asked is others'. A newcomer must
know: after any error but a plain NO the stream may be out of step, so the session is dropped, and the next request
opens another.
"""

import contextlib
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError, IMAPClientReadOnlyError, ProtocolError

from inbox_bot.core.message.safe import line
from inbox_bot.edges.access import Access
from inbox_bot.edges.mailbox.login import MAKES_NO_SENSE, NONSENSE, down, open_session, reason, shut
from inbox_bot.edges.mailbox.response_codes import SERVER_TROUBLE, ImapReply, refused
from inbox_bot.edges.mailbox.values import MailboxDown, UidValidityChanged

NOWHERE = "no folder is called so"  # by anybody
T = TypeVar("T")
LOGOUT_S = 2.0  # a goodbye is polite, not needed


class CommandRefused(Exception):
    """The server said NO or BAD to one request; the session goes on."""

    def __init__(self, answer: ImapReply) -> None:
        super().__init__(answer.text)
        self.code = answer.code
        self.text = answer.text


@dataclass(frozen=True, kw_only=True, slots=True)
class Selected:
    """The folder that the session works on."""

    folder: str
    uidvalidity: int
    messages: int
    permanent_flags: frozenset[str]  #: what may be set and lasts; `\\*`: any keyword (RFC 3501 §7.1)
    writable: bool
    at: float  #: when it was looked at, on the monotonic clock


class Connection:
    """A session with one server for one user. For one thread at a time; only `hang_up` may come from another."""

    def __init__(self, access: Access) -> None:
        self.access = access
        self.sessions = 0  #: how many were opened: what was learned in one may not hold in the next
        self._client: IMAPClient | None = None
        self._selected: Selected | None = None
        self._capabilities: frozenset[str] = frozenset()

    def ask(self, request: Callable[[IMAPClient], T]) -> T:
        """Make one request. Raises Refused for a plain NO, MailboxDown for everything that ends the session."""
        client = self._client or self._open()
        client._imap.untagged_responses.clear()  # what earlier commands left would be read as this one's answer
        try:
            return request(client)
        except IMAPClientReadOnlyError as error:
            self.drop()
            raise CommandRefused(ImapReply(code="READ-ONLY", text=line(str(error)))) from None
        except IMAPClientAbortError as error:
            code = "BYE" if "BYE" in client._imap.untagged_responses else None
            raise self._down(reason(error), code) from None
        except ProtocolError:
            raise self._down(MAKES_NO_SENSE) from None
        except IMAPClientError as error:
            raise self._no(str(error)) from None
        except OSError as error:
            raise self._down(reason(error)) from None
        except NONSENSE:
            raise self._down(MAKES_NO_SENSE) from None

    def is_open(self) -> bool:
        """Whether there is a session, as far as is known without asking."""
        return self._client is not None

    def reach(self) -> None:
        """Log in where there is no session, else have the server answer in it."""
        if self._client is None:
            self._open()
        else:
            self.ask(lambda client: client.noop())

    def can(self, capability: str) -> bool:
        """Whether the server offers a capability, as it says after login."""
        return capability.upper() in self.capabilities()

    def capabilities(self) -> frozenset[str]:
        """Everything the server offers, in upper case, as it says after login."""
        if self._client is None:
            self._open()
        return self._capabilities

    def select(
        self, folder: str, uidvalidity: int | None = None, *, change: bool = False, afresh: bool = True
    ) -> Selected:
        """Work on a folder: by EXAMINE, or by SELECT where something is to be changed.

        `afresh` asks again even where the folder is selected, so that all that arrived is seen. Raises
        UidValidityChanged where the folder's differs from the one expected, Refused where it can't be selected.
        """
        selected = self._selected
        if afresh or selected is None or selected.folder != folder or (change and not selected.writable):
            self._selected = None
            at = time.monotonic()
            told = self.ask(lambda client: client.select_folder(folder, readonly=not change))
            try:
                selected = _selected(folder, told, change, at)
            except NONSENSE:
                raise self._down(MAKES_NO_SENSE) from None
            self._selected = selected
        if uidvalidity is not None and selected.uidvalidity != uidvalidity:
            raise UidValidityChanged(folder, uidvalidity, selected.uidvalidity)
        return selected

    def looked_s_ago(self, folder: str) -> float:
        """How long ago this folder was selected, in seconds; infinite where it isn't."""
        selected = self._selected
        return time.monotonic() - selected.at if selected and selected.folder == folder else float("inf")

    def leave(self, folder: str) -> None:
        """See to it that this folder is not selected: STATUS is for others (RFC 3501 §6.3.10).

        Without UNSELECT by opening a folder that is not there, which leaves none selected (RFC 3691 §1). Never by
        CLOSE: it would expunge what a person marked \\Deleted, and a server may refuse it of a folder opened to read.
        """
        if self._selected is None or self._selected.folder != folder:
            return
        if self.can("UNSELECT"):
            self.ask(lambda client: client.unselect_folder())
        else:
            with contextlib.suppress(CommandRefused):
                self.ask(lambda client: client.select_folder(NOWHERE, readonly=True))
        self._selected = None

    def socket(self) -> socket.socket:
        """The socket of the open session, for waiting on it."""
        client = self._client or self._open()
        return client.socket()  # type: ignore[no-any-return]

    def buffered(self) -> bytes:
        """What was received behind the last answer and not looked at; for who reads the socket from here on.

        Leaves the socket non-blocking.
        """
        client = self._client or self._open()
        client.socket().setblocking(False)
        with contextlib.suppress(BlockingIOError, ssl.SSLWantReadError):
            stream = client._imap.file
            return bytes(stream.read(len(stream.peek())) or b"")
        return b""

    def drop(self) -> None:
        """Give the session up, at once and without a word."""
        client, self._client, self._selected, self._capabilities = self._client, None, None, frozenset()
        shut(client)

    def close(self) -> None:
        """End the session politely, within 2 s."""
        if self._client is not None:
            with contextlib.suppress(Exception):
                self._client.socket().settimeout(LOGOUT_S)
                self._client._imap.untagged_responses.clear()
                self._client.logout()
        self.drop()

    def nonsense(self) -> MailboxDown:
        """Give the session up because of an answer that can't be understood; the exception to raise."""
        return self._down(MAKES_NO_SENSE)

    def exhausted(self, refused: CommandRefused) -> MailboxDown:
        """Give the session up because of a refusal that meant the whole account; the exception to raise."""
        return self._down(f"[{refused.code}] {refused.text}")

    def hang_up(self) -> None:
        """Cut the line from another thread: what waits on it ends with MailboxDown."""
        client = self._client
        if client is not None:
            with contextlib.suppress(Exception):
                socket.socket.shutdown(client.socket(), socket.SHUT_RDWR)

    def _open(self) -> IMAPClient:
        self._client = client = open_session(self.access)
        self.sessions += 1
        self._capabilities = frozenset(str(each, "ascii", "replace").upper() for each in client.capabilities())
        return client

    def _no(self, error: str) -> Exception:
        answer = refused(error)
        if answer is None:
            return self._down(error)
        if answer.code in SERVER_TROUBLE:
            return self._down(f"[{answer.code}] {answer.text}")
        if answer.code == "READ-ONLY":
            self.drop()  # imaplib would raise at the next command, whatever it is
        return CommandRefused(answer)

    def _down(self, why: str, code: str | None = None) -> MailboxDown:
        self.drop()
        return down(self.access, why, code=code)


def _selected(folder: str, told: dict[bytes, Any], change: bool, at: float) -> Selected:
    permanent = told.get(b"PERMANENTFLAGS", told.get(b"FLAGS", ()) if change else ())
    return Selected(
        folder=folder,
        uidvalidity=int(told[b"UIDVALIDITY"]),
        messages=int(told[b"EXISTS"]),
        permanent_flags=frozenset(str(flag, "ascii", "replace").lower() for flag in permanent),
        writable=change,
        at=at,
    )
