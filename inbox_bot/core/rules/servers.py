"""The servers of a mailbox: where they are, how the connection is protected, where the password is found."""

from enum import StrEnum
from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from inbox_bot.core.rules.section import Section
from inbox_bot.core.rules.written import fields, names


class Security(StrEnum):
    """How a connection is protected."""

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"  # only on loopback


class Secret(Section):
    """Where a secret is found; never the secret itself. Written `env:NAME` or `file:PATH`."""

    source: Literal["env", "file"]
    name: str


def _secret(value: object) -> object:
    reference = names.secret(value)
    return Secret.model_validate(reference) if isinstance(reference, dict) else reference


SecretReference = Annotated[
    Secret,
    BeforeValidator(_secret),
    WithJsonSchema(fields.TEXT | {"pattern": "^(env:[A-Za-z_][A-Za-z0-9_]*|file:.+)$"}),
]


class ServerSettings(Section):
    """One server of a mailbox."""

    usual_ports: ClassVar[dict[Security, int]] = {}

    host: fields.Host = Field(examples=["mail.example.com"])
    port: int = Field(
        0, ge=1, le=65_535, description="left out: the usual one for the security", validate_default=False
    )
    security: Security = Security.TLS
    ca: fields.Text | None = Field(None, description="a PEM file, relative to rules.yaml's folder")
    user: fields.Text | None = None
    password: SecretReference | None = Field(None, description="env:NAME or file:PATH")

    @model_validator(mode="after")
    def _with_its_usual_port(self) -> "ServerSettings":
        if not self.port:
            object.__setattr__(self, "port", self.usual_ports.get(self.security, 0))
        return self


class ImapServer(ServerSettings):
    """The server that the mailbox is read on. Ports: RFC 8314 §7.1, RFC 9051 §2.1."""

    usual_ports: ClassVar[dict[Security, int]] = {Security.TLS: 993, Security.STARTTLS: 143, Security.NONE: 143}


class SmtpServer(ServerSettings):
    """The server that answers are sent by. Ports: RFC 8314 §7.3, RFC 6409 §3.1, RFC 5321 §4.5.4.2."""

    usual_ports: ClassVar[dict[Security, int]] = {Security.TLS: 465, Security.STARTTLS: 587, Security.NONE: 25}
