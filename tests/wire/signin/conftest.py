"""A token server of the test's own, and sign-ins to it as rules.yaml would have them."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from inbox_bot.core.rules.model import SignInSettings
from inbox_bot.edges.signin import SignIn, Token, sign_in_of
from tests.support.servers.dovecot import Dovecot, DovecotMissing, Tokens
from tests.support.servers.token_server import GOOGLE, MICROSOFT, Client, TokenServer

USER = "jane@plain.test"
SHARED = "jobs@plain.test"
APP = "11112222-aaaa-bbbb-cccc-333344445555"
SignInOf = Callable[..., SignIn]


def a_server(speaks: str) -> Iterator[TokenServer]:
    folder = Path(tempfile.mkdtemp(prefix="tokens-", dir="/tmp"))
    folder.chmod(0o755)  # Dovecot, as another user, reads the authority's certificate there
    with TokenServer(folder, speaks=speaks) as server:
        server.clients[APP] = Client()
        server.users = {USER: {SHARED}, "else@plain.test": set()}
        yield server
    shutil.rmtree(folder)


def a_mail_server(proves: Tokens) -> Iterator[Dovecot]:
    """A Dovecot that lets in whoever shows a token; by `asks` it is asked at each login whether it still opens."""
    try:
        server = Dovecot(tokens=proves)
    except DovecotMissing as missing:
        pytest.skip(str(missing))
    yield server
    server.stop()


def asks(tokens: TokenServer) -> Tokens:
    """The token server is asked at each login, and so what is withdrawn is known."""
    return Tokens(introspect=tokens.url("introspect"), ca=tokens.ca)


@pytest.fixture
def microsoft() -> Iterator[TokenServer]:
    """A token server that speaks as Microsoft's."""
    yield from a_server(MICROSOFT)


@pytest.fixture
def google() -> Iterator[TokenServer]:
    """A token server that speaks as Google's."""
    yield from a_server(GOOGLE)


def settings_for(server: TokenServer, flow: str, **more: Any) -> dict[str, Any]:
    """`signin:` in rules.yaml, with the addresses of this server in the place of the provider's."""
    tenant = {"tenant": "contoso.test"} if server.speaks == MICROSOFT else {}
    return {
        "provider": server.speaks,
        "flow": flow,
        "client_id": APP,
        "token_url": server.url("token"),
        "authorize_url": server.url("authorize"),
        "device_url": server.url("devicecode"),
        "ca": str(server.ca),
        **tenant,
        **more,
    }


@pytest.fixture
def sign_in_to(tmp_path: Path) -> SignInOf:
    """Makes sign-ins: `sign_in_to(server, "device")`; a mailbox of USER's unless said otherwise."""

    def make(server: TokenServer, flow: str, *, user: str = USER, **more: Any) -> SignIn:
        if (signs_in := more.pop("signin_user", None)) is not None:
            more["user"] = signs_in
        settings = SignInSettings.model_validate(settings_for(server, flow, **more))
        file = tmp_path / "ledger.db.signin" / "jobs.json"
        return sign_in_of(settings, mailbox="jobs", user=user, folder=tmp_path, tokens=file)

    return make


def sign_in_person(server: TokenServer, found: SignIn, user: str = USER, *, ago: timedelta = timedelta(0)) -> None:
    """As if somebody had signed in, so long ago."""
    given = server.give(user, client_id=APP)
    at = datetime.now(UTC) - ago
    assert found.file is not None
    found.file.write(
        Token(
            access=given["access_token"],
            refresh=given.get("refresh_token"),
            obtained_at=at,
            lasts_s=given["expires_in"],
            user=user,
            signed_in_at=at,
        )
    )
