"""Opening an IMAP session: connect, protect, log in; and how each thing that goes wrong is told.

A failure here is always MailboxDown: `temporary` where time may heal it, else a person has to change a password, a
certificate or a setting. The secret stays in this module, for the length of one call.
"""

import contextlib
import logging
import re
import socket
import ssl

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError

from inbox_bot.core.message.safe import line
from inbox_bot.core.rules.model import Security
from inbox_bot.core.setting_up.values import Greeting
from inbox_bot.core.wording import Sentence
from inbox_bot.edges.access import Access, AccessRefused, Cause, Credentials, Proof, Speaker, bearer_of, cause_of
from inbox_bot.edges.mailbox.response_codes import ImapReply, needs_a_person, refused, reply_of
from inbox_bot.edges.mailbox.values import MailboxDown

KEEPALIVE_S = 60  # a quiet connection is probed this often, so that a NAT's forgetting is noticed
KEEPALIVE_PROBES = 4
SENTENCE_LIMIT = 300  # characters
#: what reading a malformed answer may raise inside imaplib and IMAPClient
NONSENSE = (ValueError, TypeError, AssertionError, KeyError, IndexError, AttributeError, RecursionError, EOFError)
MAKES_NO_SENSE = Sentence("its answer makes no sense")
_OK = re.compile(r"\A(?:\* )?(?:OK|PREAUTH) ", re.IGNORECASE)
_BYE_GREETING = re.compile(r"^b?['\"]?\* BYE ?")
# IMAPClient writes addresses, search terms and mail into its debug log; log.py says what may be logged.
logging.getLogger("imapclient").setLevel(logging.ERROR)


def open_session(access: Access) -> IMAPClient:
    """A session that is logged in, and knows what the server offers from here on. Raises MailboxDown, SecretMissing."""
    client: IMAPClient | None = None
    try:
        if access.credentials is not None:
            access.credentials.check()
        client = _connected(access)
        _protect(client, access)
        _log_in(client, access)
        client._cached_capabilities = None  # what was offered before login may have changed (RFC 3501 §6.2.3)
        client.capabilities()
    except BaseException as error:
        shut(client)
        raise _told(access, error) from None
    return client


def _told(access: Access, error: BaseException) -> BaseException:
    """What went wrong on the way in, as MailboxDown; what is none of the world's, as it is."""
    if isinstance(error, AccessRefused):
        return down(access, error.why, temporary=error.temporary, code=error.code, cause=error.cause)
    if isinstance(error, ssl.SSLCertVerificationError):
        why = Sentence("its certificate is not trusted: {reason}", reason=line(error.verify_message, SENTENCE_LIMIT))
        return down(access, why, temporary=False, code="CERTIFICATE", cause=cause_of(error))
    if isinstance(error, IMAPClientError):
        return down(access, reason(error), code="BYE" if _BYE_GREETING.match(str(error)) else None)
    if isinstance(error, (OSError, *NONSENSE)):
        return down(access, reason(error), cause=cause_of(error))
    return error


def greeting_of(access: Access) -> Greeting:
    """What the server says to somebody who does not log in. Raises MailboxDown."""
    client: IMAPClient | None = None
    try:
        client = _connected(access)
        _protect(client, access)
        offered = frozenset(str(each, "ascii", "replace").upper() for each in client.capabilities())
        text = line(str(client.welcome, "utf-8", "replace"), SENTENCE_LIMIT)
        return Greeting(text=_OK.sub("", text), capabilities=offered)
    except BaseException as error:
        raise _told(access, error) from None
    finally:
        shut(client)


def down(
    access: Access, why: str, *, temporary: bool = True, code: str | None = None, cause: Cause = Cause.TOLD
) -> MailboxDown:
    """The exception with its sentence; a response code at the start of `why` counts before `code`."""
    answer = reply_of(why)
    said = why if isinstance(why, Sentence) else line(answer.text or why, SENTENCE_LIMIT)
    sentence = Sentence(
        "The IMAP server {host}:{port} can't be used: {why}", host=access.host, port=str(access.port), why=said
    )
    return MailboxDown(sentence, temporary=temporary, code=answer.code or code, cause=cause)


def reason(error: BaseException) -> str:
    """An error of the connection in words."""
    if isinstance(error, IMAPClientError):  # imaplib puts words before the server's: `command: FETCH => …`
        text = _BYE_GREETING.sub("", str(error).rpartition(" => ")[2])
        return Sentence("it closed the connection") if "EOF" in text or "unterminated line" in text else text
    if isinstance(error, TimeoutError):
        return Sentence("it did not answer in time")
    if isinstance(error, ConnectionRefusedError):
        return Sentence("nobody listens there")
    if isinstance(error, socket.gaierror):
        return Sentence("its name is not known")
    if isinstance(error, OSError):
        return error.strerror or type(error).__name__
    return MAKES_NO_SENSE


def shut(client: IMAPClient | None) -> None:
    """Close the socket without a word."""
    if client is not None:
        with contextlib.suppress(Exception):
            client.shutdown()


def _connected(access: Access) -> IMAPClient:
    tls = access.security is Security.TLS
    client = IMAPClient(
        access.host,
        access.port,
        ssl=tls,
        ssl_context=access.tls_context() if tls else None,
        timeout=SocketTimeout(access.connect_s, access.read_s),
    )
    client.normalise_times = False
    client._imap.debug = 0  # at IMAPClient's 5 every literal is formatted for the log, 1 MB at a time
    client._imap._cmd_log_len = 1  # imaplib remembers the last commands, LOGIN's among them
    _keep_alive(client.socket())
    # A command in several packets (APPEND, SEARCH) has its last one held back by Nagle, for 40 ms where the server
    # delays its ACK.
    client.socket().setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return client


def _protect(client: IMAPClient, access: Access) -> None:
    access.check_line(client.socket())
    if access.security is Security.STARTTLS:
        if not client.has_capability("STARTTLS"):
            why = Sentence("it offers no STARTTLS, and without it the password would go in the clear")
            raise down(access, why, temporary=False, code="STARTTLS", cause=Cause.NO_STARTTLS)
        client.starttls(access.tls_context())


def _log_in(client: IMAPClient, access: Access) -> None:
    if client._imap.state != "NONAUTH":
        return  # PREAUTH: the server knows us already
    credentials = access.credentials
    if credentials is None:
        raise AccessRefused(Sentence("no user is given to log in with"), "AUTHENTICATIONFAILED")
    credentials.log_in(lambda secret: _shown(client, access, credentials, secret))


def _shown(client: IMAPClient, access: Access, credentials: Credentials, secret: str) -> AccessRefused | None:
    """How the server refuses the secret for good; None: we are in. Raises MailboxDown, AccessRefused."""
    offered = {bytes(each).upper() for each in client.capabilities()}
    try:
        # Through imaplib: IMAPClient's login() makes a refused password and a lost connection one error.
        if credentials.proof is Proof.BEARER:
            _show_token(client, access, credentials.user, secret, offered)
        else:
            _show_password(client, credentials.user, secret, offered)
    except IMAPClientAbortError as error:
        raise down(access, reason(error), code="BYE" if "BYE" in client._imap.untagged_responses else None) from None
    except IMAPClientError as error:
        web_login = "WEBALERT" in client._imap.untagged_responses
        answer = _answer_to_login(str(error).replace(secret, "…"), web_login=web_login)
        said = line(answer.text, SENTENCE_LIMIT)
        if not needs_a_person(answer):
            raise down(access, Sentence("it can't log us in now: {answer}", answer=said), code=answer.code) from None
        return AccessRefused(
            Sentence("it refuses the login: {answer}", answer=said),
            answer.code or "AUTHENTICATIONFAILED",
            cause=Cause.LOGIN,
        )
    return None


def _show_password(client: IMAPClient, user: str, password: str, offered: set[bytes]) -> None:
    forbidden, quotable = b"LOGINDISABLED" in offered, _is_quotable(user + password)
    by_plain = b"AUTH=PLAIN" in offered and (forbidden or not quotable)
    if forbidden and not by_plain:
        why = Sentence("it allows no login on such a connection: `security: tls` or `starttls` may be needed")
        raise AccessRefused(why, "PRIVACYREQUIRED")
    if not quotable and not by_plain:
        why = Sentence("user or password has characters that LOGIN can't carry, and it offers no AUTH=PLAIN")
        raise AccessRefused(why, "AUTHENTICATIONFAILED")
    if by_plain:
        client._imap.authenticate("PLAIN", lambda _: f"\0{user}\0{password}")
    else:
        client._imap.login(client._imap._quote(user), password)


def _show_token(client: IMAPClient, access: Access, user: str, token: str, offered: set[bytes]) -> None:
    mechanisms = {str(each, "ascii", "replace").removeprefix("AUTH=") for each in offered if each.startswith(b"AUTH=")}
    bearer = bearer_of(mechanisms, user=user, token=token, host=access.host, port=access.port)
    if bearer is None:
        raise AccessRefused(Sentence("it offers no login with a token (OAUTHBEARER, XOAUTH2)"), "AUTHENTICATIONFAILED")
    speaker = Speaker(bearer)
    try:
        client._imap.authenticate(bearer.mechanism, speaker)
    except IMAPClientAbortError:
        raise
    except IMAPClientError as error:
        if not speaker.error:
            raise
        answer = str(error).removeprefix("b'").removesuffix("'")  # imaplib's NO to AUTHENTICATE are bytes
        raise IMAPClientError(f"{answer} ({speaker.error})") from None


def _answer_to_login(error: str, *, web_login: bool) -> ImapReply:
    answer = refused(error) or reply_of(error.removeprefix("b'").removesuffix("'"))
    if web_login:  # Gmail says so in a line of its own, before `NO [ALERT] …`
        return ImapReply(code="WEBALERT", text=answer.text)
    return answer


def _is_quotable(text: str) -> bool:
    return text.isascii() and text.isprintable()


def _keep_alive(sock: socket.socket) -> None:
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    wanted = {"TCP_KEEPIDLE": KEEPALIVE_S, "TCP_KEEPINTVL": KEEPALIVE_S, "TCP_KEEPCNT": KEEPALIVE_PROBES}
    for name, value in wanted.items():
        if hasattr(socket, name):  # not on every system
            sock.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)
