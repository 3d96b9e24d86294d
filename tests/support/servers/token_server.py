"""A token server for the tests, over TLS with an authority of its own: gives, renews, revokes and introspects tokens.

    with TokenServer(folder) as server:
        server.clients["app"] = Client()
        server.users["jane@example.test"] = {"jobs@example.test"}
        server.consent("jane@example.test", user_code)

It answers as Microsoft's and Google's pages say that theirs do, in their words where `speaks` is theirs: the errors of
RFC 6749 §5.2 and RFC 8628 §3.5, with AADSTS numbers in Microsoft's description. It knows nothing of inbox_bot. What is
answered instead is put into `next`.
"""

import base64
import hashlib
import http.server
import json
import secrets
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from tests.support.servers.dovecot import certificate_in
from tests.support.servers.https import HttpsServer

MICROSOFT, GOOGLE = "microsoft", "google"
MICROSOFT_SCOPES = "https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send"


@dataclass
class Client:
    """An app as it is registered."""

    secret: str | None = None  #: None: a public client
    certificate: Any = None  #: its x509 certificate, where it proves itself so
    mailboxes: set[str] = field(default_factory=set)  #: what the app itself may open
    offline: bool = True  #: gets refresh tokens
    public_flows: bool = True


@dataclass
class Answer:
    """What is answered instead, once."""

    status: int = 200
    content: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    before: Callable[[], None] = lambda: None


@dataclass
class Pending:
    """A sign-in that has begun."""

    client_id: str
    scope: str
    device_code: str = ""
    challenge: str = ""
    redirect_uri: str = ""
    user: str | None = None
    ended: str = ""  #: an error of RFC 8628 §3.5
    asked_at: float = 0.0
    every_s: float = 0.0  #: who asks sooner is told to slow down


class Refuse(Exception):
    """An error of RFC 6749 §5.2."""

    def __init__(self, error: str, description: str, status: int = 400) -> None:
        super().__init__(error)
        self.error, self.description, self.status = error, description, status


class TokenServer(HttpsServer):
    """See the module. What is public may be changed by a test at any time."""

    def __init__(self, folder: Path, *, speaks: str = MICROSOFT, tokens_last_s: int = 3600) -> None:
        self.ca = certificate_in(folder)
        self.speaks = speaks
        self.tokens_last_s = tokens_last_s
        self.key = secrets.token_bytes(32)  #: access tokens are JWTs signed with it (HS256)
        self.clock_off = timedelta(0)
        self.clients: dict[str, Client] = {}
        self.users: dict[str, set[str]] = {}  #: whoever can sign in, and the mailboxes they have rights on
        self.service_accounts: dict[str, tuple[Any, set[str]]] = {}  #: address -> (public key, delegated mailboxes)
        self.granted: str | None = None  #: the scopes that are granted, where not those asked for
        self.long_tokens = False
        self.rotates = True  #: a refresh token is good for one use
        self.next: list[Answer] = []
        self.forms: list[dict[str, str]] = []  #: every form that came
        self.pending: dict[str, Pending] = {}
        self._refresh: dict[str, tuple[str, str, str]] = {}  # token -> (client, user, scope)
        self._access: dict[str, str] = {}  # token -> user
        self._revoked: set[str] = set()
        self._lock = threading.Lock()
        super().__init__(folder, _Handler)

    def url(self, path: str) -> str:
        return f"{self.root}/{path}"

    def now(self) -> datetime:
        return datetime.now(UTC) + self.clock_off

    # What a person does

    def consent(self, user: str, user_code: str) -> None:
        """Somebody types the code."""
        self.pending[user_code].user = user

    def decline(self, user_code: str, error: str = "authorization_declined") -> None:
        self.pending[user_code].ended = error

    def wait_for_code(self, within_s: float = 20.0) -> str:
        """The user code of a sign-in that has begun."""
        until = time.monotonic() + within_s
        pause = threading.Event()
        while time.monotonic() < until:
            if self.pending:
                return next(iter(self.pending))
            pause.wait(0.02)
        raise AssertionError("nobody asked for a device code")

    def revoke(self, user: str) -> None:
        """The consent is withdrawn, or the password changed: refresh tokens end, and access tokens too."""
        with self._lock:
            self._refresh = {token: kept for token, kept in self._refresh.items() if kept[1] != user}
            self._revoked |= {token for token, whose in self._access.items() if whose == user}

    def expire_access(self) -> None:
        """No access token holds any longer."""
        with self._lock:
            self._revoked |= set(self._access)

    def visit(self, address: str, user: str) -> str:
        """A person opens the address in a browser and consents; where the browser is sent then."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        code = secrets.token_urlsafe(8)
        self.pending[code] = Pending(
            client_id=asked["client_id"],
            scope=asked["scope"],
            challenge=asked["code_challenge"],
            redirect_uri=asked["redirect_uri"],
            user=user,
        )
        return f"{asked['redirect_uri']}/?{urlencode({'code': code, 'state': asked['state']})}"

    def give(self, user: str, *, client_id: str, scope: str = MICROSOFT_SCOPES) -> dict[str, Any]:
        """Tokens for a user, as after a sign-in."""
        return self._tokens(client_id, user, scope)

    # What is asked

    def answer(self, path: str, form: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        """One request."""
        self.forms.append(form)
        try:
            if path.endswith("devicecode"):
                return 200, self._device_code(form)
            if path.endswith("introspect"):
                return 200, self._introspected(form.get("token", ""))
            return 200, self._given(form)
        except Refuse as no:
            trace = f"\r\nTrace ID: {secrets.token_hex(8)}\r\nTimestamp: {self.now():%Y-%m-%d %H:%M:%SZ}"
            words = f"{no.description}{trace}" if self.speaks == MICROSOFT else no.description
            return no.status, {"error": no.error, "error_description": words}

    def _given(self, form: dict[str, str]) -> dict[str, Any]:
        match form["grant_type"]:
            case "urn:ietf:params:oauth:grant-type:jwt-bearer":
                return self._delegated(form["assertion"])
            case "client_credentials":
                self._authenticate(form, needs_proof=True)
                return self._tokens(form["client_id"], f"app:{form['client_id']}", form["scope"], signed_in=False)
            case "refresh_token":
                self._authenticate(form)
                return self._renewed(form)
            case "authorization_code":
                self._authenticate(form)
                return self._by_code(form)
            case "urn:ietf:params:oauth:grant-type:device_code":
                self._authenticate(form)
                return self._by_device_code(form)
        raise Refuse("unsupported_grant_type", "AADSTS70003: The app requested an unsupported grant type.")

    def _authenticate(self, form: dict[str, str], *, needs_proof: bool = False) -> None:
        client = self.clients.get(form.get("client_id", ""))
        if client is None:
            wrong = (
                f"AADSTS700016: Application with identifier '{form.get('client_id')}' was not found in the directory."
            )
            if self.speaks == GOOGLE:
                raise Refuse("invalid_client", "The OAuth client was not found.", 401)
            raise Refuse("unauthorized_client", wrong)
        if "client_assertion" in form:
            self._check_assertion(form, client)
        elif client.secret is not None or needs_proof:
            if form.get("client_secret") is None:
                raise Refuse("invalid_client", "AADSTS7000218: The request body must contain 'client_secret'.", 401)
            if form["client_secret"] == "ended":
                raise Refuse("invalid_client", "AADSTS7000222: The provided client secret keys are expired.", 401)
            if form["client_secret"] != client.secret:
                raise Refuse("invalid_client", "AADSTS7000215: Invalid client secret provided.", 401)
        elif not client.public_flows:
            raise Refuse("invalid_client", "AADSTS7000218: The request body must contain 'client_assertion'.", 401)

    def _check_assertion(self, form: dict[str, str], client: Client) -> None:
        from cryptography.hazmat.primitives import hashes, serialization

        thumbprint = base64.urlsafe_b64encode(client.certificate.fingerprint(hashes.SHA256())).rstrip(b"=").decode()
        public = client.certificate.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        try:
            read = jwt.decode(form["client_assertion"], RSAKey.import_key(public), algorithms=["PS256"])
        except Exception:
            raise Refuse("invalid_client", "AADSTS700027: The certificate ... is not registered.", 401) from None
        claims = read.claims
        if read.header.get("x5t#S256") != thumbprint:
            raise Refuse("invalid_client", "AADSTS700027: The certificate ... is not registered.", 401)
        if not claims["nbf"] <= self.now().timestamp() <= claims["exp"]:
            raise Refuse("invalid_client", "AADSTS700024: Client assertion is not within its valid time range.", 401)
        assert claims["iss"] == claims["sub"] == form["client_id"]
        assert urlsplit(claims["aud"]).path.endswith("/token")

    def _delegated(self, assertion: str) -> dict[str, Any]:
        claimed = json.loads(base64.urlsafe_b64decode(assertion.split(".")[1] + "=="))
        public, mailboxes = self.service_accounts.get(claimed["iss"], (None, set()))
        if public is None:
            raise Refuse("invalid_grant", "Invalid grant: account not found")
        claims = jwt.decode(assertion, RSAKey.import_key(public), algorithms=["RS256"]).claims
        assert claims["aud"] == self.url("token")
        if not claims["iat"] - 300 <= self.now().timestamp() <= claims["exp"] or claims["exp"] - claims["iat"] > 3600:
            raise Refuse(
                "invalid_grant",
                "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. "
                "Check your iat and exp values in the JWT claim.",
            )
        if claims["sub"] not in self.users:
            raise Refuse("invalid_grant", "Invalid email or User ID")
        if claims["sub"] not in mailboxes:
            raise Refuse(
                "unauthorized_client",
                "Client is unauthorized to retrieve access tokens using this method, or client not authorized for any "
                "of the scopes requested.",
                401,
            )
        return self._tokens("", claims["sub"], claims["scope"], signed_in=False)

    def _device_code(self, form: dict[str, str]) -> dict[str, Any]:
        self._authenticate(form)
        user_code, code = secrets.token_hex(4).upper(), secrets.token_urlsafe(16)
        self.pending[user_code] = Pending(
            client_id=form["client_id"], scope=form["scope"], device_code=code, every_s=0.0
        )
        return {
            "user_code": user_code,
            "device_code": code,
            "verification_uri": "https://microsoft.com/devicelogin",
            "expires_in": "900",  # a text, as Microsoft had it once
            "interval": 1,
            "message": "To sign in, use a web browser …",
        }

    def _by_device_code(self, form: dict[str, str]) -> dict[str, Any]:
        pending = next((each for each in self.pending.values() if each.device_code == form["device_code"]), None)
        if pending is None:
            raise Refuse("bad_verification_code", "AADSTS70000: The device code is not valid.")
        hasty, pending.asked_at = time.monotonic() - pending.asked_at < pending.every_s, time.monotonic()
        if hasty:
            raise Refuse("slow_down", "AADSTS70017: asked too often")
        if pending.ended:
            raise Refuse(
                pending.ended,
                {"expired_token": "AADSTS70020: The provided device code has expired."}.get(
                    pending.ended, "AADSTS70018: The user declined."
                ),
            )
        if pending.user is None:
            raise Refuse("authorization_pending", "AADSTS70016: The user must input their code.")
        pending.device_code = ""
        return self._tokens(form["client_id"], pending.user, pending.scope)

    def _by_code(self, form: dict[str, str]) -> dict[str, Any]:
        pending = self.pending.pop(form["code"], None)
        challenge = hashlib.sha256(form["code_verifier"].encode()).digest()
        if pending is None or base64.urlsafe_b64encode(challenge).rstrip(b"=").decode() != pending.challenge:
            raise Refuse("invalid_grant", "AADSTS501481: The code_verifier does not match the code_challenge.")
        assert form["redirect_uri"] == pending.redirect_uri
        return self._tokens(form["client_id"], pending.user or "", pending.scope)

    def _renewed(self, form: dict[str, str]) -> dict[str, Any]:
        with self._lock:
            kept = self._refresh.get(form["refresh_token"])
            if kept is not None and self.rotates:
                del self._refresh[form["refresh_token"]]
        if kept is None or kept[0] != form["client_id"]:
            if self.speaks == GOOGLE:
                raise Refuse("invalid_grant", "Token has been expired or revoked.")
            raise Refuse("invalid_grant", "AADSTS50173: The provided grant has expired due to it being revoked.")
        return self._tokens(kept[0], kept[1], form.get("scope") or kept[2], renews=self.rotates)

    def _tokens(
        self, client_id: str, user: str, scope: str, *, signed_in: bool = True, renews: bool = True
    ) -> dict[str, Any]:
        client = self.clients.get(client_id, Client())
        mailboxes = client.mailboxes if user.startswith("app:") else {user} | self.users.get(user, set())
        at = self.now()
        claims = {
            "sub": user,
            "mailbox": sorted(mailboxes)[0] if user.startswith("app:") and mailboxes else user,
            "iat": int(at.timestamp()),
            "exp": int((at + timedelta(seconds=self.tokens_last_s)).timestamp()),
            "jti": secrets.token_hex(8),
            "padding": "x" * (2_500 if self.long_tokens else 0),
        }
        access = jwt.encode({"alg": "HS256", "typ": "JWT"}, claims, OctKey.import_key(self.key))
        given: dict[str, Any] = {"access_token": access, "token_type": "Bearer", "expires_in": self.tokens_last_s}
        given["scope"] = scope if self.granted is None else self.granted
        with self._lock:
            self._access[access] = user
            if signed_in and renews and client.offline:
                given["refresh_token"] = secrets.token_urlsafe(24)
                self._refresh[given["refresh_token"]] = (client_id, user, scope)
        if signed_in and "openid" in scope:
            name = "preferred_username" if self.speaks == MICROSOFT else "email"
            given["id_token"] = jwt.encode({"alg": "HS256"}, {name: user}, OctKey.import_key(self.key))
        return given

    def mailboxes_of(self, access: str) -> set[str]:
        """The mailboxes that a token opens: none where it ended."""
        user = self._access.get(access)
        if user is None or access in self._revoked:
            return set()
        claims = jwt.decode(access, OctKey.import_key(self.key)).claims
        if claims["exp"] <= self.now().timestamp():
            return set()
        if user.startswith("app:"):
            return self.clients[user.removeprefix("app:")].mailboxes
        return {user} | self.users.get(user, set())

    def _introspected(self, access: str) -> dict[str, Any]:
        """RFC 7662 §2.2. `mailbox` is the one that Dovecot lets in: the shared one where there is one."""
        found = sorted(self.mailboxes_of(access), key=lambda each: each == self._access.get(access))
        return {"active": bool(found), "mailbox": found[0] if found else "", "username": found[0] if found else ""}


class _Handler(http.server.BaseHTTPRequestHandler):
    ours: TokenServer
    timeout = 20
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        ours = self.ours
        if ours.next and "introspect" not in self.path:
            instead = ours.next.pop(0)
            ours.forms.append({})
            instead.before()
            self._say(instead.status, instead.content, dict(instead.headers))
            return
        form = {name: values[0] for name, values in parse_qs(content.decode(), keep_blank_values=True).items()}
        status, fields = ours.answer(urlsplit(self.path).path, form, self.headers.get("Authorization", ""))
        self._say(status, json.dumps(fields).encode(), {"Content-Type": "application/json"})

    def _say(self, status: int, content: bytes, headers: dict[str, str]) -> None:
        self.send_response_only(status)
        self.send_header("Date", format_datetime(self.ours.now(), usegmt=True))
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Connection", "close")
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        pass
