"""`mailbox.signin`: what belongs together, and what is said where something is missing."""

import pytest

from inbox_bot.core.rules.load import load
from inbox_bot.core.rules.model import Flow, Provider, SignInSettings
from inbox_bot.edges.signin.providers import token_server

WHOLE = {
    "microsoft device": "provider: microsoft, flow: device, tenant: t, client_id: c",
    "microsoft browser": "provider: microsoft, flow: browser, tenant: t, client_id: c",
    "microsoft secret": "provider: microsoft, flow: app, tenant: t, client_id: c, client_secret: 'env:S'",
    "microsoft certificate": "provider: microsoft, flow: app, tenant: t, client_id: c, certificate: 'file:a.pem'",
    "google browser": "provider: google, flow: browser, client_id: c, client_secret: 'env:S'",
    "google account": "provider: google, flow: service_account, service_account: 'file:key.json'",
    "custom": "provider: custom, flow: app, client_id: c, token_url: 'https://a.test', scopes: m, certificate: 'env:S'",
}  # fmt: skip


def with_sign_in(smallest, signin):
    return smallest.replace("vacancies:\n", f"  signin: {{{signin}}}\nvacancies:\n")


@pytest.mark.parametrize("signin", WHOLE.values(), ids=WHOLE.keys())
def test_what_is_whole_is_understood(smallest, templates, signin):
    mailbox = load(with_sign_in(smallest, signin), templates).mailboxes[0]
    assert mailbox.signin is not None
    assert mailbox.user_at(mailbox.imap) == "jobs@example.com"
    assert mailbox.is_signed_in_to(mailbox.smtp)


@pytest.mark.parametrize(
    ("signin", "said"),
    [
        ("provider: microsoft, flow: device", "with microsoft and device lacks tenant, client_id; add it"),
        ("provider: google, flow: device, client_id: c",
         "can't be device with google (Google gives a mailbox to no device code); write browser or service_account"),
        ("provider: google, flow: app, client_id: c", "can't be app with google; write browser or service_account"),
        ("provider: google, flow: browser, client_id: c", "lacks client_secret"),
        ("provider: custom, flow: browser, client_id: c", "lacks token_url, authorize_url, scopes"),
        ("provider: custom, flow: device, client_id: c, scopes: []", "lacks token_url, device_url, scopes"),
        ("provider: microsoft, flow: app, tenant: t, client_id: c", "by client_secret or by certificate; write one"),
        ("provider: microsoft, flow: app, tenant: t, client_id: c, client_secret: 'env:S', certificate: 'env:C'",
         "by client_secret or by certificate; write one"),
        ("provider: microsoft, flow: app, tenant: common, client_id: c, client_secret: 'env:S'",
         'tenant is "common", and an app without a person needs one directory; write its id'),
        ("provider: microsoft, flow: device, tenant: t, client_id: c, token_url: 'http://a.test/'",
         "which is not an address that begins with https://"),
        ("provider: microsoft, flow: device, tenant: t, client_id: c, token_url: 'https://'", "begins with https://"),
        ("provider: azure, flow: device", 'signin.provider is "azure"'),
        ("flow: device", 'lacks the key "provider"'),
        ("provider: google, flow: service_account, service_account: key.json", "is not a reference; never write"),
    ],
)  # fmt: skip
def test_what_is_missing_or_does_not_fit_is_named(smallest, problems, signin, said):
    found = [problem.message for problem in problems(with_sign_in(smallest, signin))]
    assert any(said in message for message in found), found


def test_a_password_goes_before_a_token_for_the_server_that_has_one(smallest, templates):
    text = with_sign_in(smallest, WHOLE["microsoft device"])
    text = text.replace("smtp.example.com", "smtp.example.com, user: relay, password: 'env:R'")
    mailbox = load(text, templates).mailboxes[0]
    assert not mailbox.is_signed_in_to(mailbox.smtp)
    assert mailbox.user_at(mailbox.smtp) == "relay"
    assert mailbox.is_signed_in_to(mailbox.imap)


def test_a_user_without_a_password_is_whole_where_there_is_a_sign_in(smallest, templates, problems):
    text = smallest.replace("imap.example.com", "imap.example.com, user: shared@example.com")
    assert problems(text)
    mailbox = load(with_sign_in(text, WHOLE["microsoft device"]), templates).mailboxes[0]
    assert mailbox.user_at(mailbox.imap) == "shared@example.com"


@pytest.mark.parametrize(("provider", "flow"), [("microsoft", each) for each in ("device", "browser", "app")])
def test_microsofts_addresses_are_the_tenants(provider, flow):
    settings = SignInSettings(provider=Provider(provider), flow=Flow(flow), client_id="c", tenant="contoso.test/../x")
    server = token_server(settings, user="a@b.test")
    assert server.token_url == "https://login.microsoftonline.com/contoso.test%2F..%2Fx/oauth2/v2.0/token"
    assert ("offline_access" in server.scopes) is (flow != "app")


def test_a_national_cloud_names_its_own_addresses():
    url = "https://login.microsoftonline.us/t/oauth2/v2.0/token"
    settings = SignInSettings(
        provider=Provider.MICROSOFT, flow=Flow.APP, client_id="c", tenant="t", token_url=url, scopes=("x/.default",)
    )
    server = token_server(settings, user="a@b.test")
    assert (server.token_url, server.scopes) == (url, ("x/.default",))
