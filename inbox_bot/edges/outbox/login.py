"""Opening an SMTP session: connect, protect, log in; and how each thing that goes wrong is told.

A failure here is always OutboxDown, and no letter was tried. The secret stays in this module, for the length of one
call.
"""

import smtplib
import socket

from inbox_bot.core.message import safe
from inbox_bot.core.rules.model import Security
from inbox_bot.core.wording import Sentence, said_by
from inbox_bot.edges.access import Access, AccessRefused, Cause, Credentials, Proof, Speaker, bearer_of, cause_of
from inbox_bot.edges.outbox.values import OutboxDown
from inbox_bot.edges.secrets import SecretMissing


def open_session(access: Access) -> smtplib.SMTP:
    """A session that is logged in where there is somebody to log in. Raises OutboxDown."""
    smtp: smtplib.SMTP | None = None
    try:
        if access.credentials is not None:
            access.credentials.check()
        smtp = _connected(access)
        _protect(smtp, access)
        _log_in(smtp, access)
        if smtp.sock is not None:
            smtp.sock.settimeout(access.read_s)
            # The final dot follows the body in a packet of its own, which Nagle would hold back for 40 ms.
            smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except BaseException as error:
        if smtp is not None:
            smtp.close()
        if isinstance(error, AccessRefused):
            raise down(access, error.why, temporary=error.temporary, cause=error.cause) from None
        if isinstance(error, SecretMissing):
            raise OutboxDown(said_by(error), temporary=False) from None
        if isinstance(error, (smtplib.SMTPException, OSError, ValueError)):
            raise down(access, said(error), cause=_cause_of(error)) from None
        raise
    return smtp


def down(access: Access, why: str, *, temporary: bool = True, cause: Cause = Cause.TOLD) -> OutboxDown:
    """The exception with its sentence."""
    sentence = Sentence(
        "The SMTP server {host}:{port} can't be used: {why}", host=access.host, port=str(access.port), why=why
    )
    return OutboxDown(sentence, temporary=temporary, cause=cause)


def _cause_of(error: Exception) -> Cause:
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return Cause.NO_LOGIN
    if isinstance(error, smtplib.SMTPServerDisconnected) and error.__context__ is not None:
        return cause_of(error.__context__)  # smtplib's word for a line that broke or was silent while it waited
    return cause_of(error)


def said(error: Exception) -> str:
    """What the server said, or what became of the line, as one inert line."""
    if isinstance(error, smtplib.SMTPResponseException):
        return reply_line(error.smtp_code, error.smtp_error)
    said = said_by(error)
    return said if isinstance(said, Sentence) else safe.line(said or type(error).__name__)


def reply_line(code: int, text: bytes | str) -> str:
    """A reply of the server as one inert line."""
    return safe.line(f"{code} {text.decode(errors='replace') if isinstance(text, bytes) else text}")


def _connected(access: Access) -> smtplib.SMTP:
    if access.security is Security.TLS:
        return smtplib.SMTP_SSL(access.host, access.port, timeout=access.connect_s, context=access.tls_context())
    return smtplib.SMTP(access.host, access.port, timeout=access.connect_s)


def _protect(smtp: smtplib.SMTP, access: Access) -> None:
    if smtp.sock is not None:
        access.check_line(smtp.sock)
    code, _ = smtp.ehlo()
    if not 200 <= code <= 299:
        smtp.helo()
    if access.security is Security.STARTTLS:
        if not smtp.has_extn("starttls"):
            why = Sentence("no STARTTLS offered, and a mail is not sent unprotected")
            raise down(access, why, cause=Cause.NO_STARTTLS)
        smtp.starttls(context=access.tls_context())
        smtp.ehlo()


def _log_in(smtp: smtplib.SMTP, access: Access) -> None:
    credentials = access.credentials
    if credentials is not None and credentials.proof is Proof.BEARER and not smtp.has_extn("auth"):
        return  # a relay that knows us by our address: rules.yaml names the user of a token for both servers at once
    if credentials is not None:
        credentials.log_in(lambda secret: _shown(smtp, access, credentials, secret))


def _shown(smtp: smtplib.SMTP, access: Access, credentials: Credentials, secret: str) -> AccessRefused | None:
    """How the server refuses the secret for good; None: we are in. Raises OutboxDown, AccessRefused."""
    try:
        if credentials.proof is Proof.BEARER:
            _show_token(smtp, access, credentials.user, secret)
        else:
            smtp.login(credentials.user, secret)
    except smtplib.SMTPAuthenticationError as error:
        answer = said(error).replace(secret, "…")
        if 400 <= error.smtp_code < 500:  # RFC 4954 §6: 454, a temporary failure of the server's
            raise down(access, Sentence("it can't log us in now: {answer}", answer=answer)) from None
        return AccessRefused(_refusal_of(credentials.proof, answer), "AUTHENTICATIONFAILED", cause=Cause.LOGIN)
    return None


def _refusal_of(proof: Proof, answer: str) -> Sentence:
    if proof is Proof.BEARER:
        return Sentence("it refuses user and bearer: {answer}", answer=answer)
    return Sentence("it refuses user and password: {answer}", answer=answer)


def _show_token(smtp: smtplib.SMTP, access: Access, user: str, token: str) -> None:
    offered = smtp.esmtp_features.get("auth", "").split()
    bearer = bearer_of(offered, user=user, token=token, host=access.host, port=access.port)
    if bearer is None:
        raise AccessRefused(Sentence("it offers no login with a token (OAUTHBEARER, XOAUTH2)"), "AUTHENTICATIONFAILED")
    speaker = Speaker(bearer)
    try:
        smtp.auth(bearer.mechanism, speaker)
    except smtplib.SMTPAuthenticationError as error:
        if not speaker.error:
            raise
        answer = error.smtp_error if isinstance(error.smtp_error, str) else error.smtp_error.decode(errors="replace")
        raise smtplib.SMTPAuthenticationError(error.smtp_code, f"{answer} ({speaker.error})") from None
