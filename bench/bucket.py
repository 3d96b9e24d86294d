"""What a bucket costs us: CPU and requests of a mail's files put there, and of a folder's files moved there and back.

    python -m bench.bucket [mails=1000]

The store is moto's server in a process of its own, whose time does not count; each mail has a document of 100 kB, its
own bytes and an application.json. There is no network: what a store far away adds is the time of its answers, sixteen
at once.
"""

import http.client
import multiprocessing
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

from inbox_bot.core.rules.filing import S3Settings
from inbox_bot.edges.filing import Bucket, Filing, LocalFolders, Reached
from inbox_bot.edges.ledger import Ledger
from inbox_bot.pipeline.upkeep.moving_files import move_files
from tests.support.servers.s3 import KEY, S3, SECRET, SECRETS

DOCUMENT_BYTES = 100_000
MAIL_BYTES = 140_000


def main() -> int:
    """Prints a line a figure."""
    mails = int(sys.argv[1].partition("=")[2]) if len(sys.argv) > 1 else 1000
    os.environ.update(SECRETS)
    ours, theirs = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(target=_serve, args=(theirs,), daemon=True)
    server.start()
    address = ours.recv()
    try:
        _measure(mails, address)
    finally:
        ours.send("over")
        server.join(10)
    return 0


def _serve(pipe: Connection) -> None:
    server = S3()
    pipe.send(server.address)
    pipe.recv()
    server.stop()


def _bucket(address: str, name: str) -> Bucket:
    line = http.client.HTTPConnection(address)
    line.request("PUT", f"/{name}")
    line.getresponse().read()
    settings = {"endpoint": f"http://{address}", "key": f"env:{KEY}", "secret": f"env:{SECRET}"}
    return Bucket(
        Reached(bucket=name, prefix="applications", settings=S3Settings.model_validate(settings), folder=Path("/"))
    )


def _measure(mails: int, address: str) -> None:
    with tempfile.TemporaryDirectory() as folder, Ledger.open(Path(folder, "ledger.db")) as ledger:
        local, put_to, moved_to = (
            LocalFolders(Path(folder, "applications")),
            *(_bucket(address, each) for each in ("put", "moved")),
        )
        _took(f"{mails} mails put into a folder", mails, "mail", lambda: _put(local, mails))
        _took(f"{mails} mails put into a bucket", mails, "mail", lambda: _put(put_to, mails))
        _took(f"{3 * mails} files moved into a bucket", 3 * mails, "file", lambda: move_files(local, moved_to, ledger))
        _took(f"{3 * mails} files compared again", 3 * mails, "file", lambda: move_files(local, moved_to, ledger))
        back = LocalFolders(Path(folder, "back"))
        _took(f"{3 * mails} files moved back", 3 * mails, "file", lambda: move_files(moved_to, back, ledger))


def _put(filing: Filing, mails: int) -> None:
    for number in range(mails):
        folder = f"engineer/2026/Ann Lee {number}-{number:08x}"
        filing.put(
            {
                f"{folder}/cv.pdf": os.urandom(DOCUMENT_BYTES),
                f"{folder}/message.eml": os.urandom(MAIL_BYTES),
                f"{folder}/application.json": b"{}",
            }
        )


def _took(what: str, number: int, each: str, work: Callable[[], object]) -> None:
    begun, used = time.monotonic(), resource.getrusage(resource.RUSAGE_SELF)
    work()
    now = resource.getrusage(resource.RUSAGE_SELF)
    cpu = now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime
    print(f"{what}: {1000 * cpu / number:.1f} ms of CPU a {each}, {time.monotonic() - begun:.0f} s in all")


if __name__ == "__main__":
    sys.exit(main())
