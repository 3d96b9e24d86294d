"""Compares mailbox, ledger and files, and repairs what can be: each finding says what was wrong and what was done.

Works in an open installation, as the one daemon: nobody changes anything meanwhile. What it can repair:

- a mail in a watched folder that has no row, although the cursor passed it: it is taken in;
- a place where the ledger believes a mail, and the server has none: forgotten;
- a kept mail whose file is missing or has other bytes: fetched again from where it lies, and proven by its hash;
- a document whose file is missing: taken out of the kept mail again, in the cage;
- files that a write left half-done.

What it only tells: a database that finds itself damaged, bytes that nobody has any more, and files that belong to no
row. Those stay: after a ledger was put back from a copy, they are all there is of an application.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from inbox_bot.core.message.values import Location, RawMail
from inbox_bot.core.plan.filed.layout import APPLICATION_JSON, SCANS
from inbox_bot.core.rules.model import MailboxSettings
from inbox_bot.core.wording import Sentence
from inbox_bot.edges.filing import Filing
from inbox_bot.edges.ledger import DocumentRow, MailRow
from inbox_bot.edges.mailbox import Mailbox, MailboxDown, UidValidityChanged
from inbox_bot.pipeline.decisions.correction import paths_of
from inbox_bot.pipeline.installation import Installation
from inbox_bot.pipeline.intake.batches import WatchedFolder, take_in_uids
from inbox_bot.pipeline.intake.fetching import BATCH_BYTES, spooled
from inbox_bot.pipeline.kept import kept_mail
from inbox_bot.pipeline.presence import exists
from inbox_bot.pipeline.upkeep.every_mail import every_mail

HALF_DONE = ".*.part"  # what `durable` calls a file until it is whole
READ_AT_ONCE = 1 << 20


@dataclass(frozen=True, kw_only=True, slots=True)
class Reconciled:
    """One thing that was compared."""

    what: str
    ok: bool  #: nothing was wrong, or it is repaired
    sentence: str


def deep(installation: Installation) -> Iterator[Reconciled]:
    """Each thing as it is looked at. Raises LedgerError, CageMissing; a server that is down is a finding."""
    yield _ledger(installation)
    for rules in installation.rules.mailboxes:
        what = f"mailbox {rules.name}"
        try:
            yield from _mails_without_row(installation, rules, what)
            yield from _places(installation, rules, what)
        except MailboxDown as down:
            yield Reconciled(what=what, ok=False, sentence=down.sentence)
    yield from _files(installation)


def _ledger(installation: Installation) -> Reconciled:
    damage = installation.ledger.damage()
    sentence = Sentence("the database finds nothing wrong with it")
    if damage:
        sentence = Sentence("damaged ({why}): put back a copy of it", why=damage[0])
    return Reconciled(what="ledger", ok=not damage, sentence=sentence)


def _mails_without_row(installation: Installation, rules: MailboxSettings, what: str) -> Iterator[Reconciled]:
    box = installation.sessions[rules.name].mailbox
    for name in rules.folders:
        state = installation.ledger.intake.folder_state(rules.name, name)
        if state is None or box.status(name).uidvalidity != state.uidvalidity:
            yield Reconciled(what=what, ok=True, sentence=Sentence("{folder} is met by the next poll", folder=name))
            continue
        there = box.uids(name, state.uidvalidity, state.start_uid, state.next_uid - 1)
        known = installation.ledger.intake.known_uids(
            rules.name, name, state.uidvalidity, state.start_uid, state.next_uid - 1
        )
        passed = [uid for uid in there if uid not in known]
        folder = WatchedFolder(
            installation=installation,
            rules=rules,
            box=box,
            name=name,
            on_batch=lambda taken, left: None,
            stop=lambda: False,
        )
        left = take_in_uids(folder, state.uidvalidity, passed)
        if passed:
            sentence = Sentence(
                "{folder}: {number} mails had no row; {taken} of them are taken in now",
                folder=name,
                number=len(passed),
                taken=len(passed) - len(left.uids),
            )
            yield Reconciled(what=what, ok=not left.uids, sentence=sentence)
        else:
            sentence = Sentence("{folder}: each of {number} mails has its row", folder=name, number=len(there))
            yield Reconciled(what=what, ok=True, sentence=sentence)


def _places(installation: Installation, rules: MailboxSettings, what: str) -> Iterator[Reconciled]:
    """Where the ledger believes mails, folder by folder: one question for each."""
    believed: dict[tuple[str, int], list[Location]] = {}
    for mail in every_mail(installation.ledger):
        if mail.mailbox == rules.name:
            for location in installation.ledger.intake.locations_of(mail.mailbox, mail.raw_hash):
                believed.setdefault((location.folder, location.uidvalidity), []).append(location)
    all_locations, left = 0, 0
    for (folder, uidvalidity), there in believed.items():
        uids = [location.uid for location in there]
        found = _uids(installation.sessions[rules.name].mailbox, folder, uidvalidity, min(uids), max(uids))
        for location in (each for each in there if each.uid not in found):
            installation.ledger.intake.moved(location, None, installation.now())
            left += 1
        all_locations += len(there)
    sentence = Sentence("the ledger knows {number} places of mails", number=all_locations)
    if left:
        sentence = Sentence(
            "the ledger knows {number} places of mails; {left} of them lie there no more, and are forgotten",
            number=all_locations,
            left=left,
        )
    yield Reconciled(what=what, ok=True, sentence=sentence)


def _uids(box: Mailbox, folder: str, uidvalidity: int, first: int, last: int) -> frozenset[int]:
    try:
        return frozenset(box.uids(folder, uidvalidity, first, last))
    except UidValidityChanged:
        return frozenset()
    except MailboxDown:
        if exists(box, folder):
            raise
        return frozenset()


def _files(installation: Installation) -> Iterator[Reconciled]:
    named: set[str] = set()
    whole = 0
    for mail in every_mail(installation.ledger):
        named |= paths_of(mail)
        problems = list(_of_mail(installation, mail))
        yield from problems
        whole += not problems and bool(paths_of(mail))
    sentence = Sentence("the bytes and documents of {number} mails are as they were filed", number=whole)
    yield Reconciled(what="files", ok=True, sentence=sentence)
    yield from _without_row(installation, named)


def _of_mail(installation: Installation, mail: MailRow) -> Iterator[Reconciled]:
    """What was wrong with the files of one mail: nothing that the ledger names may be missing."""
    problem = _raw(installation, mail) if mail.raw_path is not None else None
    if problem is not None:
        yield problem
    documents = [document for application in mail.applications for document in application.documents]
    missing = [each for each in documents if each.path and not installation.filing.exists(each.path)]
    if missing:
        yield _documents(installation, mail, missing)
    for folder in (application.folder for application in mail.applications if application.folder):
        path = f"{folder}/{APPLICATION_JSON}"
        if not installation.filing.exists(path):
            sentence = Sentence("{path} is missing: put it back from a backup", path=path)
            yield Reconciled(what="files", ok=False, sentence=sentence)


def _raw(installation: Installation, mail: MailRow) -> Reconciled | None:
    """None where the mail's bytes are there; else what was done about it."""
    path = mail.raw_path or ""
    if installation.filing.exists(path):
        if _is(installation.filing, path, mail) or _is_stored_otherwise(installation, path, mail):
            return None
        sentence = Sentence("{path} has other bytes than were filed: put it back from a backup", path=path)
        return Reconciled(what="files", ok=False, sentence=sentence)
    for location in installation.ledger.intake.locations_of(mail.mailbox, mail.raw_hash):
        with spooled(_fetched(installation, location)) as (mails, _):
            for fetched in mails:
                if fetched.raw_hash == mail.raw_hash:
                    installation.filing.put({path: fetched.spool.read_bytes()})
                    again = Sentence("{path} was missing: fetched again", path=path)
                    return Reconciled(what="files", ok=True, sentence=again)
    lost = Sentence("{path} is missing, on the server too: put back a backup", path=path)
    return Reconciled(what="files", ok=False, sentence=lost)


def _fetched(installation: Installation, location: Location) -> Iterable[RawMail]:
    box = installation.sessions[location.mailbox].mailbox
    try:
        fetched = list(box.fetch(location.folder, location.uidvalidity, [location.uid], max_bytes=BATCH_BYTES))
    except (MailboxDown, UidValidityChanged):
        return ()
    return [each for each in fetched if isinstance(each, RawMail)]


def _is_stored_otherwise(installation: Installation, path: str, mail: MailRow) -> bool:
    """Whether its writer wrote what is filed: of an agency's mail that turned out to be none, the mailbox has it."""
    with kept_mail(installation.filing, path, installation.spool) as file:
        if file is None:
            return False
        reading = installation.reading.read_file(file, mailbox=mail.mailbox, received_at=mail.received_at)
    return installation.ledger.history.has_written(mail.id, reading)


def _is(filing: Filing, path: str, mail: MailRow) -> bool:
    """Whether a file holds the mail: by its hash, which of a mail too large to fetch covers header and size."""
    digest = hashlib.sha256()
    with filing.open(path) as file:
        while piece := file.read(READ_AT_ONCE):
            digest.update(piece)
    headers_only = digest.copy()
    headers_only.update(str(mail.size_bytes).encode())
    return mail.raw_hash in (digest.hexdigest(), headers_only.hexdigest())


def _documents(installation: Installation, mail: MailRow, missing: Iterable[DocumentRow]) -> Reconciled:
    """Take documents out of the kept mail again; they go by their name, as they were filed."""
    parts: Mapping[str, bytes] = {}
    with kept_mail(installation.filing, mail.raw_path, installation.spool) as path:
        if path is not None:
            reading = installation.reading.read_file(path, mailbox=mail.mailbox, received_at=mail.received_at)
            parts = {part.filename: part.content for part in reading.message.parts}
    lost = [each.path for each in missing if not _restored(installation, each, parts)]
    if lost:
        sentence = Sentence(
            "{path} is missing, and its mail does not give it back: put it back from a backup", path=lost[0]
        )
        return Reconciled(what="files", ok=False, sentence=sentence)
    sentence = Sentence("documents of {path} were missing: taken out of it again", path=mail.raw_path)
    return Reconciled(what="files", ok=True, sentence=sentence)


def _restored(installation: Installation, document: DocumentRow, parts: Mapping[str, bytes]) -> bool:
    found = [content for name, content in parts.items() if name == document.filename]
    if len(found) != 1 or document.path is None:
        return False
    installation.filing.put({document.path: found[0]})
    return True


def _without_row(installation: Installation, named: set[str]) -> Iterator[Reconciled]:
    stray = []
    for path in [entry.path for entry in installation.filing.listed()]:
        if PurePosixPath(path).match(HALF_DONE):
            installation.filing.delete(path)
            yield Reconciled(what="files", ok=True, sentence=Sentence("{path} was never finished: removed", path=path))
        elif path not in named and not path.startswith(f"{SCANS}/"):
            stray.append(path)
    if stray:
        sentence = Sentence(
            "{number} files belong to nothing in the ledger, the first: {path}. They stay: look at them",
            number=len(stray),
            path=stray[0],
        )
        yield Reconciled(what="files", ok=False, sentence=sentence)
