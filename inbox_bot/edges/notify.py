"""Tells the service manager how things are (sd_notify(3)): one datagram to the socket that `$NOTIFY_SOCKET` names.

Nobody listens on most machines; then nothing happens, and nothing that goes wrong here ever stops the daemon.
"""

import contextlib
import os
import socket

READY = "READY=1"
STOPPING = "STOPPING=1"
ALIVE = "WATCHDOG=1"


def notify(*lines: str) -> bool:
    """Send these lines; True where somebody asked for them and they went out."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if address[:1] not in ("/", "@"):
        return False
    name = "\0" + address[1:] if address.startswith("@") else address  # @: Linux's abstract names
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as sock:
        sock.setblocking(False)
        sock.sendto("\n".join(lines).encode(), name)
        return True
    return False


def status(sentence: str) -> str:
    """The line that `systemctl status` shows."""
    return "STATUS=" + " ".join(sentence.split())
