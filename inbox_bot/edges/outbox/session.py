"""One SMTP session for many mails (RFC 5321), and what is known of each mail afterwards.

The one fact to know: a mail whose final dot may have left us and whose answer never came is `Uncertain`. It may have
been delivered (RFC 5321 §6.1: the server is responsible once it said 250), so nothing here ever sends it again.
"""

import contextlib
import smtplib
import socket
import time
from types import TracebackType
from typing import Self

from inbox_bot.core.message import safe
from inbox_bot.edges.access import Access
from inbox_bot.edges.outbox.login import down, open_session, reply_line, said
from inbox_bot.edges.outbox.values import Refused, Sent, Uncertain

LOGIN_WANTED = 530  # RFC 4954 §6
IDLE_S = 10  # seconds after which a session is asked whether it still lives before a mail is given to it
DOT_REPLY_S = 600.0  # RFC 5321 §4.5.3.2.6: ten minutes for the answer to the final dot


class Outbox:
    """A session with one SMTP server: opened at the first mail, kept for the next, dropped when it breaks."""

    def __init__(self, access: Access, *, dot_reply_s: float = DOT_REPLY_S) -> None:
        self._access = access
        self._dot_reply_s = dot_reply_s
        self._smtp: smtplib.SMTP | None = None
        self._used_at = 0.0

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
            raise down(self._access, said(error)) from None
        self._no_login_wanted(code, reply)
        self._reset(smtp)
        if code != 250:
            who = f"mail from {sender}" if sender else "mail without an envelope sender (see answers.bounce_address)"
            raise down(self._access, f"it refuses {who}: {reply_line(code, reply)}")

    def _no_login_wanted(self, code: int, reply: bytes) -> None:
        """RFC 4954 §6: 530 is said of a client that did not log in, and not of the letter. Raises OutboxDown."""
        if code == LOGIN_WANTED:
            self._drop()
            raise down(self._access, f"it wants user and password first: {reply_line(code, reply)}", temporary=False)

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
            return Refused(code=0, reply=said(error), temporary=True)
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
                smtp.sock.settimeout(self._access.read_s)
        except (smtplib.SMTPException, OSError, ValueError) as error:
            self._drop()
            return Uncertain(reply=said(error))
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
        self._smtp = open_session(self._access)
        self._used_at = time.monotonic()
        return self._smtp

    @staticmethod
    def _alive(smtp: smtplib.SMTP) -> bool:
        try:
            return smtp.noop()[0] == 250
        except (smtplib.SMTPException, OSError):
            return False

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
