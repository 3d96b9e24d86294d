"""One SMTP session for many mails (RFC 5321), and what is known of each mail afterwards.

The one fact to know: a mail whose final dot may have left us and whose answer never came is `Uncertain`. It may have
been delivered (RFC 5321 §6.1: the server is responsible once it said 250), so nothing here ever sends it again.
"""

import contextlib
import smtplib
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from inbox_bot.core.message import safe
from inbox_bot.core.rules.model import Security
from inbox_bot.edges.secrets import SecretMissing

CONNECT_S = 15  # seconds to wait for the connection and the greeting
REPLY_S = 60  # seconds to wait for an answer to a verb
LOGIN_WANTED = 530  # RFC 4954 §6
IDLE_S = 10  # seconds after which a session is asked whether it still lives before a mail is given to it
LOGIN_EVERY_S = 900  # after a refused login: more often may lock the account
DOT_REPLY_S = 600  # RFC 5321 §4.5.3.2.6: ten minutes for the answer to the final dot


@dataclass(frozen=True, kw_only=True, slots=True)
class Sent:
    """The server said 250 to the final dot: the mail is its responsibility now."""

    reply: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Refused:
    """The server said no before it took the mail."""

    code: int
    reply: str  #: one inert line
    temporary: bool  #: 4xx, or the line broke before the final dot: trying again later helps


@dataclass(frozen=True, kw_only=True, slots=True)
class Uncertain:
    """The line broke after the final dot, or the answer to it made no sense: only a person may send it again."""

    reply: str


class OutboxDown(Exception):
    """The SMTP server can't be used at all: no mail was tried."""

    def __init__(self, sentence: str, *, temporary: bool = True) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.temporary = temporary


@dataclass(frozen=True, kw_only=True, slots=True)
class _RefusedLogin:
    """The server did not take user and password."""

    sentence: str
    until: float  #: on the monotonic clock: until then the same password is not shown again
    password_hash: int  #: of this process (PEP 456): tells another password, and tells nobody which


class Outbox:
    """A session with one SMTP server: opened at the first mail, kept for the next, dropped when it breaks."""

    def __init__(
        self,
        *,
        host: str,
        port: int,
        security: Security,
        ca: str | None = None,
        user: str | None = None,
        password: Callable[[], str | None] = lambda: None,
        connect_s: float = CONNECT_S,
        reply_s: float = REPLY_S,
        dot_reply_s: float = DOT_REPLY_S,
    ) -> None:
        """`ca` is the path of a PEM file; the password is asked for at each login and kept nowhere."""
        self._host, self._port, self._security, self._ca = host, port, security, ca
        self._user, self._password = user, password
        self._connect_s, self._reply_s, self._dot_reply_s = connect_s, reply_s, dot_reply_s
        self._smtp: smtplib.SMTP | None = None
        self._used_at = 0.0
        self._refused_login: _RefusedLogin | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Say goodbye and drop the session."""
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                smtp.quit()
            smtp.close()

    def hang_up(self) -> None:
        """From another thread: cut the line, so that what waits for the server now ends at once.

        The mail in hand is refused for now, or uncertain once its final dot may have left.
        """
        smtp = self._smtp
        if smtp is not None and smtp.sock is not None:
            with contextlib.suppress(OSError):
                socket.socket.shutdown(smtp.sock, socket.SHUT_RDWR)

    def open(self) -> None:
        """Connect and log in, where no living session stands. Raises OutboxDown."""
        self._session()

    def probe(self, sender: str = "") -> None:
        """`open`, and whether the server takes a mail from this envelope sender; none is sent. Raises OutboxDown."""
        smtp = self._session()
        try:
            code, reply = smtp.mail(sender)
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            raise OutboxDown(f"{self._host}:{self._port} can't be used: {_said(error)}") from None
        self._no_login_wanted(code, reply)
        self._reset(smtp)
        if code != 250:
            who = f"mail from {sender}" if sender else "mail without an envelope sender (see answers.bounce_address)"
            raise OutboxDown(
                f"{self._host}:{self._port} refuses {who}: {code} {safe.line(reply.decode(errors='replace'))}"
            )

    def _no_login_wanted(self, code: int, reply: bytes) -> None:
        """RFC 4954 §6: 530 is said of whoever did not log in, and not of the letter. Raises OutboxDown."""
        if code == LOGIN_WANTED:
            self._drop()
            said = safe.line(reply.decode(errors="replace"))
            raise OutboxDown(f"{self._host}:{self._port} wants user and password first: {code} {said}", temporary=False)

    def send(self, wire: bytes, *, to: str, sender: str = "", smtputf8: bool = False) -> Sent | Refused | Uncertain:
        """Send one mail (whole, CRLF) to one recipient; `sender` "" is the null path (RFC 3834 §3.3).

        Raises OutboxDown where no session can be had; then the mail was not tried.

        NOTIFY=NEVER is asked for where the server offers DSN (RFC 3461 §4.1), so that our answers cause no reports.
        """
        smtp = self._session()
        try:
            refused = self._envelope(smtp, to=to, sender=sender, smtputf8=smtputf8)
            if refused is not None:
                self._reset(smtp)
                return refused
            smtp.send(_stuffed(wire))
        except UnicodeError:
            self._drop()
            return Refused(code=553, reply="the address can't be written into a command", temporary=False)
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            return Refused(code=0, reply=_said(error), temporary=True)
        return self._dot(smtp)

    def _envelope(self, smtp: smtplib.SMTP, *, to: str, sender: str, smtputf8: bool) -> Refused | None:
        options = ["body=8bitmime"] if smtp.has_extn("8bitmime") else []
        if smtputf8:
            if not smtp.has_extn("smtputf8"):
                return Refused(
                    code=550, reply="the server can't send to an address in this script (no SMTPUTF8)", temporary=False
                )
            options.append("smtputf8")
            smtp.command_encoding = "utf-8"
        else:
            smtp.command_encoding = "ascii"
        code, reply = smtp.mail(sender, options)
        self._no_login_wanted(code, reply)
        if code == 250:
            code, reply = smtp.rcpt(to, ["NOTIFY=NEVER"] if smtp.has_extn("dsn") else [])
        self._no_login_wanted(code, reply)
        if code in (250, 251):
            code, reply = smtp.docmd("DATA")
            if code == 354:
                return None
        return Refused(code=code, reply=safe.line(reply.decode(errors="replace")), temporary=not 500 <= code <= 599)

    def _dot(self, smtp: smtplib.SMTP) -> Sent | Refused | Uncertain:
        try:
            if smtp.sock is not None:
                smtp.sock.settimeout(self._dot_reply_s)
            smtp.send(b".\r\n")
            code, reply = _whole_reply(smtp)
            if smtp.sock is not None:
                smtp.sock.settimeout(self._reply_s)
        except (smtplib.SMTPException, OSError, ValueError) as error:
            self._drop()
            return Uncertain(reply=_said(error))
        if code == 250:
            return Sent(reply=reply)
        if 400 <= code <= 599:
            return Refused(code=code, reply=reply, temporary=code < 500)
        self._drop()
        return Uncertain(reply=f"an answer that is none: {reply}")

    def _session(self) -> smtplib.SMTP:
        if self._smtp is not None:
            if time.monotonic() - self._used_at < IDLE_S or self._alive(self._smtp):
                self._used_at = time.monotonic()
                return self._smtp
            self._drop()
        smtp: smtplib.SMTP | None = None
        password = self._password_now()
        try:
            smtp = self._connect()
            if self._user is not None:
                smtp.login(self._user, password)
            if smtp.sock is not None:
                smtp.sock.settimeout(self._reply_s)
                # The final dot follows the body in a packet of its own, which Nagle would hold back for 40 ms.
                smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except smtplib.SMTPAuthenticationError as error:
            if smtp is not None:
                smtp.close()
            sentence = f"{self._host} refuses user and password: {_said(error)}"
            temporary = 400 <= error.smtp_code < 500
            if not temporary:
                self._refused_login = _RefusedLogin(
                    sentence=sentence, until=time.monotonic() + LOGIN_EVERY_S, password_hash=hash(password)
                )
            raise OutboxDown(sentence, temporary=temporary) from None
        except (smtplib.SMTPException, OSError, ValueError) as error:
            if smtp is not None:
                smtp.close()
            raise OutboxDown(f"{self._host}:{self._port} can't be used: {_said(error)}") from None
        self._smtp = smtp
        self._used_at = time.monotonic()
        return smtp

    def _password_now(self) -> str:
        """Raises OutboxDown where there is none, or where it was refused not long ago and is still the same."""
        if self._user is None:
            return ""
        try:
            password = self._password() or ""
        except SecretMissing as missing:
            raise OutboxDown(str(missing), temporary=False) from None
        refused = self._refused_login
        if refused is not None and refused.password_hash == hash(password) and time.monotonic() < refused.until:
            raise OutboxDown(refused.sentence, temporary=False)
        self._refused_login = None
        return password

    @staticmethod
    def _alive(smtp: smtplib.SMTP) -> bool:
        try:
            return smtp.noop()[0] == 250
        except (smtplib.SMTPException, OSError):
            return False

    def _connect(self) -> smtplib.SMTP:
        if self._security is Security.TLS:
            return self._greeted(
                smtplib.SMTP_SSL(self._host, self._port, timeout=self._connect_s, context=self._context())
            )
        smtp = self._greeted(smtplib.SMTP(self._host, self._port, timeout=self._connect_s))
        if self._security is Security.STARTTLS:
            if not smtp.has_extn("starttls"):
                smtp.close()
                raise smtplib.SMTPNotSupportedError("no STARTTLS offered, and a mail is not sent unprotected")
            smtp.starttls(context=self._context())
            smtp.ehlo()
        return smtp

    @staticmethod
    def _greeted(smtp: smtplib.SMTP) -> smtplib.SMTP:
        code, _ = smtp.ehlo()
        if not 200 <= code <= 299:
            smtp.helo()
        return smtp

    def _context(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self._ca)

    def _reset(self, smtp: smtplib.SMTP) -> None:
        try:
            if smtp.rset()[0] != 250:
                self._drop()
        except (smtplib.SMTPException, OSError):
            self._drop()

    def _drop(self) -> None:
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            smtp.close()


def _stuffed(wire: bytes) -> bytes:
    """The mail with leading dots doubled (RFC 5321 §4.5.2), up to but without the final dot."""
    body = wire if wire.endswith(b"\r\n") else wire + b"\r\n"
    if body.startswith(b"."):
        body = b"." + body
    return body.replace(b"\r\n.", b"\r\n..")


def _whole_reply(smtp: smtplib.SMTP) -> tuple[int, str]:
    """One reply, every line of it ended and its code three digits (RFC 5321 §4.2); else ValueError.

    smtplib takes "25" and a line without its end for an answer, which would turn a broken line into a delivery.
    """
    if smtp.file is None:
        raise ValueError("the connection is gone")
    texts = []
    while True:
        line: bytes = smtp.file.readline(2049)
        if not line.endswith(b"\n") or not line[:3].isdigit() or len(line) < 5:
            raise ValueError("the connection broke within the answer")
        texts.append(line[4:].decode(errors="replace"))
        if line[3:4] != b"-" or len(texts) > 100:
            return int(line[:3]), safe.line(" ".join(texts))


def _said(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        text = error.smtp_error
        spoken = text.decode(errors="replace") if isinstance(text, bytes) else str(text)
        return safe.line(f"{error.smtp_code} {spoken}")
    return safe.line(str(error) or type(error).__name__)
