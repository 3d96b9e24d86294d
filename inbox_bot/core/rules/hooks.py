"""Webhooks: what other systems are told of, where they are, and by which secret they know that it is us."""

from enum import StrEnum

from pydantic import Field

from inbox_bot.core.rules.section import Listed, Section
from inbox_bot.core.rules.servers import SecretReference
from inbox_bot.core.rules.written import fields


class HookEvent(StrEnum):
    """What another system may be told of."""

    FILED = "application.filed"
    UPDATED = "application.updated"
    WITHDRAWN = "application.withdrawn"
    REFUSED = "agency.refused"
    DECIDED = "decision.made"


class HookSettings(Section):
    """One system that is told."""

    name: fields.Text = Field(examples=["ats"])
    url: fields.HookAddress = Field(examples=["https://ats.example.com/inbox-bot"])
    secret: SecretReference = Field(
        description="env:NAME or file:PATH: whsec_ and 24 to 64 bytes in base64 (Standard Webhooks)",
        examples=["env:INBOX_BOT_HOOK_SECRET"],
    )
    events: Listed[HookEvent] = Field((), description="what it is told of; empty: all")
    private: bool = Field(False, description="whether its name may lead to an address of a private network")
    ca: fields.Text | None = Field(None, description="a PEM file, relative to rules.yaml's folder")

    def is_told_of(self, event: HookEvent) -> bool:
        """Whether it wants to know of such a thing."""
        return not self.events or event in self.events
