"""Landlock: from now on this process opens no file, no network port, and signals nobody outside (landlock(7)).

Every access the kernel knows is handled and no rule allows any: descriptors that are open stay usable, nothing else.
"""

import ctypes
import os

from inbox_bot.edges.reading.cage import kernel

_CREATE_RULESET, _RESTRICT_SELF = 444, 446  # the same numbers on every architecture
_VERSION_FLAG = 1
#: Handled file accesses by ABI: 1 has 13 of them, 2 adds REFER, 3 TRUNCATE, 5 IOCTL_DEV.
_FILE_ACCESSES = {1: 0x1FFF, 2: 0x3FFF, 3: 0x7FFF, 4: 0x7FFF, 5: 0xFFFF}
_TCP_BIND_AND_CONNECT = 0b11  # from ABI 4
_ABSTRACT_SOCKETS_AND_SIGNALS = 0b11  # from ABI 6


def offered() -> int:
    """The ABI that the kernel offers; 0 where it has no Landlock, or has it switched off."""
    if not kernel.is_linux():
        return 0
    try:
        return kernel.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint32(_VERSION_FLAG))
    except OSError:
        return 0


def close_files() -> bool:
    """Deny this process everything that Landlock can. Needs no_new_privs. False where the kernel does not offer it."""
    abi = offered()
    if abi < 1:
        return False
    attributes = [_FILE_ACCESSES[min(abi, 5)]]
    if abi >= 4:
        attributes.append(_TCP_BIND_AND_CONNECT)
    if abi >= 6:
        attributes.append(_ABSTRACT_SOCKETS_AND_SIGNALS)
    ruleset_attributes = (ctypes.c_uint64 * len(attributes))(*attributes)
    size = ctypes.c_size_t(ctypes.sizeof(ruleset_attributes))
    ruleset = kernel.syscall(_CREATE_RULESET, ctypes.byref(ruleset_attributes), size, ctypes.c_uint32(0))
    try:
        kernel.syscall(_RESTRICT_SELF, ctypes.c_int(ruleset), ctypes.c_uint32(0))
    finally:
        os.close(ruleset)
    return True
