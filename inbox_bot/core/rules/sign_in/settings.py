"""`mailbox.signin`: how a token is had for a mail server that takes no password.

Owns what a user may write; which keys belong together is `checks`'s, and what is done with them edges/signin's.
"""

from enum import StrEnum
from typing import Annotated

from pydantic import BeforeValidator, Field, WithJsonSchema

from inbox_bot.core.rules.section import Section
from inbox_bot.core.rules.servers import SecretReference
from inbox_bot.core.rules.written import fields, names

Url = Annotated[str, BeforeValidator(names.https_url), WithJsonSchema(fields.TEXT | {"format": "uri"})]


class Provider(StrEnum):
    """Whose token server it is: its addresses and scopes are known, but for `custom`."""

    MICROSOFT = "microsoft"
    GOOGLE = "google"
    CUSTOM = "custom"


class Flow(StrEnum):
    """How a token is had."""

    DEVICE = "device"  # a person types a code into a browser anywhere (RFC 8628)
    BROWSER = "browser"  # a person signs in, and the browser comes back to this machine (RFC 8252, RFC 7636)
    APP = "app"  # no person: the app proves itself by a secret or a certificate (RFC 6749 §4.4, RFC 7523)
    SERVICE_ACCOUNT = "service_account"  # no person: Google, with delegation for the domain (RFC 7523 §2.1)

    @property
    def has_person(self) -> bool:
        """Whether somebody has to sign in, by `inbox-bot login`."""
        return self in (Flow.DEVICE, Flow.BROWSER)


class WayOut(StrEnum):
    """By what letters go out."""

    SMTP = "smtp"
    GRAPH = "graph"  # Microsoft's web interface, where SMTP AUTH is off


class SignInSettings(Section):
    """Where tokens for a mailbox come from (OAuth 2.0)."""

    provider: Provider = Field(examples=["microsoft"])
    flow: Flow = Field(examples=["device"])
    client_id: fields.Text | None = Field(None, description="of the app that your company registered")
    tenant: fields.Text | None = Field(None, description="Microsoft: the directory's id or domain")
    user: fields.Email | None = Field(None, description="who signs in; left out: the mailbox's own user")
    client_secret: SecretReference | None = Field(None, description="env:NAME or file:PATH")
    client_secret_ends: fields.Day | None = Field(None, description="the last day of the secret: told 30 days before")
    certificate: SecretReference | None = Field(None, description="env:NAME or file:PATH: PEM, with its key")
    service_account: SecretReference | None = Field(None, description="env:NAME or file:PATH: Google's JSON key")
    token_url: Url | None = None
    authorize_url: Url | None = None
    device_url: Url | None = None
    scopes: fields.Texts = ()
    send: WayOut = WayOut.SMTP
    graph_url: Url | None = None
    ca: fields.Text | None = Field(None, description="a PEM file, relative to rules.yaml's folder")
    tokens: fields.Text | None = Field(None, description="the file that tokens are kept in; left out: by the ledger")
