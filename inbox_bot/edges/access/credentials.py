"""Who we are for a server: a user, and a password or a bearer token; and the pause after the server said no.

A secret that was refused is shown again after a quarter of an hour, or when it is another one: more often may lock the
account, and an account is shared by every connection to it. So there is one `Credentials` a server and user, whoever
connects. The secret is asked for at each login and kept nowhere.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

from inbox_bot.core.wording import Sentence
from inbox_bot.core.words import Word
from inbox_bot.edges.access.refused import AccessRefused

LOGIN_EVERY_S = 900.0  # after a refused login
UNRENEWED_S = 60.0  # after a refused login with a token, where another one can't be had now


class Proof(Word):
    """What a secret is."""

    PASSWORD = "password", "A password: the same until a person changes it."
    BEARER = "bearer", "A token of OAuth 2 (RFC 6750): it expires, and another one can be had."


@dataclass(frozen=True, kw_only=True, slots=True)
class _Refusal:
    """The server did not take this secret."""

    error: AccessRefused
    until: float  #: on the monotonic clock
    secret_hash: int  #: of this process (PEP 456): tells another secret, and tells nobody which


class Credentials:
    """See the module. May be used by several threads: what they share is one value, replaced as a whole."""

    def __init__(
        self,
        *,
        user: str,
        secret: Callable[[], str | None],
        proof: Proof = Proof.PASSWORD,
        renew: Callable[[], None] | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """`secret` gives what is to be shown now; after `renew` it gives another one, where one can be had."""
        self.user = user
        self.proof = proof
        self._secret = secret
        self._renew = renew
        self._monotonic = monotonic
        self._refusal: _Refusal | None = None

    def check(self) -> str:
        """The secret to show, before a connection is made: where there is none to show, none is needed.

        Raises AccessRefused where none is given, or the server refused it not long ago; SecretMissing.
        """
        secret, refusal = self._secret(), self._refusal
        if secret is None:
            why = Sentence("no password is given to log in with")
            if self.proof is Proof.BEARER:
                why = Sentence("no bearer is given to log in with")
            raise AccessRefused(why, "AUTHENTICATIONFAILED")
        if refusal is not None and self._monotonic() < refusal.until and refusal.secret_hash == hash(secret):
            raise refusal.error.again()
        return secret

    def log_in(self, show: Callable[[str], AccessRefused | None]) -> None:
        """Have the secret shown; where the server refuses it for good (what `show` gives), another one, once.

        A token may have expired a moment ago, which is no reason to wait. Raises what `check` and `show` raise.
        """
        secret = self.check()
        refused = show(secret)
        if refused is not None and self._renew is not None:
            secret, refused = self._shown_another(show, secret, refused, self._renew)
        if refused is not None:
            until = self._monotonic() + (UNRENEWED_S if refused.temporary else LOGIN_EVERY_S)
            self._refusal = _Refusal(error=refused, until=until, secret_hash=hash(secret))
            raise refused
        self._refusal = None

    def _shown_another(
        self,
        show: Callable[[str], AccessRefused | None],
        secret: str,
        refused: AccessRefused,
        renew: Callable[[], None],
    ) -> tuple[str, AccessRefused | None]:
        """The secret shown last, and how it was refused: where none can be had, by whoever gives them."""
        try:
            renew()
            another = self._secret()
        except AccessRefused as error:
            return secret, error
        if another is None or another == secret:
            return secret, refused
        return another, show(another)
