"""What an office file says of itself: its author, whose company it is, and the template that it was made from.

Office Open XML: ECMA-376-2 §8 (core properties), ECMA-376-1 §22.2 (extended ones), each found by the package's
relationships. OpenDocument: ODF 1.2, part 1, §4.3 (meta.xml). A file may lack any of it, and one that can't be read
costs the document nothing.
"""

from collections.abc import Sequence

from inbox_bot.core.formats.extract import PROPERTY_LIMIT, said_of_itself
from inbox_bot.core.formats.office.relationships import Relationship, Relationships
from inbox_bot.core.formats.packed.package import Package, PackageClosed
from inbox_bot.core.formats.packed.xml_parts import listen
from inbox_bot.core.message.values import Origin

_KINDS = ("core-properties", "extended-properties")
_TEMPLATE = "attachedTemplate"
_META = "meta.xml"
_USER_DEFINED = "user-defined"
_FIELDS = {
    "creator": "author",
    "initial-creator": "author",
    "lastModifiedBy": "changed_by",
    "Company": "company",
    "Manager": "manager",
    "Template": "template",
}


class _Properties:
    """Listens to a part of properties, and keeps the first of each."""

    def __init__(self, fields: dict[str, str]) -> None:
        self._fields = fields
        self._field = ""
        self._said = ""
        self.found: dict[str, str] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        told = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        local = name.rpartition(" ")[2]
        if local == "template" and "title" in told:
            self.found.setdefault("template", told["title"][: PROPERTY_LIMIT * 20])
        self._field = self._fields.get(told.get("name", "") if local == _USER_DEFINED else local, "")
        self._said = ""

    def text(self, text: str) -> None:
        """Characters."""
        if self._field and len(self._said) <= PROPERTY_LIMIT * 20:
            self._said += text

    def end(self, name: str) -> None:
        """An element ends."""
        if self._field and self._said.strip():
            self.found.setdefault(self._field, self._said)
        self._field = ""


def origin_of_package(package: Package, settings: Sequence[Relationship] = (), pictures: Sequence[str] = ()) -> Origin:
    """What a package of Office Open XML says. `settings`: the relationships of its settings. Raises PackageUnsafe."""
    heard = _Properties(_FIELDS)
    for relationship in Relationships.of(package, "").each():
        if relationship.kind in _KINDS and not relationship.external:
            _hear(package, relationship.target, heard)
    attached = next((each.target for each in settings if each.kind == _TEMPLATE), "")
    found = heard.found
    if attached:
        found["template"] = attached
    return _origin(found, pictures)


def origin_of_odt(package: Package) -> Origin:
    """What a package of OpenDocument says."""
    heard = _Properties({**_FIELDS, "creator": "changed_by"})
    _hear(package, _META, heard)
    return _origin(heard.found, ())


def _hear(package: Package, part: str, heard: _Properties) -> None:
    try:
        listen(package.pieces(part), heard)
    except (KeyError, PackageClosed):
        return


def _origin(found: dict[str, str], pictures: Sequence[str]) -> Origin:
    told = {field: said_of_itself(said) for field, said in found.items()}
    return Origin(
        author=told.get("author", ""),
        changed_by=told.get("changed_by", ""),
        company=told.get("company", ""),
        manager=told.get("manager", ""),
        template=told.get("template", ""),
        pictures=tuple(map(said_of_itself, pictures)),
    )
