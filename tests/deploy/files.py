"""The files that people deploy with, read into values: the Dockerfile's stages, the compose file, the unit."""

import json
import shlex
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Stage:
    """One stage of the Dockerfile."""

    image: str
    name: str | None
    instructions: list[tuple[str, str]] = field(default_factory=list)

    def all(self, instruction: str) -> list[str]:
        return [text for name, text in self.instructions if name == instruction]

    def last(self, instruction: str) -> str:
        return self.all(instruction)[-1]

    @property
    def entry(self) -> list[str]:
        return list(json.loads(self.last("ENTRYPOINT")))

    @property
    def command(self) -> list[str]:
        return list(json.loads(self.last("CMD")))

    @property
    def health(self) -> list[str]:
        return list(json.loads(self.last("HEALTHCHECK").partition("CMD")[2]))

    @property
    def environment(self) -> dict[str, str]:
        pairs = [word for text in self.all("ENV") for word in shlex.split(text)]
        return dict(pair.split("=", 1) for pair in pairs)


def dockerfile() -> list[Stage]:
    """Its stages, ARG's defaults put in."""
    text = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    given: dict[str, str] = {}
    stages: list[Stage] = []
    for line in lines:
        instruction, _, rest = line.partition(" ")
        if instruction == "ARG":
            name, _, value = rest.partition("=")
            given[name] = value
        elif instruction == "FROM":
            for name, value in given.items():
                rest = rest.replace("${" + name + "}", value)
            image, _, name = rest.partition(" AS ")
            stages.append(Stage(image=image, name=name or None))
        else:
            stages[-1].instructions.append((instruction, rest.strip()))
    return stages


def compose() -> dict[str, Any]:
    """docker-compose.yml, its anchors resolved."""
    return dict(YAML(typ="safe", pure=True).load(ROOT / "docker-compose.yml"))


def unit() -> dict[str, dict[str, list[str]]]:
    """deploy/inbox-bot.service: section -> key -> values, in order."""
    sections: dict[str, dict[str, list[str]]] = {}
    here: dict[str, list[str]] = {}
    for line in (ROOT / "deploy" / "inbox-bot.service").read_text().splitlines():
        if line.startswith("["):
            here = sections.setdefault(line.strip("[]"), {})
        elif line and not line.startswith("#"):
            key, _, value = line.partition("=")
            here.setdefault(key, []).append(value)
    return sections
