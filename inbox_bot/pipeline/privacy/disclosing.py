"""What is kept of a person, handed to them: one archive with an index that a person can read.

In it: the index, their mails and our letters as they lie in the mailbox, what was filed, and what the ledger says. It
is there whole or not at all, for its owner alone; nothing is changed.
"""

import json
import os
import shutil
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from html import escape
from pathlib import Path

from inbox_bot.core.message import safe
from inbox_bot.core.reply.correspondents.correspondent import canonical
from inbox_bot.core.wording import Wording
from inbox_bot.edges.filing import NotFiled
from inbox_bot.edges.new_files import FOR_US
from inbox_bot.pipeline.privacy.erasing import World
from inbox_bot.pipeline.privacy.in_mailbox import copies_in
from inbox_bot.pipeline.privacy.showing import Shown

INDEX, LEDGER = "index.html", "ledger.json"
OLDEST = (1980, 1, 1, 0, 0, 0)  # a year before it can't be written (APPNOTE 4.4.6)
_MAIL_TABLES = ("messages", "applications", "introductions", "documents", "decisions", "actions")


@dataclass(frozen=True, kw_only=True, slots=True)
class Disclosed:
    """What is in the archive."""

    documents: int
    mails: int
    missing: tuple[str, ...]  #: files that the ledger names, and that are filed no more


def disclose(found: Shown, world: World, to: Path, at: datetime, wording: Wording) -> Disclosed:
    """Write the archive. Raises FileExistsError, OSError, MailboxDown, LedgerError, FilingFailed."""
    if to.exists():
        raise FileExistsError(17, os.strerror(17), str(to))
    part = to.with_name(f".{to.name}.part")
    part.unlink(missing_ok=True)
    try:
        descriptor = os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, FOR_US)
        with open(descriptor, "w+b") as target:
            with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
                disclosed = _fill(archive, found, world, at, wording)
            target.flush()
            os.fsync(target.fileno())
        part.replace(to)
    finally:
        part.unlink(missing_ok=True)
    return disclosed


def _fill(archive: zipfile.ZipFile, found: Shown, world: World, at: datetime, wording: Wording) -> Disclosed:
    rows = world.ledger.erasures.rows_of(found.whom, found.kept.trail)
    documents: list[str] = []
    missing: list[str] = []
    for path in found.files:
        try:
            source = world.filing.open(path)
        except NotFiled:
            missing.append(path)
            continue
        entry = zipfile.ZipInfo(f"documents/{path}", date_time=OLDEST)
        with source, archive.open(entry, "w", force_zip64=True) as file:
            shutil.copyfileobj(source, file)
        documents.append(entry.filename)
    mails: list[str] = []
    for name, content in _mails(found, world, at):
        archive.writestr(zipfile.ZipInfo(name, date_time=OLDEST), content)
        mails.append(name)
    archive.writestr(LEDGER, json.dumps(rows, indent=1, default=_plain, ensure_ascii=False))
    archive.writestr(INDEX, "\n".join(_index(found, rows, [*documents, *mails], at, wording)))
    return Disclosed(documents=len(documents), mails=len(mails), missing=tuple(missing))


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _mails(found: Shown, world: World, at: datetime) -> Iterator[tuple[str, bytes]]:
    """The person's mails and what we wrote to them, wherever they lie; no digest, which names others too."""
    trail = found.kept.trail
    digests = frozenset(trail.digests)
    for mailbox, opened in world.boxes.items():
        copies = opened()
        for place in copies_in(trail, copies, world.rules, world.ledger, at):
            for mail in copies.traced(place.folder, place.uidvalidity, place.uids):
                of_the_person = any(canonical(each) == trail.address for each in (*mail.writers, *mail.to))
                if mail.message_id in digests or not (of_the_person or mail.message_id not in trail.sent):
                    continue
                content = copies.content(place.folder, place.uidvalidity, mail.uid)
                if content is not None:
                    folder = safe.filename(place.folder, "folder")
                    yield f"mails/{safe.filename(mailbox, 'mailbox')}/{folder}/{mail.uid}.eml", content


def _index(
    found: Shown, rows: Mapping[str, list[dict[str, object]]], files: list[str], at: datetime, wording: Wording
) -> Iterator[str]:
    say = wording.say
    name = ", ".join(filter(None, (*found.whom.names, found.whom.address)))
    yield '<!DOCTYPE html><html><head><meta charset="utf-8"><title>' + escape(name) + "</title></head><body>"
    title = say("What is kept of {name}", name=safe.line(name, 200))
    stood = say("As it stood {moment}.", moment=at)
    yield f"<h1>{escape(title)}</h1><p>{escape(stood)}</p>"
    for table in (*_MAIL_TABLES, *(each for each in rows if each not in _MAIL_TABLES)):
        if table not in rows:
            continue
        yield f"<h2>{escape(table)}</h2>"
        for row in rows[table]:
            yield "<table border=1>"
            yield from (
                f"<tr><th align=left>{escape(key)}</th><td>{escape(safe.line(_shown(value), 2_000))}</td></tr>"
                for key, value in row.items()
            )
            yield "</table><br>"
    below, elsewhere = say("Files"), say("Who else has copies")
    yield f"<h2>{escape(below)}</h2><ul>"
    yield from (f"<li>{escape(each)}</li>" for each in files)
    yield f"</ul><h2>{escape(elsewhere)}</h2><ul>"
    yield from (
        f"<li>{escape(safe.line(each.to, 200))}: {escape(wording.of(each.got))} ({each.number})</li>"
        for each in found.kept.elsewhere
    )
    yield "</ul></body></html>"


def _shown(value: object) -> str:
    return getattr(value, "sentence", None) or _plain(value)
