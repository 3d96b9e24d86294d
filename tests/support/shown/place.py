"""Where a page's commands are typed: a folder with an installation that README's commands made, on servers of a test.

Nothing that pages show is a name or an address of ours. What stands for each is below, and is all that is changed.
"""

import os
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from inbox_bot import __version__
from tests.deploy.files import ROOT
from tests.support import command
from tests.support.builders.at_work import an_application
from tests.support.first_hour import CAREERS
from tests.support.servers.dovecot import PASSWORD
from tests.support.servers.s3 import S3
from tests.support.servers.token_server import GOOGLE, MICROSOFT
from tests.support.shown import stand_ins
from tests.support.shown.asked import Asked, Line
from tests.support.shown.person import at_the_terminal
from tests.support.shown.servers import OURS, Servers

#: What pages write, and what it is here.
HERE = {
    "the password of the mailbox": PASSWORD,
    "the password": PASSWORD,
    "@example.com": "@plain.test",
}
#: The same of what is typed.
TYPED = {"https://www.example.com/careers": "careers.md"}
#: Programs of the machine that pages may use: they read and write what is before them.
HARMLESS = ("base64", "cat", "chmod", "cp", "head", "jq", "mkdir", "mv", "openssl", "sed", "tr")
#: Where files are on a server; here below a folder of the test.
OF_A_MACHINE = re.compile(r"(?<![\w.$}])/(?=(?:etc|opt|var|run/secrets)/)")
BEGINS_WITH_THE_CLONE = ("README.md", "CONTRIBUTING.md")
INSTALLS, INSTALLED = "server.md", "/etc/inbox-bot/rules.yaml"
ANN = ("Ann Lee", "ann.lee@example.org")


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where one page is played."""

    folder: Path  #: the shell's
    machine: Path  #: what stands for `/`
    environment: Mapping[str, str]

    def here(self, text: str, *, is_typed: bool = False) -> str:
        """What a page says, with what stands for its names and places."""
        for written, ours in (HERE | (TYPED if is_typed else {})).items():
            text = text.replace(written, ours)
        return OF_A_MACHINE.sub(f"{self.machine}/", text)


class World:
    """All places, with the servers and the programs: README's first, whose commands make what the others find."""

    def __init__(self, root: Path, servers: Servers) -> None:
        self._root, self._servers = root, servers
        self._programs = root / "bin"
        self.line = Line(root, self._do)
        self._stand_ins = stand_ins.of_all(self._inbox_bot, self._put)
        self._places: dict[str, Place] = {}
        self._mails = [path.read_bytes() for path in sorted((ROOT / "inbox_bot" / "demo" / "mails").glob("*.eml"))]
        self._mails = [mail.replace(b"recruitment@snowplowanalytics.com", OURS.encode()) for mail in self._mails]
        servers.ours.append(
            an_application("Bea Holm", "bea@bea.example", title="Data scientist intern", to=OURS).bytes()
        )
        self._mails.append(an_application(*ANN, title="Data scientist intern", to=OURS).bytes())
        for name in ("inbox-bot", "write", *self._stand_ins):
            self.line.put(self._programs / name)
        for name in HARMLESS:
            (self._programs / name).symlink_to(shutil.which(name) or f"/usr/bin/{name}")
        (self._programs / "pg_dump").symlink_to(servers.postgres.pg_dump)

    def __enter__(self) -> "World":
        with self._servers.postgres.connect() as database:
            database.execute("DROP DATABASE IF EXISTS inbox_bot WITH (FORCE)")
            database.execute("CREATE DATABASE inbox_bot")
        self.line.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self.line.__exit__()
        if "_store" in vars(self):
            self._store.stop()

    def place_of(self, page: Path) -> Place:
        """A place for a page: what README's commands made, or the clone that they begin with."""
        folder = self._root / "places" / page.stem
        machine = self._root / "machines" / page.stem
        folder.mkdir(parents=True)
        for each in ("etc/systemd/system", "var/backups"):
            (machine / each).mkdir(parents=True)
        for each in ("deploy", "Makefile", "pyproject.toml", "docker-compose.yml", "Dockerfile", "inbox_bot"):
            (folder / each).symlink_to(ROOT / each)
        for lock in ROOT.glob("requirements*.lock"):
            (folder / lock.name).symlink_to(lock)
        (folder / "dist").mkdir()
        for name in (f"inbox_bot-{__version__}-py3-none-any.whl", f"inbox-bot_{__version__}_amd64.deb"):
            (folder / "dist" / name).touch()
        if page.name in BEGINS_WITH_THE_CLONE:
            (folder / "rules.yaml").symlink_to(ROOT / "rules.yaml")
            self.line.put(folder / ".venv" / "bin" / "inbox-bot")
        else:
            shutil.copytree(self._root / "places" / "README" / "jobs", folder, dirs_exist_ok=True)
            (folder / "careers.md").write_text(CAREERS)
            (folder / "google-secret").write_text("a secret\n")
        if INSTALLED in page.read_text("utf-8") and page.name != INSTALLS:
            self._install(folder, machine)
        environment = {
            "INBOX_BOT_S3_KEY": "key",
            "PATH": str(self._programs),
            "HOME": str(folder),
            "LANG": "C.UTF-8",
            "TERM": "dumb",
            "MACHINE": str(machine),
            "PGHOST": "127.0.0.1",
            "PGPORT": str(self._servers.postgres.port),
            "PGUSER": self._servers.postgres.user,
            "PYTHONPATH": os.environ.get("PYTHONPATH", str(ROOT)),
        }
        place = self._places[str(machine)] = Place(folder=folder, machine=machine, environment=environment)
        return place

    def _install(self, folder: Path, machine: Path) -> None:
        """As server.md does, with what was filed."""
        state, rules = machine / "var/lib/inbox-bot", machine / INSTALLED.lstrip("/")
        shutil.copytree(
            folder, state, ignore=lambda _, names: {*names} - {"ledger.db", "applications"}, dirs_exist_ok=True
        )
        shutil.copytree(folder / "applications", state / "applications", dirs_exist_ok=True)
        shutil.copy(ROOT / "deploy/inbox-bot.service", machine / "etc/systemd/system")
        rules.parent.mkdir()
        for name in ("inbox-bot", "pip"):
            self.line.put(machine / "opt/inbox-bot/bin" / name)
        for name in ("rules.yaml", "mailbox-password"):
            shutil.copy(folder / name, rules.parent)
        (rules.parent / "s3-secret").write_text("secret\n")
        yaml = YAML()
        said = yaml.load(rules)
        said |= {"ledger": str(state / "ledger.db"), "filing": {"to": str(state / "applications")}}
        yaml.dump(said, rules)

    def writes(self, place: Place, text: str) -> None:
        """Put into rules.yaml what a page says belongs there; servers are those of the test."""
        those = (place.machine / INSTALLED.lstrip("/"), place.folder / "config/rules.yaml", place.folder / "rules.yaml")
        file = next(each for each in those if each.is_file())
        yaml = YAML()
        rules, new = yaml.load(file), YAML(typ="safe").load(place.here(text))
        for key, value in new.items():
            if isinstance(value, dict) and isinstance(rules.get(key), dict):
                rules[key].update(value)
            else:
                rules[key] = value
        self._on_these_servers(rules["mailbox"], place)
        if "s3" in rules.get("filing", {}):
            rules["filing"]["s3"]["endpoint"] = f"http://{self._store.address}"
        yaml.dump(rules, file)

    def _on_these_servers(self, mailbox: dict[str, Any], place: Place) -> None:
        signin, servers = mailbox.get("signin"), self._servers
        by_password = servers.smtp_by_password if "user" in mailbox["smtp"] else servers.smtp
        smtp = by_password if signin is None else servers.smtp_by_token
        for section, port in (("imap", servers.dovecot.port), ("smtp", smtp.port)):
            mailbox[section] |= {"host": "127.0.0.1", "port": port, "security": "none"}
        if signin is None:
            return
        tokens = servers.tokens
        tokens.speaks = GOOGLE if signin["provider"] == GOOGLE else MICROSOFT
        for key, path in (("token_url", "token"), ("authorize_url", "authorize"), ("device_url", "devicecode")):
            signin[key] = tokens.url(path)
        signin["ca"] = str(tokens.ca)
        if signin["flow"] == "service_account":
            servers.key_of_a_service_account(place.folder / "google-key.json")
        else:
            servers.know(signin["client_id"], place.folder)

    @cached_property
    def _store(self) -> S3:
        """An object store with the bucket of the page about it."""
        store = S3()
        store.new_bucket("our-applications")
        return store

    def _do(self, asked: Asked) -> int:
        if asked.word == "inbox-bot":
            return self._inbox_bot(asked)
        if asked.word == "write":
            self.writes(self._places[asked.environment["MACHINE"]], Path(asked.arguments[0]).read_text())
            return 0
        return self._stand_ins[asked.word].does(asked)

    def _put(self, asked: Asked) -> int:
        self.line.put(Path(asked.arguments[0]))
        return 0

    def _inbox_bot(self, asked: Asked) -> int:
        code = at_the_terminal(
            asked, self._servers, ends_at="mailbox.first_contact" if self._mails else "daemon.started"
        )
        if code is None:
            stdin, out, error = asked.streams
            streams = {"stdin": stdin, "stdout": out, "stderr": error}
            with command.Started(*asked.arguments, cwd=asked.folder, env=dict(asked.environment), **streams) as done:
                code = done.wait(command.LONG_S)
        if asked.arguments[:1] == ("run",) and "--dry-run" not in asked.arguments:
            self._days_go_by(asked)
        return code

    def _days_go_by(self, asked: Asked) -> None:
        """After the first run: mail comes, and is taken in."""
        for mail in self._mails:
            self._servers.ours.append(mail)
        if self._mails:
            command.run("poll", *asked.arguments[1:], env=dict(asked.environment), cwd=asked.folder)
        self._mails = []
