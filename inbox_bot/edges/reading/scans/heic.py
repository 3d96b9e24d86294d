"""Photos of iPhones (HEIC) and AVIF, decoded without a thread: in the cage none can be started.

pi-heif is told to use none, and its libde265 starts one for each picture all the same: libheif asks for it by a
constant. Its decoder works without, as it does in browsers; so in this process alone, before the cage closes, libheif's
call goes to another function of libde265, which does no more than say that all is well. Only a pointer is written, and
no code: a service may forbid that (systemd's MemoryDenyWriteExecute). Where it can't be done, such a photo stays a
picture.
"""

import ctypes
import importlib.util
import mmap
import struct
from collections.abc import Iterator
from pathlib import Path

_CALLED, _INSTEAD = "de265_start_worker_threads", "de265_init"
_RELOCATIONS = 4  # SHT_RELA, of a section (ELF-64 object file format, §4)
_RELOCATION, _SYMBOL_BYTES = "<QQq", 24


def is_installed() -> bool:
    """Whether pi-heif is there. Loads nothing."""
    return importlib.util.find_spec("pi_heif") is not None


def let_pictures_be_decoded() -> None:
    """Make Pillow read HEIC and AVIF, without threads. Before the cage closes."""
    from PIL import AvifImagePlugin

    AvifImagePlugin.DEFAULT_MAX_THREADS = 1
    if is_installed():
        import pi_heif

        pi_heif.options.DECODE_THREADS = 0
        pi_heif.register_heif_opener()
        _start_no_threads()


def _start_no_threads() -> None:
    caller, decoder = _loaded("libheif"), _loaded("libde265")
    if caller is None or decoder is None:
        return
    (begin, path), (_, decoders_path) = caller, decoder
    instead = ctypes.cast(getattr(ctypes.CDLL(decoders_path), _INSTEAD), ctypes.c_void_p)
    libc = ctypes.CDLL(None)
    for offset in pointers_to(_CALLED, Path(path).read_bytes()):
        address = begin + offset
        page = ctypes.c_void_p(address - address % mmap.PAGESIZE)
        if libc.mprotect(page, ctypes.c_size_t(mmap.PAGESIZE), mmap.PROT_READ | mmap.PROT_WRITE) == 0:
            ctypes.c_void_p.from_address(address).value = instead.value


def pointers_to(symbol: str, library: bytes) -> Iterator[int]:
    """Where a library, an ELF file of 64 bits, keeps its pointers to a function of another, from its beginning."""
    (table,) = struct.unpack_from("<Q", library, 0x28)
    entry_bytes, entries = struct.unpack_from("<HH", library, 0x3A)
    headers = [struct.unpack_from("<IIQQQQII", library, table + number * entry_bytes) for number in range(entries)]
    for _, kind, _, _, offset, size, link, _ in headers:
        if kind != _RELOCATIONS:
            continue
        _, _, _, _, symbols, _, names_link, _ = headers[link]
        names = headers[names_link][4]
        for at in range(offset, offset + size, struct.calcsize(_RELOCATION)):
            place, info, _ = struct.unpack_from(_RELOCATION, library, at)
            (name,) = struct.unpack_from("<I", library, symbols + (info >> 32) * _SYMBOL_BYTES)
            if library[names + name : library.index(b"\0", names + name)] == symbol.encode():
                yield place


def _loaded(library: str) -> tuple[int, str] | None:
    """Where a library begins in this process, and its file; None where it was not loaded."""
    try:
        with open("/proc/self/maps", encoding="utf-8") as maps:
            found = next((line.split(maxsplit=5) for line in maps if f"/{library}" in line), None)
    except OSError:
        return None
    return None if found is None else (int(found[0].partition("-")[0], 16), found[5].strip())
