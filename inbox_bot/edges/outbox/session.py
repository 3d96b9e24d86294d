"""One SMTP session for many mails (RFC 5321), and what is known of each mail afterwards.

The one fact to know: a mail whose final dot may have left us and whose answer never came is `Uncertain`. It may have
been delivered (RFC 5321 §6.1: the server is responsible once it said 250), so nothing here ever sends it again.
"""

import contextlib
import smtplib
import socket
import time
from collections.abc import Callable, Iterator
from functools import partial
from types import TracebackType
from typing import Self

from inbox_bot.core.message import safe
from inbox_bot.core.reply.letter.refusal import Verb
from inbox_bot.core.wording import Sentence
from inbox_bot.edges.access import Access, Cause
from inbox_bot.edges.outbox.login import down, open_session, reply_line, said
from inbox_bot.edges.outbox.values import Refused, Sent, Uncertain

LOGIN_WANTED = 530  # RFC 4954 §6
IDLE_S = 10  # seconds after which a session is asked whether it still lives before a mail is given to it
_TAKEN = {Verb.MAIL: (250,), Verb.RCPT: (250, 251), Verb.DATA: (354,)}  # RFC 5321 §4.3.2
_Ask = Callable[[], tuple[int, bytes]]
DOT_REPLY_S = 600.0  # RFC 5321 §4.5.3.2.6: ten minutes for the answer to the final dot


class SmtpOutbox:
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
            answer = reply_line(code, reply)
            why = Sentence("it refuses mail without an envelope sender (see answers.envelope): {answer}", answer=answer)
            if sender:
                why = Sentence("it refuses mail from {sender}: {answer}", sender=sender, answer=answer)
            raise down(self._access, why, cause=Cause.SENDER if sender else Cause.TOLD)

    def _no_login_wanted(self, code: int, reply: bytes) -> None:
        """RFC 4954 §6: 530 is said of a client that did not log in, and not of the letter. Raises OutboxDown."""
        if code == LOGIN_WANTED:
            self._drop()
            why = Sentence("it wants user and password first: {answer}", answer=reply_line(code, reply))
            raise down(self._access, why, temporary=False, cause=Cause.NO_LOGIN)

    def send(self, wire: bytes, *, to: str, sender: str = "", smtputf8: bool = False) -> Sent | Refused | Uncertain:
        """Send one mail (whole, CRLF) to one recipient; `sender` "" is the null path (RFC 3834 §3.3).

        Raises OutboxDown where no session can be had; then the mail was not tried. What a refusal is about is
        core's to say (`reply.refusal`).

        NOTIFY=NEVER is asked for where the server offers DSN (RFC 3461 §4.1), so that our answers cause no reports.
        """
        smtp = self._session()
        if smtputf8 and not smtp.has_extn("smtputf8"):
            reply = "5.6.7 the server can't send to an address in this script (no SMTPUTF8)"  # RFC 6531 §4.2
            return Refused(verb=Verb.MAIL, code=553, reply=reply, temporary=False)
        smtp.command_encoding = "utf-8" if smtputf8 else "ascii"
        verb = Verb.MAIL
        try:
            for verb, ask in self._envelope(smtp, to=to, sender=sender, smtputf8=smtputf8):
                code, answer = ask()
                self._no_login_wanted(code, answer)
                if code not in _TAKEN[verb]:
                    self._reset(smtp)
                    return _refused(verb, code, safe.line(answer.decode(errors="replace")))
            smtp.send(_stuffed(wire))
        except UnicodeError:
            self._drop()
            reply = "5.1.3 the address can't be written into a command"
            return Refused(verb=verb, code=553, reply=reply, temporary=False)
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            return Refused(verb=verb, code=0, reply=said(error), temporary=True)
        return self._dot(smtp)

    @staticmethod
    def _envelope(smtp: smtplib.SMTP, *, to: str, sender: str, smtputf8: bool) -> Iterator[tuple[Verb, _Ask]]:
        options = [*(["body=8bitmime"] if smtp.has_extn("8bitmime") else []), *(["smtputf8"] if smtputf8 else [])]
        yield Verb.MAIL, partial(smtp.mail, sender, options)
        yield Verb.RCPT, partial(smtp.rcpt, to, ["NOTIFY=NEVER"] if smtp.has_extn("dsn") else [])
        yield Verb.DATA, partial(smtp.docmd, "DATA")

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
            return _refused(Verb.DOT, code, reply)
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


def _refused(verb: Verb, code: int, reply: str) -> Refused:
    return Refused(verb=verb, code=code, reply=reply, temporary=not 500 <= code <= 599)


def _stuffed(wire: bytes) -> bytes:
    """The mail with leading dots doubled (RFC 5321 §4.5.2), up to but without the final dot."""
    body = wire if wire.endswith(b"\r\n") else wire + b"\r\n"
    if body.startswith(b"."):
        body = b"." + body
    return body.replace(b"\r\n.", b"\r\n..")


def _whole_reply(smtp: smtplib.SMTP) -> tuple[int, str]:
    """One reply: every line ended, its code three digits, and the same on each (RFC 5321 §4.2.1); else ValueError.

    smtplib takes "25" and a line without its end for an answer, which would turn a broken line into a delivery; and
    the last line's code for the reply's, which would send again what the first line says was taken.
    """
    if smtp.file is None:
        raise ValueError("the connection is gone")
    texts, codes = [], set()
    while True:
        line: bytes = smtp.file.readline(2049)
        if not line.endswith(b"\n") or not line[:3].isdigit() or len(line) < 5:
            raise ValueError("the connection broke within the answer")
        codes.add(line[:3])
        if len(codes) > 1:
            raise ValueError("an answer whose lines say different things")
        texts.append(line[4:].decode(errors="replace"))
        if line[3:4] != b"-" or len(texts) > 100:
            return int(line[:3]), safe.line(" ".join(texts))
