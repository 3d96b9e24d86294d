"""Reading to plan on files, touching nothing: what live mode would do with each, as if it arrived alone at `at`."""

import hashlib
import hmac
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from inbox_bot.core.judgement import judge
from inbox_bot.core.judgement.verdict import NOTHING_KNOWN, Verdict
from inbox_bot.core.message.values import Location, RawMail, Reading
from inbox_bot.core.plan import plan_for
from inbox_bot.core.plan.values import Plan
from inbox_bot.core.reply.values import History
from inbox_bot.core.rules.load import Rules
from inbox_bot.core.rules.model import Mode
from inbox_bot.edges.reading import ReadingPool

PIECE_BYTES = 1 << 20


@dataclass(frozen=True, kw_only=True, slots=True)
class Explained:
    """What would become of one file."""

    file: Path
    reading: Reading
    verdict: Verdict
    plan: Plan


def explain(files: Iterable[Path], rules: Rules, pool: ReadingPool, at: datetime) -> Iterator[Explained]:
    """Each file's way from reading to plan, in the order given. Raises OSError for a file that can't be opened."""
    live = rules.model_copy(update={"mode": Mode.LIVE})
    mailbox = rules.mailboxes[0]
    key = secrets.token_bytes(32)  # thrown away: a fingerprint means something only inside one ledger
    paths = list(files)
    mails = (file_as_mail(path, mailbox.name, mailbox.largest_bytes, at) for path in paths)
    for path, reading in zip(paths, pool.read(mails), strict=True):
        verdict = judge(reading, live, NOTHING_KNOWN)
        fingerprint = hmac.new(key, reading.content_hash.encode(), hashlib.sha256).hexdigest()
        history = History(fingerprint=fingerprint, first_seen_at=at, attempts=3)
        yield Explained(file=path, reading=reading, verdict=verdict, plan=plan_for(reading, verdict, live, history, at))


def file_as_mail(path: Path, mailbox: str, largest_bytes: int, at: datetime) -> RawMail:
    """A file as if it had been fetched at `at`. Raises OSError."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(PIECE_BYTES):
            digest.update(piece)
        size = file.tell()
    return RawMail(
        location=Location(mailbox=mailbox, folder="", uidvalidity=0, uid=0),
        raw_hash=digest.hexdigest(),
        size_bytes=size,
        received_at=at,
        flags=frozenset(),
        spool=path,
        headers_only=size > largest_bytes,
    )
