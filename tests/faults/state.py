"""What a world looks like in the end, so that two can be compared; and what must hold of any."""

import hashlib
import json
import re
import sqlite3
from collections import Counter
from collections.abc import Collection
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from inbox_bot.core.words import ActionState
from inbox_bot.edges.ledger import Ledger, MailRow
from inbox_bot.edges.ledger.values import AnswerRow
from tests.faults.world import World
from tests.world.ingestion.invariant import EVER

UNCERTAIN_NOTICES = "SELECT to_address FROM actions WHERE kind = 'tell' AND state = 'uncertain'"

_OURS = re.compile(rb"^(?:Message-ID|Date):.*\r?\n", re.M | re.I)
#: Of an application's record: when something happened is each run's own.
_TIMES = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?")


@dataclass(frozen=True)
class Picture:
    """A world's end."""

    mailbox: dict[str, Counter[str]]  #: folder -> what is in it, with its flags
    ledger: dict[str, Any]  #: raw hash -> what became of the mail
    files: dict[str, str]  #: path below the filing folder -> hash of what is in it
    sent: Counter[str]  #: letters by whom they went to, what they answer and their subject
    uncertain: frozenset[str] = field(default_factory=frozenset)  #: mails whose letter nobody can tell of
    dropped: tuple[tuple[MailRow, AnswerRow], ...] = ()  #: such letters that a person let be
    uncertain_notices: Counter[str] = field(default_factory=Counter)  #: to reviewers, by address


def picture_of(world: World) -> Picture:
    """What the mailbox, the ledger, the files and the SMTP server say."""
    with Ledger.open(world.folder / "ledger.db", lock=False) as ledger:
        rows = list(ledger.reports.received_between(*EVER))
    with closing(sqlite3.connect(world.folder / "ledger.db")) as connection:
        notices = connection.execute(UNCERTAIN_NOTICES).fetchall()
    uncertain = {row.message_id or "" for row in rows if any(_is_uncertain(each) for each in row.answers)}
    return Picture(
        mailbox=_mailbox(world),
        ledger={row.raw_hash: _row(row) for row in rows},
        files=_files(world.folder / "applications"),
        sent=Counter(_letter(kept.content) for kept in world.place.smtp.kept),
        uncertain=frozenset(uncertain) | {mail.message_id or "" for mail, _ in world.dropped},
        dropped=tuple(world.dropped),
        uncertain_notices=Counter(address for (address,) in notices),
    )


def _is_uncertain(answer: AnswerRow) -> bool:
    return answer.state is ActionState.UNCERTAIN


def _mailbox(world: World) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = {}
    client = world.account.client()
    names = [name for flags, _, name in client.list_folders() if b"\\Noselect" not in flags]
    for name in sorted(names):
        contents = world.account.messages(name).values()
        if contents:
            found[name] = Counter(
                _letter(content) if name == "Sent" else f"{_header(content, b'Message-ID')} {_flags(flags)}"
                for content, flags in contents
            )
    world.account.close()
    return found


def _flags(flags: tuple[bytes, ...]) -> str:
    return " ".join(sorted(flag.decode() for flag in flags if not flag.startswith((b"InboxBot-", b"\\Recent"))))


def _letter(content: bytes) -> str:
    return " | ".join(_header(content, name) for name in (b"To", b"In-Reply-To", b"Subject"))


def _header(content: bytes, name: bytes) -> str:
    found = re.search(rb"^" + name + rb":[ \t]*(.*(?:\r?\n[ \t].*)*)", content, re.M | re.I)
    return re.sub(r"\s+", " ", found[1].decode("utf-8", "replace")).strip() if found else ""


def _row(row: MailRow) -> dict[str, Any]:
    return {
        "outcome": row.outcome,
        "reason": row.reason,
        "folder": row.folder,
        "applications": sorted(
            (each.vacancy or "", each.name or "", sorted(document.filename for document in each.documents))
            for each in row.applications
        ),
        "answers": sorted(
            (str(each.template), str(each.state)) for each in row.answers if each.state is not ActionState.CANCELLED
        ),
    }


def _files(root: Path) -> dict[str, str]:
    found = {}
    for path in sorted(root.rglob("*")):
        if path.is_file():
            content = path.read_bytes()
            if path.name == "application.json":
                content = _TIMES.sub("TIME", json.dumps(json.loads(content), sort_keys=True)).encode()
            found[path.relative_to(root).as_posix()] = hashlib.sha256(content).hexdigest()[:16]
    return found


def differences(broken: Picture, whole: Picture) -> list[str]:
    """What is otherwise after a break than without one; empty where nothing is.

    Of a letter that nobody can tell whether it went out, the mail's flag, the copy in Sent and the letter may be there
    or not: a person is told, and nothing is sent twice. Nor can anybody of a notice to a reviewer, whose next digest
    says the same.
    """
    found = []
    for name, count in broken.sent.items():
        if count > max(1, whole.sent[name]):
            found.append(f"sent {count} times: {name}")
    free, letters = broken.uncertain, {answer.message_id for _, answer in broken.dropped}
    for what in ("sent", "mailbox"):
        one, other = (_known(getattr(each, what), free, letters) for each in (broken, whole))
        if what == "sent":
            other = _without_notices(other, one, broken.uncertain_notices)
        found += _otherwise(what, one, other)
    uncertain = {raw for raw, row in broken.ledger.items() if any(state == "uncertain" for _, state in row["answers"])}
    if broken.dropped:  # what was erased since says no longer whose it was
        uncertain |= {raw for raw in whole.ledger if raw.startswith("erased:")}
        uncertain |= {mail.raw_hash for mail, _ in broken.dropped}
    one, other = (_answers_apart(each.ledger, uncertain) for each in (broken, whole))
    found += _otherwise("ledger", one, other)
    found += _otherwise("files", broken.files, whole.files)
    return found


def _known(told: Any, free: frozenset[str], letters: Collection[str]) -> dict[str, Any]:
    """Without what may be or not be, of mails whose letter is uncertain: so the copies of these letters, in Trash."""
    if isinstance(told, Counter):
        return {name: count for name, count in told.items() if not _is_of(name, free)}
    return {
        folder: {
            _unanswered(name) if _is_of(name, free) else name: count
            for name, count in counted.items()
            if not _is_of(name, free if folder == "Sent" else letters)
        }
        for folder, counted in told.items()
    }


def _without_notices(whole: dict[str, Any], broken: dict[str, Any], uncertain: Counter[str]) -> dict[str, Any]:
    """Without the notices that are missing after the break, as many to each reviewer as are uncertain."""
    left, known = Counter(uncertain), dict(whole)
    for name in whole.keys() - broken.keys():
        address = name.partition(" | ")[0]
        if left[address]:
            left[address] -= 1
            del known[name]
    return known


def _is_of(name: str, free: Collection[str]) -> bool:
    return any(each and each in name for each in free)


def _unanswered(name: str) -> str:
    return " ".join(name.replace("\\Answered", "").split())


def _answers_apart(ledger: dict[str, Any], uncertain: set[str]) -> dict[str, Any]:
    return {
        raw: {name: value for name, value in row.items() if raw not in uncertain or name != "answers"}
        for raw, row in ledger.items()
    }


def _otherwise(what: str, broken: dict[str, Any], whole: dict[str, Any]) -> list[str]:
    broken = {name: value for name, value in broken.items() if value}
    whole = {name: value for name, value in whole.items() if value}
    return [
        f"{what} {name}: {broken.get(name)!r} for {whole.get(name)!r}"
        for name in sorted(broken.keys() | whole.keys())
        if broken.get(name) != whole.get(name)
    ]
