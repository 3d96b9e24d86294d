"""Photos of iPhones (HEIC) and AVIF, decoded without a thread: in the cage none can be started.

pi-heif is told to use none, and its libde265 starts one for each picture all the same: libheif asks for it by a
constant. Its decoder works without, as it does in browsers; so in this process alone, before the cage closes, the
function that starts threads is made to return at once. Where that can't be done, a photo as HEIC stays a picture.
"""

import ctypes
import importlib.util
import mmap

from inbox_bot.edges.reading.cage import kernel

_LIBRARY, _STARTS_THREADS = "libde265", "de265_start_worker_threads"
#: "Return 0" (DE265_OK), in each machine's own code.
_RETURN_OK = {"x86_64": bytes.fromhex("31c0c3"), "aarch64": bytes.fromhex("00008052c0035fd6")}


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
    path, code = _path_of(_LIBRARY), _RETURN_OK.get(kernel.machine())
    if path is None or code is None:
        return
    function = getattr(ctypes.CDLL(path), _STARTS_THREADS)
    address = ctypes.cast(function, ctypes.c_void_p).value or 0
    begin = address - address % mmap.PAGESIZE
    pages = ctypes.c_void_p(begin), ctypes.c_size_t(2 * mmap.PAGESIZE)  # a function may begin at the end of one
    libc = ctypes.CDLL(None)
    if libc.mprotect(*pages, mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC) != 0:
        return
    ctypes.memmove(address, code, len(code))
    libc.mprotect(*pages, mmap.PROT_READ | mmap.PROT_EXEC)


def _path_of(library: str) -> str | None:
    """Where the library was loaded from, into this process; None where it was not."""
    try:
        with open("/proc/self/maps", encoding="utf-8") as maps:
            paths = (line.split(maxsplit=5)[-1].strip() for line in maps if library in line)
            return next(paths, None)
    except OSError:
        return None
