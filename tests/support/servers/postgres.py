"""A real PostgreSQL for the tests: a cluster of its own under /tmp, loopback and a free port, no service.

PostgreSQL refuses to run as root: then its processes run as the user `postgres`, or `nobody`.
"""

import contextlib
import getpass
import itertools
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

import psycopg

START_S = 20
STOP_S = 10
ROOM_BYTES = 6 << 30
#: durability is PostgreSQL's own business; the tests end its clients, never the server
FAST = ("fsync=off", "full_page_writes=off", "shared_buffers=16MB", "max_connections=100")
#: what is committed is lost with the server, not with its clients
FASTER = "synchronous_commit=off"

INITDB = ("--auth=trust", "--no-sync", "--locale=C.UTF-8", "--encoding=UTF8", "--no-instructions")


class PostgresMissing(Exception):
    """There is no PostgreSQL on this machine: `apt-get install postgresql` brings it."""


class Postgres:
    """A running server. `place()` is an empty place for one ledger, a schema; `database()` can be copied.

    `is_killed`: what was committed outlives the server. `told`: further settings of it.
    """

    def __init__(self, *, is_killed: bool = False, told: Sequence[str] = ()) -> None:
        self._settings = (*FAST, *told) if is_killed else (*FAST, FASTER, *told)
        programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
        if not programs:
            raise PostgresMissing(PostgresMissing.__doc__)
        self._bin = programs[-1]
        self.pg_dump = self._bin / "pg_dump"
        self._numbers = itertools.count(1)
        self.user = _user()
        self.folder = Path(tempfile.mkdtemp(prefix="inbox-bot-postgres-", dir=_in_memory()))
        self._as = {"user": self.user, "group": pwd.getpwnam(self.user).pw_gid, "extra_groups": ()}
        if os.getuid() != 0:
            self._as = {}
        else:
            shutil.chown(self.folder, self.user)
        self.port = _free_port()
        subprocess.run(
            [self._bin / "initdb", "-D", self.folder / "data", "-U", self.user, *INITDB],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd="/",
            **self._as,
        )
        self._start()

    def _start(self) -> None:
        own = (f"port={self.port}", "listen_addresses=127.0.0.1", f"unix_socket_directories={self.folder}")
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [self._bin / "postgres", "-D", self.folder / "data"]
                + [part for setting in (*own, *self._settings) for part in ("-c", setting)],
                stdout=log,
                stderr=log,
                cwd="/",
                **self._as,
            )
        for _ in range(START_S * 10):
            if self._answers():
                return
        self.stop()
        raise PostgresMissing(f"PostgreSQL did not start: {(self.folder / 'log').read_text(errors='replace')[-500:]}")

    @property
    def pid(self) -> int:
        """Of the process that all others of the server descend from."""
        return self._process.pid

    def kill(self) -> None:
        """End it at once, without a word to its clients; what was committed is there when it is started again."""
        self._process.send_signal(signal.SIGQUIT)
        self._process.wait(STOP_S)

    def start_again(self) -> None:
        """After `kill`."""
        self._start()

    def place(self) -> str:
        """The URL of an empty schema."""
        schema = f"ledger_{next(self._numbers)}"
        with self.connect() as connection:
            connection.execute(f"CREATE SCHEMA {schema}")
        return f"postgresql://{self.user}@127.0.0.1:{self.port}/postgres?options=-csearch_path%3D{schema}"

    def database(self, template: str = "template1") -> str:
        """The URL of a database of its own, empty; or a copy of another as it is now, which nobody may have open."""
        name = f"database_{next(self._numbers)}"
        with self.connect() as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template.rpartition('/')[2]}")
        return f"postgresql://{self.user}@127.0.0.1:{self.port}/{name}"

    def connect(self) -> psycopg.Connection:
        """A connection of the test's own, each statement a transaction."""
        return psycopg.connect(
            host="127.0.0.1",
            port=self.port,
            user=self.user,
            dbname="postgres",
            autocommit=True,
            connect_timeout=START_S,
        )

    def drop_connections(self) -> None:
        """Ends every client's session, as a restart of the server would; back when they have ended."""
        with self.connect() as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                " WHERE pid <> pg_backend_pid() AND usename = %s",
                (self.user,),
            )

    def stop(self) -> None:
        """Ends the server and removes its files."""
        self._process.send_signal(signal.SIGQUIT)  # at once: the files are thrown away
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(STOP_S)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _answers(self) -> bool:
        try:
            self.connect().close()
        except psycopg.OperationalError:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(0.1)
            return False
        return True


def _in_memory() -> Path | None:
    """A place in memory, where it has room for the databases of hundreds of ledgers; None: there is none."""
    shared = Path("/dev/shm")
    return shared if shared.is_dir() and shutil.disk_usage(shared).free >= ROOM_BYTES else None


def _user() -> str:
    if os.getuid() != 0:
        return getpass.getuser()
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name).pw_name
    raise PostgresMissing("PostgreSQL can't run as root, and there is no other user")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
