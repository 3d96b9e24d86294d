"""Commands that change the machine, or the world: each looks at what it is given, and does what can be done here.

A page's block that has one of them is run as any other. One that is given what it does not know refuses: then it
learns that, with the proof of what it does not do.
"""

import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.deploy.files import ROOT, compose, unit
from tests.support.shown.asked import Asked, Does

NOBODY_HERE = ("-o", "-g")  # of install: owner and group, who are no users of this machine


@dataclass(frozen=True, kw_only=True)
class StandIn:
    """One of them."""

    why: str  #: it is not run itself
    does: Does


def of_all(inbox_bot: Does, put: Does) -> Mapping[str, StandIn]:
    """By the command. `inbox_bot` runs that; `put` puts the command of that name to the path that it is given."""

    def python(asked: Asked) -> int:
        match asked.arguments:
            case ("-m", "venv", place):
                for name in ("python", "pip", "inbox-bot"):
                    put(_with(asked, name, f"{place}/bin/{name}"))
                return 0
            case ("-m", module, *_) if (ROOT / Path(*module.split("."))).with_suffix(".py").is_file() or (
                ROOT / Path(*module.split(".")) / "__main__.py"
            ).is_file():
                return 0
            case ("-m", "hatchling", "build", *_):
                return 0
        return asked.refuse("only -m venv, hatchling, and modules of this repository")

    def docker(asked: Asked) -> int:
        match asked.arguments:
            case ("compose", *rest):
                return _compose(asked, rest, inbox_bot)
            case ("buildx", "build", "--platform", "linux/amd64,linux/arm64", "--tag", _, "."):
                return 0 if (asked.folder / "Dockerfile").is_file() else asked.refuse("no Dockerfile here")
        return asked.refuse("only compose, and buildx build for our two platforms")

    def systemctl(asked: Asked) -> int:
        match asked.arguments:
            case ("daemon-reload",) | ("stop" | "reload", "inbox-bot"):
                return 0
            case ("start", "inbox-bot") | ("enable", "--now", "inbox-bot"):
                root = Path(asked.environment["MACHINE"])
                if not (root / "etc/systemd/system/inbox-bot.service").is_file():
                    return asked.refuse("there is no unit of that name")
                program, *arguments = unit()["Service"]["ExecStart"][0].split()
                if not (root / program.lstrip("/")).exists():
                    return asked.refuse(f"{program} is not there")
                here = [f"{root}{each}" if each.startswith("/etc/") else each for each in arguments]
                return inbox_bot(_with(asked, "inbox-bot", *here))
        return asked.refuse("only inbox-bot, and daemon-reload")

    def uvx(asked: Asked) -> int:
        match asked.arguments:
            case ("--from", wheel, "inbox-bot", "demo") if (asked.folder / wheel).is_file():
                return 0
            case ("inbox-bot", "demo"):
                return 0
        return asked.refuse("only our wheel, and the demo")

    wheel = "installing takes a minute: tests/deploy/test_wheel.py has the wheel in an empty environment"
    return {
        "apt": StandIn(why="it changes the machine: make deb tries the package", does=_installs_a_file(".deb")),
        "chown": StandIn(why="it needs root, and users that are not here", does=_chown),
        "docker": StandIn(why="it needs Docker: tests/deploy/test_files.py reads what it is given", does=docker),
        "install": StandIn(why="owners are users that are not here; the rest it does", does=_install),
        "make": StandIn(why="targets run in CI by themselves; here make says what it would do", does=_make),
        "pip": StandIn(why=wheel, does=_pip),
        "pipx": StandIn(why=wheel, does=_pipx),
        "python": StandIn(why="what it runs takes minutes, and is run in CI by itself", does=python),
        "python3": StandIn(why=wheel, does=python),
        "systemctl": StandIn(why="it needs systemd; the unit's own command line is run", does=systemctl),
        "systemd-sysusers": StandIn(why="it makes users: tests/deploy/test_files.py reads its file", does=_sysusers),
        "uvx": StandIn(why=wheel, does=uvx),
    }


def _with(asked: Asked, word: str, *arguments: str) -> Asked:
    return Asked(
        word=word, arguments=arguments, folder=asked.folder, environment=asked.environment, streams=asked.streams
    )


def _make(asked: Asked) -> int:
    done = subprocess.run(
        ["/usr/bin/make", "--dry-run", "--no-print-directory", *asked.arguments],
        cwd=asked.folder,
        env={**asked.environment, "PATH": "/usr/bin:/bin"},
        stdout=subprocess.DEVNULL,
        stderr=asked.streams[2],
        check=False,
    )
    return done.returncode


def _install(asked: Asked) -> int:
    given, skip = [], False
    for each in asked.arguments:
        if not skip and each not in NOBODY_HERE:
            given.append(each)
        skip = not skip and each in NOBODY_HERE
    stdin, out, error = asked.streams
    done = subprocess.run(
        ["/usr/bin/install", *given], cwd=asked.folder, stdin=stdin, stdout=out, stderr=error, check=False
    )
    return done.returncode


def _chown(asked: Asked) -> int:
    whose, *paths = [each for each in asked.arguments if each != "-R"]
    if whose not in ("10001", "inbox-bot:"):
        return asked.refuse("only the container's user, and the service's")
    missing = [path for path in paths if not (asked.folder / path).exists()]
    return asked.refuse(f"not there: {', '.join(missing)}") if missing or not paths else 0


def _sysusers(asked: Asked) -> int:
    made = Path(asked.environment["MACHINE"]) / "etc/sysusers.d/inbox-bot.conf"
    return 0 if made.is_file() else asked.refuse("there is no file for it")


def _pip(asked: Asked) -> int:
    match asked.arguments:
        case ("install", what) if what.startswith(".") and (asked.folder / "pyproject.toml").is_file():
            return 0
    return asked.refuse("only this repository: a name may be anybody's")


def _pipx(asked: Asked) -> int:
    match asked.arguments:
        case ("install", "inbox-bot"):
            return 0
        case ("install", wheel) if (asked.folder / wheel).is_file():
            return 0
    return asked.refuse("only our wheel")


def _installs_a_file(kind: str) -> Does:
    def does(asked: Asked) -> int:
        match asked.arguments:
            case ("install", file) if file.endswith(kind) and file.startswith("./") and (asked.folder / file).is_file():
                return 0
        return asked.refuse(f"only a {kind} that is there, by ./")

    return does


def _compose(asked: Asked, given: list[str], inbox_bot: Does) -> int:
    """What the compose file has to have for it; a command within a container is run, with the folders it would have."""
    services = compose()["services"] if (asked.folder / "docker-compose.yml").is_file() else {}
    profiles = [given[at + 1] for at, each in enumerate(given) if each == "--profile"]
    started = [name for name, each in services.items() if set(profiles) & set(each.get("profiles", ()))]
    rest = [each for at, each in enumerate(given) if each != "--profile" and (at == 0 or given[at - 1] != "--profile")]
    match rest:
        case ("up", *options) if started and set(options) <= {"--detach"}:
            return 0
        case ("run", "--rm", service, *command) if service in started and services[service]["secrets"]:
            inside = Path(asked.environment["MACHINE"]) / "run/secrets"
            inside.mkdir(parents=True, exist_ok=True)
            for name in services[service]["secrets"]:
                shutil.copy(asked.folder / "secrets" / name, inside / name)
            (Path(asked.environment["MACHINE"]) / "var/lib/inbox-bot").mkdir(parents=True, exist_ok=True)
            return inbox_bot(_with(asked, "inbox-bot", *command, "--rules", "config/rules.yaml"))
    return asked.refuse("only up and run of what the compose file has")


#: The commands that pages may begin a line with, and some that only look like it.
WORDS = frozenset(of_all(lambda _: 2, lambda _: 2)) | {"inbox-bot", "apt-get", "curl", "psql", "ssh", "sudo", "$"}
