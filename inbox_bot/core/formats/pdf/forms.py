"""What a person filled into a PDF's form: AcroForm fields (ISO 32000-1 §12.7), and XFA's data (§12.7.8).

A page shows the labels of a form; its values may be in the fields alone, and of a dynamic XFA form the page shows a
notice that another program is needed. Text, choices, and nothing of buttons and signatures.
"""

import contextlib
import io
import re
from collections.abc import Iterator

import pypdf
from pypdf.generic import DictionaryObject, StreamObject

from inbox_bot.core.formats.packed.inflate import NotUnfolded
from inbox_bot.core.formats.packed.package import PackageClosed
from inbox_bot.core.formats.packed.xml_parts import listen
from inbox_bot.core.formats.pdf.files import array, dictionary, resolved, stream_content

FIELDS_LIMIT = 2_000
VALUE_LIMIT = 20_000  # characters of one field
_XFA_BYTES = 5_000_000
_TYPED = frozenset({"/Tx", "/Ch"})
_TELLING = re.compile(r"(?=.{3})[^\W\d_]+(?:[ _.-][^\W\d_]+)*")  # `E-mail`, `first_name`; not `f0`, `Text12`
_NUMBERED = re.compile(r"(?:text|field|feld|champ|campo|textfield|form|page|subform)\w{0,20}", re.IGNORECASE)
_XFA_DATA = "http://www.xfa.org/schema/xfa-data/1.0/ data"


def filled_in(content: bytes) -> str:
    """A line a field that has a value: `E-mail: ada@example.org`, the value alone where the name says nothing.

    "" where there is no form, nothing in it, or it is broken. Raises MemoryError, else nothing.
    """
    lines: dict[str, None] = {}
    try:
        reader = pypdf.PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            return ""
        form = dictionary(dictionary(reader.trailer["/Root"]).get("/AcroForm"))
        for label, value in (*_fields(form), *_xfa(form)):
            lines[_line(label, value)] = None
    except MemoryError:
        raise
    except Exception:
        # pypdf raises KeyError, TypeError, RecursionError, … from the depth of a broken file; what came before holds.
        return "\n".join(lines)
    return "\n".join(lines)


def _line(label: str, value: str) -> str:
    value = value.strip()[:VALUE_LIMIT]
    is_telling = _TELLING.fullmatch(label) is not None and _NUMBERED.fullmatch(label) is None
    return f"{label}: {value}" if is_telling else value


def _fields(form: DictionaryObject) -> Iterator[tuple[str, str]]:
    """Labels and values, in the form's order. A field's type may be its parent's."""
    waiting = [(dictionary(field), "") for field in reversed(array(form.get("/Fields"))[:FIELDS_LIMIT])]
    seen: set[int] = set()
    while waiting and len(seen) < FIELDS_LIMIT:
        field, inherited = waiting.pop()
        if id(field) in seen:
            continue
        seen.add(id(field))
        kind = str(field.get("/FT") or inherited)
        value = _text(field.get("/V")) if kind in _TYPED else ""
        if value.strip():
            yield str(field.get("/TU") or field.get("/T") or ""), value
        kids = array(field.get("/Kids"))[:FIELDS_LIMIT]
        waiting.extend((dictionary(kid), kind) for kid in reversed(kids))


def _text(value: object) -> str:
    found = resolved(value)
    if isinstance(found, str):
        return found
    if isinstance(found, bytes):
        return found.decode("latin-1")
    if isinstance(found, StreamObject):
        return stream_content(found, VALUE_LIMIT).decode("utf-8", "replace")
    return ", ".join(str(each) for each in map(resolved, array(value)) if isinstance(each, str))


def _xfa(form: DictionaryObject) -> list[tuple[str, str]]:
    packets = array(form.get("/XFA"))
    streams = [packets[at + 1] for at in range(0, len(packets) - 1, 2) if resolved(packets[at]) == "datasets"]
    if not packets:
        streams = [form.get("/XFA")]
    for stream in map(resolved, streams):
        if not isinstance(stream, StreamObject):
            continue
        data = _XfaData()
        with contextlib.suppress(NotUnfolded, PackageClosed):  # what came before holds
            listen([stream_content(stream, _XFA_BYTES)], data)
        return data.kept
    return []


class _XfaData:
    """Listens to XFA's data: what is in elements that have text, by their names."""

    def __init__(self) -> None:
        self.kept: list[tuple[str, str]] = []
        self._within = 0
        self._pieces: list[str] = []

    def start(self, name: str, _attributes: dict[str, str]) -> None:
        """An element begins."""
        self._within += bool(self._within) or name == _XFA_DATA
        self._pieces = []

    def text(self, text: str) -> None:
        """Characters."""
        if self._within:
            self._pieces.append(text)

    def end(self, name: str) -> None:
        """An element ends."""
        said = "".join(self._pieces).strip()
        if self._within and said and len(self.kept) < FIELDS_LIMIT:
            self.kept.append((name.rpartition(" ")[2], said))
        self._within -= bool(self._within)
        self._pieces = []
