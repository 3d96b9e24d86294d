"""What a PDF holds besides text: things that would run or open when a person opens the file, and files inside it.

Nothing of it is run or opened here. Links (URI actions) are not remarked on: every second CV has one, to a mailbox or
a profile. ISO 32000-1: §12.6.4 action types, §7.11.4 embedded files, §12.7.8 XFA forms.
"""

import io
import re

import pypdf
import pypdfium2
from pypdf.generic import ArrayObject, DictionaryObject
from pypdfium2 import raw as pdfium

from inbox_bot.core.message.values import Finding
from inbox_bot.core.words import Remark

PAGES_LOOKED_AT = 50
ANNOTATIONS_LOOKED_AT = 500
PAGES_LIMIT = 2_000  # pypdf walks the whole page tree before it gives the first page

_ACTIONS = frozenset({"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Rendition"})
_ACTIVE_ANNOTATIONS = frozenset({"/RichMedia", "/Movie", "/Screen", "/3D"})
#: Names that make a look at the structure worth its time, and the two ways to write them so that they aren't seen.
_NAMES = re.compile(
    rb"/(?:JavaScript|JS|Launch|SubmitForm|ImportData|GoToR|GoToE|Rendition|RichMedia|Movie|Screen|XFA)\b"
)
_HIDDEN_NAMES = re.compile(rb"/ObjStm\b|/\w*#[0-9A-Fa-f]{2}")


def findings_of(content: bytes, document: pypdfium2.PdfDocument) -> tuple[Finding, ...]:
    """Remarks on active content and embedded files; `document` is the same file, open in pdfium."""
    active = pdfium.FPDFDoc_GetJavaScriptActionCount(document) > 0 or document.get_formtype() in (
        pdfium.FORMTYPE_XFA_FULL,
        pdfium.FORMTYPE_XFA_FOREGROUND,
    )
    embedded = document.count_attachments() > 0
    if not active and (_NAMES.search(content) or _HIDDEN_NAMES.search(content)):
        active = len(document) <= PAGES_LIMIT and _is_active(content)
    remarks = {Remark.ACTIVE_CONTENT: active, Remark.EMBEDDED_FILES: embedded}
    return tuple(Finding(remark=remark) for remark, holds in remarks.items() if holds)


def _is_active(content: bytes) -> bool:
    """Whether the document, one of its first pages or their annotations has an action of a kind that does something."""
    try:
        reader = pypdf.PdfReader(io.BytesIO(content))
        if reader.is_encrypted:
            reader.decrypt("")
        root = reader.trailer["/Root"].get_object()
        if not isinstance(root, DictionaryObject):
            return False
        if _acts(root) or "/JavaScript" in _dictionary(root.get("/Names")):
            return True
        if "/XFA" in _dictionary(root.get("/AcroForm")):
            return True
        looked_at = 0
        for page in reader.pages[:PAGES_LOOKED_AT]:
            if _acts(page):
                return True
            for annotation in _array(page.get("/Annots")):
                looked_at += 1
                if looked_at > ANNOTATIONS_LOOKED_AT:
                    return False
                entry = _dictionary(annotation)
                if entry.get("/Subtype") in _ACTIVE_ANNOTATIONS or _acts(entry):
                    return True
    except MemoryError:
        raise
    except Exception:
        # What pdfium could read, pypdf may stumble over in any way; then nothing is known of it.
        return False
    return False


def _acts(holder: DictionaryObject) -> bool:
    """Whether one of its actions (/A, /OpenAction, the additional actions /AA, and the actions after those) acts."""
    waiting = [holder.get("/A"), holder.get("/OpenAction"), *_dictionary(holder.get("/AA")).values()]
    for _ in range(50):
        if not waiting:
            return False
        entry = waiting.pop()
        action = _dictionary(entry)
        if action.get("/S") in _ACTIONS:
            return True
        following = action.get("/Next")
        waiting.extend(_array(following) or ([following] if following is not None else []))
    return True  # 50 actions in a row are no link to a page


def _dictionary(entry: object) -> DictionaryObject:
    resolved = entry.get_object() if isinstance(entry, pypdf.generic.PdfObject) else entry
    return resolved if isinstance(resolved, DictionaryObject) else DictionaryObject()


def _array(entry: object) -> list[object]:
    resolved = entry.get_object() if isinstance(entry, pypdf.generic.PdfObject) else entry
    return list(resolved) if isinstance(resolved, ArrayObject) else []
