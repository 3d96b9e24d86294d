"""Signing in by OAuth 2.0 (RFC 6749): where the token comes from that a mail server takes instead of a password.

Owns the flows (a code typed elsewhere, a browser, an app by itself, a service account), the file of tokens and their
renewal, and what a token server's no means for a person. How a token is shown to a mail server is access/'s.
docs/signin.md tells how it is set up.
"""

from inbox_bot.edges.signin.browser import Arrivals, begin, listening
from inbox_bot.edges.signin.grants import DeviceCode, NotYet, by_code, by_device_code, device_code
from inbox_bot.edges.signin.refusals import late
from inbox_bot.edges.signin.sign_in import SignIn, sign_in_of
from inbox_bot.edges.signin.source import NOBODY, TokenSource
from inbox_bot.edges.signin.tokens import Token
from inbox_bot.edges.signin.transport import TokenServerDown

__all__ = [
    "NOBODY",
    "Arrivals",
    "DeviceCode",
    "NotYet",
    "SignIn",
    "Token",
    "TokenServerDown",
    "TokenSource",
    "begin",
    "by_code",
    "by_device_code",
    "device_code",
    "late",
    "listening",
    "sign_in_of",
]
