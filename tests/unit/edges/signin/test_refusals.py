"""What a token server says, and the remedy that a person reads: one a cause, with what rules.yaml says filled in."""

import base64
import json
import re
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox_bot.core.message import safe
from inbox_bot.core.rules.model import Flow, Provider
from inbox_bot.edges.access import AccessRefused
from inbox_bot.edges.signin.browser import begin, code_in
from inbox_bot.edges.signin.grants import _user_of
from inbox_bot.edges.signin.providers import TokenServer
from inbox_bot.edges.signin.refusals import late, refusal, refusal_of
from inbox_bot.edges.signin.remedies import Remedy
from inbox_bot.edges.signin.tokens import TokenFile
from inbox_bot.edges.signin.transport import ServerAnswer

AT = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)
MICROSOFT, GOOGLE, CUSTOM = Provider
DEVICE, BROWSER, APP, ACCOUNT = Flow


def server(provider=MICROSOFT, flow=BROWSER):
    return TokenServer(
        provider=provider,
        flow=flow,
        user="jane@contoso.test",
        client_id="the-app",
        tenant="contoso.test",
        scopes=("mail",),
        token_url="https://login.test/token",
        authorize_url="https://login.test/authorize",
    )


@pytest.mark.parametrize(
    ("provider", "flow", "error", "description", "remedy"),
    [
        (MICROSOFT, DEVICE, "invalid_grant", "AADSTS50173: revoked", Remedy.SIGN_IN_ANEW),
        (MICROSOFT, BROWSER, "invalid_grant", "AADSTS700082: inactive", Remedy.SIGN_IN_ANEW),
        (MICROSOFT, BROWSER, "invalid_grant", "AADSTS50076: second factor", Remedy.SIGN_IN_ANEW),
        (MICROSOFT, BROWSER, "access_denied", "AADSTS53003: blocked", Remedy.POLICY),
        (MICROSOFT, DEVICE, "access_denied", "AADSTS53003: blocked", Remedy.ANOTHER_WAY),
        (MICROSOFT, BROWSER, "invalid_grant", "AADSTS65001: no consent", Remedy.CONSENT),
        (MICROSOFT, APP, "unauthorized_client", "AADSTS700016: no such app", Remedy.NO_APP),
        (MICROSOFT, APP, "invalid_request", "AADSTS90002: no such tenant", Remedy.NO_TENANT),
        (MICROSOFT, DEVICE, "invalid_client", "AADSTS7000218: client_assertion", Remedy.PUBLIC),
        (MICROSOFT, APP, "invalid_client", "AADSTS7000215: secret", Remedy.WRONG_SECRET),
        (MICROSOFT, APP, "invalid_client", "AADSTS7000222: expired", Remedy.SECRET_ENDED),
        (MICROSOFT, APP, "invalid_client", "AADSTS700027: certificate", Remedy.CERTIFICATE),
        (MICROSOFT, APP, "invalid_client", "AADSTS700024: time", Remedy.CLOCK_UNKNOWN),
        (MICROSOFT, BROWSER, "invalid_grant", "AADSTS50057: disabled", Remedy.ACCOUNT),
        (MICROSOFT, BROWSER, "invalid_grant", "AADSTS50105: not assigned", Remedy.ASSIGN),
        (MICROSOFT, BROWSER, "invalid_request", "AADSTS50011: redirect", Remedy.REDIRECT),
        (MICROSOFT, APP, "invalid_resource", "AADSTS500011: no principal", Remedy.NO_EXCHANGE),
        (MICROSOFT, APP, "invalid_client", "AADSTS7000112: disabled", Remedy.APP_OFF),
        (MICROSOFT, BROWSER, "invalid_scope", "AADSTS70011: scope", Remedy.SCOPE),
        (MICROSOFT, BROWSER, "access_denied", "AADSTS65004: declined", Remedy.DECLINED),
        (MICROSOFT, DEVICE, "expired_token", "AADSTS70020: expired", Remedy.TOO_LATE_AT_MICROSOFT),
        (MICROSOFT, BROWSER, "invalid_grant", "AADSTS99999999: new since this was written", Remedy.SIGN_IN_ANEW),
        (MICROSOFT, BROWSER, "temporarily_odd", "something else", Remedy.LOOK),
        (GOOGLE, BROWSER, "invalid_grant", "Token has been expired or revoked.", Remedy.TESTING),
        (GOOGLE, ACCOUNT, "unauthorized_client", "Client is unauthorized …", Remedy.DELEGATION),
        (GOOGLE, ACCOUNT, "invalid_grant", "Invalid email or User ID", Remedy.NO_SUCH_USER),
        (GOOGLE, ACCOUNT, "invalid_grant", "… in a reasonable timeframe. Check your iat and exp", Remedy.CLOCK_UNKNOWN),
        (GOOGLE, BROWSER, "invalid_client", "The OAuth client was not found.", Remedy.GOOGLE_CLIENT),
        (GOOGLE, BROWSER, "admin_policy_enforced", "", Remedy.GOOGLE_POLICY),
        (GOOGLE, BROWSER, "access_denied", "", Remedy.DECLINED),
        (CUSTOM, DEVICE, "expired_token", "", Remedy.TOO_LATE),
        (CUSTOM, BROWSER, "invalid_client", "", Remedy.CLIENT),
        (CUSTOM, BROWSER, "invalid_grant", "AADSTS53003: not Microsoft's", Remedy.SIGN_IN_ANEW),
    ],
)  # fmt: skip
def test_each_no_has_its_remedy(provider, flow, error, description, remedy):
    why = refusal_of(server(provider, flow), error, description).why
    begins = re.split(r"\{\w+\}", remedy.sentence)[0]
    assert why.partition("): ")[2].startswith(begins)
    assert "{" not in why


def test_where_the_clock_is_known_to_be_off_it_is_said_by_how_much():
    answer = ServerAnswer(
        status=401,
        fields={"error": "invalid_client", "error_description": "AADSTS700024: time"},
        server_time=AT - timedelta(minutes=10),
    )
    assert "it is 10 minutes off" in refusal(server(flow=APP), answer, AT).why


def test_a_clock_that_is_off_is_not_blamed_for_something_else():
    answer = ServerAnswer(
        status=400,
        fields={"error": "invalid_grant", "error_description": "AADSTS50173: revoked"},
        server_time=AT - timedelta(minutes=10),
    )
    assert "clock" not in refusal(server(), answer, AT).why


def test_what_is_for_microsofts_support_alone_is_not_shown():
    said = "AADSTS50173: The grant was revoked.\r\nTrace ID: 0000aaaa\r\nCorrelation ID: 1\r\nTimestamp: 2026-11-29"
    why = refusal_of(server(), "invalid_grant", said).why
    assert "AADSTS50173: The grant was revoked." in why
    assert "Trace" not in why


def test_the_address_of_the_consent_is_whole():
    why = refusal_of(server(), "invalid_grant", "AADSTS65001: no consent").why
    assert "https://login.microsoftonline.com/contoso.test/adminconsent?client_id=the-app" in why


@given(st.text(), st.text())
def test_whatever_a_server_says_becomes_one_inert_line(error, description):
    for provider, flow in ((MICROSOFT, DEVICE), (GOOGLE, ACCOUNT), (CUSTOM, APP)):
        why = refusal_of(server(provider, flow), error, description).why
        assert safe.line(why, 800) == why
    assert late(server()).code == "AUTHENTICATIONFAILED"


@given(st.text())
def test_whatever_is_pasted_is_a_code_only_with_the_state_that_was_sent(pasted):
    visit = begin(server(), 1)
    assert code_in(server(), visit, pasted) is None


@given(st.text(min_size=1, max_size=200))
def test_a_code_with_its_state_is_found_whatever_stands_around_it(noise):
    visit = begin(server(), 1)
    more = quote(noise.encode("utf-8", "replace"))
    assert code_in(server(), visit, f"http://localhost:1/?more={more}&code=abc&state={visit.state}") == "abc"
    assert code_in(server(), visit, f"  ?code=abc&state={visit.state}&more={more}\n") == "abc"


@given(st.text())
def test_an_id_token_that_is_none_names_nobody(text):
    named = _user_of(text)
    assert named == "" or "@" in named


def test_whoever_signed_in_is_named_by_the_first_claim_that_is_an_address():
    def token(**claims):
        return f"x.{base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip('=')}.x"

    assert _user_of(token(preferred_username="Jane@contoso.test", email="other@contoso.test")) == "Jane@contoso.test"
    assert _user_of(token(preferred_username="+49 171", email="jane@contoso.test")) == "jane@contoso.test"
    assert _user_of(token(sub="1")) == ""


@given(st.binary(max_size=500))
def test_a_file_of_tokens_that_is_none_is_refused_in_words(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("tokens") / "jobs.json"
    path.write_bytes(content)
    with pytest.raises(AccessRefused, match="is damaged"):
        TokenFile(path).read()
