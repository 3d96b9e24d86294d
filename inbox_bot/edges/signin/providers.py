"""Whom to ask for tokens, and for which rights: Microsoft's and Google's addresses and scopes, or those of rules.yaml.

Sources: learn.microsoft.com "Authenticate an IMAP, POP or SMTP connection using OAuth", "OAuth 2.0 device
authorization grant"; developers.google.com "OAuth 2.0 Mechanism" (Gmail), "OAuth 2.0 for Mobile & Desktop Apps".
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from inbox_bot.core.rules.model import Flow, Provider, SignInSettings

MICROSOFT = "https://login.microsoftonline.com"
_OF_A_PERSON = (
    "https://outlook.office.com/IMAP.AccessAsUser.All",
    "https://outlook.office.com/SMTP.Send",
    "offline_access",
    "openid",
    "profile",
)
_OF_AN_APP = ("https://outlook.office365.com/.default",)
GMAIL = "https://mail.google.com/"
#: what a token server grants without naming it again, or names otherwise
UNNAMED = frozenset({"offline_access", "openid", "profile", "email"})
Form = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class TokenServer:
    """Where tokens of one mailbox come from."""

    provider: Provider
    flow: Flow
    user: str  #: who signs in, or whose mailbox it is where nobody does
    client_id: str
    tenant: str
    scopes: tuple[str, ...]
    token_url: str
    authorize_url: str = ""
    device_url: str = ""
    ca: Path | None = None
    #: how the client proves itself, as fields of the form (RFC 6749 §2.3.1, RFC 7523 §2.2); nothing for a public one
    proof: Callable[[], Form] = field(default=dict, repr=False)

    @property
    def wanted(self) -> frozenset[str]:
        """The rights without which a token is no use, in lower case."""
        return frozenset(each.lower() for each in self.scopes if each not in UNNAMED and not each.endswith("/.default"))


def token_server(
    settings: SignInSettings, *, user: str, ca: Path | None = None, proof: Callable[[], Form] = dict
) -> TokenServer:
    """The server that these settings mean; what they say themselves goes before what is known of the provider."""
    known: dict[str, str] = {"token_url": "", "authorize_url": "", "device_url": ""}
    scopes: tuple[str, ...] = ()
    if settings.provider is Provider.MICROSOFT:
        base = f"{MICROSOFT}/{quote(settings.tenant or '', safe='')}/oauth2/v2.0"
        known = {
            "token_url": f"{base}/token",
            "authorize_url": f"{base}/authorize",
            "device_url": f"{base}/devicecode",
        }
        scopes = _OF_AN_APP if settings.flow is Flow.APP else _OF_A_PERSON
    elif settings.provider is Provider.GOOGLE:
        known |= {
            "token_url": "https://oauth2.googleapis.com/token",
            "authorize_url": "https://accounts.google.com/o/oauth2/v2/auth",
        }
        scopes = (GMAIL,) if settings.flow is Flow.SERVICE_ACCOUNT else (GMAIL, "openid", "email")
    return TokenServer(
        provider=settings.provider,
        flow=settings.flow,
        user=settings.user or user,
        client_id=settings.client_id or "",
        tenant=settings.tenant or "",
        scopes=settings.scopes or scopes,
        token_url=settings.token_url or known["token_url"],
        authorize_url=settings.authorize_url or known["authorize_url"],
        device_url=settings.device_url or known["device_url"],
        ca=ca,
        proof=proof,
    )
