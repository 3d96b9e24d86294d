"""The cage, tried from inside: what a reader that was taken over can't do."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from inbox_bot.edges.reading.cage import cage, landlock, seccomp
from inbox_bot.edges.reading.cage.cage import CageMissing, CageReport
from inbox_bot.edges.reading.pool import ReadingPool
from inbox_bot.edges.reading.scans.languages import languages_found
from inbox_bot.edges.reading.scans.reader import MEMORY_BYTES
from tests.support.processes import children

PRELUDE = """
import ctypes, fcntl, json, mmap, os, resource, signal, socket, sys, threading
from inbox_bot.edges.reading.cage import cage
from inbox_bot.edges.reading.cage import landlock
from inbox_bot.edges.reading.cage import seccomp
libc = ctypes.CDLL(None, use_errno=True)
def call(result):
    if result < 0: raise OSError(ctypes.get_errno(), "")
line, _ = socket.socketpair()
"""
PROBES = {
    "open for writing": "os.open(target, os.O_WRONLY | os.O_CREAT)",
    "append to the ledger": "os.open(ledger, os.O_WRONLY | os.O_APPEND)",
    "read the ledger": "os.open(ledger, os.O_RDONLY)",
    "read the password file": "os.open('/etc/passwd', os.O_RDONLY)",
    "list a folder": "os.listdir('/')",
    "delete": "os.unlink(ledger)",
    "rename": "os.rename(ledger, target)",
    "read the daemon's environment": "os.open(f'/proc/{os.getppid()}/environ', os.O_RDONLY)",
    "read the daemon's memory": "os.open(f'/proc/{os.getppid()}/mem', os.O_RDONLY)",
    "a socket": "socket.socket()",
    "a unix socket": "socket.socket(socket.AF_UNIX)",
    "a raw socket": "socket.socket(socket.AF_PACKET, socket.SOCK_RAW)",
    "fork": "os.fork() or os._exit(0)",
    "a thread": "threading.Thread(target=int).start()",
    "exec": "os.execv('/bin/true', ['true'])",
    "ptrace the daemon": "call(libc.ptrace(16, os.getppid(), 0, 0))",
    "signal the daemon": "os.kill(os.getppid(), 0)",
    "signal everybody": "os.kill(-1, 0)",
    "own a line's signals to the daemon": "fcntl.fcntl(line, fcntl.F_SETOWN, os.getppid())",
    "own them to whom a structure names": "fcntl.fcntl(line, 15, (1).to_bytes(4, 'little') + bytes(4))",
    "choose which signal a line gives": "fcntl.fcntl(line, fcntl.F_SETSIG, signal.SIGURG)",
    "have a line give signals": "fcntl.fcntl(line, fcntl.F_SETFL, os.O_ASYNC)",
    "another descriptor": "fcntl.fcntl(line, fcntl.F_DUPFD, 3)",
    "executable memory": "mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_EXEC)",
    "raise its own limits": "resource.setrlimit(resource.RLIMIT_CPU, (1, 1))",
    "mount": "call(libc.mount(b'none', b'/', b'tmpfs', 0, None))",
    "a new namespace": "call(libc.unshare(0x10000000))",
    "io_uring": "call(libc.syscall(425, 1, 0))",
    "memory beyond the limit": "bytearray(limit * 2)",
}
FILE_PROBES = [name for name in PROBES if name.split()[0] in ("open", "append", "read", "list", "delete", "rename")]


def _tried(tmp_path: Path, before: str = "", limit: int = 200_000_000) -> dict[str, bool]:
    """Whether each probe went through, from within a process that has closed the cage around itself."""
    ledger = tmp_path / "ledger.db"
    ledger.write_text("persons")
    lines = [
        PRELUDE,
        f"ledger = {str(ledger)!r}; target = {str(tmp_path / 'new')!r}; out = {{}}; limit = {limit}",
        before,
    ]
    lines.append("cage.close(limit)")
    for name, probe in PROBES.items():
        lines.append(f"try:\n    {probe}\n    out[{name!r}] = True")
        lines.append(f"except (OSError, RuntimeError, MemoryError, ValueError): out[{name!r}] = False")
    lines.append("os.write(1, json.dumps(out).encode())")
    done = subprocess.run([sys.executable, "-c", "\n".join(lines)], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    assert ledger.read_text() == "persons"
    tried: dict[str, bool] = json.loads(done.stdout)
    return tried


of_older_kernels_too = pytest.mark.parametrize(
    "older",
    [
        pytest.param("", id="this kernel"),
        pytest.param("landlock._ABSTRACT_SOCKETS_AND_SIGNALS = 0", id="Linux before 6.12: no scope of signals"),
        pytest.param("landlock.close_files = lambda: False", id="no Landlock"),
    ],
)


@pytest.mark.skipif(not seccomp.offered(), reason="this kernel takes no seccomp filters")
@of_older_kernels_too
def test_nothing_gets_out_of_the_cage(tmp_path, older):
    assert {name for name, went_through in _tried(tmp_path, before=older).items() if went_through} == set()


@pytest.mark.skipif(not seccomp.offered(), reason="this kernel takes no seccomp filters")
@of_older_kernels_too
def test_nothing_gets_out_of_the_cage_of_scans(tmp_path, older):
    data = [str(file) for file in languages_found(None).values()]
    loaded = f"from inbox_bot.edges.reading.scans.worker import Recogniser; Recogniser().load({{'data': {data!r}}})"
    tried = _tried(tmp_path, before=f"{loaded}; {older}", limit=MEMORY_BYTES)
    assert {name for name, went_through in tried.items() if went_through} == set()


@pytest.mark.skipif(not seccomp.offered(), reason="this kernel takes no seccomp filters")
def test_how_a_descriptor_was_opened_may_be_asked():
    lines = [PRELUDE, "cage.close(200_000_000)", "fcntl.fcntl(line, fcntl.F_GETFD); fcntl.fcntl(line, fcntl.F_GETFL)"]
    assert subprocess.run([sys.executable, "-c", "\n".join(lines)], check=False).returncode == 0


@pytest.mark.skipif(not landlock.offered(), reason="this kernel has no Landlock")
def test_landlock_alone_keeps_files_closed(tmp_path):
    tried = _tried(tmp_path, before="seccomp.close_calls = lambda: False")
    assert not any(tried[name] for name in FILE_PROBES)


def test_memory_is_limited_on_any_kernel(tmp_path):
    before = "seccomp.close_calls = landlock.close_files = lambda: False; PROBES = {}"
    lines = [
        PRELUDE,
        before,
        "cage.close(100_000_000)",
        "try: bytearray(400_000_000)",
        "except MemoryError: sys.exit(7)",
    ]
    assert subprocess.run([sys.executable, "-c", "\n".join(lines)], check=False).returncode == 7


def test_a_worker_has_no_descriptor_but_its_line(tmp_path):
    before = children()
    with (tmp_path / "secret").open("w"), ReadingPool(workers=1) as pool:
        pool.cage_report()
        (pid,) = children() - before
        opened = {link.readlink().as_posix() for link in Path(f"/proc/{pid}/fd").iterdir()}
    assert {name.partition(":")[0] for name in opened} == {"/dev/null", "socket"}


def test_the_report_says_what_is_on(pool):
    report = pool.cage_report()
    assert report == cage.offered()
    assert str(CageReport(limits=True, landlock=7, seccomp=True)) == "resource limits, Landlock 7, seccomp"
    assert str(CageReport(limits=False, landlock=0, seccomp=False)) == "none"


def test_a_required_cage_that_the_kernel_does_not_have_is_an_error(other_worker):
    other_worker(
        "from inbox_bot.edges.reading import worker; from inbox_bot.edges.reading.cage import landlock, seccomp\n"
        "landlock.offered = lambda: 0; seccomp.offered = lambda: False; worker.main()"
    )
    with pytest.raises(CageMissing):
        ReadingPool(workers=1, cage="required")
    with ReadingPool(workers=1) as pool:
        assert not pool.cage_report().is_closed


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_the_filter_of_each_machine_jumps_within_itself(machine):
    instructions = seccomp.program(machine, 1234)
    steps = [instructions[at : at + 8] for at in range(0, len(instructions), 8)]
    for number, step in enumerate(steps):
        if step[0] & 0x07 == 0x05:  # a jump
            assert number + 1 + max(step[2], step[3]) < len(steps)
    assert steps[-1][0] == 0x06
