"""The files by which a machine keeps the daemon running: a systemd unit, or a compose file, for one folder.

The unit is the one that comes with inbox_bot, with its places exchanged: what it may see and do stays said once.
"""

import json
import re
from dataclasses import dataclass

UNIT, COMPOSE = "inbox-bot.service", "docker-compose.yml"
IN_CONTAINER = "/etc/inbox-bot"


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where an installation is, and who it belongs to."""

    folder: str  #: absolute: rules.yaml's
    command: str  #: absolute: inbox-bot's
    user: str
    uid: int
    gid: int
    password: str  #: as rules.yaml says it: `file:NAME`, `env:NAME`, or ""


def unit_text(shipped: str, place: Place) -> str:
    """A systemd unit for the folder. `shipped`: the unit that comes with inbox_bot."""
    settings = shipped.partition("\n[Unit]\n")[2]
    lines = [
        "# inbox_bot as a systemd service. As root:",
        f"#   install -m 0644 {place.folder}/{UNIT} /etc/systemd/system/{UNIT}",
        "#   systemctl daemon-reload && systemctl enable --now inbox-bot",
        "# docs/server.md tells the rest.",
        "",
        "[Unit]",
    ]
    for line in settings.splitlines():
        lines += _line(line, place)
    return "\n".join(lines) + "\n"


def _line(line: str, place: Place) -> list[str]:
    key = line.partition("=")[0]
    if key in ("StateDirectory", "StateDirectoryMode", "ConfigurationDirectory", "Group"):
        return []
    if key == "ExecStart":
        return [f"ExecStart={_word(place.command)} run --rules {_word(f'{place.folder}/rules.yaml')}"]
    if key == "LoadCredential":
        return _password(place)
    if key == "User":
        return [f"User={place.user}"]
    if key == "WorkingDirectory":
        return [f"WorkingDirectory={_path(place.folder)}", f"ReadWritePaths={_word(place.folder)}"]
    if key == "ProtectHome" and any(_is_home(each) for each in (place.folder, place.command)):
        return ["ProtectHome=read-only"]
    if line.startswith("# What it may do:"):
        return [line.replace("/var/lib/inbox-bot", place.folder)]
    return [line]


def _password(place: Place) -> list[str]:
    source, _, name = place.password.partition(":")
    if source == "env":
        return [
            f"# {name}='the password', one line in a file that root alone can read:",
            "EnvironmentFile=/etc/inbox-bot.env",
        ]
    return []  # a file of the folder's is read where it is


def _is_home(path: str) -> bool:
    return path.startswith(("/home/", "/root/"))


def _word(path: str) -> str:
    """A word of a command line: a % and a $ mean something there (systemd.unit(5), systemd.service(5))."""
    return _path(path) if re.fullmatch(r"[\w./@+-]+", path) else json.dumps(_path(path).replace("$", "$$"))


def _path(path: str) -> str:
    return path.replace("%", "%%")


def compose_text(place: Place, *, version: str, sources: str) -> str:
    """A compose file for the folder. `sources`: the folder of the Dockerfile, or "" where it is not at hand."""
    build = [f"    build: {json.dumps(sources)}"] if sources else []
    source, _, name = place.password.partition(":")
    environment = [f"    environment: [{name}]  # taken from the shell that starts it"] if source == "env" else []
    lines = [
        "# inbox_bot in a container. In this folder:",
        "#   docker compose run --rm inbox-bot check",
        "#   docker compose up --detach",
        "# All that it reads and writes is in this folder. docs/server.md tells the rest.",
        "name: inbox-bot",
        "",
        "services:",
        "  inbox-bot:",
        f"    image: inbox-bot:{version}",
        *build,
        f'    user: "{place.uid}:{place.gid}"',
        "    read_only: true",
        "    init: true",
        "    cap_drop: [ALL]",
        '    security_opt: ["no-new-privileges:true"]',
        "    pids_limit: 128",
        "    mem_limit: 2g",
        "    restart: unless-stopped",
        "    stop_grace_period: 20s",
        *environment,
        "    volumes:",
        "      - type: bind",
        "        source: .",
        f"        target: {IN_CONTAINER}",
        '    tmpfs: ["/tmp:size=512m,mode=1777,nosuid,nodev,noexec"]',
    ]
    return "\n".join(lines) + "\n"
