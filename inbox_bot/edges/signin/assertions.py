"""What is signed instead of shown: by a client with a certificate, by a service account for a mailbox (RFC 7523).

Owns the keys for the length of a call, and their forms: Microsoft names the certificate by its thumbprint in the header
(learn.microsoft.com "Microsoft identity platform application authentication certificate credentials"); Google names the
user that the account stands for in `sub` (developers.google.com "Using OAuth 2.0 for Server to Server Applications").
"""

import base64
import json
import uuid
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from inbox_bot.core.wording import Sentence
from inbox_bot.edges.access import AccessRefused

CLIENT_ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"
LASTS = timedelta(minutes=10)
EARLY = timedelta(seconds=30)  # our clock may be a little fast
_WRONG_KEY = "AUTHENTICATIONFAILED"


def client_assertion(pem: str, *, client_id: str, audience: str, at: datetime) -> str:
    """A client that proves itself by a certificate; `pem` holds it and its RSA key. Raises AccessRefused."""
    certificate, key = _certificate(pem), _key_of(pem)
    thumbprint = base64.urlsafe_b64encode(certificate.fingerprint(hashes.SHA256())).rstrip(b"=").decode()
    claims = {
        "aud": audience,
        "iss": client_id,
        "sub": client_id,
        "jti": str(uuid.uuid4()),
        "nbf": _seconds(at - EARLY),
        "iat": _seconds(at - EARLY),
        "exp": _seconds(at + LASTS),
    }
    return _signed({"alg": "PS256", "typ": "JWT", "x5t#S256": thumbprint}, claims, key)


def certificate_ends(pem: str) -> datetime:
    """When a certificate ends. Raises AccessRefused where there is none."""
    return _certificate(pem).not_valid_after_utc


def delegated(account_key: str, *, user: str, scopes: tuple[str, ...], token_url: str, at: datetime) -> str:
    """A service account's assertion that it stands for this user. Raises AccessRefused where its key is none."""
    account = service_account(account_key)
    claims = {
        "iss": account["client_email"],
        "sub": user,
        "scope": " ".join(scopes),
        "aud": token_url,
        "iat": _seconds(at - EARLY),
        "exp": _seconds(at + LASTS),
    }
    header = {"alg": "RS256", "typ": "JWT", "kid": account.get("private_key_id", "")}
    return _signed(header, claims, account["private_key"])


def service_account(account_key: str) -> dict[str, str]:
    """The fields of Google's JSON key, the private key among them. Raises AccessRefused."""
    try:
        fields = json.loads(account_key)
        found = {name: value for name, value in fields.items() if isinstance(value, str)}
    except (ValueError, AttributeError, RecursionError):
        found = {}
    if not {"client_email", "private_key"} <= found.keys():
        raise AccessRefused(Sentence("the key of the service account is not Google's JSON file"), _WRONG_KEY)
    return found


def _certificate(pem: str) -> x509.Certificate:
    try:
        return x509.load_pem_x509_certificate(pem.encode())
    except ValueError:
        why = Sentence("the certificate file has no certificate (BEGIN CERTIFICATE) that can be read")
        raise AccessRefused(why, _WRONG_KEY) from None


def _key_of(pem: str) -> str:
    try:
        key = serialization.load_pem_private_key(pem.encode(), password=None)
    except (ValueError, TypeError):
        key = None
    if not isinstance(key, RSAPrivateKey):
        why = Sentence("the certificate file has no RSA key without a password (BEGIN PRIVATE KEY)")
        raise AccessRefused(why, _WRONG_KEY)
    form = serialization.PrivateFormat.PKCS8
    return key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()).decode()


def _signed(header: dict[str, str], claims: dict[str, object], key: str) -> str:
    try:
        return jwt.encode(header, claims, RSAKey.import_key(key), algorithms=[header["alg"]])
    except (JoseError, ValueError, TypeError):
        raise AccessRefused(Sentence("the private key can't be used to sign"), _WRONG_KEY) from None


def _seconds(at: datetime) -> int:
    return int(at.astimezone(UTC).timestamp())
