"""seccomp: the few system calls that reading needs; every other one fails with EPERM (seccomp(2)).

A list of what is allowed, not of what is known to be dangerous: no open, socket, clone, execve, kill or ptrace by any
of their names, now or in a later kernel. Failing instead of killing lets a library that asks for something it can do
without go on. Memory can't be made executable any more. Of fcntl only two questions about a descriptor are left:
F_SETOWN with O_ASYNC has the kernel signal any process of the user, and no Landlock stops that before Linux 6.12.
"""

import ctypes
import errno
import os
import struct

from inbox_bot.edges.reading.cage import kernel

_GET_SECCOMP = 21
_MODE_FILTER = 2
_ALLOW, _FAIL, _KILL = 0x7FFF0000, 0x00050000 | errno.EPERM, 0x80000000
_LOAD, _JUMP_EQUAL, _JUMP_ABOVE, _JUMP_BITS, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER_AT, _ARCHITECTURE_AT = 0, 4  # in struct seccomp_data
_FIRST_ARGUMENT_AT, _SECOND_ARGUMENT_AT, _THIRD_ARGUMENT_AT = 16, 24, 32
_X32_BIT = 0x40000000
_PROT_EXEC = 4
_ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}

#: name: (x86_64, aarch64); None where the architecture has no such call.
_ALLOWED: dict[str, tuple[int, int | None]] = {
    # the one socket, and the descriptor of the mail
    "read": (0, 63), "readv": (19, 65), "pread64": (17, 67), "write": (1, 64), "writev": (20, 66), "close": (3, 57),
    "lseek": (8, 62), "sendto": (44, 206), "recvfrom": (45, 207), "sendmsg": (46, 211), "recvmsg": (47, 212),
    "poll": (7, None), "ppoll": (271, 73), "fstat": (5, 80),
    # memory
    "brk": (12, 214), "munmap": (11, 215), "mremap": (25, 216), "madvise": (28, 233),
    # its own signals, locks and time
    "rt_sigaction": (13, 134), "rt_sigprocmask": (14, 135), "rt_sigreturn": (15, 139), "sigaltstack": (131, 132),
    "futex": (202, 98), "set_robust_list": (273, 99), "rseq": (334, 293), "membarrier": (324, 283),
    "restart_syscall": (219, 128), "sched_yield": (24, 124), "sched_getaffinity": (204, 123), "nanosleep": (35, 101),
    "clock_gettime": (228, 113), "clock_getres": (229, 114), "clock_nanosleep": (230, 115), "gettimeofday": (96, 169),
    "time": (201, None), "times": (100, 153), "getrusage": (98, 165), "sysinfo": (99, 179), "uname": (63, 160),
    "getrandom": (318, 278),
    # who am I, and goodbye
    "getpid": (39, 172), "gettid": (186, 178), "getuid": (102, 174), "geteuid": (107, 175), "getgid": (104, 176),
    "getegid": (108, 177), "exit": (60, 93), "exit_group": (231, 94),
}  # fmt: skip
#: Allowed as long as the memory is not executable, and with one's own process only (how abort ends it).
_MEMORY: tuple[tuple[int, int], ...] = ((9, 222), (10, 226))  # mmap, mprotect
_SIGNAL = (234, 131)  # tgkill
#: Allowed for asking how a descriptor was opened: F_GETFD and F_GETFL.
_DESCRIPTOR, _QUESTIONS = (72, 25), (1, 3)  # fcntl


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p)]


def offered() -> bool:
    """Whether a filter for this machine is known and the kernel takes filters."""
    if not kernel.is_linux() or kernel.machine() not in _ARCHITECTURES:
        return False
    try:
        kernel.prctl(_GET_SECCOMP)
    except OSError:
        return False
    return True


def close_calls() -> bool:
    """Deny this process every call that is not in the list. Needs no_new_privs. False where it is not offered."""
    if not offered():
        return False
    instructions = program(kernel.machine(), os.getpid())
    filter_program = _Program(len(instructions) // 8, instructions)
    try:
        kernel.prctl(kernel.PR_SET_SECCOMP, ctypes.c_ulong(_MODE_FILTER), ctypes.byref(filter_program))
    except OSError:
        return False  # a kernel built without filters
    return True


def program(machine: str, own_pid: int) -> bytes:
    """The filter for a machine and a process, as BPF instructions (struct sock_filter, 8 bytes each)."""
    column = list(_ARCHITECTURES).index(machine)
    allowed = sorted({number for numbers in _ALLOWED.values() if (number := numbers[column]) is not None})
    steps = [
        _step(_LOAD, 0, 0, _ARCHITECTURE_AT),
        _step(_JUMP_EQUAL, 1, 0, _ARCHITECTURES[machine]),
        _step(_RETURN, 0, 0, _KILL),
        _step(_LOAD, 0, 0, _NUMBER_AT),
        _step(_JUMP_ABOVE, 0, 1, _X32_BIT),  # x32: other numbers for the same calls
        _step(_RETURN, 0, 0, _FAIL),
    ]
    for memory in _MEMORY:
        steps += [
            _step(_JUMP_EQUAL, 0, 4, memory[column]),
            _step(_LOAD, 0, 0, _THIRD_ARGUMENT_AT),
            _step(_JUMP_BITS, 0, 1, _PROT_EXEC),
            _step(_RETURN, 0, 0, _FAIL),
            _step(_RETURN, 0, 0, _ALLOW),
        ]
    steps += [
        _step(_JUMP_EQUAL, 0, 4, _SIGNAL[column]),
        _step(_LOAD, 0, 0, _FIRST_ARGUMENT_AT),
        _step(_JUMP_EQUAL, 0, 1, own_pid),
        _step(_RETURN, 0, 0, _ALLOW),
        _step(_RETURN, 0, 0, _FAIL),
    ]
    steps += [
        _step(_JUMP_EQUAL, 0, 5, _DESCRIPTOR[column]),
        _step(_LOAD, 0, 0, _SECOND_ARGUMENT_AT),
        _step(_JUMP_EQUAL, 1, 0, _QUESTIONS[0]),
        _step(_JUMP_EQUAL, 0, 1, _QUESTIONS[1]),
        _step(_RETURN, 0, 0, _ALLOW),
        _step(_RETURN, 0, 0, _FAIL),
    ]
    steps += [_step(_JUMP_EQUAL, len(allowed) - index, 0, number) for index, number in enumerate(allowed)]
    steps += [_step(_RETURN, 0, 0, _FAIL), _step(_RETURN, 0, 0, _ALLOW)]
    return b"".join(steps)


def _step(code: int, if_true: int, if_false: int, operand: int) -> bytes:
    return struct.pack("<HBBI", code, if_true, if_false, operand)
