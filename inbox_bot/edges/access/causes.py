"""Why a server can't be used, as a named cause: a remedy is chosen by it, and not by words.

Owns how errors of sockets and of TLS are told apart, and a look at how a silent server answers. The remedies are
health/remedies's.
"""

import contextlib
import errno
import socket
import ssl

from inbox_bot.core.words import Word

LOOK_S = 5.0  # at how a server answers: to connect, and for its first byte
_NOT_YET_VALID, _OVER, _OTHER_NAME = 9, 10, 62  # X509_V_ERR_… of OpenSSL's x509_vfy.h; an IP address: 64
_OTHER_ADDRESS = 64
_AWAY = frozenset({errno.EHOSTUNREACH, errno.ENETUNREACH, errno.EHOSTDOWN, errno.ENETDOWN})


class Cause(Word):
    """Why a server can't be used."""

    TOLD = "told", "The sentence says what to do."
    NAME = "name", "No name server knows the host."
    PORT = "port", "Nobody listens at the port."
    AWAY = "away", "No packet comes back."
    SILENT = "silent", "Connected, and not greeted in time."
    NO_TLS = "no_tls", "TLS is asked for from the first byte, and not spoken."
    NO_STARTTLS = "no_starttls", "STARTTLS is asked for, and not offered."
    UNTRUSTED = "untrusted", "No authority that we trust signed its certificate."
    OTHER_NAME = "other_name", "Its certificate is for another name."
    CERTIFICATE_OVER = "certificate_over", "Its certificate has ended."
    CERTIFICATE_EARLY = "certificate_early", "Its certificate does not hold yet: our clock may be off."
    LOGIN = "login", "It refuses user and secret."
    NO_LOGIN = "no_login", "It offers no way to log in that we know, or none over such a line."
    SENDER = "sender", "It refuses to send as the address that letters come from."


class Answers(Word):
    """How a server answers a fresh connection."""

    AWAY = "away", "It does not."
    IN_TLS = "in_tls", "By TLS, from the first byte."
    IN_THE_CLEAR = "in_the_clear", "By a greeting in the clear."
    NOT = "not", "It takes the connection, and says nothing."


def cause_of(error: BaseException) -> Cause:
    """What an error of a connection means."""
    match error:
        case ssl.SSLCertVerificationError():
            return _of_certificate(error.verify_code)
        case ssl.SSLError():
            return Cause.NO_TLS
        case socket.gaierror():
            return Cause.NAME
        case ConnectionRefusedError():
            return Cause.PORT
        case TimeoutError():
            return Cause.SILENT
        case OSError() if error.errno in _AWAY:
            return Cause.AWAY
    return Cause.TOLD


def _of_certificate(code: int) -> Cause:
    if code == _NOT_YET_VALID:
        return Cause.CERTIFICATE_EARLY
    if code == _OVER:
        return Cause.CERTIFICATE_OVER
    return Cause.OTHER_NAME if code in (_OTHER_NAME, _OTHER_ADDRESS) else Cause.UNTRUSTED


def answers_of(host: str, port: int, *, tls_first: bool = False) -> Answers:
    """Ask a server how it answers, by connections of their own; nothing secret is said, and nobody is trusted.

    `tls_first`: the port is one for TLS, so that its silence is not waited for.
    """
    try:
        if tls_first and _speaks_tls(host, port):
            return Answers.IN_TLS
        with socket.create_connection((host, port), LOOK_S) as line, contextlib.suppress(OSError):
            if line.recv(1):
                return Answers.IN_THE_CLEAR
        if not tls_first and _speaks_tls(host, port):
            return Answers.IN_TLS
    except OSError:
        return Answers.AWAY
    return Answers.NOT


def _speaks_tls(host: str, port: int) -> bool:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with socket.create_connection((host, port), LOOK_S) as line, contextlib.suppress(OSError):
        context.wrap_socket(line).close()
        return True
    return False
