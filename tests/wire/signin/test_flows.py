"""Each way to a token, at a token server over TLS: what is asked, what is kept, and what is not taken."""

import json
from datetime import UTC, datetime, timedelta
from urllib.request import urlopen

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

from inbox_bot.edges.access import AccessRefused
from inbox_bot.edges.signin import NotYet, begin, by_code, by_device_code, device_code, listening
from tests.support.servers.token_server import Client
from tests.wire.signin.conftest import APP, SHARED, USER

AT = datetime.now(UTC)


def certificate(key=None, *, days=365):
    """PEM of a certificate and its key, and the certificate."""
    key = key or rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "inbox_bot")])
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=days))
    )  # fmt: skip
    made = builder.sign(key, hashes.SHA256())
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return (private + made.public_bytes(serialization.Encoding.PEM)).decode(), made


# A code that is typed elsewhere


def test_a_device_code_is_shown_and_asked_after_until_somebody_typed_it(microsoft, sign_in_to):
    found = sign_in_to(microsoft, "device")
    code = device_code(found.server, AT)
    assert code.page == "https://microsoft.com/devicelogin"
    assert (code.lasts_s, code.every_s) == (900, 1)
    pending = microsoft.pending[code.user_code]
    assert by_device_code(found.server, code, 1.0, AT) == NotYet(every_s=1.0)
    pending.every_s = 3600.0
    assert by_device_code(found.server, code, 1.0, AT) == NotYet(every_s=6.0)  # slow_down: RFC 8628 §3.5
    pending.every_s = 0.0
    microsoft.consent(USER, code.user_code)
    token = by_device_code(found.server, code, 1.0, AT)
    assert (token.user, token.signed_in_at, token.lasts_s) == (USER, AT, 3600)
    assert microsoft.mailboxes_of(token.access) >= {USER}
    assert "client_secret" not in microsoft.forms[-1]


@pytest.mark.parametrize(
    ("ended", "remedy"),
    [
        ("authorization_declined", "said no: begin anew with inbox-bot login"),
        ("expired_token", "where the browser said 53003, your directory allows no device code: write flow: browser"),
    ],
)
def test_a_device_code_that_ends_says_what_to_do(microsoft, sign_in_to, ended, remedy):
    found = sign_in_to(microsoft, "device")
    code = device_code(found.server, AT)
    microsoft.decline(code.user_code, ended)
    with pytest.raises(AccessRefused) as refused:
        by_device_code(found.server, code, 1.0, AT)
    assert remedy in refused.value.why


def test_an_app_that_allows_no_public_flow_is_told_where_to_allow_it(microsoft, sign_in_to):
    microsoft.clients[APP].public_flows = False
    with pytest.raises(AccessRefused, match=f"at the app {APP} under Authentication, allow public client flows"):
        device_code(sign_in_to(microsoft, "device").server, AT)


# A browser


@pytest.mark.parametrize("speaks", ["microsoft", "google"])
def test_a_browser_comes_back_to_this_machine_with_a_code(request, sign_in_to, speaks):
    server = request.getfixturevalue(speaks)
    found = sign_in_to(server, "browser")
    with listening() as arrivals:
        visit = begin(found.server, arrivals.port)
        back = server.visit(visit.address, USER)
        assert back.startswith(f"http://{'localhost' if speaks == 'microsoft' else '127.0.0.1'}:{arrivals.port}/?code=")
        page = browse(back.replace("localhost", "127.0.0.1"))
        assert b"may be closed" in page
        code = arrivals.code(found.server, visit, 10)
    token = by_code(found.server, code=code, verifier=visit.verifier, redirect_uri=visit.redirect_uri, at=AT)
    assert token.user == USER
    assert token.refresh


def test_the_address_that_a_browser_elsewhere_ended_at_may_be_pasted(google, sign_in_to):
    found = sign_in_to(google, "browser")
    with listening() as arrivals:
        visit = begin(found.server, arrivals.port)
        arrivals.put("hello?\n")
        arrivals.put(f"http://127.0.0.1:{arrivals.port}/?code=evil&state=another\n")
        arrivals.put(f"  {google.visit(visit.address, USER)}  \n")
        code = arrivals.code(found.server, visit, 10)
    assert code in google.pending


def test_google_is_asked_for_a_token_that_lasts_and_microsoft_needs_no_such_word(microsoft, google, sign_in_to):
    assert "access_type=offline&prompt=consent" in begin(sign_in_to(google, "browser").server, 1).address
    asked = begin(sign_in_to(microsoft, "browser").server, 1).address
    assert "access_type" not in asked
    assert "offline_access" in asked
    assert "code_challenge_method=S256" in asked


def test_a_no_in_the_browser_is_told(google, sign_in_to):
    found = sign_in_to(google, "browser")
    with listening() as arrivals:
        visit = begin(found.server, arrivals.port)
        arrivals.put(f"?error=access_denied&state={visit.state}")
        with pytest.raises(AccessRefused, match="said no"):
            arrivals.code(found.server, visit, 10)


def test_a_code_without_its_verifier_gives_no_token(microsoft, sign_in_to):
    found = sign_in_to(microsoft, "browser")
    visit = begin(found.server, 1)
    microsoft.visit(visit.address, USER)
    (code,) = microsoft.pending
    with pytest.raises(AccessRefused, match="code_verifier"):
        by_code(found.server, code=code, verifier="x" * 43, redirect_uri=visit.redirect_uri, at=AT)


# Whoever signed in


def test_a_sign_in_as_somebody_else_is_not_kept(microsoft, sign_in_to):
    found = sign_in_to(microsoft, "device")
    code = device_code(found.server, AT)
    microsoft.consent("else@plain.test", code.user_code)
    with pytest.raises(AccessRefused) as refused:
        by_device_code(found.server, code, 1.0, AT)
    assert "else@plain.test signed in, and not jane@plain.test" in refused.value.why


def test_for_a_shared_mailbox_the_user_of_signin_signs_in(microsoft, sign_in_to):
    found = sign_in_to(microsoft, "device", user=SHARED, signin_user=USER)
    code = device_code(found.server, AT)
    microsoft.consent(USER, code.user_code)
    assert SHARED in microsoft.mailboxes_of(by_device_code(found.server, code, 1.0, AT).access)


def test_rights_that_were_not_allowed_are_named(microsoft, sign_in_to):
    found = sign_in_to(microsoft, "device")
    code = device_code(found.server, AT)
    microsoft.consent(USER, code.user_code)
    microsoft.granted = "https://outlook.office.com/IMAP.AccessAsUser.All"
    with pytest.raises(AccessRefused, match=r"lacks the right https://outlook\.office\.com/smtp\.send"):
        by_device_code(found.server, code, 1.0, AT)


def test_a_token_that_can_t_be_renewed_is_not_taken_from_a_person(microsoft, sign_in_to):
    microsoft.clients[APP].offline = False
    found = sign_in_to(microsoft, "device")
    code = device_code(found.server, AT)
    microsoft.consent(USER, code.user_code)
    with pytest.raises(AccessRefused, match="can't be renewed"):
        by_device_code(found.server, code, 1.0, AT)


# Nobody


def test_an_app_proves_itself_by_its_secret(microsoft, sign_in_to, tmp_path):
    (tmp_path / "secret").write_text("s3cret\n")
    microsoft.clients[APP] = Client(secret="s3cret", mailboxes={"jobs@plain.test"})
    token = sign_in_to(microsoft, "app", client_secret="file:secret").obtain(None, AT)
    assert microsoft.mailboxes_of(token.access) == {"jobs@plain.test"}
    assert microsoft.forms[-1]["scope"] == "https://outlook.office365.com/.default"
    assert token.refresh is None


@pytest.mark.parametrize(
    ("secret", "remedy"),
    [("wrong", "copy the secret's value, and not its id"), ("ended", "the client secret has ended: make a new one")],
)
def test_a_secret_that_is_no_good_is_told_apart_from_one_that_ended(microsoft, sign_in_to, tmp_path, secret, remedy):
    (tmp_path / "secret").write_text(secret)
    microsoft.clients[APP] = Client(secret="s3cret")
    with pytest.raises(AccessRefused) as refused:
        sign_in_to(microsoft, "app", client_secret="file:secret").obtain(None, AT)
    assert remedy in refused.value.why
    assert secret not in refused.value.why.replace("has ended", "")


def test_an_app_proves_itself_by_its_certificate(microsoft, sign_in_to, tmp_path):
    pem, made = certificate()
    (tmp_path / "app.pem").write_text(pem)
    microsoft.clients[APP] = Client(certificate=made, mailboxes={"jobs@plain.test"})
    found = sign_in_to(microsoft, "app", certificate="file:app.pem")
    assert microsoft.mailboxes_of(found.obtain(None, AT).access) == {"jobs@plain.test"}
    assert found.ends() == made.not_valid_after_utc.date()


def test_a_certificate_that_is_not_the_app_s_and_a_clock_that_is_off_are_told_apart(microsoft, sign_in_to, tmp_path):
    pem, made = certificate()
    (tmp_path / "app.pem").write_text(pem)
    found = sign_in_to(microsoft, "app", certificate="file:app.pem")
    microsoft.clients[APP] = Client(certificate=certificate()[1])
    with pytest.raises(AccessRefused, match="upload this certificate to the app"):
        found.obtain(None, datetime.now(UTC))
    microsoft.clients[APP] = Client(certificate=made)
    microsoft.clock_off = timedelta(minutes=11)
    with pytest.raises(AccessRefused, match="set the clock of this machine: it is 11 minutes off"):
        found.obtain(None, datetime.now(UTC))


@pytest.mark.parametrize(
    ("pem", "problem"),
    [
        ("", "no certificate"),
        ("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "no certificate"),
        ("-----BEGIN CERT" + certificate()[0].partition("BEGIN CERT")[2], "no RSA key"),
        (certificate(ec.generate_private_key(ec.SECP256R1()))[0], "no RSA key"),
    ],
)  # fmt: skip
def test_a_certificate_file_that_is_none_is_told_so(microsoft, sign_in_to, tmp_path, pem, problem):
    (tmp_path / "app.pem").write_text(pem or "\n\n")
    with pytest.raises(AccessRefused, match=problem):
        sign_in_to(microsoft, "app", certificate="file:app.pem").obtain(None, AT)


def a_service_account(google, tmp_path, delegated):
    key = rsa.generate_private_key(65537, 2048)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
    public = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    address = "bot@project.iam.example"
    google.service_accounts[address] = (public, delegated)
    (tmp_path / "key.json").write_text(
        json.dumps({"type": "service_account", "client_email": address, "private_key": private, "private_key_id": "k1"})
    )


def test_a_service_account_stands_for_the_mailbox(google, sign_in_to, tmp_path):
    a_service_account(google, tmp_path, {USER})
    found = sign_in_to(google, "service_account", service_account="file:key.json")
    token = found.obtain(None, datetime.now(UTC))
    assert google.mailboxes_of(token.access) >= {USER}
    assert found.file is None


@pytest.mark.parametrize(
    ("user", "delegated", "clock", "remedy"),
    [
        (USER, set(), timedelta(0), "Domain-wide delegation"),
        ("nobody@plain.test", set(), timedelta(0), "Google knows no nobody@plain.test"),
        (USER, {USER}, timedelta(minutes=-10), "set the clock of this machine: it is 10 minutes off"),
    ],
)
def test_a_service_account_that_gets_nothing_is_told_why(google, sign_in_to, tmp_path, user, delegated, clock, remedy):
    a_service_account(google, tmp_path, delegated)
    google.clock_off = clock
    with pytest.raises(AccessRefused) as refused:
        sign_in_to(google, "service_account", user=user, service_account="file:key.json").obtain(
            None, datetime.now(UTC)
        )
    assert remedy in refused.value.why


def test_a_key_that_is_not_google_s_is_told_so(google, sign_in_to, tmp_path):
    (tmp_path / "key.json").write_text('{"installed": {}}')
    with pytest.raises(AccessRefused, match="not Google's JSON file"):
        sign_in_to(google, "service_account", service_account="file:key.json").obtain(None, AT)


def browse(address: str) -> bytes:
    with urlopen(address, timeout=10) as page:
        return page.read()
