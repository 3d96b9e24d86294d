"""Runs a command as the container and the unit run it, without their engines: another user, no capabilities, no new
privileges, a file system that is read-only but for one folder and a private /tmp, no namespaces, and no memory that is
both written and executed.

`unshare` gives the file system, `setpriv` the user, `prlimit` the limits, and a seccomp filter of three calls stands
for RestrictNamespaces=. Needs root, to give it up.
"""

import ctypes
import os
import platform
import pwd
import shlex
import shutil
import struct
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

TOOLS = ("unshare", "setpriv", "prlimit", "mount")
NOBODY = pwd.getpwnam("nobody").pw_uid
PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, PR_SET_MDWE = 38, 22, 65
NEW_NAMESPACES = 0x7E020000  # CLONE_NEWNS, UTS, IPC, USER, PID, NET, CGROUP


def missing() -> str | None:
    """Why commands can't be confined here; None where they can."""
    if os.geteuid() != 0:
        return "only root can become another user"
    if platform.machine() != "x86_64":
        return "the filter of this test is written for x86_64"
    absent = [tool for tool in TOOLS if shutil.which(tool) is None]
    if absent:
        return f"not installed: {', '.join(absent)}"
    if subprocess.run(["unshare", "--mount", "true"], capture_output=True, check=False).returncode != 0:
        return "no mount namespace is to be had here"
    return None


def run(
    command: Sequence[str | Path],
    *,
    state: Path,
    config: Path,
    environment: Mapping[str, str] = {},
    owner: int = NOBODY,
    only_kb: int | None = None,
    tmp: str = "",
) -> "subprocess.Popen[bytes]":
    """Start a command with `config` at /etc/inbox-bot (read-only) and `state` at /var/lib/inbox-bot.

    `owner` is whose `state` is; `only_kb` puts an empty volume of that size in its place. /tmp is empty and executes
    nothing; `tmp` is done to it, in sh, before the command begins.
    """
    for path in (state, *state.rglob("*")):
        os.chown(path, owner, owner)
    volume = "mount --bind /mnt/state" if only_kb is None else f"mount -t tmpfs -o mode=777,size={only_kb}k tmpfs"
    for path in (config, *config.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    kept = _kept()
    hidden = sorted({path.parts[1] for path in kept})
    script = f"""
set -e
mount -t tmpfs tmpfs /mnt
mkdir /mnt/state /mnt/config
mount --bind {state} /mnt/state
mount --bind {config} /mnt/config
{"".join(f"mkdir /mnt/{n} && mount --bind {path} /mnt/{n}{chr(10)}" for n, path in enumerate(kept))}
mount -t tmpfs tmpfs /var/lib
mkdir /var/lib/inbox-bot && {volume} /var/lib/inbox-bot
mkdir -p /mnt/etc/inbox-bot
cp -a /etc/passwd /etc/group /etc/hosts /etc/ssl /etc/ld.so.cache /mnt/etc/ 2>/dev/null || true
mount --bind /mnt/config /mnt/etc/inbox-bot
mount --bind /mnt/etc /etc
mount --rbind /mnt/config /etc/inbox-bot
mount -o remount,bind,ro /etc/inbox-bot
{"".join(f"mount -t tmpfs -o mode=755 tmpfs /{top}{chr(10)}" for top in hidden if top != "tmp")}
mount -t tmpfs -o mode=1777,nosuid,nodev,noexec tmpfs /tmp
{"".join(f"mkdir -p {path} && mount --bind /mnt/{n} {path}{chr(10)}" for n, path in enumerate(kept))}
mount -t tmpfs -o ro tmpfs /dev/shm
{tmp}
mount -o remount,bind,ro /
cd /var/lib/inbox-bot
exec setpriv --reuid {NOBODY} --regid {NOBODY} --clear-groups --no-new-privs --bounding-set=-all --inh-caps=-all \
  prlimit --core=0 --nofile=1024:1024 {shlex.quote(sys.executable)} -c "$SHIM" "$@"
"""
    here = str(Path(__file__).parent)
    shim = f"import sys; sys.path.insert(0, {here!r}); import confined; confined.become(sys.argv[1:])"
    return subprocess.Popen(
        ["unshare", "--mount", "--propagation", "private", "sh", "-c", script, "sh", *map(str, command)],
        env={name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
        | {"LANG": "C.UTF-8", "SHIM": shim, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def _kept() -> list[Path]:
    """Interpreter and checkout, wherever they lie: in a home that others can't enter, or below the hidden /tmp."""
    checkout = Path(__file__).resolve().parents[2]
    paths = [Path(sys.base_prefix).resolve(), Path(sys.prefix).resolve(), checkout]
    below = [path for path in paths if not any(path.is_relative_to(other) for other in paths if other != path)]
    return [path for path in dict.fromkeys(below) if path.parts[1] not in ("usr", "opt")]


def become(command: list[str]) -> None:
    """Give up namespaces and executable memory, and be this command."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(PR_SET_MDWE, 1, 0, 0, 0)  # Linux 6.3; an older one goes without
    filter_ = b"".join(
        struct.pack("HBBI", *step)
        for step in (
            (0x20, 0, 0, 0),  # the call's number
            (0x15, 5, 0, 272),  # unshare: refused
            (0x15, 4, 0, 308),  # setns: refused
            (0x15, 4, 0, 435),  # clone3: not there, so that libc uses clone, whose flags can be seen
            (0x15, 0, 4, 56),  # not clone: allowed
            (0x20, 0, 0, 16),  # clone's flags
            (0x45, 0, 2, NEW_NAMESPACES),
            (0x06, 0, 0, 0x00050001),  # EPERM
            (0x06, 0, 0, 0x00050026),  # ENOSYS
            (0x06, 0, 0, 0x7FFF0000),  # allowed
        )
    )
    code = ctypes.create_string_buffer(filter_)
    program = struct.pack("HxxxxxxP", len(filter_) // 8, ctypes.addressof(code))
    if libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) or libc.prctl(PR_SET_SECCOMP, 2, program, 0, 0):
        sys.exit(f"no filter: {os.strerror(ctypes.get_errno())}")
    os.execvp(command[0], command)
