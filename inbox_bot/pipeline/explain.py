"""Reading to plan on files, touching nothing: what live mode would do with each, as if it arrived alone at `at`."""

import hashlib
import hmac
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from inbox_bot.core.judgement.judge import judge
from inbox_bot.core.judgement.verdict import NOTHING_KNOWN, Verdict
from inbox_bot.core.message.values import Reading
from inbox_bot.core.plan import plan_for
from inbox_bot.core.plan.values import Plan
from inbox_bot.core.reply.values import History
from inbox_bot.core.rules.model import Mode, Rules
from inbox_bot.edges.reading.pool import ReadingPool


@dataclass(frozen=True, kw_only=True, slots=True)
class Explained:
    """What would become of one file."""

    file: Path
    reading: Reading
    verdict: Verdict
    plan: Plan


def explain(files: Iterable[Path], rules: Rules, pool: ReadingPool, at: datetime) -> Iterator[Explained]:
    """Each file's way from reading to plan, in the order given. Raises OSError for a file that can't be opened."""
    live = replace(rules, mode=Mode.LIVE)
    mailbox = rules.mailboxes[0]
    key = secrets.token_bytes(32)  # thrown away: a fingerprint means something only inside one ledger
    paths = list(files)
    readings = pool.read_files(paths, mailbox=mailbox.name, received_at=at)
    for path, reading in zip(paths, readings, strict=True):
        verdict = judge(reading, live, NOTHING_KNOWN)
        fingerprint = hmac.new(key, reading.content_hash.encode(), hashlib.sha256).hexdigest()
        history = History(fingerprint=fingerprint, first_seen_at=at, attempts=3)
        yield Explained(file=path, reading=reading, verdict=verdict, plan=plan_for(reading, verdict, live, history, at))
