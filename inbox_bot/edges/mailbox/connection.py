"""One IMAP session: opened when first needed, given up at the first sign of trouble, never half-trusted.

Owns TLS, login, time limits, which folder is selected, and the turning of every error into one of three exceptions:
MailboxDown (the connection is gone), Refused (the server said NO to this request and goes on), UidValidityChanged.
What is asked over the session is others'. A newcomer must know: after any error but a plain NO the stream may be out of
step, so the session is dropped, and the next request opens another.
"""

import contextlib
import ipaddress
import logging
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError, IMAPClientReadOnlyError, ProtocolError

from inbox_bot.core.message.safe import line
from inbox_bot.core.rules.model import Security
from inbox_bot.edges.mailbox.response_codes import LOGIN_FOR_GOOD, SERVER_TROUBLE, Answer, answer_of, refused
from inbox_bot.edges.mailbox.values import Access, MailboxDown, UidValidityChanged

T = TypeVar("T")
LOGOUT_S = 2.0  # a goodbye is polite, not needed
KEEPALIVE_S = 60  # a quiet connection is probed this often, so that a NAT's forgetting is noticed
KEEPALIVE_PROBES = 4
# IMAPClient writes addresses, search terms and mail into its debug log; log.py says what may be logged.
logging.getLogger("imapclient").setLevel(logging.ERROR)
#: what reading a malformed answer may raise inside imaplib and IMAPClient
_NONSENSE = (ValueError, TypeError, AssertionError, KeyError, IndexError, AttributeError, RecursionError, EOFError)


class Refused(Exception):
    """The server said NO or BAD to one request; the session goes on."""

    def __init__(self, answer: Answer) -> None:
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


class Connection:
    """A session with one server for one user. For one thread at a time; only `hang_up` may come from another."""

    def __init__(self, access: Access, password: Callable[[], str | None]) -> None:
        self.access = access
        self._password = password
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
            raise Refused(Answer(code="READ-ONLY", text=line(str(error)))) from None
        except IMAPClientAbortError as error:
            code = "BYE" if "BYE" in client._imap.untagged_responses else None
            raise self._down(_without_prefix(str(error)), code) from None
        except ProtocolError:
            raise self._down("the server's answer makes no sense") from None
        except IMAPClientError as error:
            raise self._no(str(error)) from None
        except OSError as error:
            raise self._down(_reason(error)) from None
        except _NONSENSE:
            raise self._down("the server's answer makes no sense") from None

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
            told = self.ask(lambda client: client.select_folder(folder, readonly=not change))
            try:
                selected = _selected(folder, told, change)
            except _NONSENSE:
                raise self._down("the server's answer to SELECT makes no sense") from None
            self._selected = selected
        if uidvalidity is not None and selected.uidvalidity != uidvalidity:
            raise UidValidityChanged(folder, uidvalidity, selected.uidvalidity)
        return selected

    def leave(self, folder: str) -> None:
        """See to it that this folder is not selected: STATUS is for others (RFC 3501 §6.3.10).

        Never by CLOSE on a folder selected for changes: that would expunge what a person marked \\Deleted.
        """
        if self._selected is None or self._selected.folder != folder:
            return
        if self.can("UNSELECT"):
            self.ask(lambda client: client.unselect_folder())
        else:
            if self._selected.writable:
                self.select(folder)
            self.ask(lambda client: client.close_folder())
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
        if client is not None:
            with contextlib.suppress(Exception):
                client.shutdown()

    def close(self) -> None:
        """End the session politely, within 2 s."""
        if self._client is not None:
            with contextlib.suppress(Exception):
                self._client.socket().settimeout(LOGOUT_S)
                self._client._imap.untagged_responses.clear()
                self._client.logout()
        self.drop()

    def hang_up(self) -> None:
        """Cut the line from another thread: what waits on it ends with MailboxDown."""
        client = self._client
        if client is not None:
            with contextlib.suppress(Exception):
                socket.socket.shutdown(client.socket(), socket.SHUT_RDWR)

    def _open(self) -> IMAPClient:
        client: IMAPClient | None = None
        try:
            client = self._connect()
            self._log_in(client)
            client._cached_capabilities = None  # what was offered before login may have changed (RFC 3501 §6.2.3)
            self._capabilities = frozenset(str(each, "ascii", "replace").upper() for each in client.capabilities())
        except MailboxDown:
            _shut(client)
            raise
        except ssl.SSLCertVerificationError as error:
            _shut(client)
            why = f"its certificate is not trusted: {error.verify_message}"
            raise MailboxDown(self._sentence(why), temporary=False, code="CERTIFICATE") from None
        except (OSError, IMAPClientError, *_NONSENSE) as error:
            _shut(client)
            why = _without_prefix(str(error)) if isinstance(error, IMAPClientError) else _reason(error)
            raise self._down(why) from None
        self._client = client
        return client

    def _connect(self) -> IMAPClient:
        access = self.access
        # Only the given authority counts where one is given: a private CA is not an addition to the public ones.
        context = ssl.create_default_context(cafile=str(access.ca) if access.ca else None)
        client = IMAPClient(
            access.host,
            access.port,
            ssl=access.security is Security.TLS,
            ssl_context=context if access.security is Security.TLS else None,
            timeout=SocketTimeout(access.connect_s, access.read_s),
        )
        try:
            client.normalise_times = False
            client._imap.debug = 0  # at its default of 5 every literal is formatted for the log, 1 MB at a time
            client._imap._cmd_log_len = 1  # imaplib remembers commands, LOGIN's among them
            _keep_alive(client.socket())
            if access.security is Security.NONE and not _is_loopback(client.socket()):
                why = "an unprotected connection is allowed only on loopback"
                raise MailboxDown(self._sentence(why), temporary=False, code="PRIVACYREQUIRED")
            if access.security is Security.STARTTLS:
                if not client.has_capability("STARTTLS"):
                    why = "it offers no STARTTLS, and without it the password would be sent in the clear"
                    raise MailboxDown(self._sentence(why), temporary=False, code="STARTTLS")
                client.starttls(context)
                client.socket().settimeout(access.read_s)
        except BaseException:
            _shut(client)
            raise
        return client

    def _log_in(self, client: IMAPClient) -> None:
        if client._imap.state != "NONAUTH":
            return  # PREAUTH: the server knows us already
        user, password = self.access.user, self._password()
        if user is None or password is None:
            missing = "user" if user is None else "password"
            raise MailboxDown(self._sentence(f"no {missing} is given to log in with"), temporary=False, code="NOLOGIN")
        offered = {bytes(each).upper() for each in client.capabilities()}
        plain = b"AUTH=PLAIN" in offered and (b"LOGINDISABLED" in offered or not _quotable(user + password))
        if not plain and b"LOGINDISABLED" in offered:
            why = "it allows no login on this connection; `security: starttls` or `tls` may be needed"
            raise MailboxDown(self._sentence(why), temporary=False, code="PRIVACYREQUIRED")
        if not plain and not _quotable(user + password):
            why = "the user or password has characters that LOGIN can't carry, and it offers no AUTH=PLAIN"
            raise MailboxDown(self._sentence(why), temporary=False, code="AUTHENTICATIONFAILED")
        try:
            # Through imaplib: IMAPClient's login() makes a refused password and a lost connection the same error.
            if plain:
                client._imap.authenticate("PLAIN", lambda _: f"\0{user}\0{password}")
            else:
                client._imap.login(client._imap._quote(user), password)
        except IMAPClientAbortError:
            raise
        except IMAPClientError as error:
            raise self._login_refused(str(error).replace(password, "…")) from None

    def _login_refused(self, error: str) -> MailboxDown:
        answer = refused(error) or answer_of(error.removeprefix("b'").removesuffix("'"))
        code = answer.code or "AUTHENTICATIONFAILED"
        if code in LOGIN_FOR_GOOD or answer.code is None:
            return MailboxDown(self._sentence(f"it refuses the login: {answer.text}"), temporary=False, code=code)
        return MailboxDown(self._sentence(f"it can't log us in now: {answer.text}"), temporary=True, code=code)

    def _no(self, error: str) -> Exception:
        answer = refused(error)
        if answer is None:
            return self._down(error)
        if answer.code in SERVER_TROUBLE:
            return self._down(f"[{answer.code}] {answer.text}")
        if answer.code == "READ-ONLY":
            self.drop()  # imaplib would raise at the next command, whatever it is
        return Refused(answer)

    def _down(self, why: str, code: str | None = None) -> MailboxDown:
        self.drop()
        answer = answer_of(why)
        return MailboxDown(self._sentence(answer.text or why), temporary=True, code=answer.code or code)

    def _sentence(self, why: str) -> str:
        return f"The IMAP server {self.access.host}:{self.access.port} can't be used: {line(why, 300)}"


def _selected(folder: str, told: dict[bytes, Any], change: bool) -> Selected:
    permanent = told.get(b"PERMANENTFLAGS", told.get(b"FLAGS", ()) if change else ())
    return Selected(
        folder=folder,
        uidvalidity=int(told.get(b"UIDVALIDITY", 0)),
        messages=int(told.get(b"EXISTS", 0)),
        permanent_flags=frozenset(str(flag, "ascii", "replace").lower() for flag in permanent),
        writable=change,
    )


def _quotable(text: str) -> bool:
    return text.isascii() and text.isprintable()


def _is_loopback(sock: socket.socket) -> bool:
    return ipaddress.ip_address(sock.getpeername()[0].partition("%")[0]).is_loopback


def _keep_alive(sock: socket.socket) -> None:
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for option, value in (
        ("TCP_KEEPIDLE", KEEPALIVE_S),
        ("TCP_KEEPINTVL", KEEPALIVE_S),
        ("TCP_KEEPCNT", KEEPALIVE_PROBES),
    ):
        if hasattr(socket, option):  # not on every system
            sock.setsockopt(socket.IPPROTO_TCP, getattr(socket, option), value)


def _shut(client: IMAPClient | None) -> None:
    if client is not None:
        with contextlib.suppress(Exception):
            client.shutdown()


def _reason(error: BaseException) -> str:
    if isinstance(error, TimeoutError):
        return "it did not answer in time"
    if isinstance(error, ConnectionRefusedError):
        return "nobody listens there"
    if isinstance(error, socket.gaierror):
        return "its name is not known"
    if isinstance(error, OSError):
        return error.strerror or str(error) or type(error).__name__
    return "its answer makes no sense"


def _without_prefix(error: str) -> str:
    """imaplib's words before the server's: `command: FETCH => socket error: EOF`."""
    text = error.rpartition(" => ")[2]
    return "it closed the connection" if "EOF" in text or "unterminated line" in text else text
