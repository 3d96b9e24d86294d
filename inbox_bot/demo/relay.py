"""The demo's mail relay as a process of its own: takes every mail, tells of it in a line, and delivers none.

python -m inbox_bot.demo.relay --port 2525
"""

import argparse
import asyncio
import contextlib
import email
import email.policy
import signal
import socket
import sys

from inbox_bot.core.message import safe
from inbox_bot.demo.smtp_server import Received, serve_relay


class _Told(list[Received]):
    """What was received, each told of as it comes."""

    def append(self, received: Received) -> None:
        super().append(received)
        subject = email.message_from_bytes(received.content, policy=email.policy.compat32)["Subject"]
        sys.stdout.write(f"mail to {safe.line(', '.join(received.recipients))}: {safe.line(str(subject or ''))}\n")
        sys.stdout.flush()


async def relay(port: int) -> None:
    """Take mails on loopback until SIGTERM or SIGINT."""
    over = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, over.set)
    with socket.create_server(("127.0.0.1", port)) as listening:
        server = await serve_relay(listening, _Told())
        sys.stdout.write(f"taking mail at 127.0.0.1:{listening.getsockname()[1]}; none is delivered\n")
        sys.stdout.flush()
        await over.wait()
        server.close()


def main() -> None:
    """The command line."""
    asked = argparse.ArgumentParser(prog="python -m inbox_bot.demo.relay", description=__doc__)
    asked.add_argument("--port", type=int, default=2525)
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(relay(asked.parse_args().port))


if __name__ == "__main__":
    main()
