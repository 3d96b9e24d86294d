"""Puts the sample mails into an empty mailbox of any IMAP server, for a trial on a real one.

    INBOX_BOT_PASSWORD=… python -m inbox_bot.demo.seed --host HOST --port PORT --user USER

Waits for a server that is still starting. A mailbox that has mail already is left as it is.
"""

import argparse
import os
import sys
import time
from datetime import UTC, datetime, timedelta

from imapclient import IMAPClient, SocketTimeout

from inbox_bot.demo.samples import samples

STARTS_WITHIN_S = 60
PAUSE_S = 1.0


def seed(host: str, port: int, user: str, password: str) -> int:
    """APPEND each sample to INBOX, in their order; returns how many. Plain IMAP: for a server on loopback.

    Raises OSError, IMAPClientError.
    """
    with IMAPClient(host, port, ssl=False, timeout=SocketTimeout(5, 30)) as client:
        client.login(user, password)
        if client.select_folder("INBOX", readonly=True)[b"EXISTS"]:
            return 0
        mails = samples()
        first = datetime.now(UTC) - timedelta(minutes=len(mails))
        for number, sample in enumerate(mails):
            client.append("INBOX", sample.raw, msg_time=first + timedelta(minutes=number))
        return len(mails)


def main() -> None:
    """The command line."""
    asked = argparse.ArgumentParser(prog="python -m inbox_bot.demo.seed", description=__doc__)
    asked.add_argument("--host", default="127.0.0.1")
    asked.add_argument("--port", type=int, default=143)
    asked.add_argument("--user", required=True)
    options = asked.parse_args()
    until = time.monotonic() + STARTS_WITHIN_S
    while True:
        try:
            number = seed(options.host, options.port, options.user, os.environ.get("INBOX_BOT_PASSWORD", ""))
            break
        except OSError as error:
            if time.monotonic() > until:
                sys.exit(f"no IMAP server at {options.host}:{options.port}: {error}")
            time.sleep(PAUSE_S)
    sys.stdout.write(
        f"{number} sample mails are in the mailbox\n" if number else "the mailbox has mail: left as it is\n"
    )


if __name__ == "__main__":
    main()
