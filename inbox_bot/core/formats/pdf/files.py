"""Files inside a PDF: attached to it, pinned to a page, or the whole of a portfolio (ISO 32000-1 §7.11.4, §12.5.6.15).

pypdf finds them; what is packed is unfolded here in pieces, since a file of a kilobyte may hold gigabytes. Nothing is
believed of the sizes that the PDF claims, and no tree is followed far.
"""

import contextlib
import io
import itertools
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

import pypdf
from pypdf.generic import ArrayObject, DictionaryObject, PdfObject, StreamObject

from inbox_bot.core.formats.packed.inflate import NotUnfolded, unfolded
from inbox_bot.core.words import Problem

FILES_LIMIT = 200
NODES_LIMIT = 2_000  # of the trees of names and of pages
STREAMS_LOOKED_AT, OBJECTS_LOOKED_AT = 200, 2_000_000  # streams of objects, and bytes in all of them
_OBJECTS = re.compile(rb"/ObjStm\b[^\0]{0,400}?\bstream\r?\n")
_HOLDS_FILES = re.compile(rb"/EmbeddedFile|/FileAttachment")
_ZLIB_WINDOW = 15
_PACKED = frozenset({"/FlateDecode", "/Fl"})


@dataclass(frozen=True, kw_only=True, slots=True)
class PdfFile:
    """A file inside a PDF."""

    name: str  #: as the PDF says it; "" where it says none. Untrusted.
    content: bytes = field(default=b"", repr=False)
    problem: Problem | None = None  #: why it could not be taken out


def may_hold_files(content: bytes) -> bool:
    """A first look: whether a PDF names a file inside, in its bytes or in the objects that it packs (§7.5.7).

    One that spells the name otherwise, or encrypts it, is not opened.
    """
    return _HOLDS_FILES.search(content) is not None or any(map(_HOLDS_FILES.search, _packed_objects(content)))


def _packed_objects(content: bytes) -> Iterator[bytes]:
    left = OBJECTS_LOOKED_AT
    for found in itertools.islice(_OBJECTS.finditer(content), STREAMS_LOOKED_AT):
        with contextlib.suppress(zlib.error):
            objects = zlib.decompressobj().decompress(content[found.end() : found.end() + left], left)
            left -= len(objects)
            yield objects
        if left <= 0:
            return


def files_in(content: bytes, limit: int) -> tuple[PdfFile, ...]:
    """Its files, in the order of their names, then of their pages; no more than `limit` bytes in all.

    Nothing of a PDF that needs a password or is broken. Raises MemoryError, else nothing.
    """
    found: list[PdfFile] = []
    try:
        for file in _files(content, limit):
            found.append(file)
            if len(found) >= FILES_LIMIT:
                break
    except MemoryError:
        raise
    except Exception:
        # pypdf raises KeyError, TypeError, RecursionError, … from the depth of a broken file; what came before holds.
        return tuple(found)
    return tuple(found)


def _files(content: bytes, left: int) -> Iterator[PdfFile]:
    reader = pypdf.PdfReader(io.BytesIO(content))
    if reader.is_encrypted and not reader.decrypt(""):
        return
    root = dictionary(reader.trailer["/Root"])
    seen: set[int] = set()
    for specification in (*_named(root), *_pinned(root)):
        stream = _stream(specification)
        if stream is None or id(stream) in seen:
            continue
        seen.add(id(stream))
        name = str(specification.get("/UF") or specification.get("/F") or "")
        try:
            held = stream_content(stream, left)
        except NotUnfolded as why:
            yield PdfFile(name=name, problem=why.problem)
            continue
        left -= len(held)
        yield PdfFile(name=name, content=held)


def _named(root: DictionaryObject) -> Iterator[DictionaryObject]:
    """The files in the tree of names."""
    for node in _nodes(dictionary(dictionary(root.get("/Names")).get("/EmbeddedFiles"))):
        names = array(node.get("/Names"))
        yield from (dictionary(entry) for entry in names[1::2])


def _pinned(root: DictionaryObject) -> Iterator[DictionaryObject]:
    """The files that are pinned to pages."""
    for node in _nodes(dictionary(root.get("/Pages"))):
        for entry in array(node.get("/Annots"))[:FILES_LIMIT]:
            annotation = dictionary(entry)
            if annotation.get("/Subtype") == "/FileAttachment":
                yield dictionary(annotation.get("/FS"))


def _nodes(top: DictionaryObject) -> Iterator[DictionaryObject]:
    """A tree's nodes, each once, in their order."""
    waiting, seen = [top], set[int]()
    while waiting and len(seen) < NODES_LIMIT:
        node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        yield node
        waiting.extend(dictionary(kid) for kid in reversed(array(node.get("/Kids"))[:NODES_LIMIT]))


def _stream(specification: DictionaryObject) -> StreamObject | None:
    embedded = dictionary(specification.get("/EF"))
    stream = resolved(embedded.get("/UF") or embedded.get("/F"))
    return stream if isinstance(stream, StreamObject) else None


def stream_content(stream: StreamObject, limit: int) -> bytes:
    """What a stream holds. Raises NotUnfolded."""
    filters = array(stream.get("/Filter")) or [stream.get("/Filter")]
    names = [str(each) for each in map(resolved, filters) if each is not None]
    packed: bytes = stream._data
    if not names:
        if len(packed) > limit:
            raise NotUnfolded(Problem.TOO_LARGE)
        return packed
    if len(names) > 1 or names[0] not in _PACKED or stream.get("/DecodeParms") is not None:
        raise NotUnfolded(Problem.UNSUPPORTED)
    return unfolded(packed, limit, _ZLIB_WINDOW)


def dictionary(entry: object) -> DictionaryObject:
    """The dictionary that an entry is, or points to; an empty one where it is none."""
    found = resolved(entry)
    return found if isinstance(found, DictionaryObject) else DictionaryObject()


def array(entry: object) -> list[object]:
    """The same of an array."""
    found = resolved(entry)
    return list(found) if isinstance(found, ArrayObject) else []


def resolved(entry: object) -> object:
    """What an entry is, or points to."""
    return entry.get_object() if isinstance(entry, PdfObject) else entry
