"""How a token is asked for, a function a grant: each posts one form, and gives a `Token` or says why there is none.

RFC 6749 §4.1.3, §4.4.2 and §6, RFC 7523 §2.1, RFC 8628 §3. What was granted is compared with what is needed, and
whoever signed in with whoever should have. An id token is read without its signature, since it came over TLS from the
server that made it (OpenID Connect Core §3.1.3.7, 6).
"""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from inbox_bot.core.message import safe
from inbox_bot.core.wording import Sentence
from inbox_bot.edges.access import AccessRefused
from inbox_bot.edges.signin.providers import TokenServer
from inbox_bot.edges.signin.refusals import REFUSED, refusal
from inbox_bot.edges.signin.tokens import Token
from inbox_bot.edges.signin.transport import ServerAnswer, ask

DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code"
HOUR_S = 3600.0  # where a server doesn't say how long a token holds (RFC 6749 §5.1 recommends that it does)
SLOWER_S = 5.0  # RFC 8628 §3.5
_USER_CLAIMS = ("preferred_username", "upn", "email")


@dataclass(frozen=True, kw_only=True, slots=True)
class DeviceCode:
    """What a person types, and where; and what we ask with meanwhile (RFC 8628 §3.2)."""

    user_code: str
    page: str
    lasts_s: float
    every_s: float
    device_code: str = field(repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class NotYet:
    """Nobody has signed in yet: ask again after so long."""

    every_s: float


def device_code(server: TokenServer, at: datetime) -> DeviceCode:
    """Begin a sign-in by a code. Raises AccessRefused, TokenServerDown."""
    form = {"client_id": server.client_id, "scope": " ".join(server.scopes), **server.proof()}
    answer = ask(server.device_url, form, ca=server.ca)
    if not answer.text("device_code") or not answer.text("user_code"):
        raise refusal(server, answer, at)
    page = answer.text("verification_uri") or answer.text("verification_url")  # the RFC's name, and Google's
    return DeviceCode(
        user_code=safe.line(answer.text("user_code")),
        page=safe.line(page, 300),
        lasts_s=answer.number("expires_in", 900.0),
        every_s=max(1.0, answer.number("interval", 5.0)),
        device_code=answer.text("device_code"),
    )


def by_device_code(server: TokenServer, code: DeviceCode, every_s: float, at: datetime) -> Token | NotYet:
    """Whether somebody signed in meanwhile. Raises AccessRefused, TokenServerDown."""
    form = {"grant_type": DEVICE_CODE, "client_id": server.client_id, "device_code": code.device_code, **server.proof()}
    answer = ask(server.token_url, form, ca=server.ca)
    if answer.text("error") == "authorization_pending":
        return NotYet(every_s=every_s)
    if answer.text("error") == "slow_down":
        return NotYet(every_s=every_s + SLOWER_S)
    return _signed_in(server, answer, at)


def by_code(server: TokenServer, *, code: str, verifier: str, redirect_uri: str, at: datetime) -> Token:
    """The token for the code that a browser came back with. Raises AccessRefused, TokenServerDown."""
    form = {
        "grant_type": "authorization_code",
        "client_id": server.client_id,
        "code": code,
        "code_verifier": verifier,
        "redirect_uri": redirect_uri,
        **server.proof(),
    }
    return _signed_in(server, ask(server.token_url, form, ca=server.ca), at)


def renewed(server: TokenServer, token: Token, at: datetime) -> Token:
    """The next token of somebody who signed in. Raises AccessRefused, TokenServerDown."""
    form = {
        "grant_type": "refresh_token",
        "client_id": server.client_id,
        "refresh_token": token.refresh or "",
        "scope": " ".join(server.scopes),
        **server.proof(),
    }
    new = _token(server, ask(server.token_url, form, ca=server.ca), at)
    # RFC 6749 §6: where no new refresh token comes, the old one stays in force.
    return replace(
        new, refresh=new.refresh or token.refresh, user=token.user or new.user, signed_in_at=token.signed_in_at
    )


def by_app(server: TokenServer, at: datetime) -> Token:
    """A token for the app itself. Raises AccessRefused, TokenServerDown."""
    form = {
        "grant_type": "client_credentials",
        "client_id": server.client_id,
        "scope": " ".join(server.scopes),
        **server.proof(),
    }
    return replace(_token(server, ask(server.token_url, form, ca=server.ca), at), refresh=None)


def by_service_account(server: TokenServer, account_key: str, at: datetime) -> Token:
    """A token for the mailbox that a service account stands for. Raises AccessRefused, TokenServerDown."""
    # Loaded where something is signed: most mailboxes sign nothing, and what signs is a tenth of a poll's modules.
    from inbox_bot.edges.signin.assertions import JWT_BEARER, delegated

    assertion = delegated(account_key, user=server.user, scopes=server.scopes, token_url=server.token_url, at=at)
    answer = ask(server.token_url, {"grant_type": JWT_BEARER, "assertion": assertion}, ca=server.ca)
    return replace(_token(server, answer, at), refresh=None)


def _signed_in(server: TokenServer, answer: ServerAnswer, at: datetime) -> Token:
    token = replace(_token(server, answer, at), signed_in_at=at)
    if token.user and token.user.lower() != server.user.lower():
        why = Sentence(
            "{found} signed in, and not {wanted}: sign in as {wanted}, or write user: {found} under signin",
            found=token.user,
            wanted=server.user,
        )
        raise AccessRefused(why, REFUSED)
    if token.refresh is None:
        why = Sentence("the token can't be renewed: allow the app offline access where it is registered")
        raise AccessRefused(why, REFUSED)
    return token


def _token(server: TokenServer, answer: ServerAnswer, at: datetime) -> Token:
    access, kind = answer.text("access_token"), answer.text("token_type")
    if not access or answer.status >= 400:
        raise refusal(server, answer, at)
    if kind.lower() not in ("", "bearer") or not access.isascii() or not access.isprintable():
        raise AccessRefused(Sentence("the token that was given is none that a mail server takes"), REFUSED)
    granted = frozenset(answer.text("scope").lower().split())
    lacking = [each for each in sorted(server.wanted) if granted and each not in granted]
    if lacking:
        why = Sentence(
            "the token lacks the right {scopes}: add it where the app is registered, then sign in and allow all: "
            "inbox-bot login",
            scopes=", ".join(lacking),
        )
        raise AccessRefused(why, REFUSED)
    return Token(
        access=access,
        obtained_at=at,
        lasts_s=answer.number("expires_in", HOUR_S),
        refresh=answer.text("refresh_token") or None,
        user=_user_of(answer.text("id_token")),
    )


def _user_of(id_token: str) -> str:
    claims = _claims(id_token)
    named = [value for name in _USER_CLAIMS if isinstance(value := claims.get(name), str) and "@" in value]
    return safe.line(named[0], 320) if named else ""


def _claims(id_token: str) -> Mapping[str, object]:
    try:
        payload = id_token.split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    except (IndexError, ValueError, RecursionError):
        return {}
    return claims if isinstance(claims, dict) else {}
