"""Reading to plan on files, touching nothing: what live mode would do with each, as if it arrived alone at `at`."""

import hashlib
import hmac
import secrets
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from inbox_bot.core.judgement.judge import judge
from inbox_bot.core.judgement.verdict import NOTHING_KNOWN, Verdict
from inbox_bot.core.message.values import Location, Message, RawMail, Reading
from inbox_bot.core.person.values import NOT_LINKED
from inbox_bot.core.plan import plan_for
from inbox_bot.core.plan.scans import has_scans_to_read
from inbox_bot.core.plan.values import Plan
from inbox_bot.core.reply.values import History
from inbox_bot.core.rules.model import MailboxSettings, Mode, Rules
from inbox_bot.core.words import Problem
from inbox_bot.edges.ledger import Ledger
from inbox_bot.edges.reading.pool import ReadingPool
from inbox_bot.pipeline.judged import judged

LAST_ATTEMPT = 3  # a mail that can't be read is explained as it ends, not as it waits for the next try


@dataclass(frozen=True, kw_only=True, slots=True)
class Explained:
    """What would become of one file."""

    file: Path
    reading: Reading
    verdict: Verdict
    plan: Plan
    not_opened: str = ""  #: why the file could not be opened; the rest then says what is known of an unreadable mail


def explain(
    files: Iterable[Path], rules: Rules, pool: ReadingPool, at: datetime, ledger: Ledger | None = None
) -> Iterator[Explained]:
    """Each file's way from reading to plan, in the order given; with `ledger`, over what it knows by now.

    A file that is missing, no file, or not ours to read is explained as a mail that can't be read.
    """
    live = replace(rules, mode=Mode.LIVE)
    mailbox = rules.mailboxes[0]
    key = secrets.token_bytes(32)  # thrown away: a fingerprint means something only inside one ledger
    opened = [_opened(path, number, mailbox, at) for number, path in enumerate(files, start=1)]
    readings = pool.read(mail for _, mail, _ in opened if mail is not None)
    for path, mail, why in opened:
        reading = next(readings) if mail is not None else _unread(path, mailbox, at)
        explained = _planned(path, reading, live, at, key, ledger)
        if mail is not None and has_scans_to_read(reading, explained.verdict, explained.plan):
            again = pool.read_again(path, reading, pool.recognise(path, reading))
            explained = _planned(path, again, live, at, key, ledger)
        yield replace(explained, not_opened=why)


def _planned(path: Path, reading: Reading, live: Rules, at: datetime, key: bytes, ledger: Ledger | None) -> Explained:
    verdict, linked = judged(reading, live, ledger) if ledger else (judge(reading, live, NOTHING_KNOWN), NOT_LINKED)
    if ledger is None:
        fingerprint = hmac.new(key, reading.content_hash.encode(), hashlib.sha256).hexdigest()
        history = History(fingerprint=fingerprint, first_seen_at=at, attempts=LAST_ATTEMPT)
    else:
        history = replace(ledger.history.of(reading, verdict, at, linked=linked), attempts=LAST_ATTEMPT)
    plan = plan_for(reading, verdict, live, history, at)
    return Explained(file=path, reading=reading, verdict=verdict, plan=plan)


def _opened(path: Path, number: int, mailbox: MailboxSettings, at: datetime) -> tuple[Path, RawMail | None, str]:
    """The file as a mail that was just fetched; or why it can't be one. Of one above `largest` the header is read."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return path, None, "It is not a file"
        with path.open("rb") as file:
            raw_hash = hashlib.file_digest(file, "sha256").hexdigest()
            size_bytes = file.tell()
    except OSError as error:
        return path, None, error.strerror or type(error).__name__
    mail = RawMail(
        location=Location(mailbox=mailbox.name, folder=mailbox.folders[0], uidvalidity=1, uid=number),
        raw_hash=raw_hash,
        size_bytes=size_bytes,
        received_at=at,
        flags=frozenset(),
        spool=path,
        headers_only=size_bytes > mailbox.largest_bytes,
    )
    return path, mail, ""


def _unread(path: Path, mailbox: MailboxSettings, at: datetime) -> Reading:
    return Reading(
        raw_hash=hashlib.sha256(str(path).encode("utf-8", "replace")).hexdigest(),
        mailbox=mailbox.name,
        received_at=at,
        message=Message(),
        problem=Problem.DAMAGED,
    )
