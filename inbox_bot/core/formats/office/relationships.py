"""What a part of an Office Open XML package is related to: parts beside it, and places outside (ECMA-376-2 §6.5)."""

import posixpath
from collections.abc import Sequence
from dataclasses import dataclass

from inbox_bot.core.formats.extract import Hyperlink
from inbox_bot.core.formats.packed.package import Package, PackageDamaged
from inbox_bot.core.formats.packed.xml_parts import listen

_ELEMENT = " Relationship"
_TAKEN_IN, _LINK = "aFChunk", "hyperlink"  # the last words of types


@dataclass(frozen=True, kw_only=True, slots=True)
class Relationship:
    """One of them."""

    kind: str  #: the last word of its type
    target: str  #: inside the package: the part's name; outside: as written
    external: bool


class Relationships:
    """Those of a part. Listens to the part that names them."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._found: list[Relationship] = []
        self.chunks: dict[str, str] = {}  #: of what is taken in, the target by the id
        self.links: dict[str, str] = {}  #: of links that lead outside, the target by the id

    @classmethod
    def of(cls, package: Package, part: str) -> "Relationships":
        """Those of a part ("" is the package itself), none where they can't be read. Raises PackageUnsafe."""
        folder, name = posixpath.split(part)
        found = cls(folder)
        try:
            listen(package.pieces(posixpath.join(folder, "_rels", f"{name}.rels")), found)
        except (KeyError, PackageDamaged):
            return cls(folder)
        return found

    def each(self) -> tuple[Relationship, ...]:
        """All of them, each target once."""
        return tuple(dict.fromkeys(self._found))

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if not name.endswith(_ELEMENT):
            return
        target = attributes.get("Target", "")
        external = attributes.get("TargetMode", "").lower() == "external"
        if not external:
            target = posixpath.normpath(posixpath.join("/", self._folder, target)).lstrip("/")
        kind = attributes.get("Type", "").rpartition("/")[2]
        self._found.append(Relationship(kind=kind, target=target, external=external))
        if kind == _TAKEN_IN and not external:
            self.chunks[attributes.get("Id", "")] = target
        elif kind == _LINK and external:
            self.links[attributes.get("Id", "")] = target

    def text(self, text: str) -> None:
        """Relationships have no text."""

    def end(self, name: str) -> None:
        """Relationships have no content."""


def related(attributes: dict[str, str]) -> str:
    """The id of the relationship that an element names; "" where it names none."""
    return next((value for key, value in attributes.items() if key.endswith("/relationships id")), "")


def links_of(package: Package, part: str, linked: Sequence[tuple[str, str]]) -> list[Hyperlink]:
    """Where a part's links lead, of which the ids and the words are known. Raises PackageUnsafe."""
    if not linked:
        return []
    targets = Relationships.of(package, part).links
    return [Hyperlink(url=targets[key], said=said) for key, said in linked if key in targets]
