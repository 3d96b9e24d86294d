"""The servers that tests talk to, one fixture each; the servers themselves stand in tests/servers."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from sqlalchemy import Engine, create_engine

sys.path.insert(
    0, str(Path(__file__).resolve().parents[1])
)  # so that `from tests.support.servers…` works in every test

from inbox_bot.core.rules.model import Rules
from inbox_bot.digest import compose
from inbox_bot.digest.choices import LinkMaker
from inbox_bot.digest.values import Digest
from inbox_bot.edges.ledger.database import engines, store
from tests.support.builders.houses import ONE_DAEMON, House
from tests.support.digests import assert_nothing_of_the_machines
from tests.support.ledgers import on_postgresql
from tests.support.ledgers.shared import SharedLedgers
from tests.support.nobody import logs_and_metrics_name_nobody
from tests.support.servers import dovecot as dovecot_server
from tests.support.servers.clamd import Clamd, ClamdMissing
from tests.support.servers.postgres import Postgres, PostgresMissing
from tests.support.servers.s3 import S3

__all__ = ["logs_and_metrics_name_nobody"]

settings.register_profile("default", deadline=None)  # a busy machine is no fault
settings.load_profile("default")
settings.register_profile("few", max_examples=10, deadline=None)  # `make test-fast`


@pytest.fixture(scope="session")
def dovecot() -> Iterator[dovecot_server.Dovecot]:
    """A Dovecot for the whole run; an account of it costs nothing: `dovecot.account()`."""
    try:
        server = dovecot_server.Dovecot()
    except dovecot_server.DovecotMissing as missing:
        pytest.skip(str(missing))
    yield server
    server.stop()


@pytest.fixture
def account(dovecot: dovecot_server.Dovecot) -> Iterator[dovecot_server.Account]:
    """A fresh, empty account on that Dovecot."""
    account = dovecot.account()
    yield account
    account.close()


@pytest.fixture(scope="session")
def clamd() -> Iterator[Clamd]:
    """A virus scanner for the whole run, which knows two signatures of ours."""
    try:
        server = Clamd()
    except ClamdMissing as missing:
        pytest.skip(str(missing))
    yield server
    server.stop()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL for the whole run."""
    try:
        server = Postgres()
    except PostgresMissing as missing:
        pytest.skip(str(missing))
    yield server
    server.stop()


@pytest.fixture(scope="session")
def shared_ledgers(postgres: Postgres) -> SharedLedgers:
    """Ledgers on it for workers that share one; a new one costs nothing: `shared_ledgers.new()`."""
    return SharedLedgers(postgres)


@pytest.fixture(scope="session")
def house_called(request: pytest.FixtureRequest) -> Callable[[str], House]:
    """As what a company is at work, by its name: as one daemon, or as workers."""
    return lambda name: House(None if name == ONE_DAEMON else request.getfixturevalue("shared_ledgers"))


@pytest.fixture
def house(request: pytest.FixtureRequest, house_called: Callable[[str], House]) -> House:
    """The one that a test's row names; without a row, the one daemon."""
    return house_called(getattr(request, "param", ONE_DAEMON))


@pytest.fixture(scope="session")
def s3() -> Iterator[S3]:
    """An object store for the whole run; a bucket of it costs nothing: `s3.bucket()`."""
    server = S3()
    yield server
    server.stop()


@pytest.fixture(autouse=True, scope="session")
def ledgers_on_postgresql(request: pytest.FixtureRequest) -> None:
    """With LEDGER=postgresql: a ledger's file stands for a database."""
    if on_postgresql.is_asked_for():
        on_postgresql.serve(request.getfixturevalue("postgres"))


@pytest.fixture(autouse=True)
def ledgers_of_a_test_go_with_it(request: pytest.FixtureRequest) -> Iterator[None]:
    """A database for each ledger of each test would fill the disk."""
    if not on_postgresql.is_asked_for():
        yield
        return
    folder = request.getfixturevalue("tmp_path") if "tmp_path" in request.fixturenames else None
    yield
    on_postgresql.drop_below(folder)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """With LEDGER=postgresql, what is about a ledger's file is left out, and what runs on both in every run."""
    if not on_postgresql.is_asked_for():
        return
    for item in items:
        if (why := _why_not_again(item)) is not None:
            item.add_marker(pytest.mark.skip(reason=why))


def _why_not_again(item: pytest.Item) -> str | None:
    assert isinstance(item, pytest.Function)
    if (about := item.get_closest_marker("sqlite")) is not None:
        return f"on SQLite alone: {about.args[0]}"
    if not {"sqlite_place", "older_ledger"}.isdisjoint(item.fixturenames):
        return "on SQLite alone: about a ledger's file"
    if hasattr(item, "callspec") and any(row in ("sqlite", "postgres") for row in item.callspec.params.values()):
        return "on both in every run"
    return None


@pytest.fixture(autouse=True)
def every_digest_is_for_people(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever digest a test writes: no path, no command and no number of ours but a mail's is in it."""
    fitting = compose._fitting

    def held_to_it(digest: Digest, rules: Rules, link: LinkMaker) -> tuple[Digest, str, str]:
        shown, html, text = fitting(digest, rules, link)
        assert_nothing_of_the_machines(digest, text)
        return shown, html, text

    monkeypatch.setattr(compose, "_fitting", held_to_it)


@pytest.fixture(autouse=True, scope="session")
def statements_are_compiled_once() -> Iterator[None]:
    """All ledgers of a run share what SQLAlchemy compiled for their database: each test opens new ones."""
    first: dict[str, Engine] = {}

    def sharing(*args: Any, **options: Any) -> Engine:
        engine = create_engine(*args, **options)
        shared = first.setdefault(engine.dialect.name, engine)
        engine.dialect = shared.dialect
        engine._compiled_cache = shared._compiled_cache
        return engine

    with pytest.MonkeyPatch.context() as patch:
        for module in (engines, store):
            patch.setattr(module, "create_engine", sharing)
        yield
