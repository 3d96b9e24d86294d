"""Why a token server says no, and what a person does about it: Microsoft's AADSTS codes, Google's and the RFCs' words.

A remedy is chosen by Microsoft's number where one is known, else by the error of RFC 6749 §5.2 or RFC 8628 §3.5 and the
provider. Microsoft asks that programs don't depend on its numbers (learn.microsoft.com "Microsoft Entra authentication
and authorization error codes"): here they choose words only, and what was said is always quoted.
"""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from string import Formatter

from inbox_bot.core.message import safe
from inbox_bot.core.rules.model import Flow, Provider
from inbox_bot.core.wording import Sentence
from inbox_bot.edges.access import AccessRefused
from inbox_bot.edges.signin.providers import TokenServer
from inbox_bot.edges.signin.remedies import Remedy
from inbox_bot.edges.signin.transport import ServerAnswer

REFUSED = "AUTHENTICATIONFAILED"
CLOCK_OFF = timedelta(minutes=4)  # tokens and assertions bear times, and servers allow five minutes at most
SAID_LIMIT = 300  # characters of what a server says
_NUMBER = re.compile(r"AADSTS(\d{4,8})")
_TRACE = re.compile(r"\s*(?:Trace ID|Correlation ID|Timestamp): .*", re.DOTALL)

#: a sign-in that ended, by time or by hand, or that wants a second factor
_OVER = (50173, 70008, 700082, 700084, 50078, 70043, 50089, 50076, 50079, 50074, 50132, 50133)
_OF_MICROSOFT: Mapping[int, Remedy] = (
    dict.fromkeys(
        (50173, 70008, 700082, 700084, 50078, 70043, 50089, 50076, 50079, 50074, 50132, 50133), Remedy.SIGN_IN_ANEW
    )
    | dict.fromkeys((53000, 53001, 53002, 53003, 53004, 530032, 530033, 530034, 530036), Remedy.POLICY)
    | dict.fromkeys((65001, 90094, 90095, 1002016), Remedy.CONSENT)
    | dict.fromkeys((700016, 70001, 700038), Remedy.NO_APP)
    | dict.fromkeys((90002, 900023, 50059), Remedy.NO_TENANT)
    | dict.fromkeys((7000218,), Remedy.PUBLIC)
    | dict.fromkeys((7000215, 7000216), Remedy.WRONG_SECRET)
    | dict.fromkeys((7000222,), Remedy.SECRET_ENDED)
    | dict.fromkeys((700027, 700023, 7000214), Remedy.CERTIFICATE)
    | dict.fromkeys((700024,), Remedy.CLOCK_UNKNOWN)
    | dict.fromkeys((50034, 50053, 50055, 50057, 50020), Remedy.ACCOUNT)
    | dict.fromkeys((50105,), Remedy.ASSIGN)
    | dict.fromkeys((50011,), Remedy.REDIRECT)
    | dict.fromkeys((500011, 500014), Remedy.NO_EXCHANGE)
    | dict.fromkeys((7000112,), Remedy.APP_OFF)
    | dict.fromkeys((65004,), Remedy.DECLINED)
    | dict.fromkeys((70019, 70020), Remedy.TOO_LATE)
    | dict.fromkeys((70011,), Remedy.SCOPE)
)
_OF_GOOGLE: Mapping[str, Remedy] = {
    "invalid_grant": Remedy.TESTING,
    "unauthorized_client": Remedy.DELEGATION,
    "invalid_client": Remedy.GOOGLE_CLIENT,
    "deleted_client": Remedy.GOOGLE_CLIENT,
    "disabled_client": Remedy.GOOGLE_CLIENT,
    "admin_policy_enforced": Remedy.GOOGLE_POLICY,
    "org_internal": Remedy.GOOGLE_POLICY,
    "access_denied": Remedy.DECLINED,
    "invalid_scope": Remedy.SCOPE,
}
_OF_ANYBODY: Mapping[str, Remedy] = {
    "invalid_grant": Remedy.SIGN_IN_ANEW,
    "interaction_required": Remedy.SIGN_IN_ANEW,
    "login_required": Remedy.SIGN_IN_ANEW,
    "consent_required": Remedy.SIGN_IN_ANEW,
    "invalid_client": Remedy.CLIENT,
    "unauthorized_client": Remedy.CLIENT,
    "access_denied": Remedy.DECLINED,
    "authorization_declined": Remedy.DECLINED,
    "expired_token": Remedy.TOO_LATE,
    "invalid_scope": Remedy.SCOPE,
}


def refusal(server: TokenServer, answer: ServerAnswer, at: datetime) -> AccessRefused:
    """The exception for an error that a token server answered with (RFC 6749 §5.2)."""
    return refusal_of(server, answer.text("error"), answer.text("error_description"), skew(answer.server_time, at))


def refusal_of(server: TokenServer, error: str, description: str, off: timedelta = timedelta(0)) -> AccessRefused:
    """The same, of its words; `off` is how far our clock is from the server's."""
    said = safe.line(_TRACE.sub("", description) or error or "?", SAID_LIMIT)
    why = Sentence("no token is given ({said}): {remedy}", said=said, remedy=_remedy(server, error, description, off))
    return AccessRefused(why, REFUSED)


def late(server: TokenServer) -> AccessRefused:
    """Nobody typed the code while it held."""
    return refusal_of(server, "expired_token", "")


def skew(server_time: datetime | None, at: datetime) -> timedelta:
    """How far our clock is from the server's; nothing where the server doesn't tell."""
    return at - server_time if server_time is not None else timedelta(0)


def _remedy(server: TokenServer, error: str, description: str, off: timedelta) -> Sentence:
    found = _found(server, error, description)
    if (found is Remedy.CLOCK_UNKNOWN or _is_about_time(description)) and abs(off) >= CLOCK_OFF:
        found = Remedy.CLOCK
    if server.flow is Flow.DEVICE and server.provider is Provider.MICROSOFT:
        found = {Remedy.POLICY: Remedy.ANOTHER_WAY, Remedy.TOO_LATE: Remedy.TOO_LATE_AT_MICROSOFT}.get(found, found)
    values = {
        "client_id": server.client_id,
        "tenant": server.tenant,
        "user": server.user,
        "scopes": ", ".join(server.scopes),
        "minutes": round(abs(off) / timedelta(minutes=1)),
    }
    named = {name for _, name, _, _ in Formatter().parse(found.sentence) if name}
    return Sentence(found.sentence, **{name: values[name] for name in named})


def _found(server: TokenServer, error: str, description: str) -> Remedy:
    if server.provider is Provider.MICROSOFT:
        for number in _NUMBER.findall(description):
            if int(number) in _OF_MICROSOFT:
                return _OF_MICROSOFT[int(number)]
    if server.provider is Provider.GOOGLE:
        if error == "invalid_grant" and server.flow is Flow.SERVICE_ACCOUNT:
            return Remedy.CLOCK_UNKNOWN if _is_about_time(description) else Remedy.NO_SUCH_USER
        if error in _OF_GOOGLE:
            return _OF_GOOGLE[error]
    if _is_about_time(description):
        return Remedy.CLOCK_UNKNOWN
    return _OF_ANYBODY.get(error, Remedy.LOOK)


def _is_about_time(description: str) -> bool:
    """Google's words for an assertion from another time; Microsoft has a number for it."""
    return "iat and exp" in description or "reasonable timeframe" in description
