"""The sign-in of one mailbox, put together from rules.yaml: whom to ask, as whom, with which secret, kept where."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from inbox_bot.core.rules.model import Flow, SignInSettings
from inbox_bot.edges import secrets
from inbox_bot.edges.access import AccessRefused
from inbox_bot.edges.signin.grants import by_app, by_service_account, renewed
from inbox_bot.edges.signin.providers import Form, TokenServer, token_server
from inbox_bot.edges.signin.refusals import REFUSED
from inbox_bot.edges.signin.source import NOBODY, TokenSource
from inbox_bot.edges.signin.tokens import Token, TokenFile


@dataclass(frozen=True, kw_only=True)
class SignIn:
    """See the module. Raises SecretMissing and AccessRefused only when something is asked of it."""

    mailbox: str  #: its name
    settings: SignInSettings
    server: TokenServer
    file: TokenFile | None  #: None where no person signs in: such a token is asked for anew by each process
    folder: Path  #: rules.yaml's: where secrets are looked for

    def source(self) -> TokenSource:
        """Where connections get their tokens."""
        return TokenSource(mailbox=self.mailbox, obtain=self.obtain, file=self.file)

    def obtain(self, token: Token | None, at: datetime) -> Token:
        """Ask the token server for the next one. Raises AccessRefused, TokenServerDown, SecretMissing."""
        match self.settings.flow:
            case Flow.APP:
                return by_app(self.server, at)
            case Flow.SERVICE_ACCOUNT:
                key = secrets.fetch(self.settings.service_account, self.folder)
                return by_service_account(self.server, key or "", at)
        if token is None or token.refresh is None:
            raise AccessRefused(NOBODY, REFUSED)
        return renewed(self.server, token, at)

    def ends(self) -> date | None:
        """The last day of the secret or certificate, as far as it is known. Raises AccessRefused, SecretMissing."""
        if self.settings.certificate is not None:
            from inbox_bot.edges.signin.assertions import certificate_ends  # see `grants.by_service_account`

            pem = secrets.fetch(self.settings.certificate, self.folder) or ""
            return certificate_ends(pem).astimezone(UTC).date()
        return self.settings.client_secret_ends


def sign_in_of(settings: SignInSettings, *, mailbox: str, user: str, folder: Path, tokens: Path) -> SignIn:
    """`user` is who logs in to the mailbox's IMAP server; `tokens` the file where rules.yaml names none."""

    def proof() -> Form:
        return _proof(settings, server, folder)

    ca = folder / settings.ca if settings.ca else None
    server = token_server(settings, user=user, ca=ca, proof=proof)
    path = folder / settings.tokens if settings.tokens else tokens
    return SignIn(
        mailbox=mailbox,
        settings=settings,
        server=server,
        file=TokenFile(path) if settings.flow.has_person else None,
        folder=folder,
    )


def _proof(settings: SignInSettings, server: TokenServer, folder: Path) -> Form:
    if settings.certificate is not None:
        from inbox_bot.edges.signin.assertions import (
            CLIENT_ASSERTION,
            client_assertion,
        )  # see `grants.by_service_account`

        pem = secrets.fetch(settings.certificate, folder) or ""
        assertion = client_assertion(pem, client_id=server.client_id, audience=server.token_url, at=datetime.now(UTC))
        return {"client_assertion_type": CLIENT_ASSERTION, "client_assertion": assertion}
    secret = secrets.fetch(settings.client_secret, folder)
    return {"client_secret": secret} if secret else {}
