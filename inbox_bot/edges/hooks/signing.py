"""The signature of a webhook: HMAC-SHA-256 over its id, the moment and the body.

Source: Standard Webhooks, "Signature scheme" (symmetric, `v1`).
"""

import base64
import binascii
import hmac
from collections.abc import Mapping
from datetime import datetime

from inbox_bot.core.wording import Sentence

PREFIX = "whsec_"
SHORTEST, LONGEST = 24, 64  # bytes of a key


class BadSecret(Exception):
    """A secret that no key can be made of; the text says what one looks like, and holds nothing of it."""


def key_of(secret: str) -> bytes:
    """The key in a secret. Raises BadSecret."""
    try:
        key = base64.b64decode(secret.strip().removeprefix(PREFIX), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if not SHORTEST <= len(key) <= LONGEST:
        raise BadSecret(
            Sentence(
                "the secret is not {prefix} and {shortest} to {longest} bytes in base64",
                prefix=PREFIX,
                shortest=SHORTEST,
                longest=LONGEST,
            )
        )
    return key


def signed(key: bytes, id_: str, at: datetime, body: bytes) -> Mapping[str, str]:
    """The three headers that say which message it is, when it was sent, and that it is from us."""
    moment = str(int(at.timestamp()))
    digest = hmac.digest(key, f"{id_}.{moment}.".encode() + body, "sha256")
    return {
        "webhook-id": id_,
        "webhook-timestamp": moment,
        "webhook-signature": f"v1,{base64.b64encode(digest).decode()}",
    }
