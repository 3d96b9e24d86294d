"""Who a Europass CV is of: the file of data that Europass puts into its PDFs says it exactly.

Two forms of it are about: Europass's own since 2020 (HR Open's `Candidate`), and that of Cedefop before
(`SkillsPassport`). The page says the same, but in columns and pictures that hide which line is the name.
"""

from dataclasses import dataclass, field

from inbox_bot.core.formats.packed.package import PackageClosed
from inbox_bot.core.formats.packed.xml_parts import listen

DATA_BYTES = 5_000_000  # a picture of the applicant may be in it
_ROOTS = frozenset({"Candidate", "SkillsPassport", "Europass"})
_HEAD = 4_096
_GIVEN, _FAMILY = frozenset({"GivenName", "FirstName"}), frozenset({"FamilyName", "Surname"})
_PEOPLE = frozenset({"CandidatePerson", "Identification"})  # of others, such as referees, the data speaks elsewhere
_SAID_LIMIT = 200  # characters of a name, an address, a number


def is_europass(content: bytes) -> bool:
    """Whether a file is such data."""
    head = content[:_HEAD].lower()
    return head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") and b"europass" in head


def person_in(content: bytes) -> str:
    """The person's name, e-mail addresses and telephone numbers, each on a line of its own; "" where it says none."""
    heard = _Person()
    try:
        listen([content[:DATA_BYTES]], heard)
    except PackageClosed:
        return ""
    names = " ".join(filter(None, (heard.given, heard.family)))
    return "\n".join(dict.fromkeys(filter(None, (names, *heard.addresses, *heard.numbers))))


@dataclass(slots=True)
class _Person:
    """Listens to the data."""

    given: str = ""
    family: str = ""
    addresses: list[str] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    _path: list[str] = field(default_factory=list)
    _pieces: list[str] = field(default_factory=list)
    _dialling: dict[str, str] = field(default_factory=dict)  #: parts of the number that is being told

    def start(self, name: str, _attributes: dict[str, str]) -> None:
        """An element begins."""
        self._path.append(name.rpartition(" ")[2])
        self._pieces = []

    def text(self, text: str) -> None:
        """Characters."""
        self._pieces.append(text)

    def end(self, _name: str) -> None:
        """An element ends."""
        here = self._path.pop()
        said, self._pieces = "".join(self._pieces).strip()[:_SAID_LIMIT], []
        if here == "Communication":
            self._end_number()
        if not said or _PEOPLE.isdisjoint(self._path):
            return
        if here in _GIVEN:
            self.given = self.given or said
        elif here in _FAMILY:
            self.family = self.family or said
        elif (here == "URI" and "@" in said) or (here == "Contact" and "Email" in self._path):
            self.addresses.append(said)
        elif here == "Contact" and "Telephone" in self._path:
            self.numbers.append(said)
        elif here in ("CountryDialing", "AreaDialing", "DialNumber"):
            self._dialling[here] = said

    def _end_number(self) -> None:
        told, self._dialling = self._dialling, {}
        number = told.get("DialNumber", "")
        if number:
            country = told.get("CountryDialing", "").lstrip("+0")
            pieces = (f"+{country}" if country else "", told.get("AreaDialing", ""), number)
            self.numbers.append(" ".join(filter(None, pieces)))
