"""What a PDF says of itself: its author, and whose company it is.

From the information dictionary (ISO 32000-1 §14.3.3; Word's own PDF maker adds Company and Manager to it), and from
XMP (§14.3.2) where that is there uncompressed, as it should be.
"""

import pypdfium2

from inbox_bot.core.formats.extract import PROPERTY_LIMIT, said_of_itself
from inbox_bot.core.formats.packed.package import PackageClosed
from inbox_bot.core.formats.packed.xml_parts import listen
from inbox_bot.core.message.values import Origin

XMP_LIMIT = 100_000  # bytes; most have 3,000
_BEGIN, _END = b"<x:xmpmeta", b"</x:xmpmeta>"
_FIELDS = {
    "creator": "author",
    "Company": "company",
    "Manager": "manager",
    "company": "company",
    "Owner": "company",
}
_INFORMATION = (("author", "Author"), ("company", "Company"), ("manager", "Manager"))


class _Xmp:
    """Listens to XMP (ISO 16684-1), where a property is an element, with its values within, or an attribute."""

    def __init__(self) -> None:
        self._open: list[str] = []  # of each open element, the field that it tells; "" of others
        self.found: dict[str, str] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        self._open.append(_FIELDS.get(name.rpartition(" ")[2], self._open[-1] if self._open else ""))
        for key, value in attributes.items():
            field = _FIELDS.get(key.rpartition(" ")[2], "")
            if field:
                self._keep(field, value)

    def text(self, text: str) -> None:
        """Characters."""
        if self._open and self._open[-1]:
            self._keep(self._open[-1], text)

    def end(self, name: str) -> None:
        """An element ends."""
        self._open.pop()

    def _keep(self, field: str, said: str) -> None:
        if said.strip() and len(self.found.get(field, "")) <= PROPERTY_LIMIT:
            self.found[field] = f"{self.found.get(field, '')} {said[: PROPERTY_LIMIT * 20]}"


def origin_of(content: bytes, document: pypdfium2.PdfDocument) -> Origin:
    """What it says; `document` is the same file, open in pdfium."""
    found = _in_xmp(content)
    found |= {field: said for field, key in _INFORMATION if (said := document.get_metadata_value(key)).strip()}
    told = {field: said_of_itself(said) for field, said in found.items()}
    return Origin(author=told.get("author", ""), company=told.get("company", ""), manager=told.get("manager", ""))


def _in_xmp(content: bytes) -> dict[str, str]:
    begin = content.rfind(_BEGIN)
    end = content.find(_END, begin, begin + XMP_LIMIT) if begin >= 0 else -1
    if end < 0:
        return {}
    heard = _Xmp()
    try:
        listen((content[begin : end + len(_END)],), heard)
    except PackageClosed:
        return {}
    return heard.found
